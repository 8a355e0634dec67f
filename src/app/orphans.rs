//! The notice above the page about items that lost their place, and what to do with each.

use std::sync::Arc;

use eframe::egui;
use egui::{Button, Label, RichText, ScrollArea, Ui};

use crate::annotation::{Article, Body, Orphan, main_span};
use crate::review::{Command, Focus, Session};
use crate::text::Span;

use super::App;
use super::parts::{counted, one_line};
use super::theme::Theme;
use super::view::{Act, View};

/// How many are listed at a time.
const SHOWN: usize = 30;

/// How much stands around a candidate, in characters.
const AROUND: usize = 40;

/// The notice's own state.
#[derive(Default)]
pub struct OrphanList {
    folded: bool,
    wants_focus: bool,
}

impl OrphanList {
    /// Unfolds the list and gives its first button the keyboard.
    pub const fn focus(&mut self) {
        self.folded = false;
        self.wants_focus = true;
    }

    /// Shows the notice on the open article, which has some.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let Some(article) = view.session.article() else {
            return;
        };
        let theme = Theme::of(ui);
        let count = article.orphans.len();
        ui.horizontal(|ui| {
            let lost = if count == 1 {
                "lost its place"
            } else {
                "lost their place"
            };
            let words = format!(
                "{} {lost} because the text was changed.",
                counted(count, "item", "items")
            );
            ui.label(RichText::new(words).color(theme.palette.warning));
            let fold = if self.folded { "Show list" } else { "Hide list" };
            if ui.button(fold).clicked() {
                self.folded = !self.folded;
            }
        });
        if self.folded {
            return;
        }
        // A panel is as high as what is in it was before; the list must not shrink to that.
        let height = (ui.ctx().content_rect().height() * 0.3).min(240.0);
        ScrollArea::vertical()
            .id_salt("orphans")
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                let mut next = false;
                let orphans = in_order(article);
                let shown = orphans.iter().take(SHOWN);
                // The keyboard goes where Enter puts something back; nobody shall drop by habit.
                let can_go = shown.clone().position(|orphan| orphan.candidate.is_some());
                let wanted = std::mem::take(&mut self.wants_focus).then(|| can_go.unwrap_or(0));
                for (index, orphan) in shown.enumerate() {
                    self.wants_focus = wanted == Some(index);
                    ui.push_id(orphan.item.id, |ui| {
                        next |= self.row(ui, view, article, orphan, acts);
                    });
                    ui.add_space(theme.spacing.s);
                }
                self.wants_focus = next;
                if let Some(more) = count.checked_sub(SHOWN).filter(|more| *more > 0) {
                    ui.weak(format!("And {more} more; they come up when these are done."));
                }
            });
    }

    /// One of them; whether it was settled by a key, so that the next one shall have the keyboard.
    fn row(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        article: &Article,
        orphan: &Orphan,
        acts: &mut Vec<Act>,
    ) -> bool {
        let mut by_key = false;
        let (id, words) = (
            orphan.item.id,
            one_line(orphan.shown().trim_matches(['"', '“', '”']), 80),
        );
        let name = if words.is_empty() {
            id.to_string()
        } else {
            format!("“{words}”")
        };
        let place = orphan.candidate.as_ref().and_then(main_span);
        let what = describe(view, orphan);
        ui.add(Label::new(format!("{name} – {what}")).wrap());
        let guess = match (place, orphan.shown()) {
            (Some(span), _) => format!("Perhaps here: {}{}", in_context(article, span), lacking(orphan)),
            (None, "") => "The file does not say which words it had.".to_owned(),
            (None, _) => "Nothing in the text is like these words.".to_owned(),
        };
        ui.add(Label::new(RichText::new(guess).weak()).wrap());
        ui.horizontal(|ui| {
            let mut button = |ui: &mut Ui, title: &str, named: String, enabled: bool, tip: &str| {
                let button = ui.add_enabled(enabled, Button::new(title)).accessible_name(named);
                if enabled && std::mem::take(&mut self.wants_focus) {
                    button.request_focus();
                    button.scroll_to_me(None);
                }
                by_key |= button.has_focus() && title != "Show";
                button.on_hover_text(tip).clicked()
            };
            let tip = "Make it an item at this place, with the status that it had.";
            let put = button(
                ui,
                "Put it here",
                format!("Put {name} here"),
                place.is_some(),
                tip,
            );
            let tip = "Show the place in the text.";
            let shown = button(
                ui,
                "Show",
                format!("Show the place for {name}"),
                place.is_some(),
                tip,
            );
            let tip = "Let it go; what it was stays in the record.";
            let dropped = button(ui, "Drop", format!("Drop {name}"), true, tip);
            let article = article.id.clone();
            if put {
                acts.push(Act::Run(Command::PlaceOrphan {
                    article: article.clone(),
                    item: id,
                }));
                acts.push(Act::Focus(Focus {
                    article: Some(article),
                    item: Some(id),
                }));
            } else if let Some(span) = place.filter(|_| shown) {
                acts.push(Act::Reveal { article, span });
            } else if dropped {
                acts.push(Act::Run(Command::DropOrphan { article, item: id }));
            }
            by_key && (put || dropped)
        })
        .inner
    }
}

/// The open article if items of it lost their place, else the first article of which some did.
pub fn next_article(session: &Session) -> Option<&Arc<Article>> {
    let lost = |article: &&Arc<Article>| !article.orphans.is_empty();
    let open = session.article().filter(lost);
    open.or_else(|| session.project().articles.values().find(lost))
}

impl App {
    /// Whether items of the open article lost their place.
    pub(super) fn has_orphans(&self) -> bool {
        self.session
            .article()
            .is_some_and(|article| !article.orphans.is_empty())
    }

    /// Gives the keyboard to the next item that lost its place.
    pub(super) fn go_to_orphans(&mut self) {
        let Some(article) = next_article(&self.session).map(|article| article.id.clone()) else {
            self.toasts.info("No item lost its place.");
            return;
        };
        if self.session.focus.article.as_ref() != Some(&article) {
            self.go_to(&Focus {
                article: Some(article),
                item: None,
            });
        }
        self.orphans.focus();
    }
}

/// What people stand behind first, then in the order of the text as it was.
fn in_order(article: &Article) -> Vec<&Orphan> {
    let mut all: Vec<_> = article.orphans.values().collect();
    all.sort_by_key(|orphan| {
        let start = main_span(&orphan.item.body).map(Span::start);
        (!orphan.item.is_annotation(), start, orphan.item.id)
    });
    all
}

/// Kind and status.
fn describe(view: &View<'_>, orphan: &Orphan) -> String {
    let body = &orphan.item.body;
    let kind = match body {
        Body::Mention(mention) => {
            let label = view.session.project().scheme.get(&mention.kind);
            label.map_or_else(|| mention.kind.to_string(), |label| label.title.clone())
        }
        Body::Claim(_) => "Claim".to_owned(),
    };
    let status = super::parts::status_title(orphan.item.status);
    format!("{kind}, {}", status.to_lowercase())
}

/// The words at `span` with a little around them.
fn in_context(article: &Article, span: Span) -> String {
    let text = article.text.as_str();
    let before: Vec<char> = text
        .get(..span.start())
        .unwrap_or_default()
        .chars()
        .rev()
        .take(AROUND)
        .collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text
        .get(span.end()..)
        .unwrap_or_default()
        .chars()
        .take(AROUND)
        .collect();
    let words = one_line(article.text.slice(span), 120);
    let space = |yes: bool| if yes { " " } else { "" };
    format!(
        "…{}{}[{words}]{}{}…",
        one_line(&before, AROUND),
        space(before.ends_with(char::is_whitespace)),
        space(after.starts_with(char::is_whitespace)),
        one_line(&after, AROUND)
    )
}

/// Which parts would be left out.
fn lacking(orphan: &Orphan) -> String {
    let parts: Vec<String> = orphan
        .lacking()
        .iter()
        .map(|words| format!("“{}”", one_line(words, 40)))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" Without {}.", parts.join(", "))
    }
}
