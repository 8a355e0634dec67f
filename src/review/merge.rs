//! From what a suggester proposes to the items of an article: what a person decided stays, what was rejected does not
//! come back, what was proposed before and is not proposed now goes.

use std::collections::BTreeMap;

use crate::annotation::{Article, Body, Claim, Item, ItemId, Mention, Origin, Project, Status};
use crate::suggest::Suggestions;
use crate::text::Span;

use super::Edit;
use super::names::{self, Names};

/// Who made the suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// Name of the suggester.
    pub by: String,
    /// Its version.
    pub version: String,
}

/// The edits that put `suggestions` into `article`.
#[must_use]
pub fn merge(
    project: &Project,
    names: &Names,
    article: &Article,
    suggestions: &Suggestions,
    by: &Suggested,
) -> Vec<Edit> {
    let (actors, mut edits) = names::resolve(project, names, &suggestions.actors);
    let actor = |index: Option<usize>| index.and_then(|i| actors.get(i).copied());
    let taken = Taken::of(article);
    let origin = |score: f32, reason: &str| {
        Some(Origin {
            suggester: by.by.clone(),
            version: by.version.clone(),
            score: round(score),
            reason: reason.to_owned(),
        })
    };
    let mut items: BTreeMap<ItemId, Item> = BTreeMap::new();
    let mut put = |body: Body, origin: Option<Origin>| {
        let id = ItemId::for_body(&body, |id| {
            items.contains_key(&id)
                || article
                    .items
                    .get(&id)
                    .is_some_and(|old| old.status != Status::Suggested)
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
            put(body, origin(m.score, &m.reason));
        }
    }
    for c in &suggestions.claims {
        let whole = c.content.iter().chain(&c.cue).chain(&c.source);
        if whole.clone().all(|span| article.text.holds(*span)) && !taken.has_claim(&c.content, c.cue) {
            let body = Body::Claim(Box::new(Claim {
                content: c.content.clone(),
                cue: c.cue,
                source: c.source,
                speaker: actor(c.speaker),
                act: c.act,
                quote: c.quote,
                figures: c.figures.clone(),
                targets: Vec::new(),
                check_worthiness: round(c.check_worthiness),
                verdict: None,
                note: String::new(),
            }));
            put(body, origin(c.score, &c.reason));
        }
    }
    let gone = article
        .items
        .values()
        .filter(|item| item.status == Status::Suggested && !items.contains_key(&item.id));
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

/// Scores are kept to three decimals: enough to rank by, and the same after saving.
fn round(score: f32) -> f32 {
    if score.is_finite() {
        (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
    } else {
        0.0
    }
}

/// What a person has settled already.
struct Taken {
    mentions: Vec<Span>,
    rejected_mentions: Vec<Span>,
    claims: Vec<(Vec<Span>, Option<Span>)>,
}

impl Taken {
    fn of(article: &Article) -> Self {
        let mut taken = Self {
            mentions: Vec::new(),
            rejected_mentions: Vec::new(),
            claims: Vec::new(),
        };
        for item in article.items.values() {
            match (&item.body, item.status) {
                (_, Status::Suggested) => {}
                (Body::Mention(m), Status::Rejected) => taken.rejected_mentions.push(m.span),
                (Body::Mention(m), _) => taken.mentions.push(m.span),
                (Body::Claim(c), _) => taken.claims.push((c.content.clone(), c.cue)),
            }
        }
        // A reviewer who corrects a proposal has decided about the original place too.
        for decision in &article.decisions {
            if let crate::annotation::Change::Item {
                before: Some(body), ..
            } = &decision.change
            {
                match body {
                    Body::Mention(m) => taken.rejected_mentions.push(m.span),
                    Body::Claim(c) => taken.claims.push((c.content.clone(), c.cue)),
                }
            }
        }
        taken
    }

    fn has_mention(&self, span: Span) -> bool {
        self.mentions.iter().any(|m| m.overlaps(span))
            || self
                .rejected_mentions
                .iter()
                .any(|m| is_same_place(&[*m], &[span]))
    }

    fn has_claim(&self, content: &[Span], cue: Option<Span>) -> bool {
        self.claims.iter().any(|(old, old_cue)| {
            let same_cue = matches!((cue, old_cue), (Some(a), Some(b)) if a.overlaps(*b));
            is_same_place(old, content) || (same_cue && shared(old, content) > 0)
        })
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
