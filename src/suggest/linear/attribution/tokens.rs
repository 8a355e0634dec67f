//! Step one: which words are cues, sources and contents, whoever they belong to. Features of one token.

use std::ops::Range;

use super::super::super::doc::Case;
use super::super::hash::{Feature, bucket, mix, mix3};
use super::super::sight::NONE;
use super::Prepared;

/// Puts the features of token `i` of the paragraph into `out`, which is emptied first.
pub(super) fn features(of: &Prepared<'_>, i: usize, paragraph: &Range<usize>, out: &mut Vec<Feature>) {
    out.clear();
    let (doc, sight) = (&of.doc, &of.sight);
    let at = |offset: isize| sight.at(i, offset, paragraph);
    let (w0, place) = (sight.word(i), sight.place(i));
    let mut template = 0;
    let mut put = |value: u32| {
        template += 1;
        out.push(mix(template, value));
    };
    put(0);
    // Words around it.
    let (p1, p2) = (at(-1), at(-2));
    let (n1, n2) = (at(1), at(2));
    put(w0.word);
    put(p1.word);
    put(n1.word);
    put(p2.word);
    put(n2.word);
    put(mix(p1.word, w0.word));
    put(mix(w0.word, n1.word));
    // Parts of speech around it.
    put(w0.speech);
    put(mix3(p2.most, p1.most, w0.most));
    put(mix3(p1.most, w0.most, n1.most));
    put(mix3(w0.most, n1.most, n2.most));
    // Form.
    put(w0.shape);
    put(w0.prefix);
    put(w0.suffix3);
    put(mix(w0.suffix4, w0.most));
    put(w0.class);
    // Reporting.
    put(mix(w0.cue, 1));
    put(mix(p1.cue, p2.cue));
    put(mix(n1.cue, n2.cue));
    put(mix3(w0.lemma, n1.most, p1.most));
    put(mix(w0.lemma, n1.word));
    // Quotation marks.
    let quote = |offset: isize| {
        i.checked_add_signed(offset)
            .filter(|j| paragraph.contains(j))
            .map_or(9, |j| u32::from(sight.place(j).quote))
    };
    let quotes = mix3(quote(-1), quote(0), quote(1));
    put(quotes);
    put(mix(quotes, w0.cue));
    put(mix3(quotes, w0.most, 0));
    // The reporting verbs beside it in the sentence.
    let (before, near_before) = sight.near(i, place.cue_before);
    let (after, near_after) = sight.near(i, place.cue_after);
    put(mix3(before.lemma, near_before, quote(0)));
    put(mix3(after.lemma, near_after, quote(0)));
    put(mix3(before.cue, after.cue, quote(0)));
    put(mix3(before.cue, after.cue, w0.most));
    put(mix3(near_before, near_after, w0.most));
    let (verb_before, near_verb_before) = sight.near(i, place.verb_before);
    let (verb_after, near_verb_after) = sight.near(i, place.verb_after);
    put(mix(verb_before.word, near_verb_before));
    put(mix(verb_after.word, near_verb_after));
    // The clause: the marks beside it and what follows the one before.
    let (mark_before, near_mark_before) = sight.near(i, place.mark_before);
    let (mark_after, near_mark_after) = sight.near(i, place.mark_after);
    let opener = if place.mark_before == NONE {
        sight.word(
            doc.sentences
                .get(place.sentence as usize)
                .map_or(i, |s| s.tokens.start),
        )
    } else {
        sight.word(place.mark_before as usize + 1)
    };
    put(mix3(mark_before.word, mark_after.word, w0.most));
    put(mix3(mark_before.word, near_mark_before, before.cue));
    put(mix3(mark_after.word, near_mark_after, after.cue));
    put(mix3(opener.word, near_mark_before, before.cue));
    // What comes after the next mark: "…, he said".
    let beyond = if place.mark_after == NONE {
        0
    } else {
        let j = place.mark_after as usize;
        mix(sight.at(j, 1, paragraph).most, sight.at(j, 2, paragraph).cue)
    };
    put(mix3(beyond, mark_after.word, quote(0)));
    // Place in sentence and paragraph.
    let sentence = doc.sentences.get(place.sentence as usize);
    let case = sentence.map_or(0, |s| match s.case {
        Case::Running => 0,
        Case::Title => 1,
        Case::Upper => 2,
    });
    let from_start = sentence.map_or(0, |s| bucket(i.saturating_sub(s.tokens.start)));
    let to_end = sentence.map_or(0, |s| bucket(s.tokens.end.saturating_sub(i + 1)));
    let number = sentence.map_or(0, |s| bucket(s.tokens.start.saturating_sub(paragraph.start)));
    put(mix3(from_start, w0.most, case));
    put(mix(to_end, w0.most));
    put(mix3(number, quote(0), before.cue));
    // Who is mentioned.
    let mention = |offset: isize| {
        i.checked_add_signed(offset)
            .filter(|j| paragraph.contains(j))
            .map_or(0, |j| u32::from(of.marks.has_mention(j)))
    };
    put(mix3(mention(-1), mention(0), mention(1)));
    put(mix3(mention(0), before.cue, after.cue));
    put(mix3(mention(0), near_before, near_after));
    // What the rules say.
    let rule = of.rules.at(i);
    let rule_at = |offset: isize| {
        i.checked_add_signed(offset)
            .filter(|j| paragraph.contains(j))
            .map_or(99, |j| u32::from(of.rules.at(j).label))
    };
    let label = u32::from(rule.label);
    put(mix3(rule_at(-1), label, rule_at(1)));
    put(mix3(label, rule.pattern, quote(0)));
    put(mix3(label, w0.word, 0));
    put(mix3(label, p1.word, rule_at(-1)));
    put(mix3(label, n1.word, rule_at(1)));
    put(mix3(label, before.lemma, after.lemma));
    put(mix3(label, mark_before.word, mark_after.word));
}
