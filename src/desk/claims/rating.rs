//! The ratings of a project, as far as the table of claims has to know them.

use crate::annotation::{Claim, Project, Rating};

/// A rating.
pub type RatingKey = Rating;

/// Every rating that a verdict of `project` can give, in the order of the scheme, with its name on screen.
#[must_use]
pub fn ratings(project: &Project) -> Vec<(RatingKey, String)> {
    let _ = project;
    let title = |rating: &RatingKey| (*rating, rating.title().to_owned());
    Rating::ALL.iter().map(title).collect()
}

/// Name of a rating on screen.
#[must_use]
pub fn rating_title(project: &Project, rating: &RatingKey) -> String {
    let _ = project;
    rating.title().to_owned()
}

/// What a claim was rated; `None` without a verdict.
#[must_use]
pub fn rating_of(claim: &Claim) -> Option<RatingKey> {
    claim.verdict.as_ref().map(|verdict| verdict.rating)
}

/// Where a rating stands when claims are sorted by it.
pub(super) const fn rank(rating: RatingKey) -> u64 {
    rating as u64
}
