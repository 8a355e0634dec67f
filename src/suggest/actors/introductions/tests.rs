//! What the article says a name is, on sentences about invented people and places.

use super::super::super::tests::suggest_by;
use super::super::super::{Options, Rules};
use super::*;
use crate::annotation::KindId;

#[test]
fn every_line_is_read() {
    for (kind, nouns) in lines() {
        assert!(
            matches!(kind, "outlet" | "opens-place") || kind_called(kind).is_some(),
            "{kind}"
        );
        assert!(nouns.split_whitespace().count() > 2, "{nouns}");
    }
    let written = NOUNS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .count();
    assert_eq!(lines().count(), written);
}

#[test]
fn a_name_is_what_the_article_says_it_is() {
    let body = Some(KindId::ORGANIZATION);
    let media = Some(KindId::MEDIA);
    let place = Some(KindId::PLACE);
    let person = Some(KindId::PERSON);
    for (text, words, expected) in [
        (
            "Hands for Norvan, a charity in Aven, sent tents.",
            "Hands for Norvan",
            &body,
        ),
        (
            "The tents came late. Sacks et Tentes, a Tarin charity, sent them.",
            "Sacks et Tentes",
            &body,
        ),
        (
            "Norvel, the state-owned mining group, said it would close.",
            "Norvel",
            &body,
        ),
        (
            "Ersta Morva, the country's biggest lender, said it rained.",
            "Ersta Morva",
            &body,
        ),
        (
            "Norvel, the kitchen maker founded by Otto Norvel, will close.",
            "Norvel",
            &body,
        ),
        (
            "The firm, Norvan Tarin, said it would help.",
            "Norvan Tarin",
            &body,
        ),
        (
            "He told the newspaper Zamo-i Bahr that it rained.",
            "Zamo-i Bahr",
            &media,
        ),
        (
            "Its television channel, Al-Sahin, showed lorries.",
            "Al-Sahin",
            &media,
        ),
        (
            "It rained in Sel-Dorvan, a village of 400 people.",
            "Sel-Dorvan",
            &place,
        ),
        ("It is mined below Mount Kisarel.", "Mount Kisarel", &place),
        // Named again, it is the same.
        (
            "Sons of the Marsh, a militia, came. Later Sons of the Marsh left.",
            "Sons of the Marsh",
            &Some(KindId::ARMED_FORCE),
        ),
        (
            "Norvel, the state-owned mining group, closed. Later Mr Norvel said it rained.",
            "Norvel",
            &person,
        ),
        // Who says it, a list, where it happens, and what a person is.
        ("Ada Toll, the newspaper reported, was late.", "Ada Toll", &person),
        (
            "On Monday Ada Toll, the army, and the police met.",
            "Ada Toll",
            &person,
        ),
        ("The company, Ada Toll said, was late.", "Ada Toll", &person),
        (
            "Ada Toll, the Unity Party's secretary, was late.",
            "Ada Toll",
            &person,
        ),
        ("President Toll, the company founder, was late.", "Toll", &person),
        (
            "Ada Toll, a real estate developer, was late.",
            "Ada Toll",
            &person,
        ),
        (
            "In Norway, the party said that it rained.",
            "Norway",
            &Some(KindId::STATE),
        ),
        // Its form tells more than "organisation", a list more than anything.
        (
            "The Aven Bay Times, a Tarin news organization, wrote so.",
            "Aven Bay Times",
            &media,
        ),
    ] {
        let found = suggest_by(&Rules, text, Options::default());
        let is_it =
            |m: &&super::super::super::ProposedMention| text.get(m.span.start()..m.span.end()) == Some(words);
        let kind = found.mentions.iter().rev().find(is_it).map(|m| m.kind.clone());
        assert_eq!(&kind, expected, "{text}");
    }
}

#[test]
fn members_are_part_of_the_name_of_their_body() {
    for (text, words) in [
        (
            "The Norvan Drivers' Federation said it rained.",
            "Norvan Drivers' Federation",
        ),
        (
            "The Farmers\u{2019} Union said it rained.",
            "Farmers\u{2019} Union",
        ),
        ("The opposition People's Party said it rained.", "People's Party"),
        ("Norway's Labour Party said it rained.", "Labour Party"),
        (
            "The Court of Appeal's Ethics Committee said it rained.",
            "Court of Appeal",
        ),
    ] {
        let found = suggest_by(&Rules, text, Options::default());
        let names: Vec<&str> = found
            .mentions
            .iter()
            .filter_map(|m| text.get(m.span.start()..m.span.end()))
            .collect();
        assert!(names.contains(&words), "{words} in {names:?}");
    }
}

#[test]
fn nobody_is_called_with_an_article() {
    for (text, words) in [
        ("He swam across the Rio Pardel.", "Rio Pardel"),
        ("Dressed in black, they met at the Pardel Norra.", "Pardel Norra"),
    ] {
        let found = suggest_by(&Rules, text, Options::default());
        let person = found
            .mentions
            .iter()
            .any(|m| m.kind == KindId::PERSON && text.get(m.span.start()..m.span.end()) == Some(words));
        assert!(!person, "{text}");
    }
}
