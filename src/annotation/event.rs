//! Events: claims of one or several articles that are about the same thing, so that they can be compared.

use std::fmt;

use super::{ArticleId, ItemId, Status};

/// Identity of an event within a project: a hash of the claims with which it first appeared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(u64);

impl EventId {
    /// Id of an event that appears for the first time with these claims; on a collision the next free id after it.
    #[must_use]
    pub fn for_claims(claims: &[ClaimRef], taken: impl Fn(Self) -> bool) -> Self {
        let words: Vec<String> = claims
            .iter()
            .map(|claim| format!("{}/{}", claim.article, claim.item))
            .collect();
        let words = format!("e {}", words.join(" "));
        let mut id = Self(super::hash40(&words));
        while taken(id) {
            id = Self((id.0 + 1) & ((1 << 40) - 1));
        }
        id
    }

    /// Reads the eight characters that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        super::parse_base32(text).map(Self)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::write_base32(self.0, f)
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A claim of the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimRef {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Which item it is there.
    pub item: ItemId,
}

/// Claims about the same event, as a person decided it. What is only proposed is worked out anew whenever it is looked at
/// and never kept.
///
/// The claims may be gone (their article was removed, somebody rejected them): they stay listed, so that nothing is lost
/// when they come back, and whoever shows the event leaves them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Identity within the project.
    pub id: EventId,
    /// What it is called; empty to go by its measure, place and day.
    pub title: String,
    /// Never [`Status::Suggested`]. [`Status::Rejected`]: these claims are not about one event, and no proposal has two of
    /// them together.
    pub status: Status,
    /// What belongs to it; sorted, each once.
    pub claims: Vec<ClaimRef>,
    /// What somebody took out of it, which is never proposed for it again; sorted, each once.
    pub left_out: Vec<ClaimRef>,
    /// A reviewer's remark.
    pub note: String,
}

impl Event {
    /// Puts a claim in.
    pub fn put_in(&mut self, claim: ClaimRef) {
        self.left_out.retain(|other| *other != claim);
        if let Err(at) = self.claims.binary_search(&claim) {
            self.claims.insert(at, claim);
        }
    }

    /// Takes a claim out; it is not proposed for this event again.
    pub fn take_out(&mut self, claim: &ClaimRef) {
        self.claims.retain(|other| other != claim);
        if let Err(at) = self.left_out.binary_search(claim) {
            self.left_out.insert(at, claim.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(article: &str, item: &str) -> ClaimRef {
        ClaimRef {
            article: ArticleId::parse(article).unwrap(),
            item: ItemId::parse(item).unwrap(),
        }
    }

    #[test]
    fn claims_go_in_and_out_in_order() {
        let [a, b] = [claim("one", "00000001"), claim("two", "00000001")];
        let id = EventId::for_claims(&[a.clone(), b.clone()], |_| false);
        assert_eq!(EventId::parse(&id.to_string()), Some(id));
        assert_ne!(id, EventId::for_claims(std::slice::from_ref(&a), |_| false));
        assert_ne!(
            id,
            EventId::for_claims(&[a.clone(), b.clone()], |taken| taken == id)
        );
        let mut event = Event {
            id,
            title: String::new(),
            status: Status::Added,
            claims: Vec::new(),
            left_out: Vec::new(),
            note: String::new(),
        };
        event.put_in(b.clone());
        event.put_in(a.clone());
        event.put_in(b.clone());
        assert_eq!(event.claims, [a.clone(), b.clone()]);
        event.take_out(&b);
        assert_eq!((event.claims.len(), event.left_out.len()), (1, 1));
        event.put_in(b.clone());
        assert_eq!(event.claims, [a, b]);
        assert!(event.left_out.is_empty());
    }
}
