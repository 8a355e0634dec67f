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
        // One or two words are a headline only if a by-line or date follows; else a place or the section of the paper.
        match lines.get(found + 1) {
            _ if !is_section_label(text, found) => Some(found),
            Some(Line::Title) => Some(found + 1),
            Some(Line::Byline | Line::Date) => Some(found),
            _ => None,
        }
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

    /// `+` before a line stands for a headline, `-` for boilerplate, a space for body.
    fn check(marked: &str, title: &str) {
        let lines: Vec<_> = marked.lines().map(|line| line.split_at(1)).collect();
        let text: Vec<_> = lines.iter().map(|(_, line)| *line).collect();
        let text = ArticleText::new(text.join("\n"));
        let zones = find_zones_titled(&text, title);
        let found: Vec<_> = text
            .paragraphs()
            .iter()
            .map(|p| match zone_at(&zones, p.start()) {
                ZoneKind::Body => format!(" {}", text.slice(*p)),
                ZoneKind::Headline => format!("+{}", text.slice(*p)),
                ZoneKind::Boilerplate => format!("-{}", text.slice(*p)),
            })
            .collect();
        let expected: Vec<_> = marked.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_page_of_an_outlet() {
        check(
            "-Skip to main content
-World
+Ferry sinks off Port Vell
-By Ana Reyl, TNN
-updated 7:52 PM EST, Sat December 29, 2012
-Share this article
-Story highlights
 • NEW: The captain is held
 • Twelve people drowned
 (TNN) -- A ferry sank off Port Vell on Monday and at least twelve people drowned.
-Photos: The harbour of Port Vell
 Overloaded
 The owner denied that more than 140 people had been on board.
-Read more: The ferries of Port Vell
 \"Nobody counted us,\" a survivor said.
-TNN's Ola Kem contributed to this report.
-Part of complete coverage on
-Torian floods
-updated 8:28 AM EST, Tue March 4, 2014
-The dam at Osk has been repaired, officials say.
-Farmers return to the valley after a year of waiting, and they stay.
-updated 5:32 AM EST, Tue February 18, 2014
-A baker tells how the street was gone.",
            "",
        );
    }

    #[test]
    fn text_without_furniture_is_body() {
        check(" The ferry sank on Monday.\n Nobody came to help.", "");
        check(" Wed 05 Apr 2017 Ferry sinks. By Monday all had drowned.", "");
        check(" Share", "");
        check(" Home\n Menu\n Search", "");
        check(
            " Osk, Toria\n By Monday the town was empty.\n December 29, 2012 was its worst day.\n \"More from the north will come,\" he said.",
            "Another title",
        );
        assert_eq!(find_zones(&ArticleText::new("")), []);
    }

    #[test]
    fn a_list_of_teasers_ends_where_an_article_goes_on() {
        const LEAD: &str = "A ferry sank off Port Vell on Monday, the coast guard said.";
        check(
            &format!(" {LEAD}\n-Related articles\n-Dam at Osk repaired\n-Farmers return\n {LEAD}\n {LEAD}"),
            "",
        );
        check(&format!(" {LEAD}\n-Most popular\n {LEAD}"), "");
        check(
            &format!(
                "-More from Toria\n-3 hours ago\n-{LEAD}\n-5 hours ago\n-{LEAD}\n {LEAD}\n {LEAD}\n {LEAD}"
            ),
            "",
        );
    }

    #[test]
    fn the_known_title_is_the_headline() {
        check("+Ferry  sinks.\n It sank on Monday.", "Ferry sinks.");
        check(
            "-World\n+A ferry has sunk, officials say.\n It sank on Monday.",
            "A ferry has sunk, officials say.",
        );
    }

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
