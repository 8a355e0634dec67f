//! Scoring actors: spans, kinds, and who is the same.

use std::collections::{BTreeMap, HashSet};

use super::Scores;
use super::sheet::{Clustered, Marked, Points};
use super::tally::{Rates, greedy};

/// Words that are no names: their clusters are not scored.
const PRONOUNS: &str = "i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who \
whom whose that which";

const fn touch(a: Points, b: Points) -> bool {
    a.0 < b.1 && b.0 < a.1
}

fn exact(scores: &mut Scores, name: &'static str, x: &[Points], y: &[Points]) {
    let (p, q): (HashSet<_>, HashSet<_>) = (x.iter().collect(), y.iter().collect());
    scores
        .tally(name)
        .add(p.intersection(&q).count(), p.len(), q.len());
}

fn overlap(scores: &mut Scores, name: &'static str, x: &[Points], y: &[Points]) {
    let hits = |a: &[Points], b: &[Points]| a.iter().filter(|a| b.iter().any(|b| touch(**a, *b))).count();
    scores
        .tally(name)
        .add_apart(hits(x, y), hits(y, x), x.len(), y.len());
}

pub(super) fn score(scores: &mut Scores, proposed: &[Marked], gold: &[Marked]) {
    let spans = |all: &[Marked]| -> Vec<Points> { all.iter().map(|m| m.span).collect() };
    let (x, y) = (spans(proposed), spans(gold));
    exact(scores, "actors exact", &x, &y);
    let kinds = |all: &[Marked]| -> HashSet<(Points, String)> {
        all.iter().map(|m| (m.span, m.kind.clone())).collect()
    };
    let (p, q) = (kinds(proposed), kinds(gold));
    scores
        .tally("actors exact+kind")
        .add(p.intersection(&q).count(), p.len(), q.len());
    overlap(scores, "actors overlap", &x, &y);
    if gold.iter().any(|m| m.form.is_some()) {
        let named = |all: &[Marked], unsaid: bool| -> Vec<Points> {
            all.iter()
                .filter(|m| m.form.as_ref().map_or(unsaid, |form| form == "named"))
                .map(|m| m.span)
                .collect()
        };
        let (x, y) = (named(proposed, true), named(gold, false));
        exact(scores, "named exact", &x, &y);
        overlap(scores, "named overlap", &x, &y);
    }
    effort(scores, proposed, gold);
}

fn effort(scores: &mut Scores, proposed: &[Marked], gold: &[Marked]) {
    let key = |m: &Marked| (m.span, m.kind.clone());
    let (p, q): (HashSet<_>, HashSet<_>) =
        (proposed.iter().map(key).collect(), gold.iter().map(key).collect());
    let right: HashSet<_> = p.intersection(&q).collect();
    let rest = |all: &[Marked]| -> Vec<Marked> {
        all.iter().filter(|m| !right.contains(&key(m))).cloned().collect()
    };
    let (x, y) = (rest(proposed), rest(gold));
    let pairs = greedy(&x, &y, |a, b| touch(a.span, b.span));
    scores.actions += right.len();
    for (i, j) in &pairs {
        if let (Some(a), Some(b)) = (x.get(*i), y.get(*j)) {
            scores.actions += 1
                + usize::from(a.span.0 != b.span.0)
                + usize::from(a.span.1 != b.span.1)
                + usize::from(a.kind != b.kind);
        }
    }
    scores.actions += (x.len() - pairs.len()) + 2 * (y.len() - pairs.len());
    scores.from_scratch += 2 * gold.len();
}

/// Which cluster each mention that both sides mark is in, by the suggester and by hand.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    pairs: Vec<(String, String)>,
    to_mark: usize,
}

impl Clusters {
    pub(super) fn add(&mut self, proposed: &[Marked], gold: &[Clustered]) {
        let mine: Vec<&Marked> = proposed.iter().filter(|m| m.actor.is_some()).collect();
        let shared = |a: Points, b: Points| a.1.min(b.1).cast_signed() - a.0.max(b.0).cast_signed();
        for mention in gold {
            let lower = mention.text.to_lowercase();
            if PRONOUNS.split(' ').any(|pronoun| pronoun == lower) {
                continue;
            }
            self.to_mark += 1;
            let mut best: Option<&Marked> = None;
            for candidate in &mine {
                if best.is_none_or(|b| shared(candidate.span, mention.span) > shared(b.span, mention.span)) {
                    best = Some(candidate);
                }
            }
            if let Some(best) = best
                && shared(best.span, mention.span) > 0
            {
                let actor = best.actor.clone().unwrap_or_default();
                self.pairs.push((actor, mention.actor.clone()));
            }
        }
    }

    /// B-cubed rates, mentions marked by both, mentions to mark; `None` where no clusters are known.
    pub(super) fn rates(&self) -> Option<(Rates, usize, usize)> {
        let (mut mine, mut theirs, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (a, b) in &self.pairs {
            *mine.entry(a).or_insert(0_usize) += 1;
            *theirs.entry(b).or_insert(0_usize) += 1;
            *both.entry((a, b)).or_insert(0_usize) += 1;
        }
        let share = |sizes: &dyn Fn(&(&String, &String)) -> usize| {
            let sum: f64 = both
                .iter()
                .map(|(pair, count)| (count * count) as f64 / sizes(pair).max(1) as f64)
                .sum();
            if self.pairs.is_empty() {
                0.0
            } else {
                sum / self.pairs.len() as f64
            }
        };
        let precision = share(&|pair| mine.get(pair.0).copied().unwrap_or_default());
        let recall = share(&|pair| theirs.get(pair.1).copied().unwrap_or_default());
        (self.to_mark > 0).then(|| (Rates::new(precision, recall), self.pairs.len(), self.to_mark))
    }
}
