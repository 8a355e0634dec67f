//! HTML pages: the article in them, as text.
//!
//! Paragraphs, headings and list items become lines; scripts, navigation, forms and hidden parts are left out. The page is
//! read with a tokenizer of our own and without a document tree, because a saved page is hostile input: 100,000 nested
//! tags, or tags that are never closed, must neither exhaust the stack nor take longer than their length is worth.
//! Nothing is ever fetched.

mod entities;
mod metadata;
mod names;
mod readable;
mod tokens;
mod tree;

use encoding_rs::Encoding;

pub use entities::decode_entities;

use crate::annotation::Metadata;
use tree::{Block, BlockKind, Hint, Tree};

/// Reads a page: the text of its article, and what it says about itself.
pub fn read(page: &str) -> (String, Metadata) {
    let mut found = metadata::Found::default();
    let tree = Tree::read(page, |tag, content| found.see(tag, content));
    let mut headings = tree
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading(1));
    if let (Some(only), None) = (headings.next(), headings.next()) {
        found.heading(&only.text);
    }
    let is_byline = |block: &&Block| {
        tree.containers
            .get(block.container)
            .is_some_and(|c| c.hint == Hint::Byline)
    };
    for block in tree.blocks.iter().filter(is_byline) {
        found.byline(&block.text);
    }
    let chosen = readable::readable(&tree);
    for block in above(&tree, &chosen) {
        found.byline(&block.text);
        found.date_line(&block.text);
    }
    let text = print(&tree, &chosen);
    let metadata = found.finish(&text);
    (text, metadata)
}

/// The short blocks above the article's first one: by-line and date often stand there, in boxes of their own.
fn above<'a>(tree: &'a Tree, chosen: &[&Block]) -> impl Iterator<Item = &'a Block> {
    let text = chosen
        .iter()
        .find(|block| !matches!(block.kind, BlockKind::Heading(_)))
        .copied();
    let is_text = move |block: &&Block| text.is_some_and(|text| std::ptr::eq(*block, text));
    let start = tree
        .blocks
        .iter()
        .position(|block| is_text(&block))
        .unwrap_or_default();
    tree.blocks
        .iter()
        .take(start)
        .skip(start.saturating_sub(8))
        .filter(|block| block.text.len() < 200)
}

/// The blocks as text: a blank line between them, list items and rows of tables on lines that follow each other.
fn print(tree: &Tree, blocks: &[&Block]) -> String {
    let mut text = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        if let Some(before) = before {
            text.push_str(match (tree.row(before), tree.row(block)) {
                (Some(a), Some(b)) if a == b => " | ",
                (Some(a), Some(b)) if tree.parent(a) == tree.parent(b) => "\n",
                _ if before.kind == BlockKind::Item && block.kind == BlockKind::Item => "\n",
                _ => "\n\n",
            });
        }
        if block.kind == BlockKind::Item {
            text.push_str("• ");
        }
        text.push_str(&block.text);
        before = Some(block);
    }
    text
}

/// White space collapsed to single spaces.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `text` starts as an HTML page does.
pub fn looks_like_html(text: &str) -> bool {
    let mut start = text.trim_start();
    while let Some(comment) = start.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else {
            return false;
        };
        start = after.trim_start();
    }
    let head: String = start.chars().take(40).collect::<String>().to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta ",
        "<title",
        "<article",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<?xml ",
    ]
    .iter()
    .any(|tag| head.starts_with(tag))
}

/// The encoding that a page names in a `<meta>` near its start.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes
        .get(..bytes.len().min(4096))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let label = head.split("charset").nth(1)?.trim_start().strip_prefix('=')?;
    let label = label.trim_start().trim_start_matches(['"', '\'']);
    let end = label
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

#[cfg(test)]
mod tests;
