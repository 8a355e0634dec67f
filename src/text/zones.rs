//! Zones: which paragraphs are the article, which its headline, and which are the page around it.
//!
//! A paragraph is judged by its wording ([`lines`]) and by where it stands: a by-line counts only above the body, a list
//! of teasers only below a line that announces one. When in doubt a paragraph is body: a reviewer loses more by a
//! claim that is never proposed than by a proposal in a teaser.

pub mod lines;
mod patterns;

use self::lines::{Line, classify};
use super::{ArticleText, Span};

/// What a part of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ZoneKind {
    /// The article itself, highlights included.
    #[default]
    Body,
    /// Its headline.
    Headline,
    /// Navigation, by-line, date line, credits, teasers for other articles. Nothing is suggested here.
    Boilerplate,
}

/// A part of an article. The zones of an article are sorted, do not overlap and are made of whole paragraphs;
/// a paragraph in no zone counts as [`ZoneKind::Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// From the first character of its first paragraph to the last one of its last.
    pub span: Span,
    /// What it is.
    pub kind: ZoneKind,
}

/// What `offset` lies in.
#[must_use]
pub fn zone_at(zones: &[Zone], offset: usize) -> ZoneKind {
    zones
        .get(zones.partition_point(|z| z.span.end() <= offset))
        .filter(|z| z.span.contains(offset))
        .map_or(ZoneKind::Body, |z| z.kind)
}

/// Recognises the zones of `text` by layout and wording.
#[must_use]
pub fn find_zones(text: &ArticleText) -> Vec<Zone> {
    find_zones_titled(text, "")
}

/// As [`find_zones`], with the title that is known from elsewhere: the paragraph that repeats it is the headline.
#[must_use]
pub fn find_zones_titled(text: &ArticleText, title: &str) -> Vec<Zone> {
    let paragraphs = text.paragraphs();
    if paragraphs.len() < 2 {
        return Vec::new();
    }
    let lines: Vec<Line> = paragraphs.iter().map(|p| classify(text.slice(*p))).collect();
    let mut kinds: Vec<ZoneKind> = lines.iter().map(|line| alone(*line)).collect();
    mark_head(&mut kinds, &lines, text, title);
    mark_teasers(&mut kinds, &lines, text);
    let nothing_left = kinds.iter().all(|kind| *kind != ZoneKind::Body);
    if nothing_left {
        return Vec::new();
    }
    from_paragraphs(paragraphs.iter().copied().zip(kinds))
}

/// What a line is wherever it stands.
const fn alone(line: Line) -> ZoneKind {
    match line {
        Line::Furniture | Line::Credits => ZoneKind::Boilerplate,
        _ => ZoneKind::Body,
    }
}

/// How many paragraphs at the top may be something other than running text.
const HEAD: usize = 20;

/// The lines above the body: one headline, by-lines and date lines.
fn mark_head(kinds: &mut [ZoneKind], lines: &[Line], text: &ArticleText, title: &str) {
    let body = lines
        .iter()
        .take(HEAD)
        .position(|line| *line == Line::Prose)
        .unwrap_or(0);
    let known = text
        .paragraphs()
        .iter()
        .take(HEAD)
        .position(|p| !title.is_empty() && same_words(text.slice(*p), title));
    let headline = known.or_else(|| {
        let found = lines.iter().take(body).position(|line| *line == Line::Title)?;
        (!is_section_label(text, found) || lines.get(found + 1) != Some(&Line::Title))
            .then_some(found)
            .or(Some(found + 1))
    });
    let end = body.max(known.map_or(0, |known| known + 1));
    for (i, (kind, line)) in kinds.iter_mut().zip(lines).enumerate().take(end) {
        if Some(i) == headline {
            *kind = ZoneKind::Headline;
        } else if matches!(line, Line::Byline | Line::Date)
            || (*line == Line::Title && headline.is_some_and(|h| i < h) && is_section_label(text, i))
        {
            *kind = ZoneKind::Boilerplate;
        }
    }
    // A by-line or date line that follows the first paragraph ("Ana Reyl" under the lead) is still not the article.
    for (kind, line) in kinds.iter_mut().zip(lines).skip(end).take(3) {
        if *line == Line::Byline || *line == Line::Date {
            *kind = ZoneKind::Boilerplate;
        }
    }
}

/// One or two words above the headline ("World", "Middle East").
fn is_section_label(text: &ArticleText, paragraph: usize) -> bool {
    let line = text.paragraphs().get(paragraph).map(|p| text.slice(*p));
    line.is_some_and(|line| line.split_whitespace().count() <= 2)
}

/// The longest teaser, in bytes; real paragraphs are often longer.
const LONGEST_TEASER: usize = 400;

/// Lists of other articles: a line that announces them, then titles, or dates with a sentence or two each.
fn mark_teasers(kinds: &mut [ZoneKind], lines: &[Line], text: &ArticleText) {
    let mut at = 0;
    while let Some(marker) = lines
        .iter()
        .skip(at)
        .position(|l| *l == Line::TeaserMarker)
        .map(|i| at + i)
    {
        let end = teasers_end(lines, text, marker + 1);
        for kind in kinds.iter_mut().take(end).skip(marker) {
            *kind = ZoneKind::Boilerplate;
        }
        at = end;
    }
}

/// Index of the first paragraph from `start` on that does not belong to the list of teasers.
fn teasers_end(lines: &[Line], text: &ArticleText, start: usize) -> usize {
    let (mut end, mut dated, mut sentences) = (start, false, 0);
    for (i, line) in lines.iter().enumerate().skip(start) {
        let bytes = text.paragraphs().get(i).map_or(0, |p| p.len());
        match line {
            Line::Prose | Line::Byline if !dated || bytes > LONGEST_TEASER => return end,
            Line::Prose | Line::Byline => sentences += 1,
            _ => {
                dated |= *line == Line::Date;
                sentences = 0;
            }
        }
        // One teaser may lack its date; three sentences in a row are an article that goes on.
        if sentences >= 3 {
            return end;
        }
        if sentences < 2 || i + 1 == lines.len() || lines.get(i + 1) == Some(&Line::Date) {
            end = i + 1;
        }
    }
    end
}

/// Whether two lines differ at most in white space and letter case.
fn same_words(a: &str, b: &str) -> bool {
    let lower = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    lower(a) == lower(b)
}

/// The zones after the paragraph that holds `offset` was set to `kind` by a reviewer.
#[must_use]
pub fn with_paragraph(text: &ArticleText, zones: &[Zone], offset: usize, kind: ZoneKind) -> Vec<Zone> {
    let target = text.paragraph_at(offset);
    let kinds = text.paragraphs().iter().enumerate().map(|(i, p)| {
        let kind = if Some(i) == target {
            kind
        } else {
            zone_at(zones, p.start())
        };
        (*p, kind)
    });
    from_paragraphs(kinds)
}

/// Joins neighbouring paragraphs of the same kind into zones; body paragraphs need none.
#[must_use]
pub fn from_paragraphs(paragraphs: impl Iterator<Item = (Span, ZoneKind)>) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    let mut adjacent = false;
    for (span, kind) in paragraphs {
        match zones.last_mut() {
            Some(last) if adjacent && last.kind == kind => last.span = last.span.hull(span),
            _ if kind != ZoneKind::Body => zones.push(Zone { span, kind }),
            _ => {}
        }
        adjacent = kind != ZoneKind::Body;
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reviewer_can_switch_one_paragraph() {
        let text = ArticleText::new("a\nb\nc\nd");
        let zones = with_paragraph(&text, &[], 2, ZoneKind::Boilerplate);
        let zones = with_paragraph(&text, &zones, 4, ZoneKind::Boilerplate);
        assert_eq!(zones.len(), 1, "neighbours join");
        assert_eq!(text.slice(zones[0].span), "b\nc");
        assert_eq!(zone_at(&zones, 0), ZoneKind::Body);
        assert_eq!(zone_at(&zones, 2), ZoneKind::Boilerplate);
        let zones = with_paragraph(&text, &zones, 2, ZoneKind::Body);
        assert_eq!(text.slice(zones[0].span), "c");
        assert_eq!(zone_at(&zones, 6), ZoneKind::Body);
    }
}
