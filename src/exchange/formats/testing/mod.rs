//! An article with everything that has ever broken a format, and the comparison of what was written with what was read.

mod making;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::aligned::Aligned;
use crate::annotation::{Article, Project};
use crate::exchange::Problem;
use crate::exchange::export::{Files as _, Folder, Format, InMemory, Settings, Shape, Tokenizer, export};
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Mark, Marked};
use crate::suggest::Stop;
use making::random;
pub use making::torture;

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

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_article_reads_back(
        text in "(a|b|Toll|😀|\u{e9}|e\u{301}| |\n|\t|\u{b}|\u{2028}|\u{85}|\u{a0}|\u{200d}|-|_|\\|\"|'s|\\.|\u{feff}){1,40}",
        ends in proptest::collection::vec((0_usize..40, 1_usize..12, proptest::bool::ANY), 3..12),
    ) {
        let project = random(&text, &ends);
        for format in [
            &crate::exchange::formats::brat::FORMAT,
            &crate::exchange::formats::doccano::FORMAT,
            &crate::exchange::formats::doccano::RELATIONS,
            &crate::exchange::formats::label_studio::FORMAT,
        ] {
            compare(&project, format, &expected(&project, &format.holds));
        }
        for format in [&crate::exchange::formats::spacy::FORMAT, &crate::exchange::formats::prodigy::FORMAT] {
            compare(&project, format, &on_borders(expected(&project, &format.holds)));
        }
    }
}
