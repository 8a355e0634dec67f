//! Which mentions are of one actor: surnames, acronyms, spelling variants, described actors of the same owner.

use std::collections::{BTreeSet, HashMap};

use super::super::ProposedActor;
use super::super::doc::Doc;
use super::super::gazetteer::push_key;
use super::super::lexicon::Class;
use super::{Found, Kind, Pending, descriptive};
use crate::annotation::{Form, KindId};

/// Among how many persons of one surname a name is looked for, the latest first.
const SAME_SURNAME: usize = 50;

/// The actors of one article.
#[derive(Default)]
pub(in super::super) struct Actors {
    pub list: Vec<ProposedActor>,
    kinds: Vec<Kind>,
}

impl Actors {
    pub(in super::super) fn kind(&self, actor: usize) -> Option<Kind> {
        self.kinds.get(actor).copied()
    }
}

/// The part of a name that families share, without an article: "assad" of "al-Assad".
fn surname(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    for prefix in [
        "al-", "el-", "al‑", "ash-", "as-", "at-", "ad-", "an-", "ar-", "az-",
    ] {
        if let Some(rest) = last.strip_prefix(prefix) {
            return rest.to_owned();
        }
    }
    last
}

fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// One name has one kind: where the rules typed the same words differently, the surest wins.
pub(super) fn agree(doc: &Doc<'_>, found: &mut [Found]) {
    let mut best: HashMap<String, (Kind, f32)> = HashMap::new();
    let unlisted = |f: &Found| !f.listed && f.form == Form::Named && f.own_kind.is_none();
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
/// names in full. What stays unknown is left out unless it acts.
pub(super) fn resolve_pending(doc: &Doc<'_>, found: &mut Vec<Found>, pending: Vec<Pending>) {
    let mut surnames: HashMap<String, String> = HashMap::new();
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
            surnames
                .entry(surname(words))
                .or_insert_with(|| mention.name.clone());
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
    for Pending { tokens, weak, acts } in pending {
        let text = doc.text_of(tokens.start);
        let ordinary = doc.is_ordinary(tokens.start) && doc.text_of(tokens.start.wrapping_sub(1)) != "al";
        let the = doc.lower(tokens.start.wrapping_sub(1)) == "the";
        let resolved = if let Some((kind, full)) = heads
            .get(doc.lower(tokens.start))
            .filter(|_| the && doc.capital(tokens.start))
        {
            Found::new(doc, tokens, *kind, 0.8, "short for a name in the article")
                .map(|f| f.called(Some(full)))
        } else if let Some(full) = surnames.get(&surname(text)).filter(|_| !(weak && ordinary)) {
            Found::new(
                doc,
                tokens,
                Kind::Person,
                0.9,
                "surname of a person named in full",
            )
            .map(|f| f.called(Some(full)))
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
        } else if weak
            || (!acts && !doc.word(tokens.start).tags.is_surname())
            || (the && !doc.word(tokens.start).all_caps)
            || doc.is(tokens.start, Class::HEAD.or(Class::HEAD_NONE))
        {
            None
        } else if !acts {
            Found::new(doc, tokens, Kind::Person, 0.5, "known as a surname")
        } else if doc.word(tokens.start).all_caps {
            Found::new(doc, tokens, Kind::Organization, 0.55, "acronym that acts")
        } else {
            Found::new(doc, tokens, Kind::Person, 0.55, "capitalised word that speaks")
        };
        found.extend(resolved);
    }
}

/// Gives every mention its actor.
pub(super) fn resolve(doc: &Doc<'_>, found: &mut [Found]) -> Actors {
    let mut actors = Actors::default();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut names: Vec<BTreeSet<String>> = Vec::new();
    // Full names first, so that a surname in the headline finds its person.
    let order: Vec<usize> = (0..found.len())
        .filter(|i| {
            found
                .get(*i)
                .is_some_and(|f| f.kind == Kind::Person && f.name.contains(' '))
        })
        .chain((0..found.len()).filter(|i| {
            found
                .get(*i)
                .is_none_or(|f| !(f.kind == Kind::Person && f.name.contains(' ')))
        }))
        .collect();
    let mut surnames: HashMap<String, Vec<usize>> = HashMap::new();
    let mut last_of_head: HashMap<String, usize> = HashMap::new();
    for index in order {
        let Some(mention) = found.get_mut(index) else {
            continue;
        };
        let words = doc.words_of(mention.tokens.clone());
        let actor = if mention.kind == Kind::Person {
            person(&mut actors, &mut by_key, &mut surnames, mention)
        } else if mention.form == Form::Descriptive {
            described(doc, &mut actors, &mut by_key, &mut last_of_head, mention)
        } else {
            let mut key = format!("{:?} ", mention.kind);
            push_key(&mention.name, &mut key);
            entry(
                &mut actors,
                &mut by_key,
                key,
                &mention.name.clone(),
                mention.kind,
                mention.kind_id(),
            )
        };
        mention.actor = Some(actor);
        names.resize_with(actors.list.len(), BTreeSet::new);
        if let Some(set) = names.get_mut(actor) {
            let shown = if mention.tokens.len() == 1 {
                doc.text.slice(mention.span)
            } else {
                words
            };
            set.insert(shown.to_owned());
        }
    }
    for (actor, mut set) in actors.list.iter_mut().zip(names) {
        set.remove(&actor.name);
        actor.aliases = set.into_iter().collect();
    }
    actors
}

fn entry(
    actors: &mut Actors,
    by_key: &mut HashMap<String, usize>,
    key: String,
    name: &str,
    kind: Kind,
    id: KindId,
) -> usize {
    *by_key.entry(key).or_insert_with(|| {
        actors.list.push(ProposedActor {
            name: name.to_owned(),
            aliases: Vec::new(),
            kind: id,
        });
        actors.kinds.push(kind);
        actors.list.len() - 1
    })
}

fn person(
    actors: &mut Actors,
    by_key: &mut HashMap<String, usize>,
    surnames: &mut HashMap<String, Vec<usize>>,
    mention: &Found,
) -> usize {
    let mut key = String::from("Person ");
    push_key(&mention.name, &mut key);
    let family = surname(&mention.name);
    if let Some(actor) = by_key.get(&key) {
        return *actor;
    }
    let same = surnames.get(&family).and_then(|candidates| {
        candidates.iter().rev().take(SAME_SURNAME).copied().find(|actor| {
            actors
                .list
                .get(*actor)
                .is_some_and(|a| may_be_one(&a.name, &mention.name))
        })
    });
    if let Some(actor) = same {
        by_key.insert(key, actor);
        if let Some(known) = actors.list.get_mut(actor)
            && known.name.len() < mention.name.len()
            && mention.name.contains(' ')
        {
            known.name.clone_from(&mention.name);
        }
        return actor;
    }
    let actor = entry(
        actors,
        by_key,
        key,
        &mention.name,
        Kind::Person,
        mention.kind_id(),
    );
    surnames.entry(family).or_default().push(actor);
    actor
}

/// Two names with the same surname: one is part of the other, or the first names are spelled alike.
fn may_be_one(a: &str, b: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        let mut key = String::new();
        push_key(name, &mut key);
        key.split(' ').map(str::to_owned).collect()
    };
    let (a, b) = (parts(a), parts(b));
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let alike = |x: &String, y: &String| {
        x == y
            || (x.len() > 3 && y.len() > 3 && x.chars().take(4).eq(y.chars().take(4)))
            || x.len() == 1 && y.starts_with(x.as_str())
    };
    let inside = |short: &[String], long: &[String]| short.iter().all(|s| long.iter().any(|l| alike(s, l)));
    inside(&a, &b) || inside(&b, &a)
}

/// Heads that name the same described actor whichever of them is used.
fn described(
    doc: &Doc<'_>,
    actors: &mut Actors,
    by_key: &mut HashMap<String, usize>,
    last_of_head: &mut HashMap<String, usize>,
    mention: &Found,
) -> usize {
    let head = doc.lower(mention.tokens.end.wrapping_sub(1)).to_owned();
    let words = doc.words_of(mention.tokens.clone());
    let bare = mention.tokens.len() == 1;
    let kind = mention.kind;
    let actor = match &mention.owner {
        Some(owner) => {
            let name = if bare {
                format!("{owner}'s {head}")
            } else {
                words.to_owned()
            };
            let rest = descriptive::key(doc, mention.tokens.end - 1..mention.tokens.end);
            entry(
                actors,
                by_key,
                format!("{kind:?} {owner} {rest}"),
                &name,
                kind,
                mention.kind_id(),
            )
        }
        None if bare && last_of_head.contains_key(&head) && kind != Kind::UnnamedSource => {
            last_of_head.get(&head).copied().unwrap_or_default()
        }
        None => {
            let key = descriptive::key(doc, mention.tokens.clone());
            entry(
                actors,
                by_key,
                format!("{kind:?} {key}"),
                words,
                kind,
                mention.kind_id(),
            )
        }
    };
    if actors.kind(actor) == Some(kind) {
        last_of_head.insert(head, actor);
    }
    actor
}
