//! Small pieces that several panels are built of: glyphs and badges, rows with a label, a list that draws only what is
//! visible, and values per article that are worked out once.
//!
//! Promises: every piece has an accessible name, nothing is told by colour alone, nothing here changes a project.

#[cfg(test)]
pub(crate) mod fixture;
mod glyph;
mod layout;
mod list;
mod per_article;

pub use glyph::{badge, kind_colour, paint_state, paint_status, state_hint, status_colour, status_title};
pub use layout::{
    LABEL_WIDTH, choice, choice_columns, drop_down, elided, meter, paint_drop, row, section, share_bar,
};
pub use list::{List, ListState, Slot};
pub use per_article::{PerArticle, Stamp};

pub use crate::text::counted;

/// Text on one line, runs of white space as one space, cut after `limit` characters.
#[must_use]
pub fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in crate::text::invisible::visible(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= limit {
                line.truncate(line.trim_end().len());
                line.push('…');
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_flat_and_short() {
        let check = |text: &str, limit, expected: &str| assert_eq!(one_line(text, limit), expected);
        check("  Ada\n\nToll ", 40, "Ada Toll");
        check("Ada Toll", 8, "Ada Toll");
        check("Ada Toll said", 8, "Ada Toll…");
        check("Ada Toll", 4, "Ada…");
        check("ééé", 2, "éé…");
        check("", 5, "");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(0, "article", "articles"), "0 articles");
        assert_eq!(counted(1, "article", "articles"), "1 article");
        assert_eq!(counted(2, "article", "articles"), "2 articles");
    }
}
