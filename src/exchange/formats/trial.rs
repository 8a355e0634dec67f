//! What the tests of the formats share: a project that has one of everything that hurts, and reading back what was
//! written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::annotation::{
    Action, Actor, Article, ArticleId, Bearing, Body, Bound, Change, Claim, Decision, Evidence, Figure, Form,
    Item, ItemId, KindId, Measure, Mention, Metadata, Origin, Party, Project, Rating, Status, Verdict,
};
use crate::exchange::Problem;
use crate::exchange::export::{Format, InMemory, Settings, export};
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Mark, Marked};
use crate::suggest::Stop;
use crate::text::zones::find_zones;
use crate::text::{ArticleText, Span};

/// Astral and joined emoji, a combining mark, a no-break space, curly quotes, a tab, a vertical tab, markup of several
/// notations, right-to-left words.
pub const TEXT: &str = "Brask falls 👩‍👩‍👧 <b>&amp;\n\nAda Toll said: “The Norvan army's men killed 21 people ❤️ in the cafe\u{301}\u{a0}Lun.\nWe left”, she said later.\tOver.\u{b}Then _ | [ ] \\ -> * # `x` came.\n\n=Second claim, citing Toll: nobody was hurt. قال جيش نورفا إن المدينة سقطت. It fell.\n";

/// The place of the first `words`.
pub fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap_or_else(|| panic!("{words}"));
    Span::new(start, start + words.len()).unwrap()
}

pub fn put(article: &mut Article, body: Body, status: Status) -> ItemId {
    let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
    let origin = (status != Status::Added).then(|| Origin {
        suggester: "rules".to_owned(),
        version: "1".to_owned(),
        score: 0.5,
        reason: "a verb of saying".to_owned(),
    });
    article.items.insert(
        id,
        Item {
            id,
            body,
            status,
            origin,
        },
    );
    id
}

fn mention(words: &str, kind: &str, actor: Option<&Actor>) -> Body {
    Body::Mention(Mention {
        span: span(words),
        kind: KindId::new(kind),
        form: Form::Descriptive,
        actor: actor.map(|actor| actor.id),
        note: String::new(),
    })
}

/// Three articles: one with everything, one without annotations, one without text to speak of.
pub fn project() -> Project {
    let mut project = Project::new("Brask, <spring> & \"summer\"");
    project.reviewers = vec!["Ines Vahl".to_owned()];
    let toll = Actor::new("Ada Toll", KindId::PERSON);
    let army = Actor::new("Norvan <army>", KindId::ARMED_FORCE);
    for actor in [&toll, &army] {
        project.actors.insert(actor.id, actor.clone());
    }
    let now = Timestamp::from_second(1_700_000_000).unwrap();
    let text = ArticleText::new(TEXT);
    let zones = find_zones(&text);
    let metadata = Metadata {
        title: "Brask falls <b>&amp;".to_owned(),
        publisher: "The \"Post\", of Brask".to_owned(),
        published: "2024-03-02".parse().ok(),
        url: "https://example.org/a?b=1&c=2".to_owned(),
        language: "en".to_owned(),
        ..Metadata::default()
    };
    let mut full = Article::new(ArticleId::parse("full").unwrap(), now, metadata, text, zones);
    put(
        &mut full,
        mention("Ada Toll", "person", Some(&toll)),
        Status::Added,
    );
    put(
        &mut full,
        mention("Norvan army", "armed force", Some(&army)),
        Status::Accepted,
    );
    put(&mut full, mention("Norvan", "claim", None), Status::Corrected);
    put(
        &mut full,
        mention("army's men", "armed force", None),
        Status::Added,
    );
    put(
        &mut full,
        mention("cafe\u{301}\u{a0}L", "place", None),
        Status::Added,
    );
    put(&mut full, mention("un", "place", None), Status::Added);
    put(&mut full, mention("👩‍👩‍👧", "group", None), Status::Added);
    put(
        &mut full,
        mention("جيش نورفا", "armed force", Some(&army)),
        Status::Added,
    );
    put(&mut full, mention("nobody", "group", None), Status::Suggested);
    put(&mut full, mention("people", "group", None), Status::Rejected);
    let figure = Figure {
        span: span("21"),
        value: 21.0,
        value_to: None,
        bound: Bound::AtLeast,
        measure: Measure::Killed,
        who: "people, \"all\"\nof them".to_owned(),
        place: "the cafe\u{301}".to_owned(),
        when: String::new(),
        date: "2024-03-01 to 2024-03-02".parse().ok(),
        by: "=army".to_owned(),
    };
    let outer = put(
        &mut full,
        Body::Claim(Box::new(Claim {
            content: vec![
                span("“The Norvan army's men killed 21 people ❤️ in the cafe\u{301}\u{a0}Lun.\nWe left”"),
                span("It fell"),
            ],
            cue: Some(span("said")),
            source: Some(span("Ada Toll")),
            speaker: Some(toll.id),
            figures: vec![figure],
            targets: vec![Party {
                span: span("Norvan army"),
                actor: Some(army.id),
            }],
            check_worthiness: 0.75,
            verdict: Some(Verdict {
                rating: Rating::MostlyTrue,
                rationale: "Two | sources *agree*.\nSo it is.".to_owned(),
                evidence: vec![Evidence {
                    bearing: Bearing::Supports,
                    source: "Hospital of Brask".to_owned(),
                    url: "javascript:alert(1)".to_owned(),
                    quote: "21 <dead>".to_owned(),
                }],
            }),
            note: "=1+1\u{b}".to_owned(),
            ..Claim::default()
        })),
        Status::Corrected,
    );
    put(
        &mut full,
        Body::Claim(Box::new(Claim {
            content: vec![span("We left")],
            within: Some(outer),
            ..Claim::default()
        })),
        Status::Added,
    );
    put(
        &mut full,
        Body::Claim(Box::new(Claim {
            content: vec![span("=Second claim, citing Toll: nobody was hurt")],
            cue: Some(span("she said")),
            via: Some(Party {
                span: span("Toll: nobody"),
                actor: Some(toll.id),
            }),
            check_worthiness: 0.9,
            ..Claim::default()
        })),
        Status::Accepted,
    );
    full.decisions.push(Decision {
        at: now,
        by: "Ines Vahl".to_owned(),
        action: Action::Corrected,
        change: Change::Item {
            id: outer,
            before: None,
            after: full.items.get(&outer).map(|item| item.body.clone()),
        },
    });
    let plain = |id: &str, text: &str| {
        let id = ArticleId::parse(id).unwrap();
        Article::new(id, now, Metadata::default(), ArticleText::new(text), Vec::new())
    };
    let long = "Brask fell and fell ".repeat(3_000);
    for article in [full, plain("none", &long), plain("void", "\n")] {
        project.articles.insert(article.id.clone(), Arc::new(article));
    }
    project
}

/// What a format makes of [`project`].
pub fn written(format: &Format) -> (InMemory, Losses) {
    written_with(format, &Settings::default())
}

/// The files of the article with everything, written once for all cases of a property.
fn full(format: &Format) -> BTreeMap<String, Vec<u8>> {
    static WRITTEN: Mutex<BTreeMap<&str, BTreeMap<String, Vec<u8>>>> = Mutex::new(BTreeMap::new());
    let mut all = WRITTEN.lock().unwrap();
    let files = all.entry(format.id).or_insert_with(|| {
        let mut files = written(format).0.files;
        files.retain(|name, _| name.starts_with("full"));
        files
    });
    files.clone()
}

pub fn written_with(format: &Format, settings: &Settings) -> (InMemory, Losses) {
    let mut files = InMemory::default();
    let losses = export(
        &project(),
        format,
        settings,
        &mut files,
        &Stop::default(),
        &mut || {},
    )
    .unwrap();
    (files, losses)
}

/// The text of a file of an export.
pub fn text_of(files: &InMemory, name: &str) -> String {
    String::from_utf8(files.files[name].clone()).unwrap()
}

/// What a format should say of the articles of [`project`] when it is read, by name.
pub fn expected(format: &Format) -> Vec<Marked> {
    let project = project();
    let mut all: Vec<Marked> = project
        .articles
        .values()
        .map(|article| {
            bare(Marked::of(
                article,
                &project,
                &format.holds,
                &mut Losses::default(),
            ))
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn bare(mut marked: Marked) -> Marked {
    for mark in &mut marked.marks {
        *mark = Mark {
            item: None,
            ..mark.clone()
        };
    }
    marked
}

/// Writes files into a folder and reads them with the format's reader.
pub fn read_files(format: &Format, files: &[(&str, &[u8])]) -> (Vec<Marked>, Vec<Problem>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    read(format, folder.path())
}

pub fn read(format: &Format, path: &Path) -> (Vec<Marked>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    (format.reader.unwrap())(path, &Stop::default(), &mut |one| match one {
        Ok(marked) => found.push(marked),
        Err(problem) => problems.push(problem),
    });
    (found, problems)
}

/// Checks that what a format writes is what it reads.
pub fn check_round_trip(format: &Format) {
    let (files, _) = written(format);
    let named: Vec<(&str, &[u8])> = files
        .files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let (mut found, problems) = read_files(format, &named);
    assert_eq!(problems, []);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    for (found, expected) in found.iter().zip(&expected(format)) {
        assert_eq!(found.marks, expected.marks, "{}", found.name);
        assert_eq!(found, expected, "{}", found.name);
    }
    assert_eq!(found.len(), expected(format).len());
}

/// Checks that a reader comes to an end, and without a panic, on files that were damaged: cut off, bytes changed, bytes put in.
pub fn check_damaged(format: &Format, damage: &[(usize, u8)], cut: usize) {
    let files = full(format);
    let damaged: Vec<(&str, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| {
            let mut bytes = bytes.clone();
            for (at, byte) in damage {
                let at = at % bytes.len();
                if byte % 2 == 0 {
                    bytes[at] = *byte;
                } else {
                    bytes.insert(at, *byte);
                }
            }
            bytes.truncate(bytes.len() - cut % bytes.len());
            (name.as_str(), bytes)
        })
        .collect();
    let damaged: Vec<(&str, &[u8])> = damaged.iter().map(|(name, b)| (*name, b.as_slice())).collect();
    let (found, _) = read_files(format, &damaged);
    for article in found {
        let spans = article.marks.iter().flat_map(|mark| &mark.parts);
        assert!(spans.into_iter().all(|span| article.text.holds(*span)));
        let ends = article.links.iter().flat_map(|link| [link.from, link.to]);
        assert!(ends.into_iter().all(|end| end < article.marks.len()));
    }
}

/// Checks that a reader makes no span or link that is not there, whatever numbers stand in its file.
pub fn check_numbers(format: &Format, numbers: &[String]) {
    let files = full(format);
    let mut turn = numbers.iter().cycle();
    let changed: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let number = regex::Regex::new(r"(end|start|begin|Governor|Dependent|ID)\x22:[0-9]+").unwrap();
            let changed = number.replace_all(&text, |found: &regex::Captures<'_>| {
                format!("{}\":{}", &found[1], turn.next().unwrap())
            });
            let is_text = name == "full.txt";
            (
                name.clone(),
                if is_text {
                    bytes.clone()
                } else {
                    changed.into_owned().into_bytes()
                },
            )
        })
        .collect();
    let changed: Vec<(&str, &[u8])> = changed
        .iter()
        .map(|(name, b)| (name.as_str(), b.as_slice()))
        .collect();
    let (found, _) = read_files(format, &changed);
    for article in found {
        let mut spans = article.marks.iter().flat_map(|mark| &mark.parts);
        assert!(spans.all(|span| article.text.holds(*span)));
    }
}
