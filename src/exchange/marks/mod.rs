//! What span formats can say of an article: labelled places, their details, and links between them.
//!
//! A project's items are taken apart into this ([`Marked::of`]) before a format writes them, and put together from it
//! ([`together`]) after a format was read. What a format cannot hold is left out here, in one place for all, by
//! what it says it [`Holds`]; so the list of losses is the same thing as what is missing.

mod apart;
mod raw;
mod together;

use crate::annotation::{
    Act, Bound, Form, ItemId, LabelScheme, Measure, Metadata, Origin, QuoteType, Status,
};
use crate::text::{ArticleText, Span};

pub use apart::{kind_of, label_of};
pub use raw::Raw;

/// Labels of the parts of a claim, beside which every other label is the kind of a mention. A kind that has one of these
/// names is called `kind_` and its name.
pub const PARTS: [&str; 6] = [CLAIM, CUE, SOURCE, VIA, TARGET, FIGURE];
/// What is claimed. The details and the speaker of a claim are here.
pub const CLAIM: &str = "claim";
/// The word that reports.
pub const CUE: &str = "cue";
/// Who says it.
pub const SOURCE: &str = "source";
/// Through whom it came.
pub const VIA: &str = "via";
/// Whom it is about.
pub const TARGET: &str = "target";
/// A number in it.
pub const FIGURE: &str = "figure";
/// Link from a claim to the one that it stands within. Other links run from a claim to a part and are called like the part.
pub const WITHIN: &str = "within";
/// Link from a piece of a claim's content to its first one, for formats whose spans are in one piece.
pub const PIECE_OF: &str = "piece_of";

/// An article with marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// Its id, or what the file calls it.
    pub name: String,
    /// What is known about it.
    pub metadata: Metadata,
    /// Its text.
    pub text: ArticleText,
    /// The marks, by where they begin, longer ones first.
    pub marks: Vec<Mark>,
    /// The links between them, both ends being indices of `marks`.
    pub links: Vec<Link>,
}

/// A labelled place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The kind of a mention, or one of [`PARTS`]; of a file that was read, whatever stands there.
    pub label: String,
    /// Where: sorted, not overlapping, at least one; only a claim's content has several.
    pub parts: Vec<Span>,
    /// What is known about it, each field at most once.
    pub fields: Vec<(Field, String)>,
    /// The actor behind a mention, a target or who it came through; of a claim, its speaker.
    pub actor: Option<Known>,
    /// What a person decided.
    pub status: Status,
    /// Who proposed it.
    pub origin: Option<Origin>,
    /// The item that it is, or the first of those whose part it is.
    pub item: Option<ItemId>,
}

/// A link between two marks of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Index of the mark that it starts at.
    pub from: usize,
    /// Index of the mark that it leads to.
    pub to: usize,
    /// What the second is to the first.
    pub label: String,
}

/// An actor as other programs know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Our id, or what the file says; may be empty.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Mark {
    /// A mark in one piece without details, as readers make them.
    #[must_use]
    pub fn new(label: impl Into<String>, span: Span) -> Self {
        Self {
            label: label.into(),
            parts: vec![span],
            fields: Vec::new(),
            actor: None,
            status: Status::Added,
            origin: None,
            item: None,
        }
    }

    /// From its first to its last byte.
    #[must_use]
    pub fn hull(&self) -> Option<Span> {
        crate::text::hull(&self.parts)
    }

    /// Whether it is a part of a claim and no mention.
    #[must_use]
    pub fn is_part(&self) -> bool {
        PARTS.contains(&self.label.as_str())
    }

    /// What a field holds.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| *known == field);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a person stands behind it.
    #[must_use]
    pub const fn is_annotation(&self) -> bool {
        matches!(self.status, Status::Accepted | Status::Corrected | Status::Added)
    }
}

/// A detail of a mark that other programs keep as an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// How an actor is mentioned.
    Form,
    /// What a claim does.
    Act,
    /// How its content is given.
    Quote,
    /// How much it asks for a check, 0 to 1.
    CheckWorthiness,
    /// A reviewer's rating.
    Rating,
    /// The reason for the rating.
    Rationale,
    /// A figure's number.
    Value,
    /// Its upper end, if it is a range.
    ValueTo,
    /// How it bounds the truth.
    Bound,
    /// What it counts.
    Measure,
    /// Whom.
    Who,
    /// Where.
    Where,
    /// When, in the article's words.
    When,
    /// The first day of that.
    WhenFrom,
    /// The last day of that.
    WhenTo,
    /// Who caused it.
    By,
    /// A reviewer's remark.
    Note,
}

/// Nobody's labels, for what does not depend on them.
pub const NO_SCHEME: LabelScheme = LabelScheme {
    kinds: Vec::new(),
    ratings: Vec::new(),
};

/// What the value of a field looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values<'a> {
    /// One of these.
    OneOf(Vec<&'a str>),
    /// A number.
    Number,
    /// Text.
    Text,
}

impl Field {
    /// All, in the order in which they are written.
    pub const ALL: &'static [Self] = &[
        Self::Form,
        Self::Act,
        Self::Quote,
        Self::CheckWorthiness,
        Self::Rating,
        Self::Rationale,
        Self::Value,
        Self::ValueTo,
        Self::Bound,
        Self::Measure,
        Self::Who,
        Self::Where,
        Self::When,
        Self::WhenFrom,
        Self::WhenTo,
        Self::By,
        Self::Note,
    ];

    /// Its name in files: lower case, words joined by `_`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Act => "act",
            Self::Quote => "quote",
            Self::CheckWorthiness => "check_worthiness",
            Self::Rating => "rating",
            Self::Rationale => "rationale",
            Self::Value => "value",
            Self::ValueTo => "value_to",
            Self::Bound => "bound",
            Self::Measure => "measure",
            Self::Who => "who",
            Self::Where => "where",
            Self::When => "when",
            Self::WhenFrom => "when_from",
            Self::WhenTo => "when_to",
            Self::By => "by",
            Self::Note => "note",
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// The marks that have it: a label of [`PARTS`]; none for mentions only; a note is on mentions and claims.
    #[must_use]
    pub const fn of(self) -> Option<&'static str> {
        match self {
            Self::Form | Self::Note => None,
            Self::Act | Self::Quote | Self::CheckWorthiness | Self::Rating | Self::Rationale => Some(CLAIM),
            _ => Some(FIGURE),
        }
    }

    /// What its value looks like in a project with `scheme`.
    #[must_use]
    pub fn values(self, scheme: &LabelScheme) -> Values<'_> {
        match self {
            Self::Form => Values::OneOf(Form::ALL.iter().map(|v| v.id()).collect()),
            Self::Act => Values::OneOf(Act::ALL.iter().map(|v| v.id()).collect()),
            Self::Quote => Values::OneOf(QuoteType::ALL.iter().map(|v| v.id()).collect()),
            Self::Rating => Values::OneOf(scheme.ratings.iter().map(|v| v.id.as_str()).collect()),
            Self::Bound => Values::OneOf(Bound::ALL.iter().map(|v| v.id()).collect()),
            Self::Measure => Values::OneOf(Measure::ALL.iter().map(|v| v.id()).collect()),
            Self::CheckWorthiness | Self::Value | Self::ValueTo => Values::Number,
            _ => Values::Text,
        }
    }

    pub(super) const fn plural(self, count: usize) -> &'static str {
        let (one, many) = match self {
            Self::Form => ("form of a mention", "forms of mentions"),
            Self::Act => ("act of a claim", "acts of claims"),
            Self::Quote => ("quote type", "quote types"),
            Self::CheckWorthiness => ("check-worthiness", "values of check-worthiness"),
            Self::Rating => ("rating", "ratings"),
            Self::Rationale => ("rationale of a rating", "rationales of ratings"),
            Self::Value => ("figure's value", "figures' values"),
            Self::ValueTo => ("figure's upper end", "figures' upper ends"),
            Self::Bound => ("figure's bound", "figures' bounds"),
            Self::Measure => ("figure's measure", "figures' measures"),
            Self::Who => ("figure's “who”", "figures' “who”"),
            Self::Where => ("figure's “where”", "figures' “where”"),
            Self::When => ("figure's “when”", "figures' “when”"),
            Self::WhenFrom => ("figure's first day", "figures' first days"),
            Self::WhenTo => ("figure's last day", "figures' last days"),
            Self::By => ("figure's “by whom”", "figures' “by whom”"),
            Self::Note => ("remark", "remarks"),
        };
        if count == 1 { one } else { many }
    }
}

/// Which items a format can hold without mistaking them for annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What people stand behind.
    Annotations,
    /// That, and what they turned down.
    Decided,
    /// That, and what is undecided; but not what was turned down.
    Proposed,
    /// Everything.
    All,
}

impl Keep {
    /// Whether items of that status are held.
    #[must_use]
    pub const fn holds(self, status: Status) -> bool {
        match status {
            Status::Accepted | Status::Corrected | Status::Added => true,
            Status::Rejected => matches!(self, Self::Decided | Self::All),
            Status::Suggested => matches!(self, Self::Proposed | Self::All),
        }
    }
}

/// What a format can hold.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// Which items.
    pub keep: Keep,
    /// Mentions.
    pub mentions: bool,
    /// Claims and their parts.
    pub claims: bool,
    /// Spans that overlap. Where not, mentions may still overlap with parts of claims.
    pub overlaps: bool,
    /// Spans in several pieces.
    pub pieces: bool,
    /// Links between spans.
    pub links: bool,
    /// Which actor is meant.
    pub actors: bool,
    /// Details.
    pub fields: &'static [Field],
    /// Who proposed an item, how sure, and why.
    pub origins: bool,
    /// Whether a proposal was accepted or corrected, or something added.
    pub status: bool,
    /// Title, publisher and so on of the article.
    pub metadata: bool,
    /// All the rest: evidence, zones, states, history, details of actors, the project.
    pub rest: bool,
}

impl Holds {
    /// Spans with labels and nothing else.
    pub const SPANS: Self = Self {
        keep: Keep::Annotations,
        mentions: true,
        claims: true,
        overlaps: true,
        pieces: false,
        links: false,
        actors: false,
        fields: &[],
        origins: false,
        status: false,
        metadata: false,
        rest: false,
    };

    /// All that can be said with marks and links.
    pub const MARKS: Self = Self {
        pieces: true,
        links: true,
        actors: true,
        fields: Field::ALL,
        metadata: true,
        ..Self::SPANS
    };

    /// Everything.
    pub const ALL: Self = Self {
        keep: Keep::All,
        origins: true,
        status: true,
        rest: true,
        ..Self::MARKS
    };

    /// What is held, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        if self.rest {
            return "everything".to_owned();
        }
        let yes = [
            (self.mentions, "mentions"),
            (self.claims, "claims and their parts"),
            (self.pieces, "spans in several pieces"),
            (self.links, "links"),
            (self.actors, "actors"),
            (!self.fields.is_empty(), "details"),
            (self.keep.holds(Status::Rejected), "rejections"),
            (self.keep.holds(Status::Suggested), "proposals"),
            (self.origins, "scores"),
            (self.metadata, "title and source of articles"),
        ];
        let mut words: Vec<&str> = yes
            .iter()
            .filter(|(held, _)| *held)
            .map(|(_, word)| *word)
            .collect();
        if !self.overlaps {
            words.push("no overlaps");
        }
        words.join(", ")
    }
}
