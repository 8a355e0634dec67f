//! Scoring claims.

use std::collections::HashSet;

use super::Scores;
use super::sheet::{Parts, Points};
use super::tally::greedy;

/// Words by which a claim counts as a speech act.
const SPEECH: &str = "say says said saying tell tells told telling according add adds added adding ask asks asked asking \
announce announces announced announcing claim claims claimed claiming report reports reported reporting reportedly state \
states stated stating statement deny denies denied denying accuse accuses accused accusing accusation blame blames blamed \
blaming argue argues argued arguing insist insists insisted insisting warn warns warned warning explain explains explained \
explaining note notes noted noting declare declares declared declaring describe describes described describing quote quotes \
quoted tweet tweets tweeted tweeting write writes wrote writing written respond responds responded responding reply replies \
replied replying admit admits admitted admitting acknowledge acknowledges acknowledged acknowledging confirm confirms \
confirmed confirming allege alleges alleged alleging allegedly assert asserts asserted asserting estimate estimates \
estimated urge urges urged urging demand demands demanded demanding criticize criticizes criticized criticizing criticise \
criticised condemn condemns condemned condemning denounce denounces denounced denouncing praise praises praised praising vow \
vows vowed promise promises promised predict predicts predicted predicting comment comments commented called call calls \
calling suggest suggests suggested suggesting agree agrees agreed";

/// Marks and spaces that do not count at the ends of content.
const EDGE: &str = " \t\n\"'“”‘’`,.;:";

/// An article's text by code point.
pub(super) struct Letters(Vec<char>);

impl Letters {
    pub(super) fn new(text: &str) -> Self {
        Self(text.chars().collect())
    }

    fn words(&self, span: Points) -> String {
        let range = span.0.min(self.0.len())..span.1.min(self.0.len()).max(span.0.min(self.0.len()));
        self.0.get(range).unwrap_or_default().iter().collect()
    }

    /// The code points of `spans` that are no white space.
    fn solid<'s>(&self, spans: impl Iterator<Item = &'s Points>) -> HashSet<usize> {
        spans
            .flat_map(|(start, end)| *start..*end)
            .filter(|at| self.0.get(*at).is_some_and(|c| !is_space(*c)))
            .collect()
    }

    /// From the first start to the last end, without the marks at the ends; `None` for no spans.
    fn hull(&self, spans: &[Points]) -> Option<Points> {
        let mut start = spans.iter().map(|s| s.0).min()?;
        let mut end = spans.iter().map(|s| s.1).max()?;
        let edge = |at: usize| self.0.get(at).is_some_and(|c| EDGE.contains(*c));
        while start < end && edge(start) {
            start += 1;
        }
        while end > start && edge(end - 1) {
            end -= 1;
        }
        Some((start, end))
    }

    fn is_speech(&self, claim: &Parts) -> bool {
        claim.cue.iter().any(|span| {
            self.words(*span)
                .split(|c: char| !c.is_ascii_alphabetic())
                .any(|word| !word.is_empty() && is_speech_word(&word.to_lowercase()))
        })
    }
}

fn is_speech_word(lower: &str) -> bool {
    SPEECH.split(' ').any(|word| word == lower)
}

/// What Python calls space: Unicode white space and the four separators of ASCII.
const fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

fn touch(a: &[Points], b: &[Points]) -> bool {
    a.iter().any(|(s, e)| b.iter().any(|(t, f)| s < f && t < e))
}

/// Whether cue and source overlap, or both sides have none, and the contents share half of their letters (Dice).
fn fits(letters: &Letters, a: &Parts, b: &Parts) -> bool {
    let agree = |a: &[Points], b: &[Points]| a.is_empty() == b.is_empty() && (b.is_empty() || touch(a, b));
    if !agree(&a.cue, &b.cue) || !agree(&a.source, &b.source) {
        return false;
    }
    let (p, q) = (letters.solid(a.content.iter()), letters.solid(b.content.iter()));
    let shared = p.intersection(&q).count();
    shared > 0 && 4 * shared >= p.len() + q.len()
}

/// Which of `proposed` are right, by the measure "claim".
pub(super) fn right(text: &str, proposed: &[Parts], gold: &[Parts]) -> Vec<bool> {
    let letters = Letters::new(text);
    let mut right = vec![false; proposed.len()];
    for (i, _) in greedy(proposed, gold, |a, b| fits(&letters, a, b)) {
        if let Some(slot) = right.get_mut(i) {
            *slot = true;
        }
    }
    right
}

fn part_scores(
    scores: &mut Scores,
    exact: &'static str,
    overlap: &'static str,
    proposed: &[Parts],
    gold: &[Parts],
    part: impl Fn(&Parts) -> &Vec<Points>,
) {
    let of = |all: &[Parts]| -> Vec<Vec<Points>> {
        all.iter()
            .map(|c| part(c).clone())
            .filter(|p| !p.is_empty())
            .collect()
    };
    let (x, y) = (of(proposed), of(gold));
    let (p, q): (HashSet<_>, HashSet<_>) = (x.iter().collect(), y.iter().collect());
    scores
        .tally(exact)
        .add(p.intersection(&q).count(), p.len(), q.len());
    overlaps(scores, overlap, &x, &y);
}

fn overlaps(scores: &mut Scores, name: &'static str, x: &[Vec<Points>], y: &[Vec<Points>]) {
    let hits =
        |a: &[Vec<Points>], b: &[Vec<Points>]| a.iter().filter(|a| b.iter().any(|b| touch(a, b))).count();
    scores
        .tally(name)
        .add_apart(hits(x, y), hits(y, x), x.len(), y.len());
}

pub(super) fn score(scores: &mut Scores, text: &str, proposed: &[Parts], gold: &[Parts]) {
    let letters = Letters::new(text);
    part_scores(scores, "cue exact", "cue overlap", proposed, gold, |c| &c.cue);
    part_scores(scores, "source exact", "source overlap", proposed, gold, |c| {
        &c.source
    });
    let hulls =
        |all: &[Parts]| -> HashSet<Points> { all.iter().filter_map(|c| letters.hull(&c.content)).collect() };
    let (x, y) = (hulls(proposed), hulls(gold));
    scores
        .tally("content exact")
        .add(x.intersection(&y).count(), x.len(), y.len());
    let solid = |all: &[Parts]| letters.solid(all.iter().flat_map(|c| &c.content));
    let (x, y) = (solid(proposed), solid(gold));
    scores
        .tally("content text")
        .add(x.intersection(&y).count(), x.len(), y.len());
    let fits = |a: &Parts, b: &Parts| fits(&letters, a, b);
    let pairs = greedy(proposed, gold, fits).len();
    scores.tally("claim").add(pairs, proposed.len(), gold.len());
    let speech =
        |all: &[Parts]| -> Vec<Parts> { all.iter().filter(|c| letters.is_speech(c)).cloned().collect() };
    let (x, y) = (speech(proposed), speech(gold));
    let pairs = greedy(&x, &y, fits).len();
    scores.tally("speech claim").add(pairs, x.len(), y.len());
    let cues = |all: Vec<Parts>| -> Vec<Vec<Points>> { all.into_iter().map(|c| c.cue).collect() };
    overlaps(scores, "speech cue overlap", &cues(x), &cues(y));
    effort(scores, &letters, proposed, gold);
}

/// Actions of a reviewer: confirm or reject, and one more per part to correct; for what was missed, one per part to mark
/// and one to link the source.
fn effort(scores: &mut Scores, letters: &Letters, proposed: &[Parts], gold: &[Parts]) {
    let pairs = greedy(proposed, gold, |a, b| {
        touch(&a.content, &b.content) || touch(&a.cue, &b.cue)
    });
    let from_nothing = |c: &Parts| 1 + usize::from(!c.cue.is_empty()) + 2 * usize::from(!c.source.is_empty());
    let mut missed: usize = gold.iter().map(from_nothing).sum();
    scores.from_scratch += missed;
    for (i, j) in &pairs {
        if let (Some(a), Some(b)) = (proposed.get(*i), gold.get(*j)) {
            scores.actions += 1
                + usize::from(letters.hull(&a.content) != letters.hull(&b.content))
                + usize::from(a.cue != b.cue)
                + usize::from(a.source != b.source);
            missed -= from_nothing(b);
        }
    }
    scores.actions += proposed.len() - pairs.len() + missed;
}
