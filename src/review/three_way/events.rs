//! Events of two sides: claims that belong together.

use std::collections::BTreeSet;

use crate::annotation::{ClaimRef, Event, EventId, Project, Status};

use super::Conflict;
use super::fields::{field, note, quoted};
use super::log::{Log, Thing};

/// Merges the events of two sides into `project`, which has ours.
pub(super) fn events(
    project: &mut Project,
    base: Option<&Project>,
    [ours, theirs]: [&Project; 2],
    conflicts: &mut Vec<Conflict>,
) {
    let known = base.map_or(&[] as &[_], |base| &base.decisions);
    let our_log = Log::of(&ours.decisions, known);
    let their_log = Log::of(&theirs.decisions, known);
    let ids: BTreeSet<EventId> = ours.events.keys().chain(theirs.events.keys()).copied().collect();
    for id in ids {
        let was = base.and_then(|base| base.events.get(&id));
        let gone = |log: &Log<'_>, left: &Event| log.took_away(Thing::Event(id)) && was == Some(left);
        let merged = match (ours.events.get(&id), theirs.events.get(&id)) {
            (Some(our), Some(their)) => Some(event(was, our, their, conflicts)),
            (Some(left), None) => (!gone(&their_log, left)).then(|| left.clone()),
            (None, Some(left)) => (!gone(&our_log, left)).then(|| left.clone()),
            (None, None) => None,
        };
        match merged {
            Some(merged) => project.events.insert(id, merged),
            None => project.events.remove(&id),
        };
    }
}

/// Claim by claim: what either side put in or took out since the base is in or out.
fn event(was: Option<&Event>, our: &Event, their: &Event, conflicts: &mut Vec<Conflict>) -> Event {
    let nothing = Event {
        title: String::new(),
        status: Status::Added,
        claims: Vec::new(),
        left_out: Vec::new(),
        note: String::new(),
        ..our.clone()
    };
    let was = was.unwrap_or(&nothing);
    let name = if our.title.is_empty() {
        our.id.to_string()
    } else {
        our.title.clone()
    };
    let title = field(
        &format!("title of the event “{name}”"),
        [&was.title, &our.title, &their.title],
        |title| quoted(title),
        conflicts,
    );
    let status = field(
        &format!("the event “{name}”"),
        [&was.status, &our.status, &their.status],
        |status| match status {
            Status::Rejected => "not one event".to_owned(),
            _ => "one event".to_owned(),
        },
        conflicts,
    );
    let mut merged = Event {
        title,
        status,
        note: note(&was.note, &our.note, &their.note),
        ..was.clone()
    };
    for side in [our, their] {
        let news = |now: &[ClaimRef], then: &[ClaimRef]| -> Vec<ClaimRef> {
            now.iter()
                .filter(|claim| !then.contains(claim))
                .cloned()
                .collect()
        };
        for claim in news(&side.left_out, &was.left_out) {
            merged.take_out(&claim);
        }
        // A claim that one side took out and the other put in is in: what is too much is seen, what is missing is not.
        for claim in news(&side.claims, &was.claims) {
            merged.put_in(claim);
        }
    }
    for claim in &our.claims {
        if their.claims.contains(claim) {
            merged.put_in(claim.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{ArticleId, ItemId};

    fn claim(name: &str) -> ClaimRef {
        ClaimRef {
            article: ArticleId::parse(name).unwrap(),
            item: ItemId::parse("00000001").unwrap(),
        }
    }

    fn event_of(claims: &str, left_out: &str, status: Status) -> Event {
        let refs = |names: &str| names.split_whitespace().map(claim).collect::<Vec<_>>();
        Event {
            id: EventId::parse("00000001").unwrap(),
            title: String::new(),
            status,
            claims: refs(claims),
            left_out: refs(left_out),
            note: String::new(),
        }
    }

    #[test]
    fn claims_of_both_sides_are_in() {
        let check =
            |was: Option<(&str, &str)>, our: (&str, &str), their: (&str, &str), expected: (&str, &str)| {
                let of = |(claims, left_out): (&str, &str)| event_of(claims, left_out, Status::Corrected);
                let mut conflicts = Vec::new();
                let merged = event(was.map(of).as_ref(), &of(our), &of(their), &mut conflicts);
                assert_eq!(merged, of(expected), "{our:?} and {their:?}");
                assert!(conflicts.is_empty());
            };
        check(None, ("a b", ""), ("a c", ""), ("a b c", ""));
        check(Some(("a b", "")), ("a b c", ""), ("a", "b"), ("a c", "b"));
        check(Some(("a b", "")), ("a", "b"), ("a", "b"), ("a", "b"));
        check(Some(("a", "b")), ("a b", ""), ("a", "b"), ("a b", ""));
        let mut conflicts = Vec::new();
        let (our, their) = (
            event_of("a b", "", Status::Accepted),
            event_of("a b", "", Status::Rejected),
        );
        let merged = event(None, &our, &their, &mut conflicts);
        assert_eq!((merged.status, conflicts.len()), (Status::Accepted, 1));
    }
}
