//! From bytes to text: which encoding a file is in, and whether it is text at all.
//!
//! UTF-8 and UTF-16 are recognised by their byte order mark or their bytes, everything else is taken for Windows-1252,
//! the encoding of most old news pages. A file that is UTF-8 but damaged or cut off keeps what can be read, with a
//! warning; a file that is not text is refused.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a file the tests for binary content look, in bytes.
const SAMPLE: usize = 64 * 1024;

/// Text with what went wrong on the way, if anything did.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, byte order mark removed.
    pub text: Cow<'a, str>,
    /// What is wrong with it.
    pub damage: Option<Damage>,
}

/// What is wrong with text that could be read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The last character is incomplete; it was left out.
    CutOff,
    /// This many places could not be read; each is U+FFFD now.
    BadBytes(usize),
    /// Windows-1252 was assumed although many characters are outside ASCII.
    DoubtfulEncoding,
}

/// Why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// The kind of file that its first bytes announce ("a PNG image").
    Known(&'static str),
    /// Bytes that no text has.
    Binary,
}

/// Decodes `bytes`; `declared` is the encoding that the file itself names (an HTML `<meta>`), used when the bytes are not
/// UTF-8.
///
/// # Errors
/// [`NotText`] for an image, an office document, a program and the like.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Decoded<'a>, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return Ok(if encoding == UTF_8 {
            utf8_with_damage(rest)
        } else {
            utf16(rest, encoding)
        });
    }
    if let Some(known) = signature(bytes) {
        return Err(NotText::Known(known));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(utf16(bytes, encoding));
    }
    if looks_binary(bytes) {
        return Err(NotText::Binary);
    }
    Ok(decode_unmarked(bytes, declared))
}

/// Decodes bytes that are known to be text without a byte order mark, such as one field of a table.
pub fn decode_unmarked<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Decoded<'a> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return whole(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let (valid, rest) = bytes
        .split_at_checked(error.valid_up_to())
        .unwrap_or((bytes, &[]));
    if error.error_len().is_none() && is_cut_off_utf8(valid, rest) {
        return utf8_with_damage(bytes);
    }
    let (good, bad) = count_sequences(bytes);
    if good > 4 * bad {
        return utf8_with_damage(bytes);
    }
    let encoding = declared.filter(|e| *e != UTF_8 && e.is_ascii_compatible());
    let (text, bad) = encoding
        .unwrap_or(WINDOWS_1252)
        .decode_without_bom_handling(bytes);
    let damage = if bad {
        Some(Damage::BadBytes(text.matches('\u{fffd}').count()))
    } else {
        let foreign = bytes.iter().filter(|b| !b.is_ascii()).count();
        (encoding.is_none() && foreign > 20 && foreign * 5 > bytes.len()).then_some(Damage::DoubtfulEncoding)
    };
    Decoded { text, damage }
}

const fn whole(text: Cow<'_, str>) -> Decoded<'_> {
    Decoded { text, damage: None }
}

/// Whether `rest`, an incomplete sequence at the very end, is the start of a UTF-8 character rather than a last
/// accented letter of Windows-1252.
fn is_cut_off_utf8(valid: &[u8], rest: &[u8]) -> bool {
    // E2 opens the curly quotes and dashes, by far the most frequent characters outside ASCII in English news.
    !valid.is_ascii()
        || rest.len() > 1
        || rest.first() == Some(&0xE2)
        || !valid.last().is_some_and(u8::is_ascii_alphabetic)
}

/// Numbers of multi-byte characters that are valid, and of places that are not.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let multi = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + multi, bad + usize::from(!chunk.invalid().is_empty()))
    })
}

fn utf8_with_damage(bytes: &[u8]) -> Decoded<'_> {
    let (kept, cut) = match std::str::from_utf8(bytes) {
        Ok(text) => return whole(Cow::Borrowed(text)),
        Err(error) if error.error_len().is_none() => {
            (bytes.get(..error.valid_up_to()).unwrap_or_default(), true)
        }
        Err(_) => (bytes, false),
    };
    let text = String::from_utf8_lossy(kept);
    let damage = if cut {
        Damage::CutOff
    } else {
        Damage::BadBytes(count_sequences(bytes).1)
    };
    Decoded {
        text,
        damage: Some(damage),
    }
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let even = bytes.len() - bytes.len() % 2;
    let (text, bad) = encoding.decode_without_bom_handling(bytes.get(..even).unwrap_or_default());
    let damage = if bad {
        Some(Damage::BadBytes(text.matches('\u{fffd}').count()))
    } else {
        (even < bytes.len()).then_some(Damage::CutOff)
    };
    Decoded { text, damage }
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let pairs = sample.len() / 2;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if pairs < 4 {
        None
    } else if second * 10 > pairs * 7 && first * 20 < pairs {
        Some(UTF_16LE)
    } else if first * 10 > pairs * 7 && second * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let zeros = sample.split(|b| *b == 0).count() - 1;
    let controls = sample
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    // A stray zero byte in a long text is damage, not a format.
    zeros * 1000 > sample.len() || controls * 50 > sample.len()
}

/// What the first bytes of well-known formats say that they are.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 16] = [
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "a sound, video or WebP file"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"{\\rtf", "a rich text document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xFD7zXZ", "an xz archive"),
        (b"7z\xBC\xAF", "a 7-Zip archive"),
        (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3", "a database"),
        (b"PAR1", "a Parquet table"),
    ];
    let found = KNOWN.iter().find(|(start, _)| bytes.starts_with(start));
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, damage: Option<Damage>) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!(decoded.text, text, "{bytes:x?}");
        assert_eq!(decoded.damage, damage, "{bytes:x?}");
    }

    #[test]
    fn encodings() {
        check("Ödland “x”".as_bytes(), "Ödland “x”", None);
        check(b"\xEF\xBB\xBFa", "a", None);
        check(b"\xFF\xFEa\0\xF6\0", "aö", None);
        check(b"\xFE\xFF\0a\0\xF6", "aö", None);
        check(b"a\0b\0c\0d\0e\0", "abcde", None);
        check(b"\x93x\x94 caf\xE9 au lait", "“x” café au lait", None);
        check(b"caf\xE9", "café", None);
    }

    #[test]
    fn damage_keeps_the_rest() {
        check(b"He said \xE2\x80", "He said ", Some(Damage::CutOff));
        check(b"caf\xC3\xA9 caf\xC3", "café caf", Some(Damage::CutOff));
        check(b"\xFF\xFEa\0b", "a", Some(Damage::CutOff));
        let long = format!("{}\u{e9}", "é".repeat(20));
        let mut bytes = long.into_bytes();
        bytes.insert(4, 0xFF);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.damage, Some(Damage::BadBytes(1)));
        assert!(decoded.text.starts_with("éé\u{fffd}é"));
    }

    #[test]
    fn other_formats_are_refused() {
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n", None),
            Err(NotText::Known("a PNG image"))
        );
        assert_eq!(decode(&[0, 1, 2, 3, 200, 5, 0, 0], None), Err(NotText::Binary));
        assert!(decode(b"a table\x1b[0m of text", None).is_ok());
    }

    #[test]
    fn a_declared_encoding_counts_when_the_bytes_are_not_utf8() {
        let koi = Encoding::for_label(b"koi8-r");
        let decoded = decode(b"\xED\xC9\xD2", koi).unwrap();
        assert_eq!(decoded.text, "Мир");
        let decoded = decode("Мир".as_bytes(), koi).unwrap();
        assert_eq!(decoded.text, "Мир");
    }
}
