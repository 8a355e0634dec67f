//! The table over a small project, claim by claim.

mod speed;

use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::annotation::{
    Act, Action, Actor, ActorId, Article, ArticleId, Bound, Change, Claim, Decision, Figure, Item, ItemId,
    KindId, Measure, Metadata, Project, QuoteType, RatingId, Status, Verdict,
};
use crate::text::{ArticleText, Span};

fn body(claim: Claim) -> crate::annotation::Body {
    crate::annotation::Body::Claim(Box::new(claim))
}

/// An article of claims: each a line of the text, "source: content".
fn article(name: &str, second: i64, day: &str, claims: Vec<(&str, Claim, Status)>) -> Article {
    let text: Vec<&str> = claims.iter().map(|(line, ..)| *line).collect();
    let metadata = Metadata {
        title: name.to_owned(),
        published: day.parse().ok(),
        ..Metadata::default()
    };
    let id = ArticleId::from_name(name, |_| false);
    let added = Timestamp::from_second(second).unwrap();
    let mut article = Article::new(id, added, metadata, ArticleText::new(text.join("\n")), Vec::new());
    let mut at = 0;
    for (line, claim, status) in claims {
        let colon = line.find(": ").unwrap();
        let inside = Span::new(at + colon + 2, at + colon + 3).unwrap();
        let figures = claim.figures.into_iter();
        let claim = Claim {
            figures: figures
                .map(|figure| Figure {
                    span: inside,
                    ..figure
                })
                .collect(),
            source: Span::new(at, at + colon),
            content: vec![Span::new(at + colon + 2, at + line.len()).unwrap()],
            ..claim
        };
        at += line.len() + 1;
        let id = ItemId::for_body(&body(claim.clone()), |id| article.items.contains_key(&id));
        let item = Item {
            id,
            body: body(claim),
            status,
            origin: None,
        };
        article.items.insert(id, item);
    }
    article
}

fn figure(value: f64, measure: Measure, place: &str, date: &str) -> Figure {
    Figure {
        span: Span::new(0, 1).unwrap(),
        value,
        value_to: None,
        bound: Bound::Exactly,
        measure,
        who: String::new(),
        place: place.to_owned(),
        when: String::new(),
        date: date.parse().ok(),
        by: String::new(),
    }
}

fn toll() -> Actor {
    Actor::new("Ada Toll", KindId::PERSON)
}

fn army() -> Actor {
    Actor::new("norvan army", KindId::ARMED_FORCE)
}

fn worth(worth: f32) -> Claim {
    Claim {
        check_worthiness: worth,
        ..Claim::default()
    }
}

/// Six claims; what each test expects names them by their last word.
fn project() -> Project {
    let mut project = Project::new("Test");
    let rated = |claim: Claim, rating| Claim {
        verdict: Some(Verdict {
            rating,
            ..Verdict::default()
        }),
        ..claim
    };
    let killed = Claim {
        speaker: Some(toll().id),
        figures: vec![
            figure(21.0, Measure::Killed, "the port of Brask", "2024-02-28"),
            figure(3.0, Measure::Wounded, "", "2024-03-01"),
        ],
        ..worth(0.9)
    };
    let denied = Claim {
        speaker: Some(army().id),
        act: Act::Denial,
        quote: QuoteType::Mixed,
        ..worth(0.7)
    };
    let mut late = article(
        "The harbour",
        20,
        "2024-03-05",
        vec![
            ("Ada Toll: “ÉTAT forces came” first", killed, Status::Suggested),
            ("The army: nobody was there second", denied, Status::Accepted),
            ("A man: the market burned third", worth(0.2), Status::Rejected),
        ],
    );
    let second = *late
        .items
        .iter()
        .find(|(_, i)| i.status == Status::Accepted)
        .unwrap()
        .0;
    late.decisions = ["Öz", "Rae"]
        .map(|by| Decision {
            at: Timestamp::UNIX_EPOCH,
            by: by.to_owned(),
            action: Action::Accepted,
            change: Change::Item {
                id: second,
                before: None,
                after: None,
            },
        })
        .to_vec();
    let early = article(
        "Aid came",
        10,
        "",
        vec![
            (
                "Toll again: the road\n",
                rated(worth(0.7), RatingId::FALSE),
                Status::Corrected,
            ),
            (
                "Toll: he walked fifth",
                rated(
                    Claim {
                        speaker: Some(toll().id),
                        ..worth(0.5)
                    },
                    RatingId::TRUE,
                ),
                Status::Added,
            ),
            (
                "An aide: it cost 30 sixth",
                Claim {
                    figures: vec![figure(30.0, Measure::Other, "Brask", "2023-01-01 to 2024-02-28")],
                    ..worth(0.1)
                },
                Status::Suggested,
            ),
        ],
    );
    for actor in [toll(), army()] {
        project.actors.insert(actor.id, actor);
    }
    for article in [early, late] {
        project.articles.insert(article.id.clone(), Arc::new(article));
    }
    project
}

fn table(project: &Project) -> Table {
    let articles: Vec<Arc<Article>> = project.articles.values().cloned().collect();
    Table::of(None, &articles)
}

fn shown(project: &Project, table: &Table, numbers: &[u32]) -> String {
    let word = |number: &u32| {
        let place = table.get(*number).unwrap();
        let article = &project.articles[&place.block.article];
        let claim = article.items[&place.row.item].body.as_claim().unwrap();
        let words = article.text.slice(*claim.content.last().unwrap());
        words.split_whitespace().last().unwrap_or_default().to_owned()
    };
    numbers.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_filter_lets_pass_what_it_says() {
    let project = project();
    let table = table(&project);
    let check = |filter: Filter, expected: &str| {
        let found = table.select(&filter, None, Names::default());
        assert_eq!(shown(&project, &table, &found), expected, "{filter:?}");
    };
    let any = || Filter {
        standing: Standing::Any,
        ..Filter::default()
    };
    let words = |words: &str| Filter {
        words: words.to_owned(),
        ..any()
    };
    check(Filter::default(), "road fifth sixth first second");
    check(any(), "road fifth sixth first second third");
    check(words("état"), "first");
    check(words("CAME  forces"), "first");
    check(words("toll"), "road fifth first");
    check(words("toll walked"), "fifth");
    check(words("nowhere"), "");
    let of = |speaker| Filter {
        speaker: Some(speaker),
        ..any()
    };
    check(of(Speaker::Actor(toll().id)), "fifth first");
    check(of(Speaker::Nobody), "road sixth third");
    check(
        Filter {
            act: Some(Act::Denial),
            ..any()
        },
        "second",
    );
    check(
        Filter {
            quote: Some(QuoteType::Mixed),
            ..any()
        },
        "second",
    );
    check(
        Filter {
            measure: Some(Measure::Wounded),
            ..any()
        },
        "first",
    );
    let place = |place: &str| Filter {
        place: place.to_owned(),
        ..any()
    };
    check(place("brask"), "sixth first");
    check(place("port  of BRASK"), "first");
    let dated = |from: &str, to: &str| Filter {
        from: day(from, true),
        to: day(to, false),
        ..any()
    };
    check(dated("2024", ""), "sixth first second third");
    check(dated("2024-02-29", ""), "first second third");
    check(dated("", "2023"), "sixth");
    check(dated("2024-02", "2024-02"), "sixth first");
    check(dated("2025", ""), "");
    check(
        Filter {
            article: Some(ArticleId::from_name("The harbour", |_| false)),
            ..any()
        },
        "first second third",
    );
    for (standing, expected) in [
        (Standing::Undecided, "sixth first"),
        (Standing::Confirmed, "road fifth second"),
        (Standing::Rejected, "third"),
    ] {
        check(Filter { standing, ..any() }, expected);
    }
    for (verdicts, expected) in [
        (Verdicts::None, "sixth first second third"),
        (Verdicts::Some, "road fifth"),
        (Verdicts::Is(RatingId::TRUE), "fifth"),
    ] {
        check(Filter { verdicts, ..any() }, expected);
    }
    check(Filter { worth: 70, ..any() }, "road first second");
    check(
        Filter {
            worth: 60,
            ..words("toll")
        },
        "road first",
    );
}

#[test]
fn every_column_sorts_both_ways_with_nothing_last() {
    let project = project();
    let table = table(&project);
    for (column, up, down) in [
        (
            Column::Article,
            "road fifth sixth first second third",
            "first second third road fifth sixth",
        ),
        (
            Column::Actor,
            "fifth first second road sixth third",
            "second fifth first road sixth third",
        ),
        (
            Column::Content,
            "fifth sixth second third road first",
            "first road third second sixth fifth",
        ),
        (
            Column::Act,
            "road fifth sixth first third second",
            "second road fifth sixth first third",
        ),
        (
            Column::Quote,
            "road fifth sixth first third second",
            "second road fifth sixth first third",
        ),
        (
            Column::Figures,
            "first sixth road fifth second third",
            "sixth first road fifth second third",
        ),
        (
            Column::Place,
            "sixth first road fifth second third",
            "first sixth road fifth second third",
        ),
        (
            Column::Date,
            "sixth first second third road fifth",
            "second third first sixth road fifth",
        ),
        (
            Column::Status,
            "sixth first second road fifth third",
            "third fifth road second sixth first",
        ),
        (
            Column::Verdict,
            "fifth road sixth first second third",
            "road fifth sixth first second third",
        ),
        (
            Column::Worth,
            "sixth third fifth road second first",
            "first road second fifth third sixth",
        ),
        (
            Column::Reviewer,
            "second road fifth sixth first third",
            "second road fifth sixth first third",
        ),
    ] {
        for (descending, expected) in [(false, up), (true, down)] {
            let sort = Some(Sort { column, descending });
            let filter = Filter {
                standing: Standing::Any,
                ..Filter::default()
            };
            let found = table.select(&filter, sort, Names::of(&project, sort));
            assert_eq!(shown(&project, &table, &found), expected, "{sort:?}");
        }
    }
}

#[test]
fn only_what_changed_is_gone_over_again() {
    let mut project = project();
    let before = table(&project);
    let harbour = ArticleId::from_name("The harbour", |_| false);
    let article = Arc::make_mut(project.articles.get_mut(&harbour).unwrap());
    let first = *article
        .items
        .iter()
        .find(|(_, i)| i.status == Status::Suggested)
        .unwrap()
        .0;
    article.items.remove(&first);
    let articles: Vec<Arc<Article>> = project.articles.values().cloned().collect();
    let after = Table::of(Some(&before), &articles);
    let kept: Vec<bool> = before
        .blocks()
        .iter()
        .zip(after.blocks())
        .map(|(a, b)| Arc::ptr_eq(a, b))
        .collect();
    assert_eq!(kept, [true, false]);
    assert_eq!((before.len(), after.len()), (6, 5));
    assert_eq!(after.find(&harbour, first), None);
    // Notes follow their claims.
    let noted = [false, true, false, true, true, false];
    assert_eq!(after.carry(&before, &noted), [false, true, false, true, false]);
    let reviewer = after
        .get(3)
        .map(|place| place.block.decided_by(place.row).to_owned());
    assert_eq!(reviewer.as_deref(), Some("Rae"));
}

#[test]
fn parts_of_dates_are_read() {
    for (text, first, last) in [
        ("2024", "2024-01-01", "2024-12-31"),
        (" 2024-02 ", "2024-02-01", "2024-02-29"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("2024-02-03 to 2024-02-05", "2024-02-03", "2024-02-05"),
    ] {
        assert_eq!(day(text, true), first.parse().ok(), "{text}");
        assert_eq!(day(text, false), last.parse().ok(), "{text}");
    }
    for bad in ["", "24", "2024-13", "+024-02", "March", "2024-02-30"] {
        assert_eq!(days(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn a_number_finds_its_claim_and_back(lengths in prop::collection::vec(0usize..5, 0..8)) {
        let mut articles = Vec::new();
        for (i, length) in lengths.iter().enumerate() {
            let claims = (0..*length).map(|_| ("Toll: it rained", worth(0.5), Status::Suggested)).collect();
            articles.push(Arc::new(article(&format!("a {i}"), 100 - i64::try_from(i).unwrap(), "", claims)));
        }
        let table = Table::of(None, &articles);
        prop_assert_eq!(table.len(), lengths.iter().sum::<usize>());
        for number in 0..table.len() as u32 {
            let place = table.get(number).unwrap();
            prop_assert_eq!(table.find(&place.block.article, place.row.item), Some(number));
        }
        prop_assert!(table.get(table.len() as u32).is_none());
    }
}
