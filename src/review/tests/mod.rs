//! What the session promises, whatever is asked of it.

mod actors;
mod annotated;
mod bulk;
mod grounds;
mod history;
mod journal;
mod refine;
mod spread;
mod stepping;
mod three_way;

use jiff::Timestamp;

use super::*;
use crate::annotation::{
    Action, ArticleId, ArticleState, Body, Claim, Form, ItemId, KindId, Mention, Metadata, Project, Status,
};
use crate::exchange::Draft;
use crate::suggest::{ProposedActor, ProposedClaim, ProposedMention, Suggestions};
use crate::text::{ArticleText, Span, ZoneKind};

const TEXT: &str =
    "Ada Toll said the Norvan army shelled Brask.\nToll said 12 people died.\nThe army denied it.";

fn at() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn span_of(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn mention(words: &str, kind: KindId) -> ProposedMention {
    ProposedMention {
        span: span_of(words),
        kind,
        form: Form::Named,
        actor: Some(0),
        score: 0.9,
        reason: "test".to_owned(),
    }
}

fn suggestions() -> Suggestions {
    Suggestions {
        actors: vec![ProposedActor {
            name: "Ada Toll".to_owned(),
            aliases: vec!["Toll".to_owned()],
            kind: KindId::PERSON,
        }],
        mentions: vec![
            mention("Ada Toll", KindId::PERSON),
            mention("Norvan army", KindId::ARMED_FORCE),
        ],
        claims: vec![ProposedClaim {
            content: vec![span_of("12 people died")],
            cue: Some(span_of("said 12").intersection(span_of("said 12")).unwrap()),
            source: Some(span_of("Toll said 12")),
            speaker: Some(0),
            via: None,
            act: crate::annotation::Act::Statement,
            quote: crate::annotation::QuoteType::Indirect,
            figures: Vec::new(),
            check_worthiness: 0.5,
            score: 0.8,
            reason: "test".to_owned(),
            nested: Vec::new(),
        }],
    }
}

fn by() -> Suggested {
    Suggested {
        by: "rules".to_owned(),
        version: "1".to_owned(),
    }
}

fn draft(text: &str) -> Draft {
    let metadata = Metadata {
        title: "A day".to_owned(),
        ..Metadata::default()
    };
    Draft {
        metadata,
        text: ArticleText::new(text),
        zones: Vec::new(),
    }
}

fn session() -> (Session, ArticleId) {
    let mut session = Session::new(Project::new("Test"), "Rae");
    let command = Command::AddArticles {
        articles: vec![(draft(TEXT), Some(suggestions()))],
        by: by(),
    };
    let outcome = session.run(command, at()).unwrap();
    let id = outcome.articles[0].clone();
    session.refocus(&Focus {
        article: Some(id.clone()),
        item: None,
    });
    (session, id)
}

fn item_with(session: &Session, words: &str) -> ItemId {
    let article = session.article().unwrap();
    let found = article.items.values().find(|i| {
        i.body
            .as_mention()
            .is_some_and(|m| article.text.slice(m.span) == words)
    });
    found.unwrap().id
}

#[test]
fn accept_leaves_a_decision_and_undo_takes_both_back() {
    let (mut session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let before = session.project().clone();
    session
        .run(
            Command::Accept {
                article: article.clone(),
                items: vec![item],
            },
            at(),
        )
        .unwrap();
    let now = session.article().unwrap();
    assert_eq!(now.items[&item].status, Status::Accepted);
    assert_eq!(now.state, ArticleState::InReview);
    assert_eq!(now.decisions.len(), 1);
    assert_eq!(
        (now.decisions[0].by.as_str(), now.decisions[0].action),
        ("Rae", Action::Accepted)
    );
    assert_eq!(session.project().reviewers, ["Rae"]);
    assert_eq!(session.history().undo_label(), Some("accept “Ada Toll”"));
    let again = session.run(
        Command::Accept {
            article,
            items: vec![item],
        },
        at(),
    );
    assert_eq!(
        again,
        Err(Refusal::Nothing),
        "accepting twice is no second decision"
    );
    session.undo();
    assert_eq!(*session.project(), before);
    session.redo();
    assert_eq!(session.article().unwrap().items[&item].status, Status::Accepted);
}

#[test]
fn the_dirty_mark_is_exact() {
    let (mut session, article) = session();
    assert!(session.history().is_dirty());
    session.mark_saved(session.history().revision());
    assert!(!session.history().is_dirty());
    let item = item_with(&session, "Ada Toll");
    session
        .run(
            Command::Reject {
                article,
                items: vec![item],
            },
            at(),
        )
        .unwrap();
    assert!(session.history().is_dirty());
    session.undo();
    assert!(!session.history().is_dirty(), "back at what is on disk");
    session.undo();
    assert!(session.history().is_dirty(), "the disk has the article");
}

#[test]
fn what_was_rejected_or_decided_does_not_come_back() {
    let (mut session, article) = session();
    let (toll, army) = (
        item_with(&session, "Ada Toll"),
        item_with(&session, "Norvan army"),
    );
    session
        .run(
            Command::Reject {
                article: article.clone(),
                items: vec![toll],
            },
            at(),
        )
        .unwrap();
    let mut body = session.article().unwrap().items[&army].body.clone();
    if let Body::Mention(mention) = &mut body {
        mention.span = span_of("Norvan army shelled");
    }
    let wider = Command::Correct {
        article: article.clone(),
        item: army,
        body: body.clone(),
        what: "move end",
    };
    session.run(wider, at()).unwrap();
    let claim = session
        .article()
        .unwrap()
        .items
        .values()
        .find(|i| i.body.as_claim().is_some())
        .unwrap()
        .id;
    session
        .run(
            Command::Reject {
                article: article.clone(),
                items: vec![claim],
            },
            at(),
        )
        .unwrap();
    let again = Command::Suggest {
        articles: vec![(article.clone(), suggestions())],
        by: by(),
    };
    assert_eq!(session.run(again, at()), Err(Refusal::Nothing));
    assert_eq!(session.article().unwrap().items[&army].body, body);
    assert_eq!(session.article().unwrap().items[&army].status, Status::Corrected);
    let none = Command::Suggest {
        articles: vec![(article, Suggestions::default())],
        by: by(),
    };
    assert_eq!(
        session.run(none, at()),
        Err(Refusal::Nothing),
        "decided items stay"
    );
    assert_eq!(session.article().unwrap().items.len(), 3);
}

#[test]
fn duplicates_are_reported_not_doubled() {
    let (mut session, article) = session();
    let command = Command::AddArticles {
        articles: vec![(draft(TEXT), None), (draft("Other."), None)],
        by: by(),
    };
    let outcome = session.run(command, at()).unwrap();
    assert_eq!(outcome.duplicates, [article]);
    assert_eq!(outcome.articles.len(), 1);
    assert_eq!(session.project().articles.len(), 2);
    let command = Command::AddArticles {
        articles: vec![(draft(TEXT), None)],
        by: by(),
    };
    let outcome = session.run(command, at()).unwrap();
    assert_eq!((outcome.articles.len(), outcome.duplicates.len()), (0, 1));
}

#[test]
fn a_note_does_not_correct_and_a_kind_does() {
    let (mut session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let body = session.article().unwrap().items[&item].body.clone();
    let Body::Mention(mention) = body else {
        panic!("a mention")
    };
    let noted = Body::Mention(Mention {
        note: "check".to_owned(),
        ..mention.clone()
    });
    let run = |session: &mut Session, body| {
        session
            .run(
                Command::Correct {
                    article: article.clone(),
                    item,
                    body,
                    what: "note",
                },
                at(),
            )
            .unwrap();
        session.article().unwrap().items[&item].status
    };
    assert_eq!(run(&mut session, noted), Status::Accepted);
    let kind = Body::Mention(Mention {
        kind: KindId::GROUP,
        ..mention
    });
    assert_eq!(run(&mut session, kind), Status::Corrected);
}

#[test]
fn the_queue_walks_in_text_order_and_on_to_the_next_article() {
    let (mut session, first) = session();
    let more = draft("Brask fell.");
    let place = Suggestions {
        mentions: vec![ProposedMention {
            span: Span::new(0, 5).unwrap(),
            actor: None,
            ..mention("Brask", KindId::PLACE)
        }],
        ..Suggestions::default()
    };
    session
        .run(
            Command::AddArticles {
                articles: vec![(more, Some(place))],
                by: by(),
            },
            at(),
        )
        .unwrap();
    let mut seen = Vec::new();
    let mut focus = Focus {
        article: Some(first.clone()),
        item: None,
    };
    while let Some(next) = queue::neighbour(session.project(), &focus, 0, true, Show::Undecided, Order::Text)
    {
        let article = session.project().article(next.article.as_ref().unwrap()).unwrap();
        seen.push(describe(article, &article.items[&next.item.unwrap()].body));
        focus = next;
        if seen.len() == 4 {
            break;
        }
    }
    assert_eq!(
        seen,
        ["“Ada Toll”", "“Norvan army”", "“12 people died”", "“Brask”"]
    );
    let back = queue::neighbour(session.project(), &focus, 0, false, Show::Undecided, Order::Text).unwrap();
    assert_eq!(back.article, Some(first));
}

#[test]
fn nothing_waits_in_boilerplate() {
    let (mut session, article) = session();
    let before = Progress::of(session.article().unwrap()).undecided;
    let command = Command::SwitchZone {
        article,
        offset: 0,
        kind: ZoneKind::Boilerplate,
    };
    session.run(command, at()).unwrap();
    assert_eq!(Progress::of(session.article().unwrap()).undecided, before - 2);
}
