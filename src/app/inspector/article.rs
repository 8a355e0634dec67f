//! Details of the article.

use eframe::egui;
use egui::{ComboBox, Label, RichText, Ui};

use crate::annotation::{ArticleState, Body, Item};
use crate::app::parts::{counted, row, section, share_bar};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::{Command, Progress};
use crate::text::invisible::visible;

use super::fields::{Field, Place, Text};
use super::{Pane, Want, plain};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>) {
    let article = pane.article;
    let data = &article.metadata;
    let place = Place::Article(article.id.clone());
    let theme = Theme::of(ui);
    ui.add(Label::new(RichText::new(visible(article.title())).size(16.0)).wrap());
    ui.label(
        RichText::new("Choose a mention or claim to see it here.")
            .small()
            .weak(),
    );

    section(ui, "Review", |ui| {
        row(ui, "State", |ui| state(ui, pane));
        row(ui, "Progress", |ui| {
            let progress = Progress::of(article);
            let all = progress.decided + progress.undecided;
            ui.add_space(4.0);
            let words = if all == 0 {
                "Nothing suggested or marked".to_owned()
            } else {
                format!("{} of {all} decided", progress.decided)
            };
            ui.label(words);
            let (rect, _) =
                ui.allocate_exact_size(egui::vec2(ui.available_width(), 4.0), egui::Sense::hover());
            share_bar(ui.painter(), rect, progress.share(), theme.palette.accent, theme);
        });
        row(ui, "Contains", |ui| {
            ui.add_space(4.0);
            ui.label(contents(article.items.values()));
        });
    });

    section(ui, "Details", |ui| {
        let title = Field {
            hint: "No title",
            focus: pane.takes(Want::First),
            ..plain(Text::Title, "Title", &data.title)
        };
        pane.text_row(ui, &place, "Title", title);
        pane.text_row(
            ui,
            &place,
            "Publisher",
            plain(Text::Publisher, "Publisher", &data.publisher),
        );
        pane.text_row(ui, &place, "Author", plain(Text::Author, "Author", &data.author));
        let published = data.published.map(|date| date.to_string()).unwrap_or_default();
        let day = Field {
            hint: "2024-03-02",
            ..plain(Text::Published, "Date", &published)
        };
        pane.text_row(ui, &place, "Date", day);
        pane.text_row(ui, &place, "URL", plain(Text::Url, "URL", &data.url));
        let language = Field {
            hint: "en",
            ..plain(Text::Language, "Language", &data.language)
        };
        pane.text_row(ui, &place, "Language", language);
    });
    pane.note(ui, &place, &article.note);
    section(ui, "Origin", |ui| {
        fixed(ui, "From", &data.imported_from, "unknown");
        fixed(ui, "Added", &super::history::time(article.added), "");
        fixed(ui, "Suggested by", &article.suggested_by, "nobody yet");
        let hash = article.text.hash().to_string();
        let short: String = hash.chars().take(12).collect();
        row(ui, "SHA-256", |ui| {
            ui.add_space(4.0);
            ui.label(RichText::new(format!("{short}…")).monospace())
                .on_hover_text(format!("Of the text, which never changes:\n{hash}"));
        });
    });
}

fn fixed(ui: &mut Ui, label: &str, value: &str, otherwise: &str) {
    row(ui, label, |ui| {
        ui.add_space(4.0);
        let words = if value.is_empty() {
            RichText::new(otherwise).weak()
        } else {
            RichText::new(visible(value))
        };
        let name = format!("{label}: {}", words.text());
        ui.add(Label::new(words).wrap()).accessible_name(name);
    });
}

fn state(ui: &mut Ui, pane: &mut Pane<'_>) {
    let before = pane.article.state;
    let mut state = before;
    let combo = ComboBox::from_id_salt("article state")
        .width(ui.available_width())
        .selected_text(state.title());
    let response = combo.show_ui(ui, |ui| {
        for value in ArticleState::ALL {
            ui.selectable_value(&mut state, *value, value.title());
        }
    });
    response.response.accessible_name("State");
    if state != before {
        pane.acts.push(Act::Run(Command::SetState {
            article: pane.article.id.clone(),
            state,
        }));
    }
}

fn contents<'a>(items: impl Iterator<Item = &'a Item>) -> String {
    let (mut mentions, mut claims, mut figures) = (0, 0, 0);
    for item in items.filter(|item| item.status != crate::annotation::Status::Rejected) {
        match &item.body {
            Body::Mention(_) => mentions += 1,
            Body::Claim(claim) => {
                claims += 1;
                figures += claim.figures.len();
            }
        }
    }
    format!(
        "{}, {}, {}",
        counted(mentions, "mention", "mentions"),
        counted(claims, "claim", "claims"),
        counted(figures, "figure", "figures")
    )
}
