//! Reading columns: any number from two on, parted by tabs or spaces, the tag in the last one.

use std::path::Path;

use super::reading::{Each, Tally, text_lines};
use crate::annotation::Metadata;
use crate::exchange::Problem;
use crate::exchange::formats::opened::stem;
use crate::exchange::import::{file_name, too_long};
use crate::exchange::marks::{Mark, Marked, PARTS};
use crate::suggest::Stop;
use crate::text::{ArticleText, MAX_ARTICLE_BYTES, Span, normalise};

/// Reads a file. IOB1, IOB2 and the schemes with tags for the end and for single tokens are told apart by nothing but
/// their tags, so each is read.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    let mut reading = Reading {
        path,
        tally: Tally::new(path),
        text: String::new(),
        is_within: false,
        open: [None, None],
        marks: Vec::new(),
        articles: 0,
        is_begun: false,
        is_full: false,
    };
    let mut any = false;
    text_lines(path, stop, &mut |line| {
        any = true;
        match line {
            Ok((number, line)) => reading.line(number, line, each),
            Err(problem) => each(Err(problem)),
        }
    });
    let nothing = reading.text.is_empty() && reading.articles == 0 && !reading.is_begun;
    if nothing {
        each(Err(Problem {
            file: path.to_owned(),
            line: None,
            what: "There is no token in this file.".to_owned(),
            hint: "A line is a token, a tab or a space, and its tag.".to_owned(),
        }));
    } else {
        reading.end_article(each);
    }
    reading.tally.tell(each);
}

struct Reading<'a> {
    path: &'a Path,
    tally: Tally<'a>,
    text: String,
    /// Whether a sentence has begun.
    is_within: bool,
    /// Label, start and end of the span that may go on, in the last column and in ours for claims.
    open: [Option<(String, usize, usize)>; 2],
    marks: Vec<Mark>,
    articles: usize,
    /// Whether a line said that an article begins.
    is_begun: bool,
    /// Whether the article is longer than one may be.
    is_full: bool,
}

impl Reading<'_> {
    fn line(&mut self, number: usize, line: &str, each: Each<'_>) {
        if line.trim().is_empty() {
            self.end_sentence();
            return;
        }
        let columns: Vec<&str> = if line.contains('\t') {
            line.split('\t').map(str::trim).collect()
        } else {
            line.split(' ').filter(|column| !column.is_empty()).collect()
        };
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
            return;
        };
        if *first == "-DOCSTART-" {
            if self.is_begun || !self.text.is_empty() {
                self.end_article(each);
            }
            self.is_begun = true;
            return;
        }
        let tag = parse(last);
        if first.starts_with('#') && (columns.len() < 2 || tag.is_none()) {
            return;
        }
        if columns.len() < 2 {
            self.tally.add(
                "lines without a tag; their tokens are there",
                "A line is a token, a tab or a space, and its tag.",
                Some(number),
                1,
            );
        } else if tag.is_none() {
            self.tally.add(
                "tags that are not “O”, “B-…” or “I-…”",
                "Check that the tags stand in the last column.",
                Some(number),
                1,
            );
        }
        let token = normalise(&first.replace('\r', ""));
        if token.is_empty() || self.is_full {
            return;
        }
        if self.text.len() + token.len() > MAX_ARTICLE_BYTES {
            self.is_full = true;
            each(Err(Problem {
                line: Some(number),
                ..too_long(self.path)
            }));
            return;
        }
        if !self.text.is_empty() {
            self.text.push(if self.is_within { ' ' } else { '\n' });
        }
        let start = self.text.len();
        self.text.push_str(&token);
        self.is_within = true;
        let ours = columns
            .get(2)
            .filter(|_| columns.len() > 3)
            .and_then(|column| parse(column))
            .filter(|tag| PARTS.contains(&tag.label()));
        let tag = tag.filter(|_| columns.len() > 1);
        for (column, tag) in [tag, ours].into_iter().enumerate() {
            self.take(column, &tag.unwrap_or(Tag::Out), start);
        }
    }

    fn take(&mut self, column: usize, tag: &Tag<'_>, start: usize) {
        let end = self.text.len();
        let Some(open) = self.open.get_mut(column) else {
            return;
        };
        let goes_on = match (&*open, tag) {
            (Some((known, ..)), Tag::Inside(label) | Tag::End(label)) => known == label,
            _ => false,
        };
        if goes_on && let Some((_, _, last)) = open {
            *last = end;
        } else {
            self.close(column);
            if let Some(open) = self.open.get_mut(column)
                && !matches!(tag, Tag::Out)
            {
                *open = Some((tag.label().to_owned(), start, end));
            }
        }
        if matches!(tag, Tag::End(_) | Tag::Single(_)) {
            self.close(column);
        }
    }

    fn close(&mut self, column: usize) {
        let open = self.open.get_mut(column).and_then(Option::take);
        if let Some((label, start, end)) = open
            && let Some(span) = Span::new(start, end)
        {
            self.marks.push(Mark::new(label, span));
        }
    }

    fn end_sentence(&mut self) {
        self.is_within = false;
        self.close(0);
        self.close(1);
    }

    fn end_article(&mut self, each: Each<'_>) {
        self.end_sentence();
        self.articles += 1;
        let stem = stem(self.path);
        let name = if self.is_begun {
            format!("{stem}-{}", self.articles)
        } else {
            stem
        };
        let marked = Marked {
            name,
            metadata: Metadata {
                imported_from: file_name(self.path),
                ..Metadata::default()
            },
            text: ArticleText::new(std::mem::take(&mut self.text)),
            marks: std::mem::take(&mut self.marks),
            links: Vec::new(),
        };
        self.is_full = false;
        each(Ok(marked.sorted()));
    }
}

/// What a tag says.
enum Tag<'a> {
    Out,
    Begin(&'a str),
    Inside(&'a str),
    End(&'a str),
    Single(&'a str),
}

impl Tag<'_> {
    const fn label(&self) -> &str {
        match self {
            Self::Out => "",
            Self::Begin(label) | Self::Inside(label) | Self::End(label) | Self::Single(label) => label,
        }
    }
}

fn parse(tag: &str) -> Option<Tag<'_>> {
    if matches!(tag, "O" | "_" | "-" | "*") {
        return Some(Tag::Out);
    }
    let (prefix, label) = tag.split_once('-')?;
    match prefix {
        _ if label.is_empty() => None,
        "B" => Some(Tag::Begin(label)),
        "I" | "M" => Some(Tag::Inside(label)),
        "E" | "L" => Some(Tag::End(label)),
        "S" | "U" => Some(Tag::Single(label)),
        _ => None,
    }
}
