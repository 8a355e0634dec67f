//! The report as Markdown (`CommonMark`, which GitHub and most editors read). What comes from the project is escaped, so that no word
//! of an article becomes a heading, a list, a link or markup of a page. Marks are signs that no Markdown knows.

use std::fmt::Write as _;
use std::io;

use super::segments::{Marking, paragraphs};
use super::{Annotated, HOLDS, details, facts, named, summary, title};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Shape, Writer};
use crate::exchange::formats::claims::count_losses;
use crate::exchange::loss::Losses;
use crate::text::counted;

/// The format.
pub const FORMAT: Format = Format {
    id: "markdown",
    title: "Report (Markdown)",
    about: "The same report as text that wikis, editors and repositories show.",
    shape: Shape::File("md"),
    holds: HOLDS,
    writer: |project, _| {
        Box::new(Report {
            head: Some(head(project)),
        })
    },
    reader: None,
};

struct Report {
    /// What comes before the first article, until it is written.
    head: Option<String>,
}

impl Writer for Report {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        count_losses(article, project, &HOLDS, losses);
        let mut out = self.head.take().unwrap_or_default();
        section(&mut out, article, project);
        files.write("", out.as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let head = self.head.take().unwrap_or_default();
        files.write("", head.as_bytes())?;
        let end = format!("---\n\nWritten by Claimdesk {}.\n", env!("CARGO_PKG_VERSION"));
        files.write("", end.as_bytes())
    }
}

fn head(project: &Project) -> String {
    let mut out = format!("# {}\n\n", line(title(project)));
    for said in summary(project) {
        let _ = writeln!(out, "{}\n", line(&said));
    }
    out.push_str("## Articles\n\n");
    for (number, article) in project.in_order().into_iter().enumerate() {
        let claims = counted(Annotated::of(article).claims.len(), "claim", "claims");
        let _ = writeln!(out, "{}. {} ({claims})", number + 1, line(article.title()));
    }
    out.push_str("\n## How to read the marks\n\nMention‹P›, ⟦1 content of claim 1⟧. Letters: ");
    let kinds = project.scheme.kinds.iter();
    let kinds: Vec<String> = kinds
        .map(|kind| format!("{} = {}", line(&kind.badge), line(&kind.title)))
        .collect();
    let _ = writeln!(out, "{}.\n", kinds.join(", "));
    out
}

fn section(out: &mut String, article: &Article, project: &Project) {
    let annotated = Annotated::of(article);
    let _ = writeln!(out, "## {}\n", line(article.title()));
    let mut about = details(article);
    about.extend(Some(article.metadata.url.clone()).filter(|url| !url.is_empty()));
    if !about.is_empty() {
        let _ = writeln!(out, "{}\n", line(&about.join(" · ")));
    }
    for (_, segments) in paragraphs(article, project, &annotated) {
        let mut words = String::new();
        for segment in segments {
            for marking in &segment.begin {
                if let Marking::Content(number) = marking {
                    let _ = write!(words, "⟦{number} ");
                }
            }
            words.push_str(segment.text);
            for marking in &segment.end {
                let _ = match marking {
                    Marking::Content(_) => write!(words, "⟧"),
                    Marking::Mention(badge, ..) => write!(words, "‹{badge}›"),
                    _ => Ok(()),
                };
            }
        }
        let _ = writeln!(out, "{}\n", line(&words));
    }
    if !annotated.claims.is_empty() {
        out.push_str("### Claims\n\n");
    }
    for (number, (_, claim)) in annotated.claims.iter().enumerate() {
        let _ = writeln!(out, "**Claim {}**\n", number + 1);
        for (name, said) in facts(claim, article, project, &annotated.numbers) {
            let _ = writeln!(out, "- {name}: {}", line(&said));
        }
        out.push('\n');
    }
    let named = named(&annotated, article, project);
    if !named.is_empty() {
        out.push_str("### Who is named\n\n");
        for one in named {
            let _ = writeln!(out, "- {}", line(&one));
        }
        out.push('\n');
    }
}

/// Text as one line on which nothing is markup.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut is_number = true;
    // White space at the start would make it code, at the end a break.
    for c in text.trim().chars() {
        let at_start = out.is_empty();
        match c {
            // Line ends, also those that some readers take for one.
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '^' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '+' | '-' | '=' | ':' if at_start => {
                out.push('\\');
                out.push(c);
            }
            // "1. " and "1) " begin a list, a "#" after spaces closes a heading.
            '.' | ')' if is_number && !at_start => {
                out.push('\\');
                out.push(c);
            }
            '#' => out.push_str("\\#"),
            _ => out.push(c),
        }
        is_number = is_number && c.is_ascii_digit();
    }
    out
}
