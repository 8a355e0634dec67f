//! Reports for people: a page in HTML and a text in Markdown, to be printed and sent.
//!
//! Both say the same: what the project is, a list of its articles, and per article its text with mentions and claims marked,
//! and its claims with all that is known about them. Only what a person stands behind is in a report.

mod html;
mod markdown;
mod segments;

use std::collections::BTreeMap;

pub use html::FORMAT as HTML;
pub use markdown::FORMAT as MARKDOWN;

use super::claims::{figure, items, name, number, speaker, words};
use crate::annotation::{
    Article, Body, Claim, Evidence, Form, Item, ItemId, LabelScheme, Mention, Party, Project, RatingId,
};
use crate::exchange::marks::Holds;
use crate::text::counted;

/// What both hold.
const HOLDS: Holds = Holds::MARKS;

/// The annotations of an article, its claims numbered.
struct Annotated<'a> {
    mentions: Vec<&'a Mention>,
    claims: Vec<(&'a Item, &'a Claim)>,
    numbers: BTreeMap<ItemId, usize>,
}

impl<'a> Annotated<'a> {
    fn of(article: &'a Article) -> Self {
        let (mut mentions, mut claims) = (Vec::new(), Vec::new());
        for item in items(article).into_iter().filter(|item| item.is_annotation()) {
            match &item.body {
                Body::Mention(mention) => mentions.push(mention),
                Body::Claim(claim) => claims.push((item, claim.as_ref())),
            }
        }
        let numbered = claims.iter().enumerate().map(|(n, (item, _))| (item.id, n + 1));
        Self {
            mentions,
            numbers: numbered.collect(),
            claims,
        }
    }
}

/// What is known about a claim, as name and value; empty values are left out.
fn facts(
    claim: &Claim,
    article: &Article,
    project: &Project,
    numbers: &BTreeMap<ItemId, usize>,
) -> Vec<(&'static str, String)> {
    let text = &article.text;
    let party = |party: &Party| match name(project, party.actor) {
        "" => text.slice(party.span).to_owned(),
        name => format!("{name} (“{}”)", text.slice(party.span)),
    };
    let slice = |span: Option<crate::text::Span>| span.map_or("", |span| text.slice(span)).to_owned();
    let who = speaker(claim, article, project).to_owned();
    let source = slice(claim.source);
    let targets: Vec<String> = claim.targets.iter().map(party).collect();
    let figures: Vec<String> = claim.figures.iter().map(figure).collect();
    let outer = claim.within.and_then(|outer| numbers.get(&outer));
    let worth = claim.check_worthiness;
    let mut facts = vec![
        ("Who", who.clone()),
        ("In the words", if source == who { String::new() } else { source }),
        ("Through", claim.via.as_ref().map_or(String::new(), party)),
        ("Cue", slice(claim.cue)),
        (
            "Kind",
            format!(
                "{}, {} quote",
                claim.act.title(),
                claim.quote.title().to_lowercase()
            ),
        ),
        ("Claims", words(text, &claim.content)),
        (
            "Within",
            outer.map_or(String::new(), |outer| format!("Claim {outer}")),
        ),
        ("About", targets.join("; ")),
        ("Figures", figures.join("; ")),
        (
            "Check-worthiness",
            if worth > 0.0 {
                number(f64::from(worth))
            } else {
                String::new()
            },
        ),
    ];
    if let Some(verdict) = &claim.verdict {
        let rating = project.scheme.rating_title(&verdict.rating);
        facts.push(("Verdict", rating.to_owned()));
        facts.push(("Why", verdict.rationale.clone()));
        facts.extend(verdict.evidence.iter().map(|one| ("Evidence", evidence(one))));
    }
    facts.push(("Remark", claim.note.clone()));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn evidence(evidence: &Evidence) -> String {
    let mut said = evidence.bearing.title().to_owned();
    for part in [
        &evidence.title,
        &evidence.source,
        &evidence.date,
        &evidence.url,
        &evidence.file,
    ] {
        if !part.is_empty() {
            said = format!("{said}, {part}");
        }
    }
    if !evidence.quote.is_empty() {
        said = format!("{said}: “{}”", evidence.quote);
    }
    said
}

/// Who is named in an article: name, what it is, how often, and remarks.
fn named(annotated: &Annotated<'_>, article: &Article, project: &Project) -> Vec<String> {
    let mut counts: BTreeMap<(String, String), (usize, usize, Vec<&str>)> = BTreeMap::new();
    for mention in &annotated.mentions {
        let name = match name(project, mention.actor) {
            "" => article.text.slice(mention.span),
            name => name,
        };
        let kind = title_of(&project.scheme, mention);
        let entry = counts.entry((name.to_owned(), kind)).or_default();
        entry.0 += 1;
        entry.1 += usize::from(mention.form == Form::Descriptive);
        if !mention.note.is_empty() {
            entry.2.push(&mention.note);
        }
    }
    let lines = counts
        .into_iter()
        .map(|((name, kind), (count, described, notes))| {
            let mut line = format!("{name}: {kind}, {}", counted(count, "mention", "mentions"));
            if described > 0 {
                line = format!("{line}, {described} by description");
            }
            if !notes.is_empty() {
                line = format!("{line}; remark: {}", notes.join("; "));
            }
            line
        });
    lines.collect()
}

fn title_of(scheme: &LabelScheme, mention: &Mention) -> String {
    let label = scheme.get(&mention.kind);
    label.map_or_else(|| mention.kind.to_string(), |label| label.title.clone())
}

/// The letters that stand for a kind.
fn badge_of(scheme: &LabelScheme, mention: &Mention) -> String {
    match scheme.get(&mention.kind) {
        Some(label) if !label.badge.is_empty() => label.badge.clone(),
        _ => mention.kind.to_string(),
    }
}

/// What stands below an article's title.
fn details(article: &Article) -> Vec<String> {
    let meta = &article.metadata;
    let from = if meta.imported_from.is_empty() {
        String::new()
    } else {
        format!("From {}", meta.imported_from)
    };
    let day = meta.published.map_or(String::new(), |day| day.to_string());
    let all = [&meta.publisher, &meta.author, &day, &meta.language, &from];
    let known = all.into_iter().filter(|one| !one.is_empty());
    known.cloned().collect()
}

/// The project in a few lines: counts, verdicts, reviewers.
fn summary(project: &Project) -> Vec<String> {
    let annotations = || {
        let items = project
            .articles
            .values()
            .flat_map(|article| article.items.values());
        items.filter(|item| item.is_annotation()).map(|item| &item.body)
    };
    let claims = || annotations().filter_map(Body::as_claim);
    let mentions = annotations().filter(|body| body.as_mention().is_some()).count();
    let mut lines = vec![format!(
        "{}, {}, {}, {}.",
        counted(project.articles.len(), "article", "articles"),
        counted(mentions, "mention", "mentions"),
        counted(claims().count(), "claim", "claims"),
        counted(
            claims().filter(|claim| claim.verdict.is_some()).count(),
            "verdict",
            "verdicts"
        ),
    )];
    let mut rated: BTreeMap<&RatingId, usize> = BTreeMap::new();
    for verdict in claims().filter_map(|claim| claim.verdict.as_ref()) {
        *rated.entry(&verdict.rating).or_default() += 1;
    }
    // In the order of the scale, then what it lacks.
    let scale = project.scheme.ratings.iter().map(|label| &label.id);
    let others: Vec<&RatingId> = rated
        .keys()
        .copied()
        .filter(|id| project.scheme.rating(id).is_none())
        .collect();
    let verdicts: Vec<String> = scale
        .chain(others)
        .filter_map(|id| Some((id, rated.get(id)?)))
        .map(|(id, count)| format!("{}: {count}", project.scheme.rating_title(id)))
        .collect();
    if !verdicts.is_empty() {
        lines.push(format!("{}.", verdicts.join(", ")));
    }
    if !project.reviewers.is_empty() {
        lines.push(format!("Reviewed by {}.", project.reviewers.join(", ")));
    }
    lines
}

/// What the project is called.
fn title(project: &Project) -> &str {
    if project.title.is_empty() {
        "Report"
    } else {
        &project.title
    }
}

#[cfg(test)]
mod tests;
