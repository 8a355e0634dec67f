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
