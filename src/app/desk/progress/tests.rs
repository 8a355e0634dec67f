use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::app::parts::fixture::{self, Window};
use crate::review::Command;

type Page = Harness<'static, Window<ProgressPage>>;

/// The page over a session in which so many of the first article's items are decided, a minute apart.
fn page(width: f32, decide: usize) -> Page {
    let panel = ProgressPage {
        clock: || "2024-03-10T12:00:00Z".parse().unwrap(),
        ..ProgressPage::default()
    };
    let mut page = fixture::window(width, panel, |ui, view, page: &mut ProgressPage, acts| {
        page.show(ui, view, acts);
    });
    let session = &mut page.state_mut().session;
    let article = session.article().unwrap().clone();
    for (index, id) in article.items.keys().take(decide).enumerate() {
        let command = if index == 0 {
            Command::Reject {
                article: article.id.clone(),
                items: vec![*id],
            }
        } else {
            Command::Accept {
                article: article.id.clone(),
                items: vec![*id],
            }
        };
        let at = format!("2024-03-01T12:0{index}:00Z").parse().unwrap();
        session.run(command, at).unwrap();
    }
    settle(&mut page);
    page
}

fn settle(page: &mut Page) {
    for _ in 0..2000 {
        page.step();
        let panel = &page.state().panel;
        if panel.counting.is_none() && panel.known.is_some() || panel.broken.is_some() {
            page.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("the figures do not come");
}

#[test]
fn nothing_decided_says_how_to_begin() {
    let mut page = page(900.0, 0);
    page.get_by_label("Nothing is decided yet");
    page.get_by_label_contains("Decided: 0 of 3: 3 left");
    page.get_by_label("Start reviewing").click();
    page.run();
    assert!(matches!(
        page.state().acts.last(),
        Some(Act::Do(UiCommand::ReaderPage))
    ));
}

#[test]
fn no_articles_says_how_to_begin() {
    let mut page = page(900.0, 0);
    page.state_mut().session = crate::review::Session::new(crate::annotation::Project::new("Empty"), "Rae");
    page.run();
    page.get_by_label("Open articles…").click();
    page.run();
    assert!(matches!(
        page.state().acts.last(),
        Some(Act::Do(UiCommand::OpenFiles))
    ));
}

#[test]
fn figures_are_text_too() {
    for width in [1280.0, 480.0, 240.0] {
        let page = page(width, 3);
        for name in [
            "Decided: 3 of 3: 0 left",
            "Articles done: 0 of 3: 2 to do, 1 in review, 0 done",
            "Time left, estimated: Nothing is left",
            "2 accepted",
            "1 rejected or removed",
            "Decisions by day, 2024-03-01 to 2024-03-01: 3 decisions, 2 accepted, 1 rejected or removed",
            "Time by article: 1 article, the longest Deadly day in Toria with 3 min",
            "Deadly day in Toria, decisions 3, minutes 3.0",
            "Score 90 to 100 %: 67 % of 3 held, 2 accepted as they are, 0 corrected, 1 rejected",
            "Rae, accepted 2, corrected 0, rejected 1, added 0, removed 0, minutes 3.0",
        ] {
            assert!(page.query_by_label(name).is_some(), "{width}: {name}");
        }
        assert!(page.query_by_label_contains("rules 1, claims:").is_some());
    }
}

#[test]
fn an_article_opens_from_its_row_by_mouse_and_keys_and_from_its_bar() {
    let wanted = ArticleId::parse("deadly-day-in-toria").unwrap();
    let is_read = |page: &Page| matches!(page.state().acts.last(), Some(Act::Read(focus)) if focus.article.as_ref() == Some(&wanted));
    let mut page = page(1280.0, 2);
    page.get_by_label("Deadly day in Toria, decisions 2, minutes 2.0")
        .click();
    page.run();
    assert!(is_read(&page), "{:?}", page.state().acts);

    page.state_mut().acts.clear();
    page.get_by_label("Time by article").focus();
    page.run();
    page.key_press(egui::Key::Enter);
    page.run();
    assert!(is_read(&page), "{:?}", page.state().acts);

    page.state_mut().acts.clear();
    let plot = page.get_by_label_contains("Time by article: 1 article").rect();
    // The only bar stands at the left; minutes stand before it.
    let mut found = false;
    for step in 0..20_u8 {
        let at = egui::pos2(
            plot.left() + plot.width() * (0.04 + 0.02 * f32::from(step)),
            plot.center().y,
        );
        page.hover_at(at);
        page.run();
        for pressed in [true, false] {
            page.event(egui::Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: egui::Modifiers::NONE,
            });
            page.run();
        }
        found = found || is_read(&page);
    }
    assert!(found, "a bar leads to its article");
}

#[test]
fn figures_are_copied() {
    let mut page = page(900.0, 3);
    page.get_by_label("Copy as CSV: Reviewers").click();
    page.step();
    let copied = page
        .output()
        .platform_output
        .commands
        .iter()
        .find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
    assert_eq!(
        copied.as_deref(),
        Some("reviewer,accepted,corrected,rejected,added,removed,minutes\r\nRae,2,0,1,0,0,3.0\r\n")
    );
    page.run();
    page.get_by_label("Copied: Reviewers");
}

#[test]
fn the_range_counts_days_and_figures_follow_the_project() {
    let mut page = page(900.0, 2);
    page.get_by_label("Last 7 days").click();
    page.run_steps(2);
    settle(&mut page);
    page.get_by_label_contains("Nothing was decided in these days");
    page.get_by_label("Last 30 days").click();
    page.run_steps(2);
    settle(&mut page);
    page.get_by_label_contains("Decisions by day, 2024-03-01");
    page.state_mut().session.undo();
    page.run_steps(2);
    settle(&mut page);
    page.get_by_label_contains("Decided: 1 of 3: 2 left");
}

#[test]
fn the_wheel_scrolls_the_page_over_a_plot() {
    let mut page = page(900.0, 3);
    page.set_size(egui::vec2(900.0, 500.0));
    page.run();
    let plot = page.get_by_label_contains("Decisions by day, ").rect();
    page.hover_at(plot.center());
    page.run();
    page.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -120.0),
        modifiers: egui::Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    });
    page.run();
    let after = page.get_by_label_contains("Decisions by day, ").rect();
    assert!(after.top() < plot.top() - 60.0, "{plot:?} {after:?}");
    assert!((after.height() - plot.height()).abs() < 0.5);
}
