//! brat standoff (<https://brat.nlplab.org/standoff.html>): for each article a text and beside it a file of lines about it.
//!
//! Offsets count code points. What the format does not say by itself is said so:
//!
//! * A type is made of ASCII letters, digits, `-` and `_`; any other character of a label stands as `-x` its number
//!   in hexadecimal digits `-`, and so does the `-` of a `-x` in a label ([`type_of`], [`label_of`]).
//! * No line may break within a span, so a span is cut at line breaks, and pieces with nothing else between them are
//!   one span again when they are read.
//! * Details with closed lists of values are attributes, spaces being `_` there; others are notes whose type is the
//!   name of the detail, with `\n`, `\t`, `\\` and `\u{2028}` for what would break the line.

mod conf;
mod read;
mod write;

use super::reading;
use crate::exchange::export::{Format, Reader, Shape};
use crate::exchange::marks::Holds;
pub use conf::kinds;

/// The format.
pub const FORMAT: Format = Format {
    id: "brat",
    title: "brat standoff",
    about: "A text and a file of annotations per article, with links and details, for brat and many research tools.",
    shape: Shape::Folder,
    holds: Holds {
        metadata: false,
        ..Holds::MARKS
    },
    writer: |project, _| Box::new(write::Standoff::new(project)),
    reader: Some(Reader::Marks(read::read)),
};

/// A label as a type.
fn type_of(label: &str) -> String {
    let mut name = String::with_capacity(label.len());
    let mut rest = label.chars().peekable();
    while let Some(c) = rest.next() {
        let is_escape = c == '-' && rest.peek() == Some(&'x');
        if is_escape || !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            name.extend([format!("-x{:x}-", u32::from(c))]);
        } else {
            name.push(c);
        }
    }
    name
}

/// The label that a type stands for.
fn label_of(name: &str) -> String {
    let mut label = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("-x") {
        label.push_str(before);
        let escaped = after.split_once('-').and_then(|(digits, after)| {
            Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, after))
        });
        if let Some((c, after)) = escaped {
            label.push(c);
            rest = after;
        } else {
            label.push_str("-x");
            rest = after;
        }
    }
    label.push_str(rest);
    label
}

/// Whether some reader takes `c` for the end of a line.
const fn breaks_lines(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Text on one line.
fn escape(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            c if breaks_lines(c) => line.extend(c.escape_unicode()),
            c => line.push(c),
        }
    }
    line
}

/// What [`escape`] made a line of. Other back-slashes stay.
fn unescape(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let number = after.strip_prefix("u{").and_then(|tail| tail.split_once('}'));
        let escaped = number.and_then(|(digits, tail)| {
            let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            Some((c, tail))
        });
        let mut chars = after.chars();
        let (c, tail) = match (chars.next(), escaped) {
            (_, Some(found)) => found,
            (Some('n'), _) => ('\n', chars.as_str()),
            (Some('t'), _) => ('\t', chars.as_str()),
            (Some('\\'), _) => ('\\', chars.as_str()),
            _ => ('\\', after),
        };
        text.push(c);
        rest = tail;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{check_junk, file, read_path, round_trip, written};
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        round_trip(&FORMAT);
    }

    #[test]
    fn what_is_written() {
        let lines = file(&FORMAT, "torture.ann");
        for line in [
            "\tweapon-x20-system 6 22\tToll’s army said\n",
            "\tkind_cue 30 34\tfell\n",
            "\tcue Arg1:T",
            "\tbound T",
            " at_least\n",
            "\tReference T1 Claimdesk:",
            "\\nlines\\tand \\\\ a back-slash\n",
            "“we” “hold the town”\n",
            "left the old town\n",
        ] {
            assert!(lines.contains(line), "{line:?} in\n{lines}");
        }
        assert!(!lines.contains('\u{b}') && !lines.contains('\u{1c}'));
        let (files, _) = written(&FORMAT);
        assert_eq!(files.files["none.ann"], b"");
        let conf = file(&FORMAT, "annotation.conf");
        for line in [
            "[events]\n",
            "\ncue\tArg1:claim, Arg2:cue\n",
            "\nbound\tArg:figure, Value:exactly|about|at_least|more_than|up_to\n",
            "\nweapon-x20-system\n",
        ] {
            assert!(conf.contains(line), "{line:?} in\n{conf}");
        }
        assert!(file(&FORMAT, "visual.conf").contains("weapon-x20-system | Weapon system\n"));
    }

    fn of(text: &str, ann: &[u8]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ann");
        std::fs::write(&path, ann).unwrap();
        std::fs::write(path.with_extension("txt"), text).unwrap();
        let (read, problems) = read_path(&FORMAT, &path);
        (
            read.iter().flat_map(super::super::testing::lines).collect(),
            problems,
        )
    }

    #[test]
    fn bad_lines() {
        let text = "\u{feff}Ada Toll\r\nleft Brask.";
        for (ann, problems, found) in [
            (
                "T1\tperson 1 9\tAda Toll\n",
                vec![],
                vec!["person 0\"Ada Toll\" []"],
            ),
            ("T1\tperson 1 9\tAda Tool\n", vec!["1: The words"], vec![]),
            (
                "T1\tperson 9 1\tAda\n",
                vec!["1: There is no text from 9 to 1"],
                vec![],
            ),
            ("T1\tperson 1 99\tAda\n", vec!["1: There is no text"], vec![]),
            ("T1\tperson x 9\tAda\n", vec!["1: This line is not"], vec![]),
            (
                "T1\tperson 1 4\tAda\r\n\r\nT1\tperson 5 9\tToll\n",
                vec!["3: The id T1"],
                vec!["person 0\"Ada\""],
            ),
            (
                "R1\tof Arg1:T1 Arg2:T9\nT1\tp 1 4\tAda\n",
                vec!["1: There is no T9"],
                vec!["p 0\"Ada\""],
            ),
            (
                "T1\tp 1 4\tAda\nT2\tq 5 9\tToll\nE1\tp:T1 Agent:T2 Agent2:T2\nA1\tNegation E1\n",
                vec!["4: Left out: 1 × attributes “Negation”."],
                vec![
                    "p 0",
                    "p 0\"Ada\" [] None Added None --Agent--> q",
                    "p 0\"Ada\" [] None Added None --Agent2--> q",
                    "q 4",
                ],
            ),
            (
                "T1\tp 1 4\tAda\nA1\tbound T1 at_least\nM1\tact T1 denial\n",
                vec![],
                vec!["p 0\"Ada\" [(Act, \"denial\"), (Bound, \"at least\")]"],
            ),
            (
                "T1\tp 1 4\tAda\nN1\tReference T1 Wiki:Q1\tAda\n#1\tAnnotatorNotes T1\tgood\n",
                vec![],
                vec!["p 0\"Ada\" [(Note, \"good\")] Some(Known { id: \"Wiki:Q1\""],
            ),
            (
                "*\tEquiv T1 T2\n*\tEquiv T1 T2\nZ1\twhat\nno\n",
                vec![
                    "3: This line is not",
                    "4: This line is not",
                    "1: Left out: 2 × groups",
                ],
                vec![],
            ),
            (
                "T1\tp 1 4;16 21\tAda Brask\n",
                vec![],
                vec!["p 0\"Ada\" + 14\"Brask\""],
            ),
            (
                "T1\tp 16 21;1 4\tBrask Ada\n",
                vec![],
                vec!["p 0\"Ada\" + 14\"Brask\""],
            ),
            ("T1\tp 1 4;3 9\tAda a Toll\n", vec!["1: The pieces"], vec![]),
            ("T1\tp 5 9;11 15\tToll left\n", vec![], vec!["p 4\"Toll\\nleft\""]),
        ] {
            let (lines, told) = of(text, ann.as_bytes());
            let fits = |all: &[String], starts: &[&str]| {
                all.len() == starts.len() && all.iter().zip(starts).all(|(one, start)| one.starts_with(start))
            };
            assert!(
                fits(&told, &problems) && fits(&lines, &found),
                "{ann}\n{told:#?}\n{lines:#?}"
            );
        }
    }

    #[test]
    fn files_that_are_missing_or_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let (read, problems) = read_path(&FORMAT, folder.path());
        assert!(
            read.is_empty() && problems[0].starts_with("There is no .ann file"),
            "{problems:?}"
        );
        std::fs::write(folder.path().join("a.ann"), "T1\tp 0 1\ta\n").unwrap();
        let (read, problems) = read_path(&FORMAT, folder.path());
        assert!(
            read.is_empty() && problems[0].starts_with("There is no text beside it"),
            "{problems:?}"
        );
        std::fs::write(folder.path().join("a.txt"), "a").unwrap();
        std::fs::write(folder.path().join("a.ann"), [0xFF, 0xD8, 0xFF, 0, 0]).unwrap();
        let (_, problems) = read_path(&FORMAT, folder.path());
        assert_eq!(problems.len(), 1);
        check_junk(&FORMAT, "b.ann", b"T1\tp 0 1\ta\n");
    }

    #[test]
    fn names_and_notes_come_back() {
        for label in ["", "a b", "non-xray", "-x20-", "é😀", "x-"] {
            let name = type_of(label);
            assert_eq!(label_of(&name), label);
            assert!(
                name.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            );
        }
        assert_eq!(label_of("a-xzz-b-x"), "a-xzz-b-x");
        assert_eq!(unescape("c:\\dir\\u{zz}\\"), "c:\\dir\\u{zz}\\");
    }

    proptest! {
        #[test]
        fn escapes_are_undone(text in "(\\PC|\n|\t|\\\\|n|u|\\{|\\}|\u{2028}|-|x|2|0){0,20}") {
            prop_assert_eq!(unescape(&escape(&text)), text.clone());
            prop_assert_eq!(label_of(&type_of(&text)), text.clone());
            prop_assert!(!escape(&text).contains(breaks_lines));
        }
    }
}
