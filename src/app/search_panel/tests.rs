use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::app::parts::fixture::{self, Window};

type Search = Harness<'static, Window<SearchState>>;

fn search(words: &str) -> Search {
    let mut harness = fixture::window(280.0, SearchState::default(), show);
    harness.state_mut().panel.focus_field();
    harness.run();
    if !words.is_empty() {
        harness.get_by_label("Search in all articles").type_text(words);
    }
    settle(&mut harness);
    harness
}

/// Steps until no search is under way.
fn settle(harness: &mut Search) {
    for _ in 0..500 {
        harness.step();
        harness.step();
        if harness.state().panel.running.is_none() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    harness.run();
}

#[test]
fn matches_are_grouped_by_article() {
    let mut search = search("brask");
    search.get_by_label("4 matches in 3 articles");
    search.get_by_label("Aid reaches the valley, 2 matches");
    search.get_by_label("Match case").click();
    settle(&mut search);
    search.get_by_label("1 match in 1 article");
}

#[test]
fn a_click_shows_the_place() {
    let mut search = search("counted");
    search.get_by_label("Brask counted 30 dead.").click();
    search.run();
    match search.state().acts.last() {
        Some(Act::Reveal { article, span }) => {
            assert_eq!(article.as_str(), "brask-counts-its-dead");
            assert_eq!(span.range(), 6..13);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn enter_shows_the_first_match() {
    let mut search = search("");
    search.get_by_label("Search in all articles").type_text("waited");
    search.key_press(Key::Enter);
    settle(&mut search);
    let shown = search.state().acts.last().cloned();
    assert!(matches!(shown, Some(Act::Reveal { .. })), "{shown:?}");
}

#[test]
fn a_bad_expression_is_explained() {
    let mut search = search("(brask");
    search.get_by_label("No article has these words.");
    search.get_by_label("Regular expression").click();
    settle(&mut search);
    search.get_by_label_contains("Not a regular expression: unclosed group");
    search.get_by_label("Regular expression").click();
    settle(&mut search);
    search.get_by_label("No article has these words.");
}

#[test]
fn results_follow_the_articles() {
    let mut search = search("brask");
    let command = crate::review::Command::RemoveArticle {
        article: ArticleId::parse("aid-reaches-the-valley").unwrap(),
    };
    search
        .state_mut()
        .session
        .run(command, jiff::Timestamp::UNIX_EPOCH)
        .unwrap();
    settle(&mut search);
    search.get_by_label("2 matches in 2 articles");
}

#[test]
fn the_match_stays_in_sight() {
    let check = |text: &str, limit, expected: &str| assert_eq!(tail(text, limit), expected);
    check("one two", 10, "one two");
    check("one two three ", 7, "…three ");
    check("éééééé", 3, "…ééé");
}
