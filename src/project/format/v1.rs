//! Version 1 of the project files: what stands in them, as types of their own.
//!
//! Domain types are never written as they stand, so that a change to them cannot change a file by accident. Once a
//! version is released these types are frozen; `tests/data/format/v1` holds files that must stay readable for ever.
//!
//! Reading is strict about field names (a misspelt field would be lost at the next save) and lenient about values:
//! closed lists are plain strings and offsets are signed, so that one bad value costs one item, not the article.

mod actors;
pub mod anchor;
mod events;
pub mod from_domain;
pub mod history;
mod items;
pub(in crate::project) mod journal;
pub mod names;
mod reader;
mod spans;
pub mod to_domain;
mod verdicts;
mod write;

pub use verdicts::{EvidenceFile, RatingFile, ReferenceFile};

pub use actors::{ActorBody, ActorFile};
pub use events::{EventBody, EventFile};
use serde::{Deserialize, Deserializer};

/// The number that stands in the `format` field.
pub const VERSION: u32 = 1;

/// `project.ron`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectFile {
    /// Always [`VERSION`].
    pub format: u32,
    /// What to call the project.
    pub title: String,
    /// Kinds in the order of their keys.
    #[serde(default)]
    pub kinds: Vec<KindFile>,
    /// Ratings in the order of their keys; none for those of a new project.
    #[serde(default)]
    pub ratings: Vec<RatingFile>,
    /// Reference tables.
    #[serde(default)]
    pub references: Vec<ReferenceFile>,
    /// Names of reviewers.
    #[serde(default)]
    pub reviewers: Vec<String>,
    /// Actors by name.
    #[serde(default)]
    pub actors: Vec<ActorFile>,
    /// Actors that are no more, for their history.
    #[serde(default)]
    pub former_actors: Vec<FormerFile<ActorBody>>,
    /// Claims that belong together.
    #[serde(default)]
    pub events: Vec<EventFile>,
    /// Events that are no more, for their history.
    #[serde(default)]
    pub former_events: Vec<FormerFile<EventBody>>,
    /// Pairs of actors that look like one and are not, the smaller id first.
    #[serde(default)]
    pub apart: Vec<(String, String)>,
    /// Decisions about anything else.
    #[serde(default)]
    pub history: Vec<DecisionFile>,
}

/// A kind of the label scheme.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindFile {
    /// Name in files.
    pub id: String,
    /// Name on screen.
    pub title: String,
    /// One or two capitals.
    pub badge: String,
    /// Colour.
    pub colour: String,
}

/// What was decided about something that is no more.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerFile<T> {
    /// Identity.
    pub id: String,
    /// Oldest first.
    pub history: Vec<EntryFile<T>>,
}

/// A file in `articles/`. Its id is the stem of its name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleFile {
    /// Always [`VERSION`].
    pub format: u32,
    /// Headline. So for the other metadata: empty means not known.
    #[serde(default)]
    pub title: String,
    /// Outlet.
    #[serde(default)]
    pub publisher: String,
    /// By-line.
    #[serde(default)]
    pub author: String,
    /// `2031-03-04`.
    #[serde(default)]
    pub published: String,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// Language code.
    #[serde(default)]
    pub language: String,
    /// File or row it came from.
    #[serde(default)]
    pub imported_from: String,
    /// When it came in, UTC.
    pub added: String,
    /// Where it stands.
    #[serde(default)]
    pub state: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// Suggester that last went over it.
    #[serde(default)]
    pub suggested_by: String,
    /// SHA-256 of `text`, hexadecimal.
    pub sha256: String,
    /// The text.
    pub text: String,
    /// Its zones.
    #[serde(default)]
    pub zones: Vec<ZoneFile>,
    /// Mentions and claims in text order.
    #[serde(default)]
    pub items: Vec<ItemFile>,
    /// Items that lost their place; their spans count in the text as it was.
    #[serde(default)]
    pub orphans: Vec<ItemFile>,
    /// Items that are no more, for their history.
    #[serde(default)]
    pub former_items: Vec<FormerFile<BodyFile>>,
    /// Decisions about anything else than items.
    #[serde(default)]
    pub history: Vec<DecisionFile>,
}

/// A zone: kind, first byte, byte after the last, its first words.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ZoneFile(pub String, pub i64, pub i64, #[serde(default)] pub String);

/// A span: first byte, byte after the last, the words there, and for words that stand nearby a second time what stands
/// before and after them. Empty words are not checked.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct SpanFile(pub i64, pub i64, pub String, pub String, pub String);

/// A mention or claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFile {
    /// Identity within the article.
    pub id: String,
    /// What was decided.
    pub status: String,
    /// What is said.
    pub body: BodyFile,
    /// Who proposed it.
    #[serde(default, deserialize_with = "some")]
    pub suggested: Option<OriginFile>,
    /// What was decided about it, oldest first.
    #[serde(default)]
    pub history: Vec<EntryFile<BodyFile>>,
}

/// What an item says about the text.
#[expect(
    clippy::large_enum_variant,
    reason = "short-lived, and plain to read and write"
)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum BodyFile {
    /// A mention.
    Mention {
        /// Where.
        at: SpanFile,
        /// What.
        kind: String,
        /// How; left out for the default. So for the other closed lists.
        #[serde(default)]
        form: String,
        /// Id of its actor.
        #[serde(default)]
        actor: String,
        /// A remark.
        #[serde(default)]
        note: String,
    },
    /// A claim.
    Claim {
        /// Content.
        content: Vec<SpanFile>,
        /// Cue.
        #[serde(default, deserialize_with = "some")]
        cue: Option<SpanFile>,
        /// Source.
        #[serde(default, deserialize_with = "some")]
        source: Option<SpanFile>,
        /// Id of the actor behind the source.
        #[serde(default)]
        speaker: String,
        /// Who the words came through, second hand.
        #[serde(default, deserialize_with = "some")]
        via: Option<PartyFile>,
        /// Id of the claim in whose content this one stands.
        #[serde(default)]
        within: String,
        /// Act.
        #[serde(default)]
        act: String,
        /// Quote type.
        #[serde(default)]
        quote: String,
        /// Figures.
        #[serde(default)]
        figures: Vec<FigureFile>,
        /// Targets.
        #[serde(default)]
        targets: Vec<PartyFile>,
        /// Check-worthiness, three decimals.
        #[serde(default)]
        check_worthiness: f32,
        /// Verdict.
        #[serde(default, deserialize_with = "some")]
        verdict: Option<VerdictFile>,
        /// A remark.
        #[serde(default)]
        note: String,
    },
}

impl Default for BodyFile {
    fn default() -> Self {
        Self::Mention {
            at: SpanFile::default(),
            kind: String::new(),
            form: String::new(),
            actor: String::new(),
            note: String::new(),
        }
    }
}

/// Who proposed an item.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginFile {
    /// Suggester.
    pub by: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// How sure, three decimals.
    #[serde(default)]
    pub score: f32,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A figure of a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureFile {
    /// The words of the number.
    pub at: SpanFile,
    /// The number.
    pub value: f64,
    /// Upper end of a range.
    #[serde(default, deserialize_with = "some")]
    pub to: Option<f64>,
    /// Bound.
    #[serde(default)]
    pub bound: String,
    /// Measure.
    #[serde(default)]
    pub measure: String,
    /// Whom or what.
    #[serde(default)]
    pub who: String,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// When.
    #[serde(default)]
    pub when: String,
    /// The days that `when` stands for: "2024-03-02" or "2024-03-02 to 2024-03-05".
    #[serde(default)]
    pub date: String,
    /// By whom.
    #[serde(default)]
    pub by: String,
}

/// A target of a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyFile {
    /// The words.
    pub at: SpanFile,
    /// Id of the actor.
    #[serde(default)]
    pub actor: String,
}

/// A verdict.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictFile {
    /// Rating.
    pub rating: String,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// On what ground.
    #[serde(default)]
    pub evidence: Vec<EvidenceFile>,
}

/// A decision about the thing it is written under. `before` and `after` are left out where they can be told from
/// the action, the next entry and the thing as it is now; see [`history`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryFile<T> {
    /// When, UTC, milliseconds.
    pub at: String,
    /// Reviewer.
    pub by: String,
    /// Action.
    pub did: String,
    /// How it was.
    #[serde(default = "Side::told")]
    pub before: Side<T>,
    /// How it is since.
    #[serde(default = "Side::told")]
    pub after: Side<T>,
}

/// One side of an entry.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub enum Side<T> {
    /// Left out, because it can be told.
    #[default]
    Told,
    /// There was nothing.
    Nothing,
    /// This.
    Is(T),
}

impl<T> Side<T> {
    const fn told() -> Self {
        Self::Told
    }
}

/// A decision about an article or project as a whole.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionFile {
    /// When, UTC, milliseconds.
    pub at: String,
    /// Reviewer.
    pub by: String,
    /// Action.
    pub did: String,
    /// To what.
    pub change: ChangeFile,
}

/// What a decision changed.
#[expect(
    clippy::large_enum_variant,
    reason = "short-lived, and plain to read and write"
)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ChangeFile {
    /// A mention or claim.
    Item {
        /// Which.
        id: String,
        /// Before.
        before: Side<BodyFile>,
        /// After.
        after: Side<BodyFile>,
    },
    /// An actor.
    Actor {
        /// Which.
        id: String,
        /// Before.
        before: Side<ActorBody>,
        /// After.
        after: Side<ActorBody>,
    },
    /// Claims that belong together.
    Event {
        /// Which.
        id: String,
        /// Before.
        before: Side<EventBody>,
        /// After.
        after: Side<EventBody>,
    },
    /// The zone of a paragraph.
    Zone {
        /// The paragraph; its first words.
        at: SpanFile,
        /// Before.
        before: String,
        /// After.
        after: String,
    },
    /// What is known about an article.
    Metadata {
        /// Before.
        before: MetadataFile,
        /// After.
        after: MetadataFile,
    },
    /// Where an article stands.
    State {
        /// Before.
        before: String,
        /// After.
        after: String,
    },
}

/// What is known about an article.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetadataFile {
    /// Headline.
    pub title: String,
    /// Outlet.
    pub publisher: String,
    /// By-line.
    pub author: String,
    /// Day.
    pub published: String,
    /// Address.
    pub url: String,
    /// Language code.
    pub language: String,
    /// File or row it came from.
    pub imported_from: String,
}

/// Reads a field that is either left out or given plainly, without RON's `Some(…)`.
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
