//! From text to records.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::super::super::journal::{Base, Record};
use super::super::super::super::warning::Notes;
use super::super::names::Named as _;
use super::super::reader::{Reader, Spans};
use super::super::{
    ArticleFile, DecisionFile, ItemFile, KindFile, RatingFile, ReferenceFile, Side, SpanFile, VERSION,
    ZoneFile, events, to_domain,
};
use super::{EditFile, FieldFile, OrphanFile, ProjectFieldFile, RecordFile};
use crate::annotation::{
    ActorId, Article, ArticleId, ArticleState, Decision, Edit, EventId, Field, Focus, Item, ItemId, KindId,
    KindLabel, LabelScheme, Orphan, ProjectField, Quote, RatingLabel, Status, Step, pair, to_millisecond,
};
use crate::text::{Span, Zone, ZoneKind};

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
            at: to_millisecond(at.parse().ok()?),
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
        EditFile::Orphan {
            article,
            id,
            before,
            after,
        } => {
            let (before, after) = sides(before, after, orphan)?;
            Edit::Orphan {
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
        EditFile::Event { id, before, after } => {
            let id = EventId::parse(&id)?;
            let (before, after) = sides(before, after, |body| events::event(id, body))?;
            Edit::Event { id, before, after }
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
            before: project_field(before)?,
            after: project_field(after)?,
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
        edited: false,
    };
    let thing = read(&mut reader)?;
    notes.found.is_empty().then_some(thing)
}

fn item(file: &ItemFile) -> Option<Item> {
    strictly(|reader| {
        Some(Item {
            id: ItemId::parse(&file.id)?,
            body: reader.past_body(&file.body, Spans::Raw)?,
            status: Status::from_name(&file.status)?,
            origin: file.suggested.as_ref().map(|origin| reader.origin(origin)),
        })
    })
}

fn orphan(file: OrphanFile) -> Option<Box<Orphan>> {
    let words = file
        .words
        .into_iter()
        .map(|SpanFile(start, end, words, before, after)| {
            let span = Span::new(usize::try_from(start).ok()?, usize::try_from(end).ok()?)?;
            Some((span, Quote { words, before, after }))
        });
    Some(Box::new(Orphan {
        item: item(&file.item)?,
        words: words.collect::<Option<_>>()?,
        candidate: match file.candidate {
            Side::Is(body) => Some(strictly(|reader| reader.past_body(&body, Spans::Raw))?),
            Side::Nothing => None,
            Side::Told => return None,
        },
    }))
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

fn project_field(file: ProjectFieldFile) -> Option<ProjectField> {
    Some(match file {
        ProjectFieldFile::Title(title) => ProjectField::Title(title),
        ProjectFieldFile::Reviewers(names) => ProjectField::Reviewers(names),
        ProjectFieldFile::Kinds(files) => ProjectField::Scheme(LabelScheme {
            kinds: kinds(files),
            ratings: RatingLabel::five(),
        }),
        ProjectFieldFile::Scheme {
            kinds: files,
            ratings,
        } => {
            let ratings = ratings.into_iter().map(RatingFile::strictly);
            ProjectField::Scheme(LabelScheme {
                kinds: kinds(files),
                ratings: ratings.collect::<Option<_>>()?,
            })
        }
        ProjectFieldFile::References(files) => {
            let tables = files.into_iter().map(ReferenceFile::strictly);
            ProjectField::References(tables.collect::<Option<_>>()?)
        }
        ProjectFieldFile::Apart((a, b, is)) => {
            let two = pair(ActorId::parse(&a)?, ActorId::parse(&b)?);
            ProjectField::Apart(two, is)
        }
    })
}

fn kinds(files: Vec<KindFile>) -> Vec<KindLabel> {
    let kind = |file: KindFile| KindLabel {
        id: KindId::new(file.id),
        title: file.title,
        badge: file.badge,
        colour: file.colour,
    };
    files.into_iter().map(kind).collect()
}
