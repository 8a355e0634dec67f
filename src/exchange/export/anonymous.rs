//! De-identification: named persons become "Person 1", "Person 2" and so on, the same everywhere in a project.
//!
//! What is replaced: every mention of a person by name that nobody rejected, the names and aliases of persons, and each of these
//! words wherever else they stand as a word of their own. What also goes: authors, addresses, file names, remarks on persons,
//! all ids that were made of names or titles, and the history, which quotes names. What stays can still tell who is meant ("the minister"): this is
//! a help, no guarantee.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::annotation::{
    Actor, ActorId, Article, ArticleId, Body, Claim, Form, KindId, Party, Project, Status, pair,
};
use crate::exchange::loss::{Loss, Losses};
use crate::text::{ArticleText, Span, Zone};

/// Shorter words of a name are not looked for by themselves ("al", "de").
const SHORT: usize = 3;

/// `project` without the names of persons.
#[must_use]
pub fn without_names(project: &Project, losses: &mut Losses) -> Project {
    let names = Names::of(project);
    let mut nameless = project.clone();
    losses.add(Loss::History, nameless.decisions.len());
    nameless.decisions.clear();
    nameless.reviewers = Vec::new();
    nameless.apart = project
        .apart
        .iter()
        .map(|(a, b)| pair(names.id(*a), names.id(*b)))
        .collect();
    nameless.actors = project
        .actors
        .values()
        .map(|actor| {
            let mut actor = actor.clone();
            names.actor(&mut actor);
            (actor.id, actor)
        })
        .collect();
    for table in &mut nameless.references {
        table.title = names.replaced(&table.title);
    }
    // Ids of articles are made of titles, which name people.
    let width = nameless.articles.len().to_string().len();
    let mut renamed = BTreeMap::new();
    nameless.articles = project
        .in_order()
        .into_iter()
        .zip(1..)
        .map(|(article, number)| {
            let mut article = names.article(article, losses);
            let id = ArticleId::from_name(&format!("article-{number:0width$}"), |_| false);
            renamed.insert(std::mem::replace(&mut article.id, id.clone()), id);
            (article.id.clone(), Arc::new(article))
        })
        .collect();
    for event in nameless.events.values_mut() {
        event.title = names.replaced(&event.title);
        event.note = names.replaced(&event.note);
        for claims in [&mut event.claims, &mut event.left_out] {
            claims.retain_mut(|claim| match renamed.get(&claim.article) {
                Some(id) => {
                    claim.article = id.clone();
                    true
                }
                None => false,
            });
            claims.sort();
        }
    }
    nameless
}

/// Which words stand for which person.
#[derive(Default)]
struct Names {
    /// By the words of a name in lower case; the first word leads to the names that begin with it, longest first.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    of_actor: BTreeMap<ActorId, usize>,
}

/// A word of a text: letters and digits with what joins them.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let (start, _) = *rest.peek()?;
        let mut end = start;
        while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphanumeric()) {
            end = at + c.len_utf8();
        }
        Some((start, text.get(start..end)?))
    })
}

impl Names {
    fn of(project: &Project) -> Self {
        let mut names = Self::default();
        let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
        let mut next = 1;
        for actor in project
            .actors
            .values()
            .filter(|actor| actor.kind == KindId::PERSON)
        {
            names.of_actor.insert(actor.id, next);
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                by_text.entry(name.to_lowercase()).or_insert(next);
            }
            next += 1;
        }
        for article in project.in_order() {
            for item in article
                .items
                .values()
                .filter(|item| item.status != Status::Rejected)
            {
                let Body::Mention(mention) = &item.body else {
                    continue;
                };
                if mention.kind != KindId::PERSON || mention.form != Form::Named {
                    continue;
                }
                let name = article.text.slice(mention.span).to_lowercase();
                let known = mention.actor.and_then(|id| names.of_actor.get(&id)).copied();
                by_text.entry(name).or_insert_with(|| {
                    known.unwrap_or_else(|| {
                        next += 1;
                        next - 1
                    })
                });
            }
        }
        // Whole names win over their single words.
        for (name, person) in &by_text {
            names.add(words(name).map(|(_, word)| word.to_owned()).collect(), *person);
        }
        for (name, person) in &by_text {
            for (_, word) in words(name).filter(|(_, word)| word.chars().count() >= SHORT) {
                names.add(vec![word.to_owned()], *person);
            }
        }
        for known in names.by_first.values_mut() {
            known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        names
    }

    fn add(&mut self, words: Vec<String>, person: usize) {
        let Some(first) = words.first() else { return };
        let known = self.by_first.entry(first.clone()).or_default();
        if known.iter().all(|(others, _)| *others != words) {
            known.push((words, person));
        }
    }

    /// The places of names in `text`, in order, not overlapping. A word of a name counts only with a capital.
    fn find(&self, text: &str) -> Vec<(std::ops::Range<usize>, usize)> {
        let all: Vec<(usize, &str)> = words(text).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some((start, word)) = all.get(at) {
            let is_name = !word.chars().next().is_some_and(char::is_lowercase);
            let candidates = self.by_first.get(&word.to_lowercase()).filter(|_| is_name);
            let hit = candidates.into_iter().flatten().find(|(name, _)| {
                let here = all.get(at..at + name.len()).unwrap_or_default();
                here.len() == name.len()
                    && here
                        .iter()
                        .zip(name)
                        .all(|((_, word), name)| word.to_lowercase() == *name)
                    && here.windows(2).all(|pair| is_joined(text, pair))
            });
            let Some((name, person)) = hit else {
                at += 1;
                continue;
            };
            at += name.len();
            if let Some((last, word)) = all.get(at - 1) {
                found.push((*start..last + word.len(), *person));
            }
        }
        found
    }

    fn replaced(&self, text: &str) -> String {
        let mut new = String::with_capacity(text.len());
        let mut at = 0;
        for (range, person) in self.find(text) {
            new.push_str(text.get(at..range.start).unwrap_or_default());
            new.push_str(&pseudonym(person));
            at = range.end;
        }
        new.push_str(text.get(at..).unwrap_or_default());
        new
    }

    fn id(&self, id: ActorId) -> ActorId {
        self.of_actor.get(&id).map_or(id, |person| new_id(*person))
    }

    fn actor(&self, actor: &mut Actor) {
        // An id is made of a name.
        actor.formerly.clear();
        if let Some(person) = self.of_actor.get(&actor.id) {
            actor.id = new_id(*person);
            actor.name = pseudonym(*person);
            actor.aliases.clear();
            actor.external_id.clear();
            actor.note.clear();
            return;
        }
        actor.name = self.replaced(&actor.name);
        for alias in &mut actor.aliases {
            *alias = self.replaced(alias);
        }
        actor.note = self.replaced(&actor.note);
    }

    fn article(&self, article: &Article, losses: &mut Losses) -> Article {
        let found = self.find(article.text.as_str());
        losses.add(Loss::Names, found.len());
        losses.add(Loss::History, article.decisions.len());
        losses.add(Loss::Orphans, article.orphans.len());
        let moved = Moved::new(&article.text, found);
        let mut new = Article {
            text: moved.text.clone(),
            zones: article
                .zones
                .iter()
                .filter_map(|zone| {
                    Some(Zone {
                        span: moved.span(zone.span)?,
                        kind: zone.kind,
                    })
                })
                .collect(),
            decisions: Vec::new(),
            orphans: BTreeMap::new(),
            past: BTreeMap::new(),
            ..article.clone()
        };
        new.metadata.title = self.replaced(&new.metadata.title);
        new.metadata.author.clear();
        new.metadata.url.clear();
        new.metadata.imported_from.clear();
        new.note = self.replaced(&new.note);
        for item in new.items.values_mut() {
            match &mut item.body {
                Body::Mention(mention) => {
                    if let Some(span) = moved.span(mention.span) {
                        mention.span = span;
                    }
                    mention.actor = mention.actor.map(|id| self.id(id));
                    mention.note = self.replaced(&mention.note);
                }
                Body::Claim(claim) => self.claim(claim, &moved),
            }
            if let Some(origin) = &mut item.origin {
                origin.reason = self.replaced(&origin.reason);
            }
        }
        new
    }

    fn claim(&self, claim: &mut Claim, moved: &Moved) {
        let party = |party: &mut Party| {
            if let Some(span) = moved.span(party.span) {
                party.span = span;
            }
            party.actor = party.actor.map(|id| self.id(id));
        };
        claim.speaker = claim.speaker.map(|id| self.id(id));
        claim.content = claim
            .content
            .iter()
            .filter_map(|span| moved.span(*span))
            .collect();
        claim.cue = claim.cue.and_then(|span| moved.span(span));
        claim.source = claim.source.and_then(|span| moved.span(span));
        claim.via.iter_mut().for_each(party);
        claim.targets.iter_mut().for_each(party);
        claim.note = self.replaced(&claim.note);
        for figure in &mut claim.figures {
            if let Some(span) = moved.span(figure.span) {
                figure.span = span;
            }
            for text in [
                &mut figure.who,
                &mut figure.place,
                &mut figure.when,
                &mut figure.by,
            ] {
                *text = self.replaced(text);
            }
        }
        if let Some(verdict) = &mut claim.verdict {
            verdict.rationale = self.replaced(&verdict.rationale);
            for evidence in &mut verdict.evidence {
                evidence.quote = self.replaced(&evidence.quote);
                evidence.source = self.replaced(&evidence.source);
                evidence.title = self.replaced(&evidence.title);
                evidence.url.clear();
                evidence.file.clear();
            }
        }
    }
}

/// An id is a hash of the name, which would give the name away to whoever tries a list of names.
fn new_id(person: usize) -> ActorId {
    ActorId::for_name(&pseudonym(person), &KindId::PERSON)
}

fn pseudonym(person: usize) -> String {
    format!("Person {person}")
}

/// Whether nothing but a space, a hyphen, an apostrophe or a full stop stands between two words.
fn is_joined(text: &str, pair: &[(usize, &str)]) -> bool {
    let [(start, word), (next, _)] = pair else {
        return false;
    };
    let between = text.get(start + word.len()..*next).unwrap_or("\n");
    between.chars().count() <= 2
        && between
            .chars()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '\'' | '’' | '.'))
}

/// A text with other words, and where what stood in the old one stands now.
struct Moved {
    text: ArticleText,
    /// Ends of the replaced stretches, old and new, in order.
    stretches: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
}

impl Moved {
    fn new(old: &ArticleText, found: Vec<(std::ops::Range<usize>, usize)>) -> Self {
        let mut text = String::with_capacity(old.as_str().len());
        let mut stretches = Vec::with_capacity(found.len());
        let mut at = 0;
        for (range, person) in found {
            text.push_str(old.as_str().get(at..range.start).unwrap_or_default());
            let start = text.len();
            text.push_str(&pseudonym(person));
            at = range.end;
            stretches.push((range, start..text.len()));
        }
        text.push_str(old.as_str().get(at..).unwrap_or_default());
        Self {
            text: ArticleText::new(text),
            stretches,
        }
    }

    /// Where a span is now. An end within a replaced name moves to the end of the name.
    fn span(&self, span: Span) -> Option<Span> {
        self.text
            .span(self.byte(span.start(), false)..self.byte(span.end(), true))
    }

    fn byte(&self, at: usize, is_end: bool) -> usize {
        let after = self.stretches.partition_point(|(old, _)| old.start <= at);
        let Some((old, new)) = after.checked_sub(1).and_then(|i| self.stretches.get(i)) else {
            return at;
        };
        if at >= old.end {
            return new.end + (at - old.end);
        }
        if at == old.start || !is_end {
            new.start
        } else {
            new.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Item, ItemId, Mention, Metadata};

    const TEXT: &str =
        "Ada Toll said TOLL's men left. Gen. Toll, a toll collector, met Norva-based Ib Brask.";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len()).unwrap()
    }

    fn project() -> Project {
        let mut project = Project::new("p");
        let mut toll = Actor::new("Ada Toll", KindId::PERSON);
        toll.note = "knows the colonel".to_owned();
        let id = ArticleId::parse("a").unwrap();
        let metadata = Metadata {
            title: "Toll speaks".to_owned(),
            author: "Ib Quill".to_owned(),
            ..Metadata::default()
        };
        let at = jiff::Timestamp::UNIX_EPOCH;
        let mut article = Article::new(id.clone(), at, metadata, ArticleText::new(TEXT), vec![]);
        let mut add = |body: Body| {
            let id = ItemId::for_body(&body, |_| false);
            article.items.insert(
                id,
                Item {
                    id,
                    body,
                    status: Status::Added,
                    origin: None,
                },
            );
        };
        for (words, actor) in [("Ada Toll", Some(toll.id)), ("Ib Brask", None)] {
            add(Body::Mention(Mention {
                span: span(words),
                kind: KindId::PERSON,
                form: Form::Named,
                actor,
                note: String::new(),
            }));
        }
        add(Body::Claim(Box::new(Claim {
            content: vec![span("TOLL's men left")],
            cue: Some(span("said")),
            source: Some(span("Ada Toll")),
            note: "ask Toll".to_owned(),
            ..Claim::default()
        })));
        project.actors.insert(toll.id, toll);
        project.articles.insert(id, Arc::new(article));
        project
    }

    #[test]
    fn names_go_and_spans_stay_on_their_words() {
        let mut losses = Losses::default();
        let nameless = without_names(&project(), &mut losses);
        let article = nameless.articles.values().next().unwrap();
        assert_eq!(article.id.as_str(), "article-1");
        let linked: Vec<ActorId> = article
            .items
            .values()
            .flat_map(|item| item.body.actors())
            .collect();
        assert!(!linked.is_empty() && linked.iter().all(|id| nameless.actors.contains_key(id)));
        assert_eq!(
            nameless.actors.values().next().map(|actor| actor.id),
            nameless.actors.keys().next().copied()
        );
        assert_eq!(
            article.text.as_str(),
            "Person 1 said Person 1's men left. Gen. Person 1, a toll collector, met Norva-based Person 2."
        );
        assert_eq!(losses.count(Loss::Names), 4);
        assert_eq!(article.metadata.title, "Person 1 speaks");
        assert_eq!(article.metadata.author, "");
        let mut shown: Vec<String> = article
            .items
            .values()
            .flat_map(|item| item.body.spans())
            .map(|span| article.text.slice(span).to_owned())
            .collect();
        shown.sort();
        assert_eq!(
            shown,
            ["Person 1", "Person 1", "Person 1's men left", "Person 2", "said"]
        );
        let claim = article
            .items
            .values()
            .find_map(|item| item.body.as_claim())
            .unwrap();
        assert_eq!(claim.note, "ask Person 1");
        let actor = nameless.actors.values().next().unwrap();
        assert_eq!((actor.name.as_str(), actor.note.as_str()), ("Person 1", ""));
    }
}
