//! What is scored: an article's actors and claims, by hand or by a suggester, in Unicode code points.

use serde::Deserialize;

use crate::suggest::Suggestions;
use crate::text::{ArticleText, OffsetMap, Span, Unit};

/// Start and end in code points, end-exclusive.
pub type Points = (usize, usize);

/// An actor's mention.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marked {
    /// Where.
    pub span: Points,
    /// What.
    pub kind: String,
    /// "named" or "descriptive"; `None` where nothing is said.
    pub form: Option<String>,
    /// Who; the same name in all articles.
    pub actor: Option<String>,
}

/// A claim's parts. Each is a list of spans, empty where there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// What is stated.
    pub content: Vec<Points>,
    /// The words that report.
    pub cue: Vec<Points>,
    /// Who states it.
    pub source: Vec<Points>,
    /// How sure the suggester is, 0 to 1.
    pub score: Option<f32>,
}

/// A mention whose actor is known, for the score of clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clustered {
    /// Where.
    pub span: Points,
    /// The words.
    pub text: String,
    /// Who; the same name in all articles.
    pub actor: String,
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// By which gold and suggestions are paired.
    pub id: String,
    /// The article.
    pub text: String,
    /// `None` where actors were not looked for.
    pub actors: Option<Vec<Marked>>,
    /// `None` where claims were not looked for.
    pub claims: Option<Vec<Parts>>,
    /// `None` where clusters are not known.
    pub clustered: Option<Vec<Clustered>>,
}

/// A line of any of the formats: our own, that of `re3d`, of `PolNeAR`, of MEANTIME.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    #[serde(default)]
    text: String,
    actors: Option<Vec<MarkedLine>>,
    entities: Option<Vec<MarkedLine>>,
    claims: Option<Vec<PartsLine>>,
    attributions: Option<Vec<PartsLine>>,
    mentions: Option<Vec<ClusteredLine>>,
}

#[derive(Deserialize)]
struct MarkedLine {
    start: usize,
    end: usize,
    kind: Option<String>,
    #[serde(rename = "type")]
    type_: Option<String>,
    form: Option<String>,
    actor: Option<String>,
}

#[derive(Deserialize)]
struct PartsLine {
    #[serde(default)]
    content: SpansLine,
    #[serde(default)]
    cue: SpansLine,
    #[serde(default)]
    source: SpansLine,
    score: Option<f32>,
}

#[derive(Deserialize)]
struct ClusteredLine {
    start: usize,
    end: usize,
    text: String,
    actor: serde_json::Value,
}

/// One span, several, or none.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum SpansLine {
    One(Points),
    Many(Vec<Points>),
    #[default]
    None,
}

impl SpansLine {
    fn spans(self) -> Vec<Points> {
        match self {
            Self::One(span) => vec![span],
            Self::Many(spans) => spans,
            Self::None => Vec::new(),
        }
    }
}

fn name(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Sheet {
    /// Reads a line.
    ///
    /// # Errors
    /// What the reader of JSON says, if the line is not of these formats.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        let line: Line = serde_json::from_str(line)?;
        let marked = |m: MarkedLine| Marked {
            span: (m.start, m.end),
            kind: m.kind.or(m.type_).unwrap_or_default(),
            form: m.form,
            actor: m.actor,
        };
        let parts = |p: PartsLine| Parts {
            content: p.content.spans(),
            cue: p.cue.spans(),
            source: p.source.spans(),
            score: p.score,
        };
        Ok(Self {
            id: name(&line.id),
            text: line.text,
            actors: line
                .actors
                .or(line.entities)
                .map(|all| all.into_iter().map(marked).collect()),
            claims: line
                .claims
                .or(line.attributions)
                .map(|all| all.into_iter().map(parts).collect()),
            clustered: line.mentions.map(|all| {
                all.into_iter()
                    .map(|m| Clustered {
                        span: (m.start, m.end),
                        text: m.text,
                        actor: name(&m.actor),
                    })
                    .collect()
            }),
        })
    }

    /// What a suggester proposes.
    #[must_use]
    pub fn of_suggestions(id: &str, text: &ArticleText, suggestions: &Suggestions) -> Self {
        let points = OffsetMap::new(text.as_str());
        let span = |span: Span| {
            (
                points.from_byte(span.start(), Unit::CodePoint),
                points.from_byte(span.end(), Unit::CodePoint),
            )
        };
        let actor = |index: Option<usize>| {
            let actor = suggestions.actors.get(index?)?;
            Some(format!("{} {}", actor.kind.as_str(), actor.name))
        };
        Self {
            id: id.to_owned(),
            text: text.as_str().to_owned(),
            actors: Some(
                suggestions
                    .mentions
                    .iter()
                    .map(|m| Marked {
                        span: span(m.span),
                        kind: m.kind.as_str().to_owned(),
                        form: Some(m.form.id().to_owned()),
                        actor: actor(m.actor),
                    })
                    .collect(),
            ),
            claims: Some(
                suggestions
                    .claims
                    .iter()
                    .map(|c| Parts {
                        content: c.content.iter().copied().map(span).collect(),
                        cue: c.cue.map(span).into_iter().collect(),
                        source: c.source.map(span).into_iter().collect(),
                        score: Some(c.score),
                    })
                    .collect(),
            ),
            clustered: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_read() {
        let own = Sheet::parse(
            r#"{"id":"a","text":"x","actors":[{"start":0,"end":1,"kind":"state","form":"named","actor":"a3"}],
            "claims":[{"content":[[0,1]],"cue":[2,3],"source":null,"score":0.5}]}"#,
        )
        .unwrap();
        assert_eq!(own.actors.unwrap()[0].kind, "state");
        let claim = &own.claims.unwrap()[0];
        assert_eq!(
            (&claim.content, &claim.cue, claim.source.len()),
            (&vec![(0, 1)], &vec![(2, 3)], 0)
        );
        let other = Sheet::parse(
            r#"{"id":7,"text":"x","entities":[{"start":0,"end":1,"type":"Person"}],
            "attributions":[{"content":[[0,1],[4,5]],"cue":[[2,3]],"source":[]}],
            "mentions":[{"start":0,"end":1,"text":"x","actor":"A"}]}"#,
        )
        .unwrap();
        assert_eq!(other.id, "7");
        assert_eq!(other.actors.unwrap()[0].kind, "Person");
        assert_eq!(other.claims.unwrap()[0].content.len(), 2);
        assert_eq!(other.clustered.unwrap()[0].actor, "A");
        assert!(Sheet::parse("{}").is_err());
    }
}
