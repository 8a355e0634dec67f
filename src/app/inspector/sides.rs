//! What each of those decided who differ about an item, to be taken whole.

use eframe::egui;
use egui::{Button, Label, RichText, Ui};

use crate::annotation::{Change, Item};
use crate::app::command::UiCommand;
use crate::app::editing::side;
use crate::app::parts::one_line;
use crate::app::view::Act;
use crate::review::{Opinion, opinions};

use super::{Pane, history};

/// Shows a button per side, where people differ.
pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item) {
    let opinions = opinions(pane.article, item);
    let mac = ui.ctx().os().is_mac();
    for (index, opinion) in opinions.iter().enumerate() {
        let command = match index {
            0 => Some(UiCommand::TakeFirst),
            1 => Some(UiCommand::TakeSecond),
            _ => None,
        };
        let title = format!("Take {}’s", one_line(&opinion.decision.by, 24));
        let key = command.map(|command| command.key(mac)).unwrap_or_default();
        let button = Button::new(&title)
            .shortcut_text(key)
            .truncate()
            .min_size(egui::vec2(ui.available_width().min(220.0), 26.0));
        let detail = says(pane, item, opinion);
        let response = ui.add(button).accessible_name(format!("{title}: {detail}"));
        let tip = command.map_or("Take what they decided.", UiCommand::tip);
        if response.on_hover_text(tip).clicked() {
            pane.acts.push(match command {
                Some(command) => Act::Do(command),
                None => Act::Run(side(pane.article, item, opinion)),
            });
        }
        let when = history::time(opinion.decision.at);
        let line = RichText::new(format!("{detail} ({when})")).small().weak();
        ui.add(Label::new(line).wrap());
    }
}

/// What taking it does to the item as it is shown.
fn says(pane: &Pane<'_>, item: &Item, opinion: &Opinion<'_>) -> String {
    let Some(body) = opinion.body else {
        return "rejected".to_owned();
    };
    if *body == item.body {
        return "as it is shown".to_owned();
    }
    let change = Change::Item {
        id: item.id,
        before: Some(item.body.clone()),
        after: Some(body.clone()),
    };
    let changes = history::changes(pane.article, pane.project(), &change, usize::MAX / 4);
    if changes.is_empty() {
        "differs in what is not shown here".to_owned()
    } else {
        changes.join("; ")
    }
}
