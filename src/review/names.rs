//! The actors of a project by their names, and which of them the actors of a new article are.

use std::collections::BTreeMap;

use crate::annotation::{Actor, ActorId, Change, KindId, Project};
use crate::suggest::ProposedActor;
use crate::suggest::identity::{Identity, Pair, Reason, Register, lookalikes};

use super::Edit;

/// Most aliases that an actor gets from suggestions.
const MOST_ALIASES: usize = 20;

/// The actors of a project by their names, so that thousands of articles can be gone over in linear time.
#[derive(Clone, Debug, Default)]
pub struct Names {
    register: Register<ActorId>,
    /// Whom the ids of merged actors mean now.
    redirects: BTreeMap<ActorId, ActorId>,
}

impl Names {
    /// Of a whole project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut names = Self::default();
        for actor in project.actors.values() {
            names.change(None, Some(actor));
        }
        names
    }

    /// Follows a change of one actor.
    pub fn change(&mut self, before: Option<&Actor>, after: Option<&Actor>) {
        if let Some(actor) = before {
            self.register.remove(actor.id);
            for id in &actor.formerly {
                // Another actor may have taken it over before this one goes.
                if self.redirects.get(id) == Some(&actor.id) {
                    self.redirects.remove(id);
                }
            }
        }
        if let Some(actor) = after {
            self.register.set(actor.id, identity(actor));
            self.redirects
                .extend(actor.formerly.iter().map(|id| (*id, actor.id)));
        }
    }

    /// The actor that `id` means, which is no actor's id now: the one it was merged into.
    #[must_use]
    pub fn redirect(&self, id: ActorId) -> Option<ActorId> {
        self.redirects.get(&id).copied()
    }

    /// The actor that is called `name` or `aliases` and is of such a kind, if only one can be meant, and why.
    ///
    /// Acronyms, surnames and spellings count; see [`identity`](crate::suggest::identity).
    #[must_use]
    pub fn find(&self, name: &str, aliases: &[String], kind: &KindId) -> Option<(ActorId, Reason)> {
        let aliases = aliases.iter().map(String::as_str);
        self.register.find(&Identity::new(name, aliases, kind))
    }
}

fn identity(actor: &Actor) -> Identity {
    Identity::new(&actor.name, actor.aliases.iter().map(String::as_str), &actor.kind)
}

/// Which actors of the project look like one, with the reason, the surest first: for a reviewer to merge or keep apart.
/// Those that a reviewer keeps apart are not among them.
#[must_use]
pub fn same_actors(project: &Project) -> Vec<Pair<ActorId>> {
    let mut pairs = lookalikes(project.actors.values().map(|actor| (actor.id, identity(actor))));
    pairs.retain(|two| !project.apart.contains(&(two.first, two.second)));
    pairs
}

/// The project's actor for each proposed one, with the edits that add those it does not have and the names it did not
/// know. Every actor that an edit changes is changed by one edit.
pub(super) fn resolve(
    project: &Project,
    names: &Names,
    proposed: &[ProposedActor],
) -> (Vec<ActorId>, Vec<Edit>) {
    let mut changed: BTreeMap<ActorId, Actor> = BTreeMap::new();
    let ids = proposed
        .iter()
        .map(|p| {
            if let Some((id, _)) = names.find(&p.name, &p.aliases, &p.kind)
                && let Some(actor) = project.actors.get(&id)
            {
                let actor = changed.get(&id).unwrap_or(actor);
                if Identity::is_like(&actor.kind, &p.kind)
                    && let Some(richer) = with_names(project, actor, p)
                {
                    changed.insert(id, richer);
                }
                return id;
            }
            let mut actor = Actor::new(&p.name, p.kind.clone());
            if project.actors.contains_key(&actor.id) {
                return actor.id;
            }
            // The name alone may be that of several; who had it at first was merged into this one.
            if let Some(id) = names.redirect(actor.id) {
                return id;
            }
            actor.aliases.clone_from(&p.aliases);
            let id = actor.id;
            changed.entry(id).or_insert(actor);
            id
        })
        .collect();
    let edits = changed
        .into_iter()
        .map(|(id, actor)| Edit::Actor {
            id,
            before: project.actors.get(&id).cloned(),
            after: Some(actor),
        })
        .collect();
    (ids, edits)
}

/// The actor with the names that an article adds. What a person took from it is not given back, and the name a person
/// gave it stays; else a full name takes the place of an acronym or surname. `None` if nothing is new.
fn with_names(project: &Project, actor: &Actor, proposed: &ProposedActor) -> Option<Actor> {
    let new: Vec<&String> = std::iter::once(&proposed.name)
        .chain(&proposed.aliases)
        .filter(|name| !actor.is_called(name))
        .collect();
    if new.is_empty() {
        return None;
    }
    let earlier: Vec<&Actor> = project
        .decisions
        .iter()
        .filter_map(|decision| match &decision.change {
            Change::Actor {
                id,
                before: Some(before),
                ..
            } if *id == actor.id || actor.formerly.contains(id) => Some(before),
            _ => None,
        })
        .collect();
    let mut richer = actor.clone();
    for name in new {
        let taken_away = earlier.iter().any(|before| before.is_called(name));
        if richer.aliases.len() < MOST_ALIASES && !taken_away && !richer.is_called(name) {
            richer.aliases.push(name.clone());
        }
    }
    let short = |name: &str| Identity::new(name, [], &actor.kind).is_short();
    let named_by_hand = project
        .decisions
        .iter()
        .any(|decision| matches!(&decision.change, Change::Actor { id, .. } if *id == actor.id));
    if !named_by_hand
        && short(&actor.name)
        && !short(&proposed.name)
        && richer.aliases.contains(&proposed.name)
    {
        richer.aliases.retain(|alias| *alias != proposed.name);
        let acronym = std::mem::replace(&mut richer.name, proposed.name.clone());
        richer.aliases.push(acronym);
    }
    richer.aliases.sort();
    (richer != *actor).then_some(richer)
}
