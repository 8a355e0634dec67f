//! `claimdesk compare`: claims about the same event side by side, and what contradicts what.

use serde_json::{Value, json};

use super::args::CompareArgs;
use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::annotation::{Project, Status};
use crate::desk::events::{Gatherer, Group, Said, Sight, Toll, bounded, find};
use crate::suggest::Stop;
use crate::text::counted;

/// Runs the command.
pub fn run(args: &CompareArgs, report: &Report) -> Result<(), Halt> {
    let project = load(&args.project, report)?.project;
    // Nobody asks it to stop.
    let (groups, _) = Gatherer::default()
        .gather(&project, &Stop::default())
        .unwrap_or_default();
    let shown = groups
        .iter()
        .filter(|group| group.status != Status::Rejected && (!args.conflicts || !group.conflicts.is_empty()));
    let mut out = output::standard();
    for group in shown {
        if args.json {
            out.line(&as_json(&project, group).to_string())?;
        } else {
            for line in lines(&project, group) {
                out.line(&line)?;
            }
        }
    }
    out.finish()
}

fn lines(project: &Project, group: &Group) -> Vec<String> {
    let claims = counted(group.claims.len(), "claim", "claims");
    let mut lines = vec![format!("{} ({claims}, {})", group.title, group.status_name())];
    for conflict in &group.conflicts {
        lines.push(format!("  ! {}", conflict.reason));
    }
    for sight in &group.claims {
        let tolls: Vec<String> = sight
            .tolls
            .iter()
            .filter(|toll| toll.is_main)
            .map(words)
            .collect();
        let numbers = if tolls.is_empty() {
            String::new()
        } else {
            format!(" [{}]", tolls.join(", "))
        };
        lines.push(format!(
            "  {}{numbers} {} ({})",
            Said::by(project, sight).name(),
            content(project, sight),
            sight.claim.article
        ));
    }
    lines.push(String::new());
    lines
}

fn words(toll: &Toll) -> String {
    format!("{} {}", bounded(toll), toll.measure.id())
}

fn content(project: &Project, sight: &Sight) -> String {
    find(project, &sight.claim)
        .map(|(article, item)| crate::review::describe(article, &item.body))
        .unwrap_or_default()
}

fn as_json(project: &Project, group: &Group) -> Value {
    let claims: Vec<Value> = group
        .claims
        .iter()
        .map(|sight| {
            let figures: Vec<Value> = sight
                .tolls
                .iter()
                .map(|toll| {
                    json!({
                        "value": toll.value, "value_to": toll.value_to, "bound": toll.bound.id(),
                        "measure": toll.measure.id(), "whole": toll.is_main,
                    })
                })
                .collect();
            json!({
                "article": sight.claim.article.as_str(),
                "item": sight.claim.item.to_string(),
                "source": Said::by(project, sight).name(),
                "content": content(project, sight),
                "from": sight.days.map(|days| days.first().to_string()),
                "to": sight.days.map(|days| days.last().to_string()),
                "place": sight.place,
                "figures": figures,
            })
        })
        .collect();
    let conflicts: Vec<Value> = group
        .conflicts
        .iter()
        .map(|conflict| json!({"reason": conflict.reason, "same_source": conflict.is_one_source}))
        .collect();
    json!({
        "event": group.event.id.to_string(),
        "title": group.title,
        "status": group.status_name(),
        "reason": group.reason,
        "conflicts": conflicts,
        "claims": claims,
    })
}
