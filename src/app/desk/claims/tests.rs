//! The page as a user meets it: by accessible names, with keys and clicks.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::annotation::{Article, ArticleId, Body, Metadata, Project, Status};
use crate::app::parts::fixture::{Window, window};
use crate::review::part::new_claim;
use crate::review::{Command, Session};
use crate::text::{ArticleText, Span};

type Page = Harness<'static, Window<ClaimsPage>>;

/// A page on four claims: one is proposed, three were added by hand in two other articles.
fn page_of(width: f32) -> Page {
    let mut page = window(width, ClaimsPage::default(), |ui, view, page, acts| {
        page.show(ui, view, acts);
    });
    let add = |session: &mut Session, article: &str, words: &[&str]| {
        let id = ArticleId::parse(article).unwrap();
        let text = session.project().article(&id).unwrap().text.clone();
        let bodies = words.iter().map(|words| {
            let start = text.as_str().find(words).unwrap();
            new_claim(&text, Span::new(start, start + words.len()).unwrap())
        });
        let bodies = bodies.collect();
        let command = Command::Add { article: id, bodies };
        session.run(command, jiff::Timestamp::UNIX_EPOCH).unwrap();
    };
    let session = &mut page.state_mut().session;
    add(session, "brask-counts-its-dead", &["Brask counted 30 dead"]);
    add(
        session,
        "aid-reaches-the-valley",
        &["Aid came", "Brask waited, brask hoped"],
    );
    page.run();
    page
}

fn page() -> Page {
    page_of(1100.0)
}

/// The first words of each row's claim, from top to bottom.
fn rows(page: &Page) -> Vec<String> {
    let state = page.state();
    let Gathering { table, shown, .. } = &state.panel.gathering;
    let words = |number: &u32| {
        let told = Told::of(state.session.project(), table.get(*number)?)?;
        let words = told.cell(crate::desk::claims::Column::Content);
        // It is on the page, too, under that name.
        assert!(
            page.query_all_by_label_contains(&words).next().is_some(),
            "{words}"
        );
        words.split(' ').next().map(str::to_owned)
    };
    shown.iter().filter_map(words).collect()
}

fn press(page: &mut Page, key: Key, modifiers: Modifiers) {
    page.key_press_modifiers(modifiers, key);
    page.run();
}

fn keys(page: &mut Page, keys: &[Key]) {
    for key in keys {
        press(page, *key, Modifiers::NONE);
    }
}

fn click(page: &mut Page, name: &str) {
    page.get_by_label(name).click();
    page.run();
}

fn fill(page: &mut Page, field: &str, text: &str) {
    page.get_by_label(field).focus();
    page.run();
    page.get_by_label(field).type_text(text);
    page.run();
}

/// Whether the table has the keyboard.
fn has_keyboard(page: &Page) -> bool {
    page.ctx.memory(|memory| memory.has_focus(table_id()))
}

/// Whether a dialog of that title is open. Its heading has the name, too.
fn asks(page: &Page, title: &str) -> bool {
    page.query_all_by_label(title).next().is_some()
}

fn statuses(page: &Page) -> Vec<Status> {
    let articles = page.state().session.project().in_order().into_iter();
    let items = articles.flat_map(|article| article.items.values());
    items
        .filter(|item| item.body.as_claim().is_some())
        .map(|item| item.status)
        .collect()
}

#[test]
fn words_chips_and_menus_filter() {
    let mut page = page();
    page.get_by_label("4 claims");
    assert_eq!(rows(&page), ["21", "Brask", "Aid", "Brask"]);
    assert!(has_keyboard(&page), "the table has the keyboard at once");
    keys(&mut page, &[Key::Slash]);
    let field = page.get_by_label("Filter claims");
    assert!(field.is_focused());
    field.type_text("BRASK");
    page.run();
    page.get_by_label("3 of 4 claims");
    assert_eq!(rows(&page), ["21", "Brask", "Brask"]);
    keys(&mut page, &[Key::Enter]);
    assert!(has_keyboard(&page));

    click(&mut page, "Filter by status");
    click(&mut page, "Undecided");
    assert_eq!(rows(&page), ["21"]);
    click(&mut page, "Remove filter Status: undecided");
    assert_eq!(rows(&page).len(), 3);
    click(&mut page, "Clear all");
    page.get_by_label("4 claims");

    click(&mut page, "Actor…");
    page.get_by_label("Search the list").type_text("toll");
    page.run();
    keys(&mut page, &[Key::Enter]);
    assert_eq!(rows(&page), ["21"]);
    page.get_by_label("Remove filter Actor: Ada Toll");
    click(&mut page, "More filters");
    fill(&mut page, "From day", "2024-03-04");
    page.get_by_label("No claim matches the filters.");
    click(&mut page, "Remove filter Actor: Ada Toll");
    assert_eq!(rows(&page), ["Brask"]);
    fill(&mut page, "From day", "x");
    page.get_by_label("Not a date");
    assert_eq!(rows(&page).len(), 4, "what is no date filters nothing");
}

#[test]
fn a_click_on_a_title_sorts_and_another_turns_round() {
    let mut page = page();
    click(&mut page, "Sort by claim");
    assert_eq!(rows(&page), ["21", "Aid", "Brask", "Brask"]);
    click(&mut page, "Sort by claim, sorted, smallest first");
    assert_eq!(rows(&page), ["Brask", "Brask", "Aid", "21"]);
    page.get_by_label("Sort by claim, sorted, largest first");
    let wish = page.state_mut().panel.take_wish().unwrap();
    assert_eq!((wish.sort.as_str(), wish.descending), ("content", true));
    click(&mut page, "Sort by worth");
    assert_eq!(rows(&page)[0], "21", "what is most worth checking comes first");
}

#[test]
fn the_cursor_is_the_focus_and_enter_reads() {
    let mut page = page();
    keys(&mut page, &[Key::ArrowDown]);
    let focus = page.state().session.focus.clone();
    assert_eq!(focus.article.unwrap().as_str(), "brask-counts-its-dead");
    assert!(focus.item.is_some());
    keys(&mut page, &[Key::End, Key::Enter]);
    let last = page.state().acts.last().cloned();
    let Some(Act::Read(read)) = last else {
        panic!("{last:?}")
    };
    assert_eq!(read.article.unwrap().as_str(), "aid-reaches-the-valley");
    // Somewhere else in the window another claim gets the focus.
    page.state_mut().session.focus.article = ArticleId::parse("deadly-day-in-toria");
    page.state_mut()
        .focus("21 people died in Brask on Saturday", true);
    page.run();
    assert_eq!(page.state().panel.grid.cursor, 0);
    page.get_by_label_contains("Aid came").click();
    page.run();
    assert_eq!(page.state().panel.grid.cursor, 2);
}

#[test]
fn many_are_decided_in_one_step_after_a_look_at_them() {
    let mut page = page();
    let before = page.state().session.project().clone();
    press(&mut page, Key::A, Modifiers::COMMAND);
    page.get_by_label("4 marked");
    keys(&mut page, &[Key::Escape, Key::Space]);
    press(&mut page, Key::ArrowDown, Modifiers::SHIFT);
    press(&mut page, Key::ArrowDown, Modifiers::SHIFT);
    press(&mut page, Key::ArrowUp, Modifiers::SHIFT);
    page.get_by_label("2 marked");

    keys(&mut page, &[Key::Num3]);
    assert!(asks(&page, "Set act “denial” of 2 claims"));
    page.get_by_label_contains("21 people died in Brask on Saturday”, Deadly day in Toria, suggested");
    assert_eq!(*page.state().session.project(), before, "nothing yet");
    keys(&mut page, &[Key::Enter]);
    assert_eq!(page.state().last_step(), "set act of 2 claims");
    assert!(has_keyboard(&page), "the keys go on");

    keys(&mut page, &[Key::V]);
    page.get_by_label("Search the list").type_text("mislead");
    page.run();
    keys(&mut page, &[Key::Enter]);
    assert!(asks(&page, "Set verdict “misleading” of 2 claims"));
    keys(&mut page, &[Key::Enter]);
    assert_eq!(page.state().last_step(), "set verdict of 2 claims");
    page.state_mut().session.undo();
    page.state_mut().session.undo();
    page.run();
    assert_eq!(*page.state().session.project(), before);

    keys(&mut page, &[Key::Escape, Key::Home]);
    page.get_by_label("More to do with claims").click();
    page.run();
    page.get_by_label_contains("Show in reader");
    keys(&mut page, &[Key::Escape]);
    click(&mut page, "Reject");
    assert_eq!(
        statuses(&page)[0],
        Status::Rejected,
        "one claim needs no question"
    );
    assert_eq!(rows(&page).len(), 3, "what was rejected is behind the filter");
}

#[test]
fn deciding_goes_on_to_the_next_and_linking_asks_for_an_actor() {
    let mut page = page();
    keys(&mut page, &[Key::A]);
    assert_eq!(statuses(&page)[0], Status::Accepted);
    assert_eq!(page.state().panel.grid.cursor, 1);
    keys(&mut page, &[Key::X]);
    assert_eq!(rows(&page), ["21", "Aid", "Brask"], "removed");
    let at = page.state().session.focus.item;
    let aid = page.state().panel.claim(1).unwrap().1;
    assert_eq!(at, Some(aid), "the next one has the focus");
    keys(&mut page, &[Key::L]);
    page.get_by_label("Search the list").type_text("norvan");
    page.run();
    keys(&mut page, &[Key::Enter]);
    let session = &page.state().session;
    let claim = session.item().and_then(|item| item.body.as_claim()).unwrap();
    let actor = &session.project().actors[&claim.speaker.unwrap()];
    assert_eq!(actor.name, "Norvan army");
}

#[test]
fn columns_are_chosen_moved_and_resized() {
    let mut page = page();
    click(&mut page, "Columns");
    click(&mut page, "Show column Quote");
    click(&mut page, "Move Quote left");
    click(&mut page, "Make Actor wider");
    click(&mut page, "Show column Act");
    keys(&mut page, &[Key::Escape]);
    let wish = page.state_mut().panel.take_wish().unwrap();
    let names: Vec<&str> = wish.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names,
        "actor content figures date status verdict worth quote article"
            .split(' ')
            .collect::<Vec<_>>()
    );
    assert!((wish.columns[0].width - 150.0).abs() < 0.1);
    assert!(page.state_mut().panel.take_wish().is_none(), "told once");

    let grip = page.get_by_label("Width of Actor").rect().center();
    page.drag_at(grip);
    page.run();
    page.hover_at(grip + eframe::egui::vec2(30.0, 0.0));
    page.run();
    page.drop_at(grip + eframe::egui::vec2(30.0, 0.0));
    page.run();
    let wish = page.state_mut().panel.take_wish().unwrap();
    assert!(wish.columns[0].width > 160.0, "{wish:?}");
}

#[test]
fn narrow_windows_and_strange_names_hold() {
    for width in [300.0, 480.0, 760.0] {
        let mut page = page_of(width);
        let id = ArticleId::parse("aid-reaches-the-valley").unwrap();
        let metadata = Metadata {
            title: format!("Aid \u{202e}reaches {}", "the very long valley ".repeat(40)),
            ..Metadata::default()
        };
        let command = Command::SetMetadata {
            article: id,
            metadata: Box::new(metadata),
        };
        page.state_mut()
            .session
            .run(command, jiff::Timestamp::UNIX_EPOCH)
            .unwrap();
        page.run();
        assert_eq!(rows(&page).len(), 4, "{width}");
        keys(&mut page, &[Key::ArrowRight, Key::ArrowLeft, Key::PageDown]);
        page.get_by_label("Filter claims");
        let hidden = page.query_all_by_label_contains("\u{202e}").count();
        assert_eq!(hidden, 0, "what is not seen is shown as a sign");
    }
}

#[test]
fn without_claims_it_says_how_to_begin() {
    let mut page = page();
    page.state_mut().session = Session::new(Project::new("Empty"), "Rae");
    page.run();
    page.get_by_label("No claims yet.");
    click(&mut page, "Open files…");
    let asked = page.state().acts.last().cloned();
    assert!(matches!(asked, Some(Act::Do(UiCommand::OpenFiles))), "{asked:?}");
}

#[test]
fn a_large_project_is_gathered_in_the_background() {
    let mut page = page();
    let mut project = Project::new("Many");
    for number in 0..3000 {
        let id = ArticleId::from_name(&format!("article {number:04}"), |_| false);
        let text = ArticleText::new(format!("Claim {number} of many."));
        let (at, data) = (jiff::Timestamp::UNIX_EPOCH, Metadata::default());
        let mut article = Article::new(id.clone(), at, data, text, Vec::new());
        let body: Body = new_claim(&article.text, Span::new(0, 8).unwrap());
        let item = crate::annotation::ItemId::for_body(&body, |_| false);
        article.items.insert(
            item,
            crate::annotation::Item {
                id: item,
                body,
                status: Status::Added,
                origin: None,
            },
        );
        project.articles.insert(id, Arc::new(article));
    }
    page.state_mut().session = Session::new(project, "Rae");
    page.state_mut().panel = ClaimsPage::default();
    page.step();
    page.get_by_label("Gathering claims…");
    for _ in 0..400 {
        page.step();
        if page.query_by_label("3,000 claims").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    page.get_by_label("3,000 claims");
    let drawn = page.query_all_by_label_contains("Claim ").count();
    assert!((20..80).contains(&drawn), "only what is seen is drawn: {drawn}");
}

#[test]
fn numbers_have_their_thousands_apart() {
    for (number, text) in [(0, "0"), (999, "999"), (1234, "1,234"), (200_000, "200,000")] {
        assert_eq!(grouped(number), text);
    }
}
