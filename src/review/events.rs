//! Steps about events: claims of several articles that are put together, or said not to belong together.

use jiff::Timestamp;

use crate::annotation::{Action, Change, Event, EventId, Status};

use super::steps::{Made, label, shorten};
use super::{Edit, Refusal, Session};

impl Session {
    /// Records what a person decided about an event. `event.status` says what it was.
    fn set_event(&self, event: Event, at: Timestamp) -> Result<Made, Refusal> {
        let before = self.project.events.get(&event.id).cloned();
        if before.as_ref() == Some(&event) || event.status == Status::Suggested {
            return Err(Refusal::Nothing);
        }
        let action = match (&before, event.status) {
            (_, Status::Rejected) => Action::Rejected,
            (Some(before), Status::Accepted) if before.status != Status::Rejected => Action::Corrected,
            (_, Status::Accepted | Status::Suggested) => Action::Accepted,
            (Some(_), Status::Corrected | Status::Added) | (None, Status::Corrected) => Action::Corrected,
            (None, Status::Added) => Action::Added,
        };
        let verb = match action {
            Action::Rejected | Action::Removed => "keep apart",
            Action::Accepted | Action::Added => "put together",
            Action::Corrected => "change",
        };
        let name = if event.title.is_empty() {
            crate::text::counted(event.claims.len(), "claim", "claims")
        } else {
            shorten(&event.title)
        };
        Ok((
            self.event_edits(event.id, before, Some(event), action, at),
            label(&format!("{verb} {name}")),
        ))
    }

    /// Several as one step; those that are so already are left out.
    pub(super) fn set_events(
        &self,
        events: Vec<Event>,
        forget: &[EventId],
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let mut made: Option<Made> = None;
        let set = events.into_iter().map(|event| self.set_event(event, at));
        let forgotten = forget.iter().map(|id| self.forget_event(*id, at));
        for step in set.chain(forgotten) {
            let Ok((edits, outcome)) = step else {
                continue;
            };
            match &mut made {
                Some((all, _)) => all.extend(edits),
                None => made = Some((edits, outcome)),
            }
        }
        made.ok_or(Refusal::Nothing)
    }

    /// Forgets what was decided about an event: its claims may be proposed again.
    fn forget_event(&self, id: EventId, at: Timestamp) -> Result<Made, Refusal> {
        let before = self.project.events.get(&id).cloned().ok_or(Refusal::Nothing)?;
        let name = if before.title.is_empty() {
            crate::text::counted(before.claims.len(), "claim", "claims")
        } else {
            shorten(&before.title)
        };
        Ok((
            self.event_edits(id, Some(before), None, Action::Removed, at),
            label(&format!("let go of {name}")),
        ))
    }

    fn event_edits(
        &self,
        id: EventId,
        before: Option<Event>,
        after: Option<Event>,
        action: Action,
        at: Timestamp,
    ) -> Vec<Edit> {
        let change = Change::Event {
            id,
            before: before.clone(),
            after: after.clone(),
        };
        vec![
            Edit::Event { id, before, after },
            self.decision(None, action, change, at),
        ]
    }
}
