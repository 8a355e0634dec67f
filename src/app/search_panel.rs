//! Search over the text of every article: words or a regular expression, the matches grouped by article.
//!
//! The search runs on a thread of its own with a snapshot of the project. At most one runs at a time; what was asked
//! meanwhile starts when it ends, and results that nobody asked for any more are dropped.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui;
use egui::accesskit::{Live, Role};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Color32, FontId, Id, Key, Response, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2,
};

use crate::annotation::{ArticleId, Project};
use crate::review::Session;
use crate::review::search::{Found, MAX_MATCHES, Query, find_in_project};

use super::parts::{List, ListState, Slot, Stamp, counted, elided};
use super::theme::Theme;
use super::view::{Act, View};

const ROW_HEIGHT: f32 = 26.0;

/// What the search panel remembers between frames. Start a new one with every project.
#[derive(Debug, Default)]
pub struct SearchState {
    query: Query,
    running: Option<Running>,
    results: Results,
    problem: Option<String>,
    list: ListState,
    /// The state of the project of which is known that it has the articles of `results`.
    checked: Option<Stamp>,
    want_field: bool,
    /// Whether Enter shall show the first match as soon as the results are there.
    reveal_first: bool,
}

#[derive(Debug)]
struct Running {
    query: Query,
    articles: Vec<ArticleId>,
    answer: Receiver<(Vec<Found>, bool)>,
}

#[derive(Debug, Default)]
struct Results {
    /// For what; `None` if nothing was searched yet.
    query: Option<Query>,
    /// Which articles were searched.
    articles: Vec<ArticleId>,
    found: Vec<Found>,
    more: bool,
    rows: Vec<Row>,
    in_articles: usize,
}

#[derive(Debug)]
enum Row {
    /// An article with so many matches, the first of which has this index.
    Article(usize, usize),
    /// A match.
    Match(usize),
}

impl SearchState {
    /// Searches for `words` when the panel is next shown.
    pub fn search_for(&mut self, words: &str) {
        words.clone_into(&mut self.query.pattern);
    }

    /// Puts the cursor into the search field when the panel is next shown.
    pub const fn focus_field(&mut self) {
        self.want_field = true;
    }
}

impl Results {
    fn new(query: Query, articles: Vec<ArticleId>, found: Vec<Found>, more: bool) -> Self {
        let mut rows = Vec::with_capacity(found.len() + 16);
        let mut in_articles = 0;
        for (start, group) in groups(&found) {
            in_articles += 1;
            rows.push(Row::Article(start, group));
            rows.extend((start..start + group).map(Row::Match));
        }
        Self {
            query: Some(query),
            articles,
            found,
            more,
            rows,
            in_articles,
        }
    }
}

/// Runs of matches in one article: where each starts and how long it is.
fn groups(found: &[Found]) -> Vec<(usize, usize)> {
    let mut start = 0;
    found
        .chunk_by(|a, b| a.article == b.article)
        .map(|group| {
            let this = (start, group.len());
            start += group.len();
            this
        })
        .collect()
}

/// Shows the search in all the space of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut SearchState, acts: &mut Vec<Act>) {
    receive(state);
    field(ui, state);
    start(ui.ctx(), view.session, state);

    status(ui, state);
    if std::mem::take(&mut state.reveal_first) {
        if state.results.query.as_ref() == Some(&state.query) && state.running.is_none() {
            if let Some(found) = state.results.found.first() {
                acts.push(reveal(found));
                state.list.go_to(1);
            }
        } else {
            state.reveal_first = state.running.is_some();
        }
    }
    if state.problem.is_some() || state.results.found.is_empty() {
        return;
    }
    results(ui, view.session.project(), state, acts);
}

fn receive(state: &mut SearchState) {
    let Some(running) = state.running.take() else {
        return;
    };
    match running.answer.try_recv() {
        Ok((found, more)) if running.query == state.query => {
            state.results = Results::new(running.query, running.articles, found, more);
            state.list = ListState::default();
        }
        // Nobody wants it any more, or the thread is gone.
        Ok(_) => {}
        Err(TryRecvError::Disconnected) => {
            state.problem = Some("The search stopped. Change the words to search again.".to_owned());
            state.results = Results::new(running.query, running.articles, Vec::new(), false);
        }
        Err(TryRecvError::Empty) => state.running = Some(running),
    }
}

/// Starts a search if the results are not those of the query and nothing runs.
fn start(ctx: &egui::Context, session: &Session, state: &mut SearchState) {
    if state.running.is_some() {
        return;
    }
    let project = session.project();
    if state.results.query.as_ref() == Some(&state.query) {
        let stamp = Stamp::of(session);
        // The text of an article never changes, so only articles that come or go matter.
        if state.checked.as_ref() == Some(&stamp) || state.results.articles.iter().eq(project.articles.keys())
        {
            state.checked = Some(stamp);
            return;
        }
    }
    state.checked = None;
    let articles: Vec<ArticleId> = project.articles.keys().cloned().collect();
    let nothing = |problem: Option<String>, state: &mut SearchState| {
        state.problem = problem;
        state.results = Results::new(state.query.clone(), articles.clone(), Vec::new(), false);
    };
    let regex = match state.query.compile() {
        Ok(Some(regex)) => regex,
        Ok(None) => return nothing(None, state),
        Err(problem) => return nothing(Some(problem), state),
    };
    let (sender, answer) = channel();
    let (snapshot, ctx) = (project.clone(), ctx.clone());
    let thread = std::thread::Builder::new().name("search".to_owned());
    let spawned = thread.spawn(move || {
        if let Ok(found) = catch_unwind(AssertUnwindSafe(|| find_in_project(&snapshot, &regex))) {
            // If the panel is gone, nobody waits for the answer.
            let _ = sender.send(found);
        }
        // A panic is told like an answer: the channel is closed before the panel looks.
        drop((sender, snapshot));
        ctx.request_repaint();
    });
    match spawned {
        Ok(_) => {
            state.problem = None;
            state.running = Some(Running {
                query: state.query.clone(),
                articles,
                answer,
            });
        }
        Err(error) => nothing(Some(format!("The search could not start: {error}.")), state),
    }
}

fn field(ui: &mut Ui, state: &mut SearchState) {
    let id = Id::unique("project search");
    if std::mem::take(&mut state.want_field) {
        ui.memory_mut(|memory| memory.request_focus(id));
        let mut edit = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::default(),
            egui::text::CCursor::new(egui::text::CharIndex(state.query.pattern.chars().count())),
        );
        edit.cursor.set_char_range(Some(all));
        edit.store(ui.ctx(), id);
    }
    let edit = TextEdit::singleline(&mut state.query.pattern)
        .id(id)
        .hint_text("Search in all articles")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).accessible_name("Search in all articles");
    // Taken out, so that the list does not act on the key that leads to it.
    if field.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::ArrowDown)) {
        state.list.focus();
    }
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        state.reveal_first = true;
    }
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut state.query.match_case, "Match case")
            .on_hover_text("“Us” is not “us”.");
        ui.checkbox(&mut state.query.regex, "Regular expression")
            .on_hover_text("For example \\d+ (people|civilians)");
    });
}

fn status(ui: &mut Ui, state: &SearchState) {
    let theme = Theme::of(ui);
    let results = &state.results;
    let (words, colour) = if let Some(problem) = &state.problem {
        (problem.clone(), theme.palette.error)
    } else if state.query.pattern.is_empty() {
        (
            "Type words to find them in every article.".to_owned(),
            theme.palette.weak,
        )
    } else if state.running.is_some() {
        ("Searching…".to_owned(), theme.palette.weak)
    } else if results.found.is_empty() {
        ("No article has these words.".to_owned(), theme.palette.weak)
    } else {
        let places = counted(results.found.len(), "match", "matches");
        let articles = counted(results.in_articles, "article", "articles");
        let words = if results.more {
            format!("The first {MAX_MATCHES} matches, in {articles}. Narrow the search to see the rest.")
        } else {
            format!("{places} in {articles}")
        };
        (words, theme.palette.weak)
    };
    let label = ui.label(RichText::new(words).small().color(colour));
    ui.ctx()
        .accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}

fn reveal(found: &Found) -> Act {
    Act::Reveal {
        article: found.article.clone(),
        span: found.span,
    }
}

fn results(ui: &mut Ui, project: &Project, state: &mut SearchState, acts: &mut Vec<Act>) {
    let results = &state.results;
    let list = List {
        id: Id::unique("project search results"),
        name: "Matches".to_owned(),
        row_height: ROW_HEIGHT,
        count: results.rows.len(),
    };
    let found = |index: &usize| results.found.get(*index);
    let opened = list.show(ui, &mut state.list, |ui, slot| {
        match results.rows.get(slot.index) {
            Some(Row::Match(index)) => match_row(ui, slot, found(index)),
            Some(Row::Article(first, count)) => {
                let article = found(first).and_then(|found| project.article(&found.article));
                article_row(ui, slot, article.map_or("Article removed", |a| a.title()), *count)
            }
            None => article_row(ui, slot, "", 0),
        }
    });
    let index = opened.and_then(|row| match results.rows.get(row) {
        Some(Row::Article(index, _) | Row::Match(index)) => Some(*index),
        None => None,
    });
    if let Some(found) = index.and_then(|index| results.found.get(index)) {
        acts.push(reveal(found));
    }
}

fn ground(ui: &Ui, slot: Slot, hovered: bool) {
    let theme = Theme::of(ui);
    let round = theme.radius.small;
    if hovered {
        ui.painter()
            .rect_filled(slot.rect, round, theme.palette.card_hovered);
    }
    if slot.at_cursor {
        let ring = Stroke::new(2.0, theme.palette.focus);
        ui.painter()
            .rect_stroke(slot.rect.shrink(1.0), round, ring, StrokeKind::Inside);
    }
}

fn article_row(ui: &mut Ui, slot: Slot, title: &str, count: usize) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let response = ui.interact(slot.rect, Id::unique(("search row", slot.index)), Sense::CLICK);
    let matches = counted(count, "match", "matches");
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, format!("{title}, {matches}")));
    ground(ui, slot, response.hovered());
    let small = FontId::proportional(theme.type_sizes.small);
    let number = elided(ui, &count.to_string(), small, c.weak, 60.0);
    let right = slot.rect.right() - theme.spacing.m;
    let centre = slot.rect.center().y + theme.spacing.xs;
    let at = pos2(right - number.size().x, centre - number.size().y / 2.0);
    let room = at.x - slot.rect.left() - theme.spacing.m;
    ui.painter().galley(at, number, c.weak);
    let body = FontId::proportional(theme.type_sizes.body);
    let galley = elided(ui, title, body, c.text, room);
    let at = pos2(slot.rect.left() + theme.spacing.s, centre - galley.size().y / 2.0);
    ui.painter().galley(at, galley, c.text);
    response.on_hover_text(title)
}

fn match_row(ui: &mut Ui, slot: Slot, found: Option<&Found>) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(slot.rect, Id::unique(("search row", slot.index)), Sense::CLICK);
    let Some(found) = found else {
        return response;
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &found.line));
    ground(ui, slot, response.hovered());
    let left = slot.rect.left() + theme.spacing.l;
    let job = line(found, theme, slot.rect.right() - left - theme.spacing.s);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(left, slot.rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.palette.text);
    response.on_hover_text(&found.line)
}

/// The line of a match with the match standing out. The words before it are cut so that it is in sight.
fn line(found: &Found, theme: &Theme, width: f32) -> LayoutJob {
    let c = theme.palette;
    let part = |range: Range<usize>| found.line.get(range).unwrap_or_default();
    let before = tail(part(0..found.in_line.start), (width / 16.0) as usize);
    let mut job = LayoutJob {
        wrap: TextWrapping::truncate_at_width(width.max(1.0)),
        break_on_newline: false,
        ..LayoutJob::default()
    };
    let mut add = |text: &str, colour: Color32, background: Color32| {
        let format = TextFormat {
            font_id: FontId::proportional(13.0),
            color: colour,
            background,
            ..TextFormat::default()
        };
        job.append(text, 0.0, format);
    };
    add(&before, c.weak, Color32::TRANSPARENT);
    add(part(found.in_line.clone()), c.text, c.search_match);
    add(
        part(found.in_line.end..found.line.len()),
        c.weak,
        Color32::TRANSPARENT,
    );
    job
}

/// The end of `text`, at most about `limit` characters, from the start of a word.
fn tail(text: &str, limit: usize) -> String {
    let count = text.chars().count();
    if count <= limit {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count - limit).collect();
    let from = end.find(' ').map_or(0, |at| at + 1);
    format!("…{}", end.get(from..).unwrap_or_default())
}

#[cfg(test)]
mod tests;
