//! Undo and redo, whatever is asked in whatever order.

use proptest::prelude::*;

use super::*;
use crate::annotation::Actor;

/// Something that a person might do, chosen by small numbers.
pub(super) fn arbitrary_command(session: &Session, [kind, a, b]: [usize; 3]) -> Command {
    let article = session
        .focus
        .article
        .clone()
        .unwrap_or_else(|| ArticleId::from_name("none", |_| false));
    let items: Vec<ItemId> = session
        .article()
        .map(|a| a.items.keys().copied().collect())
        .unwrap_or_default();
    let item = items
        .get(a % items.len().max(1))
        .copied()
        .unwrap_or_else(|| ItemId::for_body(&Body::Claim(Box::default()), |_| false));
    let span = Span::new(a.min(b), a.max(b) + 1).unwrap();
    let mention = Body::Mention(Mention {
        span,
        kind: KindId::GROUP,
        form: Form::Named,
        actor: None,
        note: String::new(),
    });
    let claim = Body::Claim(Box::new(Claim {
        content: vec![span],
        cue: Span::new(b, b + 2),
        ..Claim::default()
    }));
    let actors: Vec<_> = session.project().actors.values().collect();
    let actor = |at: usize| {
        let some = (!actors.is_empty()).then(|| actors[at % actors.len()].clone());
        some.unwrap_or_else(|| Actor::new("Nobody", KindId::GROUP))
    };
    match kind {
        0 => Command::Accept {
            article,
            items: vec![item],
        },
        1 => Command::Reject {
            article,
            items: vec![item],
        },
        2 => Command::Accept { article, items },
        3 => Command::Correct {
            article,
            item,
            body: mention,
            what: "set kind",
        },
        4 => Command::Correct {
            article,
            item,
            body: claim,
            what: "move end",
        },
        5 => Command::Add {
            article,
            bodies: vec![mention, claim],
        },
        6 => Command::SwitchZone {
            article,
            offset: a,
            kind: ZoneKind::Boilerplate,
        },
        7 => Command::SetState {
            article,
            state: ArticleState::ALL[b % 3],
        },
        8 => Command::Suggest {
            articles: vec![(article, suggestions())],
            by: by(),
        },
        9 => Command::Link {
            article,
            item,
            to: LinkTo::New(format!("Actor {}", b % 3)),
        },
        10 => Command::AddArticles {
            articles: vec![(draft(&format!("Text {}", a % 4)), Some(Suggestions::default()))],
            by: by(),
        },
        11 => Command::RemoveArticle { article },
        18 => {
            let changes = [
                BulkChange::Accept,
                BulkChange::Reject,
                BulkChange::SetAct(crate::annotation::Act::ALL[a % 7]),
                BulkChange::SetVerdict(
                    (a % 3 > 0).then(|| session.project().scheme.ratings[a % 5].id.clone()),
                ),
                BulkChange::SetSpeaker(
                    session
                        .project()
                        .actors
                        .keys()
                        .next()
                        .copied()
                        .filter(|_| a % 4 > 0),
                ),
            ];
            let asked = items.iter().skip(b % 3).step_by(1 + a % 2);
            Command::Bulk {
                items: asked.map(|item| (article.clone(), *item)).collect(),
                change: changes[b % changes.len()].clone(),
            }
        }
        12 => Command::SetNote {
            article,
            note: format!("note {a}"),
        },
        14 => Command::MergeActors {
            into: actor(a).id,
            others: vec![actor(b).id, actor(a + b).id],
        },
        15 => {
            let names = [actor(b).name, "Toll".to_owned(), "norvan  Army".to_owned()];
            Command::SplitActor {
                actor: actor(a).id,
                new_name: names[b % 3].clone(),
                kind: [KindId::PERSON, KindId::GROUP][a % 2].clone(),
                names: names[b % 3..].to_vec(),
            }
        }
        16 => Command::KeepApart(actor(a).id, actor(b).id),
        17 => Command::Link {
            article,
            item,
            to: LinkTo::Actor(actor(b).id),
        },
        _ => Command::SetMetadata {
            article,
            metadata: Box::new(Metadata {
                author: format!("{b}"),
                ..Metadata::default()
            }),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn as_many_undos_as_commands_lead_back(choices in prop::collection::vec([0usize..20, 0usize..60, 0usize..60], 1..30)) {
        let (mut session, _) = session();
        let start = session.project().clone();
        let mut states = Vec::new();
        for choice in choices {
            let command = arbitrary_command(&session, choice);
            let before = session.project().clone();
            match session.run(command, at()) {
                Ok(outcome) if !outcome.articles.is_empty() || outcome.duplicates.is_empty() => states.push(before),
                _ => prop_assert_eq!(session.project(), &before, "a refusal changes nothing"),
            }
        }
        let end = session.project().clone();
        for before in states.iter().rev() {
            session.undo();
            prop_assert_eq!(session.project(), before);
        }
        prop_assert_eq!(session.project(), &start);
        for _ in &states {
            session.redo();
        }
        prop_assert_eq!(session.project(), &end);
    }
}
