//! Whether a person is a man or a woman, as far as titles, nouns and names tell.

use super::actors::Found;
use super::doc::Doc;
use super::gazetteer::Gazetteer;

/// What a person is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

/// By the title before a name, the first name, or a surname that only women bear.
pub(super) fn of(doc: &Doc<'_>, mention: &Found) -> Gender {
    let titles = (mention.tokens.start.saturating_sub(3)..mention.tokens.start)
        .rev()
        .map(|i| of_noun(doc.lower(i)))
        .find(|g| *g != Gender::Unknown);
    if let Some(gender) = titles {
        return gender;
    }
    let mut parts = mention.name.split([' ', '-']);
    let first = parts.next().unwrap_or_default().to_lowercase();
    let last = parts.next_back().unwrap_or_default().to_lowercase();
    let tags = Gazetteer::embedded().word(&first);
    // A name of one word is a surname, unless nobody is called that by surname.
    if last.is_empty() && tags.is_surname() {
        return Gender::Unknown;
    }
    match (tags.is_male(), tags.is_female()) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ if ["ova", "eva", "skaya"]
            .iter()
            .any(|ending| last.ends_with(ending)) =>
        {
            Gender::Female
        }
        _ => Gender::Unknown,
    }
}

pub(super) fn of_pronoun(word: &str) -> Gender {
    match word {
        "he" | "himself" => Gender::Male,
        "she" | "herself" => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// "spokeswoman", "Mr", "king".
pub(super) fn of_noun(noun: &str) -> Gender {
    match noun.trim_end_matches('.') {
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "wife" | "daughter" | "sister"
        | "mother" | "niece" | "aunt" | "actress" | "empress" | "duchess" | "baroness" | "girl"
        | "congresswoman" => Gender::Female,
        "mr" | "sir" | "lord" | "king" | "prince" | "pope" | "sheikh" | "sheik" | "ayatollah" | "husband"
        | "son" | "brother" | "father" | "nephew" | "uncle" | "emir" | "sultan" | "baron" | "duke"
        | "boy" => Gender::Male,
        other if other.ends_with("woman") => Gender::Female,
        // "spokesman" and "chairman" are said of women too, "businessman" is not.
        "man" | "businessman" | "congressman" | "gunman" => Gender::Male,
        _ => Gender::Unknown,
    }
}
