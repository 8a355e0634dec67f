//! What stands in a journal, in the words of version 1.
//!
//! Spans stand without their words: a journal is read against the text it was made for, and whoever applies it checks
//! them. Reading is strict: a record that cannot be read whole is none.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use super::super::super::journal::{Base, Record};
use super::super::super::warning::Notes;
use super::super::out::Node;
use super::from_domain as to_file;
use super::names::Named as _;
use super::reader::Reader;
use super::write::{Struct, side_node};
use super::{
    ActorBody, ArticleFile, DecisionFile, ItemFile, KindFile, MetadataFile, Side, VERSION, ZoneFile,
    to_domain,
};
use crate::annotation::{
    Actor, ActorId, Article, ArticleId, ArticleState, Decision, Edit, Field, Focus, Item, ItemId, KindId,
    KindLabel, LabelScheme, ProjectField, Status, Step,
};
use crate::text::{Span, Zone, ZoneKind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
enum RecordFile {
    Begun {
        format: u32,
        program: String,
        base: String,
    },
    Done {
        number: u64,
        label: String,
        at: String,
        #[serde(default)]
        article: String,
        #[serde(default)]
        item: String,
        #[serde(default)]
        proposes: bool,
        edits: Vec<EditFile>,
    },
    Undone,
    Redone,
    Beside {
        #[serde(default)]
        actors: Vec<(String, ActorBody)>,
        #[serde(default)]
        items: Vec<(String, ItemFile)>,
    },
    Saving,
    Saved {
        files: String,
    },
    Discarded,
}

#[expect(clippy::large_enum_variant, reason = "short-lived, and plain to read")]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
enum EditFile {
    Item {
        article: String,
        id: String,
        before: Side<ItemFile>,
        after: Side<ItemFile>,
    },
    Actor {
        id: String,
        before: Side<ActorBody>,
        after: Side<ActorBody>,
    },
    Article {
        id: String,
        before: Side<ArticleFile>,
        after: Side<ArticleFile>,
    },
    Field {
        article: String,
        before: FieldFile,
        after: FieldFile,
    },
    Project {
        before: ProjectFieldFile,
        after: ProjectFieldFile,
    },
    Decide {
        #[serde(default)]
        article: String,
        decision: DecisionFile,
    },
}

#[derive(Debug, Deserialize)]
enum FieldFile {
    Zones(Vec<ZoneFile>),
    Metadata(MetadataFile),
    State(String),
    Note(String),
    SuggestedBy(String),
}

#[derive(Debug, Deserialize)]
enum ProjectFieldFile {
    Title(String),
    Reviewers(Vec<String>),
    Kinds(Vec<KindFile>),
}

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
        Edit::Actor { id, before, after } => {
            let fields = Struct::default().with("id", id_node(id));
            let node = |actor: &Actor| to_file::actor_body(actor).node();
            Node::Line(
                "Actor",
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
            let fields = Struct::default()
                .string("article", &article)
                .with("decision", to_file::decision_file(decision, None).node());
            Node::Line("Decide", fields.0)
        }
    }
}

fn item_file(item: &Item) -> ItemFile {
    ItemFile {
        id: item.id.to_string(),
        status: item.status.name().to_owned(),
        body: to_file::body(&item.body, None),
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
            ("Kinds", Node::Row(kinds.collect()))
        }
    };
    Node::Line(name, vec![("", node)])
}

/// The record that `text` is; `None` if it is none that this program can read whole.
pub(in crate::project) fn decode(text: &str) -> Option<Record> {
    Some(match ron::from_str::<RecordFile>(text).ok()? {
        RecordFile::Begun {
            format,
            program,
            base,
        } => {
            let base = Base::from_name(&base).filter(|_| format == VERSION)?;
            Record::Begun { program, base }
        }
        RecordFile::Done {
            number,
            label,
            at,
            article,
            item,
            proposes,
            edits,
        } => Record::Done(Arc::new(Step {
            number,
            label,
            at: at.parse().ok()?,
            focus: Focus {
                article: ArticleId::parse(&article),
                item: ItemId::parse(&item),
            },
            proposes,
            edits: edits.into_iter().map(edit).collect::<Option<_>>()?,
        })),
        RecordFile::Undone => Record::Undone,
        RecordFile::Redone => Record::Redone,
        RecordFile::Beside { actors, items } => Record::Beside {
            actors: actors
                .into_iter()
                .map(|(id, body)| Some(to_domain::actor(ActorId::parse(&id)?, body)))
                .collect::<Option<_>>()?,
            items: items
                .into_iter()
                .map(|(id, file)| Some((ArticleId::parse(&id)?, item(&file)?)))
                .collect::<Option<_>>()?,
        },
        RecordFile::Saving => Record::Saving,
        RecordFile::Saved { files } => Record::Saved { files },
        RecordFile::Discarded => Record::Discarded,
    })
}

/// Both sides of an edit; `None` if one cannot be read.
fn sides<F, T>(
    before: Side<F>,
    after: Side<F>,
    read: impl Fn(F) -> Option<T>,
) -> Option<(Option<T>, Option<T>)> {
    let side = |side| match side {
        Side::Is(file) => read(file).map(Some),
        Side::Nothing => Some(None),
        Side::Told => None,
    };
    Some((side(before)?, side(after)?))
}

fn edit(file: EditFile) -> Option<Edit> {
    Some(match file {
        EditFile::Item {
            article,
            id,
            before,
            after,
        } => {
            let (before, after) = sides(before, after, |file| item(&file))?;
            Edit::Item {
                article: ArticleId::parse(&article)?,
                id: ItemId::parse(&id)?,
                before,
                after,
            }
        }
        EditFile::Actor { id, before, after } => {
            let id = ActorId::parse(&id)?;
            let (before, after) = sides(before, after, |body| Some(to_domain::actor(id, body)))?;
            Edit::Actor { id, before, after }
        }
        EditFile::Article { id, before, after } => {
            let id = ArticleId::parse(&id)?;
            let (before, after) = sides(before, after, |file| whole_article(&file, &id))?;
            Edit::Article { id, before, after }
        }
        EditFile::Field {
            article,
            before,
            after,
        } => Edit::Field {
            article: ArticleId::parse(&article)?,
            before: field(before)?,
            after: field(after)?,
        },
        EditFile::Project { before, after } => Edit::Project {
            before: project_field(before),
            after: project_field(after),
        },
        EditFile::Decide { article, decision } => Edit::Decide {
            article: match article.as_str() {
                "" => None,
                id => Some(ArticleId::parse(id)?),
            },
            decision: Box::new(whole_decision(decision)?),
        },
    })
}

/// Reads with a reader that has no text; `None` if anything had to be repaired.
fn strictly<T>(read: impl FnOnce(&mut Reader<'_, '_>) -> Option<T>) -> Option<T> {
    let nowhere = PathBuf::new();
    let mut notes = Notes::new(&nowhere, "");
    let mut reader = Reader {
        notes: &mut notes,
        thing: String::new(),
        anchors: None,
    };
    let thing = read(&mut reader)?;
    notes.found.is_empty().then_some(thing)
}

fn item(file: &ItemFile) -> Option<Item> {
    strictly(|reader| {
        Some(Item {
            id: ItemId::parse(&file.id)?,
            body: reader.past_body(&file.body)?,
            status: Status::from_name(&file.status)?,
            origin: file.suggested.as_ref().map(|origin| reader.origin(origin)),
        })
    })
}

fn whole_article(file: &ArticleFile, id: &ArticleId) -> Option<Arc<Article>> {
    let nowhere = PathBuf::new();
    let mut notes = Notes::new(&nowhere, "");
    let article = to_domain::article(file, id.clone(), &mut notes)?;
    notes.found.is_empty().then(|| Arc::new(article))
}

fn whole_decision(file: DecisionFile) -> Option<Decision> {
    strictly(|reader| reader.decision(file))
}

fn field(file: FieldFile) -> Option<Field> {
    Some(match file {
        FieldFile::Zones(zones) => Field::Zones(zones.into_iter().map(zone).collect::<Option<_>>()?),
        FieldFile::Metadata(file) => {
            Field::Metadata(Box::new(strictly(|reader| Some(reader.metadata(file)))?))
        }
        FieldFile::State(name) => Field::State(ArticleState::from_name(&name)?),
        FieldFile::Note(note) => Field::Note(note),
        FieldFile::SuggestedBy(name) => Field::SuggestedBy(name),
    })
}

fn zone(ZoneFile(kind, start, end, _): ZoneFile) -> Option<Zone> {
    Some(Zone {
        kind: ZoneKind::from_name(&kind)?,
        span: Span::new(usize::try_from(start).ok()?, usize::try_from(end).ok()?)?,
    })
}

fn project_field(file: ProjectFieldFile) -> ProjectField {
    match file {
        ProjectFieldFile::Title(title) => ProjectField::Title(title),
        ProjectFieldFile::Reviewers(names) => ProjectField::Reviewers(names),
        ProjectFieldFile::Kinds(kinds) => ProjectField::Scheme(LabelScheme {
            kinds: kinds
                .into_iter()
                .map(|file| KindLabel {
                    id: KindId::new(file.id),
                    title: file.title,
                    badge: file.badge,
                    colour: file.colour,
                })
                .collect(),
        }),
    }
}
