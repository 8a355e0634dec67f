//! Floor 0: whatever stands in a text, it is cut into paragraphs, tokens, sentences and zones that fit it.

use claimdesk::text::invisible::{count, invisible, visible};
use claimdesk::text::zones::find_zones_titled;
use claimdesk::text::{ArticleText, OffsetMap, Unit, normalise, sentences, tokens};

use crate::run::samples;

fn texts() -> Vec<Vec<u8>> {
    samples(&["txt", "md"])
}

/// The text of any bytes.
pub fn text_of(input: &[u8]) -> ArticleText {
    ArticleText::new(normalise(&String::from_utf8_lossy(input)))
}

target!(normalised_once_is_normalised, 600, texts(), |input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let once = normalise(&text);
    assert_eq!(normalise(&once), once);
    assert!(!once.contains(['\0', '\r']) && !once.starts_with('\u{feff}'));
});

target!(paragraphs_tokens_sentences, 600, texts(), |input: &[u8]| {
    let text = text_of(input);
    let mut end = 0;
    for paragraph in text.paragraphs() {
        assert!(text.holds(*paragraph) && paragraph.start() >= end);
        end = paragraph.end();
        let words = tokens(text.slice(*paragraph), paragraph.start());
        let mut at = paragraph.start();
        for token in &words {
            assert!(text.holds(token.span) && token.span.start() >= at && token.span.end() <= end);
            at = token.span.end();
        }
        let mut next = 0;
        for sentence in sentences(text.slice(*paragraph), paragraph.start(), &words) {
            assert!(sentence.start == next && sentence.end > next && sentence.end <= words.len());
            next = sentence.end;
        }
        assert_eq!(next, words.len(), "every token is in a sentence");
    }
});

target!(zones_fit_the_text, 400, texts(), |input: &[u8]| {
    let text = text_of(input);
    let title = text.as_str().lines().next().unwrap_or_default();
    for title in ["", title] {
        let mut end = 0;
        for zone in find_zones_titled(&text, title) {
            assert!(text.holds(zone.span) && zone.span.start() >= end);
            end = zone.span.end();
        }
    }
});

target!(offsets_come_back, 400, texts(), |input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let map = OffsetMap::new(&text);
    let step = (text.len() / 4000).max(1);
    for (at, _) in text.char_indices().step_by(step).chain([(text.len(), ' ')]) {
        let points = map.from_byte(at, Unit::CodePoint);
        let units = map.from_byte(at, Unit::Utf16);
        assert_eq!(map.to_byte(points, Unit::CodePoint), at);
        assert_eq!(map.to_byte(units, Unit::Utf16), at);
        assert!(points <= units && units <= at.max(units));
        // Inside a character: its start.
        assert!(map.from_byte(at + 1, Unit::CodePoint) <= points + 1);
    }
    assert_eq!(map.from_byte(text.len(), Unit::CodePoint), text.chars().count());
    assert_eq!(
        map.from_byte(usize::MAX, Unit::Utf16),
        text.encode_utf16().count()
    );
    assert_eq!(map.to_byte(usize::MAX, Unit::Utf16), text.len());
});

target!(what_is_not_seen_is_written_out, 400, texts(), |input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let found = invisible(&text).count();
    assert_eq!(count(&text).values().sum::<usize>(), found);
    let shown = visible(&text);
    assert_eq!(invisible(&shown).count(), 0);
    assert!(found > 0 || shown == text);
});
