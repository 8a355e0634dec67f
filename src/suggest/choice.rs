//! The suggesters that somebody can choose between.

use std::sync::Arc;

use super::{Accurate, Fast, Rules, Suggester};

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

    /// The suggester, ready for work. Should a model be unreadable, which the tests rule out, the rules step in.
    #[must_use]
    pub fn suggester(self) -> Arc<dyn Suggester> {
        match self {
            Self::Fast => match Fast::embedded() {
                Some(fast) => Arc::new(fast),
                None => Arc::new(Rules),
            },
            Self::Accurate => match Accurate::new() {
                Ok(accurate) => Arc::new(accurate),
                Err(_) => Arc::new(Rules),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_choices_agree() {
        for choice in Choice::ALL {
            assert_eq!(Choice::named(choice.name()), Some(choice));
        }
        assert_eq!(Choice::named("slow"), None);
        for choice in Choice::ALL {
            assert_eq!(choice.suggester().name(), choice.name(), "its model can be read");
        }
    }
}
