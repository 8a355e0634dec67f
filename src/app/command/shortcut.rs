//! A key with its modifiers, and how key presses of real keyboards are brought into that form.
//!
//! Keyboards disagree about where `[ ] { } ?` and the digits are: some need Shift for them, some `AltGr`, some Option.
//! So for these keys it does not count which of those was held, only which character was meant; letters do distinguish
//! Shift. Where a keyboard types none of these characters with a single key, the key at the place of the US layout
//! stands in.

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Key, Modifiers};

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or Command on a Mac.
    pub command: bool,
    /// Alt, or Option on a Mac.
    pub alt: bool,
    /// Shift; never set for characters that some keyboard needs Shift for.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

/// Where a shortcut may be listened for. With a dialog open, none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Anywhere, also while a text field has the keyboard.
    Window,
    /// Anywhere but in text fields, where the keys mean something else (undo, paste, typing).
    OutsideText,
    /// In the reader only.
    Reader,
}

/// A key for the reader itself: movement, selection, and Esc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderKey {
    /// An arrow, Home, End, Page up, Page down, or Esc.
    pub key: Key,
    /// What was held.
    pub modifiers: Modifiers,
}

pub(super) const fn plain(key: Key) -> Shortcut {
    Shortcut {
        command: false,
        alt: false,
        shift: false,
        key,
    }
}

pub(super) const fn shift(key: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..plain(key)
    }
}

pub(super) const fn alt(key: Key) -> Shortcut {
    Shortcut {
        alt: true,
        ..plain(key)
    }
}

pub(super) const fn ctrl(key: Key) -> Shortcut {
    Shortcut {
        command: true,
        ..plain(key)
    }
}

pub(super) const fn ctrl_shift(key: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..ctrl(key)
    }
}

impl Shortcut {
    /// Where it may be listened for.
    #[must_use]
    pub const fn reach(self) -> Reach {
        match self.key {
            Key::F1 | Key::F5 | Key::F6 => Reach::Window,
            // A text field has its own undo, paste and select all.
            Key::Z | Key::Y | Key::V | Key::X | Key::C | Key::A if self.command => Reach::OutsideText,
            Key::Questionmark => Reach::OutsideText,
            _ if self.command => Reach::Window,
            _ => Reach::Reader,
        }
    }

    /// Whether a widget that has the keyboard (a button, a list) may want the key for itself.
    pub(super) const fn moves_or_presses(self) -> bool {
        matches!(self.key, Key::Tab | Key::Enter | Key::Space | Key::Backspace)
    }

    /// Its name: "Ctrl+Shift+Z", on a Mac "⇧⌘Z".
    #[must_use]
    pub fn name(self, mac: bool) -> String {
        let parts = if mac {
            [(self.alt, "⌥"), (self.shift, "⇧"), (self.command, "⌘")]
        } else {
            [
                (self.command, "Ctrl+"),
                (self.alt, "Alt+"),
                (self.shift, "Shift+"),
            ]
        };
        let mut name: String = parts
            .iter()
            .filter(|(held, _)| *held)
            .map(|(_, part)| *part)
            .collect();
        name.push_str(match self.key {
            Key::PageDown => "Page down",
            Key::PageUp => "Page up",
            Key::Minus => "-",
            key => key.symbol_or_name(),
        });
        name
    }
}

/// The shortcuts that a key press may mean, the likeliest first.
pub(super) fn meanings(
    key: Key,
    physical: Option<Key>,
    held: Modifiers,
    os: OperatingSystem,
) -> impl Iterator<Item = Shortcut> {
    let mac = matches!(os, OperatingSystem::Mac | OperatingSystem::IOS);
    // Control on a Mac is not Command: "Control+F" moves a cursor there and must not find.
    let stray_control = held.ctrl && (mac || !held.command);
    let logical = logical(key, physical, held, mac);
    let by_place = physical
        .filter(|place| *place != key && stands_in(*place) && (!held.shift || !is_digit(*place)))
        .map(|place| logical_of_place(place, held));
    [Some(logical), by_place]
        .into_iter()
        .flatten()
        .filter(move |_| !stray_control)
}

fn logical(key: Key, physical: Option<Key>, held: Modifiers, mac: bool) -> Shortcut {
    let at_its_place = physical.is_none_or(|place| place == key);
    if at_its_place && is_bracket(key) {
        return logical_of_place(key, held);
    }
    let typed = is_digit(key) || is_bracket(key) || is_curly(key) || is_sign(key);
    let key = if key == Key::Slash && at_its_place && held.shift {
        Key::Questionmark
    } else {
        key
    };
    let typed = typed || key == Key::Questionmark;
    // On a Mac, Option types brackets on many keyboards ("Option+5" is "[" in German): then it is no modifier.
    let curly_at_its_place = is_curly(key) && physical.is_none_or(is_bracket);
    let typed_with_option = mac && typed && !curly_at_its_place && !at_its_place;
    Shortcut {
        command: held.command,
        alt: held.alt && !typed_with_option,
        shift: held.shift && !typed,
        key,
    }
}

/// What a key means by its place on a US keyboard.
fn logical_of_place(place: Key, held: Modifiers) -> Shortcut {
    let key = match (place, held.shift) {
        (Key::OpenBracket, true) => Key::OpenCurlyBracket,
        (Key::CloseBracket, true) => Key::CloseCurlyBracket,
        _ => place,
    };
    Shortcut {
        command: held.command,
        alt: held.alt,
        shift: false,
        key,
    }
}

/// Keys whose place counts where the keyboard types something else there: digits (French), brackets (German).
const fn stands_in(place: Key) -> bool {
    is_digit(place) || is_bracket(place)
}

const fn is_digit(key: Key) -> bool {
    matches!(
        key,
        Key::Num0
            | Key::Num1
            | Key::Num2
            | Key::Num3
            | Key::Num4
            | Key::Num5
            | Key::Num6
            | Key::Num7
            | Key::Num8
            | Key::Num9
    )
}

const fn is_bracket(key: Key) -> bool {
    matches!(key, Key::OpenBracket | Key::CloseBracket)
}

const fn is_curly(key: Key) -> bool {
    matches!(key, Key::OpenCurlyBracket | Key::CloseCurlyBracket)
}

/// Signs that some keyboard needs Shift for.
const fn is_sign(key: Key) -> bool {
    matches!(key, Key::Questionmark | Key::Plus | Key::Equals | Key::Minus)
}
