//! What stands in an item: spans, closed lists, figures, verdicts. Bad values are told and replaced or left out.

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::super::warning::Notes;
use super::anchor::{Anchors, Place};
use super::from_domain::rounded;
use super::names::Named;
use super::{BodyFile, FigureFile, MetadataFile, OriginFile, PartyFile, SpanFile, VerdictFile};
use crate::annotation::{
    ActorId, Body, Claim, Figure, ItemId, KindId, Mention, Metadata, Origin, Party, RatingId, Verdict,
    to_millisecond,
};
use crate::text::Span;

/// What becomes of a file that was repaired while it was read.
pub(super) const KEPT: &str =
    "Nothing is lost: before Claimdesk next writes this file, it puts the present one into \"set-aside\".";

/// Reads one file; what does not fit goes into its notes.
pub(super) struct Reader<'a, 'n> {
    pub(super) notes: &'a mut Notes<'n>,
    /// Id of the thing that is being read, for messages; empty for the file itself.
    pub(super) thing: String,
    pub(super) anchors: Option<&'a Anchors<'a>>,
    /// Whether the text was edited since the file was written.
    pub(super) edited: bool,
}

/// How the spans of a body are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spans {
    /// Each must have its place in the text.
    Now,
    /// Where the words are now, else by the numbers.
    Past,
    /// By the numbers.
    Raw,
}

impl Reader<'_, '_> {
    pub(super) fn warn(&mut self, what: impl Into<String>, hint: &str) {
        if self.thing.is_empty() {
            self.notes.file(what, hint);
        } else {
            self.notes.thing(&self.thing, what, hint);
        }
    }

    pub(super) fn pick<T: Named>(&mut self, name: &str) -> T {
        if name.is_empty() {
            return T::DEFAULT;
        }
        T::from_name(name).unwrap_or_else(|| {
            let known: Vec<_> = T::NAMES.iter().map(|(_, known)| *known).collect();
            let (list, now) = (T::LIST, T::DEFAULT.name());
            self.warn(
                format!("\"{name}\" is no {list}; read as \"{now}\"."),
                &format!("Known are: {}.", known.join(", ")),
            );
            T::DEFAULT
        })
    }

    pub(super) fn time(&mut self, text: &str) -> Timestamp {
        // As fine as it will be written, or the next save would change what nobody touched.
        if let Ok(time) = text.parse() {
            return to_millisecond(time);
        }
        self.warn(
            format!("\"{text}\" is no time; read as 1970."),
            "Write it as 2031-03-04T05:06:07Z.",
        );
        Timestamp::UNIX_EPOCH
    }

    pub(super) fn actor_id(&mut self, id: &str) -> Option<ActorId> {
        let parsed = ActorId::parse(id);
        if parsed.is_none() && !id.is_empty() {
            self.warn(
                format!("\"{id}\" is no id of an actor; the link is left out."),
                KEPT,
            );
        }
        parsed
    }

    fn item_id(&mut self, id: &str) -> Option<ItemId> {
        let parsed = ItemId::parse(id);
        if parsed.is_none() && !id.is_empty() {
            self.warn(
                format!("\"{id}\" is no id of a claim; the link is left out."),
                KEPT,
            );
        }
        parsed
    }

    fn party(&mut self, file: &PartyFile, how: Spans) -> Result<Party, String> {
        Ok(Party {
            span: self.place(&file.at, how)?,
            actor: self.actor_id(&file.actor),
        })
    }

    pub(super) fn score(&mut self, score: f32) -> f32 {
        if (0.0..=1.0).contains(&score) {
            return rounded(score);
        }
        self.warn(
            format!("The score {score} is not between 0 and 1; brought into that range."),
            "",
        );
        if score.is_finite() {
            score.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    fn span(&mut self, file: &SpanFile) -> Result<Span, String> {
        let found = self.anchors.and_then(|anchors| anchors.find(file));
        match found {
            Some(Place::Same(span)) => Ok(span),
            Some(Place::Moved(span)) => {
                let what = format!(
                    "\"{}\" is not at {}..{} any more; found at {}..{}.",
                    shown(&file.2),
                    file.0,
                    file.1,
                    span.start(),
                    span.end()
                );
                self.warn(what, "Look whether that is the right place.");
                Ok(span)
            }
            None if file.2.is_empty() => Err(format!("{}..{} is no place in the text", file.0, file.1)),
            None => Err(format!(
                "\"{}\" is not at {}..{} of the text",
                shown(&file.2),
                file.0,
                file.1
            )),
        }
    }

    /// Where `file` is, as far as it matters.
    fn place(&mut self, file: &SpanFile, spans: Spans) -> Result<Span, String> {
        let lost = || format!("{}..{} is no place in any text", file.0, file.1);
        match spans {
            Spans::Now => self.span(file),
            Spans::Past => self.past_span(file).ok_or_else(lost),
            Spans::Raw => file.raw().ok_or_else(lost),
        }
    }

    /// A span of the past: its words may be gone from the text, its numbers are kept all the same.
    pub(super) fn past_span(&self, file: &SpanFile) -> Option<Span> {
        let found = self.anchors.and_then(|anchors| anchors.find(file));
        found.map(Place::span).or_else(|| file.raw())
    }

    /// A body of the past, by its numbers alone or where its words are now. Nothing is warned about: what it says is over.
    pub(super) fn past_body(&self, file: &BodyFile, spans: Spans) -> Option<Body> {
        let path = std::path::PathBuf::new();
        let mut silent = Notes::new(&path, "");
        let mut reader = Reader {
            notes: &mut silent,
            thing: String::new(),
            anchors: self.anchors,
            edited: self.edited,
        };
        reader.body(file, spans).ok()
    }

    pub(super) fn body(&mut self, file: &BodyFile, how: Spans) -> Result<Body, String> {
        let (content, cue, source, via, figures, targets) = match file {
            BodyFile::Mention {
                at,
                kind,
                form,
                actor,
                note,
            } => {
                return Ok(Body::Mention(Mention {
                    span: self.place(at, how)?,
                    kind: KindId::new(kind.clone()),
                    form: self.pick(form),
                    actor: self.actor_id(actor),
                    note: note.clone(),
                }));
            }
            BodyFile::Claim {
                content,
                cue,
                source,
                via,
                figures,
                targets,
                ..
            } => (content, cue, source, via, figures, targets),
        };
        let mut spans = content
            .iter()
            .map(|span| self.place(span, how))
            .collect::<Result<Vec<_>, _>>()?;
        if how == Spans::Now {
            spans.sort_unstable();
            if spans.is_empty() {
                return Err("it has no content".to_owned());
            }
            let mut pairs = spans.iter().zip(spans.iter().skip(1));
            if pairs.any(|(a, b)| a.overlaps(*b)) {
                self.warn("Parts of the content overlap; joined.", "");
                spans = joined(&spans);
            }
        }
        let cue = cue.as_ref().map(|span| self.place(span, how)).transpose()?;
        let source = source.as_ref().map(|span| self.place(span, how)).transpose()?;
        let via = via.as_ref().map(|via| self.party(via, how)).transpose()?;
        let mut read_figures = Vec::new();
        for figure in figures {
            let span = self.place(&figure.at, how)?;
            read_figures.extend(self.figure(figure, span));
        }
        let mut read_targets = Vec::new();
        for target in targets {
            read_targets.push(self.party(target, how)?);
        }
        Ok(Body::Claim(Box::new(Claim {
            content: spans,
            cue,
            source,
            via,
            figures: read_figures,
            targets: read_targets,
            ..self.claim_without_spans(file)
        })))
    }

    fn claim_without_spans(&mut self, file: &BodyFile) -> Claim {
        let BodyFile::Claim {
            speaker,
            within,
            act,
            quote,
            check_worthiness,
            verdict,
            note,
            ..
        } = file
        else {
            return Claim::default();
        };
        Claim {
            speaker: self.actor_id(speaker),
            within: self.item_id(within),
            act: self.pick(act),
            quote: self.pick(quote),
            check_worthiness: self.score(*check_worthiness),
            verdict: verdict.as_ref().map(|verdict| self.verdict(verdict)),
            note: note.clone(),
            ..Claim::default()
        }
    }

    fn figure(&mut self, file: &FigureFile, span: Span) -> Option<Figure> {
        if !file.value.is_finite() || file.value < 0.0 {
            self.warn(
                format!("{} cannot be counted; the figure is left out.", file.value),
                KEPT,
            );
            return None;
        }
        let value_to = file.to.filter(|to| to.is_finite() && *to >= file.value);
        if value_to.is_none() && file.to.is_some() {
            self.warn("The upper end of a range is below its lower end; left out.", KEPT);
        }
        let date = file.date.parse().ok();
        if date.is_none() && !file.date.is_empty() {
            self.warn(
                format!("\"{}\" is no day and no range of days; left out.", file.date),
                "Write it as 2024-03-02 or 2024-03-02 to 2024-03-05.",
            );
        }
        Some(Figure {
            span,
            value: file.value,
            value_to,
            bound: self.pick(&file.bound),
            measure: self.pick(&file.measure),
            who: file.who.clone(),
            place: file.place.clone(),
            when: file.when.clone(),
            date,
            by: file.by.clone(),
        })
    }

    fn verdict(&mut self, file: &VerdictFile) -> Verdict {
        let evidence = file.evidence.iter().map(|e| e.read(self.pick(&e.bearing)));
        Verdict {
            evidence: evidence.collect(),
            rating: match file.rating.as_str() {
                "" => RatingId::UNPROVEN,
                // The scale may lack it, or another copy of the project may have it: it stays as it is.
                id => RatingId::new(id),
            },
            rationale: file.rationale.clone(),
        }
    }

    pub(super) fn origin(&mut self, file: &OriginFile) -> Origin {
        Origin {
            suggester: file.by.clone(),
            version: file.version.clone(),
            score: self.score(file.score),
            reason: file.reason.clone(),
        }
    }

    pub(super) fn metadata(&mut self, file: MetadataFile) -> Metadata {
        let published: Option<Date> = file.published.parse().ok();
        if published.is_none() && !file.published.is_empty() {
            self.warn(
                format!(
                    "\"{}\" is no date; the day of publication is left out.",
                    file.published
                ),
                "Write it as 2031-03-04.",
            );
        }
        Metadata {
            title: file.title,
            publisher: file.publisher,
            author: file.author,
            published,
            url: file.url,
            language: file.language,
            imported_from: file.imported_from,
        }
    }
}

fn joined(spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if last.overlaps(*span) => *last = last.hull(*span),
            _ => out.push(*span),
        }
    }
    out
}

/// The words, short enough for a message.
pub(super) fn shown(words: &str) -> String {
    let mut shown: String = words
        .chars()
        .take(60)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}
