//! Projects to write: one with everything that has ever broken a format, and any other.

use std::sync::Arc;

use crate::annotation::{
    Act, Actor, Article, ArticleId, Body, Bound, Claim, DateRange, Figure, Form, Item, ItemId, KindId,
    KindLabel, Measure, Mention, Metadata, Origin, Party, Project, QuoteType, Rating, Status, Verdict,
};
use crate::text::{ArticleText, OffsetMap, Span, Unit};

/// The text of the torture article.
pub fn text() -> String {
    let long = "The Norvan army of Brask marched on. ".repeat(120);
    [
        "😀 Ada Toll’s army said “Brask fell on 3 May”, and 👨\u{200d}👩\u{200d}👧 Zoe\u{308} Vahl agreed.",
        "At least 21 people were killed in\u{a0}Brask, the Norvan army\tsaid; “we”, it added, “hold the town”.",
        "أعلن جيش نورفان\u{200f} أن المدينة سقطت.",
        "",
        "Smith's brigade left",
        "the old town at dusk, Toll said.",
        "A_b | [c] \\ d -> *e* \u{b} vertical, 10\u{202f}000\u{1c}x <tag> &amp; \"q\" {z}.",
        &long,
        "Toll denied it.\n",
    ]
    .join("\n")
}

struct Making {
    project: Project,
    article: Article,
    /// Numbers the status of the next item.
    turn: usize,
}

impl Making {
    fn span(&self, words: &str) -> Span {
        let text = self.article.text.as_str();
        let at = text.find(words).unwrap_or_else(|| panic!("no {words:?}"));
        Span::new(at, at + words.len()).unwrap()
    }

    /// Some words within others, to tell places of the same words apart.
    fn within(&self, words: &str, inner: &str) -> Span {
        let start = self.span(words).start() + words.find(inner).unwrap();
        Span::new(start, start + inner.len()).unwrap()
    }

    fn add(&mut self, body: Body, status: Status) -> ItemId {
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

    fn mention(&mut self, words: &str, kind: &str, note: &str, status: Status) {
        let actor = (words.contains("Toll")).then(|| Actor::new("Ada Toll", KindId::PERSON));
        let mention = Mention {
            span: self.span(words),
            kind: KindId::new(kind),
            form: if self.turn.is_multiple_of(2) {
                Form::Named
            } else {
                Form::Descriptive
            },
            actor: actor.as_ref().map(|actor| actor.id),
            note: note.to_owned(),
        };
        self.add(Body::Mention(mention), status);
        if let Some(actor) = actor {
            self.project.actors.insert(actor.id, actor);
        }
    }
}

/// A project with the torture article, one without any annotation and one without a letter in it.
pub fn torture() -> Project {
    let mut project = Project::new("Torture");
    project.scheme.kinds.push(KindLabel {
        id: KindId::new("weapon system"),
        title: "Weapon system".to_owned(),
        badge: "W".to_owned(),
        colour: "#336699".to_owned(),
    });
    let new = |id: &str, metadata: Metadata, text: &str| {
        let id = ArticleId::parse(id).unwrap();
        Article::new(
            id,
            jiff::Timestamp::UNIX_EPOCH,
            metadata,
            ArticleText::new(text),
            Vec::new(),
        )
    };
    let metadata = Metadata {
        title: "Brask “fell” 😀".to_owned(),
        publisher: "The Norvan Gazette".to_owned(),
        published: Some(jiff::civil::date(2024, 5, 4)),
        imported_from: "wire.txt".to_owned(),
        ..Metadata::default()
    };
    let plain = new("plain", Metadata::default(), "Nothing happened in Brask.\n");
    let mut making = Making {
        project,
        article: new("torture", metadata, &text()),
        turn: 0,
    };
    fill(&mut making);
    let Making {
        mut project, article, ..
    } = making;
    for article in [article, plain] {
        project.articles.insert(article.id.clone(), Arc::new(article));
    }
    project
}

fn fill(making: &mut Making) {
    use Status::{Accepted, Added, Corrected, Rejected, Suggested};
    making.mention("Ada Toll", "person", "", Accepted);
    making.mention(
        "Ada Toll’s army",
        "armed_force",
        "two\nlines\tand \\ a back-slash",
        Added,
    );
    making.mention("Toll’s army said", "weapon system", "", Added);
    making.mention("Brask", "place", "", Corrected);
    making.mention("fell", "cue", "", Added);
    making.mention("👨\u{200d}👩\u{200d}👧", "group", "", Added);
    making.mention("Zoe\u{308} Vahl", "person", "", Accepted);
    making.mention("جيش نورفان", "armed_force", "", Added);
    making.mention("left\nthe old town", "place", "", Added);
    making.mention("Smith", "person", "", Accepted);
    making.mention("Smith's bri", "armed_force", "", Added);
    making.mention("10\u{202f}000\u{1c}x", "weapon system", "", Added);
    making.mention("*e* \u{b} vertical", "group", "", Added);
    making.mention("[c] \\ d", "state", "", Rejected);
    making.mention("vertical", "media", "", Suggested);
    let speaker = Actor::new("Ada Toll", KindId::PERSON).id;
    let outer = Claim {
        content: vec![making.span("“we”"), making.span("“hold the town”")],
        cue: Some(making.span("added")),
        source: Some(making.span("it added")),
        speaker: Some(speaker),
        act: Act::Statement,
        quote: QuoteType::Direct,
        check_worthiness: 0.5,
        note: "in two pieces".to_owned(),
        verdict: Some(Verdict {
            rating: Rating::MostlyTrue,
            rationale: "Two papers say so.\nOne does not.".to_owned(),
            evidence: Vec::new(),
        }),
        ..Claim::default()
    };
    let outer = making.add(Body::Claim(Box::new(outer)), Added);
    let numbers = Claim {
        content: vec![making.span("At least 21 people were killed in\u{a0}Brask")],
        cue: Some(making.within("\tsaid;", "said")),
        source: Some(making.span("the Norvan army\t")),
        via: Some(Party {
            span: making.span("Norvan army"),
            actor: None,
        }),
        targets: vec![Party {
            span: making.span("Toll denied"),
            actor: Some(speaker),
        }],
        within: Some(outer),
        figures: vec![Figure {
            span: making.span("21"),
            value: 21.0,
            value_to: Some(30.5),
            bound: Bound::AtLeast,
            measure: Measure::Killed,
            who: "people".to_owned(),
            place: "Brask".to_owned(),
            when: String::new(),
            date: Some(DateRange::day(jiff::civil::date(2024, 5, 3))),
            by: "the \"army\"".to_owned(),
        }],
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(numbers)), Accepted);
    let long = Claim {
        content: vec![making.span("Smith's brigade left\nthe old town at dusk")],
        cue: Some(making.within("Toll said.", "said")),
        source: Some(making.span("Toll denied")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(long.clone())), Accepted);
    let rejected = Claim {
        content: vec![making.span("Brask fell")],
        cue: Some(making.within("said “", "said")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(rejected)), Rejected);
    let open = Claim {
        content: vec![making.span("the old town at dusk")],
        source: Some(making.span("Toll")),
        ..Claim::default()
    };
    making.add(Body::Claim(Box::new(open)), Suggested);
}

/// A project with one article: mentions and claims between the given characters.
pub fn random(text: &str, ends: &[(usize, usize, bool)]) -> Project {
    let id = ArticleId::parse("random").unwrap();
    let text = ArticleText::new(crate::text::normalise(text));
    let article = Article::new(
        id,
        jiff::Timestamp::UNIX_EPOCH,
        Metadata::default(),
        text,
        Vec::new(),
    );
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
    let mut making = Making {
        project: Project::new("Random"),
        article,
        turn: 0,
    };
    for body in items {
        making.add(body, Status::Added);
    }
    let Making {
        mut project, article, ..
    } = making;
    project.articles.insert(article.id.clone(), Arc::new(article));
    project
}
