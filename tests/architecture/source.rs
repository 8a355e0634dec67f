//! The source tree as the rules see it: code without comments, strings and test modules, and the paths it names.

use std::fs;
use std::io;
use std::path::Path;

/// One Rust file.
pub struct Source {
    /// From the root of the package, with `/`.
    pub path: String,
    /// As it stands on disk.
    pub raw: String,
    /// The same text with the inside of comments and of string and character literals blanked. Offsets and lines agree
    /// with `raw`.
    pub code: String,
    /// `code` with test modules blanked as well; empty for a file that is only compiled for tests.
    pub program: String,
    /// Whether it is only compiled for tests.
    pub only_tests: bool,
}

/// A path named in code, such as `crate::text::Span`.
pub struct Named {
    /// Line, from 1.
    pub line: usize,
    /// Its segments, with `super` resolved to `crate` where it leads to a top-level module.
    pub segments: Vec<String>,
}

/// All Rust files below the folders `roots` of the package.
pub fn read_tree(package: &Path, roots: &[&str]) -> io::Result<Vec<Source>> {
    let mut files = Vec::new();
    let mut folders: Vec<_> = roots.iter().map(|root| package.join(root)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(package).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(tree(files))
}

/// A tree of files given as (path, text).
pub fn tree(files: impl IntoIterator<Item = (String, String)>) -> Vec<Source> {
    let mut only_tests = Vec::new();
    let mut sources: Vec<Source> = files
        .into_iter()
        .map(|(path, raw)| {
            let code = without_text(&raw);
            let program = without_tests(&code, &module_folder(&path), &mut only_tests);
            Source {
                path,
                raw,
                code,
                program,
                only_tests: false,
            }
        })
        .collect();
    for source in &mut sources {
        let is_test = |module: &String| {
            source
                .path
                .strip_prefix(module.as_str())
                .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        if only_tests.iter().any(is_test) {
            source.program.clear();
            source.only_tests = true;
        }
    }
    sources
}

impl Source {
    /// The top-level module of `src` that this file belongs to: `text` for `src/text/span.rs`.
    pub fn floor(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        inside
            .split('/')
            .next()
            .map(|name| name.strip_suffix(".rs").unwrap_or(name))
    }

    /// Every path in the program that starts with `crate`, `std` or, after resolving `super`, with `crate`.
    pub fn named(&self) -> Vec<Named> {
        let mut found = Vec::new();
        for root in ["crate", "std", "super"] {
            for at in words(&self.program, root) {
                let rest = self.program.get(at..).unwrap_or_default();
                let before = self.program.get(..at).unwrap_or_default().trim_end();
                if before.ends_with("::") {
                    continue;
                }
                for segments in use_tree(&mut tokens(rest).peekable()) {
                    let segments = if root == "super" {
                        self.resolve(segments)
                    } else {
                        segments
                    };
                    found.push(Named {
                        line: line_of(&self.program, at),
                        segments,
                    });
                }
            }
        }
        found
    }

    /// `super::super::app` in `src/text/span.rs` is `crate::app`. Paths that stay below a top-level module come back
    /// as they are; modules written inside a file are not counted.
    fn resolve(&self, segments: Vec<String>) -> Vec<String> {
        let folder = module_folder(&self.path);
        let depth = folder.split('/').count().saturating_sub(1);
        let ups = segments.iter().take_while(|s| *s == "super").count();
        if ups < depth {
            return segments;
        }
        let below = segments.into_iter().skip(ups);
        std::iter::once("crate".to_owned()).chain(below).collect()
    }
}

/// Where each occurrence of `word` starts that is not part of a longer word.
pub fn words(code: &str, word: &str) -> Vec<usize> {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let opens = word.starts_with(in_word);
    let closes = word.ends_with(in_word);
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| {
            let before = code.get(..*at).and_then(|c| c.chars().next_back());
            let after = code.get(at + word.len()..).and_then(|c| c.chars().next());
            !(opens && before.is_some_and(in_word) || closes && after.is_some_and(in_word))
        })
        .collect()
}

/// The line, from 1, that holds the byte `at`.
pub fn line_of(code: &str, at: usize) -> usize {
    code.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// The folder in which the submodules of the file at `path` lie: `src/text` for `src/text/mod.rs` and `src/text.rs`.
fn module_folder(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if matches!(name, "mod" | "lib" | "main") {
        folder.to_owned()
    } else {
        stem.to_owned()
    }
}

/// Words, `::`, `{`, `}`, `,` and `*`; anything else comes as one character.
fn tokens(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let word = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let first = rest.chars().next()?;
        let length = match word {
            0 if rest.starts_with("::") => 2,
            0 => first.len_utf8(),
            _ => word,
        };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(token)
    })
}

/// The paths of a use tree or of a path in an expression, from its first word on.
fn use_tree<'a>(tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Vec<Vec<String>> {
    let mut path: Vec<String> = Vec::new();
    while let Some(token) = tokens.next() {
        if token == "{" {
            return group(&path, tokens);
        }
        path.push(token.to_owned());
        if tokens.next_if_eq(&"::").is_none() {
            break;
        }
        // A turbofish (`::<`) ends the part that matters here.
        if !tokens
            .peek()
            .is_some_and(|next| next.starts_with(|c: char| c.is_alphanumeric() || "_{*".contains(c)))
        {
            break;
        }
    }
    vec![path]
}

/// The paths of a group in braces, each with `prefix` before it.
fn group<'a>(
    prefix: &[String],
    tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
) -> Vec<Vec<String>> {
    // Nested groups are flattened with a stack, since a use tree may be as deep as its author likes.
    let mut stack = vec![prefix.to_vec()];
    let mut path = prefix.to_vec();
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        let open = stack.last().cloned().unwrap_or_default();
        match token {
            "{" => stack.push(path.clone()),
            "," | "}" => {
                if path.len() > open.len() {
                    found.push(path);
                }
                if token == "}" {
                    stack.pop();
                    if stack.is_empty() {
                        break;
                    }
                }
                // What follows a closed group can only be a comma, which must not name the group's prefix again.
                path = stack.last().cloned().unwrap_or_default();
            }
            "::" => {}
            "as" => {
                tokens.next();
            }
            ";" => break,
            _ => path.push(token.to_owned()),
        }
    }
    found
}

/// `raw` with the inside of comments, strings and characters replaced by spaces.
pub fn without_text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let in_word = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => quoted(rest, 1),
            'r' | 'b' if !in_word => prefixed_literal(rest),
            '\'' => character(rest),
            _ => 0,
        };
        let (literal, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        out.extend(literal.chars().map(blank));
        rest = after;
        if length == 0 {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// A character of the same length in bytes for every ASCII character; others may shrink, lines stay.
fn blank(c: char) -> char {
    if c == '\n' { '\n' } else { ' ' }
}

/// Length of the string that starts with a quotation mark at `start - 1`.
fn quoted(text: &str, start: usize) -> usize {
    let mut escaped = false;
    let body = text.get(start..).unwrap_or_default();
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return start + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a literal such as `r#"…"#`, `b"…"`, `b'x'`; 0 if a plain word starts here.
fn prefixed_literal(text: &str) -> usize {
    let letters = text.find(|c| c != 'r' && c != 'b').unwrap_or(text.len());
    let body = text.get(letters..).unwrap_or_default();
    if letters > 2 {
        return 0;
    }
    if !text.starts_with('r') && !text.starts_with("br") {
        return match body.chars().next() {
            Some('"') => quoted(text, letters + 1),
            Some('\'') => letters + character(body),
            _ => 0,
        };
    }
    let hashes = body.find(|c| c != '#').unwrap_or(body.len());
    if !body.get(hashes..).is_some_and(|b| b.starts_with('"')) {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let start = letters + hashes + 1;
    let inside = text.get(start..).unwrap_or_default();
    inside.find(&end).map_or(text.len(), |at| start + at + end.len())
}

/// Length of a character literal; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            let close = text.char_indices().skip(3).find(|(_, c)| *c == '\'');
            close.map_or(text.len(), |(at, _)| at + 1)
        }
        Some(_) => chars
            .next()
            .filter(|(_, c)| *c == '\'')
            .map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// Length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut bytes = text.as_bytes().windows(2).enumerate();
    while let Some((at, pair)) = bytes.next() {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 2;
        }
        bytes.next();
    }
    text.len()
}

/// `code` without the modules under `#[cfg(test)]`. Modules that lie in a file of their own go into `only_tests`, as
/// their path without `.rs`.
fn without_tests(code: &str, folder: &str, only_tests: &mut Vec<String>) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let mut names = tokens(after).skip_while(|t| *t == "pub");
        let length = match (names.next(), names.next(), names.next()) {
            (Some("mod"), Some(name), Some(";")) => {
                only_tests.push(format!("{folder}/{name}"));
                after.find(';').map_or(after.len(), |at| at + 1)
            }
            (Some("mod"), Some(_), Some("{")) => block(after),
            _ => 0,
        };
        let (module, remaining) = after.split_at_checked(length).unwrap_or((after, ""));
        out.extend(MARK.chars().chain(module.chars()).map(blank));
        rest = remaining;
    }
    out.push_str(rest);
    out
}

/// Length up to the end of the first block in braces.
fn block(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}
