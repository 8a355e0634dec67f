use super::*;
use egui::os::OperatingSystem as Os;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const SYSTEMS: [Os; 3] = [Os::Nix, Os::Windows, Os::Mac];

fn key(key: Key, physical: Key, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: Some(physical),
        pressed: true,
        repeat: false,
        modifiers,
    }
}

fn up(key: Key, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: Some(key),
        pressed: false,
        repeat: false,
        modifiers,
    }
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

fn reader() -> Scope {
    Scope::Reader(Id::unique("reader"))
}

/// Commands, keys for the reader, and the events that egui still sees.
fn type_keys(os: Os, scope: Scope, events: Vec<Event>) -> (Vec<UiCommand>, Vec<Key>, Vec<Event>) {
    let ctx = Context::default();
    ctx.set_os(os);
    install(&ctx);
    let mut seen = (Vec::new(), Vec::new(), Vec::new());
    for events in [Vec::new(), events] {
        let input = RawInput {
            events,
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| {
            seen.0.extend(pressed(ui, scope));
            seen.1.extend(take_reader_keys(ui).iter().map(|k| k.key));
            seen.2 = ui.input(|i| i.events.clone());
        });
        output.textures_delta.clear();
    }
    seen
}

/// What a person at `os` means who presses `k` with these modifiers, `place` being the key's place on a US keyboard.
fn check(os: Os, k: Key, place: Key, modifiers: Modifiers, typed: &str, expected: Option<UiCommand>) {
    let mut events = vec![key(k, place, modifiers)];
    if !typed.is_empty() {
        events.push(text(typed));
    }
    let (commands, _, left) = type_keys(os, reader(), events);
    assert_eq!(
        commands,
        Vec::from_iter(expected),
        "{os:?} {modifiers:?} {k:?} at {place:?}"
    );
    assert_eq!(
        left.is_empty(),
        expected.is_some(),
        "{os:?} {modifiers:?} {k:?}: left {left:?}"
    );
}

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const ALT_SHIFT: Modifiers = Modifiers {
    shift: true,
    ..Modifiers::ALT
};
const CTRL: Modifiers = Modifiers {
    command: true,
    ..Modifiers::CTRL
};
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const CMD: Modifiers = Modifiers {
    command: true,
    ..Modifiers::MAC_CMD
};
const CMD_SHIFT: Modifiers = Modifiers { shift: true, ..CMD };

#[test]
fn us_keyboard() {
    use UiCommand as C;
    for os in SYSTEMS {
        let check = |k, place, m, typed, c| check(os, k, place, m, typed, Some(c));
        check(Key::A, Key::A, NONE, "a", C::Accept);
        check(Key::A, Key::A, SHIFT, "A", C::AcceptAllLike);
        check(Key::Enter, Key::Enter, NONE, "", C::Accept);
        check(Key::Backspace, Key::Backspace, NONE, "", C::Reject);
        check(Key::Tab, Key::Tab, NONE, "", C::NextItem);
        check(Key::Tab, Key::Tab, SHIFT, "", C::PreviousItem);
        check(Key::Num7, Key::Num7, NONE, "7", C::SetLabel7);
        check(Key::OpenBracket, Key::OpenBracket, NONE, "[", C::StartLeft);
        check(Key::CloseBracket, Key::CloseBracket, NONE, "]", C::StartRight);
        check(Key::OpenCurlyBracket, Key::OpenBracket, SHIFT, "{", C::EndLeft);
        check(Key::CloseCurlyBracket, Key::CloseBracket, SHIFT, "}", C::EndRight);
        check(Key::OpenBracket, Key::OpenBracket, ALT, "[", C::StartLeftChar);
        check(
            Key::CloseCurlyBracket,
            Key::CloseBracket,
            ALT_SHIFT,
            "}",
            C::EndRightChar,
        );
        check(Key::Questionmark, Key::Slash, SHIFT, "?", C::Shortcuts);
        check(Key::Slash, Key::Slash, SHIFT, "?", C::Shortcuts);
        check(Key::F6, Key::F6, SHIFT, "", C::PreviousPane);
    }
}

#[test]
fn command_keys_distinguish_shift() {
    use UiCommand as C;
    for (os, ctrl, ctrl_shift) in [
        (Os::Nix, CTRL, CTRL_SHIFT),
        (Os::Windows, CTRL, CTRL_SHIFT),
        (Os::Mac, CMD, CMD_SHIFT),
    ] {
        let check = |k, m, c| check(os, k, k, m, "", c);
        check(Key::S, ctrl, Some(C::Save));
        check(Key::S, ctrl_shift, Some(C::SaveAs));
        check(Key::Z, ctrl, Some(C::Undo));
        check(Key::Z, ctrl_shift, Some(C::Redo));
        check(Key::Y, ctrl, Some(C::Redo));
        check(Key::F, ctrl_shift, Some(C::FindInProject));
        check(Key::Q, ctrl, Some(C::Quit));
        check(Key::Plus, ctrl_shift, Some(C::LargerText));
        check(Key::Equals, ctrl, Some(C::LargerText));
        // Not ours: unknown combinations go on to egui.
        check(Key::J, ctrl, None);
        check(Key::A, ctrl, None);
        check(Key::A, ALT, None);
        check(Key::Tab, ctrl, None);
    }
    // Control is not Command on a Mac.
    check(Os::Mac, Key::F, Key::F, Modifiers::CTRL, "", None);
    check(Os::Mac, Key::A, Key::A, Modifiers::CTRL, "", None);
}

#[test]
fn other_keyboards() {
    use UiCommand as C;
    // German: brackets with AltGr, which winit does not report as Alt; on a Mac with Option, which it does.
    check(
        Os::Nix,
        Key::OpenBracket,
        Key::Num8,
        NONE,
        "[",
        Some(C::StartLeft),
    );
    check(
        Os::Windows,
        Key::CloseCurlyBracket,
        Key::Num0,
        NONE,
        "}",
        Some(C::EndRight),
    );
    check(Os::Mac, Key::OpenBracket, Key::Num5, ALT, "[", Some(C::StartLeft));
    check(
        Os::Mac,
        Key::OpenCurlyBracket,
        Key::Num8,
        ALT,
        "{",
        Some(C::EndLeft),
    );
    check(
        Os::Nix,
        Key::OpenBracket,
        Key::Num8,
        ALT,
        "",
        Some(C::StartLeftChar),
    );
    check(
        Os::Nix,
        Key::Questionmark,
        Key::Minus,
        SHIFT,
        "?",
        Some(C::Shortcuts),
    );
    // German: the places of the US brackets type "ü" (egui then reports the place) and "+".
    check(
        Os::Nix,
        Key::OpenBracket,
        Key::OpenBracket,
        NONE,
        "ü",
        Some(C::StartLeft),
    );
    check(
        Os::Nix,
        Key::Plus,
        Key::CloseBracket,
        NONE,
        "+",
        Some(C::StartRight),
    );
    check(
        Os::Nix,
        Key::OpenBracket,
        Key::OpenBracket,
        SHIFT,
        "Ü",
        Some(C::EndLeft),
    );
    // French: digits with Shift, signs without.
    check(Os::Nix, Key::Num1, Key::Num1, NONE, "&", Some(C::SetLabel1));
    check(Os::Nix, Key::Quote, Key::Num4, NONE, "'", Some(C::SetLabel4));
    check(Os::Nix, Key::Minus, Key::Num6, NONE, "-", Some(C::SetLabel6));
    check(Os::Nix, Key::Num4, Key::Num4, SHIFT, "4", Some(C::SetLabel4));
    // Russian: egui reports the places of the letters.
    check(Os::Nix, Key::A, Key::A, NONE, "ф", Some(C::Accept));
    // US, Shift and a digit types a sign that means nothing here.
    check(Os::Nix, Key::Exclamationmark, Key::Num1, SHIFT, "!", None);
}

#[test]
fn text_without_a_key_counts_for_signs_only() {
    let (commands, _, left) = type_keys(Os::Nix, reader(), vec![text("{"), text("a"), text("?")]);
    assert_eq!(commands, [UiCommand::EndLeft, UiCommand::Shortcuts]);
    assert_eq!(left, [text("a")]);
}

#[test]
fn no_two_commands_share_a_key() {
    let mut seen = std::collections::HashMap::new();
    for command in UiCommand::ALL {
        for shortcut in command.shortcuts() {
            let other = seen.insert(*shortcut, *command);
            assert_eq!(other, None, "{shortcut:?} of {command:?}");
        }
    }
}

#[test]
fn no_shortcut_belongs_to_the_system() {
    let taken = |os, s: &Shortcut| match os {
        // Hide, minimise, close window, switch application, Spotlight.
        Os::Mac => {
            s.command
                && matches!(
                    s.key,
                    Key::H | Key::M | Key::W | Key::Tab | Key::Space | Key::Comma
                )
        }
        // System menu, task manager, window list.
        Os::Windows => {
            s.alt && matches!(s.key, Key::F4 | Key::Space | Key::Tab | Key::Enter)
                || s.command && s.key == Key::Escape
        }
        // Closing and moving windows; input of code points and emoji.
        _ => {
            let window = matches!(s.key, Key::F4 | Key::F7 | Key::F8 | Key::Space | Key::Tab);
            let input = s.command && s.shift && matches!(s.key, Key::U | Key::E);
            s.alt && (window || s.command) || input
        }
    };
    for os in SYSTEMS {
        for command in UiCommand::ALL {
            let clash = command.shortcuts().iter().find(|s| taken(os, s));
            assert_eq!(clash, None, "{command:?} on {os:?}");
        }
    }
}

#[test]
fn every_shortcut_reaches_its_command() {
    for os in SYSTEMS {
        let command_key = if os == Os::Mac { CMD } else { CTRL };
        for command in UiCommand::ALL {
            for s in command.shortcuts() {
                let mut held = if s.command { command_key } else { NONE };
                held.alt = s.alt;
                held.shift = s.shift;
                let event = key(s.key, s.key, held);
                assert_eq!(
                    type_keys(os, reader(), vec![event]).0,
                    [*command],
                    "{s:?} on {os:?}"
                );
            }
        }
    }
}

#[test]
fn held_keys_repeat_only_what_may_repeat() {
    let a = || key(Key::A, Key::A, NONE);
    let j = || key(Key::J, Key::J, NONE);
    let (commands, _, left) = type_keys(Os::Nix, reader(), vec![a(), text("a"), a(), text("a"), j(), j()]);
    assert_eq!(
        commands,
        [UiCommand::Accept, UiCommand::NextItem, UiCommand::NextItem]
    );
    assert_eq!(left, []);
    let (commands, ..) = type_keys(Os::Nix, reader(), vec![a(), up(Key::A, NONE), a()]);
    assert_eq!(commands, [UiCommand::Accept, UiCommand::Accept]);
}

#[test]
fn the_reader_gets_movement_keys() {
    let moves = vec![
        key(Key::ArrowLeft, Key::ArrowLeft, NONE),
        key(Key::ArrowRight, Key::ArrowRight, SHIFT),
        key(Key::Escape, Key::Escape, NONE),
        key(Key::PageDown, Key::PageDown, NONE),
    ];
    let (commands, keys, left) = type_keys(Os::Nix, reader(), moves.clone());
    assert_eq!(commands, []);
    assert_eq!(
        keys,
        [Key::ArrowLeft, Key::ArrowRight, Key::Escape, Key::PageDown]
    );
    assert_eq!(left, []);
    let (_, keys, left) = type_keys(Os::Nix, Scope::Elsewhere, moves.clone());
    assert_eq!((keys, left), (vec![], moves));
}

#[test]
fn elsewhere_single_keys_are_no_commands() {
    let events = vec![
        key(Key::A, Key::A, NONE),
        text("a"),
        key(Key::S, Key::S, CTRL),
        key(Key::F6, Key::F6, NONE),
    ];
    let (commands, _, left) = type_keys(Os::Nix, Scope::Elsewhere, events);
    assert_eq!(commands, [UiCommand::Save, UiCommand::NextPane]);
    assert_eq!(left.len(), 2);
}

/// A window with a reader (no widget), a button, a text field and, when asked for, a dialog.
#[derive(Default)]
struct Window {
    commands: Vec<UiCommand>,
    pasted: Option<String>,
    field: String,
    dialog: bool,
    clicks: usize,
}

fn window() -> Harness<'static, Window> {
    Harness::builder().build_ui_state(
        |ui, window: &mut Window| {
            window.commands.extend(pressed(ui, reader()));
            window.pasted = take_pasted(ui).or(window.pasted.take());
            window.clicks += usize::from(ui.button("Press me").clicked());
            let name = ui.label("Name");
            ui.text_edit_singleline(&mut window.field).labelled_by(name.id);
            if window.dialog {
                egui::Modal::new(Id::unique("dialog")).show(ui, |ui| ui.label("Really?"));
            }
        },
        Window::default(),
    )
}

#[test]
fn tab_moves_to_the_next_item_and_not_the_focus() {
    let mut harness = window();
    harness.run();
    harness.key_press(Key::Tab);
    harness.key_press_modifiers(SHIFT, Key::Tab);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(
        harness.state().commands,
        [UiCommand::NextItem, UiCommand::PreviousItem]
    );
    assert!(!harness.ctx.egui_wants_keyboard_input());
}

#[test]
fn a_focused_button_keeps_its_keys() {
    let mut harness = window();
    harness.run();
    harness.get_by_label("Press me").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.key_press(Key::X);
    harness.run();
    assert_eq!(
        (harness.state().clicks, &harness.state().commands[..]),
        (1, &[UiCommand::Reject][..])
    );
    harness.key_press(Key::Tab);
    harness.run();
    assert!(harness.get_by_label("Name").is_focused() || harness.ctx.text_edit_focused());
}

#[test]
fn a_text_field_gets_its_letters_and_its_undo() {
    let mut harness = window();
    harness.run();
    harness.get_by_role(egui::accesskit::Role::TextInput).focus();
    harness.run();
    for event in [
        key(Key::A, Key::A, NONE),
        text("a"),
        key(Key::OpenBracket, Key::OpenBracket, NONE),
        text("["),
    ] {
        harness.event(event);
    }
    harness.event(Event::Paste("é".to_owned()));
    harness.run();
    assert_eq!(harness.state().field, "a[é");
    assert_eq!(
        (harness.state().commands.len(), &harness.state().pasted),
        (0, &None)
    );
    harness.key_press_modifiers(CTRL, Key::Z);
    harness.key_press_modifiers(CTRL, Key::S);
    harness.run();
    assert_eq!(harness.state().commands, [UiCommand::Save]);
}

#[test]
fn pasting_outside_text_fields_brings_the_text() {
    let mut harness = window();
    harness.run();
    harness.event(Event::Paste("An article.".to_owned()));
    harness.run();
    assert_eq!(harness.state().commands, [UiCommand::PasteArticle]);
    assert_eq!(harness.state().pasted.as_deref(), Some("An article."));
}

#[test]
fn a_dialog_stops_every_shortcut() {
    let mut harness = window();
    harness.state_mut().dialog = true;
    harness.run();
    for (held, k) in [(NONE, Key::A), (CTRL, Key::S), (NONE, Key::F6), (CTRL, Key::Q)] {
        harness.key_press_modifiers(held, k);
    }
    harness.event(text("?"));
    harness.run();
    assert_eq!(harness.state().commands, []);
}

#[test]
fn a_held_key_does_not_type_into_the_dialog_it_opened() {
    let mut harness = window();
    harness.run();
    harness.event(key(Key::S, Key::S, NONE));
    harness.run();
    assert_eq!(harness.state().commands, [UiCommand::SetSource]);
    harness.state_mut().dialog = true;
    harness.run();
    harness.event(key(Key::S, Key::S, NONE));
    harness.step();
    assert!(!harness.ctx.input(|i| i.key_down(Key::S)));
    harness.event(up(Key::S, NONE));
    harness.event(key(Key::S, Key::S, NONE));
    harness.run();
    assert!(
        harness.ctx.input(|i| i.key_down(Key::S)),
        "a new press is the dialog's"
    );
}
