//! Projects to write: one with everything that has ever broken a format, and any other.

use std::sync::Arc;

use super::{full, spans};
use crate::annotation::{
    Actor, ActorId, Article, ArticleId, Body, Claim, Form, Item, ItemId, KindId, KindLabel, Mention,
    Metadata, Origin, Project, Status,
};
use crate::text::zones::find_zones;
use crate::text::{ArticleText, OffsetMap, Span, Unit};

/// An article that is being annotated.
pub struct Making {
    project: Project,
    pub article: Article,
    /// Two actors of the project.
    pub toll: ActorId,
    pub army: ActorId,
    /// Numbers the form of the next mention.
    turn: usize,
}

impl Making {
    pub fn new(mut project: Project, id: &str, metadata: Metadata, text: &str) -> Self {
        let actors = [
            ("Ada Toll", KindId::PERSON),
            ("Norvan <army>", KindId::ARMED_FORCE),
        ];
        let [toll, army] = actors.map(|(name, kind)| {
            let actor = Actor::new(name, kind);
            let id = actor.id;
            project.actors.insert(id, actor);
            id
        });
        let text = ArticleText::new(text);
        let zones = find_zones(&text);
        let now = jiff::Timestamp::from_second(1_700_000_000).unwrap();
        Self {
            project,
            article: Article::new(ArticleId::parse(id).unwrap(), now, metadata, text, zones),
            toll,
            army,
            turn: 0,
        }
    }

    /// The project with the article.
    pub fn done(mut self) -> Project {
        let id = self.article.id.clone();
        self.project.articles.insert(id, Arc::new(self.article));
        self.project
    }

    pub fn span(&self, words: &str) -> Span {
        let text = self.article.text.as_str();
        let at = text.find(words).unwrap_or_else(|| panic!("no {words:?}"));
        Span::new(at, at + words.len()).unwrap()
    }

    /// Some words within others, to tell places of the same words apart.
    pub fn within(&self, words: &str, inner: &str) -> Span {
        let start = self.span(words).start() + words.find(inner).unwrap();
        Span::new(start, start + inner.len()).unwrap()
    }

    pub fn add(&mut self, body: Body, status: Status) -> ItemId {
        self.turn += 1;
        let id = ItemId::for_body(&body, |id| self.article.items.contains_key(&id));
        let origin = (status != Status::Added).then(|| Origin {
            suggester: "rules".to_owned(),
            version: "1".to_owned(),
            score: 0.75,
            reason: "looks like it".to_owned(),
        });
        let item = Item {
            id,
            body,
            status,
            origin,
        };
        self.article.items.insert(id, item);
        id
    }

    pub fn mention(&mut self, words: &str, kind: &str, actor: Option<ActorId>, note: &str, status: Status) {
        let form = if self.turn.is_multiple_of(2) {
            Form::Named
        } else {
            Form::Descriptive
        };
        let mention = Mention {
            span: self.span(words),
            kind: KindId::new(kind),
            form,
            actor,
            note: note.to_owned(),
        };
        self.add(Body::Mention(mention), status);
    }
}

/// Two articles full of annotations, one without any that is longer than a writer's buffer, and one without a letter in it.
pub fn torture() -> Project {
    let mut project = Project::new("Brask, <spring> & \"summer\"");
    project.reviewers = vec!["Ines Vahl".to_owned()];
    project.scheme.kinds.push(KindLabel {
        id: KindId::new("weapon system"),
        title: "Weapon system".to_owned(),
        badge: "W".to_owned(),
        colour: "#336699".to_owned(),
    });
    let mut making = Making::new(project, "full", full::metadata(), full::TEXT);
    full::annotate(&mut making);
    let mut making = Making::new(making.done(), "torture", spans::metadata(), &spans::text());
    spans::annotate(&mut making);
    let long = "Brask fell and fell ".repeat(3_000);
    let project = Making::new(making.done(), "none", Metadata::default(), &long).done();
    Making::new(project, "void", Metadata::default(), "\n").done()
}

/// A project with one article: mentions and claims between the given characters.
pub fn random(text: &str, ends: &[(usize, usize, bool)]) -> Project {
    let mut making = Making::new(
        Project::new("Random"),
        "random",
        Metadata::default(),
        &crate::text::normalise(text),
    );
    let article = &making.article;
    let map = OffsetMap::new(article.text.as_str());
    let place = |start: usize, length: usize| {
        let span = map.span_to_bytes([start, start + length], Unit::CodePoint)?;
        article.text.trim(span)
    };
    let mut items = Vec::new();
    for window in ends.windows(3) {
        let places: Vec<Span> = window
            .iter()
            .filter_map(|(start, length, _)| place(*start, *length))
            .collect();
        let [first, second, third] = *places.as_slice() else {
            continue;
        };
        // brat makes one of pieces that only line ends part.
        let gap = Span::new(first.end(), second.start());
        let is_apart = gap.is_some_and(|gap| article.text.trim(gap).is_some());
        items.push(if window[0].2 {
            Body::Claim(Box::new(Claim {
                content: if is_apart {
                    vec![first, second]
                } else {
                    vec![first]
                },
                cue: Some(third),
                source: window[1].2.then_some(second),
                ..Claim::default()
            }))
        } else {
            Body::Mention(Mention {
                span: first,
                kind: KindId::new(["person", "a b", "cue"][second.len() % 3]),
                form: Form::Named,
                actor: None,
                note: article.text.slice(third).to_owned(),
            })
        });
    }
    for body in items {
        making.add(body, Status::Added);
    }
    making.done()
}
