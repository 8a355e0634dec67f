//! What the keys mean in the table. The keys of the window (Ctrl+Z, Ctrl+2 …) never come here.

use eframe::egui;
use egui::{Event, Key, Modifiers};

use crate::annotation::Act;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Go so many rows up or down; with Shift what is passed is marked.
    Move(isize, bool),
    /// Go so many pages up or down.
    Page(isize, bool),
    /// Go to the first or last row.
    End(bool, bool),
    /// Scroll to the left or right.
    Aside(bool),
    /// Show the claim in the reader.
    Open,
    /// Mark the row, or take its mark away.
    Mark,
    /// Mark every row.
    MarkAll,
    /// Take all marks away.
    Unmark,
    Accept,
    Reject,
    SetAct(Act),
    Rate,
    Link,
    /// Go to the field of words.
    Search,
}

/// The wish behind a key. What decides does so once per press, however long the key is held.
fn wish(key: Key, modifiers: Modifiers, repeat: bool) -> Option<Wish> {
    let shift = modifiers.shift;
    if modifiers.command && !modifiers.alt {
        return (key == Key::A && !shift).then_some(Wish::MarkAll);
    }
    if modifiers.alt || modifiers.ctrl {
        return None;
    }
    let moves = match key {
        Key::ArrowDown => Some(Wish::Move(1, shift)),
        Key::ArrowUp => Some(Wish::Move(-1, shift)),
        Key::PageDown => Some(Wish::Page(1, shift)),
        Key::PageUp => Some(Wish::Page(-1, shift)),
        Key::Home => Some(Wish::End(false, shift)),
        Key::End => Some(Wish::End(true, shift)),
        Key::ArrowLeft if !shift => Some(Wish::Aside(false)),
        Key::ArrowRight if !shift => Some(Wish::Aside(true)),
        _ => None,
    };
    if moves.is_some() || shift || repeat {
        return moves;
    }
    Some(match key {
        Key::J => Wish::Move(1, false),
        Key::K => Wish::Move(-1, false),
        Key::Enter => Wish::Open,
        Key::Space => Wish::Mark,
        Key::Escape => Wish::Unmark,
        Key::A => Wish::Accept,
        Key::X => Wish::Reject,
        Key::V => Wish::Rate,
        Key::L | Key::M => Wish::Link,
        Key::Slash => Wish::Search,
        _ => {
            let keys = [
                Key::Num1,
                Key::Num2,
                Key::Num3,
                Key::Num4,
                Key::Num5,
                Key::Num6,
                Key::Num7,
            ];
            let number = keys.iter().position(|number| *number == key)?;
            Wish::SetAct(*Act::ALL.get(number)?)
        }
    })
}

/// Takes the keys that mean something in the table out of the input. Call while it has the keyboard.
pub(super) fn take(ui: &egui::Ui) -> Vec<Wish> {
    let mut wishes = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key {
                key,
                pressed: true,
                repeat,
                modifiers,
                ..
            } => match wish(*key, *modifiers, *repeat) {
                Some(wish) => {
                    wishes.push(wish);
                    false
                }
                None => true,
            },
            // What these keys would type: no field has the keyboard, and the one that gets it must not begin with "/".
            Event::Text(_) => false,
            _ => true,
        });
    });
    wishes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_the_sheet_says() {
        let none = Modifiers::NONE;
        for (key, modifiers, repeat, expected) in [
            (Key::ArrowDown, none, true, Some(Wish::Move(1, false))),
            (Key::ArrowUp, Modifiers::SHIFT, false, Some(Wish::Move(-1, true))),
            (Key::End, Modifiers::SHIFT, false, Some(Wish::End(true, true))),
            (Key::A, none, false, Some(Wish::Accept)),
            (Key::A, none, true, None),
            (Key::A, Modifiers::SHIFT, false, None),
            (Key::A, Modifiers::COMMAND, false, Some(Wish::MarkAll)),
            (Key::X, Modifiers::COMMAND, false, None),
            (Key::Num3, none, false, Some(Wish::SetAct(Act::Denial))),
            (Key::Num8, none, false, None),
            (Key::Slash, none, false, Some(Wish::Search)),
            (Key::F5, none, false, None),
        ] {
            assert_eq!(wish(key, modifiers, repeat), expected, "{key:?} {modifiers:?}");
        }
    }
}
