//! A project with a record of decisions, counted by hand.

use std::sync::Arc;

use super::*;
use crate::annotation::{Act, Claim, Form, Item, KindId, Mention, Metadata, Origin, Status};
use crate::text::{ArticleText, Span};

fn mention(start: usize, kind: KindId) -> Body {
    Body::Mention(Mention {
        span: Span::new(start, start + 2).unwrap(),
        kind,
        form: Form::Named,
        actor: None,
        note: String::new(),
    })
}

fn claim(act: Act) -> Body {
    Body::Claim(Box::new(Claim {
        content: vec![Span::new(0, 4).unwrap()],
        act,
        ..Claim::default()
    }))
}

fn article(name: &str) -> Article {
    let id = ArticleId::parse(name).unwrap();
    let text = ArticleText::new("Ada Toll spoke to Norvan Wire in Brask.");
    Article::new(id, Timestamp::UNIX_EPOCH, Metadata::default(), text, vec![])
}

fn item(article: &mut Article, body: Body, status: Status, score: f32) -> ItemId {
    let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
    let origin = (status != Status::Added).then(|| Origin {
        suggester: "rules".to_owned(),
        version: "1".to_owned(),
        score,
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
    id
}

fn decide(article: &mut Article, at: &str, by: &str, action: Action, id: ItemId, sides: [Option<Body>; 2]) {
    let [before, after] = sides;
    article.decisions.push(Decision {
        at: at.parse().unwrap(),
        by: by.to_owned(),
        action,
        change: Change::Item { id, before, after },
    });
}

/// Two articles: in the first Rae decides four proposals on two days, one of which Öz decides otherwise and one as she did.
fn project() -> Project {
    let mut one = article("one");
    let (person, place) = (mention(0, KindId::PERSON), mention(4, KindId::PLACE));
    let accepted = item(&mut one, person.clone(), Status::Accepted, 0.95);
    let corrected = item(&mut one, mention(4, KindId::STATE), Status::Corrected, 0.55);
    let rejected = item(&mut one, claim(Act::Denial), Status::Rejected, 0.5);
    let added = item(&mut one, mention(9, KindId::MEDIA), Status::Added, 0.0);
    item(&mut one, mention(12, KindId::PERSON), Status::Suggested, 0.4);
    let same = |body: &Body| [Some(body.clone()), Some(body.clone())];
    decide(
        &mut one,
        "2024-03-01T23:30:00Z",
        "Rae",
        Action::Accepted,
        accepted,
        same(&person),
    );
    decide(
        &mut one,
        "2024-03-01T23:30:30Z",
        "Rae",
        Action::Accepted,
        corrected,
        same(&place),
    );
    let change = [Some(place.clone()), Some(mention(4, KindId::STATE))];
    decide(
        &mut one,
        "2024-03-02T10:00:00Z",
        "Rae",
        Action::Corrected,
        corrected,
        change,
    );
    decide(
        &mut one,
        "2024-03-02T10:01:00Z",
        "Rae",
        Action::Rejected,
        rejected,
        [Some(claim(Act::Denial)), None],
    );
    decide(
        &mut one,
        "2024-03-02T10:02:00Z",
        "Rae",
        Action::Added,
        added,
        [None, Some(mention(9, KindId::MEDIA))],
    );
    decide(
        &mut one,
        "2024-03-05T08:00:00Z",
        "Öz",
        Action::Accepted,
        accepted,
        same(&person),
    );
    decide(
        &mut one,
        "2024-03-05T08:00:01Z",
        "Öz",
        Action::Accepted,
        corrected,
        same(&place),
    );
    one.state = ArticleState::InReview;
    let mut two = article("two");
    let other = item(&mut two, person.clone(), Status::Accepted, 0.9);
    decide(
        &mut two,
        "2024-03-02T11:00:00Z",
        "Rae",
        Action::Accepted,
        other,
        same(&person),
    );
    let mut project = Project::new("Toria");
    for article in [one, two] {
        project.articles.insert(article.id.clone(), Arc::new(article));
    }
    project
}

fn csv(table: &tables::Table) -> Vec<String> {
    table.csv().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_record_is_counted() {
    let found = overview(&project(), &TimeZone::UTC, None);
    assert_eq!(
        csv(&found.day_table()),
        [
            "2024-03-01,Rae,2,0,0,0,0",
            "2024-03-02,Rae,1,1,1,1,0",
            "2024-03-05,Öz,2,0,0,0,0"
        ]
    );
    // Rae: 60 + 30, a new sitting 60 + 60 + 60; Öz: 60 + 1. The other article one decision.
    assert_eq!(
        csv(&found.time_table()),
        [
            "Ada Toll spoke to Norvan Wire in Brask.,7,5.5",
            "Ada Toll spoke to Norvan Wire in Brask.,1,1.0"
        ]
    );
    assert_eq!(
        (found.seconds(), found.median_seconds()),
        (331 + 60, u64::midpoint(331, 60))
    );
    assert_eq!(
        csv(&found.suggester_table()),
        [
            "\"rules 1, claims\",0,0,1,0 %",
            "\"rules 1, mentions\",2,1,0,67 %"
        ]
    );
    assert_eq!(
        csv(&found.label_table()),
        ["Claim: denial,0,0,1,0 %", "Person,2,0,0,100 %", "Place,0,1,0,0 %"],
        "the label is that of the proposal"
    );
    assert_eq!(
        csv(&found.score_table()),
        ["50 to 60 %,0,1,1,50 %", "90 to 100 %,2,0,0,100 %"]
    );
    assert_eq!(
        csv(&found.reviewer_table()),
        ["Rae,3,1,1,1,0,5.5", "Öz,2,0,0,0,0,1.0"]
    );
    assert_eq!(csv(&found.pair_table()), ["Rae and Öz,2,1,50 %"]);
    assert_eq!(found.left.undecided, 1);
    assert_eq!(found.left.decided, 5);
    assert_eq!(found.left.at(ArticleState::InReview), 1);
    assert_eq!(
        (found.pace, found.estimate()),
        (None, None),
        "too little was decided"
    );
}

#[test]
fn days_follow_the_time_zone_and_the_range() {
    let east = TimeZone::fixed(jiff::tz::offset(2));
    let found = overview(&project(), &east, None);
    assert_eq!(
        csv(&found.day_table()),
        ["2024-03-02,Rae,3,1,1,1,0", "2024-03-05,Öz,2,0,0,0,0"],
        "half past eleven is the next day further east"
    );
    let late = overview(&project(), &TimeZone::UTC, Some(jiff::civil::date(2024, 3, 2)));
    assert_eq!(
        csv(&late.day_table()),
        ["2024-03-02,Rae,1,1,1,1,0", "2024-03-05,Öz,2,0,0,0,0"]
    );
    assert_eq!(
        csv(&late.label_table()),
        ["Claim: denial,0,0,1,0 %", "Person,2,0,0,100 %", "Place,0,1,0,0 %"]
    );
    let never = overview(&project(), &TimeZone::UTC, Some(jiff::civil::date(2025, 1, 1)));
    assert!(never.tables().is_empty(), "{:?}", never.tables());
    assert_eq!(never.left, found.left, "what waits has no range");
}

#[test]
fn the_pace_gives_an_estimate() {
    let mut one = article("one");
    for index in 0..30 {
        let body = mention(index, KindId::PERSON);
        let id = item(&mut one, body.clone(), Status::Accepted, 0.9);
        let at = format!("2024-03-01T10:{index:02}:00Z");
        decide(
            &mut one,
            &at,
            "Rae",
            Action::Accepted,
            id,
            [Some(body.clone()), Some(body)],
        );
    }
    for index in 30..35 {
        item(&mut one, mention(index, KindId::PERSON), Status::Suggested, 0.9);
    }
    let mut project = Project::new("Toria");
    project.articles.insert(one.id.clone(), Arc::new(one));
    let found = overview(&project, &TimeZone::UTC, None);
    assert_eq!(found.pace.map(|pace| pace.hourly().round()), Some(60.0));
    assert_eq!(found.estimate(), Some(300));
    let lines: Vec<String> = found.left_table().rows.iter().map(|row| row.join(": ")).collect();
    assert!(
        lines.contains(&"Time left (estimate): about 5 min".to_owned()),
        "{lines:?}"
    );
}

#[test]
fn long_times_come_in_stretches() {
    for (last, step, count) in [
        ("2024-03-01", 1, 1),
        ("2024-05-30", 1, 91),
        ("2025-03-01", 7, 53),
        ("2034-03-01", 91, 41),
    ] {
        let mut found = Overview::default();
        for date in ["2024-03-01", last] {
            let mut counts = Counts::default();
            counts.add(Action::Added);
            found.days.push(Day {
                date: date.parse().unwrap(),
                by: [("Rae".to_owned(), counts)].into(),
            });
        }
        let (length, stretches) = found.stretches();
        assert_eq!((length, stretches.len()), (step, count), "{last}");
        let sum: usize = stretches.iter().map(|(_, counts)| counts.all()).sum();
        assert_eq!(sum, 2);
        assert_eq!(stretches.last().map(|(_, counts)| counts.added > 0), Some(true));
    }
}

#[test]
fn cells_are_quoted_and_harmless() {
    let table = tables::Table {
        title: "",
        head: vec!["a", "b"],
        words: 1,
        rows: vec![vec!["=1, \"x\"".to_owned(), "-3".to_owned()]],
    };
    assert_eq!(table.csv(), "a,b\r\n\"'=1, \"\"x\"\"\",-3\r\n");
}
