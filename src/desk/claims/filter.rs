//! Which claims to show.

use jiff::civil::Date;
use memchr::memmem::Finder;

use crate::annotation::{Act, ActorId, ArticleId, Measure, QuoteType, Status};

use super::block::{Block, Row};
use super::rating::RatingKey;

/// Which claims to show: those that everything set here holds for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that must all be in the content or the source's words; letter case aside.
    pub words: String,
    /// Who says it.
    pub speaker: Option<Speaker>,
    /// What the speaker does by it.
    pub act: Option<Act>,
    /// How the content is given.
    pub quote: Option<QuoteType>,
    /// What one of its figures counts.
    pub measure: Option<Measure>,
    /// Words in the place of one of its figures; letter case aside.
    pub place: String,
    /// It is about no day before this one.
    pub from: Option<Date>,
    /// It is about no day after this one.
    pub to: Option<Date>,
    /// In which article.
    pub article: Option<ArticleId>,
    /// What was decided.
    pub standing: Standing,
    /// What it was rated.
    pub verdicts: Verdicts,
    /// How much it asks for a check at least, in hundredths.
    pub worth: u8,
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// This actor.
    Actor(ActorId),
    /// Nobody that is known.
    Nobody,
}

/// What was decided about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Anything but that it does not hold.
    #[default]
    Standing,
    /// Nothing yet.
    Undecided,
    /// That it holds.
    Confirmed,
    /// That it does not.
    Rejected,
    /// Anything.
    Any,
}

impl Standing {
    /// Every choice, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Standing,
        Self::Undecided,
        Self::Confirmed,
        Self::Rejected,
        Self::Any,
    ];

    /// Name on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Standing => "Not rejected",
            Self::Undecided => "Undecided",
            Self::Confirmed => "Confirmed",
            Self::Rejected => "Rejected",
            Self::Any => "Any",
        }
    }

    const fn lets_pass(self, status: Status) -> bool {
        match self {
            Self::Standing => !matches!(status, Status::Rejected),
            Self::Undecided => matches!(status, Status::Suggested),
            Self::Confirmed => {
                matches!(status, Status::Accepted | Status::Corrected | Status::Added)
            }
            Self::Rejected => matches!(status, Status::Rejected),
            Self::Any => true,
        }
    }
}

/// What it was rated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdicts {
    /// Anything or nothing.
    #[default]
    Any,
    /// Nothing.
    None,
    /// Anything.
    Some,
    /// This.
    Is(RatingKey),
}

impl Filter {
    /// Whether anything is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }
}

/// A filter made ready for many claims.
pub(super) struct Sieve<'a> {
    filter: &'a Filter,
    words: Vec<Finder<'static>>,
    place: Option<Finder<'static>>,
    worth: f32,
}

impl<'a> Sieve<'a> {
    pub fn new(filter: &'a Filter) -> Self {
        let finder = |word: &str| Finder::new(&word.to_lowercase()).into_owned();
        let place = filter.place.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            filter,
            words: filter.words.split_whitespace().map(finder).collect(),
            place: (!place.is_empty()).then(|| finder(&place)),
            // A hair less, so that 0.7 is at least 70 hundredths.
            worth: f32::from(filter.worth) / 100.0 - 1e-6,
        }
    }

    pub fn takes_article(&self, block: &Block) -> bool {
        self.filter.article.as_ref().is_none_or(|id| *id == block.article)
    }

    pub fn lets_pass(&self, block: &Block, row: &Row) -> bool {
        let filter = self.filter;
        filter.standing.lets_pass(row.status)
            && filter.act.is_none_or(|act| act == row.act)
            && filter.quote.is_none_or(|quote| quote == row.quote)
            && (filter.worth == 0 || row.worth >= self.worth)
            && match filter.speaker {
                None => true,
                Some(Speaker::Nobody) => row.speaker.is_none(),
                Some(Speaker::Actor(actor)) => row.speaker == Some(actor),
            }
            && match &filter.verdicts {
                Verdicts::Any => true,
                Verdicts::None => row.rating.is_none(),
                Verdicts::Some => row.rating.is_some(),
                Verdicts::Is(rating) => row.rating.as_ref() == Some(rating),
            }
            && filter
                .from
                .is_none_or(|from| row.days.is_some_and(|days| days.last() >= from))
            && filter
                .to
                .is_none_or(|to| row.days.is_some_and(|days| days.first() <= to))
            && filter
                .measure
                .is_none_or(|measure| block.figures(row).iter().any(|figure| figure.measure == measure))
            && self
                .place
                .as_ref()
                .is_none_or(|place| place.find(block.places(row).as_bytes()).is_some())
            && (self.words.is_empty() || {
                let said = block.said(row).as_bytes();
                self.words.iter().all(|word| word.find(said).is_some())
            })
    }
}
