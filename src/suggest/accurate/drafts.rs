//! From tagged words to drafts of claims: contents to their cues, cues to their sources, an act for each cue.

use std::ops::Range;

use super::super::Options;
use super::super::claims::{self, Draft};
use super::super::doc::Doc;
use super::super::linear::attribution::Conventions;
use super::arcs::{Choice, Links};
use super::conventions;
use super::crf::Tagged;
use super::model::Calibration;
use super::windows::Window;

/// How sure the link of a content's second fragment must be, 0 to 1; the first one is taken anyway. Chosen on articles
/// held back from training.
const FRAGMENT: f32 = 0.8;

/// What the encoder found in one window.
pub(super) struct Found<'a> {
    pub window: &'a Window,
    /// Spans of the window's words, context included.
    pub cues: Vec<Tagged>,
    pub sources: Vec<Tagged>,
    pub contents: Vec<Tagged>,
    /// Per word of the window, how likely it is part of a cue, 0 to 1.
    pub cue_likely: Vec<f32>,
    pub links: Links<'a>,
    pub calibration: Calibration,
}

/// A fragment of a content.
struct Part {
    tokens: Range<usize>,
    /// Of the span and the link.
    probability: f32,
    /// Of the link alone.
    link: f32,
}

impl Found<'_> {
    /// The claims whose cue is one of the window's own words. Those without content are left out: they cost a reviewer more
    /// than they help.
    pub(super) fn drafts(&self, doc: &Doc<'_>, options: Options, conventions: Conventions) -> Vec<Draft> {
        let beliefs = options.beliefs || conventions.beliefs;
        let cues = firsts(&self.cues);
        let mut contents: Vec<Vec<Part>> = self.cues.iter().map(|_| Vec::new()).collect();
        for content in &self.contents {
            let chosen = self.links.choose(content.words.clone(), &cues);
            let cue = chosen
                .candidate
                .and_then(|at| self.cues.get(at).zip(contents.get_mut(at)));
            let trimmed = claims::trim(doc, self.tokens(content));
            if let (Some((cue, of_cue)), Some(mut tokens)) = (cue, trimmed) {
                conventions::whole_quote(doc, &mut tokens);
                conventions::without_citation(doc, &self.tokens(cue), &mut tokens);
                of_cue.push(Part {
                    tokens,
                    probability: content.probability * chosen.probability,
                    link: chosen.probability,
                });
            }
        }
        contents.iter_mut().for_each(keep_sure);
        let sources = firsts(&self.sources);
        let mut drafts: Vec<Draft> = self
            .cues
            .iter()
            .zip(contents)
            .filter(|(_, contents)| !contents.is_empty())
            .filter_map(|(cue, contents)| {
                let tokens = self.tokens(cue);
                if !self.window.own.contains(&tokens.start) {
                    return None;
                }
                let is_remark = |i: usize| claims::remark_around(doc, i).is_some();
                let before = tokens.start.saturating_sub(1);
                // "a teacher who asked not to be named" before a cue is its source.
                let is_source_told = |part: &Part| part.tokens.end == tokens.start && is_remark(before);
                if is_remark(tokens.start) || contents.iter().any(is_source_told) {
                    return None;
                }
                if !(beliefs || claims::is_speech(doc, &tokens) && !conventions::is_silence(doc, &tokens)) {
                    return None;
                }
                let chosen = self.links.choose(cue.words.clone(), &sources);
                let mut draft = self.draft(doc, cue, chosen, &contents);
                conventions::whole_clause(doc, &mut draft);
                conventions::whole_aside(doc, &mut draft);
                if !conventions.wide_cues {
                    draft.cue = draft.cue.map(|cue| conventions::cue(doc, cue));
                }
                if !conventions.comma_in_source {
                    draft.source = draft.source.map(|source| claims::without_comma(doc, source));
                }
                Some(draft)
            })
            .collect();
        conventions::apart(doc, &mut drafts);
        drafts
    }

    fn draft(&self, doc: &Doc<'_>, cue: &Tagged, chosen: Choice, contents: &[Part]) -> Draft {
        let source = chosen.candidate.and_then(|at| self.sources.get(at));
        let of_source = source.map_or(1.0, |s| s.probability) * chosen.probability;
        let of_content = contents.iter().map(|c| c.probability).fold(1.0, f32::min);
        let tokens = self.tokens(cue);
        let percent = |p: f32| (p * 100.0).round();
        let source_words = if source.is_some() { "source" } else { "no source" };
        Draft {
            content: contents.iter().map(|c| c.tokens.clone()).collect(),
            source: source.map(|s| self.tokens(s)),
            score: self
                .calibration
                .of((cue.probability * of_source * of_content).cbrt()),
            reason: format!(
                "cue {} %, {source_words} {} %, content {} %",
                percent(cue.probability),
                percent(of_source),
                percent(of_content)
            )
            .into(),
            paragraph: doc.paragraph_of(tokens.start),
            cue: Some(tokens),
        }
    }

    /// How likely token `i` is part of a cue, 0 to 1.
    pub(super) fn cue_likely(&self, i: usize) -> f32 {
        let at = i.checked_sub(self.window.tokens.start);
        at.and_then(|at| self.cue_likely.get(at))
            .copied()
            .unwrap_or_default()
    }

    fn tokens(&self, span: &Tagged) -> Range<usize> {
        let first = self.window.tokens.start;
        first + span.words.start..first + span.words.end
    }
}

/// Leaves the fragment that is linked most surely, and others that are linked surely enough.
fn keep_sure(fragments: &mut Vec<Part>) {
    let surest = fragments.iter().map(|f| f.link).fold(0.0, f32::max);
    fragments.retain(|f| f.link >= FRAGMENT.min(surest));
}

fn firsts(spans: &[Tagged]) -> Vec<usize> {
    spans.iter().map(|span| span.words.start).collect()
}
