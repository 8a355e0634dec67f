//! Step three: whether a claim stands. One decision from what the steps before and the rules say.

use std::ops::Range;

use super::super::hash::{Feature, bucket, mix, mix3, of_text};
use super::super::sight::{quote, use_number};
use super::super::tagger::{Sequence, Tagger};
use super::Prepared;
use super::claim::Built;
use super::gold::GoldTokens;
use super::model::Scale;
use crate::suggest::lexicon::{Class, Lexicon, Use};

/// Label of a claim that stands.
pub(super) const STANDS: u8 = 1;

/// Tenths, finer towards the ends.
fn tenths(likely: f32) -> u32 {
    const BOUNDS: [f32; 14] = [
        0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995,
    ];
    BOUNDS.iter().filter(|bound| likely >= **bound).count() as u32
}

impl Prepared<'_> {
    /// Whether the cue has a word of speech among those that the models have learned with.
    fn has_known_speech(&self, cue: &Range<usize>) -> bool {
        cue.clone().any(|i| {
            let phrase = Lexicon::embedded().phrase(self.doc.lower(i), self.doc.lower(i + 1));
            self.doc.lower(i) == "according"
                || self.doc.is(i, Class::REPORT_NOUN)
                || phrase
                    .or(self.doc.word(i).cue)
                    .is_some_and(|cue| cue.used != Use::Belief)
        })
    }

    fn claim_features(&self, built: &Built, cover: &Cover, out: &mut Vec<Feature>) {
        out.clear();
        let sight = &self.sight;
        let cue = &built.candidate.cue;
        let head_at = self.head(cue);
        let head = sight.word(head_at);
        let whole = 0..self.doc.len();
        let draft = built.candidate.draft.and_then(|d| self.drafts.get(d));
        let hull = built.hull();
        let speech = u32::from(self.has_known_speech(cue));
        // How far the rules agree.
        let agree = draft.map_or(0, |draft| {
            let source = match (&draft.source, &built.source) {
                (Some(a), Some(b)) if a == b => 3,
                (Some(a), Some(b)) if a.start < b.end && b.start < a.end => 2,
                (None, None) => 3,
                _ => 1,
            };
            let (start, end) = (
                draft.content.iter().map(|c| c.start).min() == Some(hull.start),
                draft.content.iter().map(|c| c.end).max() == Some(hull.end),
            );
            1 + source * 4 + 2 * u32::from(start) + u32::from(end)
        });
        let pattern = draft.map_or(0, |d| of_text(&d.reason));
        let order = u32::from(hull.end <= cue.start)
            + 2 * u32::from(hull.start >= cue.end)
            + 4 * built
                .source
                .as_ref()
                .map_or(0, |s| 1 + u32::from(s.start >= cue.end));
        let length: usize = built.content.iter().map(ExactSizeIterator::len).sum();
        let quoted = hull
            .clone()
            .filter(|i| sight.place(*i).quote != quote::OUT)
            .count();
        let quotation = u32::from(quoted > 0) + u32::from(quoted * 2 > hull.len());
        let best = u32::from(built.candidate.best);
        let likely = tenths(built.candidate.likely);
        let inside = cover.of(cue);
        let source_head = built.source.as_ref().map_or(0, |s| {
            mix(
                sight.word(s.end - 1).most,
                u32::from(s.clone().any(|i| self.marks.has_mention(i))),
            )
        });
        let used = self.doc.word(head_at).cue.map_or(0, |c| use_number(c.used));
        let mut template = 2000;
        let mut put = |value: u32| {
            template += 1;
            out.push(mix(template, value));
        };
        put(0);
        put(likely);
        put(mix(likely, best));
        put(tenths(built.content_likely));
        put(tenths(built.source_likely));
        put(tenths(built.edge_likely));
        put(mix3(
            likely,
            tenths(built.content_likely),
            tenths(built.source_likely),
        ));
        put(mix(agree, best));
        put(mix3(agree, likely, 0));
        put(mix(pattern, agree));
        put(mix(pattern, likely));
        put(mix(inside, likely));
        put(mix3(inside, agree, best));
        put(mix(order, quotation));
        put(mix3(order, bucket(length), quotation));
        put(bucket(length));
        put(built.content.len() as u32);
        put(head.word);
        put(head.lemma);
        put(mix(head.lemma, order));
        put(mix3(head.cue, order, likely));
        put(mix(used, likely));
        put(mix(sight.word(cue.start).word, cue.len() as u32));
        put(sight.word(cue.end - 1).word);
        put(head.suffix3);
        put(mix(head.most, likely));
        put(sight.at(cue.end, 0, &whole).word);
        put(sight.at(cue.start, -1, &whole).word);
        put(mix(sight.at(cue.end, 0, &whole).most, head.most));
        put(mix(sight.at(cue.start, -1, &whole).most, head.most));
        put(u32::from(sight.place(cue.start).quote));
        put(source_head);
        put(mix(source_head, head.lemma));
        put(mix3(u32::from(built.source.is_some()), likely, quotation));
        put(mix(speech, 1));
        put(mix3(speech, likely, best));
    }

    /// One decision per claim, as sequences of one token.
    pub(super) fn claim_sequences(&self, built: &[Built], gold: &[GoldTokens]) -> Vec<Sequence> {
        let cover = Cover::new(self.doc.len(), built);
        let mut features = Vec::new();
        built
            .iter()
            .map(|claim| {
                self.claim_features(claim, &cover, &mut features);
                let mut sequence = Sequence::default();
                sequence.push(&features, 0, u8::from(claim.is_right(gold)) * STANDS);
                sequence
            })
            .collect()
    }

    /// Likelihood of each claim to stand.
    pub(super) fn likelihoods(&self, built: &[Built], stands: &Tagger, scale: Scale) -> Vec<f32> {
        let cover = Cover::new(self.doc.len(), built);
        let mut features = Vec::new();
        built
            .iter()
            .map(|claim| {
                self.claim_features(claim, &cover, &mut features);
                let mut scores = [0.0; 2];
                stands.score(&features, &mut scores);
                1.0 / (1.0 + (-scale.slope * (scores[1] - scores[0]) - scale.shift).exp())
            })
            .collect()
    }
}

/// How sure the likeliest cue is in whose content a token lies; 0 for none.
struct Cover(Vec<u8>);

impl Cover {
    fn new(tokens: usize, built: &[Built]) -> Self {
        let mut cover = vec![0; tokens];
        for claim in built {
            let sure = 1 + tenths(claim.candidate.likely) as u8;
            for range in &claim.content {
                for slot in cover.get_mut(range.clone()).unwrap_or_default() {
                    *slot = sure.max(*slot);
                }
            }
        }
        Self(cover)
    }

    /// The least of a cue's tokens.
    fn of(&self, cue: &Range<usize>) -> u32 {
        let tokens = self.0.get(cue.clone()).unwrap_or_default();
        tokens.iter().copied().min().map_or(0, u32::from)
    }
}
