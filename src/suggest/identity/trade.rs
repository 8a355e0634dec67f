//! How companies are named: a name of their own, then their trade and legal form, which running text leaves out: "Norvan
//! Motor Company" is "Norvan".

use super::fold;

/// Words for a trade that close a company's name and are no legal form.
const TRADES: &[&str] = &[
    "aerospace",
    "airline",
    "airlines",
    "airways",
    "automotive",
    "aviation",
    "chemicals",
    "communications",
    "computer",
    "computers",
    "electronics",
    "energy",
    "entertainment",
    "foods",
    "industries",
    "laboratories",
    "motor",
    "motors",
    "pharmaceuticals",
    "records",
    "semiconductor",
    "semiconductors",
    "software",
    "steel",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "telecommunications",
];

/// Abbreviated legal forms: nothing but a company's name ends in one, and what follows is another name.
const ENDS: &[&str] = &[
    "inc", "corp", "ltd", "llc", "plc", "gmbh", "llp", "nv", "ag", "bv", "oyj", "ojsc", "pjsc",
];

/// What a name closes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Closing {
    /// "Motor", "Airlines".
    Trade,
    /// "Company", "Inc".
    LegalForm,
}

/// What the last word of a company's name says beyond the name; `None` of any other word.
pub(in super::super) fn closing(word: &str) -> Option<Closing> {
    let plain = fold::plain(word);
    if fold::LEGAL_FORMS.contains(&plain.as_str()) {
        Some(Closing::LegalForm)
    } else {
        TRADES.contains(&plain.as_str()).then_some(Closing::Trade)
    }
}

/// Whether a word as printed ends a company's name for certain.
pub(in super::super) fn is_end(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && ENDS.contains(&fold::plain(word).as_str())
        // "Ag" is no company.
        && (word.chars().count() > 2 || word.chars().all(char::is_uppercase))
}

/// Whether `long` is `short` and words for a trade; both folded, thus without legal form.
pub(super) fn is_short_for(short: &[String], long: &[String]) -> bool {
    let rest = long.strip_prefix(short).unwrap_or_default();
    !short.is_empty() && !rest.is_empty() && rest.iter().all(|word| TRADES.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_end_in_trade_and_legal_form() {
        for (word, expected) in [
            ("Motor", Some(Closing::Trade)),
            ("Airlines", Some(Closing::Trade)),
            ("Company", Some(Closing::LegalForm)),
            ("Inc.", Some(Closing::LegalForm)),
            ("Corps", None),
            ("Council", None),
        ] {
            assert_eq!(closing(word), expected, "{word}");
        }
        for (word, expected) in [
            ("LLC", true),
            ("Inc.", true),
            ("AG", true),
            ("Ag", false),
            ("Company", false),
        ] {
            assert_eq!(is_end(word), expected, "{word}");
        }
    }
}
