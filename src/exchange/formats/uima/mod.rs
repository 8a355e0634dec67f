//! UIMA CAS, as `INCEpTION` and other programs built on it keep annotations: XML (XMI, with its type system beside it) and JSON
//! (version 0.4).
//!
//! Sources: the UIMA references, "XMI CAS Serialization" and "JSON CAS Serialization 0.4"; the type names of `DKPro` Core; how
//! `INCEpTION` tells span and relation layers of a type system apart. Offsets count UTF-16 units. There are two layers of spans,
//! `webanno.custom.Mention` and `webanno.custom.ClaimPart`, and one of relations between the latter,
//! `webanno.custom.ClaimLink`. A span is in one piece, so the further pieces of a claim's content are claim parts of
//! their own, linked to the first by `piece_of`. What is known about the article is a document-level `webanno.custom.Article`.

mod json;
mod read;
mod xmi;

use std::borrow::Cow;
use std::io;

pub use json::FORMAT as JSON;
pub use xmi::FORMAT as XMI;

use crate::annotation::Metadata;
use crate::exchange::export::Tokenizer;
use crate::exchange::formats::aligned::Aligned;
use crate::exchange::marks::{Field, Holds, Marked};
use crate::text::{OffsetMap, Span, Unit};

/// What both notations hold.
const HOLDS: Holds = Holds {
    pieces: false,
    ..Holds::MARKS
};

const STRING: &str = "uima.cas.String";
const ANNOTATION: &str = "uima.tcas.Annotation";
const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const ARTICLE: &str = "webanno.custom.Article";
const MENTION: &str = "webanno.custom.Mention";
const PART: &str = "webanno.custom.ClaimPart";
const LINK: &str = "webanno.custom.ClaimLink";

/// Number of the text itself; the other numbers follow it.
const SOFA: usize = 1;

/// A type of the type system.
struct Type {
    name: &'static str,
    parent: &'static str,
    /// Features with their ranges.
    features: Vec<(&'static str, &'static str)>,
}

/// The type system.
fn types() -> Vec<Type> {
    let strings = |names: &[&'static str]| names.iter().map(|name| (*name, STRING)).collect::<Vec<_>>();
    let fields = |of: Option<&str>| {
        let known = Field::ALL.iter().filter(move |field| match of {
            None => matches!(field, Field::Form | Field::Note),
            Some(_) => field.of().is_some() || **field == Field::Note,
        });
        known.map(|field| (field.name(), STRING)).collect::<Vec<_>>()
    };
    let span = |name, label, fields: Vec<(&'static str, &'static str)>| Type {
        name,
        parent: ANNOTATION,
        features: [strings(&[label, "actor", "actorName"]), fields].concat(),
    };
    let plain = |name| Type {
        name,
        parent: ANNOTATION,
        features: Vec::new(),
    };
    vec![
        Type {
            name: METADATA,
            parent: "uima.tcas.DocumentAnnotation",
            features: strings(&["documentTitle", "documentId", "documentUri"]),
        },
        plain(SENTENCE),
        plain(TOKEN),
        Type {
            name: ARTICLE,
            parent: "uima.cas.AnnotationBase",
            features: strings(&[
                "title",
                "publisher",
                "author",
                "published",
                "url",
                "language",
                "importedFrom",
            ]),
        },
        span(MENTION, "kind", fields(None)),
        span(PART, "role", fields(Some(PART))),
        Type {
            name: LINK,
            parent: ANNOTATION,
            features: vec![("Governor", PART), ("Dependent", PART), ("role", STRING)],
        },
    ]
}

/// A feature structure.
struct Structure<'a> {
    id: usize,
    kind: &'static str,
    /// Begin and end in UTF-16 units, for annotations.
    at: Option<[usize; 2]>,
    /// Features that are strings.
    strings: Vec<(&'static str, Cow<'a, str>)>,
    /// Features that are other structures.
    refs: Vec<(&'static str, usize)>,
}

/// Hands over all structures but the text, numbered without gaps from the one after [`SOFA`], and says how many there
/// are. They come one at a time because a long article has millions of tokens.
fn each_structure(
    marked: &Marked,
    tokens: &Tokenizer,
    each: &mut dyn FnMut(&Structure<'_>) -> io::Result<()>,
) -> io::Result<usize> {
    let text = marked.text.as_str();
    let units = OffsetMap::new(text);
    let at = |span: Span| units.span_from_bytes(span, Unit::Utf16);
    let mut count = 0;
    let mut hand = |kind, at, strings, refs| {
        count += 1;
        each(&Structure {
            id: SOFA + count,
            kind,
            at,
            strings,
            refs,
        })?;
        Ok::<_, io::Error>(SOFA + count)
    };
    let meta = &marked.metadata;
    let language = if meta.language.is_empty() {
        "x-unspecified"
    } else {
        &meta.language
    };
    let whole = [0, units.from_byte(text.len(), Unit::Utf16)];
    let document = [
        ("language", language),
        ("documentTitle", &meta.title),
        ("documentId", &marked.name),
        ("documentUri", &meta.url),
    ];
    hand(METADATA, Some(whole), known(&document), Vec::new())?;
    if *meta != Metadata::default() {
        let published = meta.published.map_or(String::new(), |day| day.to_string());
        let details = [
            ("title", meta.title.as_str()),
            ("publisher", &meta.publisher),
            ("author", &meta.author),
            ("published", &published),
            ("url", &meta.url),
            ("language", &meta.language),
            ("importedFrom", &meta.imported_from),
        ];
        hand(ARTICLE, None, known(&details), Vec::new())?;
    }
    let cut = Aligned::new(marked, tokens).cut;
    for sentence in &cut.sentences {
        let words = cut.tokens.get(sentence.clone()).unwrap_or_default();
        if let Some(span) = crate::text::hull(words) {
            hand(SENTENCE, Some(at(span)), Vec::new(), Vec::new())?;
        }
    }
    for token in &cut.tokens {
        hand(TOKEN, Some(at(*token)), Vec::new(), Vec::new())?;
    }
    let mut places = Vec::with_capacity(marked.marks.len());
    for mark in &marked.marks {
        let Some(span) = mark.hull() else {
            places.push(None);
            continue;
        };
        let (kind, label) = if mark.is_part() {
            (PART, "role")
        } else {
            (MENTION, "kind")
        };
        let mut strings = vec![(label, Cow::Borrowed(mark.label.as_str()))];
        if let Some(actor) = &mark.actor {
            strings.extend(known(&[("actor", &actor.id), ("actorName", &actor.name)]));
        }
        let fields = mark.fields.iter();
        strings.extend(fields.map(|(field, value)| (field.name(), Cow::Borrowed(value.as_str()))));
        let at = at(span);
        let id = hand(kind, Some(at), strings, Vec::new())?;
        places.push(Some((id, at)));
    }
    for link in &marked.links {
        let place = |index: usize| places.get(index).copied().flatten();
        if let (Some((from, _)), Some((to, at))) = (place(link.from), place(link.to)) {
            let role = vec![("role", Cow::Borrowed(link.label.as_str()))];
            hand(LINK, Some(at), role, vec![("Governor", from), ("Dependent", to)])?;
        }
    }
    Ok(count)
}

/// Those that are not empty.
fn known<'a>(features: &[(&'static str, &str)]) -> Vec<(&'static str, Cow<'a, str>)> {
    let filled = features.iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(name, value)| (*name, Cow::Owned((*value).to_owned())))
        .collect()
}

#[cfg(test)]
mod tests;
