//! The report as one page that loads nothing: no script, no picture, no font. It follows the reader's light or dark, and prints.
//!
//! Marks are told apart by the style of their underline and by small letters and numbers, so that neither colour nor a
//! colour printer is needed. Everything that comes from the project is escaped; only addresses of the web become links.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};

use super::segments::{Marking, Segment, paragraphs};
use super::{Annotated, HOLDS, details, facts, named, summary, title};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Shape, Writer};
use crate::exchange::formats::claims::count_losses;
use crate::exchange::loss::{Loss, Losses};
use crate::text::zones::zone_at;
use crate::text::{ZoneKind, counted};

/// The format.
pub const FORMAT: Format = Format {
    id: "html",
    title: "Report (HTML)",
    about: "A page to read, print and send: the articles with their marks, and the claims with their verdicts.",
    shape: Shape::File("html"),
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
        // A page cannot have them, not even as numbers.
        let controls = article.text.as_str().chars().filter(|c| is_control(*c)).count();
        losses.add(Loss::Characters, controls);
        let mut out = self.head.take().unwrap_or_default();
        section(&mut out, article, project);
        files.write("", out.as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let head = self.head.take().unwrap_or_default();
        files.write("", head.as_bytes())?;
        let version = env!("CARGO_PKG_VERSION");
        let end = format!("<footer>Written by Claimdesk {version}.</footer>\n</body>\n</html>\n");
        files.write("", end.as_bytes())
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c1b1a; --paper: #fdfcfa; --soft: #6b6863; --line: #d9d5ce; --claim: #fff1cf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e6e1; --paper: #1b1a19; --soft: #a19d96; --line: #3d3a37; --claim: #43391f; }
}
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1, h2, h3 { line-height: 1.25; }
a { color: inherit; }
article { border-top: 2px solid var(--line); margin-top: 2.5rem; }
.soft, footer, .boilerplate { color: var(--soft); }
.boilerplate { font-size: .875rem; }
.headline { font-weight: 600; }
.text p { white-space: pre-wrap; overflow-wrap: anywhere; font-family: Georgia, serif; }
.m { text-decoration: underline solid; text-underline-offset: .15em; }
.c { background: var(--claim); }
.s { text-decoration: underline dashed; text-underline-offset: .3em; }
.q { text-decoration: underline wavy; text-underline-offset: .3em; }
.f { text-decoration: underline double; text-underline-offset: .15em; }
sup { font: .7em/1 system-ui, sans-serif; color: var(--soft); }
sup a { text-decoration: none; }
sup.n::before { content: \"[\"; }
sup.e::before { content: \"]\"; }
.claims > li { margin: 1rem 0; padding-inline-start: .5rem; break-inside: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #999; --claim: #eee; }
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  article { break-before: page; border: 0; }
  h2, h3 { break-after: avoid; }
}
";

fn head(project: &Project) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // A second lock on the same door: should anything in here ever try, the browser loads nothing.
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    let name = text(title(project));
    let _ = write!(
        out,
        "<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    );
    let _ = writeln!(out, "<header>\n<h1 dir=\"auto\">{name}</h1>");
    for line in summary(project) {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", text(&line));
    }
    out.push_str("</header>\n<nav>\n<h2>Articles</h2>\n<ol>\n");
    for article in project.in_order() {
        let claims = Annotated::of(article).claims.len();
        let _ = writeln!(
            out,
            "<li><a href=\"#{}\"><bdi>{}</bdi></a> <span class=\"soft\">{}</span></li>",
            article.id,
            text(article.title()),
            counted(claims, "claim", "claims")
        );
    }
    out.push_str("</ol>\n</nav>\n<section>\n<h2>How to read the marks</h2>\n<p>");
    out.push_str(
        "<span class=\"m\">Mention</span><sup class=\"k\">P</sup>, \
         <sup class=\"n\">1</sup><span class=\"c\">content of claim 1</span><sup class=\"e\"></sup>, \
         <span class=\"s\">who says it</span>, <span class=\"q\">the word that reports</span>, \
         <span class=\"f\">figure</span>. ",
    );
    let kinds = project.scheme.kinds.iter();
    let kinds: Vec<String> = kinds
        .map(|kind| format!("{} = {}", text(&kind.badge), text(&kind.title)))
        .collect();
    let _ = write!(out, "Letters: {}.</p>\n</section>\n", kinds.join(", "));
    out
}

fn section(out: &mut String, article: &Article, project: &Project) {
    let meta = &article.metadata;
    let annotated = Annotated::of(article);
    let language = if meta.language.is_empty() {
        String::new()
    } else {
        format!(" lang=\"{}\"", value(&meta.language))
    };
    let _ = writeln!(out, "<article id=\"{}\">", article.id);
    let _ = writeln!(out, "<h2 dir=\"auto\"{language}>{}</h2>", text(article.title()));
    let mut about: Vec<String> = details(article)
        .iter()
        .map(|one| format!("<bdi>{}</bdi>", text(one)))
        .collect();
    if !meta.url.is_empty() {
        about.push(link(&meta.url));
    }
    if !about.is_empty() {
        let _ = writeln!(out, "<p class=\"soft\">{}</p>", about.join(" · "));
    }
    let _ = writeln!(out, "<div class=\"text\"{language}>");
    for (paragraph, segments) in paragraphs(article, project, &annotated) {
        let class = match zone_at(&article.zones, paragraph.start()) {
            ZoneKind::Body => "",
            ZoneKind::Headline => " class=\"headline\"",
            ZoneKind::Boilerplate => " class=\"boilerplate\"",
        };
        let _ = write!(out, "<p dir=\"auto\"{class}>");
        for segment in &segments {
            marked(out, segment, article.id.as_str());
        }
        out.push_str("</p>\n");
    }
    out.push_str("</div>\n");
    if !annotated.claims.is_empty() {
        out.push_str("<h3>Claims</h3>\n<ol class=\"claims\">\n");
    }
    for (number, (_, claim)) in annotated.claims.iter().enumerate() {
        let _ = writeln!(out, "<li id=\"{}-{}\"><dl>", article.id, number + 1);
        for (name, said) in facts(claim, article, project, &annotated.numbers) {
            let _ = writeln!(out, "<dt>{name}</dt><dd dir=\"auto\">{}</dd>", text(&said));
        }
        out.push_str("</dl></li>\n");
    }
    if !annotated.claims.is_empty() {
        out.push_str("</ol>\n");
    }
    let named = named(&annotated, article, project);
    if !named.is_empty() {
        out.push_str("<h3>Who is named</h3>\n<ul>\n");
        for line in named {
            let _ = writeln!(out, "<li dir=\"auto\">{}</li>", text(&line));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</article>\n");
}

fn marked(out: &mut String, segment: &Segment<'_>, article: &str) {
    for marking in &segment.begin {
        if let Marking::Content(number) = marking {
            let _ = write!(
                out,
                "<sup class=\"n\"><a href=\"#{article}-{number}\">{number}</a></sup>"
            );
        }
    }
    for marking in &segment.within {
        let _ = match marking {
            Marking::Content(_) => write!(out, "<span class=\"c\">"),
            Marking::Source => write!(out, "<span class=\"s\">"),
            Marking::Cue => write!(out, "<span class=\"q\">"),
            Marking::Figure => write!(out, "<span class=\"f\">"),
            Marking::Mention(_, kind, actor) => {
                let about = if actor.is_empty() {
                    kind.clone()
                } else {
                    format!("{kind}: {actor}")
                };
                write!(out, "<span class=\"m\" title=\"{}\">", value(&about))
            }
        };
    }
    out.push_str(&text(segment.text));
    for _ in &segment.within {
        out.push_str("</span>");
    }
    for marking in &segment.end {
        let _ = match marking {
            Marking::Mention(badge, ..) => write!(out, "<sup class=\"k\">{}</sup>", text(badge)),
            Marking::Content(_) => write!(out, "<sup class=\"e\"></sup>"),
            _ => Ok(()),
        };
    }
}

/// A link if it is an address of the web, else its text.
fn link(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        format!(
            "<a rel=\"noreferrer\" href=\"{}\"><bdi>{}</bdi></a>",
            value(url),
            text(url)
        )
    } else {
        format!("<bdi>{}</bdi>", text(url))
    }
}

/// Characters that a page cannot have in any way.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn printable(from: &str) -> Cow<'_, str> {
    if from.contains(is_control) {
        from.replace(is_control, "\u{fffd}").into()
    } else {
        from.into()
    }
}

fn text(from: &str) -> String {
    encode_text(&printable(from)).into_owned()
}

fn value(from: &str) -> String {
    attribute(&printable(from)).into_owned()
}
