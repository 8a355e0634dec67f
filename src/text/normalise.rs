//! What happens to a text once, at import: line ends and byte order mark. Nothing else changes, so that every quote
//! still equals what the publisher printed.

/// Removes leading byte order marks (files that were joined have several), turns `\r\n` and `\r` into `\n`, and turns `\0` (which no format can carry) into
/// U+FFFD.
#[must_use]
pub fn normalise(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if !text.contains(['\r', '\0']) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn line_ends_and_mark() {
        for (given, expected) in [
            ("\u{feff}a\r\nb\rc\nd", "a\nb\nc\nd"),
            ("\u{feff}\u{feff}a", "a"),
            ("a\0b", "a\u{fffd}b"),
            ("a\u{feff}b", "a\u{feff}b"),
            ("", ""),
        ] {
            assert_eq!(normalise(given), expected);
            assert_eq!(normalise(&normalise(given)), normalise(given));
        }
    }
}
