use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::annotation::{Act as SpeechAct, Bearing, Bound, Claim, KindId, Mention, RatingId, Verdict};
use crate::app::parts::fixture::{self, Window, span};
use crate::review::{Command, Part};
use egui::Key;

mod verdict;

type Inspector = Harness<'static, Window<InspectorState>>;

fn inspector(words: &str, claim: bool) -> Inspector {
    let mut harness = fixture::window(320.0, InspectorState::default(), show);
    if !words.is_empty() {
        harness.state_mut().focus(words, claim);
    }
    harness.run();
    harness
}

fn of_claim() -> Inspector {
    inspector("21 people died in Brask on Saturday", true)
}

fn claim(inspector: &Inspector) -> &Claim {
    inspector.state().session.item().unwrap().body.as_claim().unwrap()
}

fn mention(inspector: &Inspector) -> &Mention {
    inspector
        .state()
        .session
        .item()
        .unwrap()
        .body
        .as_mention()
        .unwrap()
}

fn verdict(inspector: &Inspector) -> &Verdict {
    claim(inspector).verdict.as_ref().unwrap()
}

/// Puts `text` into a field in place of what is there, without leaving it.
fn write(inspector: &mut Inspector, field: &str, text: &str) {
    inspector.get_by_label(field).focus();
    inspector.run();
    inspector.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    inspector.get_by_label(field).type_text(text);
    inspector.run();
}

fn enter(inspector: &mut Inspector) {
    inspector.key_press(Key::Enter);
    inspector.run();
}

fn press(inspector: &mut Inspector, button: &str) {
    inspector.get_by_label(button).click();
    inspector.run();
}

#[test]
fn a_mention_tells_where_it_comes_from() {
    let mut inspector = inspector("Ada Toll", false);
    inspector.get_by_label("Suggested by rules 1, 92 %: title before a name");
    press(&mut inspector, "Accept");
    assert!(matches!(inspector.state().acts[0], Act::Do(UiCommand::Accept)));
    press(&mut inspector, "Move start left");
    assert!(matches!(inspector.state().acts[1], Act::Do(UiCommand::StartLeft)));
}

#[test]
fn kind_and_form_are_one_step_each() {
    let mut inspector = inspector("Norvan army", false);
    press(&mut inspector, "Armed force");
    assert_eq!(mention(&inspector).kind, KindId::ARMED_FORCE);
    assert_eq!(inspector.state().last_step(), "set kind of “Norvan army”");
    press(&mut inspector, "Armed force");
    press(&mut inspector, "Descriptive");
    assert_eq!(
        inspector.state().acts.len(),
        2,
        "the same kind again is no change"
    );
    inspector.get_by_label_contains("Corrected by Rae");
    press(&mut inspector, "History (2)");
    inspector.get_by_label("kind: from Person to Armed force");
    inspector.get_by_label("form: from Named to Descriptive");
}

#[test]
fn an_act_is_changed() {
    let mut inspector = of_claim();
    press(&mut inspector, "Denial");
    assert_eq!(claim(&inspector).act, SpeechAct::Denial);
}

#[test]
fn a_figure_is_edited_by_one_command_per_field() {
    let mut inspector = of_claim();
    write(&mut inspector, "Figure 1 number", "1,250");
    assert!(inspector.state().acts.is_empty(), "nothing while typing");
    enter(&mut inspector);
    assert_eq!(claim(&inspector).figures[0].value.to_string(), "1250");
    assert_eq!(inspector.state().acts.len(), 1);

    write(&mut inspector, "Figure 1 upper end", "12");
    enter(&mut inspector);
    inspector.get_by_label("The upper end is below the number.");
    assert_eq!(claim(&inspector).figures[0].value_to, None);
    write(&mut inspector, "Figure 1 upper end", "1300");
    enter(&mut inspector);
    assert!(
        inspector
            .query_by_label("The upper end is below the number.")
            .is_none()
    );
    assert_eq!(claim(&inspector).figures[0].value_to, Some(1300.0));

    press(&mut inspector, "Figure 1 bound");
    press(&mut inspector, "At least");
    assert_eq!(claim(&inspector).figures[0].bound, Bound::AtLeast);
    press(&mut inspector, "Clear figure 1");
    assert!(claim(&inspector).figures.is_empty());
    assert_eq!(inspector.state().acts.len(), 4);
}

#[test]
fn the_days_of_a_figure_follow_its_words_and_can_be_set() {
    let mut inspector = of_claim();
    let days = |inspector: &_| claim(inspector).figures[0].date.map(|days| days.to_string());
    // The article's day of publication is not needed for a year.
    write(&mut inspector, "Figure 1 when", "in March 2011");
    enter(&mut inspector);
    assert_eq!(days(&inspector).as_deref(), Some("2011-03-01 to 2011-03-31"));
    write(&mut inspector, "Figure 1 days", "some day");
    enter(&mut inspector);
    inspector
        .get_by_label("Not a day or a range of days. Write it as 2024-03-02 or 2024-03-02 to 2024-03-05.");
    write(&mut inspector, "Figure 1 days", "2011-03-02 to 2011-03-05");
    enter(&mut inspector);
    assert_eq!(days(&inspector).as_deref(), Some("2011-03-02 to 2011-03-05"));
    assert_eq!(claim(&inspector).figures[0].when, "in March 2011");
    write(&mut inspector, "Figure 1 when", "after the truce");
    enter(&mut inspector);
    assert_eq!(days(&inspector), None);
}

#[test]
fn escape_gives_the_old_value_back() {
    let mut inspector = of_claim();
    write(&mut inspector, "Figure 1 place", "Toria");
    inspector.key_press(Key::Escape);
    inspector.run();
    write(&mut inspector, "Note", "thrown away");
    inspector.key_press(Key::Escape);
    inspector.run();
    assert!(inspector.state().acts.is_empty());
    assert_eq!(
        inspector
            .get_by_label("Figure 1 place")
            .value()
            .unwrap_or_default(),
        ""
    );
}

#[test]
fn a_verdict_with_evidence() {
    let mut inspector = of_claim();
    press(&mut inspector, "Misleading");
    assert_eq!(verdict(&inspector).rating, RatingId::MISLEADING);
    write(&mut inspector, "Rationale", "Counts two days as one.");
    enter(&mut inspector);
    press(&mut inspector, "Add evidence");
    write(&mut inspector, "Evidence 1 Source", "Brask hospital");
    enter(&mut inspector);
    press(&mut inspector, "Evidence 1 bearing");
    press(&mut inspector, "Contradicts");
    let verdict = verdict(&inspector);
    assert_eq!(verdict.rationale, "Counts two days as one.");
    assert_eq!(verdict.evidence[0].source, "Brask hospital");
    assert_eq!(verdict.evidence[0].bearing, Bearing::Contradicts);
    assert_eq!(inspector.state().acts.len(), 5);
    press(&mut inspector, "Remove evidence 1");
    press(&mut inspector, "Clear verdict");
    assert_eq!(claim(&inspector).verdict, None);
}

#[test]
fn parts_come_from_the_selection() {
    let mut inspector = of_claim();
    press(&mut inspector, "Set cue from selection");
    assert!(inspector.state().acts.is_empty(), "nothing is selected");
    inspector.state_mut().selection = Some(span("Gen. Ada Toll"));
    inspector.run();
    press(&mut inspector, "Set source from selection");
    assert_eq!(claim(&inspector).source, Some(span("Gen. Ada Toll")));
    assert_eq!(inspector.state().part, Part::Source);
    press(&mut inspector, "Clear cue");
    assert_eq!(claim(&inspector).cue, None);
    inspector.state_mut().selection = Some(span("Norvan Wire"));
    inspector.run();
    press(&mut inspector, "Add piece of content");
    press(&mut inspector, "Add target");
    press(&mut inspector, "Add figure");
    let claim = claim(&inspector);
    assert_eq!(
        (claim.content.len(), claim.targets.len(), claim.figures.len()),
        (2, 1, 2)
    );
    press(&mut inspector, "Content: 21 people died in Brask on Saturday");
    assert_eq!(inspector.state().part, Part::Whole);
}

#[test]
fn the_actor_can_be_looked_at() {
    let mut inspector = inspector("Ada Toll", false);
    let actor = mention(&inspector).actor.unwrap();
    press(&mut inspector, "Show actor");
    assert!(matches!(inspector.state().acts.last(), Some(Act::ShowActor(id)) if *id == actor));
}

#[test]
fn a_mention_is_linked_by_typing_a_name() {
    let mut inspector = inspector("Norvan army", false);
    inspector.state_mut().panel.focus_actor();
    inspector.run();
    inspector.get_by_label("Link actor").type_text("norv");
    inspector.run();
    enter(&mut inspector);
    let actor = mention(&inspector).actor.unwrap();
    let name = |inspector: &Inspector| inspector.state().session.project().actors[&actor].name.clone();
    assert_eq!(name(&inspector), "Norvan army");
    inspector.get_by_label("1 mention and 0 claims in 1 article");

    press(&mut inspector, "About this actor");
    write(&mut inspector, "Actor name", "Army of Norva");
    enter(&mut inspector);
    assert_eq!(name(&inspector), "Army of Norva");
    let aliases = &inspector.state().session.project().actors[&actor].aliases;
    assert_eq!(aliases, &["Norvan army"], "still found under its old name");
    press(&mut inspector, "Unlink");
    assert_eq!(mention(&inspector).actor, None);
}

#[test]
fn a_new_actor_is_made_of_the_words() {
    let mut inspector = inspector("Norvan army", false);
    write(&mut inspector, "Link actor", "Northern command");
    inspector.get_by_label("Note").focus();
    inspector.run();
    assert_eq!(
        mention(&inspector).actor,
        None,
        "leaving the field makes nobody up"
    );
    press(&mut inspector, "New actor “Northern command”");
    let actor = mention(&inspector).actor.unwrap();
    assert_eq!(
        inspector.state().session.project().actors[&actor].name,
        "Northern command"
    );
}

#[test]
fn a_text_stays_with_its_item_when_the_focus_moves() {
    let mut inspector = inspector("Ada Toll", false);
    write(&mut inspector, "Note", "Her rank is not confirmed.");
    inspector.state_mut().focus("Norvan army", false);
    inspector.run();
    assert_eq!(mention(&inspector).note, "");
    assert_eq!(inspector.get_by_label("Note").value().unwrap_or_default(), "");
    inspector.state_mut().focus("Ada Toll", false);
    inspector.run();
    assert_eq!(mention(&inspector).note, "Her rank is not confirmed.");
}

#[test]
fn finish_commits_what_is_being_typed() {
    let mut inspector = inspector("Ada Toll", false);
    write(&mut inspector, "Note", "Half a thou");
    let mut acts = Vec::new();
    let window = inspector.state_mut();
    let grounds = crate::app::grounds::Grounds::default();
    let view = View {
        grounds: &grounds,
        session: &window.session,
        show: crate::review::Show::Undecided,
        part: Part::Whole,
        selection: None,
    };
    window.panel.finish(&view, &mut acts);
    assert!(
        matches!(acts.as_slice(), [Act::Run(Command::Correct { .. })]),
        "{acts:?}"
    );
}

#[test]
fn article_details_are_edited_and_a_bad_date_is_refused() {
    let mut inspector = inspector("", false);
    write(&mut inspector, "Publisher", "Norvan Gazette");
    enter(&mut inspector);
    write(&mut inspector, "Date", "2 March");
    enter(&mut inspector);
    inspector.get_by_label("Not a day. Write it as 2024-03-02.");
    let metadata = |inspector: &Inspector| inspector.state().session.article().unwrap().metadata.clone();
    assert_eq!(metadata(&inspector).publisher, "Norvan Gazette");
    assert_eq!(metadata(&inspector).published.unwrap().to_string(), "2024-03-02");
    write(&mut inspector, "Date", "2024-03-03");
    enter(&mut inspector);
    assert!(
        inspector
            .query_by_label("Not a day. Write it as 2024-03-02.")
            .is_none()
    );
    assert_eq!(metadata(&inspector).published.unwrap().to_string(), "2024-03-03");
    assert_eq!(inspector.state().acts.len(), 2);
    press(&mut inspector, "State");
    press(&mut inspector, "Done");
    assert_eq!(
        inspector.state().session.article().unwrap().state,
        crate::annotation::ArticleState::Done
    );
}

#[test]
fn keys_lead_to_their_fields() {
    let mut inspector = of_claim();
    inspector.state_mut().panel.focus_note();
    inspector.run();
    assert!(inspector.get_by_label("Note").is_focused());
    inspector.state_mut().panel.focus_figure(0);
    inspector.run();
    assert!(inspector.get_by_label("Figure 1 number").is_focused());
    inspector.state_mut().panel.focus_verdict();
    inspector.run();
    assert!(inspector.get_by_label("True").is_focused());
    inspector.state_mut().panel.focus_first();
    inspector.run();
    assert!(inspector.get_by_label("Statement").is_focused());
}

#[test]
fn it_fits_from_narrow_to_wide() {
    for width in [260.0, 480.0] {
        for claim in [false, true] {
            let words = if claim {
                "21 people died in Brask on Saturday"
            } else {
                "Ada Toll"
            };
            let mut harness = fixture::window(width, InspectorState::default(), show);
            harness.state_mut().focus(words, claim);
            harness.run();
            for name in ["Note", "Accept", "Reject"] {
                let right = harness.get_by_label(name).rect().right();
                assert!(right <= width, "{name} ends at {right} of {width}");
            }
        }
    }
}

#[test]
fn the_speaker_is_offered_by_the_name_in_the_source() {
    let mut inspector = of_claim();
    inspector.state_mut().selection = Some(span("Gen. Ada Toll"));
    inspector.run();
    press(&mut inspector, "Set source from selection");
    press(&mut inspector, "Unlink");
    assert_eq!(claim(&inspector).speaker, None);
    inspector.state_mut().panel.focus_actor();
    inspector.run();
    enter(&mut inspector);
    let speaker = claim(&inspector).speaker.unwrap();
    assert_eq!(
        inspector.state().session.project().actors[&speaker].name,
        "Ada Toll"
    );
}

#[test]
fn a_target_is_linked_and_let_go() {
    let mut inspector = of_claim();
    inspector.state_mut().selection = Some(span("Norvan army"));
    inspector.run();
    press(&mut inspector, "Add target");
    write(&mut inspector, "Link target 1", "norvan army");
    enter(&mut inspector);
    let army = claim(&inspector).targets[0].actor;
    assert!(army.is_some());
    press(&mut inspector, "Unlink target 1");
    assert_eq!(claim(&inspector).targets[0].actor, None);
}

#[test]
fn whom_it_came_through_is_set_and_cleared() {
    let mut inspector = of_claim();
    assert!(
        inspector.query_by_label("Via").is_none(),
        "no row for what most claims have not"
    );
    inspector.state_mut().selection = Some(span("Norvan Wire"));
    inspector.run();
    press(&mut inspector, "Set via from selection");
    assert_eq!(
        claim(&inspector).via.as_ref().map(|v| v.span),
        Some(span("Norvan Wire"))
    );
    assert_eq!(inspector.state().part, Part::Via);
    press(&mut inspector, "Clear via");
    assert_eq!(claim(&inspector).via, None);
}

#[test]
fn a_claim_is_put_within_the_one_around_it() {
    let mut inspector = of_claim();
    let session = &mut inspector.state_mut().session;
    let article = session.article().unwrap().id.clone();
    let outer = Body::Claim(Box::new(Claim {
        content: vec![span("Ada Toll said 21 people died in Brask on Saturday")],
        ..Claim::default()
    }));
    let add = Command::Add {
        article,
        bodies: vec![outer],
    };
    let outer = session.run(add, jiff::Timestamp::UNIX_EPOCH).unwrap().items[0];
    inspector.run();
    press(&mut inspector, "Set within");
    assert_eq!(claim(&inspector).within, Some(outer));
    press(&mut inspector, "Clear within");
    assert_eq!(claim(&inspector).within, None);
}

#[test]
fn other_words_for_a_figure_bring_their_number() {
    let mut inspector = of_claim();
    inspector.state_mut().selection = Some(span("21 people"));
    inspector.run();
    write(&mut inspector, "Figure 1 number", "20");
    enter(&mut inspector);
    press(&mut inspector, "Set figure 1 from selection");
    let figure = &claim(&inspector).figures[0];
    assert_eq!(
        (figure.span, figure.value.to_string().as_str()),
        (span("21 people"), "21")
    );
}
