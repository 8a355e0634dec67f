//! Character references (`&amp;`, `&#8217;`).

use std::borrow::Cow;

/// The longest name of a reference, in bytes.
const LONGEST: usize = 40;

/// Replaces character references. Numbers from 128 to 159 mean Windows-1252, as in every browser; the old references
/// without a semicolon are read where they are common.
#[must_use]
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let (before, mut rest) = text.split_at_checked(first).unwrap_or((text, ""));
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    while let Some(found) = rest.strip_prefix('&') {
        if let Some((character, length)) = reference(found) {
            out.push_str(&character);
            rest = found.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = found;
        }
        let next = rest.find('&').unwrap_or(rest.len());
        let (text, after) = rest.split_at_checked(next).unwrap_or((rest, ""));
        out.push_str(text);
        rest = after;
    }
    Cow::Owned(out)
}

/// What the reference at the start of `text` (after its `&`) stands for, and its length.
fn reference(text: &str) -> Option<(String, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        return numeric(number).map(|(c, length)| (c.to_string(), length + 1));
    }
    let name_end = text
        .bytes()
        .take(LONGEST)
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    let name = text.get(..name_end)?;
    if text.as_bytes().get(name_end) == Some(&b';') {
        let whole = format!("&{name};");
        let decoded = html_escape::decode_html_entities(&whole);
        return (decoded != whole).then(|| (decoded.into_owned(), name_end + 1));
    }
    let (_, character) = BARE.iter().find(|(bare, _)| *bare == name)?;
    Some(((*character).to_owned(), name_end))
}

/// References that old pages write without a semicolon.
const BARE: [(&str, &str); 9] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("nbsp", "\u{a0}"),
    ("copy", "©"),
    ("reg", "®"),
    ("laquo", "«"),
    ("raquo", "»"),
];

fn numeric(text: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let length = digits
        .bytes()
        .take(LONGEST)
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    let value =
        u32::from_str_radix(digits.get(..length).filter(|d| !d.is_empty())?, radix).unwrap_or(u32::MAX);
    let character = match value {
        0 => '\u{fffd}',
        0x80..=0x9F => windows_1252(value),
        _ => char::from_u32(value).unwrap_or('\u{fffd}'),
    };
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((character, prefix + length + semicolon))
}

fn windows_1252(value: u32) -> char {
    let byte = [u8::try_from(value).unwrap_or(b'?')];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::decode_entities;

    #[test]
    fn references() {
        for (given, expected) in [
            ("AT&amp;T", "AT&T"),
            ("&#8217;&#x2019;&rsquo;", "’’’"),
            ("&#146;s", "’s"),
            ("a &amp b", "a & b"),
            (
                "a & b && c &unknown; &#; &#x; &",
                "a & b && c &unknown; &#; &#x; &",
            ),
            ("&#0;&#99999999999;&#xD800;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&eacute;é&", "éé&"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(decode_entities(given), expected, "{given}");
        }
    }
}
