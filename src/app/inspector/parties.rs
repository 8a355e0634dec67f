//! Who else a claim has to do with: the one it came through, its targets, and the claim that it stands within.

use eframe::egui;
use egui::{Align, Label, Layout, RichText, Ui};

use crate::annotation::{Actor, ActorId, Body, Claim, Item, KindId, Party};
use crate::app::parts::{badge, one_line};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::nesting::outer_by_place;
use crate::review::{Command, Focus, Part, describe};
use crate::text::invisible::visible;

use super::Pane;
use super::actor::{Choice, LinkDraft, Who, link_field};
use super::claim::{from_selection, part_row, words_button};

/// Second hand: who the words came through. The many claims that are first hand have no row for it until words are
/// selected that it could be set to.
pub(super) fn via(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    if claim.via.is_none() && pane.view.selection.is_none() {
        return;
    }
    let colour = Theme::of(ui).palette.claim_source;
    let span = claim.via.as_ref().map(|via| via.span);
    part_row(ui, pane, item, Part::Via, span, colour, true);
    if let Some(via) = &claim.via {
        actor_of(ui, pane, item, Part::Via, via);
    }
}

/// Whom the claim is about.
pub(super) fn targets(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let colour = Theme::of(ui).palette.weak;
    if claim.targets.is_empty() {
        ui.add(Label::new(RichText::new("Whom the claim is about, for example the accused.").weak()).wrap());
    }
    for (i, target) in claim.targets.iter().enumerate() {
        part_row(ui, pane, item, Part::Target(i), Some(target.span), colour, true);
        actor_of(ui, pane, item, Part::Target(i), target);
    }
    let add = Part::Target(claim.targets.len());
    from_selection(ui, pane, item, add, "Add target", "add target");
}

/// The actor behind `party`, to unlink; a field to link one if there is none.
fn actor_of(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, part: Part, party: &Party) {
    let title = part.title(&item.body).to_lowercase();
    let actor = party.actor.and_then(|id| pane.project().actors.get(&id));
    if let Some(actor) = actor {
        ui.horizontal(|ui| {
            badge(ui, &pane.project().scheme, &actor.kind);
            ui.add(Label::new(visible(&actor.name)).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let unlink = ui.button("Unlink").accessible_name(format!("Unlink {title}"));
                if unlink.clicked() {
                    link(pane, item, part, None);
                }
            });
        });
        return;
    }
    let words = one_line(pane.article.text.slice(party.span), 200);
    let who = Who {
        title: &title,
        actor: party.actor,
        words: &words,
        kind: None,
    };
    let key = (pane.article.id.clone(), item.id, Some(part));
    if let Some(choice) = link_field(ui, pane, key, who, false) {
        link(pane, item, part, Some(choice));
    }
}

fn link(pane: &mut Pane<'_>, item: &Item, part: Part, choice: Option<Choice>) {
    let actor: Option<ActorId> = match choice {
        None => None,
        Some(Choice::Known(id)) => Some(id),
        Some(Choice::New(name)) => {
            let actor = Actor::new(name.trim(), KindId::PERSON);
            let id = actor.id;
            if !pane.project().actors.contains_key(&id) {
                pane.acts.push(Act::Run(Command::SetActor { actor }));
            }
            Some(id)
        }
    };
    *pane.link = LinkDraft::default();
    let what = if part == Part::Via {
        "link via"
    } else {
        "link target"
    };
    pane.correct(item, what, |body| {
        let Body::Claim(claim) = body else { return };
        let party = match part {
            Part::Target(index) => claim.targets.get_mut(index),
            _ => claim.via.as_mut(),
        };
        if let Some(party) = party {
            party.actor = actor;
        }
    });
}

/// The claim that this one stands within, to go to and to take away; to set where the text suggests one.
pub(super) fn within(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let outer = claim.within.and_then(|id| pane.article.items.get(&id));
    let offered = outer_by_place(pane.article, item).filter(|_| outer.is_none());
    if outer.is_none() && offered.is_none() {
        return;
    }
    let colour = Theme::of(ui).palette.claim_content;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Within").size(13.0).color(colour));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(id) = offered {
                let set = ui.button("Set").accessible_name("Set within");
                let hint = "This claim stands in the content of another one; link it to that.";
                if set.on_hover_text(hint).clicked() {
                    set_within(pane, item, Some(id));
                }
            } else if ui.button("Clear").accessible_name("Clear within").clicked() {
                set_within(pane, item, None);
            }
        });
    });
    match outer {
        Some(outer) => {
            let words = describe(pane.article, &outer.body);
            if words_button(ui, "Within", &words, colour, false) {
                pane.acts.push(Act::Focus(Focus {
                    article: Some(pane.article.id.clone()),
                    item: Some(outer.id),
                }));
            }
        }
        None => {
            ui.label(RichText::new("None").weak());
        }
    }
}

fn set_within(pane: &mut Pane<'_>, item: &Item, outer: Option<crate::annotation::ItemId>) {
    pane.correct(item, "set within", |body| {
        if let Body::Claim(claim) = body {
            claim.within = outer;
        }
    });
}
