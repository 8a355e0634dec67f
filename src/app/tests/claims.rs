//! The table of claims in the whole window.

use super::*;

const NUM2: Key = Key::Num2;

fn has_keyboard(harness: &Harness<'_, App>) -> bool {
    let table = crate::app::desk::claims_table();
    harness.ctx.memory(|memory| memory.has_focus(table))
}

fn claims_shown(harness: &Harness<'_, App>) -> Vec<String> {
    let labels = harness.query_all(
        egui_kittest::kittest::by().predicate(|node| node.role() == eframe::egui::accesskit::Role::Row),
    );
    labels.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn all_claims_are_accepted_at_once_and_one_undo_takes_it_back() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    let opened = harness.state().session.project().clone();
    press_with(&mut harness, CTRL, NUM2, 1);
    let all = claims_shown(&harness).len();
    assert!(all > 2, "{all}");
    press_with(&mut harness, CTRL, Key::A, 1);
    press(&mut harness, &[Key::A]);
    let title = format!("Accept {all} claims");
    assert!(harness.query_all_by_label(&title).next().is_some());
    press(&mut harness, &[Key::Enter]);
    let accepted = |harness: &Harness<'_, App>| {
        let article = harness.state().session.article().unwrap().clone();
        let items = article.items.values();
        items
            .filter(|item| item.body.as_claim().is_some() && item.is_annotation())
            .count()
    };
    assert_eq!(accepted(&harness), all);
    harness.get_by_label_contains(&format!("Done: accept {all} claims."));
    harness.get_by_label("Undo").click();
    harness.run();
    assert_eq!(*harness.state().session.project(), opened);

    // One by one there is one button to undo, that of the last.
    press(&mut harness, &[Key::Escape, Key::Home, Key::A, Key::A]);
    assert_eq!(accepted(&harness), 2);
    assert_eq!(harness.query_all_by_label("Undo").count(), 1);
}

#[test]
fn the_page_works_with_the_rest_of_the_window() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    press_with(&mut harness, CTRL, NUM2, 1);
    press_with(&mut harness, CTRL, Key::F, 1);
    assert!(harness.get_by_label("Filter claims").is_focused());
    harness.get_by_label("Filter claims").type_text("wounded");
    harness.run();
    assert_eq!(claims_shown(&harness).len(), 1);
    press(&mut harness, &[Key::Enter, Key::Enter]);
    assert_eq!(harness.state().desk.page, crate::app::desk::Page::Reader);
    assert!(words(&harness).contains("30 wounded"), "{}", words(&harness));

    let toll = harness.state().session.project().actors.values();
    let toll = toll
        .filter(|actor| actor.name.contains("Toll"))
        .map(|actor| actor.id);
    let toll = toll.collect::<Vec<_>>()[0];
    let ctx = harness.ctx.clone();
    let act = view::Act::ShowClaimsOf(toll);
    harness.state_mut().apply(&ctx, vec![act]);
    harness.run();
    let shown = claims_shown(&harness);
    assert!(
        !shown.is_empty() && shown.iter().all(|name| name.contains("Toll")),
        "{shown:?}"
    );

    // F6 goes to the inspector and back.
    press(&mut harness, &[Key::F6]);
    assert!(!has_keyboard(&harness));
    press(&mut harness, &[Key::F6]);
    assert!(has_keyboard(&harness));
}

#[test]
fn columns_and_order_are_remembered() {
    let desk = Desk::new();
    let folder = desk.path("talks");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    press(&mut harness, &[Key::O]);
    harness.get_by_label("Most worth checking first");
    press_with(&mut harness, CTRL, NUM2, 1);
    harness.get_by_label("Sort by actor").click();
    harness.run();
    harness.get_by_label("Columns").click();
    harness.run();
    harness.get_by_label("Show column Verdict").click();
    harness.run();
    drop(harness);

    let mut again = desk.window(&[folder], Vec::new());
    again.get_by_label("Most worth checking first");
    press_with(&mut again, CTRL, NUM2, 1);
    again.get_by_label("Sort by actor, sorted, smallest first");
    assert!(again.query_by_label("Sort by verdict").is_none());
}

#[test]
fn the_most_check_worthy_claim_comes_first() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    press(&mut harness, &[Key::O]);
    let mut worths = Vec::new();
    loop {
        press(&mut harness, &[Key::Tab]);
        let Some(claim) = focused(&harness).body.as_claim() else {
            break;
        };
        worths.push(claim.check_worthiness);
    }
    assert!(
        worths.len() > 2 && worths.is_sorted_by(|a, b| a >= b),
        "{worths:?}"
    );
    press(&mut harness, &[Key::O]);
    assert!(harness.query_by_label("Most worth checking first").is_none());
}
