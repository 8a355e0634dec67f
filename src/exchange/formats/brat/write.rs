//! Writing texts, annotations and configuration.

use std::collections::BTreeSet;
use std::io;

use super::{FORMAT, breaks_lines, conf, escape, type_of};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Field, Mark, Marked, NO_SCHEME, Values};
use crate::text::{ArticleText, OffsetMap, Span, Unit};

/// A folder being written.
pub struct Standoff {
    labels: BTreeSet<String>,
    /// `annotation.conf` and `visual.conf` as they are so far; at the end the project is not at hand.
    configuration: [String; 2],
}

impl Standoff {
    /// A folder for articles of that project.
    pub fn new(project: &Project) -> Self {
        let labels = BTreeSet::new();
        Self {
            configuration: configuration(project, &labels),
            labels,
        }
    }
}

fn configuration(project: &Project, labels: &BTreeSet<String>) -> [String; 2] {
    let kinds = conf::kinds(project, labels);
    [conf::annotation(project, &kinds), conf::visual(project, &kinds)]
}

impl Writer for Standoff {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &FORMAT.holds, losses);
        let before = self.labels.len();
        self.labels
            .extend(marked.marks.iter().map(|mark| mark.label.clone()));
        let is_new = self.labels.len() > before;
        if is_new {
            self.configuration = configuration(project, &self.labels);
        }
        files.write(&format!("{}.txt", marked.name), marked.text.as_str().as_bytes())?;
        files.write(&format!("{}.ann", marked.name), lines(&marked, losses).as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let [annotation, visual] = &self.configuration;
        files.write("annotation.conf", annotation.as_bytes())?;
        files.write("visual.conf", visual.as_bytes())
    }
}

fn lines(marked: &Marked, losses: &mut Losses) -> String {
    let points = OffsetMap::new(marked.text.as_str());
    let mut out = String::new();
    // Ids count from 1 within each letter; a mark that is nothing but line breaks has none.
    let mut ids: Vec<Option<usize>> = Vec::with_capacity(marked.marks.len());
    let (mut spans, mut attributes, mut actors, mut notes) = (0, 0, 0, 0);
    for mark in &marked.marks {
        let pieces = pieces(&marked.text, mark);
        if pieces.is_empty() {
            losses.note(Loss::Boundaries, &marked.name, "");
            ids.push(None);
            continue;
        }
        spans += 1;
        ids.push(Some(spans));
        let offsets: Vec<String> = pieces
            .iter()
            .map(|piece| points.span_from_bytes(*piece, Unit::CodePoint))
            .map(|[start, end]| format!("{start} {end}"))
            .collect();
        let words: Vec<&str> = pieces.iter().map(|piece| marked.text.slice(*piece)).collect();
        let name = type_of(&mark.label);
        out.extend([format!(
            "T{spans}\t{name} {}\t{}\n",
            offsets.join(";"),
            words.join(" ")
        )]);
        for (field, value) in &mark.fields {
            if is_attribute(*field) {
                attributes += 1;
                let value = value.replace(' ', "_");
                out.extend([format!("A{attributes}\t{} T{spans} {value}\n", field.name())]);
            } else {
                notes += 1;
                out.extend([format!(
                    "#{notes}\t{} T{spans}\t{}\n",
                    field.name(),
                    escape(value)
                )]);
            }
        }
        if let Some(actor) = &mark.actor {
            actors += 1;
            let (id, name) = (&actor.id, escape(&actor.name));
            out.extend([format!("N{actors}\tReference T{spans} Claimdesk:{id}\t{name}\n")]);
        }
    }
    let id = |index: usize| ids.get(index).copied().flatten();
    let ends = marked
        .links
        .iter()
        .filter_map(|link| Some((&link.label, id(link.from)?, id(link.to)?)));
    for (number, (label, from, to)) in ends.enumerate() {
        out.extend([format!(
            "R{}\t{} Arg1:T{from} Arg2:T{to}\n",
            number + 1,
            type_of(label)
        )]);
    }
    out
}

/// Whether brat offers the values of a field in a list.
fn is_attribute(field: Field) -> bool {
    matches!(field.values(&NO_SCHEME), Values::OneOf(_))
}

/// The parts of a mark, cut where a line would break.
fn pieces(text: &ArticleText, mark: &Mark) -> Vec<Span> {
    let mut pieces = Vec::new();
    for part in &mark.parts {
        let mut start = part.start();
        for line in text.slice(*part).split_inclusive(breaks_lines) {
            let kept = line.trim_end_matches(breaks_lines);
            pieces.extend(Span::new(start, start + kept.len()));
            start += line.len();
        }
    }
    pieces
}
