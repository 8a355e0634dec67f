//! What happened to an item, in words.

use std::sync::LazyLock;

use eframe::egui;
use egui::{CollapsingHeader, Label, RichText, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::annotation::{
    Action, ActorId, Article, Body, Change, Claim, Decision, Figure, Item, LabelScheme, Origin, Party,
    Project, Status,
};
use crate::app::parts::{one_line, status_title};
use crate::review::three_way::is_contested;
use crate::text::Span;

use super::Pane;

static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);

/// A moment in the time zone of this computer: "12 Mar 2024, 10:40".
pub(super) fn time(at: Timestamp) -> String {
    at.to_zoned(ZONE.clone()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// The day of a moment in the time zone of this computer: "12 Mar 2024".
pub(super) fn day(at: Timestamp) -> String {
    at.to_zoned(ZONE.clone()).strftime("%-d %b %Y").to_string()
}

/// "Suggested by rules 1, 92 %: title before a name".
pub(super) fn origin_line(origin: &Origin) -> String {
    let name = format!("{} {}", origin.suggester, origin.version);
    let mut line = format!("Suggested by {}, {:.0} %", name.trim(), origin.score * 100.0);
    if !origin.reason.is_empty() {
        line.push_str(": ");
        line.push_str(&origin.reason);
    }
    line
}

/// The decisions about an item, newest first.
fn decisions<'a>(article: &'a Article, item: &Item) -> impl Iterator<Item = &'a Decision> {
    let item = item.id;
    article
        .decisions
        .iter()
        .rev()
        .filter(move |d| matches!(&d.change, Change::Item { id, .. } if *id == item))
}

/// Where the item stands and who brought it there: "Accepted by Rae, 12 Mar 2024, 10:40".
pub(super) fn status_line(article: &Article, item: &Item) -> String {
    if let (Status::Suggested, Some(origin)) = (item.status, &item.origin) {
        if is_contested(item) {
            return format!("Decided differently. {}", origin.reason);
        }
        return origin_line(origin);
    }
    let title = status_title(item.status);
    match decisions(article, item).next() {
        Some(decision) => format!("{title} by {}, {}", decision.by, time(decision.at)),
        None => title.to_owned(),
    }
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Accepted => "accepted",
        Action::Corrected => "changed",
        Action::Rejected => "rejected",
        Action::Added => "added",
        Action::Removed => "removed",
    }
}

pub(super) fn show(ui: &mut Ui, pane: &Pane<'_>, item: &Item) {
    let count = decisions(pane.article, item).count();
    if count == 0 {
        return;
    }
    ui.add_space(8.0);
    let header = CollapsingHeader::new(format!("History ({count})")).id_salt("item history");
    header.show(ui, |ui| {
        for (later, decision) in decisions(pane.article, item).enumerate() {
            let line = format!(
                "{}, {} {} it",
                time(decision.at),
                decision.by,
                verb(decision.action)
            );
            ui.add(Label::new(RichText::new(line).small()).wrap());
            let nth = count.saturating_sub(later + 1);
            for change in changes(pane.article, pane.project(), &decision.change, nth) {
                ui.add(Label::new(RichText::new(change).small().weak()).wrap());
            }
        }
    });
}

/// What a change did to an item, one line each: "kind: from Person to State". `nth`: how many came before it.
pub(super) fn changes(article: &Article, project: &Project, change: &Change, nth: usize) -> Vec<String> {
    let Change::Item {
        id,
        before: Some(before),
        after: Some(after),
    } = change
    else {
        return Vec::new();
    };
    let then = |side| move |span| article.words_then(*id, side, span);
    let before = facts(&then(2 * nth), project, before);
    let after = facts(&then(2 * nth + 1), project, after);
    let value = |facts: &[(String, String)], name: &str| {
        let found = facts.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    names.extend(
        after
            .iter()
            .map(|(name, _)| name)
            .filter(|name| value(&before, name).is_empty()),
    );
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| {
            let (before, after) = (value(&before, name), value(&after, name));
            let (old, new) = (one_line(&before, 80), one_line(&after, 80));
            match (before.is_empty(), after.is_empty()) {
                _ if before == after => None,
                (true, _) => Some(format!("{name}: {new}")),
                (_, true) => Some(format!("{name}: {old} taken away")),
                _ => Some(format!("{name}: from {old} to {new}")),
            }
        })
        .collect()
}

/// An item as names and values; what it does not have is left out.
fn facts<'a>(then: &impl Fn(Span) -> &'a str, project: &Project, body: &Body) -> Vec<(String, String)> {
    let words = |span: Span| format!("“{}”", one_line(then(span), 60));
    let actor = |id: Option<ActorId>| {
        let name = id.map(|id| {
            project
                .actors
                .get(&id)
                .map(|a| crate::text::invisible::visible(&a.name).into_owned())
        });
        name.map(|name| name.unwrap_or_else(|| "an actor that is gone".to_owned()))
            .unwrap_or_default()
    };
    let facts = match body {
        Body::Mention(mention) => {
            let kind = project.scheme.get(&mention.kind);
            vec![
                ("words", words(mention.span)),
                (
                    "kind",
                    kind.map_or_else(|| mention.kind.to_string(), |k| k.title.clone()),
                ),
                ("form", mention.form.title().to_owned()),
                ("actor", actor(mention.actor)),
                ("note", mention.note.clone()),
            ]
        }
        Body::Claim(claim) => claim_facts(claim, &project.scheme, &words, &actor),
    };
    let mut facts: Vec<(String, String)> = facts
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    if let Body::Claim(claim) = body {
        for (i, figure) in claim.figures.iter().enumerate() {
            facts.push((format!("figure {}", i + 1), figure_line(figure)));
        }
        for (i, target) in claim.targets.iter().enumerate() {
            let line = format!("{} {}", words(target.span), actor(target.actor));
            facts.push((format!("target {}", i + 1), line.trim().to_owned()));
        }
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn claim_facts(
    claim: &Claim,
    scheme: &LabelScheme,
    words: &impl Fn(Span) -> String,
    actor: &impl Fn(Option<ActorId>) -> String,
) -> Vec<(&'static str, String)> {
    let content: Vec<String> = claim.content.iter().map(|span| words(*span)).collect();
    let part = |span: Option<Span>| span.map(words).unwrap_or_default();
    let party = |party: Option<&Party>| {
        party.map_or_else(String::new, |p| {
            format!("{} {}", words(p.span), actor(p.actor)).trim().to_owned()
        })
    };
    let verdict = claim.verdict.as_ref();
    let evidence = verdict.map_or(0, |verdict| verdict.evidence.len());
    vec![
        ("content", content.join(" … ")),
        ("cue", part(claim.cue)),
        ("source", part(claim.source)),
        ("speaker", actor(claim.speaker)),
        ("via", party(claim.via.as_ref())),
        (
            "within",
            claim.within.map(|id| id.to_string()).unwrap_or_default(),
        ),
        ("act", claim.act.title().to_owned()),
        ("quote", claim.quote.title().to_owned()),
        (
            "verdict",
            verdict
                .map(|v| scheme.rating_title(&v.rating).to_owned())
                .unwrap_or_default(),
        ),
        (
            "rationale",
            verdict.map(|v| v.rationale.clone()).unwrap_or_default(),
        ),
        (
            "evidence",
            if evidence == 0 {
                String::new()
            } else {
                evidence_line(claim)
            },
        ),
        ("note", claim.note.clone()),
    ]
}

fn evidence_line(claim: &Claim) -> String {
    let pieces = claim.verdict.iter().flat_map(|verdict| &verdict.evidence);
    let lines: Vec<String> = pieces
        .map(|e| {
            let source = if e.source.is_empty() { &e.url } else { &e.source };
            format!("{} {source}", e.bearing.id()).trim().to_owned()
        })
        .collect();
    lines.join("; ")
}

/// A figure in one line: "at least 21 killed, people, in Brask, on Saturday, by the army".
pub(super) fn figure_line(figure: &Figure) -> String {
    let to = figure.value_to.map(|to| format!(" to {to}")).unwrap_or_default();
    let bound = figure.bound.id();
    let measure = figure.measure.id();
    let mut line = format!("{bound} {}{to} {measure}", figure.value);
    let days = figure.date.map(|days| format!("({days})")).unwrap_or_default();
    for (word, text) in [
        ("", &figure.who),
        ("in ", &figure.place),
        ("", &figure.when),
        ("", &days),
        ("by ", &figure.by),
    ] {
        if !text.is_empty() {
            line.push_str(", ");
            line.push_str(word);
            line.push_str(text);
        }
    }
    line
}
