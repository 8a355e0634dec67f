//! One decision about many items, in as many articles, as one step.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::annotation::{
    Act, Action, ActorId, Article, ArticleId, ArticleState, Body, Claim, ItemId, QuoteType, RatingId, Status,
};

use super::steps::{Made, describe};
use super::three_way::is_contested;
use super::{Edit, Field, Outcome, Refusal, Session};

/// What a bulk change does to each of its items. All but the first two are about claims and leave mentions alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkChange {
    /// Take it as it is.
    Accept,
    /// Turn it down, or take it away if it was added by hand.
    Reject,
    /// Set what the speaker does by it.
    SetAct(Act),
    /// Set how the content is given.
    SetQuote(QuoteType),
    /// Rate it, keeping the rationale and the evidence of an earlier verdict; `None` takes the whole verdict away.
    SetVerdict(Option<RatingId>),
    /// Say who says it; `None` for nobody known.
    SetSpeaker(Option<ActorId>),
}

impl BulkChange {
    /// What is done and, after the number of items, the rest: "set act of", "12 claims", "".
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::SetAct(_) => "set act of",
            Self::SetQuote(_) => "set quote type of",
            Self::SetVerdict(Some(_)) => "set verdict of",
            Self::SetVerdict(None) => "clear verdict of",
            Self::SetSpeaker(Some(_)) => "link speaker of",
            Self::SetSpeaker(None) => "unlink speaker of",
        }
    }

    fn apply(&self, claim: &mut Claim) {
        match self {
            Self::Accept | Self::Reject => {}
            Self::SetAct(act) => claim.act = *act,
            Self::SetQuote(quote) => claim.quote = *quote,
            Self::SetVerdict(None) => claim.verdict = None,
            Self::SetVerdict(Some(rating)) => {
                let verdict = claim.verdict.get_or_insert_default();
                verdict.rating.clone_from(rating);
            }
            Self::SetSpeaker(actor) => claim.speaker = *actor,
        }
    }

    /// Whether it says how something is, so that a proposal which has it so already is accepted by it.
    const fn says(&self) -> bool {
        !matches!(self, Self::SetVerdict(None) | Self::SetSpeaker(None))
    }
}

impl Session {
    /// Items that are gone, and those that two people decided differently, are left alone and counted; an item that is
    /// asked for alone is decided one by one and so never left alone.
    pub(super) fn bulk(
        &self,
        items: &[(ArticleId, ItemId)],
        change: &BulkChange,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        if let BulkChange::SetSpeaker(Some(actor)) = change
            && !self.project.actors.contains_key(actor)
        {
            return Err(Refusal::NoActor);
        }
        let mut order: Vec<&ArticleId> = Vec::new();
        let mut groups: BTreeMap<&ArticleId, Vec<ItemId>> = BTreeMap::new();
        for (article, item) in items {
            let group = groups.entry(article).or_insert_with(|| {
                order.push(article);
                Vec::new()
            });
            group.push(*item);
        }
        let alone = items.len() == 1;
        let mut outcome = Outcome::default();
        let mut edits = Vec::new();
        let mut only_claims = true;
        let mut shown = String::new();
        for (id, group) in order.into_iter().filter_map(|id| Some((id, groups.remove(id)?))) {
            let Some(article) = self.project.article(id) else {
                outcome.gone += group.len();
                continue;
            };
            let mut wanted = Vec::with_capacity(group.len());
            for item in group {
                match article.items.get(&item) {
                    None => outcome.gone += 1,
                    Some(item) if !alone && is_contested(item) => outcome.contested += 1,
                    Some(_) => wanted.push(item),
                }
            }
            let made = match change {
                BulkChange::Accept => self.decide(id, &wanted, Action::Accepted, at),
                BulkChange::Reject => self.decide(id, &wanted, Action::Rejected, at),
                _ => self.adjust(article, &wanted, change, at),
            };
            match made {
                Ok((more, done)) => {
                    edits.extend(more);
                    let changed = done.items.iter().filter_map(|id| article.items.get(id));
                    for item in changed {
                        only_claims &= item.body.as_claim().is_some();
                        if shown.is_empty() {
                            shown = describe(article, &item.body);
                        }
                    }
                    outcome.items.extend(done.items);
                }
                Err(Refusal::Nothing) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        if edits.is_empty() {
            return Err(match (&outcome.contested, &outcome.gone) {
                (0, 0) => Refusal::Nothing,
                (0, _) => Refusal::NoItem,
                _ => Refusal::Contested,
            });
        }
        outcome.label = match (outcome.items.len(), only_claims) {
            (1, _) => format!("{} {shown}", change.words()),
            (count, true) => format!("{} {count} claims", change.words()),
            (count, false) => format!("{} {count} items", change.words()),
        };
        Ok((edits, outcome))
    }

    /// Changes the claims among `items`. A proposal that is so already is accepted.
    fn adjust(
        &self,
        article: &Article,
        items: &[ItemId],
        change: &BulkChange,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let mut edits = Vec::new();
        let mut outcome = Outcome::default();
        let mut so_already = Vec::new();
        for id in items {
            let Some(item) = article.items.get(id).filter(|_| !outcome.items.contains(id)) else {
                continue;
            };
            let Some(claim) = item.body.as_claim() else {
                continue;
            };
            let mut claim = claim.clone();
            change.apply(&mut claim);
            let body = Body::Claim(Box::new(claim));
            if body == item.body {
                if item.status == Status::Suggested && change.says() {
                    so_already.push(*id);
                }
                continue;
            }
            edits.extend(self.correct(&article.id, *id, body, change.words(), at)?.0);
            outcome.items.push(*id);
        }
        match self.decide(&article.id, &so_already, Action::Accepted, at) {
            Ok((more, done)) => {
                edits.extend(more);
                outcome.items.extend(done.items);
            }
            Err(Refusal::Nothing) => {}
            Err(refusal) => return Err(refusal),
        }
        // Each of them would take the article into review; once is enough.
        edits.retain(|edit| !takes_into_review(edit));
        if edits.is_empty() {
            return Err(Refusal::Nothing);
        }
        edits.splice(0..0, Self::started(article));
        Ok((edits, outcome))
    }
}

fn takes_into_review(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::Field {
            before: Field::State(ArticleState::ToDo),
            ..
        }
    )
}
