//! Tables for spreadsheets and data frames: a row per claim of all articles.
//!
//! CSV as RFC 4180 has it, with line ends of two characters and a byte order mark, without which Excel takes UTF-8 for the
//! computer's old code page; `LibreOffice` and pandas pass the mark over. (Where the comma is the decimal sign, Excel wants
//! semicolons when a file is double-clicked; "Data, From text" reads it everywhere.) TSV is for programs and has no mark; fields
//! with tabs or line ends are quoted as in CSV, which pandas reads back. A spreadsheet takes a cell that begins with
//! `= + - @` for a formula, and with a formula somebody else's text could do things on the reader's computer: such cells begin
//! with an apostrophe here, and are counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use csv::{Terminator, WriterBuilder};

use super::claims::{count_losses, decisions, figure, items, name, number, words};
use crate::annotation::{Article, Claim, Decision, Figure, Item, ItemId, Party, Project, Status};
use crate::exchange::export::{Files, Format, Shape, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Field, Holds, Keep};
use crate::text::{OffsetMap, Unit};

/// For spreadsheets.
pub const CSV: Format = Format {
    id: "csv",
    title: "Table (CSV)",
    about: "A row per claim with its status, speaker, figures and verdict, for spreadsheets.",
    shape: Shape::File("csv"),
    holds: HOLDS,
    writer: |_, _| {
        Box::new(Table {
            begun: false,
            is_csv: true,
        })
    },
    reader: None,
};

/// For programs.
pub const TSV: Format = Format {
    id: "tsv",
    title: "Table (TSV)",
    about: "The same rows, separated by tabs, for scripts and data frames.",
    shape: Shape::File("tsv"),
    holds: HOLDS,
    writer: |_, _| {
        Box::new(Table {
            begun: false,
            is_csv: false,
        })
    },
    reader: None,
};

/// Every claim is there, whatever was decided: its status is a column.
const HOLDS: Holds = Holds {
    keep: Keep::All,
    mentions: false,
    status: true,
    fields: FIELDS,
    ..Holds::MARKS
};
const FIELDS: &[Field] = Field::ALL;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 41] = [
    "article",
    "title",
    "publisher",
    "author",
    "published",
    "url",
    "language",
    "imported_from",
    "claim",
    "within",
    "status",
    "speaker",
    "source",
    "cue",
    "via",
    "act",
    "quote",
    "content",
    "targets",
    "figures",
    "value",
    "value_to",
    "bound",
    "measure",
    "who",
    "where",
    "when",
    "when_from",
    "when_to",
    "by",
    "check_worthiness",
    "rating",
    "rationale",
    "evidence",
    "note",
    "reviewer",
    "decided_at",
    "start",
    "end",
    "content_starts",
    "content_ends",
];

struct Table {
    begun: bool,
    is_csv: bool,
}

impl Table {
    fn begin(&mut self, files: &mut dyn Files) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        if self.is_csv {
            files.write("", BYTE_ORDER_MARK)?;
        }
        let header = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        files.write("", &self.rows(&[header])?)
    }

    fn rows(&self, rows: &[Vec<String>]) -> io::Result<Vec<u8>> {
        let mut builder = WriterBuilder::new();
        if self.is_csv {
            builder.terminator(Terminator::CRLF);
        } else {
            builder.delimiter(b'\t');
        }
        let mut writer = builder.from_writer(Vec::new());
        for row in rows {
            writer.write_record(row)?;
        }
        writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

impl Writer for Table {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        self.begin(files)?;
        count_losses(article, project, &HOLDS, losses);
        let points = OffsetMap::new(article.text.as_str());
        let mut about = About {
            article,
            project,
            points,
            decided: decisions(article),
            losses,
        };
        let rows: Vec<Vec<String>> = items(article)
            .into_iter()
            .filter_map(|item| Some(about.row(item, item.body.as_claim()?)))
            .collect();
        files.write("", &self.rows(&rows)?)
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        self.begin(files)
    }
}

struct About<'a> {
    article: &'a Article,
    project: &'a Project,
    points: OffsetMap<'a>,
    decided: BTreeMap<ItemId, &'a Decision>,
    losses: &'a mut Losses,
}

impl About<'_> {
    /// The cells of a claim, in the order of [`COLUMNS`].
    fn row(&mut self, item: &Item, claim: &Claim) -> Vec<String> {
        let (article, project) = (self.article, self.project);
        let meta = &article.metadata;
        let text = &article.text;
        let slice = |span: Option<crate::text::Span>| span.map_or("", |span| text.slice(span));
        let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
        let party = |party: &Party| match name(project, party.actor) {
            "" => text.slice(party.span).to_owned(),
            name => format!("{} ({name})", text.slice(party.span)),
        };
        let first = claim.figures.first();
        let of_first = |get: fn(&Figure) -> String| first.map_or(String::new(), get);
        let joined = |all: Vec<String>| all.join("; ");
        let verdict = claim.verdict.as_ref();
        let evidence = verdict.into_iter().flat_map(|verdict| &verdict.evidence);
        let evidence = evidence.map(|one| {
            let pieces = [
                one.bearing.id(),
                &one.title,
                &one.source,
                &one.date,
                &one.url,
                &one.quote,
                &one.file,
            ];
            let said: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
            said.join(", ")
        });
        let decision = self.decided.get(&item.id);
        let spans: Vec<[usize; 2]> = claim
            .content
            .iter()
            .map(|span| self.points.span_from_bytes(*span, Unit::CodePoint))
            .collect();
        let place = |number: Option<usize>| number.map_or(String::new(), |number| number.to_string());
        let cells = [
            article.id.to_string(),
            meta.title.clone(),
            meta.publisher.clone(),
            meta.author.clone(),
            day(meta.published),
            meta.url.clone(),
            meta.language.clone(),
            meta.imported_from.clone(),
            item.id.to_string(),
            claim.within.map_or(String::new(), |outer| outer.to_string()),
            status(item.status).to_owned(),
            name(project, claim.speaker).to_owned(),
            slice(claim.source).to_owned(),
            slice(claim.cue).to_owned(),
            claim.via.as_ref().map_or(String::new(), party),
            claim.act.id().to_owned(),
            claim.quote.id().to_owned(),
            words(text, &claim.content),
            joined(claim.targets.iter().map(party).collect()),
            joined(claim.figures.iter().map(figure).collect()),
            of_first(|figure| number(figure.value)),
            of_first(|figure| figure.value_to.map_or(String::new(), number)),
            of_first(|figure| figure.bound.id().to_owned()),
            of_first(|figure| figure.measure.id().to_owned()),
            of_first(|figure| figure.who.clone()),
            of_first(|figure| figure.place.clone()),
            of_first(|figure| figure.when.clone()),
            day(first.and_then(|figure| Some(figure.date?.first()))),
            day(first.and_then(|figure| Some(figure.date?.last()))),
            of_first(|figure| figure.by.clone()),
            number(f64::from(claim.check_worthiness)),
            verdict.map_or(String::new(), |verdict| verdict.rating.to_string()),
            verdict.map_or(String::new(), |verdict| verdict.rationale.clone()),
            joined(evidence.collect()),
            claim.note.clone(),
            decision.map_or(String::new(), |decision| decision.by.clone()),
            decision.map_or(String::new(), |decision| decision.at.to_string()),
            place(spans.first().map(|span| span[0])),
            place(spans.last().map(|span| span[1])),
            joined(spans.iter().map(|span| span[0].to_string()).collect()),
            joined(spans.iter().map(|span| span[1].to_string()).collect()),
        ];
        let guarded = cells.into_iter().map(|cell| match harmless(&cell) {
            Cow::Borrowed(_) => cell,
            Cow::Owned(safe) => {
                self.losses.note(Loss::Characters, article.id.as_str(), &cell);
                safe
            }
        });
        guarded.collect()
    }
}

/// A cell that no spreadsheet takes for a formula. The wide signs are what some Asian input methods write.
#[must_use]
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(signs) && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Suggested => "suggested",
        Status::Accepted => "accepted",
        Status::Corrected => "corrected",
        Status::Added => "added",
        Status::Rejected => "rejected",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::formats::testing::{text_of, written};

    fn read(format: &Format, delimiter: u8) -> Vec<BTreeMap<String, String>> {
        let (files, _) = written(format);
        let text = text_of(&files, "");
        assert_eq!(text.starts_with('\u{feff}'), delimiter == b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    #[test]
    fn a_row_per_claim() {
        let rows = read(&TSV, b'\t');
        assert_eq!(rows.len(), 8);
        let row = &rows[0];
        for (column, expected) in [
            ("article", "full"),
            ("publisher", "The \"Post\", of Brask"),
            ("published", "2024-03-02"),
            ("status", "corrected"),
            ("speaker", "Ada Toll"),
            ("cue", "said"),
            ("targets", "Norvan army (Norvan <army>)"),
            ("value", "21"),
            ("bound", "at least"),
            ("when_from", "2024-03-01"),
            ("by", "'=army"),
            ("rating", "mostly true"),
            ("rationale", "Two | sources *agree*.\nSo it is."),
            (
                "evidence",
                "supports, Hospital of Brask, 2024-03-05, javascript:alert(1), 21 <dead>",
            ),
            ("note", "'=1+1\u{b}"),
            ("reviewer", "Ines Vahl"),
        ] {
            assert_eq!(row[column], expected, "{column}");
        }
        assert!(
            row["content"].contains("\nWe left” […] It fell"),
            "{}",
            row["content"]
        );
        assert!(rows[2]["content"].starts_with("'=Second"));
        let csv = read(&CSV, b',');
        assert_eq!(csv[1]["content"], rows[1]["content"]);
        assert_eq!(rows[1]["within"], row["claim"]);
        let (_, losses) = written(&CSV);
        assert_eq!(losses.count(Loss::Characters), 3);
        assert_eq!(losses.count(Loss::Evidence), 0);
        assert_eq!(losses.count(Loss::Mentions), 25);
    }

    #[test]
    fn formulas_are_disarmed() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-5", "-5"),
            ("- five", "'- five"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected);
        }
    }

    #[test]
    fn figures_in_words() {
        let item = crate::exchange::formats::testing::torture();
        let article = item.in_order()[0].clone();
        let claim = items(&article).into_iter().find_map(|item| {
            let claim = item.body.as_claim()?;
            claim.figures.first().cloned()
        });
        assert_eq!(
            figure(&claim.unwrap()),
            "at least 21 killed, people, \"all\"\nof them, the cafe\u{301}, 2024-03-01 to 2024-03-02, by =army"
        );
    }
}
