//! What the readers of all formats share: opening, putting an article together, telling what has no place.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use serde_json::{Map, Value};

use super::opened::stem;
use crate::annotation::Metadata;
use crate::exchange::Problem;
use crate::exchange::import::{
    Next, Object, as_utf8, decode, decode_unmarked, file_name, json, not_text, problem, too_long, unreadable,
};
use crate::exchange::marks::{Field, Known, Link, Mark, Marked, Raw};
use crate::suggest::Stop;
use crate::text::{ArticleText, MAX_ARTICLE_BYTES, Span, Unit};

/// Takes what a reader finds.
pub type Each<'a> = &'a mut dyn FnMut(Result<Marked, Problem>);

/// A fact of a file that many of its lines share is told once.
pub struct Tally<'a> {
    file: &'a Path,
    found: BTreeMap<(String, &'static str), (usize, Option<usize>)>,
}

impl<'a> Tally<'a> {
    /// Nothing counted yet.
    pub fn new(file: &'a Path) -> Self {
        Self {
            file,
            found: BTreeMap::new(),
        }
    }

    /// Counts `count` of `what` ("events", "lines without a tag"), first seen at `line`.
    pub fn add(&mut self, what: impl Into<String>, hint: &'static str, line: Option<usize>, count: usize) {
        if count > 0 {
            // A file can make up new names without end.
            let full = self.found.len() >= 200;
            let mut what: String = what.into().chars().take(80).collect();
            if full && !self.found.contains_key(&(what.clone(), hint)) {
                "other things".clone_into(&mut what);
            }
            let counted = self.found.entry((what, hint)).or_insert((0, line));
            counted.0 += count;
        }
    }

    /// Tells it all.
    pub fn tell(self, each: Each<'_>) {
        for ((what, hint), (count, line)) in self.found {
            each(Err(problem(
                self.file,
                line,
                format!("Left out: {count} × {what}."),
                hint,
            )));
        }
    }
}

/// The hint for what no project has.
pub const NO_PLACE: &str = "A project has no place for it; keep the file if you need it.";

/// Opens a file that a user named, if it is a file.
///
/// # Errors
/// A problem for what the system says, and for devices and folders.
pub fn open(path: &Path) -> Result<BufReader<File>, Problem> {
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !meta.is_file() {
        return Err(not_a_file(path, meta.is_dir()));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

/// A problem for what is no regular file.
pub fn not_a_file(path: &Path, is_folder: bool) -> Problem {
    if is_folder {
        problem(
            path,
            None,
            "This is a folder; the format is one file.",
            "Choose the file in it.",
        )
    } else {
        problem(
            path,
            None,
            "This is a device or a pipe, not a file.",
            "Save what it gives as a file and open that.",
        )
    }
}

/// Hands on the objects of a file, be they one per line or in an array.
pub fn objects(path: &Path, stop: &Stop, each: &mut dyn FnMut(Result<Object, Problem>)) {
    let mut file = match open(path) {
        Ok(file) => file,
        Err(problem) => return each(Err(problem)),
    };
    let start = file.fill_buf().unwrap_or_default();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let first = start.trim_ascii_start();
    let is_named_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let line = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_array = first.starts_with(b"[")
        || (is_named_json && serde_json::from_slice::<Map<String, Value>>(line).is_err());
    let mut any = false;
    let mut take = |object: Result<Object, Problem>| {
        any = true;
        if stop.is_set() {
            return Next::End;
        }
        each(object);
        Next::Go
    };
    if is_array {
        json::array(path, file, &mut take);
    } else {
        json::lines(path, file, &mut take);
    }
    if !any {
        each(Err(problem(
            path,
            None,
            "There is nothing to read: no article is in this file.",
            "Choose a file with one object per article.",
        )));
    }
}

/// Takes a line with its number.
pub type EachLine<'a> = &'a mut dyn FnMut(Result<(usize, &str), Problem>);

/// The longest line of a file whose lines are short.
const LONGEST_LINE: u64 = 1 << 20;

/// Hands on the lines of a text with their numbers, without their ends.
pub fn text_lines(path: &Path, stop: &Stop, each: EachLine<'_>) {
    let mut file = match open(path) {
        Ok(file) => file,
        Err(problem) => return each(Err(problem)),
    };
    if let Err(refused) = decode(file.fill_buf().unwrap_or_default(), None) {
        return each(Err(not_text(path, refused)));
    }
    let mut file = as_utf8(file);
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        match (&mut file).take(LONGEST_LINE).read_until(b'\n', &mut bytes) {
            Err(error) => return each(Err(unreadable(path, &error))),
            Ok(0) => return,
            Ok(_) if stop.is_set() => return,
            Ok(_) => {}
        }
        if bytes.len() as u64 == LONGEST_LINE {
            return each(Err(problem(
                path,
                Some(number),
                "This line is longer than 1 MB; reading ended here.",
                "Check that the file is of this format.",
            )));
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = decode_unmarked(line.strip_suffix(b"\r").unwrap_or(line), None);
        each(Ok((number, &line.text)));
    }
}

/// An article that is being put together from a file.
pub struct Building<'a> {
    file: &'a Path,
    line: Option<usize>,
    raw: Raw<'a>,
    /// Its marks so far.
    pub marks: Vec<Mark>,
    /// Links between them.
    pub links: Vec<Link>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

impl<'a> Building<'a> {
    /// Begins with the text as it stands in the file.
    ///
    /// # Errors
    /// A problem if it is too long.
    pub fn new(file: &'a Path, line: Option<usize>, text: &'a str) -> Result<Self, Problem> {
        if text.len() > MAX_ARTICLE_BYTES {
            return Err(Problem {
                line,
                ..too_long(file)
            });
        }
        Ok(Self {
            file,
            line,
            raw: Raw::new(text),
            marks: Vec::new(),
            links: Vec::new(),
            problems: Vec::new(),
        })
    }

    /// Tells what is wrong.
    pub fn complain(&mut self, what: impl Into<String>, hint: &str) {
        self.problems.push(problem(self.file, self.line, what, hint));
    }

    /// The line that is being read.
    pub const fn at_line(&mut self, line: usize) {
        self.line = Some(line);
    }

    /// The span from one code point to another; if there is none, that is told.
    pub fn span(&mut self, start: Option<usize>, end: Option<usize>) -> Option<Span> {
        let found = start
            .zip(end)
            .and_then(|(start, end)| self.place(start, end, Unit::CodePoint));
        if found.is_none() {
            let shown = |at: Option<usize>| at.map_or("?".to_owned(), |at| at.to_string());
            self.complain(
                format!(
                    "There is no text from {} to {}; this span was left out.",
                    shown(start),
                    shown(end)
                ),
                "Offsets count characters from 0, and the end comes after the start.",
            );
        }
        found
    }

    /// The span from `start` to `end`, if there is one.
    pub fn place(&self, start: usize, end: usize, unit: Unit) -> Option<Span> {
        self.raw.span(start, end, unit)
    }

    /// The text.
    pub const fn text(&self) -> &ArticleText {
        self.raw.text()
    }

    /// The words under a span.
    pub fn words(&self, span: Span) -> &str {
        self.text().slice(span)
    }

    /// Whether `words` of the file are what stands at a place, line ends and white space aside.
    pub fn is_same(&self, place: Span, words: &str) -> bool {
        // No further than to the first difference: a file can lie about how much text a span is about.
        let is_letter = |c: &char| !c.is_whitespace() && *c != '\u{feff}';
        let here = self.words(place);
        let theirs = words.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c });
        here == words || here.chars().filter(is_letter).eq(theirs.filter(is_letter))
    }

    /// Adds a mark and says its index.
    pub fn mark(&mut self, mark: Mark) -> usize {
        self.marks.push(mark);
        self.marks.len() - 1
    }

    /// Links two marks, unless they are the same.
    pub fn link(&mut self, from: usize, to: usize, label: impl Into<String>) {
        if from == to {
            self.complain(
                "A link leads from a span to itself; it was left out.",
                "Link two spans.",
            );
            return;
        }
        let label = label.into();
        self.links.push(Link { from, to, label });
    }

    /// The article, with what was wrong before it.
    pub fn finish(self, name: &str, metadata: Metadata, each: Each<'_>) {
        for problem in self.problems {
            each(Err(problem));
        }
        let metadata = Metadata {
            imported_from: if metadata.imported_from.is_empty() {
                file_name(self.file)
            } else {
                metadata.imported_from
            },
            ..metadata
        };
        let marked = Marked {
            name: name.to_owned(),
            metadata,
            text: self.raw.text().clone(),
            marks: self.marks,
            links: self.links,
        };
        each(Ok(marked.sorted()));
    }
}

/// A number that counts: a JSON integer, or one that is written as 3.0 or "3".
pub fn count_of(value: Option<&Value>) -> Option<usize> {
    match value? {
        Value::Number(number) => number
            .as_u64()
            .or_else(|| {
                let float = number.as_f64()?;
                (float.fract() == 0.0 && (0.0..9e15).contains(&float)).then_some(float as u64)
            })
            .and_then(|number| usize::try_from(number).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// What to call something by: a string, or a number as text; empty if there is none.
pub fn name_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(truth)) => truth.to_string(),
        _ => String::new(),
    }
}

/// A list, or nothing.
pub fn list_of(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The details of an article among the fields of an object.
pub fn metadata_of(object: &Map<String, Value>) -> Metadata {
    let text = |name: &str| name_of(object.get(name));
    Metadata {
        title: text("title"),
        publisher: text("publisher"),
        author: text("author"),
        published: text("published").parse().ok(),
        url: text("url"),
        language: text("language"),
        imported_from: text("imported_from"),
    }
}

/// The details of an article as fields of an object; those that are empty are left out.
pub fn metadata_fields(metadata: &Metadata) -> Map<String, Value> {
    let published = metadata.published.map(|day| day.to_string()).unwrap_or_default();
    [
        ("title", &metadata.title),
        ("publisher", &metadata.publisher),
        ("author", &metadata.author),
        ("published", &published),
        ("url", &metadata.url),
        ("language", &metadata.language),
        ("imported_from", &metadata.imported_from),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name.to_owned(), Value::String(value.clone())))
    .collect()
}

/// Names of the fields that [`metadata_fields`] writes.
pub const METADATA: [&str; 7] = [
    "title",
    "publisher",
    "author",
    "published",
    "url",
    "language",
    "imported_from",
];

/// Adds the fields and the actor of a mark to the object that stands for it.
pub fn add_details(mark: &Mark, object: &mut Map<String, Value>) {
    for (field, value) in &mark.fields {
        object.insert(field.name().to_owned(), Value::String(value.clone()));
    }
    if let Some(actor) = &mark.actor {
        object.insert("actor".to_owned(), Value::String(actor.id.clone()));
        object.insert("actor_name".to_owned(), Value::String(actor.name.clone()));
    }
}

/// Takes what [`add_details`] wrote.
pub fn take_details(mark: &mut Mark, object: &Map<String, Value>) {
    for field in Field::ALL {
        let value = name_of(object.get(field.name()));
        if !value.is_empty() {
            mark.fields.push((*field, value));
        }
    }
    let (id, name) = (name_of(object.get("actor")), name_of(object.get("actor_name")));
    if !(id.is_empty() && name.is_empty()) {
        mark.actor = Some(Known { id, name });
    }
}

/// What to call the article in an object: its id, else its place in the file.
pub fn article_name(path: &Path, object: &Object, more: Option<&Value>) -> String {
    let meta = object.fields.get("meta").and_then(|meta| meta.get("id"));
    let name = [object.fields.get("id"), meta, more]
        .into_iter()
        .map(name_of)
        .find(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("{}-{}", stem(path), object.number))
}

/// A problem for an object without a text.
pub fn no_text(path: &Path, object: &Object) -> Problem {
    problem(
        path,
        object.line,
        format!("Object {} has no text; it was left out.", object.number),
        "Each object needs the text of an article under “text”.",
    )
}
