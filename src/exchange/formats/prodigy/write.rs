//! Writing tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::{Map, Value, json};

use super::FORMAT;
use super::aligned::Aligned;
use super::reading::{add_details, metadata_fields};
use crate::annotation::{Article, Project, Status};
use crate::exchange::export::{Files, Tokenizer, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{CLAIM, Mark, Marked, PIECE_OF, WITHIN};
use crate::text::Span;

/// A file being written.
pub struct Tasks {
    /// How texts are cut.
    pub tokens: Tokenizer,
}

impl Writer for Tasks {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &FORMAT.holds, losses);
        let aligned = Aligned::new(&marked, &self.tokens);
        let (words, places) = aligned.words();
        let places: Vec<Option<Place>> = marked
            .marks
            .iter()
            .map(|mark| {
                let (range, span) = aligned.tokens_of(mark, losses)?;
                Some(Place {
                    span,
                    first: *places.get(range.start)?,
                    last: *places.get(range.end - 1)?,
                })
            })
            .collect();
        let tokens: Vec<Value> = words
            .iter()
            .enumerate()
            .map(|(id, word)| {
                let [start, end] = aligned.points(word.span);
                let text = marked.text.slice(word.span);
                json!({"text": text, "start": start, "end": end, "id": id, "ws": word.space})
            })
            .collect();
        let mut meta = metadata_fields(&marked.metadata);
        meta.insert("id".to_owned(), marked.name.clone().into());
        let task = Task {
            text: json!(marked.text.as_str()).to_string(),
            tokens: Value::Array(tokens).to_string(),
            meta: Value::Object(meta).to_string(),
            marked: &marked,
            aligned: &aligned,
            places: &places,
        };
        let (rejected, kept): (Vec<usize>, Vec<usize>) = (0..marked.marks.len()).partition(|index| {
            let mark = marked.marks.get(*index);
            mark.is_some_and(|mark| mark.status == Status::Rejected)
        });
        task.write(&kept.into_iter().collect(), "accept", files)?;
        for group in task.groups(&rejected, losses) {
            task.write(&group, "reject", files)?;
        }
        Ok(())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("", b"")
    }
}

/// Where a mark stands: its tokens' hull, the first and the last token.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    first: usize,
    last: usize,
}

struct Task<'a> {
    /// What is the same in every task of an article, as JSON: with many rejections it would be made again and again.
    text: String,
    tokens: String,
    meta: String,
    marked: &'a Marked,
    aligned: &'a Aligned<'a>,
    places: &'a [Option<Place>],
}

impl Task<'_> {
    /// What was rejected, one thing after the other: a mention, or a claim with its pieces and parts.
    fn groups(&self, rejected: &[usize], losses: &mut Losses) -> Vec<BTreeSet<usize>> {
        let rejected: BTreeSet<usize> = rejected.iter().copied().collect();
        let links = &self.marked.links;
        let pieces: BTreeSet<usize> = links
            .iter()
            .filter(|link| link.label == PIECE_OF)
            .map(|link| link.from)
            .collect();
        let mut groups: BTreeMap<usize, BTreeSet<usize>> = rejected
            .iter()
            .filter(|index| {
                let mark = self.marked.marks.get(**index);
                mark.is_some_and(|mark| !mark.is_part() || mark.label == CLAIM) && !pieces.contains(index)
            })
            .map(|index| (*index, BTreeSet::from([*index])))
            .collect();
        for link in links {
            let (head, other) = if link.label == PIECE_OF {
                (link.to, link.from)
            } else {
                (link.from, link.to)
            };
            if link.label == WITHIN {
                losses.add(
                    Loss::Nesting,
                    usize::from(rejected.contains(&head) || rejected.contains(&other)),
                );
            } else if let Some(group) = groups.get_mut(&head) {
                group.insert(other);
            }
        }
        groups.into_values().collect()
    }

    fn write(&self, group: &BTreeSet<usize>, answer: &str, files: &mut dyn Files) -> io::Result<()> {
        let marked = self.marked;
        let text = |span: Span| marked.text.slice(span);
        let placed = group.iter().filter_map(|index| {
            let mark = marked.marks.get(*index)?;
            Some((*index, mark, (*self.places.get(*index)?)?))
        });
        let placed: BTreeMap<usize, (&Mark, Place)> = placed
            .map(|(index, mark, place)| (index, (mark, place)))
            .collect();
        let spans: Vec<Value> = placed
            .iter()
            .map(|(index, (mark, place))| {
                let mut span = self.ends(*index, mark, *place);
                span.insert("text".to_owned(), text(place.span).into());
                add_details(mark, &mut span);
                Value::Object(span)
            })
            .collect();
        let relations = marked.links.iter().filter_map(|link| {
            let (head, head_place) = placed.get(&link.from)?;
            let (child, child_place) = placed.get(&link.to)?;
            Some(json!({
                "head": head_place.last,
                "child": child_place.last,
                "head_span": self.ends(link.from, head, *head_place),
                "child_span": self.ends(link.to, child, *child_place),
                "label": link.label,
            }))
        });
        let (
            Self {
                text, tokens, meta, ..
            },
            spans,
        ) = (self, Value::Array(spans));
        let relations: Value = relations.collect();
        let task = format!(
            "{{\"text\":{text},\"tokens\":{tokens},\"spans\":{spans},\"relations\":{relations},\"meta\":{meta},\"answer\":\"{answer}\"}}\n"
        );
        files.write("", task.as_bytes())
    }

    fn ends(&self, index: usize, mark: &Mark, place: Place) -> Map<String, Value> {
        let [start, end] = self.aligned.points(place.span);
        let span = json!({
            "id": index,
            "start": start,
            "end": end,
            "token_start": place.first,
            "token_end": place.last,
            "label": mark.label,
        });
        match span {
            Value::Object(span) => span,
            _ => Map::new(),
        }
    }
}
