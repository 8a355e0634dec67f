//! Step two: what belongs to one cue. The window around the cue is labelled as its source, its content or nothing.

use std::ops::Range;

use super::super::chain::{self, OUTSIDE};
use super::super::hash::{Feature, bucket, mix, mix3, of_text};
use super::super::rule_view::{CONTENT, CUE, SOURCE};
use super::super::sight::{WordSight, quote};
use super::super::tagger::{Sequence, Tagger};
use super::Prepared;
use super::candidates::{Candidate, Tags};
use super::gold::GoldTokens;
use super::prepared::{put, repair};
use crate::suggest::lexicon::Class;

/// How far the window reaches to either side of the cue, in tokens. Longer contents are rare; the bound keeps the work
/// per cue, and with it the whole, linear.
const REACH: usize = 120;

/// How far the window goes beyond the last token that may belong to a claim, so that an end is seen as one.
const MARGIN: usize = 3;

/// What stands between a token and the cue.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    cues: u32,
    sources: u32,
    contents: u32,
    commas: u32,
    stops: u32,
    marks: u32,
    quotes: u32,
    verbs: u32,
}

/// What is the same for all tokens of a window.
struct Frame<'p> {
    cue: Range<usize>,
    window: Range<usize>,
    /// The word that reports.
    head: &'p WordSight,
    /// The paragraph's sentence of the cue.
    sentence: u32,
    /// Pattern of the rules' draft, or that there is none.
    pattern: u32,
    draft: u32,
}

impl Prepared<'_> {
    /// The window around a cue: as far as step one thinks that anything belongs to a claim.
    pub(super) fn window(&self, tags: &Tags, candidate: &Candidate) -> Range<usize> {
        let paragraph = self
            .doc
            .paragraphs
            .get(candidate.paragraph)
            .cloned()
            .unwrap_or_default();
        let cue = &candidate.cue;
        let reach = cue.start.saturating_sub(REACH).max(paragraph.start)
            ..(cue.end + REACH).min(paragraph.end).max(cue.end);
        let taken = |i: &usize| tags.may_be_taken(*i) || self.rules.at(*i).draft > 0;
        let start = (reach.start..cue.start).find(taken).unwrap_or(cue.start);
        let end = (cue.end..reach.end)
            .rev()
            .find(taken)
            .map_or(cue.end, |last| last + 1);
        start.saturating_sub(MARGIN).max(reach.start)..(end + MARGIN).min(reach.end)
    }

    /// The token of a cue that reports.
    pub(super) fn head(&self, cue: &Range<usize>) -> usize {
        let reports = |i: &usize| self.doc.word(*i).cue.is_some() || self.doc.lower(*i) == "according";
        let noun = |i: &usize| self.doc.is(*i, Class::REPORT_NOUN);
        let verb =
            |i: &usize| self.doc.is_finite(*i) && !self.doc.is(*i, Class::BE.or(Class::AUX).or(Class::MODAL));
        cue.clone()
            .find(reports)
            .or_else(|| cue.clone().find(noun))
            .or_else(|| cue.clone().find(verb))
            .or_else(|| cue.clone().find(|i| !self.doc.is_function_word(*i)))
            .unwrap_or(cue.start)
    }

    /// The window of one cue as a sequence, with the labels that `gold` asks for.
    pub(super) fn frame_sequence(&self, tags: &Tags, candidate: &Candidate, gold: &GoldTokens) -> Sequence {
        let window = self.window(tags, candidate);
        let mut labels = vec![OUTSIDE; window.len()];
        let inside = |range: &Range<usize>| {
            let start = range.start.clamp(window.start, window.end) - window.start;
            start..(range.end.clamp(window.start, window.end) - window.start).max(start)
        };
        for range in &gold.content {
            put(&mut labels, CONTENT, &inside(range));
        }
        if let Some(range) = &gold.source {
            put(&mut labels, SOURCE, &inside(range));
        }
        for i in candidate.cue.clone() {
            if let Some(label) = i.checked_sub(window.start).and_then(|i| labels.get_mut(i)) {
                *label = OUTSIDE;
            }
        }
        repair(&mut labels);
        let frame = self.frame(window, candidate);
        let between = self.between(tags, &frame);
        let mut sequence = Sequence::default();
        let mut features = Vec::new();
        for ((i, label), between) in frame.window.clone().zip(labels).zip(&between) {
            self.frame_token(tags, &frame, i, *between, &mut features);
            sequence.push(&features, self.sight.place(i).edge, label);
        }
        sequence
    }

    /// The scores of the tokens of a window for step two.
    pub(super) fn frame_scores(
        &self,
        tags: &Tags,
        candidate: &Candidate,
        window: Range<usize>,
        tagger: &Tagger,
        features: &mut Vec<Feature>,
    ) -> Vec<f32> {
        let labels = tagger.labels();
        let mut scores = vec![0.0; window.len() * labels];
        let frame = self.frame(window, candidate);
        let between = self.between(tags, &frame);
        let rows = scores.chunks_exact_mut(labels);
        for ((i, between), scores) in frame.window.clone().zip(&between).zip(rows) {
            self.frame_token(tags, &frame, i, *between, features);
            tagger.score(features, scores);
        }
        scores
    }

    fn frame(&self, window: Range<usize>, candidate: &Candidate) -> Frame<'_> {
        let cue = candidate.cue.clone();
        let draft = candidate.draft.and_then(|d| self.drafts.get(d));
        Frame {
            head: self.sight.word(self.head(&cue)),
            sentence: self.sight.place(cue.start).sentence,
            pattern: draft.map_or(0, |draft| of_text(&draft.reason)),
            draft: candidate.draft.map_or(u32::MAX, |d| d as u32 + 1),
            cue,
            window,
        }
    }

    /// What stands between each token of the window and the cue.
    fn between(&self, tags: &Tags, frame: &Frame<'_>) -> Vec<Between> {
        let mut all = vec![Between::default(); frame.window.len()];
        let mut count = Between::default();
        let mut visit = |i: usize, count: &mut Between| {
            if let Some(slot) = all.get_mut(i - frame.window.start) {
                *slot = *count;
            }
            let label = tags.label(i);
            if chain::is_first(label) {
                match chain::class_of(label) {
                    Some(CUE) => count.cues += 1,
                    Some(SOURCE) => count.sources += 1,
                    Some(CONTENT) => count.contents += 1,
                    _ => {}
                }
            }
            let place = self.sight.place(i);
            match place.mark {
                0 => count.verbs += u32::from(self.doc.is_finite(i)),
                1 => count.commas += 1,
                2 => count.stops += 1,
                6 => count.quotes += u32::from(matches!(place.quote, quote::OPENS | quote::CLOSES)),
                _ => count.marks += 1,
            }
        };
        for i in (frame.window.start..frame.cue.start).rev() {
            visit(i, &mut count);
        }
        count = Between::default();
        for i in frame.cue.end..frame.window.end {
            visit(i, &mut count);
        }
        all
    }

    fn frame_token(
        &self,
        tags: &Tags,
        frame: &Frame<'_>,
        i: usize,
        between: Between,
        out: &mut Vec<Feature>,
    ) {
        out.clear();
        let sight = &self.sight;
        let (place, w0) = (sight.place(i), sight.word(i));
        let at = |offset: isize| sight.at(i, offset, &frame.window);
        let (p1, n1, n2, p2) = (at(-1), at(1), at(2), at(-2));
        let side: u32 = if i < frame.cue.start {
            0
        } else if i < frame.cue.end {
            1
        } else {
            2
        };
        let distance = match side {
            0 => frame.cue.start - i,
            1 => 0,
            _ => i + 1 - frame.cue.end,
        };
        let near = bucket(distance);
        let sentences = (i64::from(place.sentence) - i64::from(frame.sentence) + 3).clamp(0, 6) as u32;
        let whereabouts = mix(side, sentences);
        let tag = |offset: isize| {
            i.checked_add_signed(offset)
                .filter(|j| frame.window.contains(j))
                .map_or(99, |j| u32::from(tags.label(j)))
        };
        let label = tag(0);
        let quote = |offset: isize| {
            i.checked_add_signed(offset)
                .filter(|j| frame.window.contains(j))
                .map_or(9, |j| u32::from(sight.place(j).quote))
        };
        let quotes = mix3(quote(-1), quote(0), quote(1));
        let ours = |offset: isize| {
            i.checked_add_signed(offset)
                .filter(|j| frame.window.contains(j))
                .map_or(99, |j| {
                    let rule = self.rules.at(j);
                    if rule.draft == frame.draft {
                        u32::from(rule.label)
                    } else if rule.draft > 0 {
                        20 + u32::from(rule.label)
                    } else {
                        0
                    }
                })
        };
        let by_rule = ours(0);
        let cap = |n: u32| n.min(3);
        let head = frame.head;
        let (after_cue, after_cue2) = (
            sight.at(frame.cue.end, 0, &frame.window),
            sight.at(frame.cue.end, 1, &frame.window),
        );
        let before_cue = frame
            .cue
            .start
            .checked_sub(1)
            .map_or(p1, |_| sight.at(frame.cue.start, -1, &frame.window));
        let last = sight.word(frame.cue.end.saturating_sub(1));
        let mut template = 1000;
        let mut put = |value: u32| {
            template += 1;
            out.push(mix(template, value));
        };
        // Where it stands from the cue.
        put(mix3(whereabouts, near, 0));
        put(mix3(whereabouts, cap(between.cues), cap(between.sources)));
        put(mix3(whereabouts, cap(between.contents), cap(between.cues)));
        put(mix3(whereabouts, cap(between.commas), cap(between.verbs)));
        put(mix3(
            whereabouts,
            cap(between.quotes),
            mix3(cap(between.stops), cap(between.marks), quote(0)),
        ));
        // Step one.
        put(mix3(label, whereabouts, near));
        put(mix3(tag(-1), label, mix(tag(1), side)));
        put(mix3(tag(-2), tag(-1), mix3(label, tag(1), tag(2))));
        put(mix3(
            label,
            whereabouts,
            mix3(cap(between.cues), cap(between.sources), cap(between.contents)),
        ));
        put(mix3(
            label,
            whereabouts,
            mix3(cap(between.quotes), cap(between.stops), quote(0)),
        ));
        put(mix3(label, side, head.lemma));
        put(mix3(label, side, w0.word));
        put(mix3(label, quotes, side));
        // The rules' draft with this cue.
        put(mix3(by_rule, label, side));
        put(mix3(ours(-1), by_rule, mix(ours(1), side)));
        put(mix3(by_rule, frame.pattern, label));
        put(mix3(by_rule, w0.word, side));
        put(mix3(by_rule, n1.word, ours(1)));
        put(mix3(by_rule, p1.word, ours(-1)));
        // Words, with the side.
        put(mix(w0.word, side));
        put(mix(p1.word, side));
        put(mix(n1.word, side));
        put(mix3(p1.word, w0.word, side));
        put(mix3(w0.word, n1.word, side));
        put(mix3(w0.most, p1.most, mix(n1.most, side)));
        put(mix3(p2.most, p1.most, mix(w0.most, side)));
        put(mix3(w0.most, n1.most, mix(n2.most, side)));
        put(mix3(w0.speech, side, 0));
        put(mix3(quotes, whereabouts, cap(between.quotes)));
        // The cue.
        put(mix3(head.word, side, near));
        put(mix3(head.cue, whereabouts, near));
        put(mix3(last.word, side, near));
        put(mix3(head.cue, side, mix(after_cue.most, near)));
        put(mix3(head.lemma, side, after_cue.word));
        put(mix3(side, near, after_cue.word));
        put(mix3(side, near, mix(after_cue.most, after_cue2.most)));
        put(mix3(side, near, before_cue.word));
        put(mix3(side, mix(before_cue.most, head.cue), mix(near, w0.most)));
        // The clause.
        let (mark_before, near_before) = sight.near(i, place.mark_before);
        let (mark_after, near_after) = sight.near(i, place.mark_after);
        put(mix3(mark_before.word, near_before, mix(side, w0.most)));
        put(mix3(mark_after.word, near_after, mix(side, w0.most)));
        let beyond = sight.at(place.mark_after as usize, 1, &frame.window);
        put(mix3(beyond.word, mark_after.word, side));
        let opener = sight.at(place.mark_before as usize, 1, &frame.window);
        put(mix3(opener.word, mark_before.word, side));
        put(mix3(
            opener.most,
            mark_before.word,
            mix(side, cap(between.commas)),
        ));
        let mention = u32::from(self.marks.has_mention(i));
        put(mix3(
            mention,
            whereabouts,
            mix(cap(between.sources), cap(between.verbs)),
        ));
    }
}
