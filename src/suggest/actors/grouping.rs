//! Which mentions of an article are of one actor.
//!
//! Full names first, so that a surname in the headline finds its person; then what [`identity`](super::super::identity)
//! says of any two names. In one article more counts than across articles: whose a surname is that two persons share is told
//! by [`bearers`](super::bearers), and the first or last words of a body's name stand for it once it has been named in full.

use std::collections::{BTreeSet, HashMap};

use super::super::ProposedActor;
use super::super::doc::{Case, Doc};
use super::super::gender::{self, Gender};
use super::super::identity::{Identity, Register};
use super::bearers::{Bearer, Bearers};
use super::surnames::{begins_with_given_name, first_surname};
use super::{Found, Kind, descriptive};
use crate::annotation::{Form, KindId};

/// Among how many names that begin or end alike a short form is looked for.
const MOST_COMPARED: usize = 20;

/// The actors of one article.
#[derive(Clone, Default)]
pub(in super::super) struct Actors {
    pub list: Vec<ProposedActor>,
    kinds: Vec<Kind>,
}

impl Actors {
    pub(in super::super) fn kind(&self, actor: usize) -> Option<Kind> {
        self.kinds.get(actor).copied()
    }

    /// Whether an actor has a name, and not only a description.
    pub(in super::super) fn is_named(&self, actor: usize) -> bool {
        let actor = self.list.get(actor);
        actor.is_some_and(|actor| actor.name.starts_with(char::is_uppercase))
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
    /// Persons by surname, and by the first of two surnames.
    surnames: HashMap<String, Bearers>,
    first_surnames: HashMap<String, Bearers>,
    /// Persons by first name; none where several bear it.
    first_names: HashMap<String, Option<usize>>,
    /// Whose a surname was when a title told it last.
    last_called: HashMap<String, usize>,
    /// Bodies by the first and by the last word of their names.
    by_first: HashMap<String, Vec<usize>>,
    by_last: HashMap<String, Vec<usize>>,
    last_of_head: HashMap<String, usize>,
    /// Bodies that are only named as whose a described actor is, by the last word of their names.
    owners: HashMap<String, Vec<Owner>>,
}

/// A body that is named before a described actor ("Norwegian Air Force officials").
struct Owner {
    words: Vec<String>,
    name: String,
    at: usize,
}

/// Gives every mention its actor.
pub(super) fn resolve(doc: &Doc<'_>, found: &mut [Found]) -> Actors {
    let mut grouping = Grouping::default();
    for mention in found.iter().filter(|f| f.form == Form::Descriptive) {
        grouping.note_owner(mention);
    }
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
        let key = (mention.kind, mention.name.clone());
        let shared = mention.kind == Kind::Person && self.is_shared(&mention.name);
        if shared && let Some(actor) = self.of_surname(doc, mention) {
            return actor;
        }
        if let Some(actor) = self.by_words.get(&key).copied() {
            self.seen(doc, mention, actor);
            return actor;
        }
        let identity = Identity::new(&mention.name, [], &mention.kind_id());
        let person = mention.kind == Kind::Person;
        let found = self.register.find(&identity).map(|(actor, _)| actor);
        let found = found.or_else(|| {
            if person {
                self.of_surname(doc, mention)
                    .or_else(|| self.of_first_name(doc, mention))
                    .or_else(|| self.ends_alike(&mention.name))
            } else {
                self.short_for(doc, &identity, mention)
            }
        });
        if found.is_none()
            && let Some(owner) = self.owner_called(doc, &identity, mention)
        {
            let full = Found {
                name: owner,
                ..mention.clone()
            };
            let actor = self.named(doc, &full);
            self.by_words.insert(key, actor);
            return actor;
        }
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
        if mention.kind == Kind::Person
            && let Some((first, _)) = mention.name.split_once(' ')
        {
            let one = self
                .first_names
                .entry(first.to_lowercase())
                .or_insert(Some(actor));
            if *one != Some(actor) {
                *one = None;
            }
            let gender = gender::of(doc, mention);
            let first = first_surname(&mention.name).map(str::to_lowercase);
            let second = first.is_some() || !begins_with_given_name(&mention.name);
            let bearers = self.surnames.entry(surname(&mention.name)).or_default();
            bearers.named(actor, gender, second);
            if let Some(first) = first {
                let bearers = self.first_surnames.entry(first).or_default();
                bearers.named(actor, gender, false);
            }
        }
    }

    /// Whether several persons bear this surname.
    fn is_shared(&self, name: &str) -> bool {
        let bearers = self.surnames.get(&surname(name)).filter(|_| !name.contains(' '));
        bearers.is_some_and(Bearers::are_several)
    }

    /// The person whose surname the mention is. "Mr" and "Ms" tell a couple apart, and behind "Ms Toll" a bare "Toll" is hers.
    fn of_surname(&mut self, doc: &Doc<'_>, mention: &Found) -> Option<usize> {
        if mention.name.contains(' ') {
            return None;
        }
        let short = surname(&mention.name);
        let bearers = self
            .surnames
            .get_mut(&short)
            .or_else(|| self.first_surnames.get_mut(&short))?;
        let gender = gender::of(doc, mention);
        let called = self.last_called.get(&short).filter(|_| gender == Gender::Unknown);
        let meant = called.copied().or_else(|| bearers.meant(gender))?;
        if gender != Gender::Unknown {
            self.last_called.insert(short, meant);
        }
        Some(meant)
    }

    /// "Sheikh Omar" after "Sheikh Omar bin Salem": behind some titles stands the first name.
    fn of_first_name(&self, doc: &Doc<'_>, mention: &Found) -> Option<usize> {
        let title = doc.lower(mention.tokens.start.checked_sub(1)?);
        let by_first = matches!(
            title,
            "sheikh"
                | "sheik"
                | "king"
                | "queen"
                | "prince"
                | "princess"
                | "emir"
                | "sultan"
                | "pope"
                | "bishop"
                | "father"
                | "imam"
                | "ayatollah"
                | "sir"
                | "dame"
                | "lady"
                | "sister"
                | "brother"
                | "mother"
        );
        let first = mention.name.to_lowercase();
        by_first
            .then(|| self.first_names.get(&first).copied().flatten())
            .flatten()
    }

    /// "Reyl Torre" after "Ana Reyl Torre": who has two surnames. "Ana Reyl" after "Republican Ana Reyl" is only called so.
    fn ends_alike(&mut self, name: &str) -> Option<usize> {
        let bearers = self
            .surnames
            .get_mut(&surname(name))
            .filter(|_| name.contains(' '))?;
        let known = &mut self.actors.list;
        let ends = |bearer: &&mut Bearer| {
            let full = known.get(bearer.actor).map(|known| known.name.as_str());
            let before = full.and_then(|full| full.strip_suffix(name)?.strip_suffix(' '));
            before.is_some_and(|before| before.split(' ').count() <= 2)
        };
        let bearer = bearers.list.iter_mut().find(ends)?;
        let full = known.get_mut(bearer.actor)?;
        bearer.second = !begins_with_given_name(name);
        if !bearer.second && !begins_with_given_name(&full.name) {
            name.clone_into(&mut full.name);
        }
        Some(bearer.actor)
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
                            long.ends_with(words) && !self.is_joined(*actor, &mention.name)
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

    /// Whether a hyphen joins `end` to what stands before it: "Norvan-Air Force talks" are about two.
    fn is_joined(&self, actor: usize, end: &str) -> bool {
        let name = self.actors.list.get(actor).map(|known| known.name.as_str());
        name.and_then(|name| name.strip_suffix(end))
            .is_some_and(|before| before.ends_with(['-', '‐', '‑', '–']))
    }

    fn note_owner(&mut self, mention: &Found) {
        let Some(name) = mention.owner.as_ref().filter(|owner| owner.contains(' ')) else {
            return;
        };
        for words in Identity::new(name, [], &KindId::ORGANIZATION).names() {
            if let Some(last) = words.last() {
                self.owners.entry(last.clone()).or_default().push(Owner {
                    words: words.to_vec(),
                    name: name.clone(),
                    at: mention.tokens.start,
                });
            }
        }
    }

    /// The full name of "the Air Force" after "Norwegian Air Force officials".
    fn owner_called(&self, doc: &Doc<'_>, identity: &Identity, mention: &Found) -> Option<String> {
        let at = mention.tokens.start;
        let short = matches!(mention.kind, Kind::ArmedForce | Kind::Organization) && !mention.listed;
        if !short || doc.lower(at.wrapping_sub(1)) != "the" {
            return None;
        }
        let words = identity.names().next()?;
        let owners = self.owners.get(words.last()?)?.iter().take(MOST_COMPARED);
        let fits =
            |owner: &&Owner| owner.at < at && owner.words.len() > words.len() && owner.words.ends_with(words);
        let mut fitting = owners.filter(fits);
        let first = fitting.next()?;
        fitting
            .all(|other| other.words == first.words)
            .then(|| first.name.clone())
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
    let is_part = |word: &&str| !matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    let mut words = name.rsplit(' ').filter(is_part);
    let last = words.next().unwrap_or(name);
    // "Baek Sung-ryeol": where two given names are joined so, they stand behind the surname.
    let given = last.split_once('-').is_some_and(|(first, second)| {
        first.starts_with(char::is_uppercase) && second.starts_with(char::is_lowercase)
    });
    let only = words.next().filter(|_| given && words.next().is_none());
    let last = only.unwrap_or(last).to_lowercase();
    for prefix in [
        "al-", "el-", "al‑", "ash-", "as-", "at-", "ad-", "an-", "ar-", "az-", "ez-", "er-", "es-", "ed-",
    ] {
        if let Some(rest) = last.strip_prefix(prefix) {
            return rest.to_owned();
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::super::super::Rules;
    use super::super::super::tests::actor_of;
    use super::surname;

    #[test]
    fn surnames_come_before_what_follows_them() {
        for (name, expected) in [
            ("Ada Toll", "toll"),
            ("Omar al-Tarin", "tarin"),
            ("Ada Toll Jr.", "toll"),
            ("Ada Toll III", "toll"),
            ("Jr", "jr"),
            ("Tarn Sel-ryo", "tarn"),
            ("Ada Sel-Ryo", "sel-ryo"),
        ] {
            assert_eq!(surname(name), expected, "{name}");
        }
    }

    #[test]
    fn a_body_named_before_its_people_is_meant_by_its_last_words() {
        for (text, expected) in [
            (
                "On Monday United States Air Force officials met. Later the Air Force said that it rained.",
                "United States Air Force",
            ),
            (
                "Talks of Norvan-Air Force deals went on. Later the Air Force said that it rained.",
                "Air Force",
            ),
        ] {
            assert_eq!(actor_of(&Rules, text, "Air Force"), expected, "{text}");
        }
    }
}
