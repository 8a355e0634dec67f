//! The article with every detail that a project can have, among words that look like markup.

use super::making::Making;
use crate::annotation::{
    Action, Bearing, Body, Bound, Change, Claim, Decision, Evidence, Figure, Measure, Metadata, Party,
    RatingId, Status, Verdict,
};

/// Astral and joined emoji, a combining mark, a no-break space, curly quotes, a tab, a vertical tab, markup of several
/// notations, right-to-left words.
pub const TEXT: &str = "Brask falls 👩‍👩‍👧 <b>&amp;\n\nAda Toll said: “The Norvan army's men killed 21 people ❤️ in the cafe\u{301}\u{a0}Lun.\nWe left”, she said later.\tOver.\u{b}Then _ | [ ] \\ -> * # `x` came.\n\n=Second claim, citing Toll: nobody was hurt. قال جيش نورفا إن المدينة سقطت. It fell.\n";

pub fn metadata() -> Metadata {
    Metadata {
        title: "Brask falls <b>&amp;".to_owned(),
        publisher: "The \"Post\", of Brask".to_owned(),
        published: "2024-03-02".parse().ok(),
        url: "https://example.org/a?b=1&c=2".to_owned(),
        language: "en".to_owned(),
        ..Metadata::default()
    }
}

/// Annotates it.
pub fn annotate(making: &mut Making) {
    let (toll, army) = (making.toll, making.army);
    making.mention("Ada Toll", "person", Some(toll), "", Status::Added);
    making.mention("Norvan army", "armed force", Some(army), "", Status::Accepted);
    making.mention("Norvan", "claim", None, "", Status::Corrected);
    making.mention("army's men", "armed force", None, "", Status::Added);
    making.mention("cafe\u{301}\u{a0}L", "place", None, "", Status::Added);
    making.mention("un", "place", None, "", Status::Added);
    making.mention("👩‍👩‍👧", "group", None, "", Status::Added);
    making.mention("جيش نورفا", "armed force", Some(army), "", Status::Added);
    making.mention("nobody", "group", None, "", Status::Suggested);
    making.mention("people", "group", None, "", Status::Rejected);
    let figure = Figure {
        span: making.span("21"),
        value: 21.0,
        value_to: None,
        bound: Bound::AtLeast,
        measure: Measure::Killed,
        who: "people, \"all\"\nof them".to_owned(),
        place: "the cafe\u{301}".to_owned(),
        when: String::new(),
        date: "2024-03-01 to 2024-03-02".parse().ok(),
        by: "=army".to_owned(),
    };
    let outer = making.add(
        Body::Claim(Box::new(Claim {
            content: vec![
                making.span(
                    "“The Norvan army's men killed 21 people ❤️ in the cafe\u{301}\u{a0}Lun.\nWe left”",
                ),
                making.span("It fell"),
            ],
            cue: Some(making.span("said")),
            source: Some(making.span("Ada Toll")),
            speaker: Some(toll),
            figures: vec![figure],
            targets: vec![Party {
                span: making.span("Norvan army"),
                actor: Some(army),
            }],
            check_worthiness: 0.75,
            verdict: Some(Verdict {
                rating: RatingId::MOSTLY_TRUE,
                rationale: "Two | sources *agree*.\nSo it is.".to_owned(),
                evidence: vec![Evidence {
                    bearing: Bearing::Supports,
                    source: "Hospital of Brask".to_owned(),
                    date: "2024-03-05".to_owned(),
                    url: "javascript:alert(1)".to_owned(),
                    quote: "21 <dead>".to_owned(),
                    ..Evidence::default()
                }],
            }),
            note: "=1+1\u{b}".to_owned(),
            ..Claim::default()
        })),
        Status::Corrected,
    );
    making.add(
        Body::Claim(Box::new(Claim {
            content: vec![making.span("We left")],
            within: Some(outer),
            ..Claim::default()
        })),
        Status::Added,
    );
    making.add(
        Body::Claim(Box::new(Claim {
            content: vec![making.span("=Second claim, citing Toll: nobody was hurt")],
            cue: Some(making.span("she said")),
            via: Some(Party {
                span: making.span("Toll: nobody"),
                actor: Some(toll),
            }),
            check_worthiness: 0.9,
            ..Claim::default()
        })),
        Status::Accepted,
    );
    let item = making.article.items.get(&outer);
    let after = item.map(|item| item.body.clone());
    making.article.decisions.push(Decision {
        at: making.article.added,
        by: "Ines Vahl".to_owned(),
        action: Action::Corrected,
        change: Change::Item {
            id: outer,
            before: None,
            after,
        },
    });
}
