//! Both notations.

use super::markdown::line;
use super::*;
use crate::exchange::formats::testing::{TEXT, text_of, torture, written};
use crate::exchange::loss::Loss;

/// The tags of a page are closed in the order in which they were opened; gives its text without notes.
fn well_formed(html: &str) -> String {
    let (_, rest) = html.split_once("<body>").unwrap();
    let body = format!("<body>{rest}");
    let (mut open, mut text, mut in_note) = (Vec::new(), String::new(), false);
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or_else(|| panic!("{piece}"));
        let name = tag.split_whitespace().next().unwrap();
        if let Some(closing) = name.strip_prefix('/') {
            if closing != "html" {
                assert_eq!(open.pop(), Some(closing), "{piece}");
            }
        } else {
            open.push(name);
        }
        in_note = open.contains(&"sup");
        if !in_note {
            text.push_str(words);
        }
    }
    assert!(!in_note && open.is_empty(), "{open:?}");
    text
}

#[test]
fn the_page_is_whole_and_loads_nothing() {
    let (files, losses) = written(&HTML);
    let html = text_of(&files, "");
    let text = html_escape::decode_html_entities(&well_formed(&html)).into_owned();
    for paragraph in TEXT.lines().filter(|line| !line.trim().is_empty()) {
        let paragraph = paragraph.replace('\u{b}', "\u{fffd}");
        assert!(text.contains(&paragraph), "{paragraph}");
    }
    for loading in ["<script", "src=", "url(", "@import", "<link", "href=\"javascript"] {
        assert!(!html.contains(loading), "{loading}");
    }
    for said in [
        "Brask, &lt;spring&gt; &amp; \"summer\"",
        "<dt>Verdict</dt><dd dir=\"auto\">Mostly true</dd>",
        "<dt>Within</dt><dd dir=\"auto\">Claim 1</dd>",
        "21 &lt;dead&gt;",
        "4 articles, 21 mentions, 6 claims, 2 verdicts.",
        "href=\"https://example.org/a?b=1&amp;c=2\"",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert_eq!(losses.count(Loss::Evidence), 0);
    assert_eq!(losses.count(Loss::Undecided), 3);
    assert!(!html.contains(">nobody<"), "a proposal is not marked");
}

#[test]
fn segments_nest_what_overlaps() {
    let project = torture();
    let article = project.in_order()[0].clone();
    let annotated = Annotated::of(&article);
    let mut shown = String::new();
    for (_, segments) in segments::paragraphs(&article, &project, &annotated) {
        let text: String = segments.iter().map(|segment| segment.text).collect();
        assert!(TEXT.contains(&text));
        let opened: usize = segments.iter().map(|segment| segment.begin.len()).sum();
        let closed: usize = segments.iter().map(|segment| segment.end.len()).sum();
        assert_eq!(opened, closed);
        for segment in segments {
            let depth = segment.within.len().to_string();
            shown.extend([segment.text, &depth, "|"]);
        }
    }
    // The quotation, the name in it, and the name in that one; then what overlaps with its end.
    assert!(
        shown.contains("“The 1|Norvan3| 2|army3|'s men2| killed 1|212|"),
        "{shown}"
    );
}

#[test]
fn nothing_in_markdown_is_markup() {
    for (text, expected) in [
        ("# a", "\\# a"),
        ("a #", "a \\#"),
        ("- a", "\\- a"),
        ("a-b", "a-b"),
        ("12. a", "12\\. a"),
        ("1,400. a", "1,400. a"),
        (
            "a *b* _c_ [d](e) <f> &amp; `g` | ~~h~~",
            "a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\&amp; \\`g\\` \\| \\~\\~h\\~\\~",
        ),
        ("    code", "code"),
        ("a\n===", "a ==="),
        ("===", "\\==="),
        ("a\\", "a\\\\"),
        ("![a](b)", "\\!\\[a\\](b)"),
    ] {
        assert_eq!(line(text), expected);
    }
    let (files, _) = written(&MARKDOWN);
    let text = text_of(&files, "");
    assert!(text.contains("\n## Brask falls \\<b\\>\\&amp;\n"), "{text}");
    assert!(text.contains("- Verdict: Mostly true\n"));
    assert!(
        text.contains("⟦1 “The Norvan‹claim› army‹armed force›'s men‹armed force›"),
        "{text}"
    );
}
