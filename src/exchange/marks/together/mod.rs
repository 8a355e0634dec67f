//! Putting marks together to mentions and claims.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CLAIM, CUE, FIGURE, Field, Known, Mark, Marked, NO_SCHEME, PIECE_OF, SOURCE, TARGET, VIA, WITHIN,
};
use crate::annotation::{
    Act, Actor, ActorId, Article, ArticleId, Body, Bound, Claim, DateRange, Figure, Form, Item, ItemId,
    KindId, LabelScheme, Measure, Mention, Origin, Party, QuoteType, RatingId, RatingLabel, Status, Verdict,
};
use crate::exchange::annotated::{Annotated, Mapping, Meaning};
use crate::exchange::loss::{Loss, Losses};
use crate::text::Span;
use crate::text::zones::find_zones_titled;

impl Marked {
    /// The article with its items. What cannot be carried goes into `losses`.
    ///
    /// Which way a link runs does not matter: between a claim and a part it makes the part one of the claim. A mention that is
    /// linked to a claim as its source, target or who it came through is that, too.
    #[must_use]
    pub fn together(self, mapping: &Mapping, scheme: &LabelScheme, losses: &mut Losses) -> Annotated {
        let meanings = self
            .marks
            .iter()
            .map(|mark| mapping.get(&mark.label, scheme))
            .collect();
        let mut together = Together {
            marked: &self,
            meanings,
            ratings: &scheme.ratings,
            actors: BTreeMap::new(),
            losses,
        };
        let actor_kinds = together.actor_kinds();
        let claims = together.claims(&actor_kinds);
        let mut items: BTreeMap<ItemId, Item> = BTreeMap::new();
        for index in 0..self.marks.len() {
            together.mention(index, &mut items);
        }
        together.put_claims(claims, &mut items);
        let actors = together.actors;
        let title = if self.metadata.title.is_empty() {
            &self.name
        } else {
            &self.metadata.title
        };
        let id = ArticleId::parse(&self.name).unwrap_or_else(|| ArticleId::from_name(title, |_| false));
        let zones = find_zones_titled(&self.text, &self.metadata.title);
        let added = jiff::Timestamp::UNIX_EPOCH;
        let mut article = Article::new(id, added, self.metadata.clone(), self.text.clone(), zones);
        article.items = items;
        Annotated {
            article,
            actors,
            about: None,
        }
    }
}

/// A claim that is being put together.
struct Draft {
    claim: Claim,
    status: Status,
    origin: Option<Origin>,
    /// Index of the claim that it stands within.
    within: Option<usize>,
}

struct Together<'a> {
    marked: &'a Marked,
    meanings: Vec<Meaning>,
    /// The project's scale.
    ratings: &'a [RatingLabel],
    actors: BTreeMap<ActorId, Actor>,
    losses: &'a mut Losses,
}

impl Together<'_> {
    fn meaning(&self, index: usize) -> &Meaning {
        self.meanings.get(index).unwrap_or(&Meaning::Nothing)
    }

    fn is_claim(&self, index: usize) -> bool {
        *self.meaning(index) == Meaning::Part(CLAIM)
    }

    fn words(&self, mark: &Mark) -> &str {
        mark.parts
            .first()
            .map_or("", |span| self.marked.text.slice(*span))
    }

    fn lose(&mut self, loss: Loss, mark: &Mark) {
        let words = self.words(mark).to_owned();
        self.losses.note(loss, &self.marked.name, &words);
    }

    /// The kinds of actors, as far as mentions tell.
    fn actor_kinds(&self) -> BTreeMap<String, KindId> {
        let mut kinds = BTreeMap::new();
        for (mark, meaning) in self.marked.marks.iter().zip(&self.meanings) {
            if let (Some(known), Meaning::Kind(kind)) = (&mark.actor, meaning) {
                kinds.entry(known.id.clone()).or_insert_with(|| kind.clone());
            }
        }
        kinds
    }

    /// The id of an actor, who is kept to be brought in with the article.
    fn actor(&mut self, known: Option<&Known>, kind: Option<&KindId>) -> Option<ActorId> {
        let known = known?;
        let kind = kind.cloned().unwrap_or(KindId::PERSON);
        let name = if known.name.is_empty() {
            &known.id
        } else {
            &known.name
        };
        if name.is_empty() {
            return None;
        }
        let id = ActorId::parse(&known.id).unwrap_or_else(|| ActorId::for_name(name, &kind));
        self.actors.entry(id).or_insert_with(|| Actor {
            id,
            ..Actor::new(name, kind)
        });
        Some(id)
    }

    fn mention(&mut self, index: usize, items: &mut BTreeMap<ItemId, Item>) {
        let marked = self.marked;
        let Some(mark) = marked.marks.get(index) else {
            return;
        };
        let Meaning::Kind(kind) = self.meaning(index).clone() else {
            if *self.meaning(index) == Meaning::Nothing {
                self.lose(Loss::Labels, mark);
            }
            return;
        };
        let Some(span) = mark.hull() else { return };
        if mark.parts.len() > 1 {
            self.lose(Loss::Pieces, mark);
        }
        let mut form = Form::Named;
        let mut note = String::new();
        for (field, value) in &mark.fields {
            match field {
                Field::Form => form = self.parsed(*field, Form::parse(value)).unwrap_or_default(),
                Field::Note => note.clone_from(value),
                other => self.losses.add(Loss::Detail(*other), 1),
            }
        }
        let actor = self.actor(mark.actor.as_ref(), Some(&kind));
        let body = Body::Mention(Mention {
            span,
            kind,
            form,
            actor,
            note,
        });
        put(items, body, mark.status, mark.origin.clone());
    }

    fn parsed<T>(&mut self, field: Field, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.losses.add(Loss::Detail(field), 1);
        }
        value
    }

    /// The claims with their parts.
    fn claims(&mut self, kinds: &BTreeMap<String, KindId>) -> Vec<Draft> {
        let marked = self.marked;
        let first_of = self.first_pieces();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut place: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, mark) in marked.marks.iter().enumerate() {
            if !self.is_claim(index) || first_of.contains_key(&index) {
                continue;
            }
            place.insert(index, drafts.len());
            let speaker = mark.actor.as_ref();
            let speaker = self.actor(speaker, speaker.and_then(|known| kinds.get(&known.id)));
            let claim = self.details(mark, speaker);
            drafts.push(Draft {
                claim,
                status: mark.status,
                origin: mark.origin.clone(),
                within: None,
            });
        }
        for (piece, first) in &first_of {
            let parts = marked.marks.get(*piece).map_or(&[][..], |mark| &mark.parts);
            if let Some(draft) = place.get(first).and_then(|at| drafts.get_mut(*at)) {
                draft.claim.content.extend(parts);
            }
        }
        for draft in &mut drafts {
            draft.claim.content = merged(std::mem::take(&mut draft.claim.content));
        }
        let mut attached = BTreeSet::new();
        for link in &marked.links {
            let (from, to) = (self.is_claim(link.from), self.is_claim(link.to));
            match (from, to) {
                (true, true) => {
                    let ends = place.get(&link.from).zip(place.get(&link.to));
                    if link.label == WITHIN
                        && let Some((inner, outer)) = ends
                        && let Some(draft) = drafts.get_mut(*inner)
                    {
                        let before = draft.within.replace(*outer);
                        let another = before.is_some_and(|before| before != *outer);
                        self.losses.add(Loss::Nesting, usize::from(another));
                    } else if link.label != PIECE_OF || !first_of.contains_key(&link.from) {
                        self.losses.add(Loss::Links, 1);
                    }
                }
                (true, false) | (false, true) => {
                    let (claim, part) = if from {
                        (link.from, link.to)
                    } else {
                        (link.to, link.from)
                    };
                    let claim = first_of.get(&claim).unwrap_or(&claim);
                    let draft = place.get(claim).and_then(|at| drafts.get_mut(*at));
                    if let Some(draft) = draft
                        && self.attach(&mut draft.claim, part, &link.label, kinds)
                    {
                        attached.insert(part);
                    } else {
                        self.losses.add(Loss::Links, 1);
                    }
                }
                (false, false) => self.losses.add(Loss::Links, 1),
            }
        }
        for (index, mark) in marked.marks.iter().enumerate() {
            let is_part = matches!(self.meaning(index), Meaning::Part(part) if *part != CLAIM);
            if is_part && !attached.contains(&index) {
                self.lose(Loss::Parts, mark);
            }
        }
        drafts
    }

    /// The first piece of each further piece of a claim's content.
    fn first_pieces(&mut self) -> BTreeMap<usize, usize> {
        let mut next: BTreeMap<usize, usize> = BTreeMap::new();
        for link in &self.marked.links {
            if link.label == PIECE_OF && self.is_claim(link.from) && self.is_claim(link.to) {
                // A piece is one of one claim; what else it shall be a piece of is lost.
                if *next.entry(link.from).or_insert(link.to) != link.to {
                    self.losses.add(Loss::Links, 1);
                }
            }
        }
        // Each piece is looked at once: a chain can be as long as the file.
        let mut firsts: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for piece in next.keys() {
            let (mut at, mut way) = (*piece, Vec::new());
            let first = loop {
                if let Some(known) = firsts.get(&at) {
                    break *known;
                }
                let Some(before) = next.get(&at) else {
                    break Some(at);
                };
                // A chain of pieces that bites its own tail has no first one.
                firsts.insert(at, None);
                way.push(at);
                at = *before;
            };
            firsts.extend(way.into_iter().map(|piece| (piece, first)));
        }
        firsts
            .into_iter()
            .filter_map(|(piece, first)| Some((piece, first?)))
            .collect()
    }

    fn details(&mut self, mark: &Mark, speaker: Option<ActorId>) -> Claim {
        let mut claim = Claim {
            content: mark.parts.clone(),
            speaker,
            ..Claim::default()
        };
        let mut verdict = None;
        for (field, value) in &mark.fields {
            match field {
                Field::Act => claim.act = self.parsed(*field, Act::parse(value)).unwrap_or_default(),
                Field::Quote => {
                    claim.quote = self.parsed(*field, QuoteType::parse(value)).unwrap_or_default();
                }
                Field::CheckWorthiness => {
                    let worth = value.parse().ok().filter(|worth| (0.0..=1.0).contains(worth));
                    claim.check_worthiness = self.parsed(*field, worth).unwrap_or_default();
                }
                Field::Rating => {
                    let verdict: &mut Verdict = verdict.get_or_insert_default();
                    verdict.rating = self.rating(value);
                }
                Field::Rationale => {
                    let verdict: &mut Verdict = verdict.get_or_insert_default();
                    verdict.rationale.clone_from(value);
                }
                Field::Note => claim.note.clone_from(value),
                other => self.losses.add(Loss::Detail(*other), 1),
            }
        }
        claim.verdict = verdict;
        claim
    }

    /// The rating of that name: one of the project's scale, in which some formats write "_" for a space, else a new one.
    fn rating(&self, value: &str) -> RatingId {
        let mut scale = self.ratings.iter().map(|label| &label.id);
        let known = scale.find(|id| id.as_str() == value || id.as_str().replace(' ', "_") == value);
        known.cloned().unwrap_or_else(|| RatingId::new(value))
    }

    /// Makes a mark a part of a claim; whether it could become one.
    fn attach(
        &mut self,
        claim: &mut Claim,
        part: usize,
        role: &str,
        kinds: &BTreeMap<String, KindId>,
    ) -> bool {
        let marked = self.marked;
        let Some(mark) = marked.marks.get(part) else {
            return false;
        };
        let Some(span) = mark.hull() else { return false };
        let known = mark.actor.as_ref();
        let (role, kind) = match self.meaning(part).clone() {
            Meaning::Part(part) => (part, known.and_then(|known| kinds.get(&known.id)).cloned()),
            Meaning::Kind(kind) => {
                let Meaning::Part(role) = Meaning::guess(role, &NO_SCHEME) else {
                    return false;
                };
                (role, Some(kind))
            }
            Meaning::Nothing => return false,
        };
        let mut actor = || self.actor(known, kind.as_ref());
        let is_free = match role {
            CUE => claim.cue.replace(span).is_none(),
            SOURCE => {
                let actor = actor();
                claim.speaker = claim.speaker.or(actor);
                claim.source.replace(span).is_none()
            }
            VIA => {
                let actor = actor();
                claim.via.replace(Party { span, actor }).is_none()
            }
            TARGET => {
                let actor = actor();
                claim.targets.push(Party { span, actor });
                true
            }
            FIGURE => match self.figure(mark, span) {
                Some(figure) => {
                    claim.figures.push(figure);
                    claim.figures.sort_by_key(|figure| figure.span);
                    true
                }
                None => return false,
            },
            _ => return false,
        };
        if !is_free {
            // The claim had another one, which has gone.
            self.lose(Loss::Parts, mark);
        }
        true
    }

    fn figure(&mut self, mark: &Mark, span: Span) -> Option<Figure> {
        let stated = mark.field(Field::Value).map(str::to_owned);
        let words: String = self.words(mark).chars().filter(|c| *c != ',').collect();
        let value = stated.unwrap_or(words).trim().parse::<f64>().ok();
        let value = value.filter(|value| value.is_finite() && *value >= 0.0);
        let value = self.parsed(Field::Value, value)?;
        let mut figure = Figure {
            span,
            value,
            value_to: None,
            bound: Bound::default(),
            measure: Measure::default(),
            who: String::new(),
            place: String::new(),
            when: String::new(),
            date: None,
            by: String::new(),
        };
        for (field, text) in &mark.fields {
            match field {
                Field::Value | Field::WhenFrom | Field::WhenTo => {}
                Field::ValueTo => {
                    let to = text
                        .parse()
                        .ok()
                        .filter(|to: &f64| to.is_finite() && *to >= value);
                    figure.value_to = self.parsed(*field, to);
                }
                Field::Bound => figure.bound = self.parsed(*field, Bound::parse(text)).unwrap_or_default(),
                Field::Measure => {
                    figure.measure = self.parsed(*field, Measure::parse(text)).unwrap_or_default();
                }
                Field::Who => figure.who.clone_from(text),
                Field::Where => figure.place.clone_from(text),
                Field::When => figure.when.clone_from(text),
                Field::By => figure.by.clone_from(text),
                other => self.losses.add(Loss::Detail(*other), 1),
            }
        }
        let day = |field| mark.field(field).map(|day| day.parse().ok());
        match (day(Field::WhenFrom), day(Field::WhenTo)) {
            (None, None) => {}
            (Some(Some(first)), last) => {
                let days = DateRange::new(first, last.unwrap_or(Some(first)).unwrap_or(first));
                figure.date = self.parsed(Field::WhenFrom, days);
            }
            _ => self.losses.add(Loss::Detail(Field::WhenFrom), 1),
        }
        Some(figure)
    }

    /// Gives the claims their ids, the outer ones first, because an inner one names the one that it stands within.
    fn put_claims(&mut self, drafts: Vec<Draft>, items: &mut BTreeMap<ItemId, Item>) {
        let within: Vec<Option<usize>> = drafts.iter().map(|draft| draft.within).collect();
        let status: Vec<Status> = drafts.iter().map(|draft| draft.status).collect();
        let can_hold = |outer: usize| {
            within.get(outer) == Some(&None)
                && status
                    .get(outer)
                    .is_some_and(|status| *status != Status::Rejected)
        };
        let mut ids: BTreeMap<usize, ItemId> = BTreeMap::new();
        let (inner, outer): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .enumerate()
            .partition(|(_, draft)| draft.within.is_some());
        for (index, mut draft) in outer.into_iter().chain(inner) {
            if let Some(outer) = draft.within {
                let id = Some(outer).filter(|outer| can_hold(*outer) && *outer != index);
                draft.claim.within = id.and_then(|outer| ids.get(&outer)).copied();
                self.losses
                    .add(Loss::Nesting, usize::from(draft.claim.within.is_none()));
            }
            let body = Body::Claim(Box::new(draft.claim));
            ids.insert(index, put(items, body, draft.status, draft.origin));
        }
    }
}

/// Adds an item, unless the same is there.
fn put(items: &mut BTreeMap<ItemId, Item>, body: Body, status: Status, origin: Option<Origin>) -> ItemId {
    let twin = items
        .get(&ItemId::for_body(&body, |_| false))
        .filter(|twin| twin.body == body);
    if let Some(twin) = twin {
        return twin.id;
    }
    let id = ItemId::for_body(&body, |id| items.contains_key(&id));
    items.insert(
        id,
        Item {
            id,
            body,
            status,
            origin,
        },
    );
    id
}

/// Spans in order; those that overlap are one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.hull(span),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
