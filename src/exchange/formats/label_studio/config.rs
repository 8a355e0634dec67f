//! The configuration of the labelling page.

use super::{ACTOR, LABEL, TEXT};
use crate::annotation::Project;
use crate::exchange::marks::{CLAIM, Field, PARTS, PIECE_OF, Values, WITHIN, label_of};

/// `labeling-config.xml` for mentions of these kinds.
pub fn config(project: &Project, kinds: &[String]) -> String {
    let mut out = format!("<View>\n  <Labels name=\"{LABEL}\" toName=\"{TEXT}\">\n");
    for label in kinds {
        let kind = project
            .scheme
            .kinds
            .iter()
            .find(|kind| label_of(&kind.id) == *label);
        let colour = kind.map_or("", |kind| kind.colour.as_str());
        let background = if colour.starts_with('#') {
            format!(" background=\"{}\"", escape(colour))
        } else {
            String::new()
        };
        out.extend([format!("    <Label value=\"{}\"{background}/>\n", escape(label))]);
    }
    for part in PARTS {
        out.extend([format!("    <Label value=\"{part}\"/>\n")]);
    }
    out.push_str("  </Labels>\n  <Relations>\n");
    let links = PARTS
        .iter()
        .filter(|part| **part != CLAIM)
        .chain(&[WITHIN, PIECE_OF]);
    for link in links {
        out.extend([format!("    <Relation value=\"{link}\"/>\n")]);
    }
    out.extend([format!(
        "  </Relations>\n  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>\n"
    )]);
    for field in Field::ALL {
        out.push_str(&control(*field, project, kinds));
    }
    out.extend([format!(
        "  <TextArea name=\"{ACTOR}\" toName=\"{TEXT}\" perRegion=\"true\" editable=\"true\" placeholder=\"actor\"/>\n</View>\n"
    )]);
    out
}

/// What a detail is entered with.
fn control(field: Field, project: &Project, kinds: &[String]) -> String {
    let name = field.name();
    let labels = field.of().map_or_else(|| kinds.join(","), str::to_owned);
    let when = if field == Field::Note {
        String::new()
    } else {
        format!(" whenTagName=\"{LABEL}\" whenLabelValue=\"{}\"", escape(&labels))
    };
    let common = format!("name=\"{name}\" toName=\"{TEXT}\" perRegion=\"true\"{when}");
    match field.values(&project.scheme) {
        Values::OneOf(values) => {
            let choices: Vec<String> = values
                .iter()
                .map(|value| format!("    <Choice value=\"{}\"/>\n", escape(value)))
                .collect();
            let choices = choices.concat();
            format!("  <Choices {common} choice=\"single\">\n{choices}  </Choices>\n")
        }
        Values::Number => format!("  <Number {common}/>\n"),
        Values::Text => format!("  <TextArea {common} editable=\"true\" placeholder=\"{name}\"/>\n"),
    }
}

fn escape(text: &str) -> String {
    html_escape::encode_quoted_attribute(text).into_owned()
}
