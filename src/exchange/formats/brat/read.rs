//! Reading a folder of texts and annotations, or one file of annotations with its text.

use std::collections::BTreeMap;
use std::path::Path;

use super::reading::{Building, Each, NO_PLACE, Tally};
use super::{breaks_lines, label_of, unescape};
use crate::annotation::{LabelScheme, Metadata};
use crate::exchange::formats::opened::{each_file, text_beside};
use crate::exchange::import::read_text;
use crate::exchange::marks::{Field, Known, Mark, Values};
use crate::suggest::Stop;
use crate::text::Span;

/// Reads a folder or one `.ann` file.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    each_file(path, "ann", stop, each, &mut article);
}

fn article(path: &Path, name: &str, each: Each<'_>) {
    let ann = match read_text(path) {
        Ok((ann, damage)) => {
            if let Some(damage) = damage {
                each(Err(damage));
            }
            ann
        }
        Err(problem) => return each(Err(problem)),
    };
    let Some(text) = text_beside(path, each) else {
        return;
    };
    let building = match Building::new(path, None, &text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    let mut reading = Reading {
        building,
        tally: Tally::new(path),
        ids: BTreeMap::new(),
    };
    reading.all(&ann);
    reading.building.finish(name, Metadata::default(), each);
    reading.tally.tell(each);
}

struct Reading<'a> {
    building: Building<'a>,
    tally: Tally<'a>,
    /// Marks by the ids of spans and of events.
    ids: BTreeMap<String, usize>,
}

/// A line in its parts.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    id: &'a str,
    data: &'a str,
    words: &'a str,
}

impl Reading<'_> {
    fn all(&mut self, ann: &str) {
        // Whatever is said about a span may stand before it.
        let (mut events, mut others) = (Vec::new(), Vec::new());
        for (index, line) in ann.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.trim().is_empty() {
                continue;
            }
            self.building.at_line(index + 1);
            let mut parts = line.splitn(3, '\t');
            let line = Line {
                number: index + 1,
                id: parts.next().unwrap_or_default(),
                data: parts.next().unwrap_or_default(),
                words: parts.next().unwrap_or_default(),
            };
            match line.id.chars().next() {
                _ if line.data.is_empty() => self.not_understood(),
                Some('T') => self.span(line),
                Some('E') => events.push(line),
                Some('R' | 'A' | 'M' | 'N' | '#') => others.push(line),
                Some('*') => self
                    .tally
                    .add("groups of equal spans (Equiv)", NO_PLACE, Some(line.number), 1),
                _ => self.not_understood(),
            }
        }
        for line in &events {
            self.building.at_line(line.number);
            self.trigger(*line);
        }
        for line in events {
            self.building.at_line(line.number);
            self.roles(line);
        }
        for line in others {
            self.building.at_line(line.number);
            match line.id.chars().next() {
                Some('R') => self.relation(line),
                Some('N') => self.reference(line),
                Some('#') => self.note(line),
                _ => self.attribute(line),
            }
        }
    }

    fn not_understood(&mut self) {
        self.building.complain(
            "This line is not one of brat's; it was left out.",
            "A line is an id, a tab, what is annotated, and for spans a tab and the words.",
        );
    }

    /// Remembers an id; one that is there already is told.
    fn is_new(&mut self, id: &str) -> bool {
        let is_new = !self.ids.contains_key(id);
        if !is_new {
            self.building.complain(
                format!("The id {id} is there already; this line was left out."),
                "Give each line an id of its own.",
            );
        }
        is_new
    }

    fn get(&mut self, id: &str) -> Option<usize> {
        let found = self.ids.get(id).copied();
        if found.is_none() {
            self.building.complain(
                format!("There is no {id}; this line was left out."),
                "Check whether the line of that id is missing or was left out, too.",
            );
        }
        found
    }

    fn span(&mut self, line: Line<'_>) {
        let Some((name, offsets)) = line.data.split_once(' ') else {
            return self.not_understood();
        };
        let mut parts = Vec::new();
        for piece in offsets.split(';') {
            let numbers = piece
                .split_once(' ')
                .map(|(start, end)| (start.trim().parse().ok(), end.trim().parse().ok()));
            let Some((Some(start), Some(end))) = numbers else {
                return self.not_understood();
            };
            let Some(span) = self.building.span(Some(start), Some(end)) else {
                return;
            };
            parts.push(span);
        }
        if !self.is_new(line.id) {
            return;
        }
        let building = &self.building;
        let parts_of = &parts;
        let words = |between: Option<char>| {
            let parts = parts_of.iter().enumerate();
            parts.flat_map(move |(index, part)| {
                let before = between.filter(|_| index > 0);
                before.into_iter().chain(building.words(*part).chars())
            })
        };
        let is_same =
            line.words.is_empty() || same(words(Some(' ')), line.words) || same(words(None), line.words);
        if !is_same {
            self.building.complain(
                "The words of this line are not those at its place in the text; it was left out.",
                "The text was changed after it was annotated, or the offsets count something else than characters.",
            );
            return;
        }
        parts.sort();
        if parts
            .iter()
            .zip(parts.iter().skip(1))
            .any(|(a, b)| a.overlaps(*b))
        {
            self.building.complain(
                "The pieces of this span overlap; it was left out.",
                "Give pieces that come one after the other.",
            );
            return;
        }
        let joined = self.join(parts);
        let Some(first) = joined.first() else { return };
        let mut mark = Mark::new(label_of(name), *first);
        mark.parts = joined;
        let index = self.building.mark(mark);
        self.ids.insert(line.id.to_owned(), index);
    }

    /// Makes one of pieces that only the end of a line parts.
    fn join(&self, parts: Vec<Span>) -> Vec<Span> {
        let mut joined: Vec<Span> = Vec::new();
        for part in parts {
            let gap = joined.last().and_then(|last| Span::new(last.end(), part.start()));
            let is_line_end = gap.is_some_and(|gap| self.building.words(gap).chars().all(breaks_lines));
            match joined.last_mut() {
                Some(last) if is_line_end => *last = last.hull(part),
                _ => joined.push(part),
            }
        }
        joined
    }

    fn trigger(&mut self, line: Line<'_>) {
        let first = line.data.split(' ').next().unwrap_or_default();
        let Some((_, target)) = first.split_once(':') else {
            return self.not_understood();
        };
        if let Some(index) = self.get(target)
            && self.is_new(line.id)
        {
            self.ids.insert(line.id.to_owned(), index);
        }
    }

    fn roles(&mut self, line: Line<'_>) {
        // An event without a trigger was told already.
        let Some(from) = self.ids.get(line.id).copied() else {
            return;
        };
        for role in line.data.split(' ').skip(1).filter(|role| !role.is_empty()) {
            let Some((name, target)) = role.split_once(':') else {
                self.not_understood();
                continue;
            };
            if let Some(to) = self.get(target) {
                self.building.link(from, to, label_of(name));
            }
        }
    }

    fn relation(&mut self, line: Line<'_>) {
        let mut words = line.data.split_whitespace();
        let name = words.next().unwrap_or_default();
        let targets: Vec<&str> = words.filter_map(|word| Some(word.split_once(':')?.1)).collect();
        let [from, to] = *targets.as_slice() else {
            return self.not_understood();
        };
        if let Some(from) = self.get(from)
            && let Some(to) = self.get(to)
        {
            self.building.link(from, to, label_of(name));
        }
    }

    fn attribute(&mut self, line: Line<'_>) {
        let mut words = line.data.splitn(3, ' ');
        let (name, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let value = words.next().unwrap_or_default();
        let Some(index) = self.get(target) else { return };
        let Some(field) = Field::parse(&name.to_ascii_lowercase()).filter(|_| !value.is_empty()) else {
            self.tally
                .add(format!("attributes “{name}”"), NO_PLACE, Some(line.number), 1);
            return;
        };
        // Spaces are "_" in brat's values.
        let scheme = LabelScheme::default();
        let known = match field.values(&scheme) {
            Values::OneOf(values) => values.into_iter().find(|known| known.replace(' ', "_") == value),
            _ => None,
        };
        self.set(index, field, known.unwrap_or(value).to_owned());
    }

    fn note(&mut self, line: Line<'_>) {
        let Some((name, target)) = line.data.split_once(' ') else {
            return self.not_understood();
        };
        let field = match name {
            "AnnotatorNotes" => Some(Field::Note),
            _ => Field::parse(name),
        };
        let index = self.ids.get(target.trim()).copied();
        match field.zip(index) {
            Some((field, index)) => self.set(index, field, unescape(line.words)),
            None => self
                .tally
                .add(format!("notes “{name}”"), NO_PLACE, Some(line.number), 1),
        }
    }

    fn set(&mut self, index: usize, field: Field, value: String) {
        let Some(mark) = self.building.marks.get_mut(index) else {
            return;
        };
        match mark.fields.iter_mut().find(|(known, _)| *known == field) {
            // brat keeps one remark per line, a reviewer several.
            Some((_, known)) if field == Field::Note => {
                known.push('\n');
                known.push_str(&value);
            }
            Some(_) => self.building.complain(
                format!(
                    "This span has a second value of “{}”; it was left out.",
                    field.name()
                ),
                "Keep one of the lines.",
            ),
            None => mark.fields.push((field, value)),
        }
    }

    fn reference(&mut self, line: Line<'_>) {
        let mut words = line.data.split_whitespace().skip(1);
        let (Some(target), Some(id)) = (words.next(), words.next()) else {
            return self.not_understood();
        };
        let Some(index) = self.get(target) else { return };
        let actor = Known {
            id: id.strip_prefix("Claimdesk:").unwrap_or(id).to_owned(),
            name: unescape(line.words),
        };
        let Some(mark) = self.building.marks.get_mut(index) else {
            return;
        };
        if mark.actor.is_some() {
            self.tally
                .add("second references of a span", NO_PLACE, Some(line.number), 1);
        } else {
            mark.actor = Some(actor);
        }
    }
}

/// Whether words of the text are those of a line, which may have spaces for line ends and may be cut short at its end. Goes no
/// further than to the first difference, since a line can lie about how much text it is about.
fn same(words: impl Iterator<Item = char>, line: &str) -> bool {
    let plain = |c: char| if breaks_lines(c) || c == '\t' { ' ' } else { c };
    let (mut words, mut line) = (words.map(plain), line.chars().map(plain));
    loop {
        match (words.next(), line.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), None) => return a.is_whitespace() && words.all(char::is_whitespace),
            (None, Some(b)) => return b.is_whitespace() && line.all(char::is_whitespace),
            (Some(_), Some(_)) => return false,
        }
    }
}
