//! The ratings that a claim can get: a scale of the project's choice, from what holds to what does not.

use std::borrow::Cow;
use std::fmt;

use super::{LabelScheme, Tone};

/// Name of a rating, as it stands in files and exports.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RatingId(Cow<'static, str>);

impl RatingId {
    /// Holds.
    pub const TRUE: Self = Self(Cow::Borrowed("true"));
    /// Holds with small reservations.
    pub const MOSTLY_TRUE: Self = Self(Cow::Borrowed("mostly true"));
    /// Neither shown nor refuted.
    pub const UNPROVEN: Self = Self(Cow::Borrowed("unproven"));
    /// Leads astray.
    pub const MISLEADING: Self = Self(Cow::Borrowed("misleading"));
    /// Does not hold.
    pub const FALSE: Self = Self(Cow::Borrowed("false"));

    /// A rating of that name, which a project's scale may or may not have.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(Cow::Owned(name.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What no rating means: nothing was shown.
impl Default for RatingId {
    fn default() -> Self {
        Self::UNPROVEN
    }
}

impl fmt::Display for RatingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RatingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rating as a project shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingLabel {
    /// Its name in files.
    pub id: RatingId,
    /// Its name on screen, sentence case.
    pub title: String,
    /// What it says about the claim, which gives it its colour.
    pub tone: Tone,
}

impl RatingLabel {
    fn new(id: RatingId, title: &str, tone: Tone) -> Self {
        Self {
            id,
            title: title.to_owned(),
            tone,
        }
    }

    /// The scale of a new project: true, mostly true, unproven, misleading, false.
    #[must_use]
    pub fn five() -> Vec<Self> {
        vec![
            Self::new(RatingId::TRUE, "True", Tone::Holds),
            Self::new(RatingId::MOSTLY_TRUE, "Mostly true", Tone::MostlyHolds),
            Self::new(RatingId::UNPROVEN, "Unproven", Tone::Open),
            Self::new(RatingId::MISLEADING, "Misleading", Tone::Doubtful),
            Self::new(RatingId::FALSE, "False", Tone::Fails),
        ]
    }

    /// The scale of data sets for checking facts: supported, not enough information, refuted.
    #[must_use]
    pub fn three() -> Vec<Self> {
        vec![
            Self::new(RatingId::new("supported"), "Supported", Tone::Holds),
            Self::new(RatingId::new("not enough info"), "Not enough info", Tone::Open),
            Self::new(RatingId::new("refuted"), "Refuted", Tone::Fails),
        ]
    }

    /// True and false.
    #[must_use]
    pub fn two() -> Vec<Self> {
        vec![
            Self::new(RatingId::TRUE, "True", Tone::Holds),
            Self::new(RatingId::FALSE, "False", Tone::Fails),
        ]
    }
}

impl LabelScheme {
    /// The label of `rating`, if the scale has it.
    #[must_use]
    pub fn rating(&self, rating: &RatingId) -> Option<&RatingLabel> {
        self.ratings.iter().find(|label| label.id == *rating)
    }

    /// Name of `rating` on screen: its title, or its name in files if the scale lacks it.
    #[must_use]
    pub fn rating_title<'a>(&'a self, rating: &'a RatingId) -> &'a str {
        self.rating(rating)
            .map_or(rating.as_str(), |label| label.title.as_str())
    }

    /// The rating that key `number` (1 for the first) sets.
    #[must_use]
    pub fn rating_by_key(&self, number: usize) -> Option<&RatingLabel> {
        self.ratings.get(number.checked_sub(1)?)
    }

    /// The rating of a claim that nothing is said about yet: the first that leaves it open.
    #[must_use]
    pub fn open_rating(&self) -> RatingId {
        let open = self.ratings.iter().find(|label| label.tone == Tone::Open);
        open.map(|label| label.id.clone()).unwrap_or_default()
    }

    /// The place of `rating` in the scale as a number, 1 for the last, and the number of the first. `None` for a rating
    /// that the scale lacks or that leaves the claim open, because that is no place between true and false.
    #[must_use]
    pub fn rating_number(&self, rating: &RatingId) -> Option<(usize, usize)> {
        let place = self.ratings.iter().position(|label| label.id == *rating)?;
        let best = self.ratings.len();
        let label = self.ratings.get(place)?;
        (label.tone != Tone::Open).then_some((best - place, best))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_the_scale_is_a_number_unless_it_is_open() {
        let with = |ratings| LabelScheme {
            ratings,
            ..LabelScheme::default()
        };
        for (ratings, id, expected) in [
            (RatingLabel::five(), "true", Some((5, 5))),
            (RatingLabel::five(), "mostly true", Some((4, 5))),
            (RatingLabel::five(), "unproven", None),
            (RatingLabel::five(), "false", Some((1, 5))),
            (RatingLabel::three(), "supported", Some((3, 3))),
            (RatingLabel::three(), "not enough info", None),
            (RatingLabel::two(), "false", Some((1, 2))),
            (RatingLabel::two(), "misleading", None),
        ] {
            assert_eq!(with(ratings).rating_number(&RatingId::new(id)), expected, "{id}");
        }
    }

    #[test]
    fn a_rating_that_the_scale_lacks_is_shown_by_its_name() {
        let scheme = LabelScheme {
            ratings: RatingLabel::two(),
            ..LabelScheme::default()
        };
        assert_eq!(scheme.rating_title(&RatingId::FALSE), "False");
        assert_eq!(scheme.rating_title(&RatingId::MISLEADING), "misleading");
        assert_eq!(scheme.open_rating(), RatingId::UNPROVEN);
        assert_eq!(scheme.rating_by_key(2).unwrap().title, "False");
        assert_eq!((scheme.rating_by_key(0), scheme.rating_by_key(3)), (None, None));
    }
}
