//! From how the training corpus marks attributions to how this program does: which words are the cue, where a quotation
//! begins, what is a claim of its own.

use std::ops::Range;

use super::super::claims::{self, Draft};
use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Lexicon};

/// Longest quotation that a content cut by its beginning is drawn out to, in tokens.
const LONGEST_QUOTE: usize = 600;

/// Longest phrase for who is cited that is taken off a content, in tokens.
const LONGEST_CITATION: usize = 12;

/// Farthest that the content of "…, according to Toll" is drawn out to either side, in tokens: over "On Saturday,".
const ADJUNCT: usize = 8;

/// Shortest content of a rule's claim that is added, in words: below, the rules are wrong more often than right where the
/// network sees nothing.
const SHORTEST: usize = 4;

/// How likely the network must find the cue of a rule's claim that it does not take itself, 0 to 1. Chosen on the development
/// part of the corpus.
const LIKELY_CUE: f32 = 0.1;

/// How sure such a claim is said to be at most: the network doubts it.
const DOUBTFUL: f32 = 0.5;

/// The verb or phrase itself: without auxiliaries and adverbs before it and the day after it. What a negation says stays
/// ("did not deny").
pub(super) fn cue(doc: &Doc<'_>, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens.clone();
    let is_known = |i: usize| {
        doc.word(i).cue.is_some()
            || Lexicon::embedded()
                .phrase(doc.lower(i), doc.lower(i + 1))
                .is_some()
    };
    if !tokens.clone().any(|i| doc.is(i, Class::NOT)) {
        while start + 1 < end
            && !is_known(start)
            && (doc.is(start, Class::AUX.or(Class::BE).or(Class::MODAL)) || doc.mostly(start, Tag::Adverb))
        {
            start += 1;
        }
    }
    let is_time = |i: usize| {
        doc.is(i, Class::DAY.or(Class::MONTH)) || matches!(doc.lower(i), "today" | "yesterday" | "tonight")
    };
    while end > start + 1 && is_time(end - 1) {
        end -= 1;
        let leads = |i: usize| matches!(doc.lower(i), "on" | "late" | "early" | "last" | "earlier");
        while end > start + 1 && leads(end - 1) {
            end -= 1;
        }
    }
    start..end
}

/// Whether the words of a cue say that somebody said nothing: "did not comment", "declined to discuss". No speech act, though
/// the corpus marks it.
pub(super) fn is_silence(doc: &Doc<'_>, tokens: &Range<usize>) -> bool {
    let answers = |i: &usize| {
        [
            "comment",
            "respond",
            "repl",
            "answer",
            "confirm",
            "discuss",
            "elaborate",
        ]
        .iter()
        .any(|stem| doc.lower(*i).starts_with(stem))
    };
    let from = tokens.start.saturating_sub(3);
    let refused = (from..tokens.end).any(|i| {
        doc.is(i, Class::NOT)
            || doc.lower(i) == "cannot"
            || ["declin", "refus"]
                .iter()
                .any(|stem| doc.lower(i).starts_with(stem))
    });
    refused && (tokens.start..=tokens.end).any(|i| answers(&i))
}

/// Draws a content that begins within a quotation out to where the quotation begins.
pub(super) fn whole_quote(doc: &Doc<'_>, content: &mut Range<usize>) {
    let Some(quote) = doc.quote_from(content.start) else {
        return;
    };
    let cut = quote.closed
        && quote.tokens.start < content.start
        && content.end + 2 >= quote.tokens.end
        && quote.tokens.len() < LONGEST_QUOTE;
    if cut {
        content.start = quote.tokens.start;
    }
}

/// Takes "citing a military source," off the beginning of a content of `cue`, whether or not it begins with "citing": who
/// handed the words on is no part of them.
pub(super) fn without_citation(doc: &Doc<'_>, cue: &Range<usize>, content: &mut Range<usize>) {
    let cites = |i: &usize| matches!(doc.lower(*i), "citing" | "quoting") && !cue.contains(i);
    let before = content.start.saturating_sub(1);
    let Some(citing) = (before..=content.start).find(cites) else {
        return;
    };
    let within = citing + 1..content.end.min(citing + LONGEST_CITATION);
    let comma = within.clone().find(|i| doc.is_mark(*i, &[","]));
    if let Some(comma) = comma.filter(|comma| comma + 1 < content.end) {
        content.start = comma + 1;
    }
}

/// What stands before "according to" is content as a whole, with the day at its beginning or end that the network left out.
pub(super) fn whole_clause(doc: &Doc<'_>, draft: &mut Draft) {
    let Some(cue) = draft.cue.as_ref().map(|cue| cue.start) else {
        return;
    };
    let Some(sentence) = doc.sentences.get(doc.sentence_of(cue)).map(|s| s.tokens.clone()) else {
        return;
    };
    let is_before = |part: &Range<usize>| sentence.start <= part.start && part.end <= cue;
    let source_is_before = draft.source.as_ref().is_some_and(|source| source.start < cue);
    if doc.lower(cue) != "according" || source_is_before || !draft.content.iter().all(is_before) {
        return;
    }
    let is_break = |i: usize| doc.is_quote_mark(i) || doc.is_mark(i, &[":", ";"]);
    let short = |gap: Range<usize>| gap.len() <= ADJUNCT && !gap.clone().any(is_break);
    let mut end = cue;
    while end > sentence.start && doc.is_mark(end - 1, &[",", "-", "--", "–", "—"]) {
        end -= 1;
    }
    if let Some(last) = draft.content.iter_mut().max_by_key(|part| part.end)
        && last.end < end
        && short(last.end..end)
    {
        last.end = end;
    }
    // "And" and "as it stands" are no part of what was said.
    let leads = matches!(
        doc.lower(sentence.start),
        "after" | "at" | "before" | "by" | "during" | "in" | "last" | "on" | "since"
    );
    if let Some(first) = draft.content.iter_mut().min_by_key(|part| part.start)
        && leads
        && short(sentence.start..first.start)
    {
        first.start = sentence.start;
    }
}

/// Draws a source that holds an opened aside ("Toll -- head of the council, which met --") out to the dash that closes it
/// before the cue.
pub(super) fn whole_aside(doc: &Doc<'_>, draft: &mut Draft) {
    let is_dash = |i: usize| doc.is_mark(i, &["--", "–", "—"]);
    let (Some(cue), Some(source)) = (draft.cue.as_ref(), draft.source.as_mut()) else {
        return;
    };
    let is_in_sentence = doc
        .sentences
        .get(doc.sentence_of(source.start))
        .is_some_and(|sentence| cue.start < sentence.tokens.end);
    let before = source.end..cue.start;
    let opened = source.clone().filter(|i| is_dash(*i)).count() == 1;
    let closed = before.clone().filter(|i| is_dash(*i)).count() == 1;
    if is_in_sentence && opened && closed && before.end.checked_sub(1).is_some_and(is_dash) {
        source.end = cue.start;
    }
}

/// Quotations that are paragraphs of their own, taken out of the claim of another paragraph: the reader decides who speaks
/// there, so they are claims of their own.
pub(super) fn apart(doc: &Doc<'_>, drafts: &mut Vec<Draft>) {
    let mut floating = Vec::new();
    for draft in drafts.iter_mut() {
        let Some(home) = doc.paragraphs.get(draft.paragraph).cloned() else {
            continue;
        };
        if draft.content.iter().all(|c| !home.contains(&c.start)) {
            continue;
        }
        let (score, number) = (draft.score, draft.paragraph);
        draft.content.retain(|content| {
            let stays = home.contains(&content.start) || !doc.is_quote_mark(content.start);
            if !stays {
                floating.push(Draft {
                    content: vec![content.clone()],
                    cue: None,
                    source: None,
                    score: score.min(0.6),
                    reason: "quotation without a speaker of its own".into(),
                    paragraph: doc.paragraph_of(content.start).max(number),
                });
            }
            stays
        });
    }
    drafts.append(&mut floating);
}

/// The rules' claims that may stand where the network sees none, in the order of their cues.
pub(super) fn sure(doc: &Doc<'_>, mut by_rules: Vec<Draft>) -> Vec<Draft> {
    by_rules.retain(|draft| {
        let words: usize = draft.content.iter().map(ExactSizeIterator::len).sum();
        let speaks = |cue: &Range<usize>| claims::is_speech(doc, cue) && !is_silence(doc, cue);
        words >= SHORTEST && draft.cue.as_ref().is_some_and(speaks)
    });
    by_rules.sort_by_key(|draft| draft.cue.as_ref().map(|cue| cue.start));
    by_rules
}

/// Adds those of the rules' claims with a cue in `own` that share no word with another, save for claims that lie in their
/// content as a whole.
pub(super) fn add_missed(
    own: &Range<usize>,
    drafts: &mut Vec<Draft>,
    sure: &[Draft],
    likely: impl Fn(usize) -> f32,
) {
    let cue_start = |draft: &Draft| draft.cue.as_ref().map_or(0, |cue| cue.start);
    let first = sure.partition_point(|draft| cue_start(draft) < own.start);
    for draft in sure
        .iter()
        .skip(first)
        .take_while(|draft| cue_start(draft) < own.end)
    {
        let mut cue = draft.cue.iter().cloned().flatten();
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let within = |part: &Range<usize>| {
            draft
                .content
                .iter()
                .any(|c| c.start <= part.start && part.end <= c.end)
        };
        let fits = |other: &Draft| {
            let apart = other.parts().all(|a| draft.parts().all(|b| !touch(&a, &b)));
            apart || other.cue.is_some() && other.parts().all(|part| within(&part))
        };
        if cue.any(|i| likely(i) >= LIKELY_CUE) && drafts.iter().all(fits) {
            drafts.push(Draft {
                score: draft.score.min(DOUBTFUL),
                ..draft.clone()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Input, Stop};
    use super::*;
    use crate::text::ArticleText;

    fn with_doc(text: &str, check: impl FnOnce(&Doc<'_>)) {
        let text = ArticleText::new(text);
        let input = Input::of(&text);
        check(&Doc::new(&input, &Stop::default()).unwrap());
    }

    fn tokens(doc: &Doc<'_>, words: &str) -> Range<usize> {
        let whole = doc.words_of(0..doc.len());
        let start = whole.find(words).unwrap();
        doc.tokens_in(crate::text::Span::new(start, start + words.len()).unwrap())
    }

    #[test]
    fn a_cue_is_the_verb() {
        for (text, marked, expected) in [
            ("Toll said Thursday it rained.", "said Thursday", "said"),
            (
                "Toll said late on Sunday it rained.",
                "said late on Sunday",
                "said",
            ),
            ("Toll has also blamed the rain.", "has also blamed", "blamed"),
            ("Toll did not deny the rain.", "did not deny", "did not deny"),
            ("Toll called for calm.", "called for", "called for"),
            ("Toll further said it.", "further said", "said"),
        ] {
            with_doc(text, |doc| {
                assert_eq!(doc.words_of(cue(doc, tokens(doc, marked))), expected, "{text}");
            });
        }
    }

    #[test]
    fn silence_is_no_claim() {
        for (text, marked, expected) in [
            (
                "The council has not commented on the toll.",
                "has not commented",
                true,
            ),
            ("Toll declined to comment on it.", "declined to comment", true),
            ("The paper cannot confirm the count.", "cannot confirm", true),
            ("Toll did not deny the rain.", "did not deny", false),
            ("Toll commented on the rain.", "commented on", false),
        ] {
            with_doc(text, |doc| {
                assert_eq!(is_silence(doc, &tokens(doc, marked)), expected, "{text}");
            });
        }
    }

    #[test]
    fn a_cut_quotation_is_drawn_out_and_one_of_another_paragraph_stands_alone() {
        let text = "\"We wrote to them. We offered to meet,\" Toll said.\n\"Nobody came to see us at all.\"";
        with_doc(text, |doc| {
            let mut content = tokens(doc, "to meet,\"");
            whole_quote(doc, &mut content);
            assert_eq!(
                doc.words_of(content.clone()),
                "\"We wrote to them. We offered to meet,\""
            );
            let mut plain = tokens(doc, "Toll");
            whole_quote(doc, &mut plain);
            assert_eq!(doc.words_of(plain), "Toll");
            let second = tokens(doc, "\"Nobody came to see us at all.\"");
            let mut drafts = vec![Draft {
                content: vec![content.clone(), second.clone()],
                ..draft(doc, "Toll", "said", "Nobody")
            }];
            apart(doc, &mut drafts);
            assert_eq!(drafts[0].content, [content]);
            assert_eq!(
                (drafts[1].content.clone(), drafts[1].cue.clone()),
                (vec![second], None)
            );
        });
    }

    #[test]
    fn who_is_cited_is_no_part_of_the_content() {
        for (text, cue, marked, expected) in [
            (
                "The agency reported, citing a military source, that the bridge fell.",
                "reported",
                "citing a military source, that the bridge fell",
                "that the bridge fell",
            ),
            (
                "The agency reported, citing a military source, that the bridge fell.",
                "reported",
                "a military source, that the bridge fell",
                "that the bridge fell",
            ),
            (
                "The agency reported citing a military source.",
                "reported",
                "citing a military source",
                "citing a military source",
            ),
            (
                "She said that citing others, as he did, was lazy.",
                "said",
                "that citing others, as he did, was lazy",
                "that citing others, as he did, was lazy",
            ),
            (
                "Toll left, citing his health, his age and the rain.",
                "citing",
                "his health, his age and the rain",
                "his health, his age and the rain",
            ),
        ] {
            with_doc(text, |doc| {
                let mut content = tokens(doc, marked);
                without_citation(doc, &tokens(doc, cue), &mut content);
                assert_eq!(doc.words_of(content), expected, "{text}");
            });
        }
    }

    fn draft(doc: &Doc<'_>, source: &str, cue: &str, content: &str) -> Draft {
        Draft {
            content: vec![tokens(doc, content)],
            cue: Some(tokens(doc, cue)),
            source: Some(tokens(doc, source)),
            score: 0.9,
            reason: "test".into(),
            paragraph: 0,
        }
    }

    #[test]
    fn what_stands_before_according_to_is_content() {
        for (text, marked, expected) in [
            (
                "It rained. On Saturday, the bridge fell on two boats, on Friday, according to Toll.",
                "the bridge fell on two boats",
                "On Saturday, the bridge fell on two boats, on Friday",
            ),
            (
                "The council met: the bridge fell, according to Toll.",
                "the bridge fell",
                "the bridge fell",
            ),
            (
                "And the bridge fell, according to Toll.",
                "the bridge fell",
                "the bridge fell",
            ),
            (
                "The council, which had met on the day before in the old hall, heard that the bridge fell, according to Toll.",
                "the bridge fell",
                "the bridge fell",
            ),
        ] {
            with_doc(text, |doc| {
                let mut draft = draft(doc, "Toll", "according to", marked);
                whole_clause(doc, &mut draft);
                assert_eq!(doc.words_of(draft.content[0].clone()), expected, "{text}");
            });
        }
    }

    #[test]
    fn a_source_ends_where_its_aside_ends() {
        for (text, marked, expected) in [
            (
                "Ada Toll -- head of the council, which others have left -- said it rained.",
                "Ada Toll -- head of the council",
                "Ada Toll -- head of the council, which others have left --",
            ),
            (
                "Ada Toll -- she heads the council, and others said it rained.",
                "Ada Toll",
                "Ada Toll",
            ),
        ] {
            with_doc(text, |doc| {
                let mut draft = draft(doc, marked, "said", "it rained");
                whole_aside(doc, &mut draft);
                assert_eq!(doc.words_of(draft.source.unwrap()), expected, "{text}");
            });
        }
    }

    #[test]
    fn a_rule_steps_in_where_the_network_half_sees_a_cue() {
        let text = "The council accused the army of shelling the old bridge at night.";
        with_doc(text, |doc| {
            let draft = Draft {
                content: vec![tokens(doc, "the army of shelling the old bridge at night")],
                cue: Some(tokens(doc, "accused")),
                source: Some(tokens(doc, "The council")),
                score: 0.65,
                reason: "test".into(),
                paragraph: 0,
            };
            let sure = sure(doc, vec![draft.clone()]);
            let add = |drafts: &mut Vec<Draft>, likely: f32| {
                add_missed(&(0..doc.len()), drafts, &sure, |_| likely);
                drafts.len()
            };
            assert_eq!(add(&mut Vec::new(), 0.3), 1);
            assert_eq!(add(&mut Vec::new(), 0.01), 0, "the network is sure there is none");
            let inner = Draft {
                cue: Some(tokens(doc, "shelling")),
                source: None,
                content: vec![tokens(doc, "the old bridge")],
                ..draft.clone()
            };
            assert_eq!(add(&mut vec![inner], 0.3), 2, "what lies within it may stay");
            let other = Draft {
                cue: Some(tokens(doc, "council accused")),
                ..draft.clone()
            };
            assert_eq!(add(&mut vec![other], 0.3), 1, "its words are taken");
        });
    }
}
