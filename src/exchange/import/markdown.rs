//! Markdown: front matter becomes metadata, and the rest is read as it would be printed.
//!
//! A fact-checker compares quotes with what a reader saw, so marks that are not printed go (`#`, `**`, the address of a
//! link), lines that belong to one paragraph are joined, and list marks become bullets. Every word stays, in its order;
//! code is left untouched.

use std::sync::LazyLock;

use regex::Regex;

use super::dates::find_date;
use super::outlets::split_outlet;
use crate::annotation::Metadata;
use crate::text::zones::lines::byline_names;

/// Reads a Markdown file: its text, and what its front matter says about it.
pub fn read(source: &str) -> (String, Metadata) {
    let (mut metadata, body) = front_matter(source);
    let (text, heading) = render(body);
    if metadata.title.is_empty() {
        metadata.title = heading;
    }
    (text, metadata)
}

/// Splits off `key: value` lines between `---` lines at the top.
fn front_matter(source: &str) -> (Metadata, &str) {
    let mut metadata = Metadata::default();
    let Some(rest) = source.strip_prefix("---\n") else {
        return (metadata, source);
    };
    let mut length = 0;
    for line in rest.split_inclusive('\n').take(200) {
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            let header = rest.get(..length - line.len()).unwrap_or_default();
            read_header(header, &mut metadata);
            return (metadata, rest.get(length..).unwrap_or_default());
        }
    }
    // A rule at the top of a text, not front matter.
    (metadata, source)
}

fn read_header(header: &str, metadata: &mut Metadata) {
    let mut list: Option<(String, Vec<&str>)> = None;
    for line in header.lines() {
        if let Some((_, items)) = &mut list
            && let Some(item) = line.trim_start().strip_prefix("- ")
        {
            items.push(item);
            continue;
        }
        finish_list(list.take(), metadata);
        if let Some((key, value)) = line.split_once(':') {
            let key = key.trim().to_lowercase();
            if value.trim().is_empty() {
                list = Some((key, Vec::new()));
            } else {
                set(metadata, &key, &unquote(value));
            }
        }
    }
    finish_list(list, metadata);
}

fn finish_list(list: Option<(String, Vec<&str>)>, metadata: &mut Metadata) {
    if let Some((key, items)) = list {
        let items: Vec<_> = items.iter().map(|item| unquote(item)).collect();
        set(metadata, &key, &items.join(", "));
    }
}

fn set(metadata: &mut Metadata, key: &str, value: &str) {
    let field = match key {
        "title" | "headline" => &mut metadata.title,
        "author" | "authors" | "byline" | "by" => {
            let names = byline_names(value).unwrap_or(value);
            let (author, outlet) = split_outlet(names);
            if metadata.publisher.is_empty() {
                outlet.clone_into(&mut metadata.publisher);
            }
            author.clone_into(&mut metadata.author);
            return;
        }
        "publisher" | "source" | "outlet" | "site" | "publication" | "newspaper" | "site_name" => {
            &mut metadata.publisher
        }
        "url" | "link" | "canonical" | "canonical_url" | "permalink" | "source_url" => &mut metadata.url,
        "language" | "lang" | "locale" => &mut metadata.language,
        "date" | "published" | "pubdate" | "publish_date" | "published_at" | "date_published" => {
            metadata.published = metadata.published.or_else(|| find_date(value));
            return;
        }
        _ => return,
    };
    value.clone_into(field);
}

/// A YAML value without its quotation marks; a list in brackets becomes its items.
fn unquote(value: &str) -> String {
    let value = value.trim();
    // Lists in lists are no names and no titles; following them would go as deep as a hostile file wants.
    if let Some(inner) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        return inner.split(',').map(unquoted).collect::<Vec<_>>().join(", ");
    }
    unquoted(value)
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    for mark in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark)) {
            return inner.replace("\\\"", "\"").replace("''", "'");
        }
    }
    value.to_owned()
}

/// The text as printed, and its first heading of the highest rank, if the text opens with one.
fn render(body: &str) -> (String, String) {
    let mut page = Page::default();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let bare = line.trim();
        if let Some(mark) = fence {
            if bare.starts_with(mark) {
                fence = None;
                page.end_block();
            } else {
                page.push_line(line);
            }
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
            page.end_block();
            fence = Some(mark);
            continue;
        }
        page.read_line(bare, line);
    }
    page.end_block();
    let text = page.text.trim_end().to_owned();
    (text, page.heading)
}

#[derive(Default)]
struct Page {
    text: String,
    /// The paragraph that is being read.
    block: String,
    heading: String,
    in_list: bool,
}

impl Page {
    fn read_line(&mut self, bare: &str, line: &str) {
        if bare.is_empty() {
            self.end_block();
        } else if let Some(heading) = atx_heading(bare) {
            self.end_block();
            let heading = inline(heading);
            self.note_heading(&heading);
            self.push_line(&heading);
            self.end_block();
        } else if is_underline(bare) && !self.block.is_empty() && !self.in_list {
            let heading = inline(&self.block);
            self.note_heading(&heading);
            self.end_block();
        } else if RULE.is_match(bare) || LINK_DEFINITION.is_match(bare) {
            self.end_block();
        } else if let Some(item) = list_item(bare) {
            self.end_item();
            self.in_list = true;
            self.block = item;
        } else {
            let quoted = bare.trim_start_matches(['>', ' ']);
            if bare.starts_with('>') && quoted.is_empty() {
                self.end_block();
                return;
            }
            if !self.block.is_empty() {
                self.block
                    .push(if self.block.ends_with("  ") || self.block.ends_with('\\') {
                        '\n'
                    } else {
                        ' '
                    });
            }
            self.block
                .push_str(if bare.starts_with('>') { quoted } else { bare });
            // Two spaces at the end of a line break it.
            if line.ends_with("  ") {
                self.block.push_str("  ");
            }
        }
    }

    fn note_heading(&mut self, heading: &str) {
        if self.text.is_empty() && self.heading.is_empty() {
            heading.clone_into(&mut self.heading);
        }
    }

    /// One line of the output, as it is.
    fn push_line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn end_item(&mut self) {
        let block = std::mem::take(&mut self.block);
        for line in inline(&block).lines() {
            self.push_line(line.trim_end_matches([' ', '\\']));
        }
    }

    fn end_block(&mut self) {
        self.end_item();
        self.in_list = false;
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

fn atx_heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let rank = line.len() - rest.len();
    ((1..=6).contains(&rank) && rest.starts_with([' ', '\t']))
        .then(|| rest.trim().trim_end_matches('#').trim_end())
}

/// The line of `=` or `-` under a heading.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

fn list_item(line: &str) -> Option<String> {
    let item = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
    item.map(|item| format!("• {}", item.trim_start()))
        .or_else(|| NUMBERED.is_match(line).then(|| line.to_owned()))
}

/// Marks inside a paragraph: links and images become their words, emphasis and code marks go, escapes are resolved.
fn inline(text: &str) -> String {
    if !text.contains(['[', '*', '_', '`', '\\', '<', '&']) {
        return text.to_owned();
    }
    let text = LINK.replace_all(text, "$words");
    let text = AUTOLINK.replace_all(&text, "$address");
    let text = COMMENT.replace_all(&text, "");
    let text = strip_emphasis(&text);
    super::html::decode_entities(&text).into_owned()
}

/// Removes pairs of `*`, `_` and `` ` `` that mark emphasis or code. A mark between spaces, inside a word or without a
/// partner stays: a footnote star is printed.
fn strip_emphasis(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Opening marks so far: the mark, its length, where it stands in `out`.
    let mut opened: Vec<(char, usize, usize)> = Vec::new();
    // Ranges of `out` that turned out to be marks.
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation) {
            before = rest.next().unwrap_or(c);
            out.push(before);
            continue;
        }
        if !matches!(c, '*' | '_' | '`') {
            out.push(c);
            before = c;
            continue;
        }
        let mut run = 1;
        while rest.next_if_eq(&c).is_some() {
            run += 1;
        }
        let after = rest.peek().copied().unwrap_or(' ');
        let at = out.len();
        out.extend(std::iter::repeat_n(c, run));
        let in_word = c == '_' && before.is_alphanumeric() && after.is_alphanumeric();
        let partner = opened
            .iter()
            .rev()
            .take(DEEPEST)
            .position(|(mark, length, _)| *mark == c && *length == run);
        match partner {
            Some(back) if !before.is_whitespace() && !in_word => {
                let index = opened.len() - 1 - back;
                marks.extend(opened.get(index).map(|(_, length, at)| (*at, *length)));
                marks.push((at, run));
                opened.truncate(index);
            }
            _ if !after.is_whitespace() && !in_word => opened.push((c, run, at)),
            _ => {}
        }
        before = c;
    }
    marks.sort_unstable();
    for (at, length) in marks.into_iter().rev() {
        out.replace_range(at..at + length, "");
    }
    out
}

/// How far back an opening mark is looked for, in marks.
const DEEPEST: usize = 16;

static RULE: LazyLock<Regex> = LazyLock::new(|| one(r"^([-*_] ?){3,}$"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| one(r"^\d{1,9}[.)] "));
static LINK_DEFINITION: LazyLock<Regex> = LazyLock::new(|| one(r"^\[[^\]]+\]:\s+\S+"));
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    one(r"!?\[(?<words>[^\[\]]*)\](\((<[^<>]*>|[^()\s]*(\([^()\s]*\)[^()\s]*)*)(\s+[^()]*)?\)|\[[^\[\]]*\])")
});
static AUTOLINK: LazyLock<Regex> = LazyLock::new(|| one(r"<(?<address>(https?://|mailto:)[^\s<>]+)>"));
static COMMENT: LazyLock<Regex> = LazyLock::new(|| one(r"(?s)<!--.*?-->"));

fn one(pattern: &str) -> Regex {
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant, and the tests compile it"
    )]
    Regex::new(pattern).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        assert_eq!(read(source).0, expected, "{source}");
    }

    #[test]
    fn as_printed() {
        check(
            "# Ferry sinks\n\nA ferry\nsank *today*.\n",
            "Ferry sinks\n\nA ferry sank today.",
        );
        check("Ferry sinks\n===\nA ferry sank.", "Ferry sinks\n\nA ferry sank.");
        check(
            "He said **no** to [the plan](https://x.example/a_(b) \"t\").",
            "He said no to the plan.",
        );
        check(
            "- one\n- two\n  goes on\n\nAfter.",
            "• one\n• two goes on\n\nAfter.",
        );
        check("1. one\n2. two", "1. one\n2. two");
        check(
            "> \"We left,\"\n> she said.\n\nNext.",
            "\"We left,\" she said.\n\nNext.",
        );
        check("file_name_here and 2 * 3 * 4", "file_name_here and 2 * 3 * 4");
        check("```\nlet a = *b;\n```\nAfter", "let a = *b;\n\nAfter");
        check("5* hotel, see **below*", "5* hotel, see **below*");
        check("***both*** and `code`, *a **b** c*", "both and code, a b c");
        check("a\\*b AT&amp;T", "a*b AT&T");
        check("![A boat](boat.jpg)\n\n---\n\nText", "A boat\n\nText");
        check("one  \ntwo", "one\ntwo");
        check("", "");
    }

    #[test]
    fn front_matter_is_metadata() {
        let (text, found) = read(
            "---\ntitle: \"Ferry: it sank\"\nauthors:\n  - Ana Reyl\n  - Ben Osk\ndate: 2017-04-05\nsource: Toria Times\nurl: https://x.example/1\nlang: en\n---\n\nBody.",
        );
        assert_eq!(text, "Body.");
        assert_eq!(found.title, "Ferry: it sank");
        assert_eq!(found.author, "Ana Reyl, Ben Osk");
        assert_eq!(found.publisher, "Toria Times");
        assert_eq!(found.published.unwrap().to_string(), "2017-04-05");
        assert_eq!(found.url, "https://x.example/1");
        assert_eq!(read("---\nno end").0, "\nno end".trim());
        // A list of lists is not followed, however deep it goes.
        let deep = format!(
            "---\ntitle: {}x{}\n---\nBody.",
            "[".repeat(200_000),
            "]".repeat(200_000)
        );
        assert_eq!(read(&deep).0, "Body.");
    }
}
