//! A colleague's copy is taken in, and what differs is decided between, by keys.

use super::*;
use crate::annotation::ArticleId;
use crate::review::three_way::is_contested;
use crate::review::{Command, Session, Show};

/// A project folder with the article, and a colleague's copy of it in which every mention is rejected but one, which has
/// another kind.
fn projects(desk: &Desk) -> (PathBuf, PathBuf) {
    let mut window = desk.on_article(vec![Picked::Paths(vec![desk.path("ours")])]);
    press_with(&mut window, CTRL, Key::S, 1);
    settle(&mut window);
    let project = window.state().session.project().clone();
    let id = project.articles.keys().next().unwrap().clone();
    let mut theirs = Session::new(project, "Öz");
    let items: Vec<Item> = theirs.project().articles[&id].items.values().cloned().collect();
    let mentions: Vec<&Item> = items
        .iter()
        .filter(|item| item.body.as_mention().is_some())
        .collect();
    for (index, item) in mentions.iter().enumerate() {
        let at = Timestamp::from_second(1_700_000_000 + i64::try_from(index).unwrap()).unwrap();
        let command = if index == 0 {
            let mut body = item.body.clone();
            if let Body::Mention(mention) = &mut body {
                mention.kind = crate::annotation::KindId::MEDIA;
            }
            Command::Correct {
                article: id.clone(),
                item: item.id,
                body,
                what: "set kind",
            }
        } else {
            Command::Reject {
                article: id.clone(),
                items: vec![item.id],
            }
        };
        theirs.run(command, at).unwrap();
    }
    crate::project::create(&desk.path("theirs"), theirs.project()).unwrap();
    (desk.path("ours"), desk.path("theirs"))
}

fn only(harness: &Harness<'_, App>) -> Arc<crate::annotation::Article> {
    harness
        .state()
        .session
        .project()
        .articles
        .values()
        .next()
        .unwrap()
        .clone()
}

fn perform(harness: &mut Harness<'_, App>, command: UiCommand) {
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, command);
    settle(harness);
}

#[test]
fn differences_are_decided_between_one_by_one() {
    let desk = Desk::new();
    let (ours, theirs) = projects(&desk);
    let mut window = desk.window(&[ours], vec![Picked::Paths(vec![theirs.clone()])]);
    let mentions: Vec<_> = only(&window)
        .items
        .values()
        .filter(|item| item.body.as_mention().is_some())
        .map(|item| item.id)
        .collect();
    let accepted: Vec<_> = mentions.iter().take(3).copied().collect();
    let article: ArticleId = only(&window).id.clone();
    let accept = Command::Accept {
        article,
        items: accepted.clone(),
    };
    window.state_mut().run(accept);
    window.run();
    let before = window.state().session.project().clone();

    perform(&mut window, UiCommand::TakeInCopy);
    window.get_by_label("Decided differently, to decide again, 3");
    let there = format!("Decided there, taken over, {}", mentions.len() - 3);
    window.get_by_label(&there);
    assert_eq!(
        *window.state().session.project(),
        before,
        "nothing is done before the answer"
    );
    press(&mut window, &[Key::Enter]);
    let contested = |window: &Harness<'_, App>| {
        let article = only(window);
        let items = article.items.values().filter(|item| is_contested(item));
        items.map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(contested(&window), accepted);

    // The page leads to them.
    perform(&mut window, UiCommand::ProgressPage);
    for _ in 0..1000 {
        window.step();
        if window.query_by_label_contains("to settle 3").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    window.get_by_label_contains("to settle 3").click();
    window.run();
    assert_eq!(window.state().show, Show::Differences);
    assert!(accepted.contains(&focused(&window).id));

    // Tab stays among them; one side each way, and one accepted as it is shown.
    let first = focused(&window).id;
    press(&mut window, &[Key::Tab, Key::Tab]);
    assert!(accepted.contains(&focused(&window).id));
    press(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window).id, first, "around all three");
    let is_second = window
        .query_all_by_label_contains("Take Rae’s: as it is shown")
        .count()
        == 1;
    assert!(is_second, "the inspector shows both sides");
    // Öz decided first, long ago.
    press(&mut window, &[Key::Comma]);
    press(&mut window, &[Key::Period]);
    press(&mut window, &[Key::A]);
    assert!(contested(&window).is_empty());
    let article = only(&window);
    let kind = |id: &crate::annotation::ItemId| article.items[id].body.as_mention().unwrap().kind.to_string();
    let as_theirs =
        |id: &crate::annotation::ItemId| article.items[id].status == Status::Rejected || kind(id) == "media";
    assert!(as_theirs(&first), "{:?}", article.items[&first]);
    let others: Vec<_> = accepted.iter().filter(|id| **id != first).collect();
    assert!(
        others
            .iter()
            .all(|id| article.items[id].is_annotation() && kind(id) != "media")
    );

    // Once is enough, and one undo takes all of it back.
    while window.state().session.history().undo_label() != Some("take in a colleague’s copy") {
        press_with(&mut window, CTRL, Key::Z, 1);
    }
    press_with(&mut window, CTRL, Key::Z, 1);
    assert_eq!(*window.state().session.project(), before);
}

#[test]
fn other_answers_change_nothing() {
    let desk = Desk::new();
    let (ours, theirs) = projects(&desk);
    let empty = desk.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let picks = [&theirs, &ours, &empty].map(|path| Picked::Paths(vec![path.clone()]));
    let mut window = desk.window(std::slice::from_ref(&ours), picks.to_vec());
    let before = window.state().session.project().clone();
    perform(&mut window, UiCommand::TakeInCopy);
    press(&mut window, &[Key::Escape]);
    assert!(window.state().modal.is_none());
    perform(&mut window, UiCommand::TakeInCopy);
    window.get_by_label_contains("That is the open project itself.");
    perform(&mut window, UiCommand::TakeInCopy);
    window.get_by_label_contains("empty");
    assert!(window.state().modal.is_none());
    assert_eq!(*window.state().session.project(), before);
}
