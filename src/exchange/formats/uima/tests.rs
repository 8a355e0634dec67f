//! Both notations.

use super::*;
use crate::exchange::formats::testing::{
    self, check_shown, expected, read_folder, read_path, round_trip, text_of, torture, written,
};
use crate::exchange::loss::Loss;

#[test]
fn json_is_read_as_it_was_written() {
    round_trip(&JSON);
}

#[test]
fn xml_says_the_same() {
    let (files, losses) = written(&XMI);
    // A vertical tab in each text and one in a remark, and a file separator.
    assert_eq!(losses.count(Loss::Characters), 4);
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
    let expected = &expected(&torture(), &XMI.holds)[0];
    assert_eq!((spans, links), (expected.marks.len(), expected.links.len()));
    assert_eq!(sofa, testing::TEXT.replace('\u{b}', "\u{fffd}"));
}

fn check(json: &str, marks: &str, problems: &[&str]) {
    check_shown(&JSON, &[("a.json", json)], marks, problems);
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
        "PER@7:Ada",
        &[],
    );
    check(
        &of(
            r#",{"%ID":2,"%TYPE":"x.Odd","^begin":9,"^end":13},{"%ID":3,"%TYPE":"x.Token","begin":0,"end":1}"#,
        ),
        "Odd@11:said",
        &[],
    );
    check(
        &of(
            r#",{"%ID":2,"%TYPE":"A","begin":4,"end":7},{"%ID":3,"%TYPE":"A","begin":9,"end":13},
             {"%ID":4,"%TYPE":"R","begin":4,"end":7,"@Governor":3,"@Dependent":2,"role":"by"},
             {"%ID":5,"%TYPE":"R","begin":4,"end":7,"@Governor":3,"@Dependent":9}"#,
        ),
        "A@7:Ada, A@11:said, 1>0 by",
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
        "A@7:Ada",
        &["1 entries", "2 details"],
    );
    check(
        r#"{"%FEATURE_STRUCTURES":{"1":{"%TYPE":"uima.cas.Sofa","sofaString":"Ada"},"2":{"%TYPE":"A","begin":0,"end":3}}}"#,
        "A@0:Ada",
        &[],
    );
}

#[test]
fn a_text_that_no_project_can_keep_is_refused() {
    let text = "a".repeat(crate::text::MAX_ARTICLE_BYTES + 1);
    let json =
        format!(r#"{{"%FEATURE_STRUCTURES":[{{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"{text}"}}]}}"#);
    let (found, told) = read_folder(&JSON, &[("a.json", json.as_bytes())]);
    assert_eq!((found.len(), told.len()), (0, 1));
}

#[test]
fn texts_of_one_name_in_two_folders_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let json = r#"{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"Ada"}]}"#;
    for inside in ["a", "b", ".hidden"] {
        std::fs::create_dir(folder.path().join(inside)).unwrap();
        std::fs::write(folder.path().join(inside).join("one.json"), json).unwrap();
    }
    let (found, told) = read_path(&JSON, folder.path());
    let names: Vec<&str> = found.iter().map(|marked| marked.name.as_str()).collect();
    assert_eq!((names, told.len()), (vec!["a/one", "b/one"], 0));
    assert_eq!(found[0].metadata.imported_from, "one.json");
}

#[test]
fn what_is_no_file_of_it() {
    check("", "", &["not readable"]);
    check("{\"%FEATURE_STRUCTURES\":[{", "", &["not readable"]);
    check("[]", "", &["no text"]);
    check("\u{feff}{}", "", &["no text"]);
    check(&"[".repeat(100_000), "", &["not readable"]);
    let (found, problems) = read_folder(&JSON, &[("a.json", b"\x89PNG\xff\x00")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
    let (found, problems) = read_folder(&JSON, &[("a.txt", b"a")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
}
