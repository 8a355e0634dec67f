//! What the window does for the page of claims: changes of many claims at once, the order of the queue, and what is
//! remembered of the table.

use eframe::egui;

use crate::review::{Command, Order};

use super::App;
use super::command::UiCommand;
use super::desk::Page;
use super::parts::counted;
use super::view::Act;

impl App {
    /// The order of the review queue.
    pub(super) fn order(&self) -> Order {
        if self.preferences.queue == "worth" {
            Order::Worth
        } else {
            Order::Text
        }
    }

    /// Goes through the items in the other order from now on.
    pub(super) fn toggle_order(&mut self) {
        let (name, words) = match self.order() {
            Order::Text => ("worth", "Stepping through what is most worth checking first."),
            Order::Worth => ("text", "Stepping through the items as they stand in the text."),
        };
        name.clone_into(&mut self.preferences.queue);
        self.keep_preferences();
        self.toasts.info(words);
    }

    /// Changes many items in one step and says what came of it.
    pub(super) fn run_bulk(&mut self, command: Command) {
        let Some(outcome) = self.run(command) else {
            return;
        };
        let mut words = vec![format!("Done: {}.", outcome.label)];
        if outcome.contested > 0 {
            let left = counted(outcome.contested, "claim was", "claims were");
            words.push(format!(
                "{left} left alone, because two people decided differently."
            ));
        }
        if outcome.gone > 0 {
            let gone = counted(outcome.gone, "claim is", "claims are");
            words.push(format!("{gone} not there any more."));
        }
        // One after the other: an older button would take back the newer step.
        self.toasts.forget_action(&UiCommand::Undo);
        self.toasts.with_undo(words.join(" "));
    }

    /// Shows the page of the fact-check desk that is open, in all the space of `ui`.
    pub(super) fn desk_page(&mut self, ui: &mut egui::Ui, acts: &mut Vec<Act>) {
        let mut desk = std::mem::take(&mut self.desk);
        desk.claims.adopt(&self.preferences.claims_table);
        desk.show(ui, &self.view(), acts);
        if let Some(wish) = desk.claims.take_wish() {
            self.preferences.claims_table = wish;
            self.keep_preferences();
        }
        self.desk = desk;
    }

    /// On the page of claims, moves the keyboard between table and inspector. Whether it did.
    pub(super) fn next_pane_of_claims(&mut self, elsewhere: bool) -> bool {
        if self.desk.page != Page::Claims {
            return false;
        }
        if elsewhere {
            self.desk.claims.take_keyboard();
        } else {
            self.right = true;
            self.inspector.focus_first();
        }
        true
    }
}
