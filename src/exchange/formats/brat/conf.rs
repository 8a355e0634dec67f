//! The configuration that brat needs to show a folder: which types there are, what they are called and how they look.

use std::collections::BTreeSet;

use super::type_of;
use crate::annotation::Project;
use crate::exchange::marks::{CLAIM, Field, PARTS, Values, WITHIN, label_of};

/// Colours of a colour scheme for those who do not see all (Okabe and Ito), made light enough for black letters.
const COLOURS: [&str; 8] = [
    "#9ad0f0", "#f7c873", "#7fd6b8", "#f5ee8a", "#a9c9e8", "#f0a37a", "#e3b5d0", "#cccccc",
];

/// The labels of mentions: those of the scheme first, then what else the articles have.
#[must_use]
pub fn kinds(project: &Project, seen: &BTreeSet<String>) -> Vec<String> {
    let mut kinds: Vec<String> = project
        .scheme
        .kinds
        .iter()
        .map(|kind| label_of(&kind.id))
        .collect();
    let more = seen
        .iter()
        .filter(|label| !PARTS.contains(&label.as_str()) && !kinds.contains(label));
    let more: Vec<String> = more.cloned().collect();
    kinds.extend(more);
    kinds
}

/// `annotation.conf`.
pub fn annotation(project: &Project, kinds: &[String]) -> String {
    let mut out = "# Types that this folder uses, as brat reads them.\n\n[entities]\n".to_owned();
    for label in kinds.iter().map(String::as_str).chain(PARTS) {
        out.push_str(&type_of(label));
        out.push('\n');
    }
    out.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    for part in PARTS.iter().filter(|part| **part != CLAIM) {
        out.extend([format!("{part}\tArg1:{CLAIM}, Arg2:{part}\n")]);
    }
    out.extend([format!("{WITHIN}\tArg1:{CLAIM}, Arg2:{CLAIM}\n")]);
    out.push_str("\n[events]\n\n[attributes]\n");
    let mentions: Vec<String> = kinds.iter().map(|label| type_of(label)).collect();
    for field in Field::ALL {
        if let Values::OneOf(values) = field.values(&project.scheme) {
            let values: Vec<String> = values.iter().map(|value| value.replace(' ', "_")).collect();
            let of = field.of().map_or_else(|| mentions.join("|"), str::to_owned);
            out.extend([format!(
                "{}\tArg:{of}, Value:{}\n",
                field.name(),
                values.join("|")
            )]);
        }
    }
    out
}

/// `visual.conf`.
pub fn visual(project: &Project, kinds: &[String]) -> String {
    let mut out = "# What the types are called and how they look.\n\n[labels]\n".to_owned();
    let titled = |label: &String| {
        let kind = project
            .scheme
            .kinds
            .iter()
            .find(|kind| label_of(&kind.id) == *label);
        let title = kind.map_or(label.as_str(), |kind| kind.title.as_str());
        // A bar parts the names, and each line is one type.
        let title = title.replace('|', "/");
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for label in kinds {
        out.extend([format!("{} | {}\n", type_of(label), titled(label))]);
    }
    for part in PARTS {
        let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
        out.extend([format!("{part} | {}{rest}\n", first.to_uppercase())]);
    }
    out.push_str("\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:#e0e0e0, borderColor:darken\n");
    out.push_str("ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5, labelArrow:none\n");
    for (label, colour) in kinds.iter().zip(COLOURS.iter().cycle()) {
        out.extend([format!("{}\tbgColor:{colour}\n", type_of(label))]);
    }
    out
}
