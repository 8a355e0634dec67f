//! Actors as version 1 has them.

use serde::Deserialize;

use super::EntryFile;

/// An actor.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorFile {
    /// Identity.
    pub id: String,
    /// What it is.
    pub actor: ActorBody,
    /// What was decided about it, oldest first.
    #[serde(default)]
    pub history: Vec<EntryFile<ActorBody>>,
}

/// What is known about an actor.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorBody {
    /// Its name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its kind.
    pub kind: String,
    /// Its side.
    #[serde(default)]
    pub side: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// Its id elsewhere.
    #[serde(default)]
    pub external_id: String,
    /// Ids of actors that were merged into it.
    #[serde(default)]
    pub formerly: Vec<String>,
}
