//! Names of rules and network, weighed.

use super::super::super::known::Known;
use super::super::super::{Input, KnownName, Stop};
use super::super::find;
use super::*;
use crate::annotation::{Form, KindId};
use crate::text::ArticleText;

/// Where the words stand for the first time.
fn tokens_of(doc: &Doc<'_>, words: &str) -> Range<usize> {
    let all = (0..doc.len()).flat_map(|start| (start + 1..=doc.len()).map(move |end| start..end));
    let mut found = all.filter(|tokens| doc.words_of(tokens.clone()) == words);
    found.next().unwrap_or_else(|| panic!("{words}"))
}

/// The names of `text` as "Words: kind", when the network reads `seen`; `None` if it is not asked.
fn names(text: &str, known: &[KnownName], seen: Option<&[Read<'_>]>) -> Vec<String> {
    let text = ArticleText::new(text);
    let doc = Doc::new(&Input::of(&text), &Stop::default()).unwrap();
    let seen = seen.map(|seen| {
        let sighting = |(words, kind, likelihood): &Read<'_>| Sighting {
            tokens: tokens_of(&doc, words),
            kind: *kind,
            likelihood: *likelihood,
        };
        seen.iter().map(sighting).collect::<Vec<_>>()
    });
    let (found, _) = find(&doc, &Known::new(known), seen.as_deref(), &Stop::default()).unwrap();
    let named = found.iter().filter(|f| f.form == Form::Named);
    named
        .map(|f| format!("{}: {}", text.slice(f.span), f.kind_id().as_str()))
        .collect()
}

const PERSON: Option<Kind> = Some(Kind::Person);
const BODY: Option<Kind> = Some(Kind::Organization);
const PLACE: Option<Kind> = Some(Kind::Place);

/// Words, what they are read as, how likely.
type Read<'a> = (&'a str, Option<Kind>, f32);

type Case<'a> = (&'a str, &'a [Read<'a>], &'a [&'a str], &'a [&'a str]);

/// Text, what the network reads, the names without it, the names with it.
const CASES: &[Case<'_>] = &[
    // A guess gives way where the network knows better, or sees none.
    (
        "She was treated with Veltrine for a week.",
        &[("Veltrine", PLACE, 0.7)],
        &["Veltrine: person"],
        &["Veltrine: place"],
    ),
    (
        "She was treated with Veltrine for a week.",
        &[],
        &["Veltrine: person"],
        &[],
    ),
    (
        "She was treated with Veltrine for a week.",
        &[("Veltrine", None, 0.7)],
        &["Veltrine: person"],
        &[],
    ),
    (
        "She was treated with Veltrine for a week.",
        &[("Veltrine", PLACE, 0.4)],
        &["Veltrine: person"],
        &["Veltrine: person"],
    ),
    (
        "She was treated with Veltrine for a week.",
        &[("with Veltrine for a week", BODY, 0.9)],
        &["Veltrine: person"],
        &[],
    ),
    (
        "He left the Veltrine team on Monday.",
        &[("Veltrine team", BODY, 0.9)],
        &["Veltrine: organization"],
        &["Veltrine: organization"],
    ),
    (
        "He left the Veltrine team on Monday.",
        &[("Veltrine team", None, 0.5)],
        &["Veltrine: organization"],
        &[],
    ),
    // What stands elsewhere stands here.
    (
        "Work began in Kandrel, and Kandrel was full.",
        &[("Kandrel", PLACE, 0.9)],
        &["Kandrel: place", "Kandrel: place"],
        &["Kandrel: place", "Kandrel: place"],
    ),
    // What the article itself says stands, wherever the name is.
    (
        "She works for the aid group Tamvera. Tamvera runs two clinics.",
        &[("Tamvera", PLACE, 0.99)],
        &["Tamvera: organization", "Tamvera: organization"],
        &["Tamvera: organization", "Tamvera: organization"],
    ),
    // A list stands.
    (
        "Syria rejected the plan.",
        &[("Syria", PERSON, 1.0)],
        &["Syria: state"],
        &["Syria: state"],
    ),
    // A rule stands, unless the network is sure of what it can show.
    (
        "They drove to Lendra Bridge District on Monday.",
        &[("Lendra Bridge District", BODY, 0.7)],
        &["Lendra Bridge District: place"],
        &["Lendra Bridge District: place"],
    ),
    (
        "They drove to Lendra Bridge District on Monday.",
        &[("Lendra Bridge District", BODY, 0.9)],
        &["Lendra Bridge District: place"],
        &["Lendra Bridge District: organization"],
    ),
    (
        "They spoke to Peter Salden Executive Director of the clinic on Monday.",
        &[("Peter Salden", PERSON, 0.95)],
        &["Peter Salden Executive: person"],
        &["Peter Salden: person"],
    ),
    (
        "They spoke to Peter Salden Executive Director of the clinic on Monday.",
        &[("Peter Salden", PERSON, 0.85)],
        &["Peter Salden Executive: person"],
        &["Peter Salden Executive: person"],
    ),
    (
        "They spoke to Peter Salden Executive Director of the clinic on Monday.",
        &[("Salden Executive Director of the clinic", PERSON, 0.99)],
        &["Peter Salden Executive: person"],
        &["Peter Salden Executive: person"],
    ),
    // It knows where titles end, and that a people can begin the name of a body.
    (
        "They met Secretary of State Hillary Toll on Monday.",
        &[("Secretary of State Hillary Toll", PERSON, 0.99)],
        &["Hillary Toll: person"],
        &["Hillary Toll: person"],
    ),
    (
        "The Norwegian Coalition said it would stay.",
        &[("Coalition", BODY, 0.99)],
        &["Norwegian Coalition: organization"],
        &["Norwegian Coalition: organization"],
    ),
    (
        "The Veltrine Accord Congress met on Monday.",
        &[("Veltrine", PLACE, 0.99), ("Accord Congress", BODY, 0.99)],
        &["Veltrine Accord Congress: state"],
        &["Veltrine Accord Congress: state"],
    ),
    // What the article says an acronym is short for.
    (
        "The Dalmar Valley Front, known as the DVF, met on Monday.",
        &[("DVF", None, 0.99)],
        &["Dalmar Valley Front: armed_force", "DVF: armed_force"],
        &["Dalmar Valley Front: armed_force", "DVF: armed_force"],
    ),
    // More than a name.
    (
        "They lived in the Veltrine city of Obrenka until Monday.",
        &[("Veltrine city of Obrenka", PLACE, 0.99)],
        &["Veltrine: place", "Obrenka: place"],
        &["Veltrine: place", "Obrenka: place"],
    ),
    // Nothing is given up for a name that gives way to a third.
    (
        "It was near Lendra Bridge District Norway on Monday.",
        &[("Bridge District Norway", PLACE, 0.95)],
        &["Lendra Bridge District: place", "Norway: state"],
        &["Lendra Bridge District: place", "Norway: state"],
    ),
];

/// The same for text in which the rules find no name.
const ALONE: &[(&str, Read<'_>, &[&str])] = &[
    (
        "Fighting Returns To Obrenka As Talks Fail",
        ("Obrenka", PLACE, 0.85),
        &["Obrenka: place"],
    ),
    (
        "Fighting Returns To Obrenka As Talks Fail",
        ("Obrenka", PLACE, 0.75),
        &[],
    ),
    (
        "Fighting Returns To Obrenka As Talks Fail",
        ("Obrenka", None, 0.99),
        &[],
    ),
    ("Today the mayor was calm.", ("the mayor", PERSON, 0.99), &[]),
    ("They met on a Monday.", ("Monday", PERSON, 0.99), &[]),
    ("Today a UK-led team met.", ("UK-led", BODY, 0.99), &[]),
    (
        "They asked the President again.",
        ("President", PERSON, 0.99),
        &[],
    ),
];

#[test]
fn names_that_only_the_network_reads_must_look_like_names() {
    for (text, seen, expected) in ALONE {
        assert_eq!(names(text, &[], Some(&[*seen])), *expected, "{text} {seen:?}");
    }
}

#[test]
fn a_confirmed_name_stands() {
    let known = [KnownName {
        name: "Veltrine".to_owned(),
        kind: KindId::ORGANIZATION,
        actor: "Veltrine".to_owned(),
    }];
    let text = "She was treated with Veltrine for a week.";
    for seen in [("Veltrine", PLACE, 1.0), ("Veltrine", None, 1.0)] {
        assert_eq!(
            names(text, &known, Some(&[seen])),
            ["Veltrine: organization"],
            "{seen:?}"
        );
    }
}

#[test]
fn names_of_rules_and_network_are_weighed() {
    for (text, seen, without, with) in CASES {
        assert_eq!(names(text, &[], None), *without, "without: {text}");
        assert_eq!(names(text, &[], Some(seen)), *with, "with: {text}");
    }
}
