//! The article whose spans lie where formats do not expect them.

use super::making::Making;
use crate::annotation::{
    Act, Body, Bound, Claim, DateRange, Figure, Measure, Metadata, Party, QuoteType, RatingId, Status,
    Verdict,
};

/// The text of the torture article.
pub fn text() -> String {
    let long = "The Norvan army of Brask marched on. ".repeat(120);
    [
        "😀 Ada Toll’s army said “Brask fell on 3 May”, and 👨\u{200d}👩\u{200d}👧 Zoe\u{308} Vahl agreed.",
        "At least 21 people were killed in\u{a0}Brask, the Norvan army\tsaid; “we”, it added, “hold the town”.",
        "أعلن جيش نورفان\u{200f} أن المدينة سقطت.",
        "",
        "Smith's brigade left",
        "the old town at dusk, Toll said.",
        "A_b | [c] \\ d -> *e* \u{b} vertical, 10\u{202f}000\u{1c}x <tag> &amp; \"q\" {z}.",
        &long,
        "Toll denied it.\n",
    ]
    .join("\n")
}

pub fn metadata() -> Metadata {
    Metadata {
        title: "Brask “fell” 😀".to_owned(),
        publisher: "The Norvan Gazette".to_owned(),
        published: Some(jiff::civil::date(2024, 5, 4)),
        imported_from: "wire.txt".to_owned(),
        ..Metadata::default()
    }
}

/// Annotates it.
pub fn annotate(making: &mut Making) {
    use Status::{Accepted, Added, Corrected, Rejected, Suggested};

    let toll = making.toll;
    making.mention("Ada Toll", "person", Some(toll), "", Accepted);
    making.mention(
        "Ada Toll’s army",
        "armed_force",
        Some(toll),
        "two\nlines\tand \\ a back-slash",
        Added,
    );
    making.mention("Toll’s army said", "weapon system", Some(toll), "", Added);
    making.mention("Brask", "place", None, "", Corrected);
    making.mention("fell", "cue", None, "", Added);
    making.mention("👨\u{200d}👩\u{200d}👧", "group", None, "", Added);
    making.mention("Zoe\u{308} Vahl", "person", None, "", Accepted);
    making.mention("جيش نورفان", "armed_force", None, "", Added);
    making.mention("left\nthe old town", "place", None, "", Added);
    making.mention("Smith", "person", None, "", Accepted);
    making.mention("Smith's bri", "armed_force", None, "", Added);
    making.mention("10\u{202f}000\u{1c}x", "weapon system", None, "", Added);
    making.mention("*e* \u{b} vertical", "group", None, "", Added);
    making.mention("[c] \\ d", "state", None, "", Rejected);
    making.mention("vertical", "media", None, "", Suggested);
    let outer = Claim {
        content: vec![making.span("“we”"), making.span("“hold the town”")],
        cue: Some(making.span("added")),
        source: Some(making.span("it added")),
        speaker: Some(toll),
        act: Act::Statement,
        quote: QuoteType::Direct,
        check_worthiness: 0.5,
        note: "in two pieces".to_owned(),
        verdict: Some(Verdict {
            rating: RatingId::MOSTLY_TRUE,
            rationale: "Two papers say so.\nOne does not.".to_owned(),
            evidence: Vec::new(),
        }),
        ..Claim::default()
    };
    let outer = making.add(Body::Claim(Box::new(outer)), Added);
    let numbers = Claim {
        content: vec![making.span("At least 21 people were killed in\u{a0}Brask")],
        cue: Some(making.within("\tsaid;", "said")),
        source: Some(making.span("the Norvan army\t")),
        via: Some(Party {
            span: making.span("Norvan army"),
            actor: None,
        }),
        targets: vec![Party {
            span: making.span("Toll denied"),
            actor: Some(toll),
        }],
        within: Some(outer),
        figures: vec![Figure {
            span: making.span("21"),
            value: 21.0,
            value_to: Some(30.5),
            bound: Bound::AtLeast,
            measure: Measure::Killed,
            who: "people".to_owned(),
            place: "Brask".to_owned(),
            when: String::new(),
            date: Some(DateRange::day(jiff::civil::date(2024, 5, 3))),
            by: "the \"army\"".to_owned(),
        }],
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(numbers)), Accepted);
    let long = Claim {
        content: vec![making.span("Smith's brigade left\nthe old town at dusk")],
        cue: Some(making.within("Toll said.", "said")),
        source: Some(making.span("Toll denied")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(long.clone())), Accepted);
    let rejected = Claim {
        content: vec![making.span("Brask fell")],
        cue: Some(making.within("said “", "said")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(rejected)), Rejected);
    let open = Claim {
        content: vec![making.span("the old town at dusk")],
        source: Some(making.span("Toll")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(open)), Suggested);
}
