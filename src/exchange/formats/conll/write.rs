//! Writing columns.

use std::cmp::Reverse;
use std::io;

use super::FORMAT;
use super::aligned::{Aligned, is_space};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Settings, Tokenizer, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{CLAIM, CUE, Holds, Mark, Marked, SOURCE};
use crate::text::Span;

/// Which columns there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Four, of which two are tags.
    Conll,
    /// Two.
    Iob2,
}

/// A file being written.
pub struct Columns {
    tokens: Tokenizer,
    layout: Layout,
}

impl Columns {
    /// A file with that layout.
    pub fn new(settings: &Settings, layout: Layout) -> Self {
        Self {
            tokens: settings.tokens.clone(),
            layout,
        }
    }
}

impl Writer for Columns {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        // Overlaps are found below, between tokens and not between characters, and after the parts are left out that have
        // no column.
        let holds = Holds {
            claims: self.layout == Layout::Conll,
            overlaps: true,
            ..FORMAT.holds
        };
        let marked = Marked::of(article, project, &holds, losses);
        losses.add(Loss::Layout, 1);
        let aligned = Aligned::new(&marked, &self.tokens);
        let (mut mentions, mut parts) = (Vec::new(), Vec::new());
        for mark in &marked.marks {
            if !mark.is_part() {
                mentions.push(mark);
            } else if [CLAIM, CUE, SOURCE].contains(&mark.label.as_str()) {
                parts.push(mark);
            } else {
                losses.add(Loss::Parts, 1);
            }
        }
        let mentions = tags(&marked, &aligned, mentions, losses);
        let parts = tags(&marked, &aligned, parts, losses);
        let mut out = String::new();
        if self.layout == Layout::Conll {
            out.push_str("-DOCSTART- -X- O O\n\n");
        }
        for sentence in &aligned.cut.sentences {
            for index in sentence.clone() {
                let token = aligned.cut.tokens.get(index).copied();
                let word = token.map_or_else(String::new, |span| word(&marked, span, losses));
                let tag = |tags: &[String]| tags.get(index).map_or("O", String::as_str).to_owned();
                match self.layout {
                    Layout::Conll => out.extend([format!("{word} _ {} {}\n", tag(&parts), tag(&mentions))]),
                    Layout::Iob2 => out.extend([format!("{word}\t{}\n", tag(&mentions))]),
                }
            }
            out.push('\n');
        }
        files.write("", out.as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        // So that there is a file, even without articles.
        files.write("", b"")
    }
}

/// A token without white space in it.
fn word(marked: &Marked, span: Span, losses: &mut Losses) -> String {
    let word = marked.text.slice(span);
    if word == "-DOCSTART-" {
        losses.note(Loss::Characters, &marked.name, word);
        return "-DOCSTART_".to_owned();
    }
    without_space(word, &marked.name, losses)
}

fn without_space(word: &str, name: &str, losses: &mut Losses) -> String {
    if word.contains(is_space) {
        losses.note(Loss::Characters, name, word);
    }
    word.replace(is_space, "_")
}

/// A tag for each token, the longest spans first.
fn tags(marked: &Marked, aligned: &Aligned<'_>, mut marks: Vec<&Mark>, losses: &mut Losses) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); aligned.cut.tokens.len()];
    let mut starts = vec![false; tags.len()];
    for sentence in &aligned.cut.sentences {
        if let Some(start) = starts.get_mut(sentence.start) {
            *start = true;
        }
    }
    marks.sort_by_key(|mark| Reverse(mark.hull().map(Span::len)));
    for mark in marks {
        let is_taken = |range| {
            tags.get(range)
                .is_some_and(|taken: &[String]| taken.iter().any(|tag| tag != "O"))
        };
        let Some((range, whole)) = aligned.free_tokens_of(mark, is_taken, losses) else {
            continue;
        };
        let label = without_space(&mark.label, &marked.name, losses);
        let mut pieces = 0;
        for index in range.clone() {
            let begins = index == range.start || starts.get(index) == Some(&true);
            pieces += usize::from(begins);
            if let Some(tag) = tags.get_mut(index) {
                *tag = format!("{}-{label}", if begins { "B" } else { "I" });
            }
        }
        if pieces > 1 {
            losses.note(Loss::Pieces, &marked.name, marked.text.slice(whole));
        }
    }
    tags
}
