//! What reference tables say about a figure: records of the same days and place, and how far they differ.

mod found;
mod index;

pub use found::{Found, Place, Standing};
pub use index::{MOST_FOUND, Reference};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of a name in lower case without marks on letters, one space before and after each; empty for no words.
fn folded(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut out = String::new();
    let words = plain
        .split_whitespace()
        .filter(|word| !matches!(*word, "the" | "of" | "in" | "near"));
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    if !out.is_empty() {
        out.push(' ');
    }
    out
}
