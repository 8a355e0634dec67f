//! Mentions and claims of two sides, by id.

use std::collections::BTreeSet;

use crate::annotation::{Article, Body, Item, ItemId, Origin, Orphan, Status};

use super::fields::pick;
use super::log::{Log, Thing};
use super::says::{says, words};
use super::{Conflict, MERGE, is_contested};
use crate::review::nesting::let_go;

/// An item with its place in the text, or one that lost it.
#[derive(Clone, Copy, PartialEq)]
enum Slot<'a> {
    Item(&'a Item),
    Orphan(&'a Orphan),
}

impl<'a> Slot<'a> {
    fn of(article: &'a Article, id: ItemId) -> Option<Self> {
        let item = article.items.get(&id).map(Self::Item);
        item.or_else(|| article.orphans.get(&id).map(Self::Orphan))
    }

    const fn item(self) -> &'a Item {
        match self {
            Self::Item(item) => item,
            Self::Orphan(orphan) => &orphan.item,
        }
    }

    /// Whether a person decided about it, or several did and differ.
    fn has_a_say(self) -> bool {
        self.item().status != Status::Suggested || is_contested(self.item())
    }
}

/// What becomes of an item.
enum Becomes<'a> {
    Nothing,
    Is(Slot<'a>),
    /// A person has to decide again; the body to begin with.
    Contested(&'a Item),
}

/// One side: its article and what was decided there.
pub(super) struct Side<'a> {
    pub(super) article: &'a Article,
    pub(super) log: Log<'a>,
}

/// Puts the items of both sides into `merged`, which has none yet.
pub(super) fn merge(
    merged: &mut Article,
    base: Option<&Article>,
    ours: &Side<'_>,
    theirs: &Side<'_>,
    conflicts: &mut Vec<Conflict>,
) {
    let sides = [ours.article, theirs.article];
    let ids: BTreeSet<ItemId> = sides
        .iter()
        .flat_map(|article| article.items.keys().chain(article.orphans.keys()))
        .copied()
        .collect();
    for id in ids {
        let slots = (Slot::of(ours.article, id), Slot::of(theirs.article, id));
        match becomes(
            id,
            base.and_then(|base| Slot::of(base, id)),
            slots,
            &ours.log,
            &theirs.log,
        ) {
            Becomes::Nothing => {}
            Becomes::Is(Slot::Item(item)) => {
                merged.items.insert(id, item.clone());
            }
            Becomes::Is(Slot::Orphan(orphan)) => {
                merged.orphans.insert(id, orphan.clone());
            }
            Becomes::Contested(item) => {
                let (our, their) = (slots.0.map(Slot::item), slots.1.map(Slot::item));
                let conflict = Conflict {
                    what: words(&merged.text, &item.body),
                    ours: told(ours, "ours", id, our, their),
                    theirs: told(theirs, "theirs", id, their, our),
                    item: Some(id),
                };
                let origin = Origin {
                    suggester: MERGE.to_owned(),
                    version: String::new(),
                    score: 0.0,
                    reason: format!("{}; {}{DECIDE}", conflict.ours, conflict.theirs),
                };
                conflicts.push(conflict);
                let item = Item {
                    status: Status::Suggested,
                    origin: Some(origin),
                    ..item.clone()
                };
                merged.items.insert(id, item);
            }
        }
    }
}

/// Ends the reason of an item that a person has to decide again.
const DECIDE: &str = " — decide";

/// Who has what; of an item that waits for a decision already, all who had a say in it.
fn told(side: &Side<'_>, name: &str, id: ItemId, item: Option<&Item>, other: Option<&Item>) -> String {
    let waits = item.filter(|item| is_contested(item));
    if let Some(origin) = waits.and_then(|item| item.origin.as_ref()) {
        return origin.reason.trim_end_matches(DECIDE).to_owned();
    }
    let who = side.log.who(Thing::Item(id));
    let says = says(&side.article.text, item, other);
    format!("{}: {says}", if who.is_empty() { name } else { who })
}

fn becomes<'a>(
    id: ItemId,
    base: Option<Slot<'a>>,
    (ours, theirs): (Option<Slot<'a>>, Option<Slot<'a>>),
    our_log: &Log<'_>,
    their_log: &Log<'_>,
) -> Becomes<'a> {
    if let Some(picked) = pick(&base, &ours, &theirs) {
        return picked.map_or(Becomes::Nothing, Becomes::Is);
    }
    let left_by = |slot: Slot<'a>, log: &Log<'_>| {
        if !log.took_away(Thing::Item(id)) {
            Becomes::Is(slot)
        } else if slot.has_a_say() {
            Becomes::Contested(slot.item())
        } else {
            Becomes::Nothing
        }
    };
    match (ours, theirs) {
        (None, None) => Becomes::Nothing,
        (Some(slot), None) => left_by(slot, their_log),
        (None, Some(slot)) => left_by(slot, our_log),
        // Whoever gave it a place again has decided that.
        (Some(item @ Slot::Item(_)), Some(Slot::Orphan(_)))
        | (Some(Slot::Orphan(_)), Some(item @ Slot::Item(_))) => Becomes::Is(item),
        (Some(our), Some(their)) => match (our.has_a_say(), their.has_a_say()) {
            (true, false) => Becomes::Is(our),
            (false, true) => Becomes::Is(their),
            (false, false) => Becomes::Is(newer(our, their)),
            // A decision that did not know of the others does not settle what they are about.
            (true, true) if is_contested(our.item()) => Becomes::Contested(our.item()),
            (true, true) if is_contested(their.item()) => Becomes::Contested(their.item()),
            (true, true) => {
                let later = our_log.when(Thing::Item(id)) > their_log.when(Thing::Item(id));
                let (first, second) = if later { (our, their) } else { (their, our) };
                both_decided(first, second)
            }
        },
    }
}

/// Of two proposals theirs, unless ours is of a newer version of the same suggester.
fn newer<'a>(ours: Slot<'a>, theirs: Slot<'a>) -> Slot<'a> {
    let (our, their) = (ours.item().origin.as_ref(), theirs.item().origin.as_ref());
    let ours_is_newer = our.zip(their).is_some_and(|(our, their)| {
        let number = |origin: &Origin| origin.version.parse::<f64>().unwrap_or_default();
        our.suggester == their.suggester && number(our) > number(their)
    });
    if ours_is_newer { ours } else { theirs }
}

fn both_decided<'a>(later: Slot<'a>, earlier: Slot<'a>) -> Becomes<'a> {
    let (Slot::Item(late), Slot::Item(early)) = (later, earlier) else {
        return Becomes::Is(later);
    };
    match (late.is_annotation(), early.is_annotation()) {
        (false, false) => Becomes::Is(later),
        // To take it or not is the question then, so it begins with what there is to take.
        (false, true) => Becomes::Contested(early),
        (true, true) if same(&late.body, &early.body) => {
            // Who came with a proposal knows more of it than who marked the same by hand.
            let rank = |item: &Item| match item.status {
                Status::Corrected => 0,
                Status::Accepted => 1,
                _ => 2,
            };
            Becomes::Is(if rank(early) < rank(late) { earlier } else { later })
        }
        (true, _) => Becomes::Contested(late),
    }
}

/// Whether two people said the same. How much a claim asks for a check is nobody's decision.
fn same(a: &Body, b: &Body) -> bool {
    let plain = |body: &Body| {
        let mut body = body.clone();
        if let Body::Claim(claim) = &mut body {
            claim.check_worthiness = 0.0;
        }
        body
    };
    plain(a) == plain(b)
}

/// Takes away links of claims to what cannot hold them any more. What a person stands behind is told.
pub(super) fn free_claims(merged: &mut Article, conflicts: &mut Vec<Conflict>) {
    // First those whose outer claim is gone: it may be that which lets another one stand.
    for one_level in [false, true] {
        let loose: Vec<ItemId> = merged
            .items
            .values()
            .filter(|item| {
                let outer = item.body.as_claim().and_then(|claim| claim.within);
                outer.is_some_and(|outer| {
                    let held = if one_level {
                        merged.can_hold_claims(outer)
                    } else {
                        let outer = merged.items.get(&outer);
                        outer.is_some_and(|outer| {
                            outer.status != Status::Rejected && outer.body.as_claim().is_some()
                        })
                    };
                    item.status == Status::Rejected || outer == item.id || !held
                })
            })
            .map(|item| item.id)
            .collect();
        for id in loose {
            let Some(item) = merged.items.get_mut(&id) else {
                continue;
            };
            item.body = let_go(&item.body);
            if item.is_annotation() {
                let what = format!("{} stood within another claim", words(&merged.text, &item.body));
                let why = "that one cannot hold it after what was decided about it";
                conflicts.push(Conflict::told(&what, "it stands by itself now", why));
            }
        }
    }
}
