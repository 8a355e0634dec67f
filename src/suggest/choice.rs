//! The suggesters that somebody can choose between.

/// Which suggester.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The one that works at once.
    #[default]
    Fast,
    /// The one that finds more, at some thousand words a second.
    Accurate,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Fast, Self::Accurate];

    /// Its name on the command line and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Accurate => "accurate",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}
