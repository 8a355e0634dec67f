//! Which mentions of an article are of one actor.
//!
//! Full names first, so that a surname in the headline finds its person; then what [`identity`](super::super::identity)
//! says of any two names. In one article more counts than across articles: a surname that two persons share is the one's
//! who was named last, and the first or last words of a body's name stand for it once it has been named in full.

use std::collections::{BTreeSet, HashMap};

use super::super::ProposedActor;
use super::super::doc::{Case, Doc};
use super::super::identity::{Identity, Register};
use super::{Found, Kind, descriptive};
use crate::annotation::{Form, KindId};

/// Among how many names that begin or end alike a short form is looked for.
const MOST_COMPARED: usize = 20;

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

    fn add(&mut self, name: &str, kind: Kind, id: KindId) -> usize {
        self.list.push(ProposedActor {
            name: name.to_owned(),
            aliases: Vec::new(),
            kind: id,
        });
        self.kinds.push(kind);
        self.list.len() - 1
    }
}

/// What is known while mentions are gone through.
#[derive(Default)]
struct Grouping {
    actors: Actors,
    /// By kind and words, so that each name is taken apart once.
    by_words: HashMap<(Kind, String), usize>,
    register: Register<usize>,
    /// Token where each actor was first named in running text.
    first: Vec<usize>,
    /// Persons by surname, with the tokens at which they are named.
    surnames: HashMap<String, Vec<(usize, usize)>>,
    /// Bodies by the first and by the last word of their names.
    by_first: HashMap<String, Vec<usize>>,
    by_last: HashMap<String, Vec<usize>>,
    last_of_head: HashMap<String, usize>,
}

/// Gives every mention its actor.
pub(super) fn resolve(doc: &Doc<'_>, found: &mut [Found]) -> Actors {
    let mut grouping = Grouping::default();
    let mut of_mention: Vec<usize> = vec![0; found.len()];
    let long = |f: &Found| f.form == Form::Named && f.name.contains(' ');
    let full_first = found.iter().enumerate().filter(|(_, f)| long(f));
    let then = found.iter().enumerate().filter(|(_, f)| !long(f));
    for (index, mention) in full_first.chain(then) {
        let actor = if mention.form == Form::Descriptive {
            grouping.described(doc, mention)
        } else {
            grouping.named(doc, mention)
        };
        if let Some(slot) = of_mention.get_mut(index) {
            *slot = actor;
        }
    }
    let mut actors = grouping.actors;
    let mut names: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); actors.list.len()];
    for (mention, actor) in found.iter_mut().zip(of_mention) {
        mention.actor = Some(actor);
        if let Some(set) = names.get_mut(actor) {
            set.insert(if mention.tokens.len() == 1 {
                doc.text.slice(mention.span)
            } else {
                doc.words_of(mention.tokens.clone())
            });
        }
    }
    for (actor, mut set) in actors.list.iter_mut().zip(names) {
        set.remove(actor.name.as_str());
        actor.aliases = set.into_iter().map(str::to_owned).collect();
    }
    actors
}

impl Grouping {
    fn named(&mut self, doc: &Doc<'_>, mention: &Found) -> usize {
        let at = mention.tokens.start;
        let key = (mention.kind, mention.name.clone());
        if let Some(actor) = self.by_words.get(&key).copied() {
            self.seen(doc, mention, actor);
            return actor;
        }
        let identity = Identity::new(&mention.name, [], &mention.kind_id());
        let person = mention.kind == Kind::Person;
        let found = self.register.find(&identity).map(|(actor, _)| actor);
        let found = found.or_else(|| {
            if person {
                self.last_of_surname(&mention.name, at)
            } else {
                self.short_for(doc, &identity, mention)
            }
        });
        let actor = found.unwrap_or_else(|| {
            self.first.push(usize::MAX);
            let actor = self.actors.add(&mention.name, mention.kind, mention.kind_id());
            if !person {
                for words in identity.names() {
                    if let (Some(first), Some(last)) = (words.first(), words.last()) {
                        self.by_first.entry(first.clone()).or_default().push(actor);
                        self.by_last.entry(last.clone()).or_default().push(actor);
                    }
                }
            }
            actor
        });
        if let Some(known) = self.actors.list.get_mut(actor)
            && known.name.len() < mention.name.len()
            && mention.name.contains(' ')
            && (person || !known.name.contains(' '))
        {
            known.name.clone_from(&mention.name);
        }
        // Persons whose surnames are one differ in the article's own words; the register knows each by what it was
        // called first, and by what it is called now.
        self.register.add_names(actor, identity);
        self.by_words.insert(key, actor);
        self.seen(doc, mention, actor);
        actor
    }

    fn seen(&mut self, doc: &Doc<'_>, mention: &Found, actor: usize) {
        let at = mention.tokens.start;
        self.first.resize(self.actors.list.len(), usize::MAX);
        if let Some(first) = self.first.get_mut(actor)
            && at < *first
            && doc.case_at(at) == Case::Running
        {
            *first = at;
        }
        if mention.kind == Kind::Person && mention.name.contains(' ') {
            let places = self.surnames.entry(surname(&mention.name)).or_default();
            places.push((at, actor));
        }
    }

    /// The person of this surname who was named last before `at`; the first one if none was.
    fn last_of_surname(&self, name: &str, at: usize) -> Option<usize> {
        if name.contains(' ') {
            return None;
        }
        let places = self.surnames.get(&surname(name))?;
        let before = places.partition_point(|(token, _)| *token < at);
        let nearest = before.checked_sub(1).and_then(|i| places.get(i));
        nearest.or(places.first()).map(|(_, actor)| *actor)
    }

    /// "Norvan" after "Norvan Metals", "Air Force" after "Norwegian Air Force".
    fn short_for(&self, doc: &Doc<'_>, identity: &Identity, mention: &Found) -> Option<usize> {
        if mention.listed || matches!(mention.kind, Kind::State | Kind::Place) {
            return None;
        }
        let words = identity.names().next()?;
        let running = doc.case_at(mention.tokens.start) == Case::Running;
        let at = mention.tokens.start;
        let fits = |actor: &usize, opens: bool| {
            let kind = self.actors.kind(*actor);
            let kinds = kind.is_some_and(|kind| kind != Kind::Place && kind != Kind::State || !opens);
            let named_before = !running || self.first.get(*actor).is_some_and(|first| *first < at);
            kinds
                && named_before
                && self.register.names(*actor).any(|long| {
                    long.len() > words.len()
                        && if opens {
                            long.starts_with(words)
                        } else {
                            long.ends_with(words)
                        }
                })
        };
        let opening = self.by_first.get(words.first()?).into_iter().flatten();
        let closing = self.by_last.get(words.last()?).into_iter().flatten();
        let the = doc.lower(at.wrapping_sub(1)) == "the";
        opening
            .take(MOST_COMPARED)
            .find(|actor| fits(actor, true))
            .or_else(|| {
                closing
                    .take(MOST_COMPARED)
                    .filter(|_| the)
                    .find(|actor| fits(actor, false))
            })
            .copied()
    }

    /// Heads that name the same described actor whichever of them is used.
    fn described(&mut self, doc: &Doc<'_>, mention: &Found) -> usize {
        let head = doc.lower(mention.tokens.end.wrapping_sub(1)).to_owned();
        let words = doc.words_of(mention.tokens.clone());
        let bare = mention.tokens.len() == 1;
        let kind = mention.kind;
        let same_head = self.last_of_head.get(&head).copied();
        let actor = match &mention.owner {
            Some(owner) => {
                let name = if bare {
                    format!("{owner}'s {head}")
                } else {
                    words.to_owned()
                };
                self.entry(&format!("{owner} {head}"), &name, mention)
            }
            None if bare && kind != Kind::UnnamedSource && same_head.is_some() => {
                same_head.unwrap_or_default()
            }
            None => self.entry(&descriptive::key(doc, mention.tokens.clone()), words, mention),
        };
        if self.actors.kind(actor) == Some(kind) {
            self.last_of_head.insert(head, actor);
        }
        actor
    }

    fn entry(&mut self, key: &str, name: &str, mention: &Found) -> usize {
        let key = (mention.kind, format!("~{key}"));
        if let Some(actor) = self.by_words.get(&key) {
            return *actor;
        }
        let actor = self.actors.add(name, mention.kind, mention.kind_id());
        self.by_words.insert(key, actor);
        actor
    }
}

/// The part of a name that families share, without an article: "assad" of "al-Assad".
pub(super) fn surname(name: &str) -> String {
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
