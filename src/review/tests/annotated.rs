//! Articles that others have annotated: they join what is here, and undo takes them back.

use proptest::prelude::*;

use super::*;
use crate::annotation::{Actor, Article, Change, Item, Origin};
use crate::exchange::annotated::Annotated;

fn body(words: &str, kind: KindId) -> Body {
    Body::Mention(Mention {
        span: span_of(words),
        kind,
        form: Form::Named,
        actor: None,
        note: String::new(),
    })
}

fn claim(words: &str, within: Option<ItemId>) -> Body {
    Body::Claim(Box::new(Claim {
        content: vec![span_of(words)],
        within,
        ..Claim::default()
    }))
}

/// Somebody else's copy of [`TEXT`] with these items.
fn theirs(text: &str, items: Vec<(Body, Status)>) -> Annotated {
    let id = ArticleId::parse("theirs").unwrap();
    let at = Timestamp::UNIX_EPOCH;
    let mut article = Article::new(id, at, Metadata::default(), ArticleText::new(text), Vec::new());
    for (body, status) in items {
        let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
        let origin = (status != Status::Added).then(|| Origin {
            suggester: "other".to_owned(),
            version: String::new(),
            score: 0.5,
            reason: String::new(),
        });
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
    Annotated {
        article,
        actors: std::collections::BTreeMap::new(),
        about: None,
    }
}

fn status_of(session: &Session, words: &str) -> Option<Status> {
    let article = session.article()?;
    let found = article.items.values().find(|item| {
        let span = crate::annotation::main_span(&item.body);
        span.is_some_and(|span| article.text.slice(span) == words)
    });
    found.map(|item| item.status)
}

#[test]
fn what_others_decided_decides_proposals_and_leaves_decisions() {
    let (mut session, id) = session();
    let toll = item_with(&session, "Ada Toll");
    let accept = Command::Accept {
        article: id.clone(),
        items: vec![toll],
    };
    session.run(accept, at()).unwrap();
    let before = session.project().clone();
    let incoming = theirs(
        TEXT,
        vec![
            (body("Ada Toll", KindId::STATE), Status::Added),
            (body("Norvan army", KindId::ARMED_FORCE), Status::Rejected),
            (body("Brask", KindId::PLACE), Status::Added),
            (claim("12 people died", None), Status::Added),
        ],
    );
    let outcome = session
        .run(
            Command::AddAnnotated {
                articles: vec![incoming],
            },
            at(),
        )
        .unwrap();
    assert_eq!(outcome.kept, 1, "the kind that was decided here stays");
    assert_eq!(outcome.duplicates, std::slice::from_ref(&id));
    let kind = session
        .article()
        .unwrap()
        .items
        .get(&toll)
        .and_then(|item| Some(item.body.as_mention()?.kind.clone()));
    assert_eq!(kind, Some(KindId::PERSON));
    assert_eq!(status_of(&session, "Norvan army"), Some(Status::Rejected));
    assert_eq!(status_of(&session, "Brask"), Some(Status::Added));
    let about_brask = session.article().unwrap().decisions.iter().filter(|decision| {
        matches!(&decision.change, Change::Item { after: Some(body), .. } if body.hull() == Some(span_of("Brask")))
    });
    assert_eq!(about_brask.count(), 1, "a decision by whoever imported it");
    session.undo();
    assert_eq!(*session.project(), before);
}

#[test]
fn names_find_the_actors_that_are_here() {
    let (mut session, _) = session();
    let here = session.project().actors.values().next().unwrap().clone();
    let mut incoming = theirs("Another text by Ada Toll.", Vec::new());
    let stranger = Actor {
        id: crate::annotation::ActorId::for_name("somebody else's id", &KindId::PERSON),
        ..Actor::new(&here.name, here.kind.clone())
    };
    let mention = Body::Mention(Mention {
        span: Span::new(16, 24).unwrap(),
        kind: KindId::new("court"),
        form: Form::Named,
        actor: Some(stranger.id),
        note: String::new(),
    });
    let item = ItemId::for_body(&mention, |_| false);
    incoming.article.items.insert(
        item,
        Item {
            id: item,
            body: mention,
            status: Status::Added,
            origin: None,
        },
    );
    incoming.actors.insert(stranger.id, stranger);
    let count = session.project().actors.len();
    let outcome = session
        .run(
            Command::AddAnnotated {
                articles: vec![incoming],
            },
            at(),
        )
        .unwrap();
    assert_eq!(session.project().actors.len(), count);
    let article = session.project().article(&outcome.articles[0]).unwrap();
    assert_eq!(article.items[&item].body.actors().collect::<Vec<_>>(), [here.id]);
    assert!(
        session.project().scheme.get(&KindId::new("court")).is_some(),
        "a kind that was not here"
    );
}

fn arbitrary_status(number: usize) -> Status {
    [
        Status::Suggested,
        Status::Accepted,
        Status::Corrected,
        Status::Added,
        Status::Rejected,
    ][number % 5]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_comes_in_is_sound_and_one_undo_takes_it_back(
        items in prop::collection::vec((0_usize..40, 1_usize..12, 0_usize..5, 0_usize..4), 0..12),
        is_new in any::<bool>(),
    ) {
        let (mut session, id) = session();
        let toll = item_with(&session, "Ada Toll");
        session.run(Command::Reject { article: id, items: vec![toll] }, at()).unwrap();
        let before = session.project().clone();
        let mut bodies: Vec<(Body, Status)> = Vec::new();
        for (start, length, status, what) in items {
            let span = Span::new(start, start + length).unwrap();
            let outer = bodies.first().map(|(body, _)| ItemId::for_body(body, |_| false));
            let body = match what {
                0 | 1 => Body::Mention(Mention { span, kind: KindId::GROUP, form: Form::Named, actor: None, note: String::new() }),
                2 => Body::Claim(Box::new(Claim { content: vec![span], ..Claim::default() })),
                _ => Body::Claim(Box::new(Claim { content: vec![span], within: outer, ..Claim::default() })),
            };
            bodies.push((body, arbitrary_status(status)));
        }
        let text = if is_new { format!("{TEXT} And more.") } else { TEXT.to_owned() };
        let incoming = theirs(&text, bodies);
        let ran = session.run(Command::AddAnnotated { articles: vec![incoming] }, at());
        for article in session.project().articles.values() {
            for item in article.items.values() {
                prop_assert!(item.fits(&article.text));
                let outer = item.body.as_claim().and_then(|claim| claim.within);
                prop_assert!(outer.is_none_or(|outer| article.can_hold_claims(outer)), "{:?}", item);
            }
        }
        if ran.is_ok_and(|outcome| !outcome.items.is_empty() || !outcome.articles.is_empty()) {
            session.undo();
        }
        prop_assert_eq!(session.project(), &before);
    }
}
