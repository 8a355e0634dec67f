//! What the tests of the formats share: a project with everything that has ever broken a format, and the comparison of what was
//! written with what was read.

mod full;
mod making;
mod spans;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::aligned::Aligned;
use crate::annotation::{Article, Project};
use crate::exchange::Problem;
use crate::exchange::export::{
    Files as _, Folder, Format, InMemory, Reader, Settings, Shape, Tokenizer, export,
};
use crate::exchange::formats;
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Mark, Marked};
use crate::suggest::Stop;
pub use full::TEXT;
use making::random;
pub use making::torture;

/// What a format wrote of the torture project, and what was lost.
pub fn written(format: &Format) -> (InMemory, Losses) {
    written_with(format, &Settings::default())
}

/// The same with settings.
pub fn written_with(format: &Format, settings: &Settings) -> (InMemory, Losses) {
    written_of(&torture(), format, settings)
}

/// The same of another project.
pub fn written_of(project: &Project, format: &Format, settings: &Settings) -> (InMemory, Losses) {
    let mut files = InMemory::default();
    let losses = export(
        project,
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

/// One of the files that a format wrote of the torture project.
pub fn file(format: &Format, name: &str) -> String {
    text_of(&written(format).0, name)
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

/// The same of a folder with these files.
pub fn read_folder(format: &Format, files: &[(&str, &[u8])]) -> (Vec<Marked>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    read_path(format, folder.path())
}

/// The same of a path.
pub fn read_path(format: &Format, path: &Path) -> (Vec<Marked>, Vec<String>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let Some(Reader::Marks(reader)) = format.reader else {
        panic!("{} has no marks to read", format.id);
    };
    reader(path, &Stop::default(), &mut |found| match found {
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

/// The articles of a project as a format that `holds` so much has to give them back.
pub fn expected(project: &Project, holds: &Holds) -> Vec<Marked> {
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
    let (files, _) = written_of(project, format, &Settings::default());
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
        read.iter().for_each(check_sound);
        let shown = String::from_utf8_lossy(&row[..row.len().min(200)]).into_owned();
        assert!(!read.is_empty() || !problems.is_empty(), "{shown}");
    }
}

/// All places are places of the text, and all links have ends.
fn check_sound(marked: &Marked) {
    for mark in &marked.marks {
        assert!(mark.parts.iter().all(|part| marked.text.holds(*part)));
        assert!(mark.parts.is_sorted());
    }
    let many = marked.marks.len();
    assert!(marked.links.iter().all(|link| link.from < many && link.to < many));
}

/// Reads a folder with these files: marks as `label@start:words` and links as `from>to label`, by number, are as expected, and
/// so many problems have these words in them.
pub fn check_shown(format: &Format, files: &[(&str, &str)], marks: &str, problems: &[&str]) {
    let bytes: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let (found, told) = read_folder(format, &bytes);
    let mut shown = Vec::new();
    for article in &found {
        shown.extend(article.marks.iter().map(|mark| {
            let words = article.text.slice(mark.parts[0]);
            format!("{}@{}:{words}", mark.label, mark.parts[0].start())
        }));
        let links = article.links.iter();
        shown.extend(links.map(|link| format!("{}>{} {}", link.from, link.to, link.label)));
    }
    let of: String = files[0].1.chars().take(300).collect();
    assert_eq!(shown.join(", "), marks, "{of}");
    assert_eq!(told.len(), problems.len(), "{of}: {told:#?}");
    for (told, expected) in told.iter().zip(problems) {
        assert!(told.contains(expected), "{told}");
    }
}

/// The formats that are read from any place of the text; spans of the others are on the borders of tokens.
const READ: [&Format; 6] = [
    &formats::brat::FORMAT,
    &formats::doccano::FORMAT,
    &formats::doccano::RELATIONS,
    &formats::label_studio::FORMAT,
    &formats::uima::JSON,
    &formats::web_annotation::FORMAT,
];
const READ_ALIGNED: [&Format; 2] = [&formats::spacy::FORMAT, &formats::prodigy::FORMAT];

/// What a format writes of the article with every detail, written once for all cases of a property.
fn written_full(format: &Format) -> InMemory {
    static WRITTEN: Mutex<BTreeMap<&str, InMemory>> = Mutex::new(BTreeMap::new());
    let mut all = WRITTEN.lock().unwrap();
    let files = all.entry(format.id).or_insert_with(|| {
        let mut project = torture();
        project.articles.retain(|id, _| id.as_str() == "full");
        written_of(&project, format, &Settings::default()).0
    });
    files.clone()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_article_reads_back(
        text in "(a|b|Toll|😀|\u{e9}|e\u{301}| |\n|\t|\u{b}|\u{2028}|\u{85}|\u{a0}|\u{200d}|-|_|\\|\"|'s|\\.|\u{feff}){1,40}",
        ends in proptest::collection::vec((0_usize..40, 1_usize..12, proptest::bool::ANY), 3..12),
    ) {
        let project = random(&text, &ends);
        for format in READ {
            compare(&project, format, &expected(&project, &format.holds));
        }
        for format in READ_ALIGNED {
            compare(&project, format, &on_borders(expected(&project, &format.holds)));
        }
    }

    #[test]
    fn damaged_files_are_read_to_their_end(
        damage in proptest::collection::vec((0_usize..60_000, 0_u8..=255), 0..6),
        cut in 0_usize..40,
    ) {
        for format in READ.into_iter().chain(READ_ALIGNED) {
            let mut files = written_full(format);
            for bytes in files.files.values_mut() {
                for (at, byte) in &damage {
                    let at = at % bytes.len();
                    if byte % 2 == 0 {
                        bytes[at] = *byte;
                    } else {
                        bytes.insert(at, *byte);
                    }
                }
                bytes.truncate(bytes.len() - cut % bytes.len());
            }
            read(format, &files).0.iter().for_each(check_sound);
        }
    }

    /// A reader makes no span or link that is not there, whatever numbers stand in its file.
    #[test]
    fn numbers_may_be_any(numbers in proptest::collection::vec("-?[0-9]{1,22}|1e9|null", 1..8)) {
        let number = regex::Regex::new(r#"((?i:end|start|begin|_id|Governor|Dependent|head|child|"ID)"?[":, ]+)[0-9]+"#).unwrap();
        for format in READ.into_iter().chain(READ_ALIGNED) {
            let mut files = written_full(format);
            let mut turn = numbers.iter().cycle();
            for (name, bytes) in &mut files.files {
                if name != "full.txt" {
                    let text = String::from_utf8(bytes.clone()).unwrap();
                    let changed = number.replace_all(&text, |found: &regex::Captures<'_>| {
                        format!("{}{}", &found[1], turn.next().unwrap())
                    });
                    *bytes = changed.into_owned().into_bytes();
                }
            }
            read(format, &files).0.iter().for_each(check_sound);
        }
    }
}
