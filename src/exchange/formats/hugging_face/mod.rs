//! Token classification as the `datasets` library of Hugging Face keeps it: one row per article, with tokens and two rows of tags,
//! for mentions and for parts of claims. As JSON Lines with a card that names the columns, or as one Parquet file.
//!
//! Sources: the documentation of `datasets` ("Structure your repository", "Features") and what its version 5.2 reads. Tags are
//! numbers of names in the scheme IOB2. The numbers come from the list of names and nowhere else, so none can be out of
//! its range. Places of tokens count in code points. A span whose end lies within a token is widened to the whole token.

mod parquet;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;

pub use parquet::FORMAT as PARQUET;

use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Shape, Tokenizer, Writer};
use crate::exchange::formats::aligned::Aligned;
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Marked, PARTS, label_of};

/// The format.
pub const FORMAT: Format = Format {
    id: "hugging-face",
    title: "Hugging Face dataset",
    about: "For training with `datasets`: tokens and tags as JSON Lines, with a card that names the tags.",
    shape: Shape::Folder,
    holds: HOLDS,
    writer: |project, settings| {
        Box::new(Lines {
            names: Names::of(project),
            tokens: settings.tokens.clone(),
        })
    },
    reader: None,
};

/// What both notations hold.
const HOLDS: Holds = Holds {
    overlaps: false,
    ..Holds::SPANS
};

/// An article as a row.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    text: &'a str,
    tokens: Vec<&'a str>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    ner_tags: Vec<i64>,
    claim_tags: Vec<i64>,
}

/// The names that the tags are numbers of: `O`, then `B-` and `I-` for each label.
struct Names {
    kinds: Vec<String>,
    /// Where each label's `B-` stands.
    places: BTreeMap<String, i64>,
}

impl Names {
    /// The kinds of the project, those in its scheme first. Others join when an article has them.
    fn of(project: &Project) -> Self {
        let mut names = Self {
            kinds: Vec::new(),
            places: BTreeMap::new(),
        };
        for kind in &project.scheme.kinds {
            names.number(&label_of(&kind.id));
        }
        names
    }

    fn number(&mut self, label: &str) -> i64 {
        if let Some(number) = self.places.get(label) {
            return *number;
        }
        let number = begin(self.kinds.len());
        self.kinds.push(label.to_owned());
        self.places.insert(label.to_owned(), number);
        number
    }

    /// All names of the tags of mentions.
    fn of_mentions(&self) -> Vec<String> {
        tags(self.kinds.iter().map(String::as_str))
    }
}

/// All names of the tags of claims.
fn of_claims() -> Vec<String> {
    tags(PARTS.into_iter())
}

fn tags<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<String> {
    let both = labels.flat_map(|label| [format!("B-{label}"), format!("I-{label}")]);
    std::iter::once("O".to_owned()).chain(both).collect()
}

/// The number of the `B-` of a label; its `I-` comes next.
fn begin(place: usize) -> i64 {
    i64::try_from(1 + 2 * place).unwrap_or_default()
}

/// Makes a row of an article. The text of the row is that of `marked`.
fn row<'a>(marked: &'a Marked, tokens: &Tokenizer, names: &mut Names, losses: &mut Losses) -> Row<'a> {
    let aligned = Aligned::new(marked, tokens);
    let count = aligned.cut.tokens.len();
    let of = |point: usize| i64::try_from(point).unwrap_or_default();
    let places: Vec<[usize; 2]> = aligned
        .cut
        .tokens
        .iter()
        .map(|token| aligned.points(*token))
        .collect();
    let mut row = Row {
        id: &marked.name,
        text: marked.text.as_str(),
        tokens: aligned
            .cut
            .tokens
            .iter()
            .map(|token| marked.text.slice(*token))
            .collect(),
        starts: places.iter().map(|place| of(place[0])).collect(),
        ends: places.iter().map(|place| of(place[1])).collect(),
        ner_tags: vec![0; count],
        claim_tags: vec![0; count],
    };
    for mark in &marked.marks {
        let place = PARTS.iter().position(|part| *part == mark.label);
        let (tags, number) = match place {
            Some(place) => (&mut row.claim_tags, begin(place)),
            None => (&mut row.ner_tags, names.number(&mark.label)),
        };
        let is_taken = |range| {
            tags.get(range)
                .is_some_and(|taken: &[i64]| taken.iter().any(|tag| *tag != 0))
        };
        let Some((range, _)) = aligned.free_tokens_of(mark, is_taken, losses) else {
            continue;
        };
        let Some(tags) = tags.get_mut(range) else { continue };
        tags.fill(number + 1);
        if let Some(first) = tags.first_mut() {
            *first = number;
        }
    }
    row
}

struct Lines {
    names: Names,
    tokens: Tokenizer,
}

impl Writer for Lines {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &HOLDS, losses);
        let row = row(&marked, &self.tokens, &mut self.names, losses);
        let mut line = serde_json::to_vec(&row)?;
        line.push(b'\n');
        files.write("data.jsonl", &line)
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("data.jsonl", b"")?;
        files.write("README.md", card(&self.names).as_bytes())
    }
}

/// The card, whose front matter names columns and tags.
fn card(names: &Names) -> String {
    let mut out = String::from("---\nconfigs:\n- config_name: default\n  data_files: data.jsonl\n");
    out.push_str("dataset_info:\n  features:\n");
    for (name, kind) in [("id", "string"), ("text", "string")] {
        let _ = writeln!(out, "  - name: {name}\n    dtype: {kind}");
    }
    for (name, kind) in [("tokens", "string"), ("starts", "int64"), ("ends", "int64")] {
        let _ = writeln!(out, "  - name: {name}\n    sequence: {kind}");
    }
    for (name, tags) in [("ner_tags", names.of_mentions()), ("claim_tags", of_claims())] {
        let _ = writeln!(
            out,
            "  - name: {name}\n    sequence:\n      class_label:\n        names:"
        );
        for (number, tag) in tags.iter().enumerate() {
            let _ = writeln!(out, "          '{number}': {}", yaml(tag));
        }
    }
    out.push_str(
        "---\n\nOne row per article. `starts` and `ends` are the places of the tokens in `text`, in Unicode code points. `ner_tags` are mentions, `claim_tags` parts of claims, both IOB2.\n",
    );
    out
}

/// A string of YAML in double quotes, in ASCII.
fn yaml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            _ => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
