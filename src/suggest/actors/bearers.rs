//! Who bears a surname, and whom of several it means.

use super::super::gender::Gender;

/// Among how many persons of one surname it is looked for.
const MOST: usize = 20;

/// The persons of one surname, in the order in which they are met.
#[derive(Default)]
pub(super) struct Bearers {
    pub list: Vec<Bearer>,
}

pub(super) struct Bearer {
    pub actor: usize,
    gender: Gender,
    /// Whether the surname alone is another's if there is one: it is the second of two surnames, or no first name stands before it.
    pub second: bool,
}

impl Bearers {
    pub(super) const fn are_several(&self) -> bool {
        self.list.len() > 1
    }

    pub(super) fn named(&mut self, actor: usize, gender: Gender, second: bool) {
        if let Some(bearer) = self.list.iter_mut().find(|bearer| bearer.actor == actor) {
            if bearer.gender == Gender::Unknown {
                bearer.gender = gender;
            }
        } else if self.list.len() < MOST {
            self.list.push(Bearer {
                actor,
                gender,
                second,
            });
        }
    }

    /// Whom the surname means behind a title of this gender: who was named first. News calls the others of the family by their
    /// first names. The title tells the gender of whom it means: the next "Ms" is not who was "Mr".
    pub(super) fn meant(&mut self, gender: Gender) -> Option<usize> {
        let known = |bearer: &Bearer| gender != Gender::Unknown && bearer.gender == gender;
        let open = |bearer: &Bearer| gender == Gender::Unknown || bearer.gender == Gender::Unknown;
        let of = |fits: &dyn Fn(&Bearer) -> bool| {
            let fitting = || self.list.iter().filter(|bearer| fits(bearer));
            fitting()
                .find(|bearer| !bearer.second)
                .or_else(|| fitting().next())
        };
        let meant = of(&known).or_else(|| of(&open)).or_else(|| of(&|_| true));
        let actor = meant?.actor;
        self.named(actor, gender, false);
        Some(actor)
    }
}
