//! What comes of lines with faults.

use super::*;

fn check(line: &str, items: usize, expected: &[&str]) {
    let mut faults = Vec::new();
    let found = match article(line.as_bytes(), 1, &mut faults) {
        Ok(annotated) => annotated.article.items.len(),
        Err(fault) => {
            faults.push(fault);
            0
        }
    };
    assert_eq!(
        (found, faults.len()),
        (items, expected.len()),
        "{line}: {faults:?}"
    );
    for (fault, wanted) in faults.iter().zip(expected) {
        assert!(fault.contains(wanted), "{fault}");
    }
}

#[test]
fn what_is_sound_of_a_line_is_read_and_the_rest_is_told() {
    let line = |items: &str| format!("{{\"id\": \"a\", \"text\": \"😀 Ada Toll left.\", {items}}}");
    let mention = "{\"start\": 2, \"end\": 10, \"kind\": \"person\", \"form\": \"named\", \"actor\": null}";
    check(
        &line(&format!(
            "\"actors\": [{mention}, {{\"start\": 2, \"end\": 99, \"kind\": \"a\"}}]"
        )),
        1,
        &["does not stand"],
    );
    check(&line("\"actors\": [7]"), 0, &["does not stand"]);
    check(&line("\"actors\": {}"), 0, &["is not one of ours"]);
    check(
        &line("\"claims\": [{\"content\": [], \"cue\": [2, 5]}]"),
        0,
        &["no content"],
    );
    check(
        &line("\"claims\": [{\"content\": [[5, 8], [2, 5]]}]"),
        0,
        &["not in order"],
    );
    check(
        &line("\"claims\": [{\"content\": [[2, 5]], \"act\": \"song\"}]"),
        0,
        &["“act”"],
    );
    let nested = "{\"content\": [[2, 5]], \"nested\": [{\"content\": [[2, 3]], \"nested\": [{\"content\": [[2, 3]]}]}]}";
    check(
        &line(&format!("\"claims\": [{nested}]")),
        1,
        &["within one that stands within"],
    );
    check(&line("\"sha256\": \"00\""), 0, &["not the one that was exported"]);
    check("{\"id\": \"a\", \"text\": \"b", 0, &["ends in the middle"]);
    check("{\"id\": \"a\"}", 0, &["missing field"]);
    let unknown = mention.replace("null", "\"a3hypr1d\"");
    check(
        &line(&format!("\"actors\": [{unknown}]")),
        1,
        &["1 links to actors"],
    );
}

#[test]
fn the_scale_the_tables_and_the_evidence_come_back() {
    use crate::annotation::{Bearing, Evidence, Measure, RatingId, RatingLabel, Status, Verdict};
    use crate::exchange::export::Settings;
    use crate::exchange::formats::testing::{text_of, torture, written_of};
    let mut project = torture();
    project.scheme.ratings = RatingLabel::three();
    project.references = vec![crate::annotation::ReferenceTable {
        title: "Toria “counts”".to_owned(),
        file: "references/toria.csv".to_owned(),
        columns: crate::annotation::ReferenceColumns {
            date: "day".to_owned(),
            number: "killed".to_owned(),
            source: "said by".to_owned(),
            ..Default::default()
        },
        measure: Measure::Killed,
    }];
    let evidence = Evidence {
        bearing: Bearing::Contradicts,
        title: "List".to_owned(),
        source: "Hospital".to_owned(),
        date: "spring".to_owned(),
        url: String::new(),
        quote: "34 <dead>".to_owned(),
        file: "evidence/list.pdf".to_owned(),
    };
    let verdict = Verdict {
        rating: RatingId::new("of another scale"),
        rationale: "so".to_owned(),
        evidence: vec![evidence],
    };
    for article in project.articles.values_mut() {
        for item in std::sync::Arc::make_mut(article).items.values_mut() {
            if let (Body::Claim(claim), true) = (&mut item.body, item.status != Status::Suggested) {
                claim.verdict = Some(verdict.clone());
            }
        }
    }
    let (files, losses) = written_of(&project, &super::super::FORMAT, &Settings::default());
    assert_eq!(losses.lines(), Vec::<String>::new());
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text_of(&files, "").lines()) {
        found.push(article(line.as_bytes(), number, &mut faults).unwrap());
    }
    assert_eq!(faults, Vec::<String>::new());
    let about = found[0].about.as_ref().unwrap();
    assert_eq!(about.scheme, project.scheme);
    assert_eq!(about.references, project.references);
    let mut verdicts = 0;
    for annotated in &found {
        let there = &project.articles[&annotated.article.id];
        assert_eq!(annotated.article.items, there.items);
        let claims = there.items.values().filter_map(|item| item.body.as_claim());
        verdicts += claims.filter(|claim| claim.verdict.is_some()).count();
    }
    assert!(verdicts > 3);
    let bad = |what: &str| {
        format!(
            "{{\"id\": \"a\", \"text\": \"b\", \"project\": {{\"kinds\": [], \"actors\": {{}}, {what}}}}}"
        )
    };
    let rating = "{\"id\": \"a\", \"title\": \"A\", \"tone\": \"open\"}";
    check(
        &bad(&format!("\"ratings\": [{rating}, {rating}]")),
        0,
        &["rating of the scale"],
    );
    check(
        &bad("\"ratings\": [{\"id\": \"a\", \"title\": \"A\", \"tone\": \"loud\"}]"),
        0,
        &["rating of the scale"],
    );
    check(
        &bad("\"references\": [{\"file\": \"\"}]"),
        0,
        &["reference table"],
    );
}
