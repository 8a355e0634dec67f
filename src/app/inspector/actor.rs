//! The actor behind a mention or claim: whom it is linked to, and what the project knows about them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use eframe::egui;
use egui::{CollapsingHeader, ComboBox, CompletionPopup, Id, Key, Label, RichText, Suggestion, TextEdit, Ui};

use crate::annotation::{Actor, ActorId, Article, ArticleId, Body, Item, ItemId, KindId, Project, Status};
use crate::app::parts::{PerArticle, Stamp, badge, counted, row, section};
use crate::app::view::Act;
use crate::review::{Command, LinkTo, Part, Session};
use crate::text::invisible::visible;

use super::fields::{Field, Place, Text};
use super::{Pane, Want, apply, plain};

/// Most actors that are offered at once.
const MOST_OFFERED: usize = 8;

/// Whose actor is shown.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    /// Heading.
    pub title: &'a str,
    /// The actor it is linked to.
    pub actor: Option<ActorId>,
    /// The words that name the actor in the text; the name offered for a new one.
    pub words: &'a str,
    /// Kind of the mention, to offer actors of that kind first.
    pub kind: Option<&'a KindId>,
}

/// A name that is being typed to link an item, or a part of it, to an actor.
#[derive(Debug, Default)]
pub(super) struct LinkDraft {
    of: Option<(ArticleId, ItemId, Option<Part>)>,
    words: String,
    offered: usize,
}

/// Whom to link to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Known(ActorId),
    New(String),
}

/// How often actors occur, counted once per state of an article. Rejected items do not count.
#[derive(Debug, Default)]
pub(super) struct Counts {
    stamp: Option<Stamp>,
    per_article: PerArticle<BTreeMap<ActorId, Total>>,
    known: BTreeMap<ActorId, Total>,
}

/// In how many articles an actor occurs, how often mentioned, how often the speaker of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub articles: usize,
    pub mentions: usize,
    pub claims: usize,
}

impl Counts {
    pub(super) fn of(&mut self, session: &Session, actor: ActorId) -> Total {
        let stamp = Stamp::of(session);
        if self.stamp.as_ref() != Some(&stamp) {
            let _ = self
                .per_article
                .refresh(session.project(), |article, _| count(article));
            self.known.clear();
            self.stamp = Some(stamp);
        }
        let per_article = &self.per_article;
        *self.known.entry(actor).or_insert_with(|| {
            let all = per_article.values().filter_map(|(_, totals)| totals.get(&actor));
            all.fold(Total::default(), |sum, one| Total {
                articles: sum.articles + 1,
                mentions: sum.mentions + one.mentions,
                claims: sum.claims + one.claims,
            })
        })
    }
}

fn count(article: &Article) -> BTreeMap<ActorId, Total> {
    let mut totals: BTreeMap<ActorId, Total> = BTreeMap::new();
    for item in article.items.values().filter(|i| i.status != Status::Rejected) {
        match &item.body {
            Body::Mention(mention) => {
                if let Some(actor) = mention.actor {
                    totals.entry(actor).or_default().mentions += 1;
                }
            }
            Body::Claim(claim) => {
                if let Some(actor) = claim.speaker {
                    totals.entry(actor).or_default().claims += 1;
                }
            }
        }
    }
    totals
}

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, who: Who<'_>) {
    section(ui, who.title, |ui| {
        let wanted = pane.takes(Want::Actor);
        let key = (pane.article.id.clone(), item.id, None);
        let project = pane.project();
        let linked = who.actor.map(|id| (id, project.actors.get(&id)));
        match linked {
            Some((_, Some(actor))) => known(ui, pane, actor),
            Some((id, None)) => {
                let line = format!("The actor it is linked to ({id}) is not in the project.");
                ui.label(RichText::new(line).color(ui.visuals().warn_fg_color));
            }
            None => {
                ui.label(RichText::new("Not linked to an actor.").weak());
            }
        }
        if linked.is_some() {
            ui.horizontal(|ui| {
                let open = pane.link.of.as_ref() == Some(&key);
                if ui.add(egui::Button::new("Change…").selected(open)).clicked() {
                    pane.link.of = (!open).then(|| key.clone());
                    pane.link.words.clear();
                }
                if ui.button("Unlink").clicked() {
                    link(pane, item, LinkTo::Nobody);
                }
            });
        }
        let just_opened = linked.is_some() && wanted;
        if just_opened && pane.link.of.as_ref() != Some(&key) {
            pane.link.of = Some(key.clone());
            pane.link.words.clear();
        }
        if linked.is_none() || pane.link.of.as_ref() == Some(&key) {
            match link_field(ui, pane, key, who, wanted) {
                Some(Choice::Known(id)) if who.actor != Some(id) => link(pane, item, LinkTo::Actor(id)),
                Some(Choice::New(name)) => link(pane, item, LinkTo::New(name)),
                _ => {}
            }
        }
        if let Some((_, Some(actor))) = linked {
            let button = ui.button("Show actor");
            if button
                .on_hover_text("Everything that is theirs, in every article.")
                .clicked()
            {
                pane.acts.push(Act::ShowActor(actor.id));
            }
            details(ui, pane, actor);
        }
    });
}

fn link(pane: &mut Pane<'_>, item: &Item, to: LinkTo) {
    pane.acts.push(Act::Run(Command::Link {
        article: pane.article.id.clone(),
        item: item.id,
        to,
    }));
    *pane.link = LinkDraft::default();
}

fn known(ui: &mut Ui, pane: &mut Pane<'_>, actor: &Actor) {
    ui.horizontal_top(|ui| {
        badge(ui, &pane.project().scheme, &actor.kind);
        ui.add(Label::new(RichText::new(visible(&actor.name)).strong()).wrap());
    });
    let total = pane.counts.of(pane.view.session, actor.id);
    let line = format!(
        "{} and {} in {}",
        counted(total.mentions, "mention", "mentions"),
        counted(total.claims, "claim", "claims"),
        counted(total.articles, "article", "articles")
    );
    ui.label(RichText::new(line).small().weak())
        .on_hover_text("In the whole project, without what was rejected.");
}

/// The field that looks for an actor by name. Returns whom the user chose.
pub(super) fn link_field(
    ui: &mut Ui,
    pane: &mut Pane<'_>,
    key: (ArticleId, ItemId, Option<Part>),
    who: Who<'_>,
    focus: bool,
) -> Option<Choice> {
    let id = Id::unique(("link actor", &key));
    let project = pane.project();
    let mine = pane.link.of.as_ref() == Some(&key);
    let mut words = if mine {
        pane.link.words.clone()
    } else {
        String::new()
    };
    if focus {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let mut offers: Vec<(String, Choice)> = Vec::new();
    let edit = TextEdit::singleline(&mut words)
        .hint_text("Link to: type a name")
        .desired_width(f32::INFINITY);
    let popup = CompletionPopup::new(id)
        .word_boundary(|_| false)
        .align(egui::RectAlign::BOTTOM_START);
    let (ctx, offered) = (ui.ctx().clone(), pane.link.offered);
    let output = popup.show(ui, edit, |query| {
        offers = offer(project, query.text, &who);
        if offers.len() != offered {
            resize_popup(&ctx, id);
        }
        let suggestion = |(text, choice): &(String, Choice)| {
            let suggestion = Suggestion::new(text.clone());
            match choice {
                Choice::Known(id) => {
                    let kind = project.actors.get(id).map(|actor| &actor.kind);
                    let title = kind.and_then(|kind| project.scheme.get(kind));
                    suggestion.description(title.map(|t| t.title.clone()).unwrap_or_default())
                }
                Choice::New(_) => suggestion,
            }
        };
        offers.iter().map(suggestion).collect()
    });
    pane.link.offered = offers.len();
    let response = output
        .text_edit
        .response
        .response
        .accessible_name(format!("Link {}", who.title.to_lowercase()));
    if focus {
        response.scroll_to_me(Some(egui::Align::Center));
    }
    if let Some(accepted) = output.accepted {
        response.surrender_focus();
        let chosen = offers.into_iter().find(|(text, _)| *text == accepted.insert);
        *pane.link = LinkDraft::default();
        return chosen.map(|(_, choice)| choice);
    }
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    if response.has_focus() {
        pane.link.of = Some(key);
        pane.link.words = words;
        return None;
    }
    if mine && response.lost_focus() {
        if escaped {
            *pane.link = LinkDraft::default();
            return None;
        }
        let mut called = project.actors.values().filter(|a| a.is_called(words.trim()));
        if let (Some(only), None) = (called.next(), called.next()) {
            return Some(Choice::Known(only.id));
        }
    }
    let name = if words.trim().is_empty() {
        who.words
    } else {
        words.trim()
    };
    let taken = project.actors.values().any(|actor| actor.is_called(name));
    if !name.is_empty() && !taken {
        let button = egui::Button::new(format!("New actor “{name}”")).truncate();
        if ui.add(button).clicked() {
            return Some(Choice::New(name.to_owned()));
        }
    }
    None
}

/// Lets the list of offers take the height it needs: egui keeps the height at which it was first shown. If egui comes to
/// name the list otherwise, it scrolls, no more.
fn resize_popup(ctx: &egui::Context, field: Id) {
    let id = field.with("completion_popup");
    let layer = egui::LayerId::new(egui::PopupKind::Popup.order(), id);
    if let Some(state) = egui::AreaState::load(ctx, id) {
        let unsized_again = egui::AreaState { size: None, ..state };
        ctx.memory_mut(|memory| memory.areas_mut().set_state(layer, unsized_again));
    }
}

/// Actors whose name or alias fits what was typed, the likeliest first, and a new one of that name.
pub(super) fn offer(project: &Project, typed: &str, who: &Who<'_>) -> Vec<(String, Choice)> {
    let typed = typed.trim();
    let wanted = if typed.is_empty() { who.words } else { typed };
    let needle = wanted.to_lowercase();
    let rank = |actor: &Actor| {
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        names
            .map(|name| fit(&name.to_lowercase(), &needle))
            .min()
            .unwrap_or(4)
    };
    let mut found: Vec<(usize, bool, &Actor)> = project
        .actors
        .values()
        .map(|actor| {
            (
                rank(actor),
                who.kind.is_none_or(|kind| actor.kind == *kind),
                actor,
            )
        })
        .filter(|(rank, ..)| *rank < 4 || typed.is_empty())
        .collect();
    found.sort_by_key(|(rank, same_kind, actor)| (*rank, Reverse(*same_kind), actor.name.to_lowercase()));
    found.truncate(MOST_OFFERED);
    let mut offers: Vec<(String, Choice)> = Vec::new();
    for (_, _, actor) in found {
        let twice = offers.iter().any(|(text, _)| *text == actor.name);
        let text = if twice {
            format!("{} ({})", actor.name, actor.id)
        } else {
            actor.name.clone()
        };
        offers.push((text, Choice::Known(actor.id)));
    }
    if !wanted.is_empty() && !project.actors.values().any(|actor| actor.is_called(wanted)) {
        offers.push((format!("New actor “{wanted}”"), Choice::New(wanted.to_owned())));
    }
    offers
}

/// How well a name fits: 0 the same, 1 begins so, 2 a word of it begins so, 3 holds it, 4 not.
fn fit(name: &str, needle: &str) -> usize {
    if name == needle {
        0
    } else if name.starts_with(needle) {
        1
    } else if name.split_whitespace().any(|word| word.starts_with(needle)) {
        2
    } else if name.contains(needle) {
        3
    } else {
        4
    }
}

fn details(ui: &mut Ui, pane: &mut Pane<'_>, actor: &Actor) {
    let header = CollapsingHeader::new("About this actor").id_salt("actor details");
    header.show_unindented(ui, |ui| {
        let place = Place::Actor(actor.id);
        pane.text_row(ui, &place, "Name", plain(Text::Name, "Actor name", &actor.name));
        row(ui, "Kind", |ui| kind(ui, pane, actor));
        let aliases = actor.aliases.join("; ");
        let also = Field {
            hint: "Other names, with ; between",
            ..plain(Text::Aliases, "Actor aliases", &aliases)
        };
        pane.text_row(ui, &place, "Also called", also);
        pane.text_row(ui, &place, "Side", plain(Text::Side, "Actor side", &actor.side));
        let external = Field {
            hint: "Wikidata, ISNI …",
            ..plain(Text::ExternalId, "Actor external id", &actor.external_id)
        };
        pane.text_row(ui, &place, "External id", external);
        pane.text_row(ui, &place, "Note", plain(Text::Note, "Actor note", &actor.note));
        ui.label(
            RichText::new("Changes here hold for every article.")
                .small()
                .weak(),
        );
    });
}

fn kind(ui: &mut Ui, pane: &mut Pane<'_>, actor: &Actor) {
    let scheme = &pane.project().scheme;
    let title = |kind: &KindId| {
        scheme
            .get(kind)
            .map_or_else(|| kind.to_string(), |label| label.title.clone())
    };
    let mut chosen = actor.kind.clone();
    let combo = ComboBox::from_id_salt("actor kind")
        .width(ui.available_width())
        .selected_text(title(&chosen));
    let response = combo.show_ui(ui, |ui| {
        for label in &scheme.kinds {
            ui.selectable_value(&mut chosen, label.id.clone(), &label.title);
        }
    });
    response.response.accessible_name("Actor kind");
    if chosen != actor.kind
        && let Some(mut actor) = apply::latest_actor(pane.project(), pane.acts, actor.id)
    {
        actor.kind = chosen;
        pane.acts.push(Act::Run(Command::SetActor { actor }));
    }
}
