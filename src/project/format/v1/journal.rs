//! What stands in a journal, in the words of version 1.
//!
//! Spans stand without their words: a journal is read against the text it was made for, and whoever applies it checks
//! them. Reading is strict: a record that cannot be read whole is none.

mod decode;
mod encode;

use serde::Deserialize;

use super::{
    ActorBody, ArticleFile, BodyFile, DecisionFile, EventBody, ItemFile, KindFile, MetadataFile, RatingFile,
    ReferenceFile, Side, SpanFile, ZoneFile,
};

pub(in crate::project) use decode::decode;
pub(in crate::project) use encode::encode;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
enum RecordFile {
    Begun {
        format: u32,
        program: String,
        base: String,
    },
    Done {
        number: u64,
        label: String,
        at: String,
        #[serde(default)]
        article: String,
        #[serde(default)]
        item: String,
        #[serde(default)]
        proposes: bool,
        edits: Vec<EditFile>,
    },
    Undone,
    Redone,
    Beside {
        #[serde(default)]
        actors: Vec<(String, ActorBody)>,
        #[serde(default)]
        items: Vec<(String, ItemFile)>,
    },
    Saving,
    Saved {
        files: String,
    },
    Discarded,
}

#[expect(clippy::large_enum_variant, reason = "short-lived, and plain to read")]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
enum EditFile {
    Item {
        article: String,
        id: String,
        before: Side<ItemFile>,
        after: Side<ItemFile>,
    },
    Orphan {
        article: String,
        id: String,
        before: Side<OrphanFile>,
        after: Side<OrphanFile>,
    },
    Actor {
        id: String,
        before: Side<ActorBody>,
        after: Side<ActorBody>,
    },
    Event {
        id: String,
        before: Side<EventBody>,
        after: Side<EventBody>,
    },
    Article {
        id: String,
        before: Side<ArticleFile>,
        after: Side<ArticleFile>,
    },
    Field {
        article: String,
        before: FieldFile,
        after: FieldFile,
    },
    Project {
        before: ProjectFieldFile,
        after: ProjectFieldFile,
    },
    Decide {
        #[serde(default)]
        article: String,
        decision: DecisionFile,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrphanFile {
    item: ItemFile,
    words: Vec<SpanFile>,
    candidate: Side<BodyFile>,
}

#[derive(Debug, Deserialize)]
enum FieldFile {
    Zones(Vec<ZoneFile>),
    Metadata(MetadataFile),
    State(String),
    Note(String),
    SuggestedBy(String),
}

#[derive(Debug, Deserialize)]
enum ProjectFieldFile {
    Title(String),
    Reviewers(Vec<String>),
    Kinds(Vec<KindFile>),
    Scheme {
        kinds: Vec<KindFile>,
        ratings: Vec<RatingFile>,
    },
    References(Vec<ReferenceFile>),
    Apart((String, String, bool)),
}
