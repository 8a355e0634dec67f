//! From what a suggester proposes to the items of an article: what a person decided stays, what was rejected does not
//! come back, what was proposed before and is not proposed now goes.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{
    ActorId, Article, Body, Claim, Item, ItemId, Mention, Origin, Party, Project, Status,
};
use crate::suggest::{ProposedClaim, Suggestions};
use crate::text::Span;

use super::Edit;
use super::names::{self, Names};
use super::nesting::let_go;
use super::three_way::is_contested;

/// Who made the suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// Name of the suggester.
    pub by: String,
    /// Its version.
    pub version: String,
}

impl Suggested {
    /// Name and version in one, as an article remembers who went over it last ("rules 1").
    #[must_use]
    pub fn stamp(&self) -> String {
        format!("{} {}", self.by, self.version).trim().to_owned()
    }
}

/// The edits that put `suggestions` into `article`, in the place of all undecided proposals.
#[must_use]
pub fn merge(
    project: &Project,
    names: &Names,
    article: &Article,
    suggestions: &Suggestions,
    by: &Suggested,
) -> Vec<Edit> {
    merge_where(project, names, article, suggestions, by, Scope::Whole, &|_| false)
}

/// Which proposals of an article suggestions take the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Whole,
    /// Mentions.
    Mentions,
    /// Claims whose cue is in this stretch of the text; claims without a cue that start in it.
    Claims(Span),
}

impl Scope {
    fn covers(self, body: &Body) -> bool {
        match (self, body) {
            (Self::Whole, _) | (Self::Mentions, Body::Mention(_)) => true,
            (Self::Claims(stretch), Body::Claim(claim)) => {
                let place = claim.cue.or_else(|| claim.hull());
                place.is_some_and(|place| stretch.range().contains(&place.start()))
            }
            _ => false,
        }
    }
}

/// Like [`merge`], but only what is in `scope` is replaced, and undecided proposals that `stays` names are left as they
/// are and leave no room for others at their place.
#[must_use]
pub(super) fn merge_where(
    project: &Project,
    names: &Names,
    article: &Article,
    suggestions: &Suggestions,
    by: &Suggested,
    scope: Scope,
    stays: &dyn Fn(&Item) -> bool,
) -> Vec<Edit> {
    let (actors, mut edits) = names::resolve(project, names, &suggestions.actors);
    let actor = |index: Option<usize>| index.and_then(|i| actors.get(i).copied());
    let goes = |item: &Item| {
        item.status == Status::Suggested && !is_contested(item) && scope.covers(&item.body) && !stays(item)
    };
    let taken = Taken::of(article, &goes);
    let origin = |score: f32, reason: &str| {
        Some(Origin {
            suggester: by.by.clone(),
            version: by.version.clone(),
            score: round(score),
            reason: reason.to_owned(),
        })
    };
    let mut items: BTreeMap<ItemId, Item> = BTreeMap::new();
    let put = |items: &mut BTreeMap<ItemId, Item>, body: Body, origin: Option<Origin>| {
        let id = ItemId::for_body(&body, |id| {
            items.contains_key(&id)
                || article.items.get(&id).is_some_and(|old| !goes(old))
                || article.orphans.contains_key(&id)
        });
        let status = Status::Suggested;
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
    };
    // The item of a claim: a new one, or the one that a person settled.
    let propose = |items: &mut BTreeMap<ItemId, Item>, c: &ProposedClaim, within: Option<ItemId>| {
        let via = c.via.as_ref().map(|via| &via.span);
        let mut whole = c.content.iter().chain(&c.cue).chain(&c.source).chain(via);
        if let Some(settled) = taken.claim(&c.content, c.cue) {
            return Some(settled);
        }
        if !whole.all(|span| article.text.holds(*span)) {
            return None;
        }
        let body = Body::Claim(Box::new(Claim {
            content: c.content.clone(),
            cue: c.cue,
            source: c.source,
            speaker: actor(c.speaker),
            via: c.via.map(|via| Party {
                span: via.span,
                actor: actor(via.actor),
            }),
            within,
            act: c.act,
            quote: c.quote,
            figures: c.figures.clone(),
            targets: Vec::new(),
            check_worthiness: round(c.check_worthiness),
            verdict: None,
            note: String::new(),
        }));
        Some(put(items, body, origin(c.score, &c.reason)))
    };
    for m in &suggestions.mentions {
        if article.text.holds(m.span) && !taken.has_mention(m.span) {
            let body = Body::Mention(Mention {
                span: m.span,
                kind: m.kind.clone(),
                form: m.form,
                actor: actor(m.actor),
                note: String::new(),
            });
            put(&mut items, body, origin(m.score, &m.reason));
        }
    }
    let outer = outer_of_staying(article, &goes);
    // What stays can hold new proposals too.
    let holds =
        |id: &ItemId| article.can_hold_claims(*id) && article.items.get(id).is_some_and(|item| !goes(item));
    for c in &suggestions.claims {
        let holder = propose(&mut items, c, None);
        let holder = holder.filter(|id| items.contains_key(id) || holds(id));
        for inner in &c.nested {
            propose(&mut items, inner, holder);
        }
    }
    keep_outer(article, &outer, &mut items);
    let used: BTreeSet<ActorId> = items.values().flat_map(|item| item.body.actors()).collect();
    edits.retain(|edit| !matches!(edit, Edit::Actor { id, .. } if !used.contains(id)));
    let gone = article
        .items
        .values()
        .filter(|item| goes(item) && !items.contains_key(&item.id));
    edits.extend(gone.map(|item| Edit::Item {
        article: article.id.clone(),
        id: item.id,
        before: Some(item.clone()),
        after: None,
    }));
    for (id, item) in items {
        let before = article.items.get(&id).cloned();
        if before.as_ref() != Some(&item) {
            edits.push(Edit::Item {
                article: article.id.clone(),
                id,
                before,
                after: Some(item),
            });
        }
    }
    edits
}

/// The items that claims stand within which are decided or stay.
fn outer_of_staying(article: &Article, goes: &impl Fn(&Item) -> bool) -> BTreeSet<ItemId> {
    let stays = |item: &&Item| item.is_annotation() || (item.status == Status::Suggested && !goes(item));
    let staying = article.items.values().filter(stays);
    staying.filter_map(|item| item.body.as_claim()?.within).collect()
}

/// Puts back the proposals that those claims stand within, so that none loses its link, and sees to it that they stand
/// within none themselves.
fn keep_outer(article: &Article, outer: &BTreeSet<ItemId>, items: &mut BTreeMap<ItemId, Item>) {
    for id in outer {
        if let Some(old) = article
            .items
            .get(id)
            .filter(|old| old.status == Status::Suggested)
        {
            let now = items.entry(*id).or_insert_with(|| old.clone());
            now.body = let_go(&now.body);
        }
    }
}

/// Scores are kept to three decimals: enough to rank by, and the same after saving.
fn round(score: f32) -> f32 {
    if score.is_finite() {
        (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
    } else {
        0.0
    }
}

/// What a person has settled already, and what stays for another reason.
pub(super) struct Taken {
    mentions: Vec<Span>,
    rejected_mentions: Vec<Span>,
    claims: Vec<(ItemId, Vec<Span>, Option<Span>)>,
}

impl Taken {
    /// In `article`, where the undecided proposals that `goes` names leave room.
    pub(super) fn of(article: &Article, goes: &impl Fn(&Item) -> bool) -> Self {
        let mut taken = Self {
            mentions: Vec::new(),
            rejected_mentions: Vec::new(),
            claims: Vec::new(),
        };
        for item in article.items.values() {
            match (&item.body, item.status) {
                (_, Status::Suggested) if goes(item) => {}
                (Body::Mention(m), Status::Rejected) => taken.rejected_mentions.push(m.span),
                (Body::Mention(m), _) => taken.mentions.push(m.span),
                (Body::Claim(c), _) => taken.claims.push((item.id, c.content.clone(), c.cue)),
            }
        }
        // A reviewer who corrects a proposal has decided about the original place too.
        for decision in &article.decisions {
            if let crate::annotation::Change::Item {
                id,
                before: Some(body),
                ..
            } = &decision.change
                && !article.orphans.contains_key(id)
            {
                match body {
                    Body::Mention(m) => taken.rejected_mentions.push(m.span),
                    Body::Claim(c) => taken.claims.push((*id, c.content.clone(), c.cue)),
                }
            }
        }
        taken
    }

    /// Whether there is no room for a mention.
    pub(super) fn has_mention(&self, span: Span) -> bool {
        self.mentions.iter().any(|m| m.overlaps(span))
            || self
                .rejected_mentions
                .iter()
                .any(|m| is_same_place(&[*m], &[span]))
    }

    /// The settled claim that a proposal is about again.
    fn claim(&self, content: &[Span], cue: Option<Span>) -> Option<ItemId> {
        let inside = |cue: Option<Span>, content: &[Span]| {
            cue.is_some_and(|cue| content.iter().any(|span| span.covers(cue)))
        };
        let found = self.claims.iter().find(|(_, old, old_cue)| {
            let same_cue = matches!((cue, old_cue), (Some(a), Some(b)) if a.overlaps(*b));
            // "Toll said the army said it had left": nearly the same words, but one claim stands within the other.
            let nested = inside(cue, old) || inside(*old_cue, content);
            (is_same_place(old, content) && !nested) || (same_cue && shared(old, content) > 0)
        });
        found.map(|(id, ..)| *id)
    }
}

fn shared(a: &[Span], b: &[Span]) -> usize {
    a.iter()
        .flat_map(|x| b.iter().filter_map(|y| x.intersection(*y)))
        .map(Span::len)
        .sum()
}

/// Whether two sets of spans are mostly the same bytes (Dice at least 0.7).
fn is_same_place(a: &[Span], b: &[Span]) -> bool {
    let total: usize = a.iter().chain(b).map(|span| span.len()).sum();
    20 * shared(a, b) >= 7 * total && total > 0
}
