//! Which mentions are of one actor: surnames, acronyms, spelling variants, described actors of the same owner.

use std::collections::HashMap;
use std::ops::Range;

use super::super::doc::Doc;
use super::super::identity::trade;
use super::super::lexicon::Class;
use super::companies::{self, Companies, Company};
use super::evidence::{self, Evidence, Verdict};
use super::grouping::surname;
use super::surnames::{Surnames, is_in_it};
use super::{Found, Grounds, Kind, Pending};
use crate::annotation::Form;
use crate::text::TokenKind;

/// Is told of every name that is left to the evidence.
pub(super) type See<'a> = dyn FnMut(Range<usize>, &Evidence) + 'a;

fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// One name has one kind: where the rules typed the same words differently, the surest wins.
pub(super) fn agree(doc: &Doc<'_>, found: &mut [Found]) {
    let mut best: HashMap<String, (Kind, f32)> = HashMap::new();
    // What the article says of a name goes before what others of its words are taken for.
    let unlisted =
        |f: &Found| !f.listed && f.form == Form::Named && f.own_kind.is_none() && f.grounds != Grounds::Told;
    for mention in found.iter().filter(|f| unlisted(f)) {
        let words = doc.words_of(mention.tokens.clone()).to_owned();
        let kept = best.entry(words).or_insert((mention.kind, mention.score));
        if mention.score > kept.1 {
            *kept = (mention.kind, mention.score);
        }
    }
    for mention in found.iter_mut().filter(|f| unlisted(f)) {
        if let Some((kind, _)) = best.get(doc.words_of(mention.tokens.clone())) {
            mention.kind = *kind;
        }
    }
}

/// Decides on capitalised words that the rules could not type: surnames, first names and acronyms of what the article
/// names in full; what is left, by the evidence.
pub(super) fn resolve_pending(
    doc: &Doc<'_>,
    found: &mut Vec<Found>,
    pending: Vec<Pending>,
    see: &mut See<'_>,
) {
    let (pending, longer): (Vec<Pending>, Vec<Pending>) =
        pending.into_iter().partition(|p| p.tokens.len() == 1);
    let companies = Companies::of(doc, found);
    let mut open = Vec::new();
    for pending in longer {
        let words = doc.words_of(pending.tokens.clone());
        let company = companies.called(words);
        match company.and_then(|company| short_for_company(doc, pending.tokens.clone(), company)) {
            Some(mention) => found.push(mention),
            None => open.push(pending),
        }
    }
    by_evidence(doc, found, &open, see);
    let companies = Companies::of(doc, found);
    let running = companies::in_running_text(doc, &pending);
    let surnames = Surnames::of(doc, found);
    surnames.take_from_places(doc, found);
    let mut first_names: HashMap<String, Option<String>> = HashMap::new();
    let mut acronyms: HashMap<String, (Kind, String)> = HashMap::new();
    // Persons that the article gives a title but no first name, and the heads of bodies ("the Observatory").
    let mut titled: HashMap<String, String> = HashMap::new();
    let mut heads: HashMap<String, (Kind, String)> = HashMap::new();
    let mut ends: HashMap<usize, usize> = HashMap::new();
    for (at, mention) in found.iter().enumerate() {
        ends.insert(mention.tokens.end, at);
        let words = doc.words_of(mention.tokens.clone());
        if mention.kind == Kind::Person && mention.tokens.len() == 1 && !mention.listed {
            titled
                .entry(surname(words))
                .or_insert_with(|| mention.name.clone());
        }
        if mention.kind == Kind::Person && mention.tokens.len() > 1 {
            let first = words.split(' ').next().unwrap_or_default().to_lowercase();
            let same = first_names
                .entry(first)
                .or_insert_with(|| Some(mention.name.clone()));
            if same.as_ref().is_some_and(|n| surname(n) != surname(words)) {
                *same = None;
            }
        } else if matches!(
            mention.kind,
            Kind::Organization | Kind::ArmedForce | Kind::State | Kind::Media
        ) && mention.tokens.len() > 1
        {
            for i in mention.tokens.clone().filter(|i| doc.is(*i, Class::HEAD)) {
                heads
                    .entry(doc.lower(i).to_owned())
                    .or_insert_with(|| (mention.kind, mention.name.clone()));
            }
            let short = initials(words);
            if short.len() > 1 {
                acronyms
                    .entry(short)
                    .or_insert_with(|| (mention.kind, mention.name.clone()));
            }
        }
    }
    // "Local Relief Committees (LRC)" says it outright.
    let mut bracketed_short: HashMap<String, (Kind, String)> = HashMap::new();
    let singles = pending.iter().map(|p| p.tokens.clone());
    let listed = found
        .iter()
        .filter(|f| f.tokens.len() == 1 && f.listed)
        .map(|f| f.tokens.clone());
    for tokens in singles.chain(listed) {
        let bracketed = tokens.start >= 1
            && doc.is_mark(tokens.start - 1, &["("])
            && doc.is_mark(tokens.end, &[")", "),"]);
        let long = bracketed
            .then(|| ends.get(&(tokens.start - 1)).and_then(|at| found.get(*at)))
            .flatten();
        if let Some(mention) = long
            && mention.kind != Kind::Person
        {
            let meaning = (mention.kind, mention.name.clone());
            bracketed_short.insert(doc.text_of(tokens.start).to_owned(), meaning.clone());
            acronyms.insert(doc.text_of(tokens.start).to_owned(), meaning);
        }
    }
    // What the article says an acronym stands for goes before what a list says.
    for mention in found
        .iter_mut()
        .filter(|f| f.tokens.len() == 1 && f.own_kind.is_none())
    {
        let text = doc.text_of(mention.tokens.start);
        if let Some((kind, full)) = bracketed_short.get(text) {
            mention.kind = *kind;
            mention.name.clone_from(full);
            mention.reason = "short for a name in the article";
        }
    }
    let mut open: Vec<Pending> = Vec::new();
    for Pending { tokens, weak, opener } in pending {
        if let Some(mention) = ends_short_name(doc, &tokens, &companies).filter(|_| !weak) {
            found.push(mention);
            continue;
        }
        let text = doc.text_of(tokens.start);
        let ordinary = doc.is_ordinary(tokens.start) && doc.text_of(tokens.start.wrapping_sub(1)) != "al";
        let the = doc.lower(tokens.start.wrapping_sub(1)) == "the";
        let person = surnames.bearer(text).filter(|_| !is_in_it(doc, tokens.start));
        let company = companies
            .called(text)
            .filter(|company| {
                if company.sure {
                    person.is_none_or(|person| company.first < person.first)
                } else {
                    person.is_none() && !ordinary && company.first < tokens.start
                }
            })
            .filter(|_| !is_titled(doc, tokens.start) && (!(weak && ordinary) || running.contains(text)));
        let resolved = if let Some((kind, full)) = heads
            .get(doc.lower(tokens.start))
            .filter(|_| the && doc.capital(tokens.start))
        {
            Found::new(doc, tokens, *kind, 0.8, "short for a name in the article")
                .map(|f| f.called(Some(full)))
        } else if let Some(company) = company {
            short_for_company(doc, tokens, company)
        } else if let Some(person) = person.filter(|_| !(weak && ordinary)) {
            person.mention(doc, tokens)
        } else if let Some(Some(full)) = first_names.get(&text.to_lowercase()).filter(|_| !ordinary) {
            Found::new(
                doc,
                tokens,
                Kind::Person,
                0.7,
                "first name of a person named in full",
            )
            .map(|f| f.called(Some(full)))
        } else if let Some((kind, full)) = acronyms.get(text) {
            Found::new(doc, tokens, *kind, 0.88, "short for a name in the article")
                .map(|f| f.called(Some(full)))
        } else if let Some(full) = titled.get(&surname(text)).filter(|_| !ordinary) {
            Found::new(
                doc,
                tokens,
                Kind::Person,
                0.8,
                "surname of a person named with a title",
            )
            .map(|f| f.called(Some(full)))
        } else {
            open.push(Pending { tokens, weak, opener });
            None
        };
        found.extend(resolved);
    }
    by_evidence(doc, found, &open, see);
}

/// "Mr. Toll", "President Toll".
fn is_titled(doc: &Doc<'_>, name: usize) -> bool {
    let is_title = |i: usize| doc.is(i, Class::TITLE) && doc.kind(i) == Some(TokenKind::Word);
    let before = name.checked_sub(1);
    let dotted = before
        .filter(|b| doc.is_mark(*b, &["."]))
        .and_then(|b| b.checked_sub(1));
    before.is_some_and(is_title) || dotted.is_some_and(is_title)
}

fn short_for_company(doc: &Doc<'_>, tokens: Range<usize>, company: &Company) -> Option<Found> {
    Found::new(doc, tokens, company.kind, 0.88, "short for a name in the article")
        .map(|mention| mention.called(Some(&company.name)))
}

/// "Oskamar Eastern" after "Oskamar Eastern Airlines": the state before the last word belongs to the name.
fn ends_short_name(doc: &Doc<'_>, last: &Range<usize>, companies: &Companies) -> Option<Found> {
    (1..=2)
        .filter_map(|back| last.start.checked_sub(back))
        .filter(|start| doc.capital(*start))
        .find_map(|start| {
            let tokens = start..last.end;
            let company = companies.called(doc.words_of(tokens.clone()))?;
            short_for_company(doc, tokens, company)
        })
}

/// Decides on names by everything that stands around them. One that a headline only repeats is what it is elsewhere.
fn by_evidence(doc: &Doc<'_>, found: &mut Vec<Found>, open: &[Pending], see: &mut See<'_>) {
    let shown = |p: &&Pending| !p.weak && !p.opener;
    let places = open.iter().filter(shown).map(|p| p.tokens.clone());
    let names: HashMap<&str, (Evidence, Verdict)> = evidence::gather(doc, found, places)
        .into_iter()
        .map(|(name, evidence)| (name, (evidence, evidence::judge(&evidence))))
        .collect();
    for pending in open.iter().filter(|p| !p.opener) {
        let Pending { tokens, .. } = pending;
        let Some((evidence, verdict)) = names.get(doc.words_of(tokens.clone())) else {
            continue;
        };
        if shown(&pending) {
            see(tokens.clone(), evidence);
        }
        let kind = verdict.kind.map(|kind| {
            let last = tokens.end.saturating_sub(1);
            let company = tokens.len() > 1 && trade::closing(doc.text_of(last)).is_some();
            if company { Kind::Organization } else { kind }
        });
        if let Some(kind) = kind {
            let reason = match kind {
                Kind::Person => "name of a person, by what stands around it",
                Kind::Place => "name of a place, by what stands around it",
                _ => "name of a body, by what stands around it",
            };
            let score = verdict.likelihood * 0.85;
            let mention = Found::new(doc, tokens.clone(), kind, score, reason);
            found.extend(mention.map(|mention| mention.on(Grounds::Guess)));
        }
    }
}
