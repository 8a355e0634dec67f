//! The items of an article file, and those among them that lost their place.

use std::collections::BTreeMap;

use super::super::super::candidates;
use super::names::Named as _;
use super::reader::{KEPT, Reader, Spans, shown};
use super::to_domain::item_decision;
use super::{ArticleFile, BodyFile, EntryFile, ItemFile, Side};
use crate::annotation::{Action, Body, Decision, Item, ItemId, Orphan, Past, Quote, Status, main_span};
use crate::text::{ArticleText, Span};

/// What was read so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) items: BTreeMap<ItemId, Item>,
    pub(super) orphans: BTreeMap<ItemId, Orphan>,
    pub(super) past: BTreeMap<ItemId, Past>,
    pub(super) decisions: Vec<Decision>,
}

impl Found {
    /// Whether the id is taken, and if so, whether by the same body read the same way.
    fn taken(&self, id: ItemId, body: &Body, spans: Spans) -> Option<bool> {
        let item = self.items.get(&id).map(|item| (&item.body, Spans::Now));
        let orphan = self
            .orphans
            .get(&id)
            .map(|orphan| (&orphan.item.body, Spans::Raw));
        let (known, how) = item.or(orphan)?;
        Some(known == body && how == spans)
    }
}

impl Reader<'_, '_> {
    /// Items and orphans. Whatever has no place in the text is kept as an orphan.
    pub(super) fn items(&mut self, file: &ArticleFile, text: &ArticleText, read: &mut Found) {
        let mut lost = Vec::new();
        for item in &file.items {
            self.thing.clone_from(&item.id);
            let told = self.notes.found.len();
            match self.body(&item.body, Spans::Now) {
                Ok(body) => {
                    if let Some(known) = self.item(item, body, Spans::Now, read) {
                        self.past(known.id, &item.history, text, read);
                        read.items.insert(known.id, known);
                    }
                }
                Err(why) => {
                    // Where its other parts were found is of no use without this one.
                    self.notes.found.truncate(told);
                    lost.push((item, Some(why)));
                }
            }
        }
        let known = file.orphans.iter().map(|orphan| (orphan, None));
        let mut kept = Vec::new();
        for (file, why) in lost.into_iter().chain(known) {
            self.thing.clone_from(&file.id);
            let Ok(body) = self.body(&file.body, Spans::Raw) else {
                self.warn(
                    format!("Item {} is left out: it has no place at all.", file.id),
                    KEPT,
                );
                continue;
            };
            let Some(item) = self.item(file, body, Spans::Raw, read) else {
                continue;
            };
            kept.push((&file.id, item.id, why));
            let orphan = Orphan {
                words: words(self, file, text),
                item,
                candidate: None,
            };
            read.orphans.insert(orphan.item.id, orphan);
        }
        candidates::find(text, &mut read.orphans);
        for (thing, id, why) in kept {
            if let Some(orphan) = read.orphans.get(&id) {
                self.notes
                    .orphan(thing, told(orphan, text, why.as_deref()), why.is_some());
            }
        }
    }

    /// What a file says about an item with this body, its history included; `None` if it is one that is known.
    fn item(&mut self, file: &ItemFile, body: Body, spans: Spans, read: &mut Found) -> Option<Item> {
        let parsed = ItemId::parse(&file.id);
        let free = |read: &Found| ItemId::for_body(&body, |id| read.taken(id, &body, spans).is_some());
        let mut id = parsed.unwrap_or_else(|| free(read));
        if parsed.is_none() {
            self.warn(format!("\"{}\" is no id of an item; read as {id}.", file.id), "");
        }
        let same = read.taken(id, &body, spans);
        match same {
            Some(true) => self.warn(format!("Item {id} is there twice; read as one."), ""),
            Some(false) => {
                let free = free(read);
                let what = format!("Two items have the id {id}; the second is now {free}.");
                self.warn(what, "");
                id = free;
            }
            None => {}
        }
        let past = if spans == Spans::Raw {
            spans
        } else {
            self.past_spans()
        };
        let history = file.history.iter().cloned();
        let told = self.entries(history, Some(&body), |reader, file| reader.past_body(&file, past));
        let told = told.into_iter().map(|told| item_decision(id, told));
        if same == Some(true) {
            let new: Vec<_> = told
                .filter(|decision| !read.decisions.contains(decision))
                .collect();
            read.decisions.extend(new);
            return None;
        }
        read.decisions.extend(told);
        let origin = file.suggested.as_ref().map(|origin| self.origin(origin));
        let status = match Status::from_name(&file.status) {
            Some(status) => status,
            None if origin.is_none() => {
                let what = format!("\"{}\" is no status; read as \"added\".", file.status);
                self.warn(what, KEPT);
                Status::Added
            }
            None => self.pick(&file.status),
        };
        Some(Item {
            id,
            body,
            status,
            origin,
        })
    }
}

impl Reader<'_, '_> {
    /// How the spans of decisions are read: in a text that nobody edited they stand as they were written.
    pub(super) const fn past_spans(&self) -> Spans {
        if self.edited { Spans::Past } else { Spans::Raw }
    }

    /// The sides of an item's history that are read, with their numbers from the oldest on. Entries and sides that cannot
    /// be read are no part of it, see `entries`.
    fn sides<'f>(
        &self,
        history: &'f [EntryFile<BodyFile>],
        spans: Spans,
    ) -> impl Iterator<Item = (usize, &'f BodyFile)> {
        let entries = history
            .iter()
            .filter(|entry| Action::from_name(&entry.did).is_some());
        let sides = entries
            .flat_map(|entry| [&entry.before, &entry.after])
            .enumerate();
        sides.filter_map(move |(index, side)| match side {
            Side::Is(body) if self.past_body(body, spans).is_some() => Some((index, body)),
            _ => None,
        })
    }

    /// Keeps the words of the item's history that the text has no more.
    pub(super) fn past(
        &self,
        id: ItemId,
        history: &[EntryFile<BodyFile>],
        text: &ArticleText,
        read: &mut Found,
    ) {
        let mut past = Past::default();
        for (index, body) in self.sides(history, self.past_spans()) {
            for file in body.spans() {
                let place = if self.edited {
                    self.past_span(file)
                } else {
                    file.raw()
                };
                let lost = place.filter(|place| !file.2.is_empty() && text.slice(*place) != file.2);
                if let Some(place) = lost {
                    past.words.entry(place).or_insert_with(|| file.quote());
                    past.sides = index + 1;
                }
            }
        }
        if past.sides > 0 {
            read.past.entry(id).or_insert(past);
        }
    }
}

/// The words of an orphan's spans, and of those spans of its history that have others in the present text.
fn words(reader: &Reader<'_, '_>, file: &ItemFile, text: &ArticleText) -> BTreeMap<Span, Quote> {
    let spans = |body: &BodyFile| -> Vec<_> {
        let spans = body.spans().into_iter();
        spans
            .filter_map(|span| Some((span.raw()?, span.quote())))
            .collect()
    };
    let mut words: BTreeMap<Span, Quote> = spans(&file.body).into_iter().collect();
    for (_, body) in reader.sides(&file.history, Spans::Raw) {
        let other = spans(body).into_iter();
        for (span, quote) in other.filter(|(span, quote)| text.slice(*span) != quote.words) {
            words.entry(span).or_insert(quote);
        }
    }
    words
}

/// That an item lost its place, and where it may belong.
fn told(orphan: &Orphan, text: &ArticleText, why: Option<&str>) -> String {
    let id = orphan.item.id;
    let lost = why.map_or_else(
        || format!("Item {id} (\"{}\") waits for a place.", shown(orphan.shown())),
        |why| format!("Item {id} lost its place: {why}."),
    );
    match orphan.candidate.as_ref().and_then(main_span) {
        Some(span) => {
            let (words, start, end) = (shown(text.slice(span)), span.start(), span.end());
            format!("{lost} Most alike is \"{words}\" at {start}..{end}.")
        }
        None => format!("{lost} Nothing in the text is like it."),
    }
}
