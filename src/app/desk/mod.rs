//! The pages of the fact-check desk, which take the place of the reader: claims, actors, compare, progress.
//!
//! A page gets a look at the session like every view and asks for [`Act`]s. What it works out it keeps until the project
//! has changed.

mod actors;
mod claims;
mod compare;
mod progress;

use eframe::egui;

pub use claims::table_id as claims_table;

use super::command::UiCommand;
use super::view::{Act, View};

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The open article.
    #[default]
    Reader,
    /// Every claim of every article.
    Claims,
    /// The actors.
    Actors,
    /// Claims about the same event.
    Compare,
    /// How far the review is.
    Progress,
}

impl Page {
    /// Every page, in the order of the keys.
    pub const ALL: [Self; 5] = [
        Self::Reader,
        Self::Claims,
        Self::Actors,
        Self::Compare,
        Self::Progress,
    ];

    /// The command that shows it.
    pub const fn command(self) -> UiCommand {
        match self {
            Self::Reader => UiCommand::ReaderPage,
            Self::Claims => UiCommand::ClaimsPage,
            Self::Actors => UiCommand::ActorsPage,
            Self::Compare => UiCommand::ComparePage,
            Self::Progress => UiCommand::ProgressPage,
        }
    }

    /// The page that `command` shows, if it shows one.
    pub fn of(command: UiCommand) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.command() == command)
    }

    /// The keys that matter on it, with what they do; those of the reader depend on what has the focus.
    pub const fn hints(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Reader => &[],
            Self::Claims => &[
                ("Enter", "show in reader"),
                ("Space", "mark"),
                ("A", "accept"),
                ("X", "reject"),
                ("1–7", "act"),
                ("V", "verdict"),
                ("L", "speaker"),
                ("/", "filter"),
            ],
            Self::Actors => &[
                ("Enter", "merge, show"),
                ("X", "not the same"),
                ("Space", "mark"),
                ("M", "merge with"),
            ],
            Self::Compare => &[
                ("A", "accept"),
                ("X", "keep apart"),
                ("Enter", "to the claims, to the text"),
                ("Space", "mark"),
                ("−", "take out"),
            ],
            Self::Progress => &[("Enter", "show in reader")],
        }
    }

    /// Whether the inspector has something to say beside it.
    pub const fn has_inspector(self) -> bool {
        matches!(self, Self::Reader | Self::Claims)
    }
}

/// The pages with what they remember. Start new ones with every project.
#[derive(Default)]
pub struct Desk {
    /// The page that is shown.
    pub page: Page,
    pub claims: claims::ClaimsPage,
    pub actors: actors::ActorsPage,
    pub compare: compare::ComparePage,
    pub progress: progress::ProgressPage,
}

impl Desk {
    /// Whether a page is working something out.
    pub const fn is_busy(&self) -> bool {
        self.compare.is_busy()
    }

    /// Shows another page, with the keyboard where its work is.
    pub fn turn_to(&mut self, page: Page) {
        self.page = page;
        if page == Page::Actors {
            self.actors.focus();
        }
    }

    /// Takes over what was typed and not confirmed yet.
    pub fn finish(&mut self, view: &View<'_>, acts: &mut Vec<Act>) {
        self.actors.finish(view, acts);
        self.compare.finish(acts);
    }

    /// Shows the current page, which is not the reader, in all the space of `ui`.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        match self.page {
            Page::Reader => {}
            Page::Claims => self.claims.show(ui, view, acts),
            Page::Actors => self.actors.show(ui, view, acts),
            Page::Compare => self.compare.show(ui, view, acts),
            Page::Progress => self.progress.show(ui, view, acts),
        }
    }
}

/// The pages to choose from: side by side, or as a menu where there is little room. Returns what was asked for.
pub fn tabs(ui: &mut egui::Ui, page: Page) -> Option<UiCommand> {
    let mac = ui.ctx().os().is_mac();
    let mut asked = None;
    let mut entry = |ui: &mut egui::Ui, other: Page| {
        let command = other.command();
        let tip = format!("{} ({})", command.tip(), command.key(mac));
        let tab = ui.selectable_label(other == page, command.title());
        if tab.on_hover_text(tip).clicked() {
            asked = Some(command);
            ui.close();
        }
    };
    if ui.available_width() > 380.0 {
        let right = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(right, |ui| {
            for other in Page::ALL.into_iter().rev() {
                entry(ui, other);
            }
        });
    } else {
        super::parts::drop_down(ui, page.command().title(), |ui| {
            for other in Page::ALL {
                entry(ui, other);
            }
        });
    }
    asked
}
