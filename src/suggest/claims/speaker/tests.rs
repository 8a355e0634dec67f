//! Who speaks, by source, pronoun and what was said before.

use super::super::super::linear::attribution::Prepared;
use super::super::super::{Input, ProposedClaim, Stop};
use super::super::{Draft, complete};
use crate::text::{ArticleText, Span};

/// Who speaks in the last of the claims with these sources, cues and contents.
fn last_speaker(text: &str, claims: &[(&str, &str, &str)]) -> Option<String> {
    let text = ArticleText::new(text);
    let article = Prepared::new(&Input::of(&text), &Stop::default()).unwrap();
    let part = |words: &str| {
        let start = text.as_str().find(words).filter(|_| !words.is_empty())?;
        let span = Span::new(start, start + words.len())?;
        Some(article.doc.tokens_in(span))
    };
    let drafts = claims.iter().map(|(source, cue, content)| Draft {
        content: part(content).into_iter().collect(),
        cue: part(cue),
        source: part(source),
        score: 0.9,
        reason: "test".into(),
        paragraph: 0,
    });
    let found = complete(&article.doc, &article.found, &article.people, drafts.collect());
    let (claims, newcomers) = found;
    let ProposedClaim { speaker, .. } = claims.last().unwrap();
    let (mut actors, mut mentions) = (article.people.list.clone(), article.found.clone());
    newcomers.join(&mut actors, &mut mentions);
    speaker.map(|actor| actors[actor].name.clone())
}

#[test]
fn the_monitor_is_who_spoke_as_one() {
    for (between, expected) in [
        ("Denmark sent help.", "war monitor"),
        ("The Aven Monitor sent help.", "Aven Monitor"),
    ] {
        let text = format!(
            "It rained, a war monitor said. Toll said it snowed. {between} The monitor added it was cold."
        );
        let claims = [
            ("a war monitor", "said", "It rained"),
            ("Toll", "said", "it snowed"),
            ("The monitor", "added", "it was cold"),
        ];
        assert_eq!(last_speaker(&text, &claims).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn only_a_quotation_that_stands_alone_goes_on_with_who_spoke_before() {
    const SAID: (&str, &str, &str) = ("Ada Toll", "said", "it rained");
    for (then, claims, expected) in [
        (
            "\n\n\"Nobody came to see us at all.\"",
            vec![("", "", "\"Nobody came to see us at all.\"")],
            Some("Ada Toll"),
        ),
        (
            " The bill is expected to pass in May.",
            vec![("", "is expected", "to pass in May")],
            None,
        ),
        // What the article says itself is found without a draft.
        (
            " At least 21 people were killed in Aven on Saturday.",
            Vec::new(),
            None,
        ),
        (
            " At least 21 people were killed in Aven.\n\n\"Nobody came to see us at all.\"",
            vec![("", "", "\"Nobody came to see us at all.\"")],
            Some("Ada Toll"),
        ),
    ] {
        let text = format!("Ada Toll said it rained.{then}");
        let claims: Vec<_> = [SAID].into_iter().chain(claims).collect();
        assert_eq!(last_speaker(&text, &claims).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_quotation_alone_is_of_the_person_whom_the_sentence_before_it_is_about() {
    const SAID: (&str, &str, &str) = ("Ada Toll", "said", "it rained");
    const QUOTED: &str = "\"Nobody came to see us at all.\"";
    for (between, expected) in [
        ("Ben Okoro shrugged.", "Ben Okoro"),
        ("Ben Okoro, 44, has driven the bus for years.", "Ben Okoro"),
        ("The manager, Ben Okoro, pointed at the door.", "Ben Okoro"),
        ("Ben Okoro was there. He only smiled.", "Ben Okoro"),
        // Names that are no subject, and sentences about a thing.
        ("The rest went to Ben Okoro and others.", "Ada Toll"),
        ("The bill was drawn up by Ben Okoro.", "Ada Toll"),
    ] {
        let text = format!("Ada Toll said it rained. {between}\n\n{QUOTED}");
        let speaker = last_speaker(&text, &[SAID, ("", "", QUOTED)]);
        assert_eq!(speaker.as_deref(), Some(expected), "{between}");
    }
    let text = "Ada Toll said it rained. \"Gas attack\" kills at least 58 people in Aven.";
    assert_eq!(
        last_speaker(text, &[SAID]).as_deref(),
        None,
        "the article's own words"
    );
}

#[test]
fn who_speaks_is_the_head_of_the_source() {
    const CONTENT: &str = "the bridge is safe";
    for (source, expected) in [
        ("Ada Toll", "Ada Toll"),
        ("Norvan spokeswoman Ada Toll", "Ada Toll"),
        ("Ben Okoro campaign spokesman Carl Dunn", "Carl Dunn"),
        ("Ben Okoro's campaign manager Carl Dunn", "Carl Dunn"),
        ("Ben Okoro's lawyer, Carl Dunn,", "Carl Dunn"),
        ("His partner at the firm, Carl Dunn,", "Carl Dunn"),
        ("the head of the Aven Council Carl Dunn", "Carl Dunn"),
        ("Carl Dunn head of the Aven Council", "Carl Dunn"),
        ("Secretary of State Carl Dunn", "Carl Dunn"),
        ("Ada Toll and Carl Dunn", "Ada Toll"),
        ("a study by Ada Toll", "Ada Toll"),
        ("Ada Toll's book", "Ada Toll"),
        ("a spokesman for Ada Toll", "Ada Toll"),
        ("Ada Toll's doctor", "Ada Toll's doctor"),
        ("one of Ada Toll's senior advisers", "Ada Toll's senior advisers"),
        ("a former aide to Ada Toll", "former aide"),
        ("The mayor of Aven", "mayor of Aven"),
        ("Opponents of Ada Toll", "opponents of Ada Toll"),
        ("a monitoring group", "monitoring group"),
        ("Mr. Bishop", "Bishop"),
        ("Larry King", "Larry King"),
        ("Several tax experts", "tax experts"),
        ("Small groups of parents", "parents"),
        ("one civil defence volunteer", "civil defence volunteer"),
    ] {
        let text = format!("{source} said {CONTENT}.");
        let speaker = last_speaker(&text, &[(source, "said", CONTENT)]);
        assert_eq!(speaker.as_deref(), Some(expected), "{source}");
    }
}

#[test]
fn pronouns_go_on_with_who_spoke_and_rather_name_nobody_than_a_bystander() {
    const SAFE: &str = "the bridge is safe";
    for (before, source, then, expected) in [
        ("A witness", "A witness", "He", Some("witness")),
        (
            "Ada Toll's lawyer",
            "Ada Toll's lawyer",
            "The lawyer",
            Some("Ada Toll's lawyer"),
        ),
        (
            "A monitoring group",
            "A monitoring group",
            "It",
            Some("monitoring group"),
        ),
        (
            "A monitoring group",
            "A monitoring group",
            "The group",
            Some("monitoring group"),
        ),
        (
            "Ada Toll and Ben Okoro",
            "Ada Toll and Ben Okoro",
            "They",
            Some("Ada Toll"),
        ),
        (
            "In a letter to the Aven Council the report",
            "the report",
            "It",
            None,
        ),
        (
            "After talks with the Aven Council Ada Toll",
            "Ada Toll",
            "They",
            None,
        ),
    ] {
        let text = format!("{before} said {SAFE}. {then} said that it rained.");
        let claims = [(source, "said", SAFE), (then, "said that", "it rained")];
        assert_eq!(last_speaker(&text, &claims).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_noun_means_whom_the_article_introduced_by_it() {
    for (before, source, expected) in [
        // Named before by the noun.
        ("Her brother, Omar Toll, came.", "her brother", Some("Omar Toll")),
        (
            "The mayor of Aven, Ada Toll, left. Omar Reyl came.",
            "the mayor",
            Some("Ada Toll"),
        ),
        (
            "The Volcano Observation Office was open. Ada Toll came.",
            "The office",
            Some("Volcano Observation Office"),
        ),
        (
            "Ersta Morva, the country's biggest lender, closed. The Bank of Aven opened.",
            "The lender",
            Some("Ersta Morva"),
        ),
        (
            "The emir of Aven, Sheikh Omar bin Toll, left. Salim Reyl came.",
            "the emir",
            Some("Omar bin Toll"),
        ),
        (
            "It was held by the Sons of the Marsh, a militia. Ada Toll came.",
            "the militia",
            Some("Sons of the Marsh"),
        ),
        // Whom the sentence before is about.
        (
            "Ada Toll, who keeps sheep, moved them in the night.",
            "The farmer",
            Some("Ada Toll"),
        ),
        ("Ada Toll, 23, was asleep.", "the student", Some("Ada Toll")),
        (
            "Omar Reyl slept. Ada Toll, 83, called it a betrayal.",
            "The 83-year-old",
            Some("Ada Toll"),
        ),
        // Another farmer is there; the lawyer is nobody's trade; nobody was talked about.
        (
            "A farmer came. Ada Toll kept sheep.",
            "The farmer",
            Some("farmer"),
        ),
        ("Ada Toll kept sheep.", "The witness", Some("witness")),
        ("It rained in Aven. It was cold.", "The farmer", Some("farmer")),
    ] {
        let text = format!("{before} The wind had turned, {source} said.");
        let claims = [(source, "said", "The wind had turned")];
        let speaker = last_speaker(&text, &claims);
        assert_eq!(speaker.as_deref(), expected, "{text}");
    }
}
