//! Everything the user can ask for, in one list: what it is called, what it does, which keys ask for it.
//!
//! Menus, the command palette, the shortcut sheet and the keyboard all read this list, so none of them can disagree
//! with another. [`pressed`] is the only place that turns keys into commands.

mod keys;
mod shortcut;

pub use keys::{Scope, install, pressed, take_pasted, take_reader_keys};
pub use shortcut::{Reach, ReaderKey, Shortcut};

use shortcut::{alt, ctrl, ctrl_shift, plain, shift};

use eframe::egui::Key;

/// Where a command stands in menus and in the shortcut sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Opening, saving, leaving.
    File,
    /// Undo and redo.
    Edit,
    /// Going through the items and deciding on them.
    Review,
    /// Kind of a mention, act of a claim.
    Label,
    /// Moving the ends of a span.
    Boundaries,
    /// Building claims.
    Claim,
    /// How suggestions are made.
    Suggestions,
    /// Articles as a whole.
    Article,
    /// Searching.
    Find,
    /// The pages of the fact-check desk.
    Desk,
    /// The window itself.
    View,
    /// About the program.
    Help,
}

impl Group {
    /// Every group, in the order of the shortcut sheet.
    pub const ALL: [Self; 12] = [
        Self::Review,
        Self::Label,
        Self::Boundaries,
        Self::Claim,
        Self::Suggestions,
        Self::Article,
        Self::Find,
        Self::Desk,
        Self::Edit,
        Self::File,
        Self::View,
        Self::Help,
    ];

    /// Name on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Review => "Review",
            Self::Label => "Kind and act",
            Self::Boundaries => "Boundaries",
            Self::Claim => "Claims and mentions",
            Self::Suggestions => "Suggestions",
            Self::Article => "Article",
            Self::Find => "Find",
            Self::Desk => "Pages",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// Declares the commands. `repeat` marks those that a held key may ask for again and again.
macro_rules! commands {
    ($($name:ident, $group:ident, $title:literal, $tip:literal, [$($key:expr),*] $(, $repeat:ident)?;)+) => {
        /// Something the user can ask for. Carries no data: what it acts on is what has the focus.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum UiCommand { $(#[doc = $tip] $name,)+ }

        impl UiCommand {
            /// Every command, in the order of the menus.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Name in menus and in the palette. Ends in "…" if it asks for something first.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it does, one sentence.
            #[must_use]
            pub const fn tip(self) -> &'static str {
                match self { $(Self::$name => $tip,)+ }
            }

            /// Where it stands.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)+ }
            }

            /// The keys that ask for it, the one to show first.
            #[must_use]
            pub const fn shortcuts(self) -> &'static [Shortcut] {
                match self { $(Self::$name => const { &[$($key),*] },)+ }
            }

            /// Whether a held key asks for it again and again. What decides or creates does so once per press.
            #[must_use]
            pub const fn repeats(self) -> bool {
                match self { $(Self::$name => commands!(@repeats $($repeat)?),)+ }
            }
        }
    };
    (@repeats repeat) => { true };
    (@repeats) => { false };
}

commands! {
    OpenFiles, File, "Open files…", "Open articles or data sets from files.", [ctrl(Key::O)];
    OpenFolder, File, "Open folder…", "Open every article in a folder.", [ctrl_shift(Key::O)];
    OpenProject, File, "Open project…", "Open a project folder.", [ctrl(Key::P)];
    NewProject, File, "New project", "Start an empty project.", [ctrl(Key::N)];
    PasteArticle, File, "Paste article…", "Make an article of pasted text.", [ctrl(Key::V)];
    Save, File, "Save", "Save the project.", [ctrl(Key::S)];
    SaveAs, File, "Save as…", "Save the project in another folder.", [ctrl_shift(Key::S)];
    Versions, File, "Earlier versions…", "Look at what saving has replaced, and open a copy of it.", [];
    ImportAnnotated, File, "Import annotations…", "Take in what others have marked, from files of other programs or our own.", [];
    ImportAnnotatedFolder, File, "Import annotated folder…", "Take in what others have marked, from a folder such as brat's.", [];
    AttachTable, File, "Attach reference table…", "Attach a table of events to hold the figures of claims against.", [];
    ReferenceTables, File, "Reference tables…", "Show which reference tables are attached, and detach them.", [];
    TakeInCopy, File, "Take in a colleague’s copy…", "Take what a colleague decided in another copy of this project into this one.", [];
    Export, File, "Export…", "Write the reviewed work for other programs.", [ctrl(Key::E)];
    Quit, File, "Quit", "Close the program; unsaved work is asked about first.", [ctrl(Key::Q)];

    Undo, Edit, "Undo", "Take back the last change.", [ctrl(Key::Z)], repeat;
    Redo, Edit, "Redo", "Make the change again that was taken back.", [ctrl_shift(Key::Z), ctrl(Key::Y)], repeat;

    NextItem, Review, "Next item", "Go to the next item to review.", [plain(Key::Tab), plain(Key::J)], repeat;
    PreviousItem, Review, "Previous item", "Go to the item before.", [shift(Key::Tab), plain(Key::K)], repeat;
    Accept, Review, "Accept", "Accept the focused item and go on.", [plain(Key::Enter), plain(Key::A)];
    Reject, Review, "Reject", "Reject the focused item and go on.", [plain(Key::X), plain(Key::Backspace)];
    AcceptAllLike, Review, "Accept all like this…", "Accept every suggestion like the focused one, after a preview.", [shift(Key::A)];
    ShowAll, Review, "Show all items", "Step through all items, or through undecided ones only.", [plain(Key::H)];
    WorthFirst, Review, "Most worth checking first", "Step through the items by how much they ask for a check, or as they stand in the text.", [plain(Key::O)];

    RatingScale, Review, "Rating scale…", "Change the ratings that claims can get.", [];

    ShowDifferences, Review, "Show differences", "Step only through what people decided differently, or through undecided items again.", [shift(Key::D)];
    TakeFirst, Review, "Take the first version", "Where people decided differently, take what the first of them decided, and go on.", [plain(Key::Comma)];
    TakeSecond, Review, "Take the second version", "Where people decided differently, take what the second of them decided, and go on.", [plain(Key::Period)];

    SetLabel1, Label, "Set kind or act 1", "Set the first kind, on a claim the first act.", [plain(Key::Num1)];
    SetLabel2, Label, "Set kind or act 2", "Set the second kind, on a claim the second act.", [plain(Key::Num2)];
    SetLabel3, Label, "Set kind or act 3", "Set the third kind, on a claim the third act.", [plain(Key::Num3)];
    SetLabel4, Label, "Set kind or act 4", "Set the fourth kind, on a claim the fourth act.", [plain(Key::Num4)];
    SetLabel5, Label, "Set kind or act 5", "Set the fifth kind, on a claim the fifth act.", [plain(Key::Num5)];
    SetLabel6, Label, "Set kind or act 6", "Set the sixth kind, on a claim the sixth act.", [plain(Key::Num6)];
    SetLabel7, Label, "Set kind or act 7", "Set the seventh kind, on a claim the seventh act.", [plain(Key::Num7)];
    SetLabel8, Label, "Set kind or act 8", "Set the eighth kind.", [plain(Key::Num8)];

    StartLeft, Boundaries, "Move start left", "Move the start of the focused item one word to the left.", [plain(Key::OpenBracket)], repeat;
    StartRight, Boundaries, "Move start right", "Move the start of the focused item one word to the right.", [plain(Key::CloseBracket)], repeat;
    EndLeft, Boundaries, "Move end left", "Move the end of the focused item one word to the left.", [plain(Key::OpenCurlyBracket)], repeat;
    EndRight, Boundaries, "Move end right", "Move the end of the focused item one word to the right.", [plain(Key::CloseCurlyBracket)], repeat;
    StartLeftChar, Boundaries, "Move start left by a character", "Move the start of the focused item one character to the left.", [alt(Key::OpenBracket)], repeat;
    StartRightChar, Boundaries, "Move start right by a character", "Move the start of the focused item one character to the right.", [alt(Key::CloseBracket)], repeat;
    EndLeftChar, Boundaries, "Move end left by a character", "Move the end of the focused item one character to the left.", [alt(Key::OpenCurlyBracket)], repeat;
    EndRightChar, Boundaries, "Move end right by a character", "Move the end of the focused item one character to the right.", [alt(Key::CloseCurlyBracket)], repeat;

    NextPart, Boundaries, "Next part", "Move the boundaries of the claim's next part: content, cue, source, via, figures, targets.", [plain(Key::P)], repeat;

    NewClaim, Claim, "New claim", "Make a claim of the selected text.", [plain(Key::C)];
    SetSource, Claim, "Set source", "Pick the source of the focused claim.", [plain(Key::S)];
    SetVia, Claim, "Set via", "Pick whom the focused claim came through, second hand.", [shift(Key::S)];
    SetTarget, Claim, "Set target", "Pick whom the focused claim is about.", [plain(Key::T)];
    AddFigure, Claim, "Add figure", "Add a figure to the focused claim.", [plain(Key::F)];
    TagAll, Claim, "Tag all mentions", "Tag every place where the selected text stands.", [plain(Key::G)];
    EditInInspector, Claim, "Edit in inspector", "Edit the focused item in the inspector.", [plain(Key::E)];
    LinkActor, Claim, "Link to actor…", "Say which actor the focused mention refers to.", [plain(Key::M)];
    Note, Claim, "Note", "Write a note on the focused item.", [plain(Key::N)];
    Verdict, Claim, "Verdict", "Rate the focused claim.", [plain(Key::V)];

    FastSuggestions, Suggestions, "Fast suggestions", "Suggest at once, by word lists and small models alone.", [];
    AccurateSuggestions, Suggestions, "Accurate suggestions", "Suggest at once, and refine the suggestions in the background.", [];
    Beliefs, Suggestions, "Also beliefs and intentions", "Suggest also what people believe, hope or plan, not only what they say.", [];
    Learning, Suggestions, "Learn from decisions", "Let articles that are done teach the suggestions. What does not help on others is not used.", [];

    SwitchZone, Article, "Switch zone", "Make the paragraph body, headline or boilerplate.", [plain(Key::Z)];
    MarkDone, Article, "Mark article done", "Mark the article as done, or open it again.", [plain(Key::D)];
    SuggestAgain, Article, "Suggest again", "Run the suggester on the article again; decisions stay.", [plain(Key::F5)];
    LostItems, Article, "Items that lost their place", "Go to the items that lost their place because the text was changed.", [plain(Key::L)];
    NextArticle, Article, "Next article", "Go to the next article in the library.", [ctrl(Key::PageDown), shift(Key::J)], repeat;
    PreviousArticle, Article, "Previous article", "Go to the article before in the library.", [ctrl(Key::PageUp), shift(Key::K)], repeat;

    FindInArticle, Find, "Find in article", "Search the open article.", [ctrl(Key::F)];
    FindInProject, Find, "Find in project", "Search every article of the project.", [ctrl_shift(Key::F)];

    ReaderPage, Desk, "Reader", "Show the open article.", [ctrl(Key::Num1)];
    ClaimsPage, Desk, "Claims", "Show the claims of every article in one table.", [ctrl(Key::Num2)];
    ActorsPage, Desk, "Actors", "Show the actors of the project with their mentions and claims.", [ctrl(Key::Num3)];
    ComparePage, Desk, "Compare", "Show claims about the same event side by side.", [ctrl(Key::Num4)];
    ProgressPage, Desk, "Progress", "Show how far the review is and what it found.", [ctrl(Key::Num5)];

    CommandPalette, View, "Command palette", "Find any command by its name.", [ctrl(Key::K)];
    NextPane, View, "Next pane", "Move the keyboard to the next pane of the window.", [plain(Key::F6)], repeat;
    PreviousPane, View, "Previous pane", "Move the keyboard to the pane before.", [shift(Key::F6)], repeat;
    ToggleLibrary, View, "Toggle library", "Show or hide the library.", [ctrl(Key::B)];
    ToggleInspector, View, "Toggle inspector", "Show or hide the inspector.", [ctrl(Key::I)];
    LargerText, View, "Larger text", "Make the article's text larger.", [ctrl(Key::Plus), ctrl(Key::Equals)], repeat;
    SmallerText, View, "Smaller text", "Make the article's text smaller.", [ctrl(Key::Minus)], repeat;
    NormalText, View, "Normal text size", "Give the article's text its usual size.", [ctrl(Key::Num0)];
    LightTheme, View, "Light theme", "Dark text on a light ground.", [];
    DarkTheme, View, "Dark theme", "Light text on a dark ground.", [];
    SystemTheme, View, "System theme", "Light or dark, as the desktop says.", [];
    ReviewerName, View, "Reviewer name…", "Say under which name your decisions are recorded.", [];

    Shortcuts, Help, "Keyboard shortcuts", "Show every key.", [plain(Key::Questionmark), plain(Key::F1)];
    About, Help, "About Claimdesk", "Version, licence, and what the program never does.", [];
}

impl UiCommand {
    /// Which label a `SetLabel` command sets, from 1.
    #[must_use]
    pub const fn label_number(self) -> Option<usize> {
        Some(match self {
            Self::SetLabel1 => 1,
            Self::SetLabel2 => 2,
            Self::SetLabel3 => 3,
            Self::SetLabel4 => 4,
            Self::SetLabel5 => 5,
            Self::SetLabel6 => 6,
            Self::SetLabel7 => 7,
            Self::SetLabel8 => 8,
            _ => return None,
        })
    }

    /// The keys to show beside it ("Ctrl+Shift+Z, Ctrl+Y"); empty if it has none.
    #[must_use]
    pub fn keys(self, mac: bool) -> String {
        let keys: Vec<String> = self.shortcuts().iter().map(|s| s.name(mac)).collect();
        keys.join(", ")
    }

    /// The first of its keys, for menus; empty if it has none.
    #[must_use]
    pub fn key(self, mac: bool) -> String {
        self.shortcuts().first().map(|s| s.name(mac)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_described() {
        for command in UiCommand::ALL {
            let (title, tip) = (command.title(), command.tip());
            assert!(!title.ends_with('.') && tip.ends_with('.'), "{command:?}");
            assert!(
                title.starts_with(char::is_uppercase) && tip.starts_with(char::is_uppercase),
                "{command:?}"
            );
            assert!(Group::ALL.contains(&command.group()), "{command:?}");
        }
        let mut titles: Vec<&str> = UiCommand::ALL.iter().map(|c| c.title()).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(
            titles.len(),
            UiCommand::ALL.len(),
            "two commands have the same title"
        );
    }

    #[test]
    fn labels_are_numbered() {
        let numbers: Vec<usize> = UiCommand::ALL.iter().filter_map(|c| c.label_number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn keys_read_well() {
        assert_eq!(UiCommand::Redo.keys(false), "Ctrl+Shift+Z, Ctrl+Y");
        assert_eq!(UiCommand::SaveAs.key(true), "⇧⌘S");
        assert_eq!(UiCommand::EndLeftChar.key(false), "Alt+{");
        assert_eq!(UiCommand::Accept.keys(false), "Enter, A");
        assert_eq!(UiCommand::AcceptAllLike.key(false), "Shift+A");
        assert_eq!(UiCommand::About.key(false), "");
    }
}
