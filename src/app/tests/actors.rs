//! The page “Actors” in the whole window.

use super::*;
use crate::app::desk::Page;

#[test]
fn an_actor_is_reached_from_the_reader_merged_and_taken_back() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    let before = harness.state().session.project().clone();
    let toll = before.actors.values().find(|actor| actor.is_called("Ada Toll"));
    let toll = toll.unwrap().id;
    let article = harness.state().session.article().unwrap().clone();
    let is_toll = |item: &&Item| item.body.as_mention().is_some_and(|m| m.actor == Some(toll));
    let item = article.items.values().find(is_toll).map(|item| item.id);
    harness.state_mut().session.focus.item = item;
    harness.run();
    harness.get_by_label("Show actor").click();
    settle(&mut harness);
    assert_eq!(harness.state().desk.page, Page::Actors);
    harness.get_by_label("Merge with…").click();
    settle(&mut harness);
    harness.get_by_label("Merge with").type_text("norvan");
    harness.run();
    press(&mut harness, &[Key::Enter]);
    settle(&mut harness);
    let now = harness.state().session.project();
    assert_eq!(now.actors.len() + 1, before.actors.len());
    assert_eq!(now.actors[&toll].formerly.len(), 1);
    harness.get_by_label("Undo").click();
    settle(&mut harness);
    assert_eq!(*harness.state().session.project(), before);
    // A place of the actor leads back to the reader.
    harness.get_by_label_contains("Mentions ").click();
    harness.run();
    harness.get_by_label("Mentions").focus();
    harness.run();
    press(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().desk.page, Page::Reader);
    assert!(is_toll(&harness.state().session.item().unwrap()));
}
