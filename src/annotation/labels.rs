//! The label scheme: the kinds a mention can have, with their keys and colours, and the closed lists of a claim.

use std::borrow::Cow;
use std::fmt;

use super::RatingLabel;

/// Name of a kind, as it stands in files and exports: lower case, words joined by `_`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(Cow<'static, str>);

impl KindId {
    /// A human being.
    pub const PERSON: Self = Self(Cow::Borrowed("person"));
    /// Companies, parties, NGOs, international bodies, coalitions.
    pub const ORGANIZATION: Self = Self(Cow::Borrowed("organization"));
    /// Countries, governments, their institutions.
    pub const STATE: Self = Self(Cow::Borrowed("state"));
    /// Military, police, rebels, militias.
    pub const ARMED_FORCE: Self = Self(Cow::Borrowed("armed_force"));
    /// News organisations.
    pub const MEDIA: Self = Self(Cow::Borrowed("media"));
    /// Populations, demonstrators, "the opposition", religious communities.
    pub const GROUP: Self = Self(Cow::Borrowed("group"));
    /// "A source familiar with the decision", "a coalition spokesman".
    pub const UNNAMED_SOURCE: Self = Self(Cow::Borrowed("unnamed_source"));
    /// Locations that do not act.
    pub const PLACE: Self = Self(Cow::Borrowed("place"));

    /// A kind of that name, which a project's scheme may or may not know.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(Cow::Owned(name.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What belongs to it, in a few words; empty for a kind that a project made.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        match self.as_str() {
            "person" => "a human being",
            "organization" => "companies, parties, NGOs, international bodies, coalitions",
            "state" => "countries, governments, their institutions",
            "armed_force" => "military, police, rebels, militias",
            "media" => "news organisations",
            "group" => "populations, demonstrators, “the opposition”, religious communities",
            "unnamed_source" => "“a source familiar with the decision”, “a coalition spokesman”",
            "place" => "locations that do not act",
            _ => "",
        }
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind as a project shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindLabel {
    /// Its name in files.
    pub id: KindId,
    /// Its name on screen, sentence case.
    pub title: String,
    /// One or two capitals that mark it without colour.
    pub badge: String,
    /// Name of a colour of the theme (`kind.person`) or `#rrggbb`.
    pub colour: String,
}

/// The kinds and ratings of a project in the order of the keys 1, 2, 3 …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelScheme {
    /// Not empty; ids differ.
    pub kinds: Vec<KindLabel>,
    /// From what holds to what does not; not empty, ids differ.
    pub ratings: Vec<RatingLabel>,
}

impl Default for LabelScheme {
    fn default() -> Self {
        let label = |id: KindId, title: &str, badge: &str| KindLabel {
            colour: format!("kind.{id}"),
            id,
            title: title.to_owned(),
            badge: badge.to_owned(),
        };
        Self {
            kinds: vec![
                label(KindId::PERSON, "Person", "P"),
                label(KindId::ORGANIZATION, "Organization", "O"),
                label(KindId::STATE, "State", "S"),
                label(KindId::ARMED_FORCE, "Armed force", "A"),
                label(KindId::MEDIA, "Media", "M"),
                label(KindId::GROUP, "Group", "G"),
                label(KindId::UNNAMED_SOURCE, "Unnamed source", "U"),
                label(KindId::PLACE, "Place", "L"),
            ],
            ratings: RatingLabel::five(),
        }
    }
}

impl LabelScheme {
    /// The label of `kind`, if the scheme has it.
    #[must_use]
    pub fn get(&self, kind: &KindId) -> Option<&KindLabel> {
        self.kinds.iter().find(|label| label.id == *kind)
    }

    /// The kind that key `number` (1 for the first) sets.
    #[must_use]
    pub fn by_key(&self, number: usize) -> Option<&KindLabel> {
        self.kinds.get(number.checked_sub(1)?)
    }
}

/// Declares an enum whose values have a fixed name in files and a title on screen.
macro_rules! named_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the keys where it has keys.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Name in files and exports.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// Name on screen.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// The value with this name in files.
            #[must_use]
            pub fn parse(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }
    };
}

named_enum! {
    /// How a mention names its actor.
    Form {
        /// By name: "Ada Toll", "the U.N.".
        #[default]
        Named = "named", "Named";
        /// By description: "government troops", "the foreign minister".
        Descriptive = "descriptive", "Descriptive";
    }
}

named_enum! {
    /// What the speaker does by the claim.
    Act {
        /// Says that something is so.
        #[default]
        Statement = "statement", "Statement";
        /// Says that somebody did wrong.
        Accusation = "accusation", "Accusation";
        /// Says that something is not so.
        Denial = "denial", "Denial";
        /// Concedes what another holds against the speaker.
        Admission = "admission", "Admission";
        /// Asks somebody to do something.
        Demand = "demand", "Demand";
        /// Says what will or may come.
        Prediction = "prediction", "Prediction";
        /// Values something.
        Opinion = "opinion", "Opinion";
    }
}

named_enum! {
    /// How the content is given.
    QuoteType {
        /// In the speaker's words, between quotation marks.
        Direct = "direct", "Direct";
        /// In the reporter's words.
        #[default]
        Indirect = "indirect", "Indirect";
        /// Partly between quotation marks.
        Mixed = "mixed", "Mixed";
    }
}

named_enum! {
    /// How a figure bounds the true number.
    Bound {
        /// "21".
        #[default]
        Exactly = "exactly", "Exactly";
        /// "about 21", "nearly 21".
        About = "about", "About";
        /// "at least 21".
        AtLeast = "at least", "At least";
        /// "more than 21".
        MoreThan = "more than", "More than";
        /// "up to 21".
        UpTo = "up to", "Up to";
    }
}

named_enum! {
    /// What a figure counts.
    Measure {
        /// People who died, executed ones included.
        Killed = "killed", "Killed";
        /// People hurt.
        Wounded = "wounded", "Wounded";
        /// People arrested or abducted.
        Detained = "detained", "Detained";
        /// People driven from home.
        Displaced = "displaced", "Displaced";
        /// People whose fate is unknown.
        Missing = "missing", "Missing";
        /// Anything else.
        #[default]
        Other = "other", "Other";
    }
}

named_enum! {
    /// What a rating says about a claim.
    Tone {
        /// It holds.
        Holds = "holds", "Holds";
        /// It holds with reservations.
        MostlyHolds = "mostly holds", "Mostly holds";
        /// Nothing is shown either way: no place between true and false.
        #[default]
        Open = "open", "Leaves it open";
        /// It leads astray.
        Doubtful = "doubtful", "Doubtful";
        /// It does not hold.
        Fails = "fails", "Does not hold";
    }
}

named_enum! {
    /// What a piece of evidence does to a claim.
    Bearing {
        /// Speaks for it.
        Supports = "supports", "Supports";
        /// Speaks against it.
        Contradicts = "contradicts", "Contradicts";
        /// Neither.
        #[default]
        Context = "context", "Context";
    }
}

named_enum! {
    /// Where an article stands in the review.
    ArticleState {
        /// Nothing decided yet.
        #[default]
        ToDo = "to do", "To do";
        /// Something decided.
        InReview = "in review", "In review";
        /// A reviewer called it done.
        Done = "done", "Done";
    }
}
