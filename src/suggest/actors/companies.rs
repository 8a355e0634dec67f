//! What running text calls companies that the article names in full: "Norvan" is "Norvan Motor Company".
//!
//! Trade and legal form tell a company as nothing else does, so what stands before them names it wherever it stands,
//! though lists know the word as a surname or an ordinary one.

use std::collections::{HashMap, HashSet};

use super::super::doc::Doc;
use super::super::gazetteer::{Gazetteer, NameKind};
use super::super::identity::trade::{self, Closing};
use super::super::lexicon::Class;
use super::{Found, Kind, Pending};
use crate::annotation::Form;

/// A company that the article names in full.
pub(super) struct Company {
    /// What it is taken for.
    pub kind: Kind,
    /// Its fullest name.
    pub name: String,
    /// Token where it is first named so.
    pub first: usize,
    /// Words for its trade, without the s of plurals.
    trade: String,
    /// Whether several companies share the short name.
    several: bool,
    /// Whether trade or legal form follow the short name. If not, it is only the first of a listed name's words.
    pub sure: bool,
}

/// The companies of an article by what they are called for short.
#[derive(Default)]
pub(super) struct Companies(HashMap<String, Company>);

impl Companies {
    /// Those among `found`.
    pub fn of(doc: &Doc<'_>, found: &[Found]) -> Self {
        let mut companies = Self::default();
        for mention in found.iter().filter(|f| is_body(f)) {
            let start = mention.tokens.start;
            let mut end = mention.tokens.end;
            let mut trade = String::new();
            while end > start + 1
                && let Some(closing) = trade::closing(doc.text_of(end - 1))
            {
                end -= 1;
                if closing == Closing::Trade {
                    trade.push_str(doc.lower(end).trim_end_matches('s'));
                }
                if !is_generic(doc, start, end) {
                    companies.add(doc.words_of(start..end), mention, &trade);
                }
            }
        }
        // "Norvan" after "Norvan Tarin", which a list knows for a company.
        for mention in found.iter().filter(|f| is_body(f) && f.listed) {
            let (start, end) = (mention.tokens.start, mention.tokens.end);
            let heads = Class::HEAD.or(Class::HEAD_PLACE);
            if mention.name.contains(' ')
                && end > start + 1
                && !mention
                    .tokens
                    .clone()
                    .any(|i| doc.is(i, heads) || doc.is_ordinary(i))
                && !is_generic(doc, start, start + 1)
            {
                companies.add_first_word(doc.words_of(start..start + 1), mention);
            }
        }
        // "Delvos" after "Delvos Institute".
        for mention in found.iter().filter(|f| is_body(f) && !f.listed) {
            let (start, end) = (mention.tokens.start, mention.tokens.end);
            let tags = doc.word(start).tags;
            let own = !tags.is_known() && !tags.is_given_name() && !is_generic(doc, start, start + 1);
            if end == start + 2 && own && doc.is(start + 1, Class::HEAD) {
                companies.add_first_word(doc.words_of(start..start + 1), mention);
            }
        }
        companies
    }

    fn add(&mut self, short: &str, mention: &Found, trade: &str) {
        let company = self.0.entry(short.to_lowercase()).or_insert_with(|| Company {
            kind: mention.kind,
            name: mention.name.clone(),
            first: mention.tokens.start,
            trade: trade.to_owned(),
            several: false,
            sure: true,
        });
        if mention.tokens.start < company.first {
            company.first = mention.tokens.start;
            company.name.clone_from(&mention.name);
        }
        if company.trade.is_empty() {
            trade.clone_into(&mut company.trade);
        }
        company.several |= !trade.is_empty() && company.trade != trade;
    }

    fn add_first_word(&mut self, word: &str, mention: &Found) {
        let company = self.0.entry(word.to_lowercase()).or_insert_with(|| Company {
            kind: mention.kind,
            name: mention.name.clone(),
            first: mention.tokens.start,
            trade: String::new(),
            several: false,
            sure: false,
        });
        company.first = company.first.min(mention.tokens.start);
        company.several |= !company.sure && company.name != mention.name;
    }

    /// The company that `words` are short for, if only one can be meant.
    pub fn called(&self, words: &str) -> Option<&Company> {
        self.0
            .get(&words.to_lowercase())
            .filter(|company| !company.several)
    }
}

fn is_body(found: &Found) -> bool {
    found.form == Form::Named && found.kind == Kind::Organization && found.own_kind.is_none()
}

/// Whether what is left of a name says nothing alone: "the General" is not General Motors, "British" not British Airways.
fn is_generic(doc: &Doc<'_>, start: usize, end: usize) -> bool {
    let common = Class::TITLE
        .or(Class::HEAD)
        .or(Class::HEAD_PLACE)
        .or(Class::COMPASS)
        .or(Class::DESCRIBED);
    let listed = Gazetteer::embedded().name(doc.words_of(start..end));
    end == start + 1 && doc.is(start, common)
        || listed.is_some_and(|v| {
            matches!(
                v.kind,
                NameKind::Demonym | NameKind::State | NameKind::Place | NameKind::Group
            )
        })
}

/// The words that stand as names in running text: a headline's capital is then one, too.
pub(super) fn in_running_text<'d>(doc: &Doc<'d>, pending: &[Pending]) -> HashSet<&'d str> {
    let shown = pending.iter().filter(|p| !p.weak && !p.opener);
    shown.map(|p| doc.words_of(p.tokens.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::Rules;
    use super::super::super::tests::actor_of;

    #[test]
    fn what_stands_before_trade_and_legal_form_is_the_company() {
        for (text, words, expected) in [
            (
                "Tarin Motor Company will close. The plan is to save Tarin.",
                "Tarin",
                "Tarin Motor Company",
            ),
            (
                "The board of Reed Computer met. Sales at Reed rose.",
                "Reed",
                "Reed Computer",
            ),
            (
                "Norvan Tarin Group PLC closed. Sales at Norvan Tarin rose.",
                "Norvan Tarin",
                "Norvan Tarin Group PLC",
            ),
            // A person named in full before the company is not it.
            (
                "Ada Toll founded a firm. The Toll Motor Company failed. Later Toll said that it rained.",
                "Toll",
                "Ada Toll",
            ),
            (
                "The Toll Motor Company failed, said its founder Ada Toll. Sales at Toll rose.",
                "Toll",
                "Toll Motor Company",
            ),
            (
                "The Toll Motor Company failed, said its founder Ada Toll. In May Mr. Toll left.",
                "Toll",
                "Ada Toll",
            ),
            (
                "Norway Eastern Airlines closed. Sales at Norway Eastern rose.",
                "Norway Eastern",
                "Norway Eastern Airlines",
            ),
            (
                "A poll by the Delvos Institute came. The margin, Delvos said, was small.",
                "Delvos",
                "Delvos Institute",
            ),
            // Two companies share it.
            (
                "Norvan Motors and Norvan Airlines met. Shares of Norvan rose.",
                "Norvan",
                "Norvan",
            ),
        ] {
            assert_eq!(actor_of(&Rules, text, words), expected, "{text}");
        }
    }

    #[test]
    fn a_legal_form_ends_the_name() {
        // A surname that is also a head of names.
        let text = "The chairman of Norvan LLC Ada Press spoke. Shares of Norvan rose.";
        assert_eq!(actor_of(&Rules, text, "Norvan LLC"), "Norvan LLC");
    }
}
