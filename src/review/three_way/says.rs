//! What each side says of an item, in a few words for the person who decides.

use crate::annotation::{Body, Claim, Item, Mention, Status, main_span};
use crate::text::{ArticleText, Span};

/// The beginning of `text`, on one line.
pub(super) fn short(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(40) {
        words.truncate(end);
        words.push('…');
    }
    words
}

/// The words by which an item is known.
pub(super) fn words(text: &ArticleText, body: &Body) -> String {
    main_span(body).map_or_else(String::new, |span| quote(text, span))
}

fn quote(text: &ArticleText, span: Span) -> String {
    format!("“{}”", short(text.slice(span)))
}

/// What `item` is where the other side has `other`; `None` is what a person took away.
pub(super) fn says(text: &ArticleText, item: Option<&Item>, other: Option<&Item>) -> String {
    let Some(item) = item else {
        return "removed".to_owned();
    };
    if item.status == Status::Rejected {
        return "rejected".to_owned();
    }
    let other = other.filter(|other| other.status != Status::Rejected);
    match (&item.body, other.map(|other| &other.body)) {
        (Body::Mention(is), Some(Body::Mention(other))) => mention(text, is, Some(other)),
        (Body::Mention(is), _) => mention(text, is, None),
        (Body::Claim(is), Some(Body::Claim(other))) => claim(text, is, Some(other)),
        (Body::Claim(is), _) => claim(text, is, None),
    }
}

fn mention(text: &ArticleText, is: &Mention, other: Option<&Mention>) -> String {
    let Some(other) = other else {
        return is.kind.as_str().replace('_', " ");
    };
    let mut parts = Vec::new();
    if is.kind != other.kind {
        parts.push(is.kind.as_str().replace('_', " "));
    }
    if is.span != other.span {
        parts.push(quote(text, is.span));
    }
    if is.form != other.form {
        parts.push(is.form.id().to_owned());
    }
    if is.actor != other.actor {
        let actor = is.actor.map(|id| format!("actor {id}"));
        parts.push(actor.unwrap_or_else(|| "no actor".to_owned()));
    }
    if is.note != other.note {
        parts.push(note(&is.note));
    }
    if parts.is_empty() {
        return is.kind.as_str().replace('_', " ");
    }
    parts.join(", ")
}

fn note(note: &str) -> String {
    if note.is_empty() {
        "no note".to_owned()
    } else {
        format!("note “{}”", short(note))
    }
}

fn part(text: &ArticleText, what: &str, span: Option<Span>) -> String {
    span.map_or_else(
        || format!("no {what}"),
        |span| format!("{what} {}", quote(text, span)),
    )
}

fn claim(text: &ArticleText, is: &Claim, other: Option<&Claim>) -> String {
    let plain = || format!("a claim, {}", is.act.id());
    let Some(other) = other else {
        return plain();
    };
    let mut parts = Vec::new();
    if is.content != other.content {
        let content: Vec<String> = is.content.iter().map(|span| quote(text, *span)).collect();
        parts.push(format!("content {}", content.join(" ")));
    }
    if is.cue != other.cue {
        parts.push(part(text, "cue", is.cue));
    }
    if is.source != other.source {
        parts.push(part(text, "source", is.source));
    }
    if is.speaker != other.speaker {
        let speaker = is.speaker.map(|id| format!("speaker {id}"));
        parts.push(speaker.unwrap_or_else(|| "no speaker".to_owned()));
    }
    if is.via != other.via {
        parts.push(part(text, "via", is.via.as_ref().map(|via| via.span)));
    }
    if is.within != other.within {
        let alone = is.within.is_none();
        parts.push(
            if alone {
                "by itself"
            } else {
                "within another claim"
            }
            .to_owned(),
        );
    }
    if is.act != other.act {
        parts.push(is.act.id().to_owned());
    }
    if is.quote != other.quote {
        parts.push(format!("{} quotation", is.quote.id()));
    }
    if is.figures != other.figures {
        let figures: Vec<String> = is.figures.iter().map(|f| quote(text, f.span)).collect();
        parts.push(listed("figures", &figures));
    }
    if is.targets != other.targets {
        let targets: Vec<String> = is.targets.iter().map(|t| quote(text, t.span)).collect();
        parts.push(listed("targets", &targets));
    }
    if is.verdict != other.verdict {
        let verdict = is.verdict.as_ref();
        parts.push(verdict.map_or_else(
            || "no verdict".to_owned(),
            |verdict| format!("verdict {}", verdict.rating),
        ));
    }
    if is.note != other.note {
        parts.push(note(&is.note));
    }
    if parts.is_empty() {
        return plain();
    }
    parts.join(", ")
}

fn listed(what: &str, all: &[String]) -> String {
    if all.is_empty() {
        format!("no {what}")
    } else {
        format!("{what} {}", all.join(" "))
    }
}
