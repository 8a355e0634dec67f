use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::*;
use crate::annotation::{
    Act, Actor, Body, Bound, Claim, Figure, ItemId, KindId, Mention, Metadata, QuoteType,
};
use crate::text::{ArticleText, Span};

const DAY: Date = Date::constant(2031, 3, 4);

fn span(text: &str, words: &str) -> Span {
    let start = text
        .find(words)
        .unwrap_or_else(|| panic!("{words:?} stands in {text:?}"));
    Span::new(start, start + words.len()).unwrap()
}

/// A claim in a test: who, what, with a number (bound, value), where, and how many days after [`DAY`] that was.
struct Told {
    who: &'static str,
    what: &'static str,
    act: Act,
    toll: Option<(Bound, f64)>,
    place: &'static str,
    day: Option<i64>,
}

const fn told(who: &'static str, what: &'static str) -> Told {
    Told {
        who,
        what,
        act: Act::Statement,
        toll: None,
        place: "",
        day: None,
    }
}

const fn toll(who: &'static str, what: &'static str, value: f64, place: &'static str) -> Told {
    Told {
        toll: Some((Bound::Exactly, value)),
        place,
        day: Some(0),
        ..told(who, what)
    }
}

/// A project with one article per list, all published on [`DAY`].
fn project(articles: &[&[Told]]) -> Project {
    let mut project = Project::new("Test");
    for (number, claims) in (0_i64..).zip(articles) {
        let sentences: Vec<String> = claims
            .iter()
            .map(|c| format!("{} said {}.", c.who, c.what))
            .collect();
        let text = sentences.join("\n\n");
        let id = ArticleId::from_name(&format!("article-{number}"), |_| false);
        let metadata = Metadata {
            title: format!("Article {number}"),
            published: Some(DAY),
            ..Metadata::default()
        };
        let added = Timestamp::from_second(number).unwrap();
        let mut article = Article::new(
            id.clone(),
            added,
            metadata,
            ArticleText::new(text.clone()),
            vec![],
        );
        for (claim, sentence) in claims.iter().zip(&sentences) {
            let base = text.find(sentence.as_str()).unwrap();
            let at = |words: &str| {
                let found = span(sentence, words);
                Span::new(base + found.start(), base + found.end()).unwrap()
            };
            let actor = Actor::new(claim.who, KindId::GROUP);
            let speaker = Some(actor.id);
            project.actors.insert(actor.id, actor);
            let figures = claim.toll.iter().map(|(bound, value)| Figure {
                span: at(&value.to_string()),
                value: *value,
                value_to: None,
                bound: *bound,
                measure: Measure::Killed,
                who: String::new(),
                place: claim.place.to_owned(),
                when: String::new(),
                date: claim
                    .day
                    .map(|days| DateRange::day(DAY + jiff::Span::new().days(days))),
                by: String::new(),
            });
            let body = Body::Claim(Box::new(Claim {
                content: vec![at(claim.what)],
                source: Some(at(claim.who)),
                speaker,
                act: claim.act,
                quote: QuoteType::Indirect,
                figures: figures.collect(),
                ..Claim::default()
            }));
            let mut put = |body: Body| {
                let item = ItemId::for_body(&body, |id| article.items.contains_key(&id));
                let status = Status::Added;
                article.items.insert(
                    item,
                    Item {
                        id: item,
                        body,
                        status,
                        origin: None,
                    },
                );
            };
            put(body);
            if !claim.place.is_empty() && claim.what.contains(claim.place) {
                put(Body::Mention(Mention {
                    span: at(claim.place),
                    kind: KindId::PLACE,
                    form: crate::annotation::Form::Named,
                    actor: None,
                    note: String::new(),
                }));
            }
        }
        project.articles.insert(id, Arc::new(article));
    }
    project
}

fn groups(project: &Project) -> Vec<Group> {
    Gatherer::default().gather(project, &Stop::default()).unwrap().0
}

fn two_tolls() -> Project {
    project(&[
        &[toll(
            "The opposition",
            "21 people were killed in Ilmen",
            21.0,
            "Ilmen",
        )],
        &[toll(
            "The state agency",
            "15 people were killed in Ilmen",
            15.0,
            "Ilmen",
        )],
    ])
}

#[test]
fn tolls_of_one_day_and_place_stand_together() {
    let groups = groups(&two_tolls());
    let [group] = groups.as_slice() else {
        panic!("{groups:#?}")
    };
    assert_eq!((group.claims.len(), group.status), (2, Status::Suggested));
    assert_eq!(group.title, "Killed, Ilmen, 4 Mar 2031");
    assert_eq!(group.reason, "Same measure, place and day.");
    let reasons: Vec<&str> = group
        .conflicts
        .iter()
        .map(|conflict| conflict.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        ["The opposition: 21 killed; The state agency: 15 killed; same day"]
    );
}

#[test]
fn what_is_of_another_day_or_place_is_something_else() {
    let check = |other: Told, together: bool| {
        let here = toll("The opposition", "21 people were killed in Ilmen", 21.0, "Ilmen");
        let words = format!("{} {:?}", other.what, other.day);
        let found = groups(&project(&[&[here], &[other]]));
        assert_eq!(found.len(), usize::from(together), "{words}");
    };
    let other = |place, day| Told {
        day,
        ..toll("The army", "15 people were killed there", 15.0, place)
    };
    check(other("Ilmen", Some(0)), true);
    check(other("Ilmen", Some(7)), false);
    check(other("Ostrava", Some(0)), false);
    check(other("Ilmen", None), true);
    // Nothing but the measure and the day of publication.
    check(other("", None), false);
}

#[test]
fn bounds_that_can_both_hold_are_no_conflict() {
    let check = |a: (Bound, f64), b: (Bound, f64), expected: usize| {
        let with = |who, what, (bound, value): (Bound, f64)| Told {
            toll: Some((bound, value)),
            ..toll(who, what, value, "Ilmen")
        };
        let project = project(&[
            &[with("The opposition", "21 people were killed in Ilmen", a)],
            &[with("The army", "34 people were killed in Ilmen", b)],
        ]);
        let groups = groups(&project);
        assert_eq!(groups[0].conflicts.len(), expected, "{a:?} and {b:?}");
    };
    check((Bound::AtLeast, 21.0), (Bound::Exactly, 34.0), 0);
    check((Bound::Exactly, 21.0), (Bound::AtLeast, 34.0), 1);
    check((Bound::UpTo, 21.0), (Bound::Exactly, 34.0), 1);
    check((Bound::MoreThan, 21.0), (Bound::AtLeast, 34.0), 0);
}

#[test]
fn conflicts_are_those_of_every_pair() {
    use proptest::prelude::*;
    let claims = prop::collection::vec((0_usize..3, 0_usize..4, 1_u8..6), 2..8);
    proptest!(ProptestConfig::with_cases(64), |(claims in claims)| {
        const WHO: [&str; 3] = ["The army", "A doctor", "The council"];
        const BOUNDS: [Bound; 4] = [Bound::Exactly, Bound::AtLeast, Bound::UpTo, Bound::About];
        let words = |n: u8| ["", "1 people", "2 people", "3 people", "4 people", "5 people"][usize::from(n)];
        let told: Vec<Vec<Told>> = claims
            .iter()
            .map(|(who, bound, value)| vec![Told {
                toll: Some((BOUNDS[*bound], f64::from(*value))),
                ..toll(WHO[*who], words(*value), f64::from(*value), "")
            }])
            .collect();
        let slices: Vec<&[Told]> = told.iter().map(Vec::as_slice).collect();
        let project = project(&slices);
        let sights = Gatherer::default().look(&project, &Stop::default()).unwrap();
        let found = conflict::conflicts(&project, &sights, &alike::Common::default());
        let differ = |a: &Sight, b: &Sight| {
            let ((low, high), (from, to)) = (a.tolls[0].range(), b.tolls[0].range());
            high < from || to < low
        };
        let pairs = || sights.iter().flat_map(|a| sights.iter().map(move |b| (a, b)));
        let mut expected: Vec<ClaimRef> = pairs()
            .filter(|(a, b)| a.speaker != b.speaker && differ(a, b))
            .map(|(a, _)| a.claim.clone())
            .collect();
        expected.sort();
        expected.dedup();
        let between = found.iter().find(|conflict| !conflict.is_one_source);
        prop_assert_eq!(between.map_or(&[] as &[_], |conflict| &conflict.claims), expected.as_slice());
    });
}

#[test]
fn one_speaker_with_two_numbers_in_one_article_means_two_things() {
    let found = groups(&project(&[&[
        toll("The opposition", "21 people were killed in Ilmen", 21.0, "Ilmen"),
        toll(
            "The opposition",
            "3 people were killed in Ilmen at night",
            3.0,
            "Ilmen",
        ),
    ]]));
    assert_eq!(found, []);
}

#[test]
fn like_words_stand_together_and_denials_contradict() {
    let accused = told(
        "The opposition",
        "the army shelled the grain market of Ilmen with cluster bombs",
    );
    let denied = Told {
        act: Act::Denial,
        ..told(
            "The army",
            "it shelled the grain market of Ilmen with cluster bombs",
        )
    };
    let other = told("The minister", "harvests will be good this autumn");
    let groups = groups(&project(&[&[accused, other], &[denied]]));
    let [group] = groups.as_slice() else {
        panic!("{groups:#?}")
    };
    assert_eq!(group.reason, "Their words are alike.");
    assert_eq!(
        group.conflicts[0].reason,
        "The army denies what The opposition says"
    );
}

#[test]
fn decisions_about_groups_stand() {
    let mut project = project(&[
        &[toll(
            "The opposition",
            "21 people were killed in Ilmen",
            21.0,
            "Ilmen",
        )],
        &[toll(
            "The state agency",
            "15 people were killed in Ilmen",
            15.0,
            "Ilmen",
        )],
        &[toll("A doctor", "18 people were killed in Ilmen", 18.0, "Ilmen")],
    ]);
    let all = groups(&project).remove(0);
    assert_eq!(all.claims.len(), 3);

    // Kept apart: no two of them come together again.
    let rejected = all.decided(&project, Status::Rejected);
    project.events.insert(rejected.id, rejected.clone());
    let found = groups(&project);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].status, found[0].conflicts.len()), (Status::Rejected, 0));

    // Two of them put together by hand: the third is proposed to join, until it is taken out.
    let mut event = all.decided(&project, Status::Corrected);
    let third = event.claims[2].clone();
    event.claims.pop();
    project.events = [(event.id, event.clone())].into();
    let found = groups(&project);
    assert_eq!(
        (found.len(), found[0].claims.len(), found[0].more.len()),
        (1, 2, 1)
    );
    event.take_out(&third);
    project.events = [(event.id, event)].into();
    let found = groups(&project);
    assert_eq!(
        (found.len(), found[0].claims.len(), found[0].more.len()),
        (1, 2, 0)
    );
}

#[test]
fn the_same_project_gives_the_same_groups_and_only_changed_articles_are_looked_at() {
    let mut project = two_tolls();
    let mut gatherer = Gatherer::default();
    let first = gatherer.gather(&project, &Stop::default()).unwrap().0;
    assert_eq!(first, groups(&project));
    let id = project.articles.keys().next().unwrap().clone();
    let article = Arc::make_mut(project.articles.get_mut(&id).unwrap());
    for item in article.items.values_mut() {
        item.status = Status::Rejected;
    }
    assert_eq!(gatherer.gather(&project, &Stop::default()).unwrap().0, []);
    let stop = Stop::default();
    stop.set();
    assert!(gatherer.gather(&project, &stop).is_err());
}

#[test]
fn days_are_read_from_the_words_where_the_figures_say_none() {
    let check = |what: &'static str, expected: Option<Date>| {
        let project = project(&[&[told("The network", what)]]);
        let sights = Gatherer::default().look(&project, &Stop::default()).unwrap();
        let said = sights[0].days.filter(|_| sights[0].is_dated);
        assert_eq!(said, expected.map(DateRange::day), "{what}");
    };
    // The article is of Tuesday, 4 March 2031.
    check("71 people died on Monday", Some(Date::constant(2031, 3, 3)));
    check("71 people died yesterday", Some(Date::constant(2031, 3, 3)));
    check("71 people died on 1 March", Some(Date::constant(2031, 3, 1)));
    check(
        "71 people died on March 1, 2030",
        Some(Date::constant(2030, 3, 1)),
    );
    check("71 people died", None);
}

#[test]
fn a_day_of_the_week_is_enough_where_nobody_knows_the_week() {
    let undated = |what: &'static str| Told {
        toll: Some((Bound::Exactly, 19.0)),
        place: "Ilmen",
        ..told("A witness", what)
    };
    let check = |what: &'static str, together: bool| {
        let dated = toll("The army", "21 people were killed in Ilmen", 21.0, "Ilmen");
        let mut project = project(&[&[dated], &[undated(what)]]);
        let second = project.articles.values_mut().nth(1).unwrap();
        Arc::make_mut(second).metadata.published = None;
        let found = groups(&project);
        assert_eq!(!found.is_empty(), together, "{what}");
    };
    check("19 people were killed at Ilmen market on Tuesday", true);
    check("19 people were killed at Ilmen market on Friday", false);
}

#[test]
fn figures_over_time() {
    let mut late = toll("A doctor", "18 people were killed in Ilmen", 18.0, "Ilmen");
    late.day = Some(3);
    let project = project(&[
        &[late],
        &[toll(
            "The army",
            "15 people were killed in Ostrava",
            15.0,
            "Ostrava",
        )],
    ]);
    let sights = Gatherer::default().look(&project, &Stop::default()).unwrap();
    let values = |measure, place| -> Vec<f64> {
        over_time(&sights, measure, place)
            .iter()
            .map(|(_, toll)| toll.value)
            .collect()
    };
    assert_eq!(values(Measure::Killed, ""), [15.0, 18.0]);
    assert_eq!(values(Measure::Killed, "ILMEN"), [18.0]);
    assert_eq!(values(Measure::Wounded, ""), [0.0; 0]);
}
