//! Mentions and claims, suggested or decided.

use std::collections::BTreeMap;
use std::fmt;

use crate::text::{ArticleText, Span};

use super::{Act, ActorId, Bearing, Bound, DateRange, Form, KindId, Measure, QuoteType, RatingId};

/// Identity of an item within its article: stable through undo, saving and re-suggesting.
///
/// It is a 40-bit hash of what the item was when it first appeared, so that two reviewers of one project who add the
/// same item give it the same id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(u64);

impl ItemId {
    /// Id of a body that appears for the first time; on a collision the next free id after it is taken.
    #[must_use]
    pub fn for_body(body: &Body, taken: impl Fn(Self) -> bool) -> Self {
        let mut id = Self(super::hash40(&body.fingerprint()));
        while taken(id) {
            id = Self((id.0 + 1) & ((1 << 40) - 1));
        }
        id
    }

    /// Reads the eight characters that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        super::parse_base32(text).map(Self)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::write_base32(self.0, f)
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A mention or a claim with what happened to it so far.
///
/// An item with [`Status::Suggested`] is a proposal and never counts as an annotation; see [`Item::is_annotation`].
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Identity within the article.
    pub id: ItemId,
    /// What is said about the text.
    pub body: Body,
    /// What a person decided.
    pub status: Status,
    /// Who proposed it; `None` if a person added it.
    pub origin: Option<Origin>,
}

impl Item {
    /// Whether a person stands behind this item.
    #[must_use]
    pub const fn is_annotation(&self) -> bool {
        matches!(self.status, Status::Accepted | Status::Corrected | Status::Added)
    }

    /// Whether every span of it is a place in `text`.
    #[must_use]
    pub fn fits(&self, text: &ArticleText) -> bool {
        let spans = self.body.spans();
        spans
            .iter()
            .all(|span| text.span(span.start()..span.end()).is_some())
    }
}

/// What a person decided about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Proposed, undecided.
    Suggested,
    /// A proposal that holds as it is.
    Accepted,
    /// A proposal that was changed.
    Corrected,
    /// Found by a person.
    Added,
    /// A proposal that does not hold. It stays, so that it is never proposed again.
    Rejected,
}

/// Where a proposal comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Name of the suggester ("rules").
    pub suggester: String,
    /// Its version.
    pub version: String,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// Why, in a few words for the reviewer.
    pub reason: String,
}

/// What an item says about the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Somebody or some place is mentioned.
    Mention(Mention),
    /// Somebody claims something.
    Claim(Box<Claim>),
}

impl Body {
    /// The smallest span that covers all parts.
    #[must_use]
    pub fn hull(&self) -> Option<Span> {
        match self {
            Self::Mention(mention) => Some(mention.span),
            Self::Claim(claim) => claim.hull(),
        }
    }

    /// All spans of the item, in no particular order.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        match self {
            Self::Mention(mention) => vec![mention.span],
            Self::Claim(claim) => claim.spans(),
        }
    }

    /// The spans that make this the item it is: two suggestions with the same fingerprint are the same proposal.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        match self {
            Self::Mention(m) => format!("m {:?}", m.span),
            Self::Claim(c) => format!("c {:?} {:?} {:?}", c.content, c.cue, c.source),
        }
    }

    /// The actors that it refers to, in no particular order; one may come twice.
    pub fn actors(&self) -> impl Iterator<Item = ActorId> {
        let (mention, claim) = (self.as_mention(), self.as_claim());
        let targets = claim.into_iter().flat_map(|claim| &claim.targets);
        mention
            .and_then(|mention| mention.actor)
            .into_iter()
            .chain(claim.and_then(|claim| claim.speaker))
            .chain(claim.and_then(|claim| claim.via.as_ref()?.actor))
            .chain(targets.filter_map(|target| target.actor))
    }

    /// Puts the actors that merged ones are now in their place. Says whether it refers to any.
    pub fn redirect(&mut self, redirects: &BTreeMap<ActorId, ActorId>) -> bool {
        let mut changed = false;
        for link in self.actors_mut() {
            if let Some(now) = link.and_then(|id| redirects.get(&id)) {
                *link = Some(*now);
                changed = true;
            }
        }
        changed
    }

    /// Every place in it that refers to an actor, or could.
    pub fn actors_mut(&mut self) -> Vec<&mut Option<ActorId>> {
        match self {
            Self::Mention(mention) => vec![&mut mention.actor],
            Self::Claim(claim) => {
                let parties = claim.via.iter_mut().chain(&mut claim.targets);
                std::iter::once(&mut claim.speaker)
                    .chain(parties.map(|party| &mut party.actor))
                    .collect()
            }
        }
    }

    /// The mention, if it is one.
    #[must_use]
    pub const fn as_mention(&self) -> Option<&Mention> {
        match self {
            Self::Mention(mention) => Some(mention),
            Self::Claim(_) => None,
        }
    }

    /// The claim, if it is one.
    #[must_use]
    pub fn as_claim(&self) -> Option<&Claim> {
        match self {
            Self::Mention(_) => None,
            Self::Claim(claim) => Some(claim),
        }
    }
}

/// A span that refers to an actor or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The name without title, determiner or possessive ending; for a description the head with its modifiers.
    pub span: Span,
    /// What is mentioned.
    pub kind: KindId,
    /// How.
    pub form: Form,
    /// The actor behind it, if known.
    pub actor: Option<ActorId>,
    /// A reviewer's remark.
    pub note: String,
}

/// Who says what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// The stated words without cue and source, with their quotation marks; one or more spans, sorted, not overlapping.
    pub content: Vec<Span>,
    /// The verb or phrase that reports ("said", "according to").
    pub cue: Option<Span>,
    /// The full phrase that names the speaker.
    pub source: Option<Span>,
    /// The actor behind the source; also known where a pronoun or nothing stands in the text.
    pub speaker: Option<ActorId>,
    /// Second hand: the other party through whom the words came to the reader. The source is the one to whom the article
    /// gives the words, and so the one who is answerable for them as they are printed; `via` is on whom the source relies
    /// ("state TV said, citing *a military source*") or who passes its words on ("Toll was quoted by *the agency* as
    /// saying", "*the agency* quoted Toll as saying"). What is cited may lie within the source's phrase, as in our gold.
    pub via: Option<Party>,
    /// The claim in whose content this one stands ("Toll said *the army claimed the town had fallen*"): a claim of the
    /// same article that nobody rejected and that stands within none itself, so there is one level
    /// ([`Article::can_hold_claims`](super::Article::can_hold_claims)). `PolNeAR` and our gold mark the outer claim only.
    pub within: Option<ItemId>,
    /// What the speaker does by it.
    pub act: Act,
    /// How the content is given.
    pub quote: QuoteType,
    /// Numbers stated.
    pub figures: Vec<Figure>,
    /// Whom it is about, as far as it matters (the accused, the one asked).
    pub targets: Vec<Party>,
    /// How much it asks for a check, 0 to 1: an ordering hint only.
    pub check_worthiness: f32,
    /// A reviewer's rating.
    pub verdict: Option<Verdict>,
    /// A reviewer's remark.
    pub note: String,
}

impl Claim {
    /// The smallest span that covers content, cue, source, who it came through, figures and targets.
    #[must_use]
    pub fn hull(&self) -> Option<Span> {
        self.parts().reduce(Span::hull)
    }

    /// Content, cue, source, who it came through, figures and targets.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        self.parts().collect()
    }

    fn parts(&self) -> impl Iterator<Item = Span> {
        let figures = self.figures.iter().map(|figure| figure.span);
        let targets = self.targets.iter().map(|target| target.span);
        self.content
            .iter()
            .copied()
            .chain(self.cue)
            .chain(self.source)
            .chain(self.via.as_ref().map(|via| via.span))
            .chain(figures)
            .chain(targets)
    }
}

/// Somebody named in a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The words.
    pub span: Span,
    /// The actor behind them, if known.
    pub actor: Option<ActorId>,
}

/// A number stated in a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The words of the number, without the bound ("10,000", "four").
    pub span: Span,
    /// The number. Finite and not negative.
    pub value: f64,
    /// The upper end, where a range is stated ("15 to 50"). Not below `value`.
    pub value_to: Option<f64>,
    /// How it bounds the truth.
    pub bound: Bound,
    /// What it counts.
    pub measure: Measure,
    /// Whom or what, in the article's words; empty if unknown. So for the other fields.
    pub who: String,
    /// Place.
    pub place: String,
    /// Time.
    pub when: String,
    /// The days that `when` stands for, if they can be known.
    pub date: Option<DateRange>,
    /// Who caused it.
    pub by: String,
}

/// What a reviewer found a claim to be worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The rating; the project's scale may lack it.
    pub rating: RatingId,
    /// Why.
    pub rationale: String,
    /// On what ground.
    pub evidence: Vec<Evidence>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What it does to the claim.
    pub bearing: Bearing,
    /// What it is called; empty if not known. So for the other texts.
    pub title: String,
    /// Who published it.
    pub source: String,
    /// When: an ISO day, or whatever was typed.
    pub date: String,
    /// Where; kept as text, never opened.
    pub url: String,
    /// The words that matter.
    pub quote: String,
    /// A copy of it: a path relative to the project's folder, with `/` between names.
    pub file: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize) -> Body {
        Body::Mention(Mention {
            span: Span::new(start, start + 3).unwrap(),
            kind: KindId::PERSON,
            form: Form::Named,
            actor: None,
            note: String::new(),
        })
    }

    #[test]
    fn ids_are_stable_and_free_of_collisions() {
        let id = ItemId::for_body(&mention(7), |_| false);
        assert_eq!(id, ItemId::for_body(&mention(7), |_| false));
        assert_ne!(id, ItemId::for_body(&mention(8), |_| false));
        assert_ne!(id, ItemId::for_body(&mention(7), |taken| taken == id));
        assert_eq!(ItemId::parse(&id.to_string()), Some(id));
        assert_eq!(ItemId::parse("nope"), None);
        assert_eq!(ItemId::parse("iiiiiiii"), None, "i is not a digit");
    }
}
