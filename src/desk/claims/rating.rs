//! The ratings of a project, as far as the table of claims has to know them.

use crate::annotation::{Claim, Project, RatingId};

/// A rating.
pub type RatingKey = RatingId;

/// Every rating that a verdict of `project` can give, in the order of the scale, with its name on screen.
#[must_use]
pub fn ratings(project: &Project) -> Vec<(RatingKey, String)> {
    let scale = project.scheme.ratings.iter();
    scale
        .map(|label| (label.id.clone(), label.title.clone()))
        .collect()
}

/// Name of a rating on screen.
#[must_use]
pub fn rating_title(project: &Project, rating: &RatingKey) -> String {
    project.scheme.rating_title(rating).to_owned()
}

/// What a claim was rated; `None` without a verdict.
#[must_use]
pub fn rating_of(claim: &Claim) -> Option<RatingKey> {
    claim.verdict.as_ref().map(|verdict| verdict.rating.clone())
}
