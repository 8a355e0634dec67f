//! What is marked where: the items of an article, cut up by block, ready to be painted.

use crate::annotation::{Article, Body, Claim, Item, ItemId, KindId, LabelScheme, Status};
use crate::review::three_way::is_contested;
use crate::review::{Part, Show, part::parts, queue::is_queued};
use crate::text::Span;
use crate::text::invisible::visible;

use super::blocks::Blocks;

/// What a marked stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A mention, with its kind.
    Mention(KindId),
    /// Content of a claim.
    Content,
    /// Cue of a claim.
    Cue,
    /// Source of a claim.
    Source,
    /// A figure in a claim.
    Figure,
    /// Who a claim came through, second hand.
    Via,
    /// A target of a claim.
    Target,
}

/// A marked stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// Of which item.
    pub item: ItemId,
    /// Which part of it.
    pub part: Part,
    /// What it is.
    pub role: Role,
    /// Whether a person decided on the item.
    pub settled: bool,
    /// How many mentions this one lies inside of.
    pub depth: usize,
    /// One or two letters that say the kind without colour; empty for parts of claims.
    pub badge: String,
}

/// The marks of an article.
#[derive(Default)]
pub struct Marks {
    /// All marks: claims before mentions, so that mentions are painted and hit on top; by start within each.
    pub all: Vec<Mark>,
    by_block: Vec<Vec<usize>>,
}

impl Marks {
    /// The marks of what is not rejected in `article`, and of `also` in any case.
    pub fn of(article: &Article, scheme: &LabelScheme, blocks: &Blocks, also: Option<ItemId>) -> Self {
        let mut all: Vec<Mark> = Vec::new();
        for item in article.items.values() {
            if is_queued(article, item, Show::All) || Some(item.id) == also {
                marks_of(scheme, item, &mut all);
            }
        }
        all.sort_by_key(|mark| {
            (
                matches!(mark.role, Role::Mention(_)),
                mark.span.start(),
                std::cmp::Reverse(mark.span.end()),
            )
        });
        nest(&mut all);
        let mut by_block = vec![Vec::new(); blocks.spans.len()];
        for (index, mark) in all.iter().enumerate() {
            let Some(first) = blocks.at(mark.span.start()) else {
                continue;
            };
            for block in first..blocks.spans.len() {
                let reached = blocks
                    .spans
                    .get(block)
                    .is_none_or(|span| span.start() >= mark.span.end());
                if reached {
                    break;
                }
                if let Some(list) = by_block.get_mut(block) {
                    list.push(index);
                }
            }
        }
        Self { all, by_block }
    }

    /// The marks that reach into block `index`, in painting order.
    pub fn in_block(&self, index: usize) -> impl Iterator<Item = &Mark> {
        self.by_block
            .get(index)
            .into_iter()
            .flatten()
            .filter_map(|mark| self.all.get(*mark))
    }

    /// The items marked at byte `offset`, the smallest first.
    pub fn at(&self, block: usize, offset: usize) -> Vec<&Mark> {
        let mut found: Vec<&Mark> = self
            .in_block(block)
            .filter(|mark| mark.span.contains(offset))
            .collect();
        found.sort_by_key(|mark| mark.span.len());
        found
    }
}

fn marks_of(scheme: &LabelScheme, item: &Item, into: &mut Vec<Mark>) {
    for (part, span) in parts(&item.body) {
        let (role, badge) = match (&item.body, part) {
            (Body::Mention(mention), _) => {
                let badge = scheme.get(&mention.kind).map_or("?", |label| &label.badge);
                (Role::Mention(mention.kind.clone()), badge.to_owned())
            }
            (_, Part::Whole | Part::Fragment(_)) => (Role::Content, String::new()),
            (_, Part::Cue) => (Role::Cue, String::new()),
            (_, Part::Source) => (Role::Source, String::new()),
            (_, Part::Via) => (Role::Via, String::new()),
            (_, Part::Figure(_)) => (Role::Figure, String::new()),
            (_, Part::Target(_)) => (Role::Target, String::new()),
        };
        let settled = item.is_annotation();
        into.push(Mark {
            span,
            item: item.id,
            part,
            role,
            settled,
            depth: 0,
            badge,
        });
    }
}

/// Counts for each mention how many others it lies in.
fn nest(marks: &mut [Mark]) {
    let mut open: Vec<Span> = Vec::new();
    for mark in marks
        .iter_mut()
        .filter(|mark| matches!(mark.role, Role::Mention(_)))
    {
        open.retain(|span| span.end() > mark.span.start());
        mark.depth = open.len();
        open.push(mark.span);
    }
}

/// An item in words: "Mention, suggested, person: Ada Toll".
pub fn spoken(article: &Article, scheme: &LabelScheme, item: &Item) -> String {
    let status = match item.status {
        Status::Suggested if is_contested(item) => "decided differently".to_owned(),
        Status::Suggested => match &item.origin {
            Some(origin) => format!("suggested {:.0} %", origin.score * 100.0),
            None => "suggested".to_owned(),
        },
        Status::Accepted => "accepted".to_owned(),
        Status::Corrected => "corrected".to_owned(),
        Status::Added => "added".to_owned(),
        Status::Rejected => "rejected".to_owned(),
    };
    match &item.body {
        Body::Mention(mention) => {
            let kind = scheme
                .get(&mention.kind)
                .map_or(mention.kind.as_str(), |label| &label.title);
            format!(
                "Mention, {status}, {}: {}",
                kind.to_lowercase(),
                visible(article.text.slice(mention.span))
            )
        }
        Body::Claim(claim) => {
            format!(
                "Claim, {status}, {}: {}",
                claim.act.id(),
                content_words(article, claim)
            )
        }
    }
}

/// The content of a claim on one line.
pub fn content_words(article: &Article, claim: &Claim) -> String {
    let pieces: Vec<String> = claim
        .content
        .iter()
        .map(|span| {
            visible(article.text.slice(*span))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    pieces.join(" … ")
}
