//! Whatever is done with orphans, undo gives back what was there.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::annotation::{Body, Claim, Form, KindId, Mention, Metadata, Origin, Project, Quote};
use crate::review::Command;
use crate::suggest::{ProposedMention, Suggestions};
use crate::text::{ArticleText, Span};

const TEXT: &str = "Ada Toll said the army left. Toll denied it.";

fn at() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn mention(span: Span) -> Body {
    Body::Mention(Mention {
        span,
        kind: KindId::PERSON,
        form: Form::Named,
        actor: None,
        note: String::new(),
    })
}

fn orphan(number: usize, status: Status, was: &str, candidate: Option<Body>) -> Orphan {
    let old = Span::new(900 + 10 * number, 905 + 10 * number).unwrap();
    let body = match &candidate {
        Some(Body::Claim(claim)) => Body::Claim(Box::new(Claim {
            content: vec![old],
            ..(**claim).clone()
        })),
        _ => mention(old),
    };
    let quote = Quote {
        words: was.to_owned(),
        ..Quote::default()
    };
    Orphan {
        item: Item {
            id: ItemId::for_body(&body, |_| false),
            body,
            status,
            origin: Some(Origin {
                suggester: "rules".to_owned(),
                version: "1".to_owned(),
                score: 0.5,
                reason: String::new(),
            }),
        },
        words: [(old, quote)].into(),
        candidate,
    }
}

/// A session on an article with an accepted mention of the army, a proposed claim, and orphans of every sort.
fn session() -> (Session, ArticleId, Vec<ItemId>) {
    let id = ArticleId::parse("a").unwrap();
    let text = ArticleText::new(TEXT);
    let mut article = Article::new(id.clone(), at(), Metadata::default(), text, Vec::new());
    let claim = |content: &str, within| {
        Body::Claim(Box::new(Claim {
            content: vec![span(content)],
            within,
            ..Claim::default()
        }))
    };
    let outer = claim("the army left", None);
    let outer_id = ItemId::for_body(&outer, |_| false);
    for (body, status) in [
        (mention(span("army")), Status::Accepted),
        (outer, Status::Suggested),
    ] {
        let id = ItemId::for_body(&body, |_| false);
        let origin = None;
        article.items.insert(
            id,
            Item {
                id,
                body,
                status,
                origin,
            },
        );
    }
    let orphans = [
        orphan(0, Status::Accepted, "Ava Toll", Some(mention(span("Ada Toll")))),
        orphan(1, Status::Rejected, "armies", Some(mention(span("army")))),
        orphan(2, Status::Suggested, "navy", None),
        orphan(
            3,
            Status::Added,
            "army went",
            Some(claim("army left", Some(outer_id))),
        ),
        orphan(
            4,
            Status::Corrected,
            "an army left",
            Some(claim("the army left", Some(outer_id))),
        ),
    ];
    let ids = orphans.iter().map(|orphan| orphan.item.id).collect();
    article.orphans = orphans
        .into_iter()
        .map(|orphan| (orphan.item.id, orphan))
        .collect();
    let mut project = Project::new("Test");
    project.articles.insert(id.clone(), Arc::new(article));
    (Session::new(project, "Rae"), id, ids)
}

#[test]
fn an_orphan_is_placed_or_dropped_in_one_step() {
    let (mut session, article, ids) = session();
    let place = |item: ItemId| Command::PlaceOrphan {
        article: article.clone(),
        item,
    };
    let cases: [(Command, Result<&str, Refusal>); 7] = [
        (place(ids[0]), Ok("put back “Ava Toll”")),
        (place(ids[0]), Err(Refusal::NoItem)),
        (place(ids[1]), Err(Refusal::Marked)),
        (place(ids[2]), Err(Refusal::NoCandidate)),
        (place(ids[3]), Ok("put back “army went”")),
        (place(ids[4]), Ok("put back “an army left”")),
        (
            Command::DropOrphan {
                article: article.clone(),
                item: ids[1],
            },
            Ok("drop “armies”"),
        ),
    ];
    let before = session.project().clone();
    for (command, expected) in cases {
        let told = session.run(command.clone(), at()).map(|outcome| outcome.label);
        assert_eq!(told, expected.map(str::to_owned), "{command:?}");
    }
    let now = session.project().article(&article).unwrap();
    assert_eq!(now.orphans.keys().copied().collect::<Vec<_>>(), [ids[2]]);
    let placed = &now.items[&ids[0]];
    assert_eq!(
        (placed.status, placed.body.hull()),
        (Status::Accepted, Some(span("Ada Toll")))
    );
    let decided: Vec<_> = now.decisions.iter().map(|decision| decision.action).collect();
    let corrected = Action::Corrected;
    assert_eq!(
        decided,
        [corrected, corrected, corrected, corrected, Action::Removed]
    );
    // The proposal at the place of the last one is settled by it; what stood within it is free.
    let claims = now.items.values().filter_map(|item| item.body.as_claim());
    assert_eq!(claims.map(|claim| claim.within).collect::<Vec<_>>(), [None, None]);
    while session.undo().is_some() {}
    assert_eq!(*session.project(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn undo_and_redo_are_exact(choices in prop::collection::vec((0_usize..5, 0_usize..5), 1..12)) {
        let (mut session, article, ids) = session();
        let mut states = vec![session.project().clone()];
        for (kind, which) in choices {
            let (article, item) = (article.clone(), ids[which]);
            // A proposal exactly where an orphan was must not take its id.
            let proposed = ProposedMention {
                span: span("Toll denied"),
                kind: KindId::PERSON,
                form: Form::Named,
                actor: None,
                score: 0.5,
                reason: String::new(),
            };
            let command = match kind {
                0 | 1 => Command::PlaceOrphan { article, item },
                2 => Command::DropOrphan { article, item },
                3 => Command::Reject { article, items: vec![item] },
                _ => Command::Suggest {
                    articles: vec![(article, Suggestions { mentions: vec![proposed], ..Suggestions::default() })],
                    by: crate::review::Suggested { by: "rules".to_owned(), version: format!("{which}") },
                },
            };
            if session.run(command, at()).is_ok() {
                states.push(session.project().clone());
            }
            let now = session.project().article(&ArticleId::parse("a").unwrap()).unwrap();
            prop_assert!(now.orphans.keys().all(|id| !now.items.contains_key(id)));
            prop_assert!(now.items.values().all(|item| item.body.spans().iter().all(|span| now.text.holds(*span))));
        }
        for state in states.iter().rev().skip(1) {
            session.undo();
            prop_assert_eq!(session.project(), state);
        }
        for state in states.iter().skip(1) {
            session.redo();
            prop_assert_eq!(session.project(), state);
        }
    }
}
