//! Both notations.

use super::*;
use crate::exchange::formats::trial::{
    self, check_damaged, check_numbers, check_round_trip, read_files, text_of, written,
};
use crate::exchange::loss::Loss;

#[test]
fn json_is_read_as_it_was_written() {
    check_round_trip(&JSON);
}

#[test]
fn xml_says_the_same() {
    let (files, losses) = written(&XMI);
    // A vertical tab in the text and one in a remark.
    assert_eq!(losses.count(Loss::Characters), 2);
    let xml = text_of(&files, "full.xmi");
    assert!(xml.contains("Over.\u{fffd}Then"));
    assert!(text_of(&files, "TypeSystem.xml").contains("webanno.custom.ClaimLink"));
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut spans, mut links, mut sofa) = (0, 0, String::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                let value = |name: &str| {
                    let found = element.try_get_attribute(name).unwrap();
                    found.map(|a| {
                        let raw = a.value.into_owned();
                        quick_xml::escape::unescape(&raw).unwrap().into_owned()
                    })
                };
                match name.as_str() {
                    "custom:Mention" | "custom:ClaimPart" => spans += 1,
                    "custom:ClaimLink" => links += 1,
                    "cas:Sofa" => sofa = value("sofaString").unwrap(),
                    _ => {}
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    let expected = &trial::expected(&XMI)[0];
    assert_eq!((spans, links), (expected.marks.len(), expected.links.len()));
    assert_eq!(sofa, trial::TEXT.replace('\u{b}', "\u{fffd}"));
}

fn check(json: &str, marks: &str, problems: &[&str]) {
    let (found, said) = read_files(&JSON, &[("a.json", json.as_bytes())]);
    let shown: Vec<String> = found
        .iter()
        .flat_map(|article| {
            let marks = article.marks.iter();
            let marks = marks.map(|m| format!("{}:{}", m.label, article.text.slice(m.parts[0])));
            let links = article.links.iter();
            marks.chain(links.map(|l| format!("{}>{} {}", l.from, l.to, l.label)))
        })
        .collect();
    assert_eq!(shown.join(", "), marks, "{json}");
    assert_eq!(said.len(), problems.len(), "{json}: {said:?}");
    for (said, expected) in said.iter().zip(problems) {
        assert!(said.what.contains(expected), "{said}");
    }
}

#[test]
fn what_others_write() {
    let of = |structures: &str| {
        format!(
            r#"{{"%FEATURE_STRUCTURES":[{{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"é😀 Ada\r\nsaid"}}{structures}]}}"#
        )
    };
    check(&of(""), "", &[]);
    check(
        &of(r#",{"%ID":2,"%TYPE":"x.NamedEntity","begin":4,"end":7,"value":"PER"}"#),
        "PER:Ada",
        &[],
    );
    check(
        &of(
            r#",{"%ID":2,"%TYPE":"x.Odd","^begin":9,"^end":13},{"%ID":3,"%TYPE":"x.Token","begin":0,"end":1}"#,
        ),
        "Odd:said",
        &[],
    );
    check(
        &of(
            r#",{"%ID":2,"%TYPE":"A","begin":4,"end":7},{"%ID":3,"%TYPE":"A","begin":9,"end":13},
             {"%ID":4,"%TYPE":"R","begin":4,"end":7,"@Governor":3,"@Dependent":2,"role":"by"},
             {"%ID":5,"%TYPE":"R","begin":4,"end":7,"@Governor":3,"@Dependent":9}"#,
        ),
        "A:Ada, A:said, 1>0 by",
        &["link number 5"],
    );
    for lying in [
        r#""begin":7,"end":4"#,
        r#""begin":4,"end":99999999"#,
        r#""begin":-1,"end":4"#,
        r#""begin":"4","end":7"#,
        r#""begin":4"#,
        r#""begin":1e300,"end":7"#,
    ] {
        check(
            &of(&format!(r#",{{"%ID":2,"%TYPE":"A",{lying}}}"#)),
            "",
            &["number 2"],
        );
    }
    check(
        &of(r#",{"%ID":2,"%TYPE":"A","begin":4,"end":7,"odd":"x","list":[1]},7"#),
        "A:Ada",
        &["1 entries", "2 details"],
    );
    check(
        r#"{"%FEATURE_STRUCTURES":{"1":{"%TYPE":"uima.cas.Sofa","sofaString":"Ada"},"2":{"%TYPE":"A","begin":0,"end":3}}}"#,
        "A:Ada",
        &[],
    );
}

#[test]
fn what_is_no_file_of_it() {
    check("", "", &["not readable"]);
    check("{\"%FEATURE_STRUCTURES\":[{", "", &["not readable"]);
    check("[]", "", &["no text"]);
    check("\u{feff}{}", "", &["no text"]);
    check(&"[".repeat(100_000), "", &["not readable"]);
    let (found, problems) = read_files(&JSON, &[("a.json", b"\x89PNG\xff\x00")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
    let (found, problems) = read_files(&JSON, &[("a.txt", b"a")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn damaged_files_are_read_to_their_end(
        damage in proptest::collection::vec((0_usize..60_000, 0_u8..=255), 0..6),
        cut in 0_usize..40,
    ) {
        check_damaged(&JSON, &damage, cut);
    }

    #[test]
    fn numbers_may_be_any(numbers in proptest::collection::vec("-?[0-9]{1,22}|1e9|null", 1..8)) {
        check_numbers(&JSON, &numbers);
    }
}
