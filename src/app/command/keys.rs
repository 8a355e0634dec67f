//! From key presses to commands.
//!
//! egui takes Tab, arrows and Esc for moving the focus before an app sees them, ignores extra modifiers when it matches
//! shortcuts, and hands every key to whoever asks. So the keys are taken out of the raw input, before egui sees it, by a
//! plugin: what is a command goes into a queue, the key and the text it would have typed go nowhere else.

use std::collections::BTreeMap;

use eframe::egui;
use egui::{Context, Event, Id, Key, Modifiers, Plugin, RawInput};

use super::{Reach, ReaderKey, Shortcut, UiCommand, shortcut};

/// What the keyboard is for in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scope {
    /// The reader: single keys are commands unless a text field, another widget, a menu or a dialog has the keyboard.
    /// The id is that of the reader's own widget, which may hold the focus.
    Reader(Id),
    /// Any other pane: single keys are its own, Tab moves between its widgets.
    #[default]
    Elsewhere,
}

/// The plugin that takes keys out of the input.
#[derive(Default)]
struct Keys {
    scope: Scope,
    commands: Vec<UiCommand>,
    for_reader: Vec<ReaderKey>,
    pasted: Option<String>,
    /// Keys that are held, to tell repeats (egui's own list lacks the keys taken out here), and whether their press was
    /// taken: then its repeats are too, though a dialog may have opened since.
    held: BTreeMap<Key, bool>,
}

/// Registers the plugin, and takes from egui the keys it has uses of its own for: it would close on Ctrl+Q without
/// asking, and scale the whole window on Ctrl+Plus. Call once at the start.
pub fn install(ctx: &Context) {
    ctx.options_mut(|options| {
        options.quit_shortcuts.clear();
        options.zoom_with_keyboard = false;
    });
    drop(ctx.plugin_or_default::<Keys>());
}

/// What the user asked for by keys since the last call, in order. Call once per frame, before the widgets, with the
/// scope that holds now; it decides about the keys up to the next call.
#[must_use]
pub fn pressed(ctx: &Context, scope: Scope) -> Vec<UiCommand> {
    let keys = ctx.plugin_or_default::<Keys>();
    let mut keys = keys.lock();
    keys.scope = scope;
    std::mem::take(&mut keys.commands)
}

/// Movement keys and Esc that were meant for the reader since the last call, in order.
#[must_use]
pub fn take_reader_keys(ctx: &Context) -> Vec<ReaderKey> {
    std::mem::take(&mut ctx.plugin_or_default::<Keys>().lock().for_reader)
}

/// The text that came with the last [`UiCommand::PasteArticle`] from the keyboard, once.
#[must_use]
pub fn take_pasted(ctx: &Context) -> Option<String> {
    ctx.plugin_or_default::<Keys>().lock().pasted.take()
}

/// Who has the keyboard, as far as shortcuts care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// A dialog or an open menu: no shortcuts at all.
    Dialog,
    /// A text field.
    Text,
    /// A button, a list, anything that is worked with Tab, Enter and arrows.
    Widget,
    /// Nobody, or the reader itself.
    Nobody,
}

fn holder(ctx: &Context, scope: Scope) -> Holder {
    if ctx.memory(|memory| memory.top_modal_layer().is_some()) || egui::Popup::is_any_open(ctx) {
        return Holder::Dialog;
    }
    if ctx.text_edit_focused() {
        return Holder::Text;
    }
    match (ctx.memory(egui::Memory::focused), scope) {
        (None, _) => Holder::Nobody,
        (Some(id), Scope::Reader(reader)) if id == reader => Holder::Nobody,
        (Some(_), _) => Holder::Widget,
    }
}

fn listens(shortcut: Shortcut, holder: Holder, scope: Scope) -> bool {
    if holder == Holder::Dialog {
        return false;
    }
    match shortcut.reach() {
        Reach::Window => true,
        Reach::OutsideText => holder != Holder::Text,
        Reach::Reader => match (holder, scope) {
            (_, Scope::Elsewhere) | (Holder::Text | Holder::Dialog, _) => false,
            (Holder::Widget, _) => !shortcut.moves_or_presses(),
            (Holder::Nobody, _) => true,
        },
    }
}

fn find(shortcut: Shortcut) -> Option<UiCommand> {
    UiCommand::ALL
        .iter()
        .copied()
        .find(|command| command.shortcuts().contains(&shortcut))
}

/// The shortcut that text typed without a key press of its own may mean (input methods, on-screen keyboards).
fn typed(text: &str) -> Option<Shortcut> {
    let key = match text {
        "[" => Key::OpenBracket,
        "]" => Key::CloseBracket,
        "{" => Key::OpenCurlyBracket,
        "}" => Key::CloseCurlyBracket,
        "?" => Key::Questionmark,
        _ => return None,
    };
    Some(shortcut::plain(key))
}

fn is_reader_key(key: Key, modifiers: Modifiers) -> bool {
    match key {
        Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => true,
        Key::PageUp | Key::PageDown => !modifiers.command,
        Key::Escape => modifiers.is_none(),
        _ => false,
    }
}

impl Keys {
    /// Whether `event` was a command or for the reader; egui gets the others. `echo`: the event before was a key press
    /// that was taken, so that text coming now is what that key types.
    fn take(&mut self, ctx: &Context, event: &mut Event, holder: Holder, echo: bool) -> bool {
        match event {
            Event::Key {
                key,
                physical_key,
                pressed: true,
                modifiers,
                ..
            } => {
                let before = self.held.get(key).copied();
                let taken = self.press(ctx, *key, *physical_key, *modifiers, before.is_some(), holder)
                    || before.unwrap_or(false);
                self.held.insert(*key, taken);
                taken
            }
            Event::Key {
                key, pressed: false, ..
            } => {
                self.held.remove(key);
                false
            }
            Event::WindowFocused(_) => {
                self.held.clear();
                false
            }
            Event::Text(text) => {
                echo || typed(text).is_some_and(|shortcut| self.ask(shortcut, false, holder))
            }
            // The window system turns Ctrl+V into the text itself.
            Event::Paste(text) if self.ask(shortcut::ctrl(Key::V), false, holder) => {
                self.pasted = Some(std::mem::take(text));
                true
            }
            _ => false,
        }
    }

    fn press(
        &mut self,
        ctx: &Context,
        key: Key,
        physical: Option<Key>,
        held: Modifiers,
        repeat: bool,
        holder: Holder,
    ) -> bool {
        if shortcut::meanings(key, physical, held, ctx.os()).any(|meaning| self.ask(meaning, repeat, holder))
        {
            return true;
        }
        let for_reader = holder == Holder::Nobody && matches!(self.scope, Scope::Reader(_));
        if for_reader && is_reader_key(key, held) {
            self.for_reader.push(ReaderKey { key, modifiers: held });
            return true;
        }
        false
    }

    /// Queues the command of `shortcut`, if it has one that may be asked for now. A repeat of a command that does not
    /// repeat is taken and forgotten.
    fn ask(&mut self, shortcut: Shortcut, repeat: bool, holder: Holder) -> bool {
        let Some(command) = find(shortcut).filter(|_| listens(shortcut, holder, self.scope)) else {
            return false;
        };
        if !repeat || command.repeats() {
            self.commands.push(command);
        }
        true
    }
}

impl Plugin for Keys {
    fn debug_name(&self) -> &'static str {
        "claimdesk keys"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let holder = holder(ctx, self.scope);
        let mut echo = false;
        input.events.retain_mut(|event| {
            let taken = self.take(ctx, event, holder, echo);
            echo = taken && matches!(event, Event::Key { .. });
            !taken
        });
    }
}

#[cfg(test)]
mod tests;
