//! What kind of thing a name is that no list knows and no rule is sure of: by its words and by everything that stands
//! around it in the article.
//!
//! Each place where the name stands gives signs (a title before it, "in" before it, a verb of saying after it, …); a
//! linear model weighs their averages. The weights are in `assets/gazetteer/kinds.txt`, one line a sign; they were fitted by
//! multinomial logistic regression on what [`open_names`](super::super::open_names) gives for the corpora named there.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::super::doc::Doc;
use super::super::gazetteer::{Gazetteer, NameKind, Tag};
use super::super::lexicon::Class;
use super::{Found, Kind, unknown};
use crate::text::TokenKind;

static WEIGHTS: &str = include_str!("../../../assets/gazetteer/kinds.txt");

macro_rules! signs {
    ($($name:ident = $label:literal),+ $(,)?) => {
        /// Something that speaks for or against a kind.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        enum Sign { $($name),+ }

        /// The signs by name, in the order of their numbers.
        pub const SIGNS: &[&str] = &[$($label),+];
    };
}

signs! {
    Always = "always",
    OneWord = "one-word",
    TwoWords = "two-words",
    MoreWords = "more-words",
    AllCapitals = "all-capitals",
    AcronymInside = "acronym-inside",
    Digit = "digit",
    Hyphen = "hyphen",
    InnerCapital = "inner-capital",
    GivenNameFirst = "given-name-first",
    SurnameLast = "surname-last",
    FirstOrdinary = "first-word-ordinary",
    LastOrdinary = "last-word-ordinary",
    AllOrdinary = "all-words-ordinary",
    HeadOfBody = "head-of-body",
    HeadOfPlace = "head-of-place",
    HeadOfNone = "head-of-none",
    PlaceEnding = "place-ending",
    SurnameEnding = "surname-ending",
    PeopleEnding = "people-ending",
    Plural = "plural",
    Short = "short",
    Opens = "opens-sentence",
    AfterThe = "after-the",
    AfterTitle = "after-title",
    AfterBody = "after-word-for-body",
    AfterIn = "after-in",
    AfterFrom = "after-from-to",
    AfterOf = "after-of",
    AfterBy = "after-by-with-for",
    AfterPossessive = "after-possessive",
    AfterQuote = "after-quote",
    AfterState = "after-state",
    AfterVerb = "after-verb",
    AfterPerson = "joined-to-person",
    AfterPlace = "joined-to-place",
    AfterActor = "joined-to-body",
    BeforeCue = "before-cue",
    BeforeVerb = "before-verb",
    BeforePossessive = "before-possessive",
    BeforePlace = "before-comma-place",
    BeforeBracket = "before-bracket",
    BeforeRole = "before-role",
    BeforeNoun = "before-noun",
    BeforeWho = "before-who-or-age",
    BeforeAnd = "before-and",
    BeforeIn = "before-in-of",
    BeforeEnd = "before-stop",
    BeforeComma = "before-comma",
    BeforeNumber = "before-number",
    Twice = "named-twice",
    Often = "named-often",
    AfterCapital = "after-capital",
}

const COUNT: usize = SIGNS.len();

/// Kinds that a name can turn out to be; the last is none.
pub const KINDS: [&str; 4] = ["person", "organization", "place", "none"];

/// Most places where a name stands that are looked at.
const MOST_PLACES: usize = 16;

/// Averages of signs over the places where a name stands.
pub type Evidence = [f32; COUNT];

/// What a name turned out to be, and how likely.
pub(super) struct Verdict {
    pub kind: Option<Kind>,
    pub likelihood: f32,
}

/// Weighs evidence.
pub(super) fn judge(evidence: &Evidence) -> Verdict {
    let weights = Weights::embedded();
    let mut scores = [0.0_f32; KINDS.len()];
    for (value, row) in evidence.iter().zip(&weights.0) {
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += value * weight;
        }
    }
    if bears_article(evidence)
        && let Some(person) = scores.first_mut()
    {
        *person = f32::MIN;
    }
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    let best = scores.iter().position(|s| *s >= top).unwrap_or(KINDS.len() - 1);
    Verdict {
        kind: [
            Some(Kind::Person),
            Some(Kind::Organization),
            Some(Kind::Place),
            None,
        ]
        .get(best)
        .copied()
        .flatten(),
        likelihood: 1.0 / total,
    }
}

/// Whether "the" stands before a name of several words wherever it is, and no noun behind it that the article would go with,
/// nor a given name first or a surname last: nobody is called so.
fn bears_article(evidence: &Evidence) -> bool {
    let share = |sign: Sign| evidence.get(sign as usize).copied().unwrap_or_default();
    let others = [
        Sign::OneWord,
        Sign::BeforeNoun,
        Sign::GivenNameFirst,
        Sign::SurnameLast,
    ];
    share(Sign::AfterThe) >= 1.0 && others.into_iter().all(|sign| share(sign) <= 0.0)
}

/// One row of weights per sign.
struct Weights(Vec<[f32; KINDS.len()]>);

impl Weights {
    fn embedded() -> &'static Self {
        static PARSED: OnceLock<Weights> = OnceLock::new();
        PARSED.get_or_init(|| {
            let mut rows = vec![[0.0; KINDS.len()]; COUNT];
            for line in WEIGHTS.lines().filter(|line| !line.starts_with('#')) {
                let mut fields = line.split_whitespace();
                let sign = fields
                    .next()
                    .and_then(|name| SIGNS.iter().position(|s| *s == name));
                if let Some(row) = sign.and_then(|at| rows.get_mut(at)) {
                    for (weight, field) in row.iter_mut().zip(fields) {
                        *weight = field.parse().unwrap_or_default();
                    }
                }
            }
            Self(rows)
        })
    }
}

/// The evidence of each name among `places`, which share nothing but their words.
pub(super) fn gather<'d>(
    doc: &Doc<'d>,
    found: &[Found],
    places: impl Iterator<Item = Range<usize>>,
) -> HashMap<&'d str, Evidence> {
    let ends: HashMap<usize, Kind> = found.iter().map(|f| (f.tokens.end, f.kind)).collect();
    let mut sums: HashMap<&'d str, (Evidence, usize)> = HashMap::new();
    for tokens in places {
        let (sum, count) = sums
            .entry(doc.words_of(tokens.clone()))
            .or_insert(([0.0; COUNT], 0));
        *count += 1;
        if *count <= MOST_PLACES {
            signs_at(doc, &tokens, &ends, |sign| {
                if let Some(value) = sum.get_mut(sign as usize) {
                    *value += 1.0;
                }
            });
        }
    }
    sums.into_iter()
        .map(|(name, (mut sum, count))| {
            let looked_at = count.min(MOST_PLACES) as f32;
            for value in &mut sum {
                *value /= looked_at;
            }
            for (sign, least) in [(Sign::Twice, 2), (Sign::Often, 4)] {
                if let Some(value) = sum.get_mut(sign as usize) {
                    *value = if count >= least { 1.0 } else { 0.0 };
                }
            }
            (name, sum)
        })
        .collect()
}

/// Tells the signs of the name at `tokens`.
fn signs_at(doc: &Doc<'_>, tokens: &Range<usize>, ends: &HashMap<usize, Kind>, mut tell: impl FnMut(Sign)) {
    let mut check = |holds: bool, sign: Sign| {
        if holds {
            tell(sign);
        }
    };
    let (first, last, next) = (tokens.start, tokens.end - 1, tokens.end);
    let words = tokens.clone();
    check(true, Sign::Always);
    check(words.len() == 1, Sign::OneWord);
    check(words.len() == 2, Sign::TwoWords);
    check(words.len() > 2, Sign::MoreWords);
    let caps = |i: usize| doc.word(i).all_caps && doc.text_of(i).len() > 1;
    check(words.clone().all(caps), Sign::AllCapitals);
    check(
        words.len() > 1 && words.clone().any(|i| caps(i) && doc.text_of(i).len() > 2),
        Sign::AcronymInside,
    );
    let any_char = |test: fn(char) -> bool| words.clone().any(|i| doc.text_of(i).contains(test));
    check(any_char(|c| c.is_ascii_digit()), Sign::Digit);
    check(any_char(|c| c == '-'), Sign::Hyphen);
    check(
        words.clone().any(|i| inner_capital(doc.text_of(i))),
        Sign::InnerCapital,
    );
    check(doc.word(first).tags.is_given_name(), Sign::GivenNameFirst);
    check(doc.word(last).tags.is_surname(), Sign::SurnameLast);
    check(doc.is_ordinary(first), Sign::FirstOrdinary);
    check(doc.is_ordinary(last), Sign::LastOrdinary);
    check(words.clone().all(|i| doc.is_ordinary(i)), Sign::AllOrdinary);
    check(words.clone().any(|i| doc.is(i, Class::HEAD)), Sign::HeadOfBody);
    check(
        words.clone().any(|i| doc.is(i, Class::HEAD_PLACE)),
        Sign::HeadOfPlace,
    );
    check(
        words.clone().any(|i| doc.is(i, Class::HEAD_NONE)),
        Sign::HeadOfNone,
    );
    let lower = doc.lower(last);
    let ends_in = |list: &[&str]| lower.len() > 4 && list.iter().any(|ending| lower.ends_with(ending));
    check(
        ends_in(&[
            "ia", "stan", "land", "burg", "ville", "ton", "shire", "abad", "grad", "ham", "iya", "ford",
            "field", "mouth", "port",
        ]),
        Sign::PlaceEnding,
    );
    check(
        ends_in(&[
            "ov", "ev", "sky", "ski", "son", "sen", "ez", "vic", "vić", "ić", "stein", "enko", "wicz",
            "mann", "off", "elli", "etti", "zadeh",
        ]),
        Sign::SurnameEnding,
    );
    check(
        ends_in(&["ism", "ist", "ists", "ians", "ese", "ish", "ite", "ites", "ans"]),
        Sign::PeopleEnding,
    );
    check(
        lower.ends_with('s') && !lower.ends_with("ss") && lower.len() > 3,
        Sign::Plural,
    );
    check(
        words.len() == 1 && doc.text_of(first).chars().count() <= 3,
        Sign::Short,
    );
    before_it(doc, first, ends, &mut check);
    after_it(doc, first, next, &mut check);
}

/// What stands before a name.
fn before_it(doc: &Doc<'_>, first: usize, ends: &HashMap<usize, Kind>, check: &mut impl FnMut(bool, Sign)) {
    let Some(b) = first.checked_sub(1) else {
        check(true, Sign::Opens);
        return;
    };
    let word = doc.lower(b);
    check(doc.is_mark(b, &[".", "!", "?", ":"]), Sign::Opens);
    check(word == "the", Sign::AfterThe);
    let noun = !doc.capital(b);
    check(noun && doc.is(b, Class::TITLE), Sign::AfterTitle);
    check(noun && doc.is(b, Class::BODY_NOUN), Sign::AfterBody);
    check(
        matches!(
            word,
            "in" | "at" | "near" | "around" | "outside" | "inside" | "across"
        ),
        Sign::AfterIn,
    );
    check(
        matches!(
            word,
            "from" | "to" | "through" | "into" | "via" | "toward" | "towards"
        ),
        Sign::AfterFrom,
    );
    check(word == "of", Sign::AfterOf);
    check(
        matches!(
            word,
            "by" | "with" | "for" | "against" | "between" | "than" | "like" | "as"
        ),
        Sign::AfterBy,
    );
    check(doc.kind(b) == Some(TokenKind::Possessive), Sign::AfterPossessive);
    check(doc.is_quote_mark(b), Sign::AfterQuote);
    let list = Gazetteer::embedded()
        .name(doc.text_of(b))
        .filter(|_| doc.capital(b));
    check(
        list.is_some_and(|v| matches!(v.kind, NameKind::State | NameKind::Demonym)),
        Sign::AfterState,
    );
    check(doc.is_finite(b) && noun, Sign::AfterVerb);
    let joined = matches!(word, "and" | "," | "or" | "&" | "/")
        .then(|| ends.get(&b))
        .flatten();
    check(joined == Some(&Kind::Person), Sign::AfterPerson);
    check(matches!(joined, Some(Kind::Place)), Sign::AfterPlace);
    check(
        matches!(
            joined,
            Some(Kind::Organization | Kind::Media | Kind::ArmedForce | Kind::State)
        ),
        Sign::AfterActor,
    );
    check(doc.capital(b), Sign::AfterCapital);
}

/// What stands after a name.
fn after_it(doc: &Doc<'_>, first: usize, next: usize, check: &mut impl FnMut(bool, Sign)) {
    let mut verb = next;
    while doc.mostly(verb, Tag::Adverb) || doc.is(verb, Class::AUX) {
        verb += 1;
    }
    let cue = doc.word(verb).cue.is_some() && !doc.capital(verb);
    check(cue || unknown::inverted(doc, first, next), Sign::BeforeCue);
    check(!cue && doc.is_finite(next), Sign::BeforeVerb);
    check(
        doc.kind(next) == Some(TokenKind::Possessive),
        Sign::BeforePossessive,
    );
    let comma = doc.is_mark(next, &[","]);
    let placed = comma && doc.capital(next + 1) && {
        let list = Gazetteer::embedded().name(doc.text_of(next + 1));
        list.is_some_and(|v| matches!(v.kind, NameKind::State | NameKind::Place))
    };
    check(placed, Sign::BeforePlace);
    check(doc.is_mark(next, &["("]), Sign::BeforeBracket);
    let plain = doc.kind(next) == Some(TokenKind::Word) && !doc.capital(next);
    let role = plain && doc.is(next, Class::SPEAKER.or(Class::TITLE));
    check(role, Sign::BeforeRole);
    check(
        plain && !role && !cue && doc.mostly(next, Tag::Noun) && !doc.is_function_word(next),
        Sign::BeforeNoun,
    );
    check(
        doc.lower(next) == "who" || comma && doc.lower(next + 1) == "who" || unknown::role_follows(doc, next),
        Sign::BeforeWho,
    );
    check(matches!(doc.lower(next), "and" | "or" | "&"), Sign::BeforeAnd);
    check(
        matches!(doc.lower(next), "in" | "of" | "at" | "on"),
        Sign::BeforeIn,
    );
    check(doc.is_mark(next, &[".", "!", "?", ";"]), Sign::BeforeEnd);
    check(comma, Sign::BeforeComma);
    check(doc.kind(next) == Some(TokenKind::Number), Sign::BeforeNumber);
}

/// "iPod", "`YouTube`", but not "`McCain`" and "O'Leary".
fn inner_capital(word: &str) -> bool {
    let rest = ["Mc", "Mac", "O'", "O’", "D'", "D’", "al-", "Al-", "el-", "El-"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word);
    let mut chars = rest.chars();
    let opens_low = chars.next().is_some_and(char::is_lowercase);
    let upper = rest.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let lower = rest.chars().filter(|c| c.is_lowercase()).count();
    (opens_low || lower > 0) && upper > 0 && !rest.contains('-')
}
