//! What a project has besides its articles: title, kinds, reviewers, actors, events, and what was decided about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{Actor, ActorId, KindId, KindLabel, Project, RatingLabel, ReferenceTable, pair};

use super::Conflict;
use super::events::events;
use super::fields::{field, note, pick, quoted};
use super::log::{Log, Thing, union};

/// What `project.ron` holds, of two sides.
#[derive(Clone, Debug)]
pub struct MergedProject {
    /// The project. Its articles are those of our side; each is merged by itself.
    pub project: Project,
    /// What is left to look at.
    pub conflicts: Vec<Conflict>,
}

/// Merges two versions of a project that both come from `base`, without their articles.
#[must_use]
pub fn merge_project(base: Option<&Project>, ours: &Project, theirs: &Project) -> MergedProject {
    let mut conflicts = Vec::new();
    let nothing = String::new();
    let titles = [
        base.map_or(&nothing, |base| &base.title),
        &ours.title,
        &theirs.title,
    ];
    let title = field(
        "title of the project",
        titles,
        |title| quoted(title),
        &mut conflicts,
    );
    let mut reviewers = ours.reviewers.clone();
    for name in &theirs.reviewers {
        if !reviewers.contains(name) {
            reviewers.push(name.clone());
        }
    }
    let mut project = Project {
        title,
        reviewers,
        decisions: union(&ours.decisions, &theirs.decisions),
        ..ours.clone()
    };
    project.scheme.kinds = kinds(base, ours, theirs, &mut conflicts);
    project.scheme.ratings = ratings(base, ours, theirs, &mut conflicts);
    project.references = references(base, ours, theirs, &mut conflicts);
    actors(&mut project, base, [ours, theirs], &mut conflicts);
    events(&mut project, base, [ours, theirs], &mut conflicts);
    let both = ours.apart.union(&theirs.apart);
    let redirects = project.redirects();
    let now = |id: &ActorId| redirects.get(id).copied().unwrap_or(*id);
    let apart = both.map(|(a, b)| pair(now(a), now(b))).filter(|(a, b)| a != b);
    project.apart = apart.collect();
    MergedProject { project, conflicts }
}

fn kinds(
    base: Option<&Project>,
    ours: &Project,
    theirs: &Project,
    conflicts: &mut Vec<Conflict>,
) -> Vec<KindLabel> {
    let order = |project: &Project| -> Vec<KindId> {
        let kinds = project.scheme.kinds.iter();
        kinds.map(|kind| kind.id.clone()).collect()
    };
    // The order of whoever changed it, ours if both did; what only the other has comes last.
    let (first, second) = if base.is_some_and(|base| order(base) == order(ours)) {
        (theirs, ours)
    } else {
        (ours, theirs)
    };
    let mut ids = order(first);
    for id in order(second) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let kind = |id: &KindId| {
        let was = base.and_then(|base| base.scheme.get(id));
        let (our, their) = (ours.scheme.get(id), theirs.scheme.get(id));
        if let Some(picked) = pick(&was, &our, &their) {
            return picked.cloned();
        }
        if our.is_some() && their.is_some() {
            let shown = |kind: Option<&KindLabel>| {
                kind.map_or_else(String::new, |kind| {
                    format!("“{}” {} {}", kind.title, kind.badge, kind.colour)
                })
            };
            let what = format!("kind {id}");
            conflicts.push(Conflict::told(&what, &shown(our), &shown(their)));
        }
        our.or(their).cloned()
    };
    ids.iter().filter_map(kind).collect()
}

/// The scale as a whole: of two orders that were changed differently no third one can be made.
fn ratings(
    base: Option<&Project>,
    ours: &Project,
    theirs: &Project,
    conflicts: &mut Vec<Conflict>,
) -> Vec<RatingLabel> {
    let usual = RatingLabel::five();
    let scales = [
        base.map_or(&usual, |base| &base.scheme.ratings),
        &ours.scheme.ratings,
        &theirs.scheme.ratings,
    ];
    let shown = |scale: &Vec<RatingLabel>| {
        let titles: Vec<&str> = scale.iter().map(|label| label.title.as_str()).collect();
        quoted(&titles.join(", "))
    };
    field("scale of ratings", scales, shown, conflicts)
}

/// Tables of both sides, one of each file.
fn references(
    base: Option<&Project>,
    ours: &Project,
    theirs: &Project,
    conflicts: &mut Vec<Conflict>,
) -> Vec<ReferenceTable> {
    let of = |project: &'_ Project, file: &str| {
        let mut tables = project.references.iter();
        tables.find(|table| table.file == file).cloned()
    };
    let mut files: Vec<&str> = Vec::new();
    for table in ours.references.iter().chain(&theirs.references) {
        if !files.contains(&table.file.as_str()) {
            files.push(&table.file);
        }
    }
    let table = |file: &str| {
        let was = base.and_then(|base| of(base, file));
        let (our, their) = (of(ours, file), of(theirs, file));
        if let Some(picked) = pick(&was, &our, &their) {
            return picked.clone();
        }
        if our.is_some() && their.is_some() {
            let shown = |table: &Option<ReferenceTable>| table.as_ref().map_or_else(String::new, says);
            conflicts.push(Conflict::told(
                &format!("reference table {}", quoted(file)),
                &shown(&our),
                &shown(&their),
            ));
        }
        our.or(their)
    };
    files.into_iter().filter_map(table).collect()
}

fn says(table: &ReferenceTable) -> String {
    let columns = table.columns.parts().map(|(_, name)| name.as_str());
    format!("{} ({})", quoted(&table.title), columns.join(", "))
}

fn actors(
    project: &mut Project,
    base: Option<&Project>,
    [ours, theirs]: [&Project; 2],
    conflicts: &mut Vec<Conflict>,
) {
    let known = base.map_or(&[] as &[_], |base| &base.decisions);
    let our_log = Log::of(&ours.decisions, known);
    let their_log = Log::of(&theirs.decisions, known);
    let was = |id: ActorId| base.and_then(|base| base.actors.get(&id));
    let ids: BTreeSet<ActorId> = ours.actors.keys().chain(theirs.actors.keys()).copied().collect();
    let into = merged_away(&ids, base, [ours, theirs]);
    project.actors.clear();
    for id in ids.iter().copied() {
        let thing = Thing::Actor(id);
        let merged = match (ours.actors.get(&id), theirs.actors.get(&id)) {
            (Some(our), Some(their)) => Some(actor(was(id), our, their, conflicts)),
            // Somebody merged it into another: it goes on there, whatever the other side made of it.
            (Some(left), None) | (None, Some(left)) if into.contains_key(&id) => Some(left.clone()),
            // An article may refer to an actor of which only the other side lacks: it goes only if a person said so.
            (Some(left), None) => left_by(was(id), left, &their_log, thing, conflicts),
            (None, Some(left)) => left_by(was(id), left, &our_log, thing, conflicts),
            (None, None) => None,
        };
        project.actors.extend(merged.map(|merged| (id, merged)));
    }
    for (id, into) in &into {
        let Some(gone) = project.actors.remove(id) else {
            continue;
        };
        let Some(actor) = project.actors.get_mut(into) else {
            project.actors.insert(*id, gone);
            continue;
        };
        if was(*id) == Some(&gone) {
            // Whoever merged it has seen all of it, and may have left some out since.
            actor.formerly.push(*id);
            actor.formerly.extend(&gone.formerly);
        } else {
            actor.take_in(&gone);
        }
    }
    settle_former_ids(&mut project.actors);
}

/// The actors of either side that one of them merged into another, with the one that they are now.
fn merged_away(
    ids: &BTreeSet<ActorId>,
    base: Option<&Project>,
    [ours, theirs]: [&Project; 2],
) -> BTreeMap<ActorId, ActorId> {
    let mut direct: BTreeMap<ActorId, ActorId> = BTreeMap::new();
    for id in ids {
        let lists = [base, Some(ours), Some(theirs)].map(|project| {
            let actor = project.and_then(|project| project.actors.get(id));
            actor.map_or(&[] as &[ActorId], |actor| &actor.formerly)
        });
        let former = formerly(
            lists,
            [ours, theirs].map(|project| project.actors.contains_key(id)),
        );
        for former in former {
            if ids.contains(&former) {
                direct.entry(former).or_insert(*id);
            }
        }
    }
    // A merge into one who was merged, too, leads on; where two were merged into each other, one stays.
    let end = |start: ActorId| {
        let mut path = vec![start];
        while let Some(next) = path.last().and_then(|at| direct.get(at)) {
            if let Some(round) = path.iter().position(|seen| seen == next) {
                return path.iter().skip(round).min().copied().unwrap_or(start);
            }
            path.push(*next);
        }
        path.last().copied().unwrap_or(start)
    };
    let ends = direct.keys().map(|id| (*id, end(*id)));
    ends.filter(|(id, end)| id != end).collect()
}

/// The former ids of an actor: those that both sides have, and those that one of them added.
fn formerly([was, our, their]: [&[ActorId]; 3], [in_ours, in_theirs]: [bool; 2]) -> BTreeSet<ActorId> {
    let all = our.iter().chain(their).copied();
    all.filter(|id| {
        let everywhere = (!in_ours || our.contains(id)) && (!in_theirs || their.contains(id));
        everywhere || !was.contains(id)
    })
    .collect()
}

/// What an actor has is nobody's former id, and what two have is the first one's.
fn settle_former_ids(actors: &mut BTreeMap<ActorId, Actor>) {
    let ids: BTreeSet<ActorId> = actors.keys().copied().collect();
    let mut seen = BTreeSet::new();
    for actor in actors.values_mut() {
        actor.formerly.sort();
        actor.formerly.dedup();
        actor.formerly.retain(|id| !ids.contains(id) && seen.insert(*id));
    }
}

fn left_by(
    was: Option<&Actor>,
    left: &Actor,
    log: &Log<'_>,
    thing: Thing,
    conflicts: &mut Vec<Conflict>,
) -> Option<Actor> {
    if !log.took_away(thing) {
        return Some(left.clone());
    }
    if was == Some(left) {
        return None;
    }
    let what = format!("actor “{}”", left.name);
    conflicts.push(Conflict::told(
        &what,
        "changed on one side",
        "removed on the other; it stays",
    ));
    Some(left.clone())
}

/// Field by field.
fn actor(was: Option<&Actor>, our: &Actor, their: &Actor, conflicts: &mut Vec<Conflict>) -> Actor {
    let nothing = Actor {
        name: String::new(),
        kind: KindId::new(String::new()),
        ..our.clone()
    };
    let empty = Actor {
        aliases: Vec::new(),
        side: String::new(),
        note: String::new(),
        external_id: String::new(),
        formerly: Vec::new(),
        ..nothing
    };
    let was = was.unwrap_or(&empty);
    let mut text = |what: &str, of: fn(&Actor) -> &String| {
        let what = format!("{what} of the actor “{}”", our.name);
        field(
            &what,
            [of(was), of(our), of(their)],
            |text| quoted(text),
            conflicts,
        )
    };
    let name = text("name", |actor| &actor.name);
    let side = text("side", |actor| &actor.side);
    let external_id = text("identifier", |actor| &actor.external_id);
    let kind = field(
        &format!("kind of the actor “{}”", our.name),
        [&was.kind, &our.kind, &their.kind],
        ToString::to_string,
        conflicts,
    );
    let mut aliases: BTreeSet<String> = BTreeSet::new();
    for alias in our.aliases.iter().chain(&their.aliases) {
        let kept = our.aliases.contains(alias) && their.aliases.contains(alias);
        if kept || !was.aliases.contains(alias) {
            aliases.insert(alias.clone());
        }
    }
    // Of two new names one is the name; the other stays known.
    if pick(&was.name, &our.name, &their.name).is_none() {
        aliases.insert(their.name.clone());
    }
    aliases.remove(&name);
    Actor {
        id: our.id,
        note: note(&was.note, &our.note, &their.note),
        aliases: aliases.into_iter().collect(),
        name,
        kind,
        side,
        external_id,
        formerly: formerly([&was.formerly, &our.formerly, &their.formerly], [true, true])
            .into_iter()
            .collect(),
    }
}
