//! Words of the past that the text no longer has, by the item whose history they are of.

use crate::annotation::{Article, Decision, ItemId, Past};

use super::log::{Thing, thing};

/// Puts the past of both sides into `merged`, whose record has the entries of both.
pub(super) fn merge(merged: &mut Article, ours: &Article, theirs: &Article) {
    for side in [ours, theirs] {
        for (id, past) in &side.past {
            // An orphan has these words itself.
            if merged.orphans.contains_key(id) {
                continue;
            }
            let sides = sides_in(&merged.decisions, &side.decisions, *id, past.sides);
            let both: &mut Past = merged.past.entry(*id).or_default();
            both.sides = both.sides.max(sides);
            for (span, quote) in &past.words {
                both.words.entry(*span).or_insert_with(|| quote.clone());
            }
        }
    }
}

/// How many sides of decisions about the item come up to the last one that `sides` counts in `log`, counted in `merged`.
fn sides_in(merged: &[Decision], log: &[Decision], id: ItemId, sides: usize) -> usize {
    let about = |decision: &&Decision| thing(decision) == Thing::Item(id);
    let Some(last) = sides.checked_sub(1) else {
        return 0;
    };
    let entry = log.iter().filter(about).nth(last / 2);
    let place = entry.and_then(|entry| {
        let mut all = merged.iter().filter(about);
        all.position(|decision| decision.is_entry_of(entry))
    });
    place.map_or(sides, |place| 2 * place + last % 2 + 1)
}
