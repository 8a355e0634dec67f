//! An article with everything that is known about it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::text::{ArticleText, Span, Zone, zones::zone_at};

use super::{ActorId, ArticleState, Body, Decision, Item, ItemId, Orphan, Past, Status};

/// Identity of an article within its project and stem of its file name: 1 to 80 characters of `a-z 0-9 -`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(String);

impl ArticleId {
    /// An id made from `name` (a title or file name); on a collision a number is added.
    #[must_use]
    pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if slug.len() >= 60 {
                break;
            }
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_matches('-');
        let slug = if slug.is_empty() { "article" } else { slug };
        let mut id = Self(slug.to_owned());
        let mut number = 2;
        while taken(&id) || is_reserved(&id.0) {
            id = Self(format!("{slug}-{number}"));
            number += 1;
        }
        id
    }

    /// Reads an id back; `None` if it is not one, so that no file name can lead out of a project.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=80).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !is_reserved(text);
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names that Windows keeps for devices.
fn is_reserved(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|c: char| c.is_ascii_digit()))
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known about an article besides its text. Empty means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: String,
    /// Outlet.
    pub publisher: String,
    /// By-line.
    pub author: String,
    /// Day of publication at the outlet.
    pub published: Option<Date>,
    /// Address; kept as text, never opened.
    pub url: String,
    /// Language code ("en").
    pub language: String,
    /// Name of the file or data set row that it came from.
    pub imported_from: String,
}

/// An article.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Identity within the project.
    pub id: ArticleId,
    /// When it came into the project.
    pub added: Timestamp,
    /// What is known about it.
    pub metadata: Metadata,
    /// Its text.
    pub text: ArticleText,
    /// Its zones.
    pub zones: Vec<Zone>,
    /// Where it stands in the review.
    pub state: ArticleState,
    /// A reviewer's remark.
    pub note: String,
    /// Name and version of the suggester that last went over it ("rules 1"); empty if none has.
    pub suggested_by: String,
    /// Mentions and claims: suggested, decided and rejected.
    pub items: BTreeMap<ItemId, Item>,
    /// Items that lost their place because the text was changed outside the program; none of them is in `items`.
    pub orphans: BTreeMap<ItemId, Orphan>,
    /// Words of the past that the text no longer has, by the item whose history they are of.
    pub past: BTreeMap<ItemId, Past>,
    /// What people decided, oldest first.
    pub decisions: Vec<Decision>,
}

impl Article {
    /// An article without annotations.
    #[must_use]
    pub fn new(
        id: ArticleId,
        added: Timestamp,
        metadata: Metadata,
        text: ArticleText,
        zones: Vec<Zone>,
    ) -> Self {
        Self {
            id,
            added,
            metadata,
            text,
            zones,
            state: ArticleState::ToDo,
            note: String::new(),
            suggested_by: String::new(),
            items: BTreeMap::new(),
            orphans: BTreeMap::new(),
            past: BTreeMap::new(),
            decisions: Vec::new(),
        }
    }

    /// What to call it: the title, else the first words.
    #[must_use]
    pub fn title(&self) -> &str {
        if !self.metadata.title.is_empty() {
            return &self.metadata.title;
        }
        let first = self.text.paragraphs().first();
        let line = first.map(|p| self.text.slice(*p).trim()).unwrap_or_default();
        match line.char_indices().nth(80) {
            Some((end, _)) => {
                let cut = line.get(..end).unwrap_or(line);
                cut.rsplit_once(' ').map_or(cut, |(words, _)| words)
            }
            None if line.is_empty() => "Empty article",
            None => line,
        }
    }

    /// What is said by its items and its orphans, where an orphan may belong included.
    pub fn bodies_mut(&mut self) -> impl Iterator<Item = &mut Body> {
        let items = self.items.values_mut().map(|item| &mut item.body);
        let orphans = self.orphans.values_mut();
        let orphans =
            orphans.flat_map(|orphan| std::iter::once(&mut orphan.item.body).chain(&mut orphan.candidate));
        items.chain(orphans)
    }

    /// Whether anything in it refers to one of the actors that `redirects` leads on from.
    #[must_use]
    pub fn names_any_of(&self, redirects: &BTreeMap<ActorId, ActorId>) -> bool {
        let orphans = self.orphans.values();
        let orphans = orphans.flat_map(|orphan| std::iter::once(&orphan.item.body).chain(&orphan.candidate));
        let mut bodies = self.items.values().map(|item| &item.body).chain(orphans);
        !redirects.is_empty() && bodies.any(|body| body.actors().any(|id| redirects.contains_key(&id)))
    }

    /// Makes what refers to an actor that was merged into another refer to that one.
    pub fn redirect(&mut self, redirects: &BTreeMap<ActorId, ActorId>) {
        for body in self.bodies_mut() {
            body.redirect(redirects);
        }
    }

    /// Whether an item has this id, or one that lost its place.
    #[must_use]
    pub fn has_id(&self, id: ItemId) -> bool {
        self.items.contains_key(&id) || self.orphans.contains_key(&id)
    }

    /// Mentions and claims that a person stands behind, in text order.
    #[must_use]
    pub fn annotations(&self) -> Vec<&Item> {
        let mut found: Vec<_> = self.items.values().filter(|item| item.is_annotation()).collect();
        found.sort_by_key(|item| sort_key(&item.body));
        found
    }

    /// Whether other claims can stand within item `outer`: a claim that nobody rejected and that stands within none.
    #[must_use]
    pub fn can_hold_claims(&self, outer: ItemId) -> bool {
        self.items.get(&outer).is_some_and(|item| {
            item.status != Status::Rejected
                && item.body.as_claim().is_some_and(|claim| claim.within.is_none())
        })
    }

    /// The claims that stand within item `outer`.
    pub fn claims_within(&self, outer: ItemId) -> impl Iterator<Item = &Item> {
        self.items.values().filter(move |item| {
            item.body
                .as_claim()
                .is_some_and(|claim| claim.within == Some(outer))
        })
    }

    /// Whether `offset` lies in a part where nothing is suggested.
    #[must_use]
    pub fn is_boilerplate(&self, offset: usize) -> bool {
        zone_at(&self.zones, offset) == crate::text::ZoneKind::Boilerplate
    }
}

/// Order of items in the text: by start, longer first, mentions before the claims they begin.
#[must_use]
pub fn sort_key(body: &Body) -> (usize, std::cmp::Reverse<usize>, bool) {
    let span = body.hull().or_else(|| Span::new(0, 1));
    let (start, end) = span.map_or((0, 0), |s| (s.start(), s.end()));
    (start, std::cmp::Reverse(end), body.as_mention().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_safe_file_names() {
        let free = |_: &ArticleId| false;
        for (name, expected) in [
            (
                "Deadly day in Toria, as talks go on!",
                "deadly-day-in-toria-as-talks-go-on",
            ),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "con-2"),
            ("السلام", "article"),
            ("", "article"),
        ] {
            let id = ArticleId::from_name(name, free);
            assert_eq!(id.as_str(), expected);
            assert_eq!(ArticleId::parse(id.as_str()), Some(id));
        }
        for bad in ["", "..", "a/b", "A", "nul", "com1"] {
            assert_eq!(ArticleId::parse(bad), None, "{bad}");
        }
        let taken = |id: &ArticleId| id.as_str() == "a";
        assert_eq!(ArticleId::from_name("a", taken).as_str(), "a-2");
    }
}
