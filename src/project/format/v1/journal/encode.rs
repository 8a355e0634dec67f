//! From records to text.

use std::sync::Arc;

use super::super::super::super::journal::Record;
use super::super::super::out::Node;
use super::super::events::event_body;
use super::super::from_domain as to_file;
use super::super::names::Named as _;
use super::super::write::{Struct, side_node};
use super::super::{ItemFile, RatingFile, ReferenceFile, Side, SpanFile, VERSION, ZoneFile};
use crate::annotation::{Actor, Article, Edit, Event, Field, Item, Orphan, ProjectField, Step};

/// The record as text.
pub(in crate::project) fn encode(record: &Record) -> String {
    record_node(record).into_line()
}

fn record_node(record: &Record) -> Node {
    let name = |name: &str| Node::Atom(name.to_owned());
    match record {
        Record::Begun { program, base } => Node::Line(
            "Begun",
            Struct::default()
                .with("format", Node::Atom(VERSION.to_string()))
                .with("program", Node::string(program))
                .with("base", Node::string(base.name()))
                .0,
        ),
        Record::Done(step) => step_node(step),
        Record::Undone => name("Undone"),
        Record::Redone => name("Redone"),
        Record::Beside { actors, items } => {
            let actors = actors
                .iter()
                .map(|actor| Node::Tuple(vec![id_node(&actor.id), to_file::actor_body(actor).node()]));
            let items = items.iter().map(|(article, item)| {
                Node::Tuple(vec![Node::string(article.as_str()), item_file(item).node()])
            });
            let fields = Struct::default()
                .with("actors", Node::Row(actors.collect()))
                .with("items", Node::Row(items.collect()));
            Node::Line("Beside", fields.0)
        }
        Record::Saving => name("Saving"),
        Record::Saved { files } => {
            Node::Line("Saved", Struct::default().with("files", Node::string(files)).0)
        }
        Record::Discarded => name("Discarded"),
    }
}

fn step_node(step: &Step) -> Node {
    let text = |id: Option<String>| id.unwrap_or_default();
    let fields = Struct::default()
        .with("number", Node::Atom(step.number.to_string()))
        .with("label", Node::string(&step.label))
        .with("at", Node::string(&step.at.to_string()))
        .string(
            "article",
            &text(step.focus.article.as_ref().map(ToString::to_string)),
        )
        .string("item", &text(step.focus.item.map(|id| id.to_string())))
        .with("proposes", Node::Atom(step.proposes.to_string()))
        .with("edits", Node::Row(step.edits.iter().map(edit_node).collect()));
    Node::Line("Done", fields.0)
}

fn id_node(id: &impl ToString) -> Node {
    Node::string(&id.to_string())
}

fn side<T>(side: Option<&T>, node: impl Fn(&T) -> Node) -> Node {
    match side {
        None => side_node(&Side::<()>::Nothing, |()| Node::Tuple(Vec::new())),
        Some(thing) => Node::Line("Is", vec![("", node(thing))]),
    }
}

fn edit_node(edit: &Edit) -> Node {
    let both =
        |fields: Struct, before: Node, after: Node| fields.with("before", before).with("after", after).0;
    match edit {
        Edit::Item {
            article,
            id,
            before,
            after,
        } => {
            let fields = Struct::default()
                .with("article", id_node(article))
                .with("id", id_node(id));
            let node = |item: &Item| item_file(item).node();
            Node::Line(
                "Item",
                both(fields, side(before.as_ref(), node), side(after.as_ref(), node)),
            )
        }
        Edit::Orphan {
            article,
            id,
            before,
            after,
        } => {
            let fields = Struct::default()
                .with("article", id_node(article))
                .with("id", id_node(id));
            let node = |orphan: &Orphan| orphan_node(orphan);
            Node::Line(
                "Orphan",
                both(
                    fields,
                    side(before.as_deref(), node),
                    side(after.as_deref(), node),
                ),
            )
        }
        Edit::Actor { id, before, after } => {
            let fields = Struct::default().with("id", id_node(id));
            let node = |actor: &Actor| to_file::actor_body(actor).node();
            Node::Line(
                "Actor",
                both(fields, side(before.as_ref(), node), side(after.as_ref(), node)),
            )
        }
        Edit::Event { id, before, after } => {
            let fields = Struct::default().with("id", id_node(id));
            let node = |event: &Event| event_body(event).node();
            Node::Line(
                "Event",
                both(fields, side(before.as_ref(), node), side(after.as_ref(), node)),
            )
        }
        Edit::Article { id, before, after } => {
            let fields = Struct::default().with("id", id_node(id));
            let node = |article: &Arc<Article>| to_file::article(article).node();
            Node::Line(
                "Article",
                both(fields, side(before.as_ref(), node), side(after.as_ref(), node)),
            )
        }
        Edit::Field {
            article,
            before,
            after,
        } => {
            let fields = Struct::default().with("article", id_node(article));
            Node::Line("Field", both(fields, field_node(before), field_node(after)))
        }
        Edit::Project { before, after } => Node::Line(
            "Project",
            both(
                Struct::default(),
                project_field_node(before),
                project_field_node(after),
            ),
        ),
        Edit::Decide { article, decision } => {
            let article = article.as_ref().map(ToString::to_string).unwrap_or_default();
            let fields = Struct::default().string("article", &article).with(
                "decision",
                to_file::decision_file(decision, to_file::Words::NONE).node(),
            );
            Node::Line("Decide", fields.0)
        }
    }
}

fn orphan_node(orphan: &Orphan) -> Node {
    let words = orphan.words.iter().map(|(span, quote)| {
        let offset = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let quote = quote.clone();
        let (start, end) = (offset(span.start()), offset(span.end()));
        SpanFile(start, end, quote.words, quote.before, quote.after).node()
    });
    let candidate = side(orphan.candidate.as_ref(), |body| {
        to_file::body(body, to_file::Words::NONE).node()
    });
    let fields = Struct::default()
        .with("item", item_file(&orphan.item).node())
        .with("words", Node::Row(words.collect()))
        .with("candidate", candidate);
    Node::Line("", fields.0)
}

fn item_file(item: &Item) -> ItemFile {
    ItemFile {
        id: item.id.to_string(),
        status: item.status.name().to_owned(),
        body: to_file::body(&item.body, to_file::Words::NONE),
        suggested: item.origin.as_ref().map(to_file::origin),
        history: Vec::new(),
    }
}

fn field_node(field: &Field) -> Node {
    let (name, node) = match field {
        Field::Zones(zones) => {
            let zones = zones.iter().map(|zone| {
                let offset = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
                let (start, end) = (offset(zone.span.start()), offset(zone.span.end()));
                ZoneFile(zone.kind.name().to_owned(), start, end, String::new()).node()
            });
            ("Zones", Node::Row(zones.collect()))
        }
        Field::Metadata(metadata) => ("Metadata", to_file::metadata(metadata).node()),
        Field::State(state) => ("State", Node::string(state.name())),
        Field::Note(note) => ("Note", Node::string(note)),
        Field::SuggestedBy(name) => ("SuggestedBy", Node::string(name)),
    };
    Node::Line(name, vec![("", node)])
}

fn project_field_node(field: &ProjectField) -> Node {
    let (name, node) = match field {
        ProjectField::Title(title) => ("Title", Node::string(title)),
        ProjectField::Reviewers(names) => ("Reviewers", Node::strings(names)),
        ProjectField::Scheme(scheme) => {
            let kinds = scheme.kinds.iter().map(|label| to_file::kind(label).node());
            let kinds = Node::Row(kinds.collect());
            let ratings = RatingFile::all(&scheme.ratings);
            if !ratings.is_empty() {
                let ratings = Node::Row(ratings.iter().map(RatingFile::node).collect());
                let fields = Struct::default().with("kinds", kinds).with("ratings", ratings);
                return Node::Line("Scheme", fields.0);
            }
            ("Kinds", kinds)
        }
        ProjectField::References(tables) => {
            let tables = tables.iter().map(|table| ReferenceFile::of(table).node());
            ("References", Node::Row(tables.collect()))
        }
        ProjectField::Apart((a, b), is) => (
            "Apart",
            Node::Tuple(vec![id_node(a), id_node(b), Node::Atom(is.to_string())]),
        ),
    };
    Node::Line(name, vec![("", node)])
}
