//! Columns of tokens and tags: CoNLL-2003 with four columns, and IOB2 with two.
//!
//! The first is what spaCy and most taggers read: `token _ CLAIMTAG MENTIONTAG` parted by single spaces, an empty line
//! after each sentence, `-DOCSTART- -X- O O` before each article. The second is what doccano reads: token and tag
//! parted by a tab.
//!
//! A tag cannot say that a span goes on in the next sentence: strict readers drop an `I-` that no `B-` stands before.
//! So such a span begins anew in each sentence, and that the pieces are one is lost. Within a sentence a span keeps
//! whole tokens; of spans that collide the longest is kept.

mod read;
mod write;

use super::{aligned, reading};
use crate::exchange::export::{Format, Reader, Shape};
use crate::exchange::marks::Holds;

/// The format with four columns.
pub const FORMAT: Format = Format {
    id: "conll",
    title: "CoNLL-2003 columns",
    about: "One token per line with two tags, mentions and claims, for training taggers; no overlaps, no links.",
    shape: Shape::File("conll"),
    holds: Holds {
        overlaps: false,
        ..Holds::SPANS
    },
    writer: |_, settings| Box::new(write::Columns::new(settings, write::Layout::Conll)),
    reader: Some(Reader::Marks(read::read)),
};

/// The format with two columns.
pub const IOB2: Format = Format {
    id: "iob2",
    title: "IOB2, token and tag",
    about: "One token and its tag per line, mentions only, as doccano reads it; nothing says where an article ends.",
    shape: Shape::File("iob2"),
    holds: Holds {
        claims: false,
        overlaps: false,
        ..Holds::SPANS
    },
    writer: |_, settings| Box::new(write::Columns::new(settings, write::Layout::Iob2)),
    reader: Some(Reader::Marks(read::read)),
};

#[cfg(test)]
mod tests {
    use super::super::testing::{check_bad, check_junk, file, read, written};
    use super::*;
    use crate::exchange::loss::Loss;

    #[test]
    fn what_is_written() {
        let conll = file(&FORMAT, "");
        assert!(
            conll.starts_with("-DOCSTART- -X- O O\n\nBrask _ O O\nfalls _ O O\n"),
            "{conll}"
        );
        assert!(conll.ends_with("\n\n") && !conll.contains("\n\n\n"));
        for line in [
            "\nAda _ O O\nToll _ O B-weapon_system\n’s _ O I-weapon_system\narmy _ O I-weapon_system\nsaid _ O I-weapon_system\n",
            "\nBrask _ O B-place\nfell _ O B-kind_cue\n",
            "\nsaid _ B-cue O\n",
            "\n10_000 _ O B-weapon_system\nx _ O I-weapon_system\n",
            "\nleft _ I-claim B-place\n\nthe _ B-claim B-place\n",
        ] {
            assert!(conll.contains(line), "{line:?} in\n{conll}");
        }
        for line in conll.lines().filter(|line| !line.is_empty()) {
            assert_eq!(line.split(' ').count(), 4, "{line:?}");
            assert_eq!(line.split_whitespace().count(), 4, "{line:?}");
        }
        let iob = file(&IOB2, "");
        assert!(
            !iob.contains("B-cue") && iob.contains("\nZoë\tB-person\n".replace('ë', "e\u{308}").as_str())
        );
        assert!(
            iob.lines()
                .filter(|line| !line.is_empty())
                .all(|line| line.split('\t').count() == 2)
        );
    }

    #[test]
    fn what_is_lost() {
        let (_, losses) = written(&FORMAT);
        assert_eq!(losses.count(Loss::Parts), 6);
        assert!(losses.count(Loss::Boundaries) > 0);
        assert!(losses.count(Loss::Overlaps) > 0);
        assert!(losses.count(Loss::Pieces) > 1);
        assert!(losses.count(Loss::Characters) > 1);
        let (_, losses) = written(&IOB2);
        assert_eq!((losses.count(Loss::Parts), losses.count(Loss::Claims)), (0, 6));
    }

    #[test]
    fn what_is_written_reads_back() {
        for format in [&FORMAT, &IOB2] {
            let (files, _) = written(format);
            let (articles, problems) = read(format, &files);
            assert_eq!(problems, Vec::<String>::new());
            assert_eq!(articles.len(), if format.id == "conll" { 4 } else { 1 });
            let marks: usize = articles.iter().map(|marked| marked.marks.len()).sum();
            let text = String::from_utf8(files.files[""].clone()).unwrap();
            assert_eq!(marks, text.matches(" B-").count() + text.matches("\tB-").count());
            let words = |label: &str| -> Vec<String> {
                let of = |marked: &crate::exchange::marks::Marked| -> Vec<String> {
                    let marks = marked.marks.iter().filter(|mark| mark.label == label);
                    marks
                        .map(|mark| marked.text.slice(mark.parts[0]).to_owned())
                        .collect()
                };
                articles.iter().flat_map(of).collect()
            };
            assert_eq!(words("kind_cue"), ["fell"]);
            assert_eq!(words("group"), ["👩‍👩‍👧", "👨\u{200d}👩\u{200d}👧", "* e * vertical"]);
            if format.id == "conll" {
                assert_eq!(words("cue"), ["said", "she said", "said", "said"]);
            }
        }
    }

    #[test]
    fn bad_and_foreign_lines() {
        check_bad(
            &FORMAT,
            "a.conll",
            &[
                ("Ada\tB-PER\nToll\tI-PER\nleft\tO\n", &[], &["PER 0\"Ada Toll\""]),
                (
                    "\u{feff}Ada NNP B-NP I-PER\r\nToll NNP I-NP I-PER\r\n\r\n\r\nBrask NNP I-NP B-LOC\r\n",
                    &[],
                    &["LOC 9\"Brask\"", "PER 0\"Ada Toll\""],
                ),
                (
                    "Ada B-PER\nToll E-PER\nBrask S-LOC\nVahl U-PER\nNorvan I-X\narmy L-X\n",
                    &[],
                    &[
                        "LOC 9\"Brask\"",
                        "PER 0\"Ada Toll\"",
                        "PER 15\"Vahl\"",
                        "X 20\"Norvan army\"",
                    ],
                ),
                (
                    "Ada I-PER\nBrask I-LOC\nVahl B-LOC\n",
                    &[],
                    &["LOC 10\"Vahl\"", "LOC 4\"Brask\"", "PER 0\"Ada\""],
                ),
                (
                    "-DOCSTART- -X- -X- O\n\nAda B-PER\n-DOCSTART-\n\nAda B-LOC",
                    &[],
                    &["PER 0\"Ada\"", "LOC 0\"Ada\""],
                ),
                (
                    "Ada\nToll PER\nleft O\n# text = Ada\nToll _",
                    &[
                        "1: Left out: 1 × lines without a tag",
                        "2: Left out: 1 × tags that are not",
                    ],
                    &[],
                ),
                (
                    "x _ B-claim B-PER\ny _ I-claim O\n",
                    &[],
                    &["PER 0\"x\"", "claim 0\"x y\""],
                ),
            ],
        );
        check_junk(&FORMAT, "a.conll", b"-DOCSTART- -X- O O\n\nAda _ O B-person\n");
    }
}
