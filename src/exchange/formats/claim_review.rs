//! Drafts of reviews in the vocabulary of schema.org (`ClaimReview`), for publishers that put them on their pages.
//!
//! Sources: <https://schema.org/ClaimReview> and what search engines asked for (`claimReviewed`, `reviewRating` with
//! `alternateName`, `url`). A review is written of each claim that a person stands behind and that has a verdict. A rating is
//! there only where a reviewer gave one: claims without a verdict that ask for a check become drafts without it, marked as
//! such. A rating is numbered by its place in the project's scale, 1 for the last; one that leaves the claim open, such as
//! "Unproven", has a name and no number, because it is no place between true and false.

use std::io;

use serde_json::{Map, Value, json};

use super::claims::{count_losses, decisions, items, words};
use crate::annotation::{
    Actor, Article, Bearing, Claim, DateRange, Decision, Evidence, Item, KindId, LabelScheme, Project,
    RatingId, Verdict,
};
use crate::exchange::export::{Files, Format, Shape, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Field, Holds};

/// The format.
pub const FORMAT: Format = Format {
    id: "claim-review",
    title: "ClaimReview (schema.org)",
    about: "Reviews of claims with a verdict, and drafts for those that ask for one, to be put on web pages.",
    shape: Shape::File("jsonld"),
    holds: HOLDS,
    writer: |_, settings| {
        Box::new(Reviews {
            site: settings.site.trim_end_matches('/').to_owned(),
            count: 0,
        })
    },
    reader: None,
};

const HOLDS: Holds = Holds {
    mentions: false,
    links: false,
    fields: &[Field::Rating, Field::Rationale],
    ..Holds::MARKS
};

/// From here on a claim asks for a check.
const WORTH: f32 = 0.5;

struct Reviews {
    site: String,
    count: usize,
}

impl Writer for Reviews {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        count_losses(article, project, &HOLDS, losses);
        let decided = decisions(article);
        let mut out = Vec::new();
        for item in items(article) {
            let Some(claim) = item.body.as_claim().filter(|_| item.is_annotation()) else {
                continue;
            };
            let content = words(&article.text, &claim.content);
            if claim.verdict.is_none() && claim.check_worthiness < WORTH {
                losses.note(Loss::Claims, article.id.as_str(), &content);
                continue;
            }
            let parts = [claim.cue.is_some(), claim.source.is_some(), claim.via.is_some()];
            let parts = parts.into_iter().filter(|there| *there).count();
            let evidence = claim.verdict.iter().flat_map(|verdict| &verdict.evidence);
            let lost = evidence.map(|one| {
                let odd = !one.date.is_empty() && !is_day(&one.date);
                usize::from(!one.file.is_empty()) + usize::from(odd)
            });
            losses.add(Loss::EvidenceDetails, lost.sum());
            losses.add(Loss::Parts, parts + claim.targets.len() + claim.figures.len());
            if self.site.is_empty() {
                losses.note(Loss::Addresses, article.id.as_str(), &content);
            }
            out.extend_from_slice(if self.count == 0 { BEGIN } else { b",\n" });
            self.count += 1;
            let decision = decided.get(&item.id).copied();
            let review = self.review(item, claim, &content, article, project, decision);
            serde_json::to_writer(&mut out, &review)?;
        }
        files.write("", &out)
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        if self.count == 0 {
            files.write("", BEGIN)?;
        }
        files.write("", b"\n]}\n")
    }
}

const BEGIN: &[u8] = b"{\"@context\":\"https://schema.org\",\"@graph\":[\n";

impl Reviews {
    fn review(
        &self,
        item: &Item,
        claim: &Claim,
        content: &str,
        article: &Article,
        project: &Project,
        decision: Option<&Decision>,
    ) -> Value {
        let mut review = Object::of("ClaimReview");
        review.put("@id", format!("urn:claimdesk:{}:{}", article.id, item.id));
        if !self.site.is_empty() {
            review.put("url", format!("{}/{}-{}", self.site, article.id, item.id));
        }
        review.put("claimReviewed", content);
        review.put("inLanguage", article.metadata.language.as_str());
        let reviewers = project.reviewers.iter();
        let reviewers: Vec<Value> = reviewers
            .map(|name| json!({"@type": "Person", "name": name}))
            .collect();
        review.put("author", reviewers);
        if let Some(decision) = decision {
            let day = decision.at.to_zoned(jiff::tz::TimeZone::UTC).date();
            review.put("datePublished", day.to_string());
        }
        match &claim.verdict {
            Some(verdict) => {
                review.put("reviewRating", rating(&verdict.rating, &project.scheme));
                review.put("reviewBody", verdict.rationale.as_str());
                review.put("citation", citations(verdict));
            }
            None => review.put("creativeWorkStatus", "Draft"),
        }
        review.put("itemReviewed", reviewed(claim, content, article, project));
        review.0.into()
    }
}

/// The claim, who makes it, and where it appeared.
fn reviewed(claim: &Claim, content: &str, article: &Article, project: &Project) -> Value {
    let meta = &article.metadata;
    let mut reviewed = Object::of("Claim");
    reviewed.put("text", content);
    if let Some(actor) = claim.speaker.and_then(|id| project.actors.get(&id)) {
        reviewed.put("author", author(actor));
    }
    let day = meta.published.map_or(String::new(), |day| day.to_string());
    reviewed.put("datePublished", day.as_str());
    let mut appearance = Object::of("NewsArticle");
    appearance.put("url", web(&meta.url));
    appearance.put("headline", article.title());
    appearance.put("datePublished", day);
    if !meta.publisher.is_empty() {
        let publisher = json!({"@type": "Organization", "name": meta.publisher});
        appearance.put("publisher", publisher);
    }
    if !meta.author.is_empty() {
        appearance.put("author", json!({"@type": "Person", "name": meta.author}));
    }
    reviewed.put("appearance", appearance.0);
    reviewed.0.into()
}

fn author(actor: &Actor) -> Value {
    let is_person = [KindId::PERSON, KindId::UNNAMED_SOURCE].contains(&actor.kind);
    let mut author = Object::of(if is_person { "Person" } else { "Organization" });
    author.put("name", actor.name.as_str());
    author.put("sameAs", web(&actor.external_id));
    author.0.into()
}

fn rating(rating: &RatingId, scheme: &LabelScheme) -> Value {
    let mut object = Object::of("Rating");
    object.put("alternateName", scheme.rating_title(rating));
    if let Some((value, best)) = scheme.rating_number(rating) {
        object.put("ratingValue", value);
        object.put("bestRating", best);
        object.put("worstRating", 1);
    }
    object.0.into()
}

fn citations(verdict: &Verdict) -> Vec<Value> {
    let one = |evidence: &Evidence| {
        let mut work = Object::of("CreativeWork");
        if evidence.title.is_empty() {
            work.put("name", evidence.source.as_str());
        } else {
            work.put("name", evidence.title.as_str());
            if !evidence.source.is_empty() {
                work.put(
                    "publisher",
                    json!({"@type": "Organization", "name": evidence.source}),
                );
            }
        }
        if evidence
            .date
            .parse::<DateRange>()
            .is_ok_and(|days| days.first() == days.last())
        {
            work.put("datePublished", evidence.date.as_str());
        }
        work.put("url", web(&evidence.url));
        work.put("text", evidence.quote.as_str());
        work.put(
            "description",
            match evidence.bearing {
                Bearing::Supports => "Supports the claim",
                Bearing::Contradicts => "Contradicts the claim",
                Bearing::Context => "Context",
            },
        );
        work.0.into()
    };
    verdict.evidence.iter().map(one).collect()
}

/// Whether it is one day.
fn is_day(date: &str) -> bool {
    date.parse::<DateRange>()
        .is_ok_and(|days| days.first() == days.last())
}

/// An address of the web; anything else is no URL that a page should carry.
fn web(url: &str) -> &str {
    let lower = url.to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    if is_web { url } else { "" }
}

/// An object of schema.org. What is empty is left out.
struct Object(Map<String, Value>);

impl Object {
    fn of(kind: &str) -> Self {
        let mut object = Map::new();
        object.insert("@type".to_owned(), kind.into());
        Self(object)
    }

    fn put(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(name.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::RatingLabel;
    use crate::exchange::export::Settings;
    use crate::exchange::formats::testing::{text_of, written, written_with};

    fn reviews(site: &str) -> Vec<Value> {
        let settings = Settings {
            site: site.to_owned(),
            ..Settings::default()
        };
        let (files, _) = written_with(&FORMAT, &settings);
        let read: Value = serde_json::from_str(&text_of(&files, "")).unwrap();
        assert_eq!(read["@context"], "https://schema.org");
        read["@graph"].as_array().unwrap().clone()
    }

    #[test]
    fn a_rating_only_where_a_reviewer_gave_one() {
        let all = reviews("https://example.org/checks/");
        assert_eq!(all.len(), 3);
        let rated = &all[0];
        assert_eq!(rated["reviewRating"]["alternateName"], "Mostly true");
        assert_eq!(rated["reviewRating"]["ratingValue"], 4);
        assert_eq!(rated["itemReviewed"]["author"]["name"], "Ada Toll");
        assert_eq!(rated["itemReviewed"]["author"]["@type"], "Person");
        let appearance = &rated["itemReviewed"]["appearance"];
        assert_eq!(appearance["url"], "https://example.org/a?b=1&c=2");
        assert_eq!(rated["citation"][0]["name"], "Hospital of Brask");
        assert_eq!(rated["citation"][0].get("url"), None, "no script");
        assert_eq!(rated["citation"][0]["datePublished"], "2024-03-05");
        assert_eq!(rated["datePublished"], "2023-11-14");
        let url = rated["url"].as_str().unwrap();
        assert!(url.starts_with("https://example.org/checks/full-"), "{url}");
        let draft = &all[1];
        assert_eq!(draft.get("reviewRating"), None);
        assert_eq!(draft["creativeWorkStatus"], "Draft");
    }

    #[test]
    fn without_a_site_there_is_no_address() {
        assert!(reviews("").iter().all(|review| review.get("url").is_none()));
        let (_, losses) = written(&FORMAT);
        assert_eq!(losses.count(Loss::Addresses), 3);
        assert_eq!(losses.count(Loss::Claims), 3, "those that ask for no check");
        assert_eq!(losses.count(Loss::Evidence), 0);
    }

    #[test]
    fn a_rating_is_numbered_by_its_place_in_the_scale() {
        let number = |ratings, id: &str| {
            let scheme = LabelScheme {
                ratings,
                ..LabelScheme::default()
            };
            let rating = rating(&RatingId::new(id), &scheme);
            let get = |key| rating.get(key).and_then(Value::as_u64);
            let name = rating["alternateName"].as_str().unwrap().to_owned();
            (name, get("ratingValue"), get("bestRating"))
        };
        for (scale, id, expected) in [
            (RatingLabel::five(), "unproven", ("Unproven", None, None)),
            (RatingLabel::five(), "false", ("False", Some(1), Some(5))),
            (RatingLabel::three(), "supported", ("Supported", Some(3), Some(3))),
            (RatingLabel::three(), "misleading", ("misleading", None, None)),
        ] {
            let (name, value, best) = number(scale, id);
            assert_eq!((name.as_str(), value, best), expected);
        }
    }
}
