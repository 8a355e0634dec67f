use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::annotation::{Actor, Body, KindId, Project};
use crate::app::parts::fixture::{self, Window};
use crate::review::Session;
use egui::{Key, Modifiers};

type Page = Harness<'static, Window<ActorsPage>>;

fn show(ui: &mut Ui, view: &View<'_>, page: &mut ActorsPage, acts: &mut Vec<Act>) {
    page.show(ui, view, acts);
}

/// The fixture's project with more actors: spellings of two of them, and an acronym.
fn page(width: f32) -> Page {
    let mut harness = fixture::window(width, ActorsPage::default(), show);
    let mut project = harness.state().session.project().clone();
    for (name, kind) in [
        ("Adah Toll", KindId::PERSON),
        ("Aven Relief Committees", KindId::ORGANIZATION),
        ("ARC", KindId::ORGANIZATION),
    ] {
        let actor = Actor::new(name, kind);
        project.actors.insert(actor.id, actor);
    }
    let focus = harness.state().session.focus.clone();
    harness.state_mut().session = Session::new(project, "Rae");
    harness.state_mut().session.focus = focus;
    harness.state_mut().panel = ActorsPage::default();
    harness.run();
    harness
}

fn project(page: &Page) -> &Project {
    page.state().session.project()
}

fn names(page: &Page) -> Vec<&str> {
    let mut names: Vec<&str> = project(page).actors.values().map(|a| a.name.as_str()).collect();
    names.sort_unstable();
    names
}

fn called<'a>(page: &'a Page, name: &str) -> &'a Actor {
    project(page)
        .actors
        .values()
        .find(|actor| actor.name == name)
        .unwrap()
}

fn press(page: &mut Page, label: &str) {
    page.get_by_label(label).click();
    page.run();
}

fn key(page: &mut Page, key: Key) {
    page.key_press(key);
    page.run();
}

fn write(page: &mut Page, field: &str, text: &str) {
    page.get_by_label(field).focus();
    page.run();
    page.key_press_modifiers(Modifiers::COMMAND, Key::A);
    page.get_by_label(field).type_text(text);
    page.run();
}

/// The labels of the rows of actors, from top to bottom.
fn rows(page: &Page) -> Vec<String> {
    use egui_kittest::kittest::NodeT as _;
    let all = page.query_all_by_role(egui::accesskit::Role::ListBoxOption);
    let mut rows: Vec<(f32, String)> = all
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
        .filter(|(_, label)| label.contains("article"))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

const TOLL: &str = "Ada Toll, Person, 1 mention, 1 claim, 1 article";

#[test]
fn actors_are_listed_filtered_and_sorted() {
    let mut page = page(1000.0);
    assert_eq!(rows(&page).len(), 5);
    assert_eq!(rows(&page)[0], TOLL);
    write(&mut page, "Filter actors", "toll");
    assert_eq!(rows(&page).len(), 2);
    page.get_by_label("2 of 5 actors");
    write(&mut page, "Filter actors", "nobody");
    press(&mut page, "Show all actors");
    assert_eq!(rows(&page).len(), 5);
    press(&mut page, "Kind of actors");
    press(&mut page, "Organization");
    assert_eq!(rows(&page).len(), 2);
    press(&mut page, "Kind of actors");
    press(&mut page, "All kinds");
    press(&mut page, "Sort actors");
    press(&mut page, "Most mentions");
    assert_eq!(rows(&page)[0], TOLL);
}

#[test]
fn proposals_are_decided_with_a_key_each() {
    let mut page = page(1000.0);
    let before = project(&page).clone();
    page.get_by_label("2 pairs");
    page.state_mut().panel.focus();
    page.run();
    // The surest first: two spellings, then an acronym.
    key(&mut page, Key::A);
    assert_eq!(
        names(&page),
        ["ARC", "Ada Toll", "Aven Relief Committees", "Norvan army"]
    );
    assert_eq!(called(&page, "Ada Toll").aliases, ["Adah Toll"]);
    let Some(Act::RunWithUndo(_, words)) = page.state().acts.last() else {
        panic!("with a way back")
    };
    assert_eq!(words, "“Adah Toll” is “Ada Toll” now.");
    page.get_by_label("1 pair");
    // The next one has the keyboard.
    key(&mut page, Key::X);
    assert_eq!(project(&page).apart.len(), 1);
    assert!(page.query_by_label("Same actor?").is_none());
    // Then the list has it.
    key(&mut page, Key::Space);
    page.get_by_label("1 marked");
    press(&mut page, "Clear marks");
    for _ in 0..2 {
        page.state_mut().session.undo();
    }
    page.run();
    assert_eq!(*project(&page), before);
    page.get_by_label("2 pairs");
    // The mouse does the same.
    press(&mut page, "Not the same: Ada Toll and Adah Toll");
    press(&mut page, "Merge: Aven Relief Committees and ARC");
    assert_eq!(called(&page, "Aven Relief Committees").aliases, ["ARC"]);
    assert_eq!(project(&page).apart.len(), 1);
}

#[test]
fn an_actor_is_edited_where_it_is_shown() {
    let mut page = page(1000.0);
    press(&mut page, TOLL);
    page.get_by_label("1 mention, 1 claim, named in 0 other claims, in 1 article");
    write(&mut page, "Actor side", "council");
    let asked = page.state().acts.len();
    key(&mut page, Key::Enter);
    assert_eq!(page.state().acts.len(), asked + 1, "one command when it is done");
    assert_eq!(called(&page, "Ada Toll").side, "council");
    write(&mut page, "Actor note", "a general");
    // Another actor is chosen: what was typed is not lost.
    press(
        &mut page,
        "Norvan army, Armed force, 0 mentions, 0 claims, 0 articles",
    );
    assert_eq!(called(&page, "Ada Toll").note, "a general");
    press(&mut page, "Sides in use…");
    press(&mut page, "council");
    assert_eq!(called(&page, "Norvan army").side, "council");
    press(&mut page, "Actor kind");
    press(&mut page, "Group");
    assert_eq!(called(&page, "Norvan army").kind, KindId::GROUP);
}

#[test]
fn everything_that_is_theirs_leads_to_the_reader() {
    let mut page = page(1000.0);
    press(&mut page, TOLL);
    press(&mut page, "Show claims");
    assert!(matches!(page.state().acts.last(), Some(Act::ShowClaimsOf(_))));
    press(&mut page, "Named in 0");
    page.get_by_label("No claim came through this actor or is about it.");
    press(&mut page, "Mentions 1");
    page.get_by_label("Mentions").focus();
    page.run();
    key(&mut page, Key::Enter);
    let is_claim = |page: &Page| {
        let Some(Act::Read(focus)) = page.state().acts.last() else {
            panic!("to the reader")
        };
        let article = project(page).article(focus.article.as_ref().unwrap()).unwrap();
        matches!(article.items[&focus.item.unwrap()].body, Body::Claim(_))
    };
    assert!(!is_claim(&page));
    press(&mut page, "Claims 1");
    press(
        &mut page,
        "21 people died in Brask on Saturday, in Deadly day in Toria",
    );
    assert!(is_claim(&page));
}

#[test]
fn actors_are_merged_by_name_and_by_marks() {
    let mut page = page(1000.0);
    press(&mut page, TOLL);
    press(&mut page, "Merge with…");
    assert!(page.get_by_label("Merge with").is_focused());
    page.get_by_label("Merge with").type_text("arc");
    page.run();
    page.get_by_label("Merge with ARC");
    key(&mut page, Key::Enter);
    assert_eq!(called(&page, "Ada Toll").aliases, ["ARC"]);
    page.state_mut().session.undo();
    page.run();
    // Space marks, M merges into the chosen one if that is marked.
    press(&mut page, "Mark Adah Toll");
    page.get_by_label("Mark another to merge them.");
    page.get_by_label_contains("Actors. Enter shows one").focus();
    page.run();
    key(&mut page, Key::Home);
    key(&mut page, Key::Space);
    page.get_by_label("Merge 2 into “Ada Toll”");
    key(&mut page, Key::M);
    assert_eq!(called(&page, "Ada Toll").aliases, ["Adah Toll"]);
    assert!(page.query_by_label("1 marked").is_none());
}

#[test]
fn names_are_split_off() {
    let mut page = page(1000.0);
    let toll = called(&page, "Ada Toll").id;
    let mut actor = called(&page, "Ada Toll").clone();
    actor.aliases = vec!["Mrs Toll".to_owned()];
    let at = jiff::Timestamp::UNIX_EPOCH;
    page.state_mut()
        .session
        .run(Command::SetActor { actor }, at)
        .unwrap();
    page.state_mut().panel.show_actor(toll);
    page.run();
    press(&mut page, "Names 2");
    press(&mut page, "Mrs Toll, alias, stands nowhere");
    press(&mut page, "Remove from aliases");
    assert!(called(&page, "Ada Toll").aliases.is_empty());
    press(&mut page, "Ada Toll, 1 mention");
    write(&mut page, "Name of the new actor", "Another Toll");
    press(&mut page, "Kind of the new actor");
    press(&mut page, "Group");
    press(&mut page, "Split off 1 name");
    let new = called(&page, "Another Toll");
    assert_eq!((new.kind.as_str(), new.aliases.len()), ("group", 1));
    let article = page.state().session.article().unwrap();
    let mut actors = article.items.values().flat_map(|item| item.body.actors());
    assert!(actors.all(|id| id == new.id), "the claim follows its source");
}

#[test]
fn whoever_was_merged_is_shown_as_who_they_are() {
    let mut page = page(1000.0);
    let (adah, toll) = (called(&page, "Adah Toll").id, called(&page, "Ada Toll").id);
    page.state_mut().panel.show_actor(adah);
    page.run();
    let merge = Command::MergeActors {
        into: toll,
        others: vec![adah],
    };
    let at = jiff::Timestamp::UNIX_EPOCH;
    page.state_mut().session.run(merge, at).unwrap();
    page.run();
    assert_eq!(page.state().panel.chosen, Some(toll));
}

#[test]
fn a_narrow_window_shows_one_after_the_other() {
    let mut page = page(460.0);
    assert!(page.query_by_label("All actors").is_none());
    press(&mut page, TOLL);
    assert!(page.query_by_label("Filter actors").is_none());
    press(&mut page, "All actors");
    page.get_by_label("Filter actors");
    press(&mut page, "Merge: Aven Relief Committees and ARC");
    assert_eq!(project(&page).actors.len(), 4);
}

#[test]
fn without_actors_it_says_what_to_do() {
    let mut page = page(460.0);
    page.state_mut().session = Session::new(Project::new("Empty"), "Rae");
    page.run();
    page.get_by_label("No actors yet.");
}
