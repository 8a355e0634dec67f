//! Every command with its keys, by group.

use eframe::egui;
use egui::{Context, Key, Modifiers, RichText, TextEdit, Ui};

use super::command::{Group, UiCommand};
use super::dialogs::{DialogResult, FirstFocus, Pressed, Shape, buttons, key_cap, rows};
use super::palette::score;
use super::theme::Theme;

/// Width of a column, in points.
const COLUMN: f32 = 330.0;

/// The sheet, while it is open.
#[derive(Clone, Debug, Default)]
pub struct ShortcutSheet {
    filter: String,
    focus: FirstFocus,
}

impl ShortcutSheet {
    /// Shows it for this frame. Done when it is closed.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<()> {
        let screen = ctx.content_rect().width();
        let columns = ((screen - 96.0) / COLUMN).floor().clamp(1.0, 3.0);
        let width = columns * COLUMN;
        let shape = Shape {
            click_beside: true,
            ..Shape::new("Keyboard shortcuts", width)
        };
        let result = shape.show(ctx, |ui, theme| {
            let filter = TextEdit::singleline(&mut self.filter).hint_text("Find a command");
            let filter = ui
                .add(filter.desired_width(f32::INFINITY))
                .accessible_name("Find a command");
            self.focus.give(&filter);
            let height = rows(ui, f32::INFINITY, 200.0);
            egui::ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    self.groups(ui, theme, columns as usize);
                });
            match buttons("Close").cancel("").show(ui, theme, None) {
                Some(Pressed::Main) => DialogResult::Done(()),
                _ => DialogResult::Open,
            }
        });
        // "?" closes what it opened, unless it is being typed.
        let question = self.filter.is_empty() && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::F1));
        if question { DialogResult::Done(()) } else { result }
    }

    fn groups(&self, ui: &mut Ui, theme: &Theme, columns: usize) {
        let filter = self.filter.trim();
        let fits = |command: &UiCommand| score(filter, command.title()).is_some();
        let groups: Vec<(Group, Vec<UiCommand>)> = Group::ALL
            .iter()
            .map(|group| {
                let own = UiCommand::ALL
                    .iter()
                    .copied()
                    .filter(|c| c.group() == *group && fits(c));
                (*group, own.collect::<Vec<_>>())
            })
            .filter(|(_, commands)| !commands.is_empty())
            .collect();
        if groups.is_empty() {
            ui.weak("No command has that name.");
            return;
        }
        let lines: usize = groups.iter().map(|(_, commands)| commands.len() + 2).sum();
        let per_column = lines.div_ceil(columns.max(1));
        let mut groups = groups.iter();
        let gap = std::mem::replace(
            &mut ui.spacing_mut().item_spacing.x,
            theme.spacing.xl + theme.spacing.m,
        );
        ui.columns(columns.max(1), |columns| {
            for column in columns {
                column.spacing_mut().item_spacing.x = gap;
                let mut used = 0;
                while used < per_column {
                    let Some((group, commands)) = groups.next() else {
                        return;
                    };
                    used += commands.len() + 2;
                    show_group(column, theme, *group, commands);
                }
            }
        });
    }
}

fn show_group(ui: &mut Ui, theme: &Theme, group: Group, commands: &[UiCommand]) {
    ui.add_space(theme.spacing.m);
    ui.label(RichText::new(group.title()).strong().color(theme.palette.accent));
    let mac = ui.os().is_mac();
    for command in commands {
        let right = egui::Layout::right_to_left(egui::Align::Center);
        let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, right, |ui| {
            for shortcut in command.shortcuts().iter().rev() {
                key_cap(ui, theme, &shortcut.name(mac));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(command.title()).truncate())
                    .on_hover_text(command.tip());
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn lists_every_command_and_filters() {
        let dialog = Running::new(ShortcutSheet::default(), ShortcutSheet::show);
        let mut harness = testing::sized(dialog, [1400.0, 900.0]);
        for command in UiCommand::ALL {
            let found = harness.query_all_by_label(command.title()).count();
            assert!(found >= 1, "{}", command.title());
        }
        harness
            .get_by_label("Find a command")
            .type_text("boundary nothing");
        harness.run();
        harness.get_by_label("No command has that name.");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }

    #[test]
    fn narrow_windows() {
        let dialog = Running::new(ShortcutSheet::default(), ShortcutSheet::show);
        let mut harness = testing::sized(dialog, [320.0, 240.0]);
        harness.get_by_label("Next item");
        harness.get_by_label("Close").click();
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(()));
    }
}
