//! Whatever is asked, in whatever order: no claim stands within one that is gone.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::annotation::{ArticleId, Form, KindId, Mention, Project};
use crate::exchange::Draft;
use crate::review::{Command, Session, Suggested};
use crate::suggest::{ProposedClaim, Suggestions};
use crate::text::ArticleText;

const TEXT: &str = "Ada Toll said the army claimed the council reported that Brask had fallen.";

fn at() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn proposed(source: &str, cue: &str, content: &str, nested: Vec<ProposedClaim>) -> ProposedClaim {
    ProposedClaim {
        content: vec![span(content)],
        cue: Some(span(cue)),
        source: Some(span(source)),
        speaker: None,
        via: None,
        act: crate::annotation::Act::Statement,
        quote: crate::annotation::QuoteType::Indirect,
        figures: Vec::new(),
        check_worthiness: 0.5,
        score: 0.8,
        reason: "test".to_owned(),
        nested,
    }
}

/// What different suggesters make of the sentence.
fn suggestions(which: usize) -> Suggestions {
    let whole = "the army claimed the council reported that Brask had fallen";
    let middle = "the council reported that Brask had fallen";
    let toll = |nested| proposed("Ada Toll", "said", whole, nested);
    let army = |nested| proposed("the army", "claimed", middle, nested);
    let council = |nested| proposed("the council", "reported", "that Brask had fallen", nested);
    let claims = match which % 5 {
        0 => vec![toll(vec![army(vec![]), council(vec![])])],
        1 => vec![army(vec![council(vec![])])],
        2 => vec![army(vec![]), toll(vec![])],
        3 => vec![toll(vec![army(vec![council(vec![])])])],
        _ => vec![council(vec![]), army(vec![toll(vec![])])],
    };
    Suggestions {
        claims,
        ..Suggestions::default()
    }
}

fn by() -> Suggested {
    Suggested {
        by: "rules".to_owned(),
        version: "1".to_owned(),
    }
}

fn session(which: usize) -> (Session, ArticleId) {
    let mut session = Session::new(Project::new("Test"), "Rae");
    let draft = Draft {
        metadata: crate::annotation::Metadata::default(),
        text: ArticleText::new(TEXT),
        zones: Vec::new(),
    };
    let command = Command::AddArticles {
        articles: vec![(draft, Some(suggestions(which)))],
        by: by(),
    };
    let article = session.run(command, at()).unwrap().articles[0].clone();
    (session, article)
}

fn claim_of(session: &Session, article: &ArticleId, cue: &str) -> Option<Item> {
    let article = session.project().article(article).unwrap();
    let found = article
        .items
        .values()
        .find(|i| i.body.as_claim().is_some_and(|c| c.cue == Some(span(cue))));
    found.cloned()
}

fn check(session: &Session, article: &ArticleId) -> Result<(), TestCaseError> {
    let article = session.project().article(article).unwrap();
    for item in article.items.values() {
        if let Some(outer) = item.body.as_claim().and_then(|claim| claim.within) {
            prop_assert!(article.can_hold_claims(outer), "{item:?}");
            prop_assert!(item.status != Status::Rejected, "{item:?}");
        }
    }
    Ok(())
}

#[test]
fn the_inner_claim_is_let_go_with_the_outer_one_and_comes_back_with_it() {
    let (mut session, article) = session(0);
    let toll = claim_of(&session, &article, "said").unwrap();
    let army = claim_of(&session, &article, "claimed").unwrap();
    assert_eq!(army.body.as_claim().unwrap().within, Some(toll.id));
    let accept = Command::Accept {
        article: article.clone(),
        items: vec![army.id],
    };
    session.run(accept, at()).unwrap();
    let before = session.project().clone();
    let reject = Command::Reject {
        article: article.clone(),
        items: vec![toll.id],
    };
    session.run(reject, at()).unwrap();
    let freed = claim_of(&session, &article, "claimed").unwrap();
    assert_eq!(freed.body.as_claim().unwrap().within, None);
    assert_eq!(
        freed.status,
        Status::Accepted,
        "what the reviewer said of it stands"
    );
    let decisions = &session.project().article(&article).unwrap().decisions;
    let about = |id: ItemId| {
        let same = move |d: &&crate::annotation::Decision| matches!(d.change, Change::Item { id: of, .. } if of == id);
        decisions.iter().filter(same).count()
    };
    assert_eq!((about(toll.id), about(army.id)), (1, 2));
    let council = claim_of(&session, &article, "reported").unwrap();
    assert_eq!(
        (council.status, council.body.as_claim().unwrap().within),
        (Status::Suggested, None)
    );
    assert_eq!(about(council.id), 0, "nobody decided about it");
    session.undo();
    assert_eq!(*session.project(), before);
}

#[test]
fn a_decided_claim_keeps_its_outer_one_when_suggested_again() {
    let (mut session, article) = session(0);
    let army = claim_of(&session, &article, "claimed").unwrap();
    let accept = Command::Accept {
        article: article.clone(),
        items: vec![army.id],
    };
    session.run(accept, at()).unwrap();
    let again = Command::Suggest {
        articles: vec![(article.clone(), Suggestions::default())],
        by: by(),
    };
    session.run(again, at()).unwrap();
    assert!(claim_of(&session, &article, "said").is_some());
    assert!(claim_of(&session, &article, "reported").is_none());
}

#[test]
fn nested_claims_are_no_repetition_of_what_was_decided() {
    let (mut session, article) = session(4);
    let council = claim_of(&session, &article, "reported").unwrap();
    let reject = Command::Reject {
        article: article.clone(),
        items: vec![council.id],
    };
    session.run(reject, at()).unwrap();
    let again = Command::Suggest {
        articles: vec![(article.clone(), suggestions(3))],
        by: by(),
    };
    session.run(again, at()).unwrap();
    assert!(
        claim_of(&session, &article, "claimed").is_some(),
        "mostly the words of the rejected one"
    );
    let toll = claim_of(&session, &article, "said").unwrap();
    let army = claim_of(&session, &article, "claimed").unwrap();
    assert_eq!(army.body.as_claim().unwrap().within, Some(toll.id));
    let council = claim_of(&session, &article, "reported").unwrap();
    assert_eq!(council.status, Status::Rejected);
}

#[test]
fn the_outer_claim_is_told_by_place() {
    let (session, article) = session(1);
    let council = claim_of(&session, &article, "reported").unwrap();
    let army = claim_of(&session, &article, "claimed").unwrap();
    let article = session.project().article(&article).unwrap();
    assert_eq!(outer_by_place(article, &council), Some(army.id));
    assert_eq!(outer_by_place(article, &army), None);
}

fn command(session: &Session, article: &ArticleId, [kind, a, b]: [usize; 3]) -> Command {
    let items = &session.project().article(article).unwrap().items;
    let nth = |n: usize| items.values().nth(n % items.len().max(1)).cloned();
    let (article, one, other) = (article.clone(), nth(a), nth(b));
    let (Some(one), Some(other)) = (one, other) else {
        return Command::Suggest {
            articles: vec![(article, suggestions(a))],
            by: by(),
        };
    };
    let mut linked = one.body.clone();
    if let Body::Claim(claim) = &mut linked {
        claim.within = Some(other.id);
    }
    let correct = |body| Command::Correct {
        article: article.clone(),
        item: one.id,
        body,
        what: "test",
    };
    match kind {
        0 => Command::Accept {
            article,
            items: vec![one.id, other.id],
        },
        1 => Command::Reject {
            article,
            items: vec![one.id],
        },
        2 => Command::Reject {
            article,
            items: vec![one.id, other.id],
        },
        3 | 4 => correct(linked),
        5 => correct(let_go(&one.body)),
        6 => correct(Body::Mention(Mention {
            span: span("the army"),
            kind: KindId::GROUP,
            form: Form::Named,
            actor: None,
            note: String::new(),
        })),
        7 => Command::Add {
            article,
            bodies: vec![linked, other.body],
        },
        _ => Command::Suggest {
            articles: vec![(article, suggestions(b))],
            by: by(),
        },
    }
}

proptest! {
    #[test]
    fn no_link_dangles(first in 0usize..5, choices in prop::collection::vec([0usize..10, 0usize..7, 0usize..7], 1..25)) {
        let (mut session, article) = session(first);
        check(&session, &article)?;
        let mut states = Vec::new();
        for choice in choices {
            let before = session.project().clone();
            if session.run(command(&session, &article, choice), at()).is_ok() {
                states.push(before);
            }
            check(&session, &article)?;
        }
        for before in states.iter().rev() {
            session.undo();
            prop_assert_eq!(session.project(), before);
        }
    }
}
