//! A text cut where marks begin and end, so that marks that overlap can be shown in notations that only nest.

use super::{Annotated, badge_of, title_of};
use crate::annotation::{Article, Project};
use crate::exchange::formats::claims::name;
use crate::text::Span;

/// What a place is marked as. The order is that in which they are nested.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marking {
    /// Content of the claim of that number.
    Content(usize),
    /// Who says it.
    Source,
    /// The word that reports.
    Cue,
    /// A number.
    Figure,
    /// A mention: letters, kind, actor.
    Mention(String, String, String),
}

/// A stretch of a paragraph in which nothing begins or ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The words.
    pub text: &'a str,
    /// What begins before it.
    pub begin: Vec<Marking>,
    /// What it lies in.
    pub within: Vec<Marking>,
    /// What ends after it, the last that began first.
    pub end: Vec<Marking>,
}

/// The paragraphs of an article in segments. A mark that crosses paragraphs ends with each and begins anew.
pub fn paragraphs<'a>(
    article: &'a Article,
    project: &Project,
    annotated: &Annotated<'_>,
) -> Vec<(Span, Vec<Segment<'a>>)> {
    let all = article.text.paragraphs();
    let mut of: Vec<Vec<(Span, Marking)>> = vec![Vec::new(); all.len()];
    for (span, marking) in places(project, annotated) {
        let first = article.text.paragraph_at(span.start()).unwrap_or(all.len());
        for (paragraph, list) in all.iter().zip(&mut of).skip(first) {
            if paragraph.start() >= span.end() {
                break;
            }
            if let Some(here) = paragraph.intersection(span) {
                list.push((here, marking.clone()));
            }
        }
    }
    let cut = |(paragraph, places): (&Span, Vec<_>)| (*paragraph, segments(article, *paragraph, places));
    all.iter().zip(of).map(cut).collect()
}

fn places(project: &Project, annotated: &Annotated<'_>) -> Vec<(Span, Marking)> {
    let mut places = Vec::new();
    for mention in &annotated.mentions {
        let scheme = &project.scheme;
        let (badge, kind) = (badge_of(scheme, mention), title_of(scheme, mention));
        let actor = name(project, mention.actor).to_owned();
        places.push((mention.span, Marking::Mention(badge, kind, actor)));
    }
    for (item, claim) in &annotated.claims {
        let number = annotated.numbers.get(&item.id).copied().unwrap_or_default();
        places.extend(claim.content.iter().map(|span| (*span, Marking::Content(number))));
        places.extend(claim.source.map(|span| (span, Marking::Source)));
        places.extend(claim.cue.map(|span| (span, Marking::Cue)));
        let figures = claim.figures.iter();
        places.extend(figures.map(|figure| (figure.span, Marking::Figure)));
    }
    // Claims that share a source mark it once.
    places.sort();
    places.dedup();
    places
}

fn segments(article: &Article, paragraph: Span, mut places: Vec<(Span, Marking)>) -> Vec<Segment<'_>> {
    places.sort_by_key(|(span, marking)| (span.start(), std::cmp::Reverse(span.end()), marking.clone()));
    let mut ends: Vec<usize> = places
        .iter()
        .flat_map(|(span, _)| [span.start(), span.end()])
        .chain([paragraph.start(), paragraph.end()])
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut rest = places.into_iter().peekable();
    let mut open: Vec<(usize, Marking)> = Vec::new();
    let mut found = Vec::new();
    for (start, end) in ends.iter().zip(ends.iter().skip(1)) {
        let mut begin = Vec::new();
        while let Some((span, marking)) = rest.next_if(|(span, _)| span.start() == *start) {
            begin.push(marking.clone());
            open.push((span.end(), marking));
        }
        let mut within: Vec<Marking> = open.iter().map(|(_, marking)| marking.clone()).collect();
        within.sort();
        let closing = open.iter().rev().filter(|(until, _)| until == end);
        found.push(Segment {
            text: article.text.as_str().get(*start..*end).unwrap_or_default(),
            begin,
            within,
            end: closing.map(|(_, marking)| marking.clone()).collect(),
        });
        open.retain(|(until, _)| until > end);
    }
    found
}
