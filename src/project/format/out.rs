//! Writes RON as a person would: empty fields left out, one thing per line, the text with its real line breaks.
//!
//! The `ron` crate writes a whole file in one style and escapes apostrophes; these files are read and merged by people,
//! so each part says itself whether it stands on one line or on several. What is written here is always read back by
//! `ron` before it reaches a disk.

use std::fmt::Write as _;

/// A piece of RON.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number, string or name, as it will stand in the file.
    Atom(String),
    /// `(a, b)` on one line.
    Tuple(Vec<Node>),
    /// `[a, b]` on one line.
    Row(Vec<Node>),
    /// `[` and one element per line `]`.
    List(Vec<Node>),
    /// `Name(field: value, …)` on one line; the name may be empty. Nothing in it may be a block.
    Line(&'static str, Vec<(&'static str, Node)>),
    /// The same with one field per line.
    Block(&'static str, Vec<(&'static str, Node)>),
}

impl Node {
    /// A string on one line: plain where possible, raw for quotation marks, escaped for control characters.
    pub fn string(text: &str) -> Self {
        Self::Atom(quoted(text, false))
    }

    /// A string with its line breaks as they are.
    pub fn text(text: &str) -> Self {
        Self::Atom(quoted(text, true))
    }

    /// A row of strings.
    pub fn strings(texts: &[String]) -> Self {
        Self::Row(texts.iter().map(|text| Self::string(text)).collect())
    }

    /// The node as a whole file with `comment` above it.
    pub fn into_file(self, comment: &str) -> String {
        let mut out = format!("// {comment}\n");
        self.write(&mut out, 0);
        out.push('\n');
        out
    }

    /// The node on one line, for a journal.
    pub fn into_line(self) -> String {
        let mut out = String::new();
        self.on_one_line().write(&mut out, 0);
        out
    }

    /// The same node on one line, whatever it asked for.
    pub fn on_one_line(self) -> Self {
        match self {
            Self::List(nodes) => Self::Row(nodes.into_iter().map(Self::on_one_line).collect()),
            Self::Block(name, fields) => Self::Line(
                name,
                fields
                    .into_iter()
                    .map(|(field, node)| (field, node.on_one_line()))
                    .collect(),
            ),
            other => other,
        }
    }

    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Self::Atom(atom) => out.push_str(atom),
            Self::Tuple(nodes) => in_a_row(out, '(', nodes.iter().map(|node| ("", node)), ')', depth),
            Self::Row(nodes) => in_a_row(out, '[', nodes.iter().map(|node| ("", node)), ']', depth),
            Self::Line(name, fields) => {
                out.push_str(name);
                in_a_row(
                    out,
                    '(',
                    fields.iter().map(|(field, node)| (*field, node)),
                    ')',
                    depth,
                );
            }
            Self::List(nodes) => in_a_column(out, '[', nodes.iter().map(|node| ("", node)), ']', depth),
            Self::Block(name, fields) => {
                out.push_str(name);
                in_a_column(
                    out,
                    '(',
                    fields.iter().map(|(field, node)| (*field, node)),
                    ')',
                    depth,
                );
            }
        }
    }
}

fn in_a_row<'a>(
    out: &mut String,
    open: char,
    nodes: impl Iterator<Item = (&'static str, &'a Node)>,
    close: char,
    depth: usize,
) {
    out.push(open);
    for (i, (field, node)) in nodes.enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        name(out, field);
        node.write(out, depth);
    }
    out.push(close);
}

fn in_a_column<'a>(
    out: &mut String,
    open: char,
    nodes: impl Iterator<Item = (&'static str, &'a Node)>,
    close: char,
    depth: usize,
) {
    out.push(open);
    out.push('\n');
    for (field, node) in nodes {
        indent(out, depth + 1);
        name(out, field);
        node.write(out, depth + 1);
        out.push_str(",\n");
    }
    indent(out, depth);
    out.push(close);
}

fn name(out: &mut String, field: &str) {
    if !field.is_empty() {
        out.push_str(field);
        out.push_str(": ");
    }
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("    ");
    }
}

fn quoted(text: &str, several_lines: bool) -> String {
    let must_escape = |c: char| match c {
        '\n' => !several_lines,
        '\t' => false,
        // Invisible characters that an editor may drop or that a reader of the file cannot see.
        '\u{feff}' | '\u{2028}' | '\u{2029}' => true,
        c => c.is_control(),
    };
    // Raw in any case if there are line breaks: two shapes for one field would make a diff of every line.
    if several_lines && !text.chars().any(|c| c == '\0' || c == '\r') {
        return raw(text, 1);
    }
    if text.chars().any(must_escape) {
        return escaped(text, must_escape);
    }
    if text.contains(['"', '\\']) {
        return raw(text, 1);
    }
    format!("\"{text}\"")
}

fn raw(text: &str, at_least: usize) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '#' { run + 1 } else { 0 };
        longest = longest.max(run + usize::from(run > 0));
    }
    let hashes = "#".repeat(longest.max(at_least));
    format!("r{hashes}\"{text}\"{hashes}")
}

fn escaped(text: &str, must_escape: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if must_escape(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The shortest decimal that reads back as the same number; whole numbers without a point.
pub fn number(value: f64) -> Node {
    Node::Atom(if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    })
}

/// The same for a score, which keeps three decimals.
pub fn score(value: f32) -> Node {
    Node::Atom(format!("{value:?}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_read_well() {
        for (text, expected) in [
            ("Toria's guard", r#""Toria's guard""#),
            (r#"said "no""#, "r#\"said \"no\"\"#"),
            ("a\nb", r#""a\nb""#),
            ("a\u{7}\"", r#""a\u{7}\"""#),
            ("\"#\"", "r##\"\"#\"\"##"),
        ] {
            assert_eq!(quoted(text, false), expected);
        }
        assert_eq!(quoted("a\nb", true), "r#\"a\nb\"#");
        assert_eq!(number(21.0), Node::Atom("21".to_owned()));
        assert_eq!(number(0.1), Node::Atom("0.1".to_owned()));
    }

    proptest! {
        #[test]
        fn strings_survive(text in "(\\PC|[\\x00-\\x1f]|#|\"|\\\\|\u{feff}|\r\n|😀){0,60}") {
            for several_lines in [false, true] {
                let written = quoted(&text, several_lines);
                prop_assert_eq!(ron::from_str::<String>(&written).unwrap(), text.clone(), "{}", written);
                prop_assert!(several_lines || !written.contains('\n'));
            }
        }

        #[test]
        fn numbers_survive(value in any::<f64>().prop_filter("finite, not negative", |v| v.is_finite() && v.is_sign_positive())) {
            let Node::Atom(written) = number(value) else { unreachable!() };
            let read = ron::from_str::<f64>(&written).unwrap();
            prop_assert_eq!(read.to_bits(), value.to_bits(), "{}", written);
        }
    }
}
