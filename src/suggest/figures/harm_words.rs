//! Words that say what happened to people, beside the classes of the lexicon: verbs with a particle, and idioms that close
//! around who is counted ("taking 12 men into custody"). They come from a text file that a person can read and extend; the
//! classes of the lexicon are signs to trained models and stay as those have learned them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::super::lexicon::Class;
use super::harm::class_of;
use crate::annotation::Measure;

static HARMS: &str = include_str!("../../../assets/gazetteer/harms.txt");

/// How far, in tokens, an idiom's end may stand from its verb: "driven more than 4,500 people from their homes".
const OBJECT: usize = 12;

/// One use of a word that says what happened.
#[derive(Debug)]
struct Use {
    class: Class,
    /// Who is counted stands before it, whatever comes behind.
    state: bool,
    /// What must come behind, one of these; nothing if there are none.
    behind: Vec<Vec<&'static str>>,
}

/// What else a word can be to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A verb of those who do harm without saying to whom: "fired".
    Attack,
    /// The last noun of those who can do harm, or hold people: "bandits".
    Doer,
    /// The last noun of a place that need not have a name: "clinic".
    Site,
}

#[derive(Debug)]
struct Table {
    /// By its first byte, which lengths a word with a use can have, one bit each: most words are none, and asked of all.
    lengths: [u32; 256],
    uses: HashMap<&'static str, Vec<Use>>,
    parts: HashMap<&'static str, Part>,
}

/// Whether a word in lower case is such a part.
pub(super) fn is_part(lower: &str, part: Part) -> bool {
    table().parts.get(lower) == Some(&part)
}

/// What a word says in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub class: Class,
    /// Who is counted stands before it, whatever comes behind.
    pub state: bool,
    /// How many words right behind it belong to it: "down" of "gunned down".
    pub behind: usize,
}

/// What the word says that stands where `lower` answers 0; the words behind it are at 1, 2, …, and empty where the sentence
/// ends. `closes` tells whether an idiom cannot reach over a word.
pub(super) fn told<'t>(lower: impl Fn(usize) -> &'t str, closes: impl Fn(usize) -> bool) -> Option<Told> {
    let word = lower(0);
    let lengths = table().lengths.get(usize::from(*word.as_bytes().first()?))?;
    if lengths & bit(word) == 0 {
        return None;
    }
    let follows = |words: &[&str], at: usize| {
        words.iter().enumerate().all(|(i, word)| {
            let there = lower(at + i);
            there == *word || *word == "*" && there.starts_with(char::is_alphabetic)
        })
    };
    let read = |one: &Use| {
        let told = |behind: usize| Told {
            class: one.class,
            state: one.state,
            behind,
        };
        if one.behind.is_empty() {
            return Some(told(0));
        }
        if let Some(words) = one.behind.iter().find(|words| follows(words, 1)) {
            return Some(told(words.len()));
        }
        let mut object = (2..=OBJECT).take_while(|at| !closes(*at));
        let around = !one.state && object.any(|at| one.behind.iter().any(|words| follows(words, at)));
        around.then(|| told(0))
    };
    table().uses.get(word)?.iter().find_map(read)
}

/// The bit of a word's length.
fn bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

fn table() -> &'static Table {
    static PARSED: OnceLock<Table> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut found = Table {
            lengths: [0; 256],
            uses: HashMap::new(),
            parts: HashMap::new(),
        };
        for line in lines(HARMS) {
            let words = line.words.split_whitespace();
            let class = match line.what {
                "attack" => Err(Part::Attack),
                "doer" => Err(Part::Doer),
                "site" => Err(Part::Site),
                "person" => Ok(Class::COUNTED_PERSON),
                measure => Ok(Measure::parse(measure).map_or(Class::NONE, class_of)),
            };
            let class = match class {
                Ok(class) => class,
                Err(part) => {
                    found.parts.extend(words.map(|word| (word, part)));
                    continue;
                }
            };
            let people = if line.how == "people" {
                Class::IF_PEOPLE
            } else {
                Class::NONE
            };
            for word in words {
                if let Some(lengths) = word
                    .bytes()
                    .next()
                    .and_then(|b| found.lengths.get_mut(usize::from(b)))
                {
                    *lengths |= bit(word);
                }
                found.uses.entry(word).or_default().push(Use {
                    class: class.or(people),
                    state: line.how == "are" && line.what != "person",
                    behind: line
                        .behind
                        .split('/')
                        .map(|words| words.split_whitespace().collect())
                        .filter(|words: &Vec<&str>| !words.is_empty())
                        .collect(),
                });
            }
        }
        // What asks for something behind it goes before what asks for nothing.
        for uses in found.uses.values_mut() {
            uses.sort_by_key(|one| one.behind.is_empty());
        }
        found
    })
}

struct Line {
    what: &'static str,
    how: &'static str,
    words: &'static str,
    behind: &'static str,
}

fn lines(text: &'static str) -> impl Iterator<Item = Line> {
    let written = text.lines().filter(|line| !line.starts_with('#'));
    written.filter_map(|line| {
        let mut fields = line.split('|');
        let (what, how) = (fields.next()?, fields.next()?);
        let (words, behind) = (fields.next()?, fields.next()?);
        Some(Line {
            what,
            how,
            words,
            behind,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let written = HARMS.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines(HARMS).count(), written.count());
        for line in lines(HARMS) {
            let measure = Measure::parse(line.what).is_some();
            assert!(
                measure || ["attack", "doer", "site", "person"].contains(&line.what),
                "{}",
                line.words
            );
            assert!(["does", "people", "are"].contains(&line.how), "{}", line.words);
            assert!(!line.words.trim().is_empty(), "{}", line.what);
        }
    }

    #[test]
    fn an_idiom_closes_around_who_is_counted() {
        let told = |text: &'static str| {
            let words: Vec<&str> = text.split(' ').collect();
            let closes = |i: usize| words.get(i).is_none_or(|word| *word == ".");
            told(|i| words.get(i).copied().unwrap_or_default(), closes)
                .map(|told| (told.class.any(Class::DETAINED), told.state))
        };
        assert_eq!(told("rounded up 140 people"), Some((true, false)));
        assert_eq!(
            told("taking 12 suspected militants into custody"),
            Some((true, false))
        );
        assert_eq!(told("taking 12 photos . men went into custody"), None);
        assert_eq!(told("in police custody"), Some((true, true)));
        assert_eq!(told("cleared 12 families from all their homes"), None);
        assert_eq!(told("cleared 12 families from their homes"), Some((false, false)));
    }
}
