//! A line as it stands in a file, before it is known whether what it says makes sense.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A line as far as it is the same for all.
#[derive(Deserialize)]
pub struct Line {
    #[serde(default)]
    pub id: Value,
    pub text: String,
    #[serde(default)]
    pub actors: Vec<Value>,
    #[serde(default)]
    pub claims: Vec<Value>,
    #[serde(default)]
    pub metadata: MetadataIn,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub added: Option<String>,
    #[serde(default)]
    pub suggested_by: String,
    #[serde(default)]
    pub sha256: Option<String>,
    #[serde(default)]
    pub zones: Option<Vec<Value>>,
    #[serde(default)]
    pub known_actors: BTreeMap<String, Value>,
    #[serde(default)]
    pub decisions: Vec<Value>,
    #[serde(default)]
    pub orphans: Vec<Value>,
    #[serde(default)]
    pub past: BTreeMap<String, Value>,
    #[serde(default)]
    pub project: Option<ProjectIn>,
}

/// Details of an article.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MetadataIn {
    pub title: String,
    pub publisher: String,
    pub author: String,
    pub published: Option<String>,
    pub url: String,
    pub language: String,
    pub imported_from: String,
}

/// What belongs to a whole project.
#[derive(Deserialize)]
pub struct ProjectIn {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub kinds: Vec<KindIn>,
    #[serde(default)]
    pub ratings: Vec<Value>,
    #[serde(default)]
    pub references: Vec<Value>,
    #[serde(default)]
    pub reviewers: Vec<String>,
    #[serde(default)]
    pub actors: BTreeMap<String, Value>,
    #[serde(default)]
    pub events: BTreeMap<String, Value>,
    #[serde(default)]
    pub apart: Vec<[String; 2]>,
    #[serde(default)]
    pub decisions: Vec<Value>,
}

/// A kind.
#[derive(Deserialize)]
pub struct KindIn {
    pub id: String,
    pub title: String,
    pub badge: String,
    pub colour: String,
}
