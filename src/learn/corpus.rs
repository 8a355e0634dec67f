//! Annotated articles: lines of the corpora's formats, and articles of a project as far as people decided on them.

use jiff::civil::Date;
use serde::Deserialize;

use super::score::{Marked, Parts, Points, Sheet};
use crate::annotation::{Article, ArticleState, Body, KindId, Status};
use crate::suggest::linear::attribution::{Gold, GoldClaim};
use crate::suggest::{Input, KnownName, Options};
use crate::text::{ArticleText, OffsetMap, Span, Unit, Zone, hull, normalise, zones::find_zones_titled};

/// An article with what is right about it.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Its name.
    pub id: String,
    /// Its text.
    pub text: ArticleText,
    /// Its zones.
    pub zones: Vec<Zone>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Its claims; `None` where nobody looked for them.
    pub claims: Option<Gold>,
    /// Its mentions; `None` where nobody looked for them.
    pub mentions: Option<GoldMentions>,
    /// The same for scoring.
    pub sheet: Sheet,
}

/// The right mentions of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldMentions {
    /// Where and what, in text order.
    pub mentions: Vec<(Span, KindId)>,
    /// The parts of the article whose mentions these are; `None` for the whole.
    pub within: Option<Vec<Span>>,
}

/// Why a line cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not of a known format.
    #[error("Not an annotated article: {0}.")]
    Format(String),
    /// The offsets would be off.
    #[error(
        "The text has carriage returns, a byte order mark or NUL characters, so that its offsets cannot be trusted."
    )]
    NotNormal,
    /// A span that is not in the text.
    #[error("The span {0} to {1} is empty or not in the text.")]
    Span(usize, usize),
}

/// A sentence as tokens with BIO tags.
#[derive(Deserialize)]
struct Tagged {
    tokens: Vec<String>,
    tags: Vec<String>,
}

impl Annotated {
    /// Reads a line: our own JSON Lines (`actors`, `claims`), `entities` with types, `attributions`, or `tokens` with BIO
    /// `tags`. `name` is what the article is called if the line does not say so.
    ///
    /// # Errors
    /// Why the line cannot be used.
    pub fn from_line(line: &str, name: &str) -> Result<Self, LineError> {
        if let Ok(tagged) = serde_json::from_str::<Tagged>(line) {
            return Self::from_sheet(of_tokens(&tagged, name));
        }
        let sheet = Sheet::parse(line).map_err(|error| {
            let why = error.to_string();
            LineError::Format(why.split(" at line ").next().unwrap_or_default().to_owned())
        })?;
        Self::from_sheet(sheet)
    }

    fn from_sheet(mut sheet: Sheet) -> Result<Self, LineError> {
        if normalise(&sheet.text) != sheet.text {
            return Err(LineError::NotNormal);
        }
        let text = ArticleText::new(sheet.text.as_str());
        let points = OffsetMap::new(text.as_str());
        let length = text.as_str().chars().count();
        let span = |(start, end): Points| {
            (start < end && end <= length)
                .then(|| {
                    let byte = |point| points.to_byte(point, Unit::CodePoint);
                    text.span(byte(start)..byte(end))
                })
                .flatten()
                .ok_or(LineError::Span(start, end))
        };
        let spans = |all: &[Points]| all.iter().map(|p| span(*p)).collect::<Result<Vec<_>, _>>();
        let mut claims = None;
        if let Some(parts) = &sheet.claims {
            let mut found = Vec::new();
            for part in parts {
                found.push(GoldClaim {
                    content: spans(&part.content)?,
                    cue: hull(&spans(&part.cue)?),
                    source: hull(&spans(&part.source)?),
                });
            }
            claims = Some(Gold::all(found));
        }
        let mut mentions = None;
        if let Some(marked) = &mut sheet.actors {
            marked.retain_mut(|m| {
                let kind = kind_of(&m.kind);
                kind.is_some_and(|kind| {
                    kind.as_str().clone_into(&mut m.kind);
                    true
                })
            });
            let mut found = Vec::new();
            for mark in marked.iter() {
                found.push((span(mark.span)?, KindId::new(mark.kind.clone())));
            }
            found.sort();
            mentions = Some(GoldMentions {
                mentions: found,
                within: None,
            });
        }
        drop(points);
        Ok(Self {
            id: sheet.id.clone(),
            zones: find_zones_titled(&text, ""),
            text,
            published: None,
            claims,
            mentions,
            sheet,
        })
    }

    /// An article of a project: what people accepted, corrected and added is right, what they rejected is not there. An
    /// article that is done counts as a whole, save for paragraphs with proposals that nobody decided; of another one, the
    /// paragraphs count in which something was decided and nothing is left to decide. `None` if there are none.
    #[must_use]
    pub fn from_article(article: &Article) -> Option<Self> {
        let within = decided(article);
        if within.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let mut claims = Vec::new();
        let mut mentions = Vec::new();
        let points = OffsetMap::new(article.text.as_str());
        let at = |span: Span| {
            let [start, end] = points.span_from_bytes(span, Unit::CodePoint);
            (start, end)
        };
        let (mut parts, mut marked) = (Vec::new(), Vec::new());
        for item in article.annotations() {
            match &item.body {
                Body::Claim(claim) => {
                    parts.push(Parts {
                        content: claim.content.iter().copied().map(at).collect(),
                        cue: claim.cue.map(at).into_iter().collect(),
                        source: claim.source.map(at).into_iter().collect(),
                        score: None,
                    });
                    claims.push(GoldClaim {
                        content: claim.content.clone(),
                        cue: claim.cue,
                        source: claim.source,
                    });
                }
                Body::Mention(mention) => {
                    marked.push(Marked {
                        span: at(mention.span),
                        kind: mention.kind.as_str().to_owned(),
                        form: Some(mention.form.id().to_owned()),
                        actor: mention.actor.map(|actor| actor.to_string()),
                    });
                    mentions.push((mention.span, mention.kind.clone()));
                }
            }
        }
        mentions.sort();
        Some(Self {
            id: article.id.to_string(),
            text: article.text.clone(),
            zones: article.zones.clone(),
            published: article.metadata.published,
            claims: Some(Gold {
                claims,
                within: within.clone(),
            }),
            mentions: Some(GoldMentions { mentions, within }),
            sheet: Sheet {
                id: article.id.to_string(),
                text: article.text.as_str().to_owned(),
                actors: Some(marked),
                claims: Some(parts),
                clustered: None,
            },
        })
    }

    /// A number that belongs to the article's text, the same on every machine: to choose articles by.
    #[must_use]
    pub fn number(&self) -> u64 {
        let hex = self.text.hash().to_string();
        u64::from_str_radix(hex.get(..15).unwrap_or_default(), 16).unwrap_or_default()
    }

    /// What a suggester reads.
    #[must_use]
    pub fn input<'a>(&'a self, known: &'a [KnownName], options: Options) -> Input<'a> {
        Input {
            text: &self.text,
            zones: &self.zones,
            published: self.published,
            known,
            options,
        }
    }
}

/// The paragraphs of an article that are decided; `None` for all. One that was called done with proposals left says nothing
/// about those.
fn decided(article: &Article) -> Option<Vec<Span>> {
    let is_done = article.state == ArticleState::Done;
    if is_done
        && article
            .items
            .values()
            .all(|item| item.status != Status::Suggested)
    {
        return None;
    }
    let touches = |paragraph: Span, wanted: fn(Status) -> bool| {
        article
            .items
            .values()
            .any(|item| wanted(item.status) && item.body.hull().is_some_and(|hull| hull.overlaps(paragraph)))
    };
    let paragraphs = article.text.paragraphs().iter().copied();
    let found = paragraphs.filter(|paragraph| {
        (is_done || touches(*paragraph, |status| status != Status::Suggested))
            && !touches(*paragraph, |status| status == Status::Suggested)
    });
    Some(found.collect())
}

/// The kind that a corpus calls `name`; `None` for what is no actor and no place.
fn kind_of(name: &str) -> Option<KindId> {
    Some(match name {
        "Person" | "politician" | "PER" | "PERSON" => KindId::PERSON,
        "Organisation" | "Organization" | "organisation" | "politicalparty" | "ORG" => KindId::ORGANIZATION,
        "Location" | "location" | "LOC" => KindId::PLACE,
        "country" | "GPE" => KindId::STATE,
        "Nationality" | "Weapon" | "Quantity" | "Temporal" | "MilitaryPlatform" | "Money" | "Vehicle"
        | "Url" | "Frequency" | "DocumentReference" | "CommsIdentifier" | "Coordinate" | "MISC" | "misc"
        | "election" | "event" => return None,
        // A kind of ours, or of a project.
        other
            if other
                .chars()
                .all(|c| c.is_lowercase() || c == '_' || c.is_numeric()) =>
        {
            KindId::new(other.to_owned())
        }
        _ => return None,
    })
}

/// Tokens joined by spaces.
fn of_tokens(tagged: &Tagged, name: &str) -> Sheet {
    let mut text = String::new();
    let mut points = 0;
    let mut marked: Vec<Marked> = Vec::new();
    for (n, (token, tag)) in tagged.tokens.iter().zip(&tagged.tags).enumerate() {
        if n > 0 {
            text.push(' ');
            points += 1;
        }
        let start = points;
        text.push_str(token);
        points += token.chars().count();
        let kind = tag.split_once('-').map_or("", |(_, kind)| kind);
        match marked.last_mut() {
            Some(last) if tag.starts_with("I-") && last.kind == kind && last.span.1 + 1 == start => {
                last.span.1 = points;
            }
            _ if !kind.is_empty() => marked.push(Marked {
                span: (start, points),
                kind: kind.to_owned(),
                form: None,
                actor: None,
            }),
            _ => {}
        }
    }
    Sheet {
        id: name.to_owned(),
        text,
        actors: Some(marked),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(of: &Annotated) -> Vec<(&str, &str)> {
        let mentions = of.mentions.as_ref().unwrap();
        mentions
            .mentions
            .iter()
            .map(|(span, kind)| (of.text.slice(*span), kind.as_str()))
            .collect()
    }

    #[test]
    fn types_become_kinds() {
        let line = r#"{"id":"a","text":"Toll fled Aven.","entities":[{"start":0,"end":4,"type":"Person"},
            {"start":10,"end":14,"type":"Location"},{"start":5,"end":9,"type":"Weapon"}]}"#;
        let read = Annotated::from_line(line, "").unwrap();
        assert_eq!(kinds(&read), [("Toll", "person"), ("Aven", "place")]);
        let line = r#"{"tokens":["The","Aven","League","of","Velmora"],"tags":["O","B-organisation","I-organisation","O","B-country"]}"#;
        let read = Annotated::from_line(line, "7").unwrap();
        assert_eq!(
            kinds(&read),
            [("Aven League", "organization"), ("Velmora", "state")]
        );
    }

    #[test]
    fn claims_are_read_in_code_points() {
        let line = r#"{"id":"a","text":"“Nö,” Toll said.","attributions":[{"content":[[0,5]],"cue":[[11,15]],"source":[[6,10]]}]}"#;
        let read = Annotated::from_line(line, "").unwrap();
        let gold = read.claims.unwrap();
        let claim = &gold.claims[0];
        assert_eq!(read.text.slice(claim.content[0]), "“Nö,”");
        assert_eq!(read.text.slice(claim.source.unwrap()), "Toll");
        assert!(gold.covers(claim.cue.unwrap()));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        let refused = |line: &str| Annotated::from_line(line, "").unwrap_err();
        assert!(matches!(refused("{}"), LineError::Format(_)));
        assert_eq!(refused(r#"{"id":"a","text":"x\r\ny"}"#), LineError::NotNormal);
        let line = r#"{"id":"a","text":"x","entities":[{"start":0,"end":2,"type":"Person"}]}"#;
        assert_eq!(refused(line), LineError::Span(0, 2));
    }
}
