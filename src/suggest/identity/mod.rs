//! Which names are names of one actor: in an article, across the articles of a run, and in a project.
//!
//! One judge ([`Identity::same`]) for all three. Names are folded first: letter case, marks on letters, titles, legal
//! forms ("Inc.") and the small words do not count, and the state that a body belongs to is called by its name. Then two
//! actors are one if
//!
//! - they bear the same folded name, or spellings of one in another alphabet ("Sergey", "Sergei");
//! - one is known by an acronym only, and the other's full name has these initials;
//! - one is known by a surname only, and the other is a person of that surname.
//!
//! Two different full names are never one actor because they share a short one: "the Aven Council (AC)" stays apart from
//! "the Aven Coalition (AC)". Where a short name could be that of several actors, [`Register`] answers with none.

mod fold;
mod lookalikes;
mod register;
mod spelling;
pub(super) mod trade;

pub use lookalikes::{Pair, lookalikes};
pub use register::Register;

use super::gazetteer::NameKind;
use super::lexicon::{self, Lexicon};
use crate::annotation::KindId;

/// Most names of one actor that are compared.
const MOST_NAMES: usize = 24;

/// Longest name that is compared, in bytes.
const LONGEST_NAME: usize = 200;

/// Why two names are taken for names of one actor, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same name, case, marks, titles and legal form aside.
    Name,
    /// Spellings of one name in another alphabet, or a given name in full and in short.
    Spelling,
    /// One is the other's acronym.
    Acronym,
    /// One is the other's surname.
    Surname,
}

impl Reason {
    /// In a word, for lists and files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Spelling => "transliteration",
            Self::Acronym => "acronym",
            Self::Surname => "surname",
        }
    }
}

/// What an actor is, as far as names tell: kinds whose names follow the same customs are one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Class {
    Person,
    /// Organisations, states and their bodies, armed forces, media: articles differ in which of them one is.
    Body,
    Place,
    /// Groups, unnamed sources and a project's own kinds: one actor only under the same words.
    Other,
}

impl Class {
    fn of(kind: &KindId) -> Self {
        if *kind == KindId::PERSON {
            Self::Person
        } else if *kind == KindId::PLACE {
            Self::Place
        } else if [
            KindId::ORGANIZATION,
            KindId::STATE,
            KindId::ARMED_FORCE,
            KindId::MEDIA,
        ]
        .contains(kind)
        {
            Self::Body
        } else {
            Self::Other
        }
    }

    const fn of_list(kind: NameKind) -> Self {
        match kind {
            NameKind::Person => Self::Person,
            NameKind::Organization | NameKind::State | NameKind::ArmedForce | NameKind::Media => Self::Body,
            NameKind::Place => Self::Place,
            NameKind::Group | NameKind::Demonym => Self::Other,
        }
    }
}

/// An actor's names, taken apart for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    kind: KindId,
    class: Class,
    /// Names of several parts, or of one that is no acronym and no lone surname.
    full: Vec<Full>,
    /// Acronyms, or surnames that stand alone.
    short: Vec<String>,
}

/// A full name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Full {
    /// Folded words; of a person: given names, then the surname.
    words: Vec<String>,
    /// How many of the words name the state that it belongs to.
    owner: usize,
    /// Acronyms that it can have.
    initials: Vec<String>,
}

impl Identity {
    /// Of an actor that is called `name`, also `aliases`.
    #[must_use]
    pub fn new<'a>(name: &'a str, aliases: impl IntoIterator<Item = &'a str>, kind: &KindId) -> Self {
        let mut identity = Self {
            kind: kind.clone(),
            class: Class::of(kind),
            full: Vec::new(),
            short: Vec::new(),
        };
        identity.add(name, true);
        for alias in aliases.into_iter().take(MOST_NAMES) {
            identity.add(alias, false);
        }
        identity
    }

    fn add(&mut self, name: &str, main: bool) {
        if name.len() > LONGEST_NAME {
            return;
        }
        match self.class {
            Class::Person => {
                let words = fold::person(name);
                if let [lone] = words.as_slice() {
                    push(&mut self.short, lone.clone());
                } else if !words.is_empty() {
                    push(
                        &mut self.full,
                        Full {
                            words,
                            owner: 0,
                            initials: Vec::new(),
                        },
                    );
                }
            }
            // "the Council" is an alias in its article only.
            Class::Body | Class::Place
                if !main && !fold::is_telling(name, self.class) && !self.is_brand(name) =>
            {
                if let Some(short) = fold::acronym(name) {
                    push(&mut self.short, short);
                }
            }
            Class::Body | Class::Place => {
                let (words, owner) = fold::body(name, self.class);
                if let ([_], Some(short)) = (words.as_slice(), fold::acronym(name)) {
                    push(&mut self.short, short);
                } else if !words.is_empty() {
                    push(
                        &mut self.full,
                        Full {
                            words,
                            owner,
                            initials: fold::initials(name),
                        },
                    );
                }
            }
            Class::Other => push(
                &mut self.full,
                Full {
                    words: vec![name.to_lowercase()],
                    owner: 0,
                    initials: Vec::new(),
                },
            ),
        }
    }

    /// Whether both are one actor, and why.
    #[must_use]
    pub fn same(&self, other: &Self) -> Option<Reason> {
        self.judge(other).map(|(reason, _)| reason)
    }

    /// The reason, and whether it is drawn from a name rather than stated by one.
    fn judge(&self, other: &Self) -> Option<(Reason, bool)> {
        if self.is_lone_name_of(other) || other.is_lone_name_of(self) {
            return Some((Reason::Name, true));
        }
        if self.class != other.class || (self.class == Class::Other && self.kind != other.kind) {
            return None;
        }
        if !self.full.is_empty() && !other.full.is_empty() {
            let pairs = self.telling().flat_map(|a| other.telling().map(move |b| (a, b)));
            return pairs.filter_map(|(a, b)| a.same(b, self.class)).min();
        }
        if self.full.is_empty() {
            self.short_for(other)
        } else {
            other.short_for(self)
        }
    }

    /// The full names that tell one actor from another: "Council" does not beside "Northern Council", "Reed" does beside
    /// "Reed Computer".
    fn telling(&self) -> impl Iterator<Item = &Full> {
        let several = self.full.len() > 1;
        self.full.iter().filter(move |name| match name.words.as_slice() {
            [word] => !several || !is_english(word) || self.is_short_of_company(&name.words),
            _ => true,
        })
    }

    /// Whether `name` is what running text calls a company whose name in full is known, whatever else the word means.
    fn is_brand(&self, name: &str) -> bool {
        self.class == Class::Body && self.is_short_of_company(&fold::body(name, self.class).0)
    }

    fn is_short_of_company(&self, words: &[String]) -> bool {
        self.class == Class::Body
            && self
                .full
                .iter()
                .any(|full| trade::is_short_for(words, &full.words))
    }

    /// Whether this seems to be a person of whom only one name is known, and that is the whole name of a body: with no
    /// first name anywhere, "Norvan" the person is more likely Norvan the company, typed wrongly.
    fn is_lone_name_of(&self, body: &Self) -> bool {
        self.class == Class::Person
            && body.class == Class::Body
            && self.full.is_empty()
            && body
                .full
                .iter()
                .any(|full| matches!(full.words.as_slice(), [word] if self.short.contains(word)))
    }

    /// Whether `other` is the actor of whom only these short names are known.
    fn short_for(&self, other: &Self) -> Option<(Reason, bool)> {
        let person = self.class == Class::Person;
        let by_short = if person { Reason::Surname } else { Reason::Acronym };
        let shared = self.short.iter().any(|a| other.short.contains(a));
        if other.full.is_empty() {
            let alike = |a: &String| other.short.iter().any(|b| spelling::alike(a, b));
            return if shared {
                Some((Reason::Name, false))
            } else {
                (person && self.short.iter().any(alike)).then_some((Reason::Spelling, false))
            };
        }
        let drawn = |short: &String| {
            other.full.iter().any(|full| {
                if person {
                    full.words.last().is_some_and(|last| spelling::alike(short, last))
                } else {
                    full.initials.contains(short)
                }
            })
        };
        if shared {
            Some((by_short, false))
        } else {
            self.short.iter().any(drawn).then_some((by_short, !person))
        }
    }

    /// Whether names of both kinds follow the same customs, so that an actor can bear the one's and the other's.
    #[must_use]
    pub fn is_like(a: &KindId, b: &KindId) -> bool {
        Class::of(a) == Class::of(b)
    }

    /// The folded words of each full name.
    pub(super) fn names(&self) -> impl Iterator<Item = &[String]> {
        self.full.iter().map(|full| full.words.as_slice())
    }

    /// Takes the names of another over. Says whether any was new.
    fn absorb(&mut self, other: &Self) -> bool {
        if self.class != other.class {
            // What was taken for a person is the body of that name.
            let mistaken = self.is_lone_name_of(other);
            if mistaken {
                self.clone_from(other);
            }
            return mistaken;
        }
        let before = (self.full.len(), self.short.len());
        for full in &other.full {
            push(&mut self.full, full.clone());
        }
        for short in &other.short {
            push(&mut self.short, short.clone());
        }
        before != (self.full.len(), self.short.len())
    }

    /// Whether only short names are known.
    #[must_use]
    pub const fn is_short(&self) -> bool {
        self.full.is_empty()
    }

    /// What to look the actor up by: two that are [`same`](Self::same) share one of these.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let letter = match self.class {
            Class::Person => 'p',
            Class::Body => 'b',
            Class::Place => 'l',
            Class::Other => 'o',
        };
        let mut add = |key: String| {
            if !keys.contains(&key) {
                keys.push(key);
            }
        };
        for full in &self.full {
            add(format!("={letter} {}", full.words.join(" ")));
            match self.class {
                Class::Person => {
                    let last = full.words.last().map(String::as_str).unwrap_or_default();
                    add(format!("p {}", spelling::skeleton(last)));
                }
                Class::Other => {}
                _ => {
                    let sound: Vec<String> = full.words.iter().map(|word| spelling::skeleton(word)).collect();
                    add(format!("{letter} {}", sound.join(" ")));
                    if full.is_known_without_owner() {
                        let own = sound.get(full.owner..).unwrap_or_default();
                        add(format!("{letter} {}", own.join(" ")));
                    }
                    for initials in &full.initials {
                        add(format!("{letter}. {initials}"));
                    }
                }
            }
        }
        for short in &self.short {
            if self.full.is_empty() {
                add(format!("={letter} {short}"));
                if self.class == Class::Person {
                    add(format!("b {}", spelling::skeleton(short)));
                }
            }
            match self.class {
                Class::Person => add(format!("p {}", spelling::skeleton(short))),
                _ => add(format!("{letter}. {short}")),
            }
        }
        keys
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST_NAMES && !list.contains(&item) {
        list.push(item);
    }
}

/// Bodies that every state has one of: whose it is has to be said.
const EVERYWHERE: &[&str] = &[
    "army",
    "assembly",
    "bank",
    "cabinet",
    "congress",
    "court",
    "department",
    "embassy",
    "force",
    "forces",
    "government",
    "guard",
    "ministry",
    "navy",
    "office",
    "opposition",
    "parliament",
    "party",
    "police",
    "senate",
    "service",
    "treasury",
    "troops",
    "union",
];

impl Full {
    /// Whether a body is known by its name without the state's: "the Norwegian Whale Board" is "the Whale Board".
    fn is_known_without_owner(&self) -> bool {
        self.owner > 0
            && self.words.len() > self.owner + 1
            && !self.words.iter().any(|word| EVERYWHERE.contains(&word.as_str()))
    }

    fn same(&self, other: &Self, class: Class) -> Option<(Reason, bool)> {
        if self.words == other.words {
            return Some((Reason::Name, false));
        }
        if class == Class::Body {
            let own = |a: &Self, b: &Self| {
                a.is_known_without_owner() && a.words.get(a.owner..) == Some(b.words.as_slice())
            };
            if own(self, other) || own(other, self) {
                return Some((Reason::Name, true));
            }
        }
        match class {
            Class::Person => same_person(&self.words, &other.words).map(|reason| (reason, false)),
            Class::Body | Class::Place => {
                let alike =
                    self.words.len() == other.words.len()
                        && self.words.iter().zip(&other.words).all(|(a, b)| {
                            a == b || (!is_english(a) && !is_english(b) && spelling::alike(a, b))
                        });
                alike.then_some((Reason::Spelling, false))
            }
            Class::Other => None,
        }
    }
}

/// Whether a word is an ordinary one: two of those are two words, however alike.
fn is_english(word: &str) -> bool {
    let tags = super::gazetteer::Gazetteer::embedded().word(word);
    // "Council" stands in names more often than not, yet is no name.
    let heads = Lexicon::embedded().class(word).any(lexicon::Class::HEAD);
    heads || tags.is_known() && !tags.is_mostly(super::gazetteer::Tag::Name)
}

/// Two persons' names of several parts: the surname, the first name, and no other initial that contradicts.
fn same_person(a: &[String], b: &[String]) -> Option<Reason> {
    let ([first_a, middle_a @ .., last_a], [first_b, middle_b @ .., last_b]) = (a, b) else {
        return None;
    };
    if !spelling::alike(last_a, last_b) || !given_alike(first_a, first_b) {
        return None;
    }
    let agrees = |x: &String| {
        middle_b.iter().any(|y| {
            x.chars().next() == y.chars().next() && (x.len() == 1 || y.len() == 1 || given_alike(x, y))
        })
    };
    if !middle_a.is_empty() && !middle_b.is_empty() && !middle_a.iter().all(agrees) {
        return None;
    }
    Some(if first_a == first_b && last_a == last_b {
        Reason::Name
    } else {
        Reason::Spelling
    })
}

/// "Sergey" and "Sergei", "Timothy" and "Tim", "A" and "Ada".
fn given_alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    spelling::alike(a, b)
        || ((short.len() == 1 || short.len() >= 3) && long.starts_with(short) && !feminine(short, long))
}

/// "Paul" and "Paula" are two names.
fn feminine(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| {
        short.len() > 1 && matches!(rest, "a" | "e" | "ia" | "ina" | "ine" | "ette" | "ella")
    })
}

#[cfg(test)]
mod tests;
