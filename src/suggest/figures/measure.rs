//! What a number counts: killed, wounded, detained, displaced, missing, or something else.
//!
//! The words that say so are asked in order of how surely they belong to the number: inside its noun phrase, right after
//! it, the verb whose object it is, a predicate further on, and last the number before it ("five were killed in Aven and one in
//! Toria").

use std::ops::Range;

use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::harm::{Harm, Side, harm, measure_of};
use super::phrase::{Counted, is_attribute};
use super::window::Window;
use crate::annotation::Measure;

/// How far, in tokens, the predicate of a number may be.
const AHEAD: usize = 24;
const BEHIND: usize = 18;
/// How far the word "toll" may stand before its number.
const TOLL: usize = 24;

/// A number whose measure is asked for.
pub(super) struct Ask<'w, 'd, 'a> {
    pub w: &'w Window<'d, 'a>,
    /// The number's tokens.
    pub here: Range<usize>,
    /// First token of the words that bound it.
    pub opening: usize,
    pub counted: &'w Counted,
    /// The number before it: where it ends, and its measure.
    pub last: Option<(usize, Measure)>,
}

impl Ask<'_, '_, '_> {
    /// What the number counts.
    pub(super) fn measure(&self) -> Measure {
        if let Some(measure) = self.is_part().then(|| self.inherited()).flatten() {
            return measure;
        }
        let found = self
            .inside()
            .or_else(|| self.right_after())
            .or_else(|| self.toll())
            .or_else(|| self.behind())
            .or_else(|| {
                self.ahead()
                    .map(|(_, harm)| harm)
                    .filter(|_| !self.stands_apart())
            })
            .or_else(|| self.attribute());
        match found {
            Some(harm) if !harm.if_people || self.is_people() => harm.measure,
            // "taken away 100 bodies": the verb says so only of people, the noun all the same.
            Some(_) => self.by_noun().unwrap_or_default(),
            None => self.inherited().or_else(|| self.by_noun()).unwrap_or_default(),
        }
    }

    fn is_people(&self) -> bool {
        let w = self.w;
        self.counted
            .head
            .is_none_or(|head| w.is_people(head) || w.capital(head))
    }

    /// "including 5 children", "among them 5 children": part of the number before.
    fn is_part(&self) -> bool {
        let one = self.w.before(self.opening, 1);
        let two = self.w.lower(self.w.before(self.opening, 2));
        match self.w.lower(one) {
            "including" => true,
            "them" | "which" | "whom" => matches!(two, "among" | "of"),
            _ => false,
        }
    }

    /// "12 deaths", "12 lives".
    fn inside(&self) -> Option<Harm> {
        let w = self.w;
        let head = self.counted.head?;
        let saved = w.lower(head) == "lives" && harm(w, head).is_none();
        let noun = w.is(head, Class::MEASURE) && !w.is_people(head) && w.lower(head) != "bodies" && !saved;
        noun.then(|| plain(w.class(head)))?
    }

    /// "12 wounded soldiers", if no verb says what became of them.
    fn attribute(&self) -> Option<Harm> {
        let w = self.w;
        let head = self.counted.head?;
        let at = (self.here.end..head).find(|i| is_attribute(w, *i))?;
        plain(w.class(at))
    }

    /// "12 people were killed", "12 dead": nothing but auxiliaries and adverbs between.
    fn right_after(&self) -> Option<Harm> {
        let (at, harm) = self.ahead()?;
        let w = self.w;
        let near = (self.counted.end..at).all(|i| {
            w.is(i, Class::BE.or(Class::AUX).or(Class::MODAL).or(Class::NOT))
                || w.mostly(i, Tag::Adverb)
                || w.doc.is_quote_mark(i)
                || matches!(
                    w.lower(i),
                    "either" | "reported" | "confirmed" | "feared" | "left" | "believed" | "to"
                )
        });
        // "resulted in 12 dying", but "in three strikes were killed".
        let apart = self.stands_apart() && at > self.counted.end;
        (near && !apart).then_some(harm)
    }

    /// "killed by 12 gunmen", "killed in 12 places", "six from one family": part of something that came to no harm.
    fn stands_apart(&self) -> bool {
        let w = self.w;
        matches!(
            w.lower(w.before(self.opening, 1)),
            "by" | "from" | "in" | "on" | "for" | "at" | "against" | "into" | "near" | "under" | "towards"
        )
    }

    /// The nearest predicate after the number whose subject it can be.
    fn ahead(&self) -> Option<(usize, Harm)> {
        let w = self.w;
        let (mut relative, mut verbs) = (false, 0);
        let mut i = self.counted.end;
        while i < self.counted.end + AHEAD {
            if w.is_stop(i) {
                return None;
            }
            // "12 bodies and 30 injured": what says so itself does not ask the next number.
            let numeral = w.is_digits(i) || w.is(i, Class::NUMBER_WORD);
            // "115 were brought out, nobody was hurt"
            let nobody = matches!(w.lower(i), "nobody" | "none" | "noone");
            if nobody || self.is_another(i) || numeral && self.by_noun().is_some() {
                return None;
            }
            if let Some(found) = harm(w, i) {
                match found.side {
                    // "were rounded up and executed"
                    Side::Before if w.is_idiom(i) && is_joined(w, i) => {}
                    Side::Before => return Some((i, found)),
                    Side::After if !relative => return None,
                    _ => {}
                }
            } else if matches!(w.lower(i), "who" | "whom" | "which" | "that" | "whose") {
                relative = true;
            } else if w.is(i, Class::BOUNDARY) && !(w.lower(i) == "as" && w.is(i + 1, Class::KILLED)) {
                return None;
            } else if passes_on(w, i) {
                // Nothing of its own: "are believed to have been killed", "got hurt", "fell as martyrs".
            } else if w.is_full_verb(i) && !w.is(i, Class::MEASURE) {
                verbs += 1;
                if !relative || verbs > 2 {
                    return None;
                }
            }
            i += 1;
        }
        None
    }

    /// Another number that is not counted together with this one: "87 Get short URL 12 rebels were killed".
    fn is_another(&self, i: usize) -> bool {
        let w = self.w;
        let people = self.counted.head.is_some_and(|head| w.is_people(head));
        let linked = |back: usize| {
            let at = w.before(i, back);
            matches!(w.lower(at), "," | "(" | "including" | "plus" | "last")
                || w.range.contains(&at) && w.doc.is_function_word(at)
        };
        (w.is_digits(i) || w.is(i, Class::NUMBER_WORD)) && !people && !(1..=4).any(linked)
    }

    /// "the death toll rose to 12", "the number of wounded is 12".
    fn toll(&self) -> Option<Harm> {
        let w = self.w;
        let link = w.lower(w.before(self.opening, 1));
        let changed = link == "to";
        let reach = match link {
            "to" | "at" | "of" | "is" | "was" | "reached" | "hit" | "exceeded" | "topped" | "passed"
            | "as" => TOLL,
            // "Death toll from attack at least 126", "the toll surpasses 130"
            _ if self.opening < self.here.start
                || self.w.can_be(self.w.before(self.opening, 1), Tag::Present) =>
            {
                TOLL
            }
            _ => 4,
        };
        for back in 1..=reach {
            let i = w.before(self.opening, back);
            // "the toll of the quake that struck Aven rose to 12"
            let relative = matches!(w.lower(i), "as" | "that" | "which");
            if w.is_stop(i) || w.is(i, Class::BOUNDARY) && !relative {
                return None;
            }
            match w.lower(i) {
                // Not a person's name.
                "toll" | "tolls" if !w.capital(i) || w.lower(w.before(i, 1)) == "death" => {
                    let before = w.before(i, 1);
                    return plain(if w.is(before, Class::MEASURE) {
                        w.class(before)
                    } else {
                        Class::KILLED
                    });
                }
                // "the army put its losses at eight"
                "losses" | "fatalities" | "deaths" if link == "at" || changed => {
                    return plain(Class::KILLED);
                }
                // "the number of dead at 16 and that of wounded at 41"
                "number" | "count" | "that" if w.lower(i + 1) == "of" => {
                    let of = (i + 2..i + 6).find(|j| w.is(*j, Class::MEASURE))?;
                    return plain(w.class(of));
                }
                // "rose from 12 to 15" has two numbers; "a toll of 12, and hurt 15" has not.
                _ if self.last.is_some_and(|(end, _)| i < end) && !changed => return None,
                _ => {}
            }
        }
        None
    }

    /// "killed 12 people", "the killing of 12", "among those killed were 12".
    fn behind(&self) -> Option<Harm> {
        let w = self.w;
        let bodies = matches!(
            w.lower(w.before(self.opening, 2)),
            "bodies" | "corpses" | "remains"
        );
        if bodies && w.lower(w.before(self.opening, 1)) == "of" {
            return plain(Class::KILLED);
        }
        if self.stands_apart() || w.lower(w.before(self.opening, 1)) == "with" {
            return None;
        }
        for back in 1..=BEHIND {
            let i = w.before(self.opening, back);
            if w.is_stop(i) || w.is(i, Class::BOUNDARY) {
                return None;
            }
            match harm(w, i) {
                Some(found) if found.side == Side::After => return Some(found),
                Some(found) if found.side == Side::Before => {
                    let group = w.before(i, 1);
                    let among = matches!(w.lower(group), "those" | "the" | "them" | "people");
                    return (among && self.last.is_none_or(|(end, _)| end <= i)).then_some(found);
                }
                None if w.is_full_verb(i) && !w.is(i, Class::MEASURE) || is_other_action(w, i) => {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// What the number before it counts, where this one goes on with it.
    fn inherited(&self) -> Option<Measure> {
        let w = self.w;
        let (end, measure) = self.last.filter(|(_, measure)| *measure != Measure::Other)?;
        if self.here.start.saturating_sub(end) > BEHIND || !self.is_people() {
            return None;
        }
        let broken = (end..self.opening).any(|i| {
            w.is_stop(i)
                || w.is(i, Class::BOUNDARY) && !matches!(w.lower(i), "whom" | "which" | "who")
                || w.is_full_verb(i) && !w.is(i, Class::MEASURE)
                || is_other_action(w, i)
        });
        let link = w.lower(w.before(self.opening, 1));
        let linked = matches!(
            link,
            "including"
                | "and"
                | ","
                | "plus"
                | "or"
                | "them"
                | "whom"
                | "which"
                | "as"
                | "("
                | "-"
                | "with"
                | "among"
        );
        let of_them =
            w.lower(self.here.end) == "of" && matches!(w.lower(self.here.end + 1), "them" | "whom" | "those");
        (!broken && (linked || of_them)).then_some(measure)
    }

    /// "12 refugees", "12 hostages", "12 bodies": what they are says what happened to them.
    fn by_noun(&self) -> Option<Measure> {
        let w = self.w;
        let head = self.counted.head?;
        let freed = (1..=6).any(|back| {
            matches!(
                w.lower(w.before(self.here.start, back)),
                "freed"
                    | "free"
                    | "freeing"
                    | "released"
                    | "release"
                    | "releasing"
                    | "swap"
                    | "swapped"
                    | "exchange"
                    | "exchanged"
                    | "rescued"
                    | "for"
            )
        });
        // "12 prisoners would be freed"
        let free = (head + 1..head + 5).any(|i| matches!(w.lower(i), "freed" | "released" | "pardoned"));
        let measure = measure_of(w.class(head))?;
        (!freed && !free).then_some(measure)
    }
}

/// The measure of a noun or an attribute.
fn plain(class: Class) -> Option<Harm> {
    Some(Harm {
        measure: measure_of(class)?,
        side: Side::Noun,
        if_people: false,
    })
}

/// A passive that another joins: "were taken to a field and executed".
fn is_joined(w: &Window<'_, '_>, i: usize) -> bool {
    w.is(w.before(i, 1), Class::BE)
        && (i + 1..i + 5).any(|and| {
            matches!(w.lower(and), "and" | "or")
                && harm(w, and + 1).is_some_and(|next| next.side == Side::Before)
        })
}

/// A verb that only leads to the one that says what happened.
fn passes_on(w: &Window<'_, '_>, i: usize) -> bool {
    let reported = w.is(w.before(i, 1), Class::BE)
        && matches!(
            w.lower(i),
            "believed"
                | "feared"
                | "thought"
                | "said"
                | "reported"
                | "known"
                | "estimated"
                | "presumed"
                | "confirmed"
                | "reportedly"
                | "left"
                | "found"
                | "made"
                | "rendered"
        );
    reported
        || is_joined(w, i)
        || matches!(
            w.lower(i),
            "aged" | "got" | "get" | "getting" | "went" | "go" | "gone" | "remain" | "remained"
        )
        || matches!(w.lower(i), "fell" | "fallen") && w.lower(i + 1) == "as"
}

/// A participle of something else that people do: "killing 3 and damaging 4 houses".
fn is_other_action(w: &Window<'_, '_>, i: usize) -> bool {
    w.is_word(i)
        && w.lower(i).ends_with("ing")
        && w.mostly(i, Tag::Gerund)
        && !w.is(i, Class::MEASURE)
        && !w.is(w.before(i, 1), Class::ARTICLE)
        && !matches!(
            w.lower(i),
            "including" | "being" | "following" | "during" | "leaving" | "according" | "regarding"
        )
}
