//! Floor 0: the text of an article and what can be read off it without knowing what it means.
//!
//! Promises: no I/O, no panic on any input, time linear in the length of the text. Offsets are bytes ([`Span`]); the
//! only converter to other units is [`OffsetMap`].

mod article_text;
pub mod invisible;
mod normalise;
mod offset_map;
mod sentences;
mod span;
mod tokens;
pub mod zones;

pub use article_text::{ArticleText, MAX_ARTICLE_BYTES, TextHash};
pub use normalise::normalise;
pub use offset_map::{OffsetMap, Unit};
pub use sentences::{sentence_span, sentences};
pub use span::{Span, hull};
pub use tokens::{Token, TokenKind, tokens};
pub use zones::{Zone, ZoneKind};

/// "1 article", "12 articles".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
