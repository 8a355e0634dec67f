//! What an article has one of: details, state, note, zones.

use crate::annotation::{Article, ArticleState, Metadata};
use crate::text::{Zone, ZoneKind, zones};

use super::Conflict;

/// A value of which both sides may have another than the base. `None` if both changed it differently.
pub(super) fn pick<'a, T: PartialEq>(base: &'a T, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    if ours == theirs || base == theirs {
        Some(ours)
    } else if base == ours {
        Some(theirs)
    } else {
        None
    }
}

/// The same; of two changes ours stays, and the other is told.
pub(super) fn field<T: PartialEq + Clone>(
    what: &str,
    [base, ours, theirs]: [&T; 3],
    shown: impl Fn(&T) -> String,
    conflicts: &mut Vec<Conflict>,
) -> T {
    if let Some(picked) = pick(base, ours, theirs) {
        return picked.clone();
    }
    conflicts.push(Conflict::told(what, &shown(ours), &shown(theirs)));
    ours.clone()
}

/// A value as it stands between quotation marks.
pub(super) fn quoted(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        format!("“{}”", super::says::short(text))
    }
}

pub(super) fn metadata(
    base: Option<&Article>,
    ours: &Metadata,
    theirs: &Metadata,
    conflicts: &mut Vec<Conflict>,
) -> Metadata {
    let nothing = Metadata::default();
    let base = base.map_or(&nothing, |article| &article.metadata);
    let mut text = |what: &str, of: fn(&Metadata) -> &String| {
        field(
            what,
            [of(base), of(ours), of(theirs)],
            |text| quoted(text),
            conflicts,
        )
    };
    let title = text("title", |m| &m.title);
    let publisher = text("publisher", |m| &m.publisher);
    let author = text("author", |m| &m.author);
    let url = text("address", |m| &m.url);
    let language = text("language", |m| &m.language);
    let imported_from = text("origin", |m| &m.imported_from);
    let days = [&base.published, &ours.published, &theirs.published];
    let day = field(
        "day of publication",
        days,
        |day| day.map_or_else(|| "nothing".to_owned(), |day| day.to_string()),
        conflicts,
    );
    Metadata {
        title,
        publisher,
        author,
        published: day,
        url,
        language,
        imported_from,
    }
}

pub(super) fn state(
    base: Option<&Article>,
    ours: ArticleState,
    theirs: ArticleState,
    conflicts: &mut Vec<Conflict>,
) -> ArticleState {
    let base = base.map_or(ArticleState::ToDo, |article| article.state);
    let shown = |state: &ArticleState| state.title().to_lowercase();
    field("state", [&base, &ours, &theirs], shown, conflicts)
}

/// Two remarks become one below the other, unless one has the other in it.
pub(super) fn note(base: &str, ours: &str, theirs: &str) -> String {
    match pick(&base, &ours, &theirs) {
        Some(note) => (*note).to_owned(),
        None if ours.is_empty() || theirs.contains(ours) => theirs.to_owned(),
        None if theirs.is_empty() || ours.contains(theirs) => ours.to_owned(),
        None => format!("{}\n{theirs}", ours.trim_end()),
    }
}

/// Paragraph by paragraph.
pub(super) fn zones(
    base: Option<&Article>,
    ours: &Article,
    theirs: &Article,
    conflicts: &mut Vec<Conflict>,
) -> Vec<Zone> {
    let nothing = Vec::new();
    let base = base.map_or(&nothing, |article| &article.zones);
    if let Some(picked) = pick(base, &ours.zones, &theirs.zones) {
        return picked.clone();
    }
    let mut merged = ours.zones.clone();
    for paragraph in ours.text.paragraphs() {
        let at = paragraph.start();
        let kinds = [base, &ours.zones, &theirs.zones].map(|zones| zones::zone_at(zones, at));
        let [was, our, their] = kinds;
        match pick(&was, &our, &their) {
            Some(kind) if *kind != our => merged = zones::with_paragraph(&ours.text, &merged, at, *kind),
            Some(_) => {}
            None => {
                let what = format!("zone of {}", quoted(ours.text.slice(*paragraph)));
                conflicts.push(Conflict::told(&what, zone(our), zone(their)));
            }
        }
    }
    merged
}

const fn zone(kind: ZoneKind) -> &'static str {
    match kind {
        ZoneKind::Body => "body",
        ZoneKind::Headline => "headline",
        ZoneKind::Boilerplate => "boilerplate",
    }
}
