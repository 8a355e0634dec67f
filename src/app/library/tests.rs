use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::annotation::Project;
use crate::app::parts::fixture::{self, Window};
use crate::review::{Command, Session};

type Library = Harness<'static, Window<LibraryState>>;

fn library() -> Library {
    let mut harness = fixture::window(280.0, LibraryState::default(), show);
    harness.run();
    harness
}

const DEADLY: &str = "Deadly day in Toria, Norvan Wire, 2024-03-02, 0 of 3 decided, in review";
const BRASK: &str = "Brask counts its dead, The Toria Post, 2024-03-05, 0 of 0 decided, to do";
const AID: &str = "Aid reaches the valley, Norvan Wire, 2024-02-27, 0 of 0 decided, to do";

/// The rows from top to bottom.
fn rows(harness: &Library) -> Vec<&'static str> {
    let mut rows: Vec<_> = [DEADLY, BRASK, AID]
        .into_iter()
        .filter_map(|name| Some((harness.query_by_label(name)?.rect().top(), name)))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn rows_say_everything_and_open_on_click() {
    let mut library = library();
    assert_eq!(rows(&library), [DEADLY, BRASK, AID]);
    library.get_by_label("3 articles");
    library.get_by_label(BRASK).click();
    library.run();
    let open = library.state().session.focus.article.clone();
    assert_eq!(open.unwrap().as_str(), "brask-counts-its-dead");
}

#[test]
fn filter_and_clear() {
    let mut library = library();
    library.get_by_label("Filter articles").focus();
    library.get_by_label("Filter articles").type_text("norvan TORIA");
    library.run();
    assert_eq!(rows(&library), [DEADLY]);
    library.get_by_label("1 of 3 articles");
    library.get_by_label("Filter articles").type_text(" nowhere");
    library.run();
    assert!(rows(&library).is_empty());
    library.get_by_label("Clear filter").click();
    library.run();
    assert_eq!(rows(&library).len(), 3);

    library.state_mut().panel.filter.state = Some(ArticleState::ToDo);
    library.run();
    assert_eq!(rows(&library), [BRASK, AID]);
    let command = Command::SetState {
        article: ArticleId::parse("brask-counts-its-dead").unwrap(),
        state: ArticleState::Done,
    };
    library
        .state_mut()
        .session
        .run(command, jiff::Timestamp::UNIX_EPOCH)
        .unwrap();
    library.run();
    assert_eq!(rows(&library), [AID], "what is shown follows the state");
}

#[test]
fn orders() {
    let mut library = library();
    for (sort, expected) in [
        (Sort::Date, [BRASK, DEADLY, AID]),
        (Sort::Title, [AID, BRASK, DEADLY]),
        (Sort::WorkLeft, [DEADLY, BRASK, AID]),
        (Sort::Added, [DEADLY, BRASK, AID]),
    ] {
        library.state_mut().panel.sort = sort;
        library.run();
        assert_eq!(rows(&library), expected, "{sort:?}");
    }
}

#[test]
fn the_keyboard_walks_and_opens() {
    let mut library = library();
    library.state_mut().panel.focus_list();
    library.run();
    for _ in 0..5 {
        library.key_press(Key::ArrowDown);
        library.run();
    }
    library.key_press(Key::ArrowUp);
    library.key_press(Key::Enter);
    library.run();
    let open = library.state().session.focus.article.clone();
    assert_eq!(open.unwrap().as_str(), "brask-counts-its-dead");
}

#[test]
fn the_menu_of_a_row() {
    let mut library = library();
    library.get_by_label(AID).click_secondary();
    library.run();
    library.get_by_label("Mark done").click();
    library.run();
    let step = library.state().last_step().to_owned();
    assert!(step.contains("done"), "{step}");
}

#[test]
fn without_articles_it_says_how_to_begin() {
    let mut library = library();
    library.state_mut().session = Session::new(Project::new(""), "Rae");
    library.run();
    library.get_by_label("Untitled project");
    library.get_by_label("Open files, paste text, or drop files here.");
    library.get_by_label("Paste article…").click();
    library.run();
    let asked = library.state().acts.last().cloned();
    assert!(
        matches!(asked, Some(Act::Do(UiCommand::PasteArticle))),
        "{asked:?}"
    );
}

#[test]
fn the_filter_field_hands_over_to_the_list() {
    let mut library = library();
    library.state_mut().panel.focus_filter();
    library.run();
    library.get_by_label("Filter articles").type_text("brask");
    library.run();
    library.key_press(Key::Enter);
    library.run();
    assert!(
        library.state().acts.is_empty(),
        "the first Enter leads to the list"
    );
    library.key_press(Key::Enter);
    library.run();
    let open = library.state().session.focus.article.clone();
    assert_eq!(open.unwrap().as_str(), "brask-counts-its-dead");
}

#[test]
fn only_visible_rows_are_drawn() {
    let mut library = library();
    let mut project = Project::new("Many");
    for number in 0..3000 {
        let id = ArticleId::from_name(&format!("article {number:04}"), |_| false);
        let text = crate::text::ArticleText::new(format!("Words {number}."));
        let (at, data) = (
            jiff::Timestamp::UNIX_EPOCH,
            crate::annotation::Metadata::default(),
        );
        let article = crate::annotation::Article::new(id.clone(), at, data, text, Vec::new());
        project.articles.insert(id, std::sync::Arc::new(article));
    }
    library.state_mut().session = Session::new(project, "Rae");
    library.state_mut().panel.focus_list();
    library.run();
    library.get_by_label("3000 articles");
    let drawn = |library: &Library| library.query_all_by_label_contains("decided").count();
    assert!((20..60).contains(&drawn(&library)), "{}", drawn(&library));
    library.key_press(Key::End);
    library.run();
    library.get_by_label_contains("Words 2999.");
    assert!((20..60).contains(&drawn(&library)), "{}", drawn(&library));
}
