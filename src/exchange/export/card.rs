//! The card of a data set: what is in it, how it was made, and what it does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::choice::{Choice, Items};
use super::split::Split;
use super::{Format, Tokenizer};
use crate::annotation::{Action, Article, Body, Change, ItemId, Project, Status};
use crate::exchange::loss::Losses;

/// What to say besides what the parts show.
#[derive(Debug)]
pub struct About<'a> {
    /// The format of the files.
    pub format: &'a Format,
    /// What was taken.
    pub choice: &'a Choice,
    /// How it was split, if it was.
    pub split: Option<Split>,
    /// How texts were cut into tokens.
    pub tokens: &'a Tokenizer,
    /// Whether names of persons were replaced.
    pub is_nameless: bool,
    /// What was left out.
    pub losses: &'a Losses,
}

/// The card as Markdown. `parts` are the parts with their names; one with the name "" if nothing was split.
#[must_use]
pub fn card(parts: &[(&str, Project)], about: &About<'_>) -> String {
    let mut out = String::new();
    let title = parts.first().map_or("", |(_, part)| part.title.as_str());
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!(
        "# {}\n",
        if title.is_empty() { "Data set" } else { title }
    ));
    line(format!(
        "News articles with the actors and claims that people marked in them. Written by Claimdesk {} as {} (`{}`).\n",
        env!("CARGO_PKG_VERSION"),
        about.format.title,
        about.format.id
    ));
    line("## Counts\n".to_owned());
    line(counts(parts));
    line("## Labels\n".to_owned());
    line(labels(parts));
    line("## Who decided, and how\n".to_owned());
    line(decisions(parts));
    line("## Where the texts come from\n".to_owned());
    line(origin(parts));
    line("## How it was made\n".to_owned());
    line(made(about));
    line("## What is not in it\n".to_owned());
    if about.losses.is_empty() {
        line("Nothing was left out.".to_owned());
    }
    for lost in about.losses.lines() {
        line(format!("- {lost}"));
    }
    out
}

fn annotations(part: &Project) -> impl Iterator<Item = &Body> {
    let items = part.articles.values().flat_map(|article| article.items.values());
    items.filter(|item| item.is_annotation()).map(|item| &item.body)
}

fn counts(parts: &[(&str, Project)]) -> String {
    let mut rows: Vec<(String, Vec<usize>)> = Vec::new();
    let mut row = |name: &str, count: &dyn Fn(&Project) -> usize| {
        rows.push((
            name.to_owned(),
            parts.iter().map(|(_, part)| count(part)).collect(),
        ));
    };
    row("Articles", &|part| part.articles.len());
    row("Characters", &|part| {
        part.articles
            .values()
            .map(|a| a.text.as_str().chars().count())
            .sum()
    });
    let kinds: BTreeSet<&str> = parts
        .iter()
        .flat_map(|(_, part)| annotations(part))
        .filter_map(|body| Some(body.as_mention()?.kind.as_str()))
        .collect();
    for kind in kinds {
        row(&format!("Mentions: {kind}"), &|part| {
            annotations(part)
                .filter(|body| {
                    body.as_mention()
                        .is_some_and(|mention| mention.kind.as_str() == kind)
                })
                .count()
        });
    }
    let claims = |part: &Project, test: &dyn Fn(&crate::annotation::Claim) -> bool| {
        annotations(part)
            .filter(|body| body.as_claim().is_some_and(test))
            .count()
    };
    row("Claims", &|part| claims(part, &|_| true));
    row("Claims with a source", &|part| {
        claims(part, &|claim| claim.source.is_some())
    });
    row("Claims with a cue", &|part| {
        claims(part, &|claim| claim.cue.is_some())
    });
    row("Claims with figures", &|part| {
        claims(part, &|claim| !claim.figures.is_empty())
    });
    row("Claims with a verdict", &|part| {
        claims(part, &|claim| claim.verdict.is_some())
    });
    row("Rejected proposals", &|part| {
        let items = part.articles.values().flat_map(|article| article.items.values());
        items.filter(|item| item.status == Status::Rejected).count()
    });
    let mut out = String::from("| |");
    for (name, _) in parts {
        let _ = write!(out, " {} |", if name.is_empty() { "all" } else { name });
    }
    let _ = writeln!(out, "\n|---|{}", "---:|".repeat(parts.len()));
    for (name, numbers) in rows {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "| {name} | {} |", numbers.join(" | "));
    }
    out
}

fn labels(parts: &[(&str, Project)]) -> String {
    let mut out = String::new();
    let scheme = parts.first().map(|(_, part)| &part.scheme);
    for label in scheme.into_iter().flat_map(|scheme| &scheme.kinds) {
        let about = label.id.meaning();
        let _ = writeln!(
            out,
            "- `{}` ({}){}",
            label.id,
            label.title,
            if about.is_empty() {
                String::new()
            } else {
                format!(": {about}")
            }
        );
    }
    out.push_str(
        "- `claim`: the stated words without cue and source; `cue`: the word or phrase that reports; `source`: the full phrase that \
         names who says it; `via`: through whom it came; `target`: whom it is about; `figure`: a number stated in it\n",
    );
    out
}

/// What people did with items: the last decision about each, and how often a second reviewer left the first one's as it was.
fn decisions(parts: &[(&str, Project)]) -> String {
    let mut last: BTreeMap<Action, usize> = BTreeMap::new();
    let (mut reviewers, mut twice, mut kept) = (BTreeMap::<&str, usize>::new(), 0, 0);
    for article in parts.iter().flat_map(|(_, part)| part.articles.values()) {
        for about in by_item(article).into_values() {
            if let Some(decision) = about.last() {
                *last.entry(decision.action).or_default() += 1;
                *reviewers.entry(&decision.by).or_default() += 1;
            }
            let second = about
                .windows(2)
                .find(|pair| matches!(pair, [a, b] if a.by != b.by));
            if let Some([_, second]) = second {
                twice += 1;
                kept += usize::from(second.action == Action::Accepted);
            }
        }
    }
    let mut out = String::new();
    let name = |name: &str| {
        if name.is_empty() {
            "(no name)".to_owned()
        } else {
            name.to_owned()
        }
    };
    let by: Vec<String> = reviewers
        .iter()
        .map(|(by, count)| format!("{} ({count})", name(by)))
        .collect();
    let _ = writeln!(
        out,
        "- Reviewers, with items that they decided last: {}",
        none(&by.join(", "))
    );
    let actions = [
        (Action::Accepted, "accepted"),
        (Action::Corrected, "corrected"),
        (Action::Added, "added"),
        (Action::Rejected, "rejected"),
        (Action::Removed, "removed"),
    ];
    let how: Vec<String> = actions
        .iter()
        .filter_map(|(action, word)| Some(format!("{} {word}", last.get(action)?)))
        .collect();
    let _ = writeln!(out, "- Last decisions: {}", none(&how.join(", ")));
    let _ = writeln!(
        out,
        "- Agreement: {}",
        if twice == 0 {
            "no item was decided by two reviewers, so it is not known".to_owned()
        } else {
            format!(
                "of {twice} items that a second reviewer decided again, {kept} were left as the first had them"
            )
        }
    );
    out
}

fn by_item(article: &Article) -> BTreeMap<ItemId, Vec<&crate::annotation::Decision>> {
    let mut by: BTreeMap<ItemId, Vec<_>> = BTreeMap::new();
    for decision in &article.decisions {
        if let Change::Item { id, .. } = &decision.change {
            by.entry(*id).or_default().push(decision);
        }
    }
    by
}

fn origin(parts: &[(&str, Project)]) -> String {
    let mut publishers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut languages: BTreeSet<&str> = BTreeSet::new();
    let mut days: Vec<jiff::civil::Date> = Vec::new();
    for article in parts.iter().flat_map(|(_, part)| part.articles.values()) {
        *publishers.entry(&article.metadata.publisher).or_default() += 1;
        languages.insert(&article.metadata.language);
        days.extend(article.metadata.published);
    }
    let mut named: Vec<(&str, usize)> = publishers.into_iter().collect();
    named.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let more = named.len().saturating_sub(20);
    let named: Vec<String> = named
        .iter()
        .take(20)
        .map(|(name, count)| format!("{} ({count})", if name.is_empty() { "not known" } else { name }))
        .collect();
    let mut out = String::new();
    let and_more = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "- Publishers, with articles: {}{and_more}",
        none(&named.join(", "))
    );
    let days = match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "not known".to_owned(),
    };
    let _ = writeln!(out, "- Published: {days}");
    languages.remove("");
    let languages: Vec<&str> = languages.into_iter().collect();
    let _ = writeln!(out, "- Languages: {}", none(&languages.join(", ")));
    out.push_str("- The texts belong to their publishers; see to it that you may pass them on.\n");
    out
}

fn none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

fn made(about: &About<'_>) -> String {
    let mut out = String::new();
    let items = match about.choice.items {
        Items::All => "all that the format holds",
        Items::Confirmed => "what people accepted, corrected or added",
        Items::Decided => "what people accepted, corrected or added, and what they rejected",
    };
    let _ = writeln!(out, "- Items: {items}");
    if !about.choice.reviewers.is_empty() {
        let _ = writeln!(out, "- Decided by: {}", about.choice.reviewers.join(", "));
    }
    if let Some(since) = about.choice.since {
        let _ = writeln!(out, "- Decided on or after {since}");
    }
    if let Some(until) = about.choice.until {
        let _ = writeln!(out, "- Decided on or before {until}");
    }
    if about.choice.done {
        out.push_str("- Only articles whose review is done\n");
    }
    match about.split {
        Some(Split {
            weights: [train, dev, test],
            seed,
        }) => {
            let _ = writeln!(
                out,
                "- Split: {train}/{dev}/{test} by article, seed {seed}; labels spread evenly, copies of one report kept together"
            );
        }
        None => out.push_str("- Split: none\n"),
    }
    match about.tokens {
        Tokenizer::Ours => out.push_str("- Tokens, where the format has them: word boundaries of Unicode (UAX 29), with abbreviations, hyphenated words and numbers joined and possessive endings split off\n"),
        Tokenizer::Pattern(pattern) => {
            let _ = writeln!(out, "- Tokens, where the format has them: matches of `{pattern}`, and what lies between");
        }
    }
    if about.is_nameless {
        out.push_str(
            "- Names of persons were replaced (\"Person 1\"). Descriptions can still tell who is meant.\n",
        );
    }
    out
}
