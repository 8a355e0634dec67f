//! Characters that nobody sees and that can turn round, split or smuggle what is read: controls, direction marks,
//! zero-width characters, tags. They stay in the text; this is where the window learns of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A character that is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Invisible {
    /// The character.
    pub char: char,
}

/// Short names and names of the ones that have some.
const NAMES: &[(u32, &str, &str)] = &[
    (0x00, "NUL", "null"),
    (0x07, "BEL", "bell"),
    (0x08, "BS", "backspace"),
    (0x0B, "VT", "vertical tab"),
    (0x0C, "FF", "form feed"),
    (0x0D, "CR", "carriage return"),
    (0x1A, "SUB", "substitute"),
    (0x1B, "ESC", "escape"),
    (0x7F, "DEL", "delete"),
    (0x85, "NEL", "next line"),
    (0xAD, "SHY", "soft hyphen"),
    (0x034F, "CGJ", "combining grapheme joiner"),
    (0x061C, "ALM", "Arabic letter mark"),
    (0x180E, "MVS", "Mongolian vowel separator"),
    (0x200B, "ZWSP", "zero width space"),
    (0x200C, "ZWNJ", "zero width non-joiner"),
    (0x200D, "ZWJ", "zero width joiner"),
    (0x200E, "LRM", "left-to-right mark"),
    (0x200F, "RLM", "right-to-left mark"),
    (0x2028, "LSEP", "line separator"),
    (0x2029, "PSEP", "paragraph separator"),
    (0x202A, "LRE", "left-to-right embedding"),
    (0x202B, "RLE", "right-to-left embedding"),
    (0x202C, "PDF", "end of a change of direction"),
    (0x202D, "LRO", "left-to-right override"),
    (0x202E, "RLO", "right-to-left override"),
    (0x2060, "WJ", "word joiner"),
    (0x2066, "LRI", "left-to-right isolate"),
    (0x2067, "RLI", "right-to-left isolate"),
    (0x2068, "FSI", "first strong isolate"),
    (0x2069, "PDI", "end of an isolate"),
    (0xFEFF, "BOM", "zero width no-break space"),
];

impl Invisible {
    /// `char`, if it is not seen. Line ends and tabs are: they move what follows.
    #[must_use]
    pub fn of(char: char) -> Option<Self> {
        let hidden = match char {
            '\n' | '\t' | ' '..='~' => false,
            '\0'..='\u{9f}' => true,
            _ => matches!(u32::from(char),
                0xAD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
                | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB
                | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF),
        };
        hidden.then_some(Self { char })
    }

    /// A few capital letters ("RLO"), or the number.
    #[must_use]
    pub fn short(self) -> Cow<'static, str> {
        self.entry().map_or_else(
            || Cow::Owned(format!("U+{:04X}", u32::from(self.char))),
            |(_, short, _)| Cow::Borrowed(*short),
        )
    }

    /// What it is called, with its number: "right-to-left override (U+202E)".
    #[must_use]
    pub fn name(self) -> String {
        let number = u32::from(self.char);
        let name = self.entry().map_or_else(
            || match number {
                ..0xA0 => "control character",
                0xE0000.. => "tag or variant",
                _ => "character without width",
            },
            |(_, _, name)| name,
        );
        format!("{name} (U+{number:04X})")
    }

    fn entry(self) -> Option<&'static (u32, &'static str, &'static str)> {
        NAMES.iter().find(|(number, ..)| *number == u32::from(self.char))
    }
}

/// The characters of `text` that are not seen, with the bytes at which they start, in order. Joiners within a script
/// that needs them and within emoji are letters there, and are left out.
pub fn invisible(text: &str) -> impl Iterator<Item = (usize, Invisible)> {
    text.char_indices().filter_map(move |(at, char)| {
        let found = Invisible::of(char)?;
        (!joins(text, at, char)).then_some((at, found))
    })
}

/// Whether `char` at `at` joins two characters as their script wants it.
fn joins(text: &str, at: usize, char: char) -> bool {
    if !matches!(char, '\u{200c}' | '\u{200d}') {
        return false;
    }
    let needs = |c: Option<char>| {
        c.is_some_and(|c| {
            let number = u32::from(c);
            // Arabic to Khmer, signs that emoji are made of, emoji, and what says that a sign is meant as one.
            matches!(number, 0x0600..=0x1AFF | 0x2190..=0x2BFF | 0xFE0F | 0x1F000..=0x1FAFF)
                && Invisible::of(c).is_none()
        })
    };
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text
        .get(at + char.len_utf8()..)
        .and_then(|text| text.chars().next());
    needs(before) && needs(after)
}

/// How many there are of each.
#[must_use]
pub fn count(text: &str) -> BTreeMap<Invisible, usize> {
    let mut counts = BTreeMap::new();
    // The bytes below are the only ones that such a character can begin with, so that most texts are only skimmed.
    let may =
        |byte: u8| matches!(byte, ..0x20 | 0x7F | 0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF | 0xF0 | 0xF3);
    if text
        .bytes()
        .any(|byte| may(byte) && !matches!(byte, b'\n' | b'\t'))
    {
        for (_, found) in invisible(text) {
            *counts.entry(found).or_default() += 1;
        }
    }
    counts
}

/// `text` for a place where a name stands: each character that is not seen is written out ("‹RLO›"), so that it cannot
/// make the name look like another one.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, found) in invisible(text) {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push('‹');
        out.push_str(&found.short());
        out.push('›');
        done = at + found.char.len_utf8();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_seen_is_written_out() {
        for (given, expected) in [
            (
                "The minister\n\tsaid “no”, é 😀.",
                "The minister\n\tsaid “no”, é 😀.",
            ),
            ("a\u{202e}b\u{202c}", "a‹RLO›b‹PDF›"),
            ("\0\u{1b}[0m\u{7f}\u{3}", "‹NUL›‹ESC›[0m‹DEL›‹U+0003›"),
            ("\u{200b}\u{feff}x\u{ad}y", "‹ZWSP›‹BOM›x‹SHY›y"),
            ("\u{e0041}", "‹U+E0041›"),
            // Families and Persian need their joiners; between Latin letters one hides.
            (
                "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥",
                "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥",
            ),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("pay\u{200d}pal", "pay‹ZWJ›pal"),
            ("👩\u{200d}\u{200d}👧", "👩‹ZWJ›‹ZWJ›👧"),
        ] {
            assert_eq!(visible(given), expected);
        }
        assert_eq!(
            Invisible::of('\u{202e}').unwrap().name(),
            "right-to-left override (U+202E)"
        );
        assert_eq!(
            Invisible::of('\u{3}').unwrap().name(),
            "control character (U+0003)"
        );
    }

    proptest! {
        #[test]
        fn nothing_stays_hidden_and_nothing_else_changes(
            text in proptest::collection::vec(prop_oneof![
                any::<char>(),
                proptest::sample::select(NAMES).prop_map(|(number, ..)| char::from_u32(number).unwrap()),
                proptest::char::range('a', 'c'),
            ], 0..40).prop_map(|chars| chars.into_iter().collect::<String>())
        ) {
            let found: Vec<_> = invisible(&text).collect();
            for (at, found) in &found {
                prop_assert!(text.get(*at..).is_some_and(|rest| rest.starts_with(found.char)));
            }
            prop_assert_eq!(count(&text).values().sum::<usize>(), found.len());
            let shown = visible(&text);
            prop_assert_eq!(found.is_empty(), shown == text);
            // Only joiners that belong where they are stay.
            for (_, left) in invisible(&shown) {
                prop_assert!(false, "{:?} is left in {:?}", left, shown);
            }
            let mut rest = shown.into_owned();
            for (_, found) in &found {
                rest = rest.replacen(&format!("‹{}›", found.short()), &found.char.to_string(), 1);
            }
            prop_assert_eq!(rest, text);
        }
    }
}
