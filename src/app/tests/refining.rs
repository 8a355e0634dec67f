//! The accurate suggester at work behind the reviewer's back.

use std::sync::{Condvar, Mutex};

use super::*;
use crate::annotation::Article;
use crate::suggest::{Choice, Input, Step, Stop, Stopped, Suggester, Suggestions};

/// Lets a suggester go on step by step.
#[derive(Default)]
struct Gate {
    steps: Mutex<usize>,
    moved: Condvar,
    /// First words of the articles that were begun, in order.
    begun: Mutex<Vec<String>>,
}

impl Gate {
    fn open(&self, steps: usize) {
        *self.steps.lock().unwrap() += steps;
        self.moved.notify_all();
    }

    fn pass(&self, stop: &Stop) -> Result<(), Stopped> {
        let mut steps = self.steps.lock().unwrap();
        while *steps == 0 {
            stop.check()?;
            let wait = std::time::Duration::from_millis(5);
            steps = self.moved.wait_timeout(steps, wait).unwrap().0;
        }
        // One that was stopped leaves the step to those that go on.
        stop.check()?;
        *steps -= 1;
        Ok(())
    }
}

/// The rules once more, but slow, sure of everything, and with an eye for harbours.
struct Slow(Arc<Gate>);

impl Suggester for Slow {
    fn name(&self) -> &'static str {
        "accurate"
    }

    fn version(&self) -> &'static str {
        "7"
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        let mut found = Rules.suggest(input, stop)?;
        for mention in &mut found.mentions {
            mention.score = 0.97;
            "read twice".clone_into(&mut mention.reason);
        }
        for claim in &mut found.claims {
            claim.score = 0.96;
            "read twice".clone_into(&mut claim.reason);
        }
        if let Some(at) = input.text.as_str().find("harbour") {
            let mut harbour = found.mentions[0].clone();
            harbour.span = input.text.span(at..at + 7).unwrap();
            harbour.actor = None;
            found.mentions.push(harbour);
            found.mentions.sort_by_key(|mention| mention.span);
        }
        Ok(found)
    }

    fn suggest_each(
        &self,
        input: &Input<'_>,
        stop: &Stop,
        each: &mut dyn FnMut(Step<'_>),
    ) -> Result<Suggestions, Stopped> {
        let first = input.text.as_str().split(' ').next().unwrap_or_default();
        self.0.begun.lock().unwrap().push(first.to_owned());
        let found = self.suggest(input, stop)?;
        self.0.pass(stop)?;
        each(Step::Mentions {
            actors: &found.actors,
            mentions: &found.mentions,
        });
        self.0.pass(stop)?;
        for span in input.text.paragraphs() {
            let own: Vec<_> = found
                .claims
                .iter()
                .filter(|claim| claim.cue.is_some_and(|cue| span.covers(cue)))
                .cloned()
                .collect();
            each(Step::Claims {
                span: *span,
                claims: &own,
            });
        }
        self.0.pass(stop)?;
        Ok(found)
    }
}

/// Steps that one article takes.
const STEPS: usize = 3;

fn slow(gate: &Arc<Gate>) -> Suggesters {
    let gate = Arc::clone(gate);
    Suggesters {
        fast: Supply::new(|| Arc::new(Rules)),
        accurate: Supply::new(move || Arc::new(Slow(Arc::clone(&gate)))),
        learn: false,
    }
}

/// Draws frames until `done`.
fn wait(harness: &mut Harness<'_, App>, what: &str, done: impl Fn(&App) -> bool) {
    for _ in 0..800 {
        harness.step();
        if done(harness.state()) {
            harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("{what} does not happen");
}

/// A window on the article, with its first proposals on screen and the slow suggester waiting.
fn before_refining(desk: &Desk, gate: &Arc<Gate>) -> Harness<'static, App> {
    let mut harness = desk.window_with(&[desk.path("talks.txt")], Vec::new(), slow(gate));
    wait(&mut harness, "opening", |app| app.refining.status().is_some());
    harness
}

fn by<'a>(article: &'a Article, suggester: &'a str) -> impl Iterator<Item = &'a Item> {
    let made = move |item: &&Item| {
        item.origin
            .as_ref()
            .is_some_and(|origin| origin.suggester == suggester)
    };
    article.items.values().filter(made)
}

fn open_article(app: &App) -> Article {
    Article::clone(app.session.article().unwrap())
}

#[test]
fn proposals_are_there_at_once_and_get_better() {
    let desk = Desk::new();
    let gate = Arc::new(Gate::default());
    let mut harness = before_refining(&desk, &gate);
    let first = open_article(harness.state());
    assert!(
        by(&first, "rules").count() > 5,
        "the fast suggester was there first"
    );
    assert!(
        harness.query_by_label("Refining").is_some(),
        "the status bar says so"
    );
    let undo = harness.state().session.history().undo_label().map(str::to_owned);
    let offset = harness.state().reader.scroll_offset();

    gate.open(1);
    wait(&mut harness, "the first piece", |app| {
        by(&open_article(app), "accurate").count() > 0
    });
    let now = open_article(harness.state());
    let is_claim = |item: &&Item| item.body.as_claim().is_some();
    assert_eq!(
        by(&now, "accurate").filter(is_claim).count(),
        0,
        "claims are still to come"
    );
    assert!(by(&now, "rules").filter(is_claim).count() > 0);

    gate.open(STEPS - 1);
    settle(&mut harness);
    let now = open_article(harness.state());
    assert_eq!(by(&now, "rules").count(), 0);
    assert_eq!(now.items.len(), first.items.len() + 1, "and one harbour");
    assert_eq!(now.suggested_by, "accurate 7");
    let app = harness.state();
    assert_eq!(
        app.session.history().undo_label().map(str::to_owned),
        undo,
        "it is no step"
    );
    assert_eq!(app.session.focus.item, None);
    assert!((app.reader.scroll_offset() - offset).abs() < f32::EPSILON);
    assert!(harness.query_by_label("Refining").is_none());

    // Undo takes the article away with all of it, redo brings back what is best.
    let done = app.session.project().clone();
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert!(harness.state().session.project().articles.is_empty());
    press_with(&mut harness, CTRL_SHIFT, Key::Z, 1);
    assert_eq!(*harness.state().session.project(), done);
}

#[test]
fn what_is_decided_or_in_focus_stays() {
    let desk = Desk::new();
    let gate = Arc::new(Gate::default());
    let mut harness = before_refining(&desk, &gate);
    walk_to(&mut harness, "Ada Toll");
    let accepted = focused(&harness).id;
    press(&mut harness, &[Key::Enter]);
    let rejected = focused(&harness).id;
    press(&mut harness, &[Key::X]);
    let looked_at = focused(&harness).clone();
    let before = open_article(harness.state());
    gate.open(STEPS);
    settle(&mut harness);
    let now = open_article(harness.state());
    assert_eq!(now.items[&accepted], before.items[&accepted]);
    assert_eq!(now.items[&rejected], before.items[&rejected]);
    assert_eq!(*focused(&harness), looked_at);
    assert_eq!(by(&now, "rules").count(), 3);
    assert_eq!(now.decisions, before.decisions);
    for (id, status) in [(rejected, Status::Rejected), (accepted, Status::Accepted)] {
        assert_eq!(open_article(harness.state()).items[&id].status, status);
        press_with(&mut harness, CTRL, Key::Z, 1);
        assert_eq!(open_article(harness.state()).items[&id].status, Status::Suggested);
    }
}

#[test]
fn nothing_is_taken_in_while_a_dialog_is_open() {
    let desk = Desk::new();
    let gate = Arc::new(Gate::default());
    let mut harness = before_refining(&desk, &gate);
    press_with(&mut harness, CTRL, Key::K, 1);
    let before = open_article(harness.state());
    gate.open(STEPS);
    std::thread::sleep(std::time::Duration::from_millis(60));
    harness.run();
    assert_eq!(open_article(harness.state()), before);
    press(&mut harness, &[Key::Escape]);
    settle(&mut harness);
    assert_eq!(open_article(harness.state()).suggested_by, "accurate 7");
}

#[test]
fn the_article_on_screen_comes_first_and_the_rest_in_order() {
    let desk = Desk::new();
    let mut paths = Vec::new();
    for name in ["Alpha", "Beta", "Gamma", "Delta"] {
        let path = desk.path(&format!("{name}.txt"));
        std::fs::write(
            &path,
            format!("{name} news\n\nAda Toll said it rained in Brask.\n"),
        )
        .unwrap();
        paths.push(path);
    }
    let gate = Arc::new(Gate::default());
    let mut harness = desk.window_with(&paths, Vec::new(), slow(&gate));
    wait(&mut harness, "opening", |app| app.refining.status().is_some());
    assert!(harness.query_by_label("Refining 1 of 4").is_some());
    press_with(&mut harness, CTRL, Key::PageDown, 2);
    wait(&mut harness, "the third", |_| {
        gate.begun.lock().unwrap().len() == 3
    });
    gate.open(STEPS);
    wait(&mut harness, "the next", |_| {
        gate.begun.lock().unwrap().len() == 4
    });
    assert!(harness.query_by_label("Refining 2 of 4").is_some());
    gate.open(STEPS * 3);
    settle(&mut harness);
    let begun = gate.begun.lock().unwrap().clone();
    assert_eq!(begun, ["Alpha", "Beta", "Gamma", "Delta", "Alpha", "Beta"]);
    let all = harness.state().session.project().articles.values().cloned();
    assert!(all.clone().all(|article| article.suggested_by == "accurate 7"));
}

#[test]
fn it_can_be_stopped_and_asked_for_again() {
    let desk = Desk::new();
    let gate = Arc::new(Gate::default());
    let mut harness = before_refining(&desk, &gate);
    harness.get_by_label("Stop refining").click();
    harness.run();
    gate.open(STEPS);
    settle(&mut harness);
    assert_eq!(by(&open_article(harness.state()), "accurate").count(), 0);
    press(&mut harness, &[Key::F5]);
    settle(&mut harness);
    assert_eq!(by(&open_article(harness.state()), "rules").count(), 0);
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert_eq!(
        by(&open_article(harness.state()), "accurate").count(),
        0,
        "asked for, so it is a step"
    );
}

#[test]
fn a_project_that_is_only_read_stays_as_it_is() {
    let desk = Desk::new();
    let folder = desk.path("mine");
    std::fs::write(
        desk.path("other.txt"),
        "Other news\n\nIlan Merk said it rained in Brask.\n",
    )
    .unwrap();
    let paths = [desk.path("talks.txt"), desk.path("other.txt")];
    let mut harness = desk.window(&paths, vec![Picked::Paths(vec![folder.clone()])]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    drop(harness);
    let files = || -> Vec<String> {
        let mut names: Vec<PathBuf> = std::fs::read_dir(folder.join("articles"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        names.push(folder.join("project.ron"));
        names.sort();
        names
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    };
    let before = files();

    let gate = Arc::new(Gate::default());
    gate.open(100);
    let mut harness = desk.window_with(std::slice::from_ref(&folder), Vec::new(), slow(&gate));
    settle(&mut harness);
    let all = harness.state().session.project().articles.values().cloned();
    assert!(all.clone().all(|article| article.suggested_by == "accurate 7"));
    assert!(!harness.state().session.history().is_dirty(), "nothing to save");
    press(&mut harness, &[Key::Tab, Key::Enter]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let after = files();
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert_eq!((before.len(), changed), (3, 2), "one article, and who reviewed");
    press_with(&mut harness, CTRL, Key::Z, 1);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    assert_eq!(files(), before, "byte for byte");
}

#[test]
fn the_choice_is_kept_and_can_be_changed() {
    let desk = Desk::new();
    let gate = Arc::new(Gate::default());
    gate.open(1000);
    let mut harness = desk.window_with(&[desk.path("talks.txt")], Vec::new(), slow(&gate));
    settle(&mut harness);
    assert_eq!(open_article(harness.state()).suggested_by, "accurate 7");
    let refined = open_article(harness.state());

    harness.get_by_label("Suggestions").click();
    harness.run();
    harness.get_by_label("Fast suggestions").click();
    settle(&mut harness);
    assert_eq!(by(&open_article(harness.state()), "accurate").count(), 0);
    assert_eq!(harness.state().choice(), Choice::Fast);
    let (kept, _) = Home::at(&desk.path("home")).preferences();
    assert_eq!(kept.suggestions, "fast");
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert_eq!(
        open_article(harness.state()),
        refined,
        "one undo brings the others back"
    );

    let claims = |app: &App| {
        let article = open_article(app);
        article
            .items
            .values()
            .filter(|item| item.body.as_claim().is_some())
            .count()
    };
    let before = claims(harness.state());
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, UiCommand::AccurateSuggestions);
    harness.state_mut().perform(&ctx, UiCommand::Beliefs);
    settle(&mut harness);
    assert!(claims(harness.state()) > before, "“hopes” is no speech act");
    assert_eq!(open_article(harness.state()).suggested_by, "accurate 7");
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert_eq!(claims(harness.state()), before);
}
