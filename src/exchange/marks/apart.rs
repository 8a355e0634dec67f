//! Taking items apart into marks, leaving out what a format cannot hold.

use std::collections::BTreeMap;

use super::{
    CLAIM, CUE, FIGURE, Field, Holds, Known, Link, Mark, Marked, PARTS, PIECE_OF, SOURCE, TARGET, VIA, WITHIN,
};
use crate::annotation::{
    ActorId, Article, Body, Claim, DateRange, Figure, Item, ItemId, KindId, Mention, Metadata, Party,
    Project, Status, sort_key,
};
use crate::exchange::loss::{Loss, Losses};
use crate::text::Span;

/// The label of a kind. One that is called like a part of a claim is told apart from it.
#[must_use]
pub fn label_of(kind: &KindId) -> String {
    if PARTS.contains(&kind.as_str()) {
        format!("kind_{kind}")
    } else {
        kind.to_string()
    }
}

/// The kind that has this label.
#[must_use]
pub fn kind_of(label: &str) -> KindId {
    let bare = label.strip_prefix("kind_").filter(|bare| PARTS.contains(bare));
    KindId::new(bare.unwrap_or(label))
}

impl Marked {
    /// What a format that `holds` so much can say of an article; the rest goes into `losses`.
    #[must_use]
    pub fn of(article: &Article, project: &Project, holds: &Holds, losses: &mut Losses) -> Self {
        let mut apart = Apart {
            article,
            project,
            holds,
            losses,
            marks: Vec::new(),
            links: Vec::new(),
            claims: BTreeMap::new(),
            parts: BTreeMap::new(),
        };
        apart.losses.add(Loss::Orphans, article.orphans.len());
        let mut items: Vec<&Item> = article.items.values().collect();
        items.sort_by_key(|item| (sort_key(&item.body), item.id));
        for item in &items {
            if apart.is_held(item) {
                apart.item(item);
            }
        }
        apart.nest(&items);
        if !holds.rest {
            apart.lose_the_rest();
        }
        let Apart { marks, links, .. } = apart;
        let metadata = if holds.metadata {
            article.metadata.clone()
        } else {
            if article.metadata != Metadata::default() {
                losses.add(Loss::Metadata, 1);
            }
            Metadata::default()
        };
        Self {
            name: article.id.to_string(),
            metadata,
            text: article.text.clone(),
            marks,
            links,
        }
        .flat(holds, losses)
        .sorted()
    }

    /// The marks in the order of the text, with links to match.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let key = |mark: &Mark| {
            let hull = mark.hull().map_or((0, 0), |span| (span.start(), span.end()));
            (hull.0, std::cmp::Reverse(hull.1), mark.is_part())
        };
        let mut order: Vec<usize> = (0..self.marks.len()).collect();
        order.sort_by_key(|index| self.marks.get(*index).map(key));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = place.get_mut(*old) {
                *slot = new;
            }
        }
        let mut marks: Vec<Option<Mark>> = self.marks.into_iter().map(Some).collect();
        self.marks = order
            .iter()
            .filter_map(|old| marks.get_mut(*old)?.take())
            .collect();
        for link in &mut self.links {
            link.from = place.get(link.from).copied().unwrap_or_default();
            link.to = place.get(link.to).copied().unwrap_or_default();
        }
        self.links.sort();
        self.links.dedup();
        self
    }

    /// Only the marks that `keep` says, with the links between them.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(usize, &Mark) -> bool) -> Self {
        let mut place = Vec::with_capacity(self.marks.len());
        let mut marks = Vec::new();
        for (index, mark) in self.marks.into_iter().enumerate() {
            let kept = keep(index, &mark);
            place.push(kept.then_some(marks.len()));
            if kept {
                marks.push(mark);
            }
        }
        self.marks = marks;
        let new = |old: usize| place.get(old).copied().flatten();
        self.links = self
            .links
            .into_iter()
            .filter_map(|link| {
                Some(Link {
                    from: new(link.from)?,
                    to: new(link.to)?,
                    ..link
                })
            })
            .collect();
        self
    }

    /// Without the shorter ones of overlapping spans, if the format cannot hold them. Mentions and parts of claims are
    /// layers of their own.
    fn flat(self, holds: &Holds, losses: &mut Losses) -> Self {
        if holds.overlaps {
            return self;
        }
        let mut order: Vec<(usize, &Mark)> = self.marks.iter().enumerate().collect();
        let length = |mark: &Mark| mark.hull().map_or(0, Span::len);
        order.sort_by_key(|(index, mark)| (std::cmp::Reverse(length(mark)), *index));
        let mut taken: [BTreeMap<usize, usize>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut kept = vec![false; self.marks.len()];
        for (index, mark) in order {
            let Some(span) = mark.hull() else { continue };
            let [mentions, parts] = &mut taken;
            let layer = if mark.is_part() { parts } else { mentions };
            let before = layer.range(..span.end()).next_back();
            if before.is_some_and(|(_, end)| *end > span.start()) {
                losses.note(Loss::Overlaps, &self.name, self.text.slice(span));
            } else {
                layer.insert(span.start(), span.end());
                if let Some(slot) = kept.get_mut(index) {
                    *slot = true;
                }
            }
        }
        self.only(|index, _| kept.get(index).copied().unwrap_or_default())
    }
}

struct Apart<'a> {
    article: &'a Article,
    project: &'a Project,
    holds: &'a Holds,
    losses: &'a mut Losses,
    marks: Vec<Mark>,
    links: Vec<Link>,
    /// Index of the first mark of each claim.
    claims: BTreeMap<ItemId, usize>,
    /// Indices of the parts of claims by label and place.
    parts: BTreeMap<(String, Option<Span>), Vec<usize>>,
}

impl Apart<'_> {
    /// Whether an item goes in at all.
    fn is_held(&mut self, item: &Item) -> bool {
        let held = match &item.body {
            Body::Mention(_) => self.holds.mentions,
            Body::Claim(_) => self.holds.claims,
        };
        let name = self.article.id.as_str();
        let words =
            |body: &Body| crate::annotation::main_span(body).map_or("", |span| self.article.text.slice(span));
        let loss = match (item.status, &item.body) {
            (Status::Suggested, _) if !self.holds.keep.holds(item.status) => {
                self.losses.add(Loss::Undecided, 1);
                return false;
            }
            (Status::Rejected, _) if !self.holds.keep.holds(item.status) => {
                self.losses.add(Loss::Rejected, 1);
                return false;
            }
            (_, Body::Mention(_)) => Loss::Mentions,
            (_, Body::Claim(_)) => Loss::Claims,
        };
        if !held {
            self.losses.note(loss, name, words(&item.body));
        }
        held
    }

    fn item(&mut self, item: &Item) {
        if !self.holds.origins && item.origin.is_some() {
            self.losses.add(Loss::Origins, 1);
        }
        if !self.holds.status && item.is_annotation() && item.status != Status::Added {
            self.losses.add(Loss::Status, 1);
        }
        match &item.body {
            Body::Mention(mention) => self.mention(item, mention),
            Body::Claim(claim) => self.claim(item, claim),
        }
    }

    /// A mark with what the format holds of it.
    fn mark(
        &mut self,
        item: &Item,
        label: &str,
        parts: Vec<Span>,
        fields: Vec<(Field, String)>,
        actor: Option<ActorId>,
    ) -> Mark {
        let mut kept = Vec::new();
        for (field, value) in fields {
            if value.is_empty() {
            } else if self.holds.fields.contains(&field) {
                kept.push((field, value));
            } else {
                self.losses.add(Loss::Detail(field), 1);
            }
        }
        let actor = actor.and_then(|id| {
            if !self.holds.actors {
                self.losses.add(Loss::Actors, 1);
                return None;
            }
            let name = self.project.actors.get(&id).map(|actor| actor.name.clone());
            Some(Known {
                id: id.to_string(),
                name: name.unwrap_or_default(),
            })
        });
        Mark {
            label: label.to_owned(),
            parts,
            fields: kept,
            actor,
            status: match item.status {
                status if self.holds.status => status,
                Status::Accepted | Status::Corrected => Status::Added,
                status => status,
            },
            origin: item.origin.clone().filter(|_| self.holds.origins),
            item: Some(item.id),
        }
    }

    fn mention(&mut self, item: &Item, mention: &Mention) {
        let fields = vec![
            (Field::Form, mention.form.id().to_owned()),
            (Field::Note, mention.note.clone()),
        ];
        let label = label_of(&mention.kind);
        let mark = self.mark(item, &label, vec![mention.span], fields, mention.actor);
        self.marks.push(mark);
    }

    fn claim(&mut self, item: &Item, claim: &Claim) {
        let verdict = claim.verdict.as_ref();
        let fields = vec![
            (Field::Act, claim.act.id().to_owned()),
            (Field::Quote, claim.quote.id().to_owned()),
            (Field::CheckWorthiness, number(f64::from(claim.check_worthiness))),
            (
                Field::Rating,
                verdict.map_or(String::new(), |verdict| verdict.rating.to_string()),
            ),
            (
                Field::Rationale,
                verdict.map_or(String::new(), |verdict| verdict.rationale.clone()),
            ),
            (Field::Note, claim.note.clone()),
        ];
        if !self.holds.rest {
            self.losses.add(
                Loss::Evidence,
                verdict.map_or(0, |verdict| verdict.evidence.len()),
            );
        }
        let first = self.marks.len();
        let mark = self.mark(item, CLAIM, claim.content.clone(), fields, claim.speaker);
        self.claims.insert(item.id, first);
        self.content(mark);
        let party = |party: &Party| (party.span, party.actor);
        let named: Vec<(&str, Span, Option<ActorId>)> = std::iter::empty()
            .chain(claim.cue.map(|span| (CUE, span, None)))
            .chain(claim.source.map(|span| (SOURCE, span, None)))
            .chain(claim.via.as_ref().map(|via| (VIA, party(via).0, party(via).1)))
            .chain(
                claim
                    .targets
                    .iter()
                    .map(|target| (TARGET, party(target).0, party(target).1)),
            )
            .collect();
        for (label, span, actor) in named {
            let mark = self.mark(item, label, vec![span], Vec::new(), actor);
            self.part(first, mark);
        }
        for figure in &claim.figures {
            let mark = self.mark(item, FIGURE, vec![figure.span], figure_fields(figure), None);
            self.part(first, mark);
        }
    }

    /// The mark of a claim's content, in pieces if the format has no spans in several.
    fn content(&mut self, mark: Mark) {
        let first = self.marks.len();
        let pieces = mark.parts.len();
        if self.holds.pieces || pieces < 2 {
            self.marks.push(mark);
            return;
        }
        if !self.holds.links {
            let words = mark
                .parts
                .first()
                .map_or("", |span| self.article.text.slice(*span));
            self.losses.note(Loss::Pieces, self.article.id.as_str(), words);
        }
        let (status, origin, item) = (mark.status, mark.origin.clone(), mark.item);
        for (number, span) in mark.parts.clone().into_iter().enumerate() {
            let mut piece = if number == 0 {
                mark.clone()
            } else {
                Mark {
                    status,
                    origin: origin.clone(),
                    item,
                    ..Mark::new(CLAIM, span)
                }
            };
            piece.parts = vec![span];
            if number > 0 && self.holds.links {
                self.links.push(Link {
                    from: self.marks.len(),
                    to: first,
                    label: PIECE_OF.to_owned(),
                });
            }
            self.marks.push(piece);
        }
    }

    /// A part of the claim whose first mark is at `claim`. Claims that share a cue or a source share its mark.
    fn part(&mut self, claim: usize, mark: Mark) {
        let label = mark.label.clone();
        let same_place = self
            .parts
            .entry((label.clone(), mark.parts.first().copied()))
            .or_default();
        let twin = same_place.iter().copied().find(|index| {
            self.marks.get(*index).is_some_and(|known| {
                known.fields == mark.fields
                    && known.actor == mark.actor
                    && known.status == mark.status
                    && known.origin == mark.origin
            })
        });
        let to = twin.unwrap_or_else(|| {
            same_place.push(self.marks.len());
            self.marks.push(mark);
            self.marks.len() - 1
        });
        if self.holds.links {
            self.links.push(Link {
                from: claim,
                to,
                label,
            });
        } else {
            self.losses.add(Loss::Links, 1);
        }
    }

    fn nest(&mut self, items: &[&Item]) {
        for item in items {
            let outer = item.body.as_claim().and_then(|claim| claim.within);
            let (Some(outer), Some(inner)) = (outer, self.claims.get(&item.id)) else {
                continue;
            };
            match self.claims.get(&outer) {
                Some(outer) if self.holds.links => self.links.push(Link {
                    from: *inner,
                    to: *outer,
                    label: WITHIN.to_owned(),
                }),
                _ => self.losses.add(Loss::Nesting, 1),
            }
        }
    }

    fn lose_the_rest(&mut self) {
        let article = self.article;
        self.losses.add(Loss::History, article.decisions.len());
        self.losses.add(Loss::Zones, article.zones.len());
        if article.state != crate::annotation::ArticleState::default() || !article.note.is_empty() {
            self.losses.add(Loss::State, 1);
        }
    }
}

fn figure_fields(figure: &Figure) -> Vec<(Field, String)> {
    let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
    vec![
        (Field::Value, number(figure.value)),
        (Field::ValueTo, figure.value_to.map_or(String::new(), number)),
        (Field::Bound, figure.bound.id().to_owned()),
        (Field::Measure, figure.measure.id().to_owned()),
        (Field::Who, figure.who.clone()),
        (Field::Where, figure.place.clone()),
        (Field::When, figure.when.clone()),
        (Field::WhenFrom, day(figure.date.map(DateRange::first))),
        (Field::WhenTo, day(figure.date.map(DateRange::last))),
        (Field::By, figure.by.clone()),
    ]
}

/// A number as people write it: 21, 0.71.
fn number(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}
