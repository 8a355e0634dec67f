//! The names of closed lists in version 1. They are written out here, not taken from the domain, because a title or
//! name may change there and must not change here.

use crate::annotation::{Act, Action, ArticleState, Bearing, Bound, Form, Measure, QuoteType, Status, Tone};
use crate::text::ZoneKind;

/// A closed list with fixed names.
pub trait Named: Copy + PartialEq + Sized + 'static {
    /// What the list is called in messages ("act").
    const LIST: &'static str;
    /// What an empty or missing field means in this version, whatever the domain's default becomes.
    const DEFAULT: Self;
    /// Every value with its name.
    const NAMES: &'static [(Self, &'static str)];

    /// Name of the value.
    fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(value, _)| *value == self)
            .map_or("", |(_, name)| name)
    }

    /// The value of that name.
    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(value, _)| *value)
    }
}

macro_rules! names {
    ($type:ident, $list:literal, $default:ident: $($value:ident = $name:literal),+) => {
        impl Named for $type {
            const LIST: &'static str = $list;
            const DEFAULT: Self = Self::$default;
            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$value, $name)),+];
        }
    };
}

names!(Form, "form", Named: Named = "named", Descriptive = "descriptive");
names!(Act, "act", Statement: Statement = "statement", Accusation = "accusation", Denial = "denial", Admission = "admission",
    Demand = "demand", Prediction = "prediction", Opinion = "opinion");
names!(QuoteType, "quote type", Indirect: Direct = "direct", Indirect = "indirect", Mixed = "mixed");
names!(Bound, "bound", Exactly: Exactly = "exactly", About = "about", AtLeast = "at least", MoreThan = "more than",
    UpTo = "up to");
names!(Measure, "measure", Other: Killed = "killed", Wounded = "wounded", Detained = "detained", Displaced = "displaced",
    Missing = "missing", Other = "other");
names!(Tone, "tone", Open: Holds = "holds", MostlyHolds = "mostly holds", Open = "open", Doubtful = "doubtful",
    Fails = "fails");
names!(Bearing, "bearing", Context: Supports = "supports", Contradicts = "contradicts", Context = "context");
names!(ArticleState, "state", ToDo: ToDo = "to do", InReview = "in review", Done = "done");
names!(Status, "status", Suggested: Suggested = "suggested", Accepted = "accepted", Corrected = "corrected", Added = "added",
    Rejected = "rejected");
names!(Action, "action", Corrected: Accepted = "accepted", Corrected = "corrected", Rejected = "rejected", Added = "added",
    Removed = "removed");
names!(ZoneKind, "zone", Body: Body = "body", Headline = "headline", Boilerplate = "boilerplate");
