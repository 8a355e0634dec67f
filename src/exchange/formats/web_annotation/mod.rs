//! W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>): per article its text and a list of annotations in JSON-LD.
//!
//! A mark is an annotation with the motivation `tagging`. Its target is the text, with the words (`TextQuoteSelector`) and
//! their place in code points (`TextPositionSelector`). Its bodies are the label (purpose `tagging`), the actor
//! (`identifying`) and the details (`describing`, named by `claimdesk:field`). A link is an annotation with the motivation
//! `linking` whose two targets are the annotations, in the direction of the link. The further pieces of a claim's content
//! are annotations of their own, linked to the first by `piece_of`; several targets would mean the same said of each. What
//! is known about the article is said of the text as a whole. Every annotation carries its context, so that it stays valid on
//! its own.

mod read;

use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::annotation::{Article, Metadata, Project};
use crate::exchange::export::{Files, Format, Reader, Shape, Writer};
use crate::exchange::formats::reading::{METADATA, metadata_fields};
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Mark, Marked};
use crate::text::{OffsetMap, Span, Unit};

/// The format.
pub const FORMAT: Format = Format {
    id: "web-annotation",
    title: "W3C Web Annotation",
    about: "For programs that know the standard of the web: JSON-LD per article, beside its text.",
    shape: Shape::Folder,
    holds: Holds {
        pieces: false,
        ..Holds::MARKS
    },
    writer: |_, _| Box::new(Annotations),
    reader: Some(Reader::Marks(read::read)),
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// How much is quoted around the words, in characters.
const AROUND: usize = 32;
/// How much is gathered before it is handed on, in bytes.
const BUFFER: usize = 1 << 16;

struct Annotations;

impl Writer for Annotations {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &FORMAT.holds, losses);
        let text = marked.text.as_str();
        files.write(&format!("{}.txt", marked.name), text.as_bytes())?;
        let name = format!("{}.jsonld", marked.name);
        let points = OffsetMap::new(text);
        let id = |number: usize| format!("urn:claimdesk:{}:{number}", marked.name);
        let source = format!("urn:claimdesk:{}.txt", marked.name);
        let mut out = Vec::new();
        let mut count = 0;
        let mut put = |annotation: &Value| {
            out.extend_from_slice(if count == 0 { b"[\n" } else { b",\n" });
            count += 1;
            serde_json::to_writer(&mut out, annotation)?;
            if out.len() > BUFFER {
                files.write(&name, &out)?;
                out.clear();
            }
            Ok::<_, io::Error>(())
        };
        if marked.metadata != Metadata::default() {
            let about = details(&marked.metadata);
            put(&annotation(&id(0), "describing", about, source.as_str().into()))?;
        }
        for (index, mark) in marked.marks.iter().enumerate() {
            if let Some(span) = mark.hull() {
                let target = json!({"source": source, "selector": selectors(text, &points, span)});
                put(&annotation(&id(index + 1), "tagging", bodies(mark), target))?;
            }
        }
        for (index, link) in marked.links.iter().enumerate() {
            let number = marked.marks.len() + 1 + index;
            let ends = json!([id(link.from + 1), id(link.to + 1)]);
            put(&annotation(
                &id(number),
                "linking",
                vec![body("tagging", &link.label)],
                ends,
            ))?;
        }
        if count == 0 {
            out.push(b'[');
        }
        writeln!(out, "\n]")?;
        files.write(&name, &out)
    }

    fn finish(&mut self, _: &mut dyn Files) -> io::Result<()> {
        Ok(())
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the values become part of the annotation"
)]
fn annotation(id: &str, motivation: &str, bodies: Vec<Value>, target: Value) -> Value {
    json!({
        "@context": [CONTEXT, {"claimdesk": "urn:claimdesk:terms:"}],
        "id": id,
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    })
}

fn body(purpose: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": purpose, "value": value})
}

fn detail(field: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "describing", "claimdesk:field": field, "value": value})
}

fn bodies(mark: &Mark) -> Vec<Value> {
    let mut all = vec![body("tagging", &mark.label)];
    if let Some(actor) = &mark.actor {
        all.push(json!({
            "type": "TextualBody",
            "purpose": "identifying",
            "claimdesk:actor": actor.id,
            "value": actor.name,
        }));
    }
    all.extend(
        mark.fields
            .iter()
            .map(|(field, value)| detail(field.name(), value)),
    );
    all
}

fn details(meta: &Metadata) -> Vec<Value> {
    let known = metadata_fields(meta);
    let filled = METADATA
        .iter()
        .filter_map(|name| Some(detail(name, known.get(*name)?.as_str()?)));
    filled.collect()
}

fn selectors(text: &str, points: &OffsetMap<'_>, span: Span) -> Value {
    let [start, end] = points.span_from_bytes(span, Unit::CodePoint);
    let before = text.get(..span.start()).unwrap_or_default();
    let after = text.get(span.end()..).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    json!([
        {
            "type": "TextQuoteSelector",
            "exact": text.get(span.range()).unwrap_or_default(),
            "prefix": before.get(from..).unwrap_or_default(),
            "suffix": after.get(..to).unwrap_or_default(),
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ])
}

#[cfg(test)]
mod tests;
