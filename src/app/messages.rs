//! How the window says things in passing.

use super::command::UiCommand;
use super::toasts::{Toasts, Tone};

impl Toasts<UiCommand> {
    /// Something to know now. It takes the place of the last such message, so that many undos do not pile up.
    pub fn info(&mut self, text: impl Into<String>) {
        self.forget(Tone::Info);
        self.say(Tone::Info, text);
    }

    /// It worked.
    pub fn success(&mut self, text: impl Into<String>) {
        self.say(Tone::Success, text);
    }

    /// It worked, but.
    pub fn warning(&mut self, text: impl Into<String>) {
        self.say(Tone::Warning, text);
    }

    /// It did not work.
    pub fn error(&mut self, text: impl Into<String>) {
        self.say(Tone::Error, text);
    }

    /// It worked, and can be taken back at once.
    /// Only the last thing done can be: the buttons of earlier ones go.
    pub fn with_undo(&mut self, text: impl Into<String>) {
        self.drop_action(&UiCommand::Undo);
        self.say_with(Tone::Success, text, "Undo", UiCommand::Undo);
    }
}
