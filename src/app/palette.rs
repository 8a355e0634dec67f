//! The command palette: any command by a few letters of its name.

use eframe::egui;
use egui::{Context, Key, Modifiers, TextEdit};

use super::command::UiCommand;
use super::dialogs::{DialogResult, FirstFocus, List, Row, Shape, rows};

/// The palette, while it is open.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    filter: String,
    list: List,
    focus: FirstFocus,
}

impl Palette {
    /// Shows it for this frame. Commands that are not `enabled` are listed, grey, and cannot be picked.
    pub fn show(&mut self, ctx: &Context, enabled: impl Fn(UiCommand) -> bool) -> DialogResult<UiCommand> {
        let shape = Shape {
            click_beside: true,
            at_top: true,
            ..Shape::new("Command palette", 520.0)
        };
        shape.show(ctx, |ui, _| {
            let mac = ui.os().is_mac();
            let found = find(&self.filter);
            self.list.keys(ui, found.len());
            let field = TextEdit::singleline(&mut self.filter).hint_text("Type a few letters");
            let field = ui
                .add(field.desired_width(f32::INFINITY))
                .accessible_name("Command");
            self.focus.give(&field);
            if field.changed() {
                self.list.go_to(0);
            }

            let keys: Vec<String> = found.iter().map(|command| command.keys(mac)).collect();
            let height = rows(ui, 380.0, 190.0);
            let shown = self
                .list
                .show(ui, "Commands", found.len(), height, Some(&field), |i| Row {
                    text: found.get(i).map_or("", |command| command.title()),
                    detail: keys.get(i).map_or("", String::as_str),
                    disabled: found.get(i).is_none_or(|command| !enabled(*command)),
                    ..Row::default()
                });
            match found.get(self.list.current) {
                Some(command) => ui.weak(command.tip()),
                None => ui.weak("No command has that name."),
            };

            let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            let row = shown.clicked.or(enter.then_some(self.list.current));
            match row.and_then(|row| found.get(row)) {
                Some(command) if enabled(*command) => DialogResult::Done(*command),
                _ => DialogResult::Open,
            }
        })
    }
}

/// The commands that fit, the best first. A command cannot open the palette it is picked in.
fn find(filter: &str) -> Vec<UiCommand> {
    let mut found: Vec<(i32, UiCommand)> = UiCommand::ALL
        .iter()
        .filter(|command| **command != UiCommand::CommandPalette)
        .filter_map(|command| Some((score(filter.trim(), command.title())?, *command)))
        .collect();
    // Stable: commands that fit as well stay in the order of the menus.
    found.sort_by_key(|(score, _)| -score);
    found.into_iter().map(|(_, command)| command).collect()
}

/// How well `text` fits `query`: all letters of the query in order, better at the starts of words and next to each
/// other, best at the very start. `None` if it does not fit. Case and spaces do not count.
#[must_use]
pub fn score(query: &str, text: &str) -> Option<i32> {
    const WORD_START: i32 = 8;
    const ADJACENT: i32 = 6;
    const FIRST: i32 = 6;
    if query.trim().is_empty() {
        return Some(0);
    }
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let query: Vec<char> = query
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    if query.len() > text.len() {
        return None;
    }
    let starts_word = |i: usize| {
        let before = i.checked_sub(1).and_then(|before| text.get(before));
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    // best[i]: the best score of the query so far with its last letter at i.
    let mut best: Vec<Option<i32>> = Vec::new();
    for (n, wanted) in query.iter().enumerate() {
        // The best end of the query before this letter, over all places left of i.
        let mut reach: Option<i32> = None;
        best = (0..text.len())
            .map(|i| {
                let adjacent = i
                    .checked_sub(1)
                    .and_then(|before| best.get(before).copied().flatten());
                reach = reach.max(adjacent);
                let before = if n == 0 {
                    Some(0)
                } else {
                    reach.max(adjacent.map(|score| score + ADJACENT))
                };
                let here = text.get(i).is_some_and(|c| c == wanted);
                let bonus = if starts_word(i) { WORD_START } else { 0 } + if i == 0 { FIRST } else { 0 };
                before.filter(|_| here).map(|score| score + 1 + bonus)
            })
            .collect();
    }
    // Of texts that fit as well, the shorter one.
    best.into_iter()
        .flatten()
        .max()
        .map(|score| score * 100 - i32::try_from(text.len()).unwrap_or(i32::MAX / 200).min(99))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn the_best_fit_comes_first() {
        let check =
            |query: &str, expected: UiCommand| assert_eq!(find(query).first(), Some(&expected), "{query}");
        check("undo", UiCommand::Undo);
        check("rej", UiCommand::Reject);
        check("fip", UiCommand::FindInProject);
        check("save as", UiCommand::SaveAs);
        check("SAVE", UiCommand::Save);
        check("dark", UiCommand::DarkTheme);
        check("ti", UiCommand::ToggleInspector);
        assert_eq!(find("qqq"), []);
        assert_eq!(find("").len(), UiCommand::ALL.len() - 1);
    }

    #[test]
    fn scores_rank() {
        let check =
            |query, better, worse| assert!(score(query, better) > score(query, worse), "{query}: {better}");
        check("har", "Harbour union", "The harbour");
        check("har", "The harbour", "Maharaja");
        check("hu", "Harbour union", "Church union house");
        assert_eq!(score(" ", "Much longer text"), score("", "Short"));
        check("é", "Élan", "Elan");
        assert_eq!(score("abc", "ab"), None);
        assert_eq!(score("ba", "ab"), None);
    }

    type State = (Palette, DialogResult<UiCommand>);

    fn harness() -> Harness<'static, State> {
        let mut harness = Harness::builder()
            .with_size([800.0, 600.0])
            .with_max_steps(8)
            .build_ui_state(
                |ui, (palette, result): &mut State| {
                    if result.is_open() {
                        *result = palette.show(ui, |command| command != UiCommand::Redo);
                    }
                },
                (Palette::default(), DialogResult::Open),
            );
        harness.run();
        harness
    }

    #[test]
    fn type_and_enter() {
        let mut harness = harness();
        harness.get_by_label("Command").type_text("suggest");
        harness.run();
        harness.get_by_label("Suggest again, F5");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().1, DialogResult::Done(UiCommand::SuggestAgain));
    }

    #[test]
    fn arrows_move_and_the_field_keeps_the_keyboard() {
        let mut harness = harness();
        harness.key_press(Key::ArrowDown);
        harness.key_press(Key::ArrowDown);
        harness.key_press(Key::ArrowUp);
        harness.run();
        assert!(harness.ctx.text_edit_focused());
        // Screen readers are told that the row is current.
        assert!(
            harness
                .get_by_label_contains(UiCommand::ALL[1].title())
                .is_focused()
        );
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().1, DialogResult::Done(UiCommand::ALL[1]));
    }

    #[test]
    fn what_is_disabled_cannot_be_picked() {
        let mut harness = harness();
        harness.get_by_label("Command").type_text("redo");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.get_by_label("Redo, Ctrl+Shift+Z, Ctrl+Y").click();
        harness.run();
        assert!(harness.state().1.is_open());
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().1, DialogResult::Cancelled);
    }

    #[test]
    fn a_tiny_window_is_no_reason_to_panic() {
        let mut harness = harness();
        for size in [[60.0, 40.0], [1.0, 1.0], [200.0, 90.0]] {
            harness.set_size(size.into());
            harness.run();
        }
    }
}
