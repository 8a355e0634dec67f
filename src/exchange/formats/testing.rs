//! An article with everything that has ever broken a format, and the comparison of what was written with what was read.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::aligned::Aligned;
use crate::annotation::{
    Act, Actor, Article, ArticleId, Body, Bound, Claim, DateRange, Figure, Form, Item, ItemId, KindId,
    KindLabel, Measure, Mention, Metadata, Origin, Party, Project, QuoteType, Rating, Status, Verdict,
};
use crate::exchange::Problem;
use crate::exchange::export::{Files as _, Folder, Format, InMemory, Settings, Shape, Tokenizer, export};
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Mark, Marked};
use crate::suggest::Stop;
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

/// What a format wrote of the torture project, and what was lost.
pub fn written(format: &Format) -> (InMemory, Losses) {
    written_of(&torture(), format)
}

fn written_of(project: &Project, format: &Format) -> (InMemory, Losses) {
    let mut files = InMemory::default();
    let (settings, stop) = (Settings::default(), Stop::default());
    let losses = export(project, format, &settings, &mut files, &stop, &mut || {}).unwrap();
    (files, losses)
}

/// One of the written files as text.
pub fn file(format: &Format, name: &str) -> String {
    let (mut files, _) = written(format);
    String::from_utf8(files.files.remove(name).unwrap()).unwrap()
}

/// What a format reads from files, and its problems as lines with their place.
pub fn read(format: &Format, files: &InMemory) -> (Vec<Marked>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = match format.shape {
        Shape::Folder => folder.path().join("export"),
        Shape::File(extension) => folder.path().join(format!("export.{extension}")),
    };
    match format.shape {
        Shape::Folder => {
            let mut out = Folder::new(&path);
            fs::create_dir(&path).unwrap();
            for (name, bytes) in &files.files {
                out.write(name, bytes).unwrap();
            }
            out.finish().unwrap();
        }
        Shape::File(_) => fs::write(&path, files.files.get("").unwrap()).unwrap(),
    }
    read_path(format, &path)
}

/// The same of one file with a name and bytes.
pub fn read_bytes(format: &Format, name: &str, bytes: &[u8]) -> (Vec<Marked>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_path(format, &path)
}

/// The same of a path.
pub fn read_path(format: &Format, path: &Path) -> (Vec<Marked>, Vec<String>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    (format.reader.unwrap())(path, &Stop::default(), &mut |found| match found {
        Ok(marked) => read.push(marked),
        Err(problem) => problems.push(line_of(&problem)),
    });
    (read, problems)
}

fn line_of(problem: &Problem) -> String {
    let line = problem.line.map(|line| format!("{line}: ")).unwrap_or_default();
    for sentence in [&problem.what, &problem.hint] {
        assert!(sentence.ends_with('.'), "{problem}");
    }
    format!("{line}{}", problem.what)
}

/// The articles of the torture project as a format that `holds` so much has to give them back.
fn expected(project: &Project, holds: &Holds) -> Vec<Marked> {
    let of = |article: &Arc<Article>| Marked::of(article, project, holds, &mut Losses::default());
    project.articles.values().map(of).collect()
}

/// A mark in words.
pub fn mark_line(marked: &Marked, mark: &Mark) -> String {
    let words: Vec<String> = mark
        .parts
        .iter()
        .map(|part| format!("{}{:?}", part.start(), marked.text.slice(*part)))
        .collect();
    let mut fields = mark.fields.clone();
    fields.sort();
    format!(
        "{} {} {fields:?} {:?} {:?} {:?}",
        mark.label,
        words.join(" + "),
        mark.actor,
        mark.status,
        mark.origin
    )
}

/// All that an article says, as sorted lines.
pub fn lines(marked: &Marked) -> Vec<String> {
    let mut lines: Vec<String> = marked.marks.iter().map(|mark| mark_line(marked, mark)).collect();
    let name = |index: usize| mark_line(marked, &marked.marks[index]);
    lines.extend(
        marked
            .links
            .iter()
            .map(|link| format!("{} --{}--> {}", name(link.from), link.label, name(link.to))),
    );
    lines.sort();
    lines
}

/// Writes the torture project, reads it back and compares all but the order of equal marks.
pub fn round_trip(format: &Format) {
    let project = torture();
    compare(&project, format, &expected(&project, &format.holds));
}

/// The same for a format whose spans are on the borders of tokens.
pub fn aligned_round_trip(format: &Format) {
    let project = torture();
    compare(&project, format, &on_borders(expected(&project, &format.holds)));
}

fn on_borders(mut expected: Vec<Marked>) -> Vec<Marked> {
    for marked in &mut expected {
        let copy = marked.clone();
        let aligned = Aligned::new(&copy, &Tokenizer::Ours);
        for mark in &mut marked.marks {
            mark.parts = aligned
                .tokens_of(mark, &mut Losses::default())
                .map(|found| found.1)
                .into_iter()
                .collect();
        }
        *marked = marked.clone().only(|_, mark| !mark.parts.is_empty()).sorted();
    }
    expected
}

fn compare(project: &Project, format: &Format, expected: &[Marked]) {
    let (files, _) = written_of(project, format);
    let (read, problems) = read(format, &files);
    assert_eq!(problems, Vec::<String>::new());
    let names = |all: &[Marked]| -> Vec<String> { all.iter().map(|marked| marked.name.clone()).collect() };
    assert_eq!(names(&read), names(expected));
    for (read, expected) in read.iter().zip(expected) {
        assert_eq!(read.text.as_str(), expected.text.as_str());
        assert_eq!(lines(read), lines(expected));
        let mut metadata = read.metadata.clone();
        if !format.holds.metadata || expected.metadata.imported_from.is_empty() {
            metadata.imported_from.clear();
        }
        assert_eq!(metadata, expected.metadata);
    }
}

/// Reads one file as each of a list of contents: the problems have to start as expected, and so have the lines of what
/// is read, all articles in one list.
pub fn check_bad(format: &Format, name: &str, table: &[(&str, &[&str], &[&str])]) {
    for (content, problems, found) in table {
        let (read, told) = read_bytes(format, name, content.as_bytes());
        let lines: Vec<String> = read.iter().flat_map(lines).collect();
        let fits = |all: &[String], starts: &[&str]| {
            all.len() == starts.len() && all.iter().zip(starts).all(|(one, start)| one.starts_with(start))
        };
        let shown: String = content.chars().take(300).collect();
        assert!(fits(&told, problems), "{shown}\n{told:#?}");
        assert!(fits(&lines, found), "{shown}\n{lines:#?}");
    }
}

/// Feeds a reader bytes that no writer makes: it has to end, and to say something where nothing is read.
pub fn check_junk(format: &Format, name: &str, sample: &[u8]) {
    let mut rows: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        vec![0xFF; 300],
        vec![0; 300],
        "[".repeat(100_000).into_bytes(),
        "{\"a\":".repeat(100_000).into_bytes(),
        "\u{feff}\r\n\r\n".as_bytes().to_vec(),
    ];
    let step = sample.len() / 40 + 1;
    for cut in (0..sample.len()).step_by(step) {
        rows.push(sample[..cut].to_vec());
        let mut turned = sample.to_vec();
        turned[cut] ^= 0x15;
        rows.push(turned);
    }
    for row in rows {
        let (read, problems) = read_bytes(format, name, &row);
        for marked in &read {
            for mark in &marked.marks {
                assert!(mark.parts.iter().all(|part| marked.text.holds(*part)));
                assert!(mark.parts.is_sorted());
            }
            let many = marked.marks.len();
            assert!(marked.links.iter().all(|link| link.from < many && link.to < many));
        }
        let shown = String::from_utf8_lossy(&row[..row.len().min(200)]).into_owned();
        assert!(!read.is_empty() || !problems.is_empty(), "{shown}");
    }
}

/// A project with one article: mentions and claims between the given characters.
fn random(text: &str, ends: &[(usize, usize, bool)]) -> Project {
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

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_article_reads_back(
        text in "(a|b|Toll|😀|\u{e9}|e\u{301}| |\n|\t|\u{b}|\u{2028}|\u{85}|\u{a0}|\u{200d}|-|_|\\|\"|'s|\\.|\u{feff}){1,40}",
        ends in proptest::collection::vec((0_usize..40, 1_usize..12, proptest::bool::ANY), 3..12),
    ) {
        let project = random(&text, &ends);
        for format in [
            &super::brat::FORMAT,
            &super::doccano::FORMAT,
            &super::doccano::RELATIONS,
            &super::label_studio::FORMAT,
        ] {
            compare(&project, format, &expected(&project, &format.holds));
        }
        for format in [&super::spacy::FORMAT, &super::prodigy::FORMAT] {
            compare(&project, format, &on_borders(expected(&project, &format.holds)));
        }
    }
}
