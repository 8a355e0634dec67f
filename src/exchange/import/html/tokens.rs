//! Cuts HTML into tags and text.
//!
//! Promises: time linear in the length of the page and no recursion, whatever the page does. Broken markup is read
//! leniently: what is never closed ends where the page ends, or is taken for text.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name …>`
    Start(Tag<'a>),
    /// `</name>`, in lower case.
    End(Cow<'a, str>),
    /// Text between tags, entities not yet decoded.
    Text(&'a str),
    /// What stands in an element whose content is not markup (`script`, `style`, `textarea`, `title`), entities not
    /// decoded. Its tags are not reported.
    Raw(Tag<'a>, &'a str),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name, in lower case.
    pub name: Cow<'a, str>,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of attribute `name` (in lower case), entities decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut found = Attributes {
            rest: self.attributes,
        };
        found
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| super::decode_entities(value).into_owned())
    }

    /// Whether it has attribute `name`.
    pub fn has(&self, name: &str) -> bool {
        let mut found = Attributes {
            rest: self.attributes,
        };
        found.any(|(key, _)| key.eq_ignore_ascii_case(name))
    }
}

/// Attributes beyond this many bytes of a tag are not looked at: only embedded pictures are that long.
const LONGEST_ATTRIBUTES: usize = 16 * 1024;

/// Elements whose content is not markup.
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes",
];

/// The tokens of a page.
pub struct Tokens<'a> {
    page: &'a str,
    at: usize,
    /// Things that were looked for and do not occur any more, so that nothing is looked for twice.
    exhausted: Vec<&'static str>,
    pending: Option<Token<'a>>,
}

impl<'a> Tokens<'a> {
    pub fn new(page: &'a str) -> Self {
        Self {
            page,
            at: 0,
            exhausted: Vec::new(),
            pending: None,
        }
    }

    fn rest(&self) -> &'a str {
        self.page.get(self.at..).unwrap_or_default()
    }

    /// Where `needle` occurs next, from the current position on.
    fn find(&mut self, needle: &'static str) -> Option<usize> {
        if self.exhausted.contains(&needle) {
            return None;
        }
        let found = self.rest().find(needle);
        if found.is_none() {
            self.exhausted.push(needle);
        }
        found
    }

    /// Moves on by `length` bytes and returns them.
    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.rest().get(..length).unwrap_or_else(|| self.rest());
        self.at += taken.len();
        taken
    }

    /// Reads what starts with `<`; `None` if it is text or something without content (a comment).
    fn markup(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            self.at += 4;
            let end = self
                .find("-->")
                .map(|end| end + 3)
                .or_else(|| self.find(">").map(|end| end + 1));
            self.take(end.unwrap_or(0));
            return None;
        }
        if rest.starts_with("<![CDATA[") {
            self.at += 9;
            let end = self.find("]]>");
            let text = self.take(end.unwrap_or(usize::MAX));
            self.take(3);
            return Some(Token::Text(text));
        }
        let after = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if matches!(after, b'!' | b'?') || (after == b'/' && !self.letter_at(2)) {
            let end = self.find(">").map(|end| end + 1);
            // Without an end it is a stray character.
            let taken = self.take(end.unwrap_or(1));
            return end.is_none().then_some(Token::Text(taken));
        }
        if after == b'/' {
            self.at += 2;
            let name = self.name();
            let end = self.find(">").map_or(usize::MAX, |end| end + 1);
            self.take(end);
            return Some(Token::End(name));
        }
        if !after.is_ascii_alphabetic() {
            return Some(Token::Text(self.take(1)));
        }
        self.at += 1;
        let name = self.name();
        let attributes = self.attributes();
        let tag = Tag { name, attributes };
        if let Some(raw) = RAW.iter().find(|raw| **raw == tag.name)
            && let Some(length) = self.find_end_tag(raw)
        {
            let content = self.take(length);
            let end = self.find(">").map_or(usize::MAX, |end| end + 1);
            self.take(end);
            return Some(Token::Raw(tag, content));
        }
        Some(Token::Start(tag))
    }

    fn letter_at(&self, index: usize) -> bool {
        self.rest()
            .as_bytes()
            .get(index)
            .is_some_and(u8::is_ascii_alphabetic)
    }

    fn name(&mut self) -> Cow<'a, str> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(rest.len());
        let name = self.take(end);
        if name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    /// The attributes up to the `>` that ends the tag, quoted `>` aside.
    fn attributes(&mut self) -> &'a str {
        let start = self.at;
        let mut after_equals = false;
        loop {
            let bytes = self.page.as_bytes();
            let Some(byte) = bytes.get(self.at).copied() else {
                break;
            };
            self.at += 1;
            match byte {
                b'>' => break,
                b'"' | b'\'' if after_equals => {
                    let quote = if byte == b'"' { "\"" } else { "'" };
                    // A quote that is never closed is a stray character.
                    if let Some(end) = self.find(quote) {
                        self.at += end + 1;
                    }
                    after_equals = false;
                }
                b'=' => after_equals = true,
                b if b.is_ascii_whitespace() => {}
                _ => after_equals = false,
            }
            // Only ASCII bytes are acted on, but the position has to stay on a character.
            while !self.page.is_char_boundary(self.at) {
                self.at += 1;
            }
        }
        let end = if self.page.as_bytes().get(self.at.wrapping_sub(1)) == Some(&b'>') {
            self.at - 1
        } else {
            self.at
        };
        let mut kept = end.min(start + LONGEST_ATTRIBUTES).max(start);
        while !self.page.is_char_boundary(kept) {
            kept -= 1;
        }
        self.page.get(start..kept).unwrap_or_default()
    }

    /// How far it is to `</name`; `None` if it does not come.
    fn find_end_tag(&mut self, name: &'static str) -> Option<usize> {
        if self.exhausted.contains(&name) {
            return None;
        }
        let rest = self.rest();
        let mut from = 0;
        while let Some(found) = rest
            .get(from..)
            .and_then(|r| r.find("</"))
            .map(|found| from + found)
        {
            let candidate = rest.get(found + 2..found + 2 + name.len());
            if candidate.is_some_and(|c| c.eq_ignore_ascii_case(name)) {
                return Some(found);
            }
            from = found + 2;
        }
        self.exhausted.push(name);
        None
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(token) = self.pending.take() {
            return Some(token);
        }
        while self.at < self.page.len() {
            if self.rest().starts_with('<') {
                if let Some(token) = self.markup() {
                    return Some(token);
                }
                continue;
            }
            let length = self.find("<").unwrap_or(usize::MAX);
            return Some(Token::Text(self.take(length)));
        }
        None
    }
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self
            .rest
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        // A stray `=` counts as part of a name, as in browsers, so that every step moves on.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at_checked(end)?;
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.rest = after;
            return Some((name, ""));
        };
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.split_once(quote));
        let (value, after) = quoted.unwrap_or_else(|| {
            let end = value
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(value.len());
            value.split_at_checked(end).unwrap_or((value, ""))
        });
        self.rest = after;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let seen: Vec<_> = Tokens::new(page)
            .map(|token| match token {
                Token::Start(tag) => format!("<{}>", tag.name),
                Token::End(name) => format!("</{name}>"),
                Token::Text(text) => format!("[{text}]"),
                Token::Raw(tag, text) => format!("<{}:{text}>", tag.name),
            })
            .collect();
        assert_eq!(seen.concat(), expected, "{page}");
    }

    #[test]
    fn tags_and_text() {
        check("<P class=x>a<br/>b</P>", "<p>[a]<br>[b]</p>");
        check("a < b <!-- <i> --> c", "[a ][<][ b ][ c]");
        check("<!DOCTYPE html><a title=\"1 > 0\">x", "<a>[x]");
        check("<script>if (a<b) '</p>'</SCRIPT>x", "<script:if (a<b) '</p>'>[x]");
        check("<title>a", "<title>[a]");
        check("<!-- never closed", "[ never closed]");
        check("<a href=\"never closed>x</a>", "<a>[x]</a>");
        check("<p", "<p>");
        check("</", "[<][/]");
        check("<![CDATA[x<y]]>z", "[x<y][z]");
        check("é<é>é", "[é][<][é>é]");
    }

    #[test]
    fn attributes() {
        let mut tokens = Tokens::new("<meta CONTENT='a &amp; b' name = date hidden =x data-é='ü'>");
        let Some(Token::Start(tag)) = tokens.next() else {
            panic!("no tag")
        };
        assert_eq!(tag.attribute("content").as_deref(), Some("a & b"));
        assert_eq!(tag.attribute("name").as_deref(), Some("date"));
        assert!(tag.has("hidden"));
        assert_eq!(tag.attribute("data-é").as_deref(), Some("ü"));
        assert_eq!(tag.attribute("href"), None);
    }
}
