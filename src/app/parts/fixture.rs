//! A project for the tests of the panels, and a small window that applies what they ask for.

use std::sync::Arc;

use eframe::egui::{self, Ui};
use egui_kittest::Harness;
use jiff::Timestamp;

use crate::annotation::{
    Actor, Article, ArticleId, ArticleState, Body, Claim, Figure, Form, Item, ItemId, KindId, Mention,
    Metadata, Origin, Project, Status,
};
use crate::app::grounds::Grounds;
use crate::app::view::{Act, View};
use crate::review::part::new_figure;
use crate::review::{Part, Session, Show};
use crate::text::{ArticleText, Span};

/// Words of the first article.
pub const TEXT: &str = "Deadly day in Toria\n\nGen. Ada Toll said 21 people died in Brask on Saturday.\nThe \
                        Norvan army denied that it had shelled the town.\nToll spoke to Norvan Wire.";

/// Where `words` stand in [`TEXT`].
pub fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

/// A session on three articles; the first is open.
pub fn session() -> Session {
    let mut project = Project::new("Toria, spring");
    let toll = Actor::new("Ada Toll", KindId::PERSON);
    let army = Actor::new("Norvan army", KindId::ARMED_FORCE);
    for (i, (title, publisher, day, text)) in [
        ("Deadly day in Toria", "Norvan Wire", "2024-03-02", TEXT),
        (
            "Brask counts its dead",
            "The Toria Post",
            "2024-03-05",
            "Brask counted 30 dead.",
        ),
        (
            "Aid reaches the valley",
            "Norvan Wire",
            "2024-02-27",
            "Aid came. Brask waited, brask hoped.",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let id = ArticleId::from_name(title, |_| false);
        let metadata = Metadata {
            title: title.to_owned(),
            publisher: publisher.to_owned(),
            published: day.parse().ok(),
            language: "en".to_owned(),
            imported_from: format!("{id}.txt"),
            ..Metadata::default()
        };
        let added = Timestamp::from_second(1_700_000_000 + i64::try_from(i).unwrap()).unwrap();
        let mut article = Article::new(id.clone(), added, metadata, ArticleText::new(text), Vec::new());
        article.suggested_by = "rules 1".to_owned();
        if i == 0 {
            add(&mut article, mention("Ada Toll", KindId::PERSON, Some(toll.id)));
            add(&mut article, mention("Norvan army", KindId::PERSON, None));
            add(&mut article, claim(&toll));
            article.state = ArticleState::InReview;
        }
        project.articles.insert(id, Arc::new(article));
    }
    project.actors.insert(toll.id, toll);
    project.actors.insert(army.id, army);
    let mut session = Session::new(project, "Rae");
    session.focus.article = Some(ArticleId::parse("deadly-day-in-toria").unwrap());
    session
}

fn add(article: &mut Article, body: Body) {
    let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
    let item = Item {
        id,
        body,
        status: Status::Suggested,
        origin: Some(Origin {
            suggester: "rules".to_owned(),
            version: "1".to_owned(),
            score: 0.92,
            reason: "title before a name".to_owned(),
        }),
    };
    article.items.insert(id, item);
}

fn mention(words: &str, kind: KindId, actor: Option<crate::annotation::ActorId>) -> Body {
    Body::Mention(Mention {
        span: span(words),
        kind,
        form: Form::Named,
        actor,
        note: String::new(),
    })
}

fn claim(speaker: &Actor) -> Body {
    let figure = Figure {
        measure: crate::annotation::Measure::Killed,
        who: "people".to_owned(),
        ..new_figure(&ArticleText::new(TEXT), span("21"))
    };
    Body::Claim(Box::new(Claim {
        content: vec![span("21 people died in Brask on Saturday")],
        cue: Some(span("said")),
        source: Some(span("Ada Toll")),
        speaker: Some(speaker.id),
        figures: vec![figure],
        check_worthiness: 0.71,
        ..Claim::default()
    }))
}

/// A window with one panel.
pub struct Window<S> {
    /// The session.
    pub session: Session,
    /// What the panel remembers.
    pub panel: S,
    /// What is selected in the reader.
    pub selection: Option<Span>,
    /// The active part.
    pub part: Part,
    /// What is known of files beside the project.
    pub grounds: Grounds,
    /// Everything that the panel asked for, oldest first.
    pub acts: Vec<Act>,
}

impl<S> Window<S> {
    /// Gives the focus to the item whose first words are `words`.
    pub fn focus(&mut self, words: &str, claim: bool) {
        let article = self.session.article().unwrap();
        let found = article.items.values().find(|item| {
            item.body.as_claim().is_some() == claim && item.body.spans().first() == Some(&span(words))
        });
        self.session.focus.item = Some(found.unwrap().id);
    }

    /// The label of the step that was done last.
    pub fn last_step(&self) -> &str {
        self.session.history().undo_label().unwrap_or_default()
    }
}

/// Shows `panel` in a window of `width` points and applies what it asks for.
pub fn window<S: 'static>(
    width: f32,
    panel: S,
    show: fn(&mut Ui, &View<'_>, &mut S, &mut Vec<Act>),
) -> Harness<'static, Window<S>> {
    let state = Window {
        session: session(),
        panel,
        selection: None,
        part: Part::Whole,
        grounds: Grounds::default(),
        acts: Vec::new(),
    };
    Harness::builder()
        .with_size(egui::vec2(width, 1600.0))
        .with_context_setup(crate::app::theme::install)
        .build_ui_state(
            move |ui, window: &mut Window<S>| {
                let mut acts = Vec::new();
                let view = View {
                    session: &window.session,
                    show: Show::Undecided,
                    part: window.part,
                    selection: window.selection,
                    grounds: &window.grounds,
                };
                show(ui, &view, &mut window.panel, &mut acts);
                for act in acts {
                    match &act {
                        Act::Run(command) | Act::RunWithUndo(command, _) => {
                            window
                                .session
                                .run(command.clone(), Timestamp::UNIX_EPOCH)
                                .unwrap();
                        }
                        Act::Focus(focus) | Act::Read(focus) => window.session.refocus(focus),
                        Act::FocusPart(part) => window.part = *part,
                        Act::Do(_)
                        | Act::Reveal { .. }
                        | Act::PickEvidence { .. }
                        | Act::ShowActor(_)
                        | Act::ShowClaimsOf(_) => {}
                    }
                    window.acts.push(act);
                }
            },
            state,
        )
}
