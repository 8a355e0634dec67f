//! Places that no mention names: "the Kostrava colliery", "a clinic", a name that no list knows behind "in".

use std::ops::Range;

use super::super::doc::Case;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::details::{AHEAD, BEHIND, Mentions};
use super::harm_words::{Part, is_part};

/// How many words a site can have before its noun.
const LONGEST: usize = 5;

impl Mentions<'_, '_, '_> {
    /// The nearest site in the number's own statement, those after it first.
    pub(super) fn site_of(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let ahead = (here.end..here.end + AHEAD).take_while(|i| !w.is_stop(*i));
        let behind = (1..=BEHIND)
            .map(|back| w.before(here.start, back))
            .take_while(|i| !w.is_stop(*i));
        let site = ahead.chain(behind).find_map(|i| self.site(i))?;
        Some(w.doc.words_of(site).to_owned())
    }

    /// The site whose last word stands at `i`.
    fn site(&self, i: usize) -> Option<Range<usize>> {
        let w = self.w;
        if !w.is_word(i) {
            return None;
        }
        if self.is_unknown_name(i) {
            let end = (i + 1..i + LONGEST).find(|at| !w.capital(*at) || self.mention_of(*at).is_some());
            return Some(i..end.unwrap_or(i + LONGEST));
        }
        // "hospital staff", "the village's": says whose, not where.
        let goes_on = w.mostly(i + 1, Tag::Noun) || w.is_people(i + 1) || w.lower(i + 1).starts_with('\'');
        let acts = self.mention_of(i).is_some_and(Self::is_actor);
        if !is_part(w.lower(i), Part::Site) || goes_on || acts {
            return None;
        }
        let mut start = i;
        let belongs = |at: usize| {
            w.is_word(at)
                && !w.doc.is_function_word(at)
                && !w.is_full_verb(at)
                && (w.mostly(at, Tag::Noun) || w.mostly(at, Tag::Adjective) || w.capital(at))
        };
        while start + LONGEST > i && belongs(w.before(start, 1)) {
            start = w.before(start, 1);
        }
        let mut before = w.before(start, 1);
        // "taken to hospital", "attacks on schools": wherever that is.
        let any = matches!(
            w.lower(i),
            "hospital" | "hospitals" | "clinics" | "schools" | "churches" | "mosques" | "camps" | "shelters"
        );
        if start == i && any && !w.is(before, Class::ARTICLE) {
            return None;
        }
        // "in a town" tells nothing.
        if start == i && matches!(w.lower(before), "a" | "an") && w.is(i, Class::PLACE_NOUN) {
            return None;
        }
        if w.is(before, Class::ARTICLE) {
            before = w.before(before, 1);
        }
        // "the fishing villages of the Ramree coast"
        let of_site = w.lower(before) == "of" && is_part(w.lower(w.before(before, 1)), Part::Site);
        let enters = of_site
            || w.is(before, Class::PLACE_BEFORE)
            || matches!(w.lower(before), "on" | "along" | "off")
            || is_part(w.lower(before), Part::Attack);
        enters.then_some(start..i + 1)
    }

    /// A capital behind "in" that is the name of nothing known.
    fn is_unknown_name(&self, i: usize) -> bool {
        let w = self.w;
        w.capital(i)
            && !w.is_calendar(i)
            && w.doc.case_at(i) == Case::Running
            && (matches!(
                w.lower(w.before(i, 1)),
                "in" | "at" | "near" | "outside" | "around"
            ) || w.lower(w.before(i, 1)) == "of" && is_part(w.lower(w.before(i, 2)), Part::Site))
            && self.mention_of(i).is_none()
            && (w.capital(i + 1) || !w.mostly(i + 1, Tag::Noun) && !w.mostly(i + 1, Tag::Adjective))
    }
}
