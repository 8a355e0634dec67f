//! Two people's work on one project, merged.

mod copies;
mod histories;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::annotation::Article;
use crate::review::three_way::{Conflict, Merged, TextsDiffer, is_contested, merge_article, merge_project};

fn time(second: usize) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + i64::try_from(second).unwrap()).unwrap()
}

/// A project after commands of `who`, whose moments are like no one else's.
fn after(base: &Project, who: &str, first: usize, commands: &[Command]) -> Project {
    let mut session = Session::new(base.clone(), who);
    for (index, command) in commands.iter().enumerate() {
        session.run(command.clone(), time(first + 2 * index)).unwrap();
    }
    session.project().clone()
}

fn only_article(project: &Project) -> &Article {
    project.articles.values().next().unwrap()
}

fn merged(base: &Project, ours: &[Command], theirs: &[Command]) -> Merged {
    let (ours, theirs) = (after(base, "Rae", 10, ours), after(base, "Öz", 11, theirs));
    let base = Some(only_article(base));
    merge_article(base, only_article(&ours), only_article(&theirs)).unwrap()
}

fn with_kind(session: &Session, item: ItemId, kind: KindId) -> Command {
    let article = session.article().unwrap();
    let mention = article.items[&item].body.as_mention().unwrap().clone();
    Command::Correct {
        article: article.id.clone(),
        item,
        body: Body::Mention(Mention { kind, ..mention }),
        what: "set kind",
    }
}

#[test]
fn an_item_is_as_whoever_changed_it_has_it() {
    let (session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let accept = Command::Accept {
        article: article.clone(),
        items: vec![item],
    };
    let reject = Command::Reject {
        article: article.clone(),
        items: vec![item],
    };
    let group = with_kind(&session, item, KindId::GROUP);
    let state = with_kind(&session, item, KindId::STATE);
    let suggest = Command::Suggest {
        articles: vec![(article, Suggestions::default())],
        by: by(),
    };
    let suggested = Some((Status::Suggested, KindId::PERSON));
    let check = |ours: &[&Command], theirs: &[&Command], expected: Option<(Status, KindId)>, reason: &str| {
        let commands = |all: &[&Command]| all.iter().map(|command| (*command).clone()).collect::<Vec<_>>();
        let merged = merged(session.project(), &commands(ours), &commands(theirs));
        let is = merged.article.items.get(&item);
        let got = is.map(|item| (item.status, item.body.as_mention().unwrap().kind.clone()));
        assert_eq!(got, expected, "{ours:?} {theirs:?}");
        let told: Vec<&str> = merged
            .conflicts
            .iter()
            .filter_map(|c| c.item.map(|_| c.ours.as_str()))
            .collect();
        assert_eq!(told.is_empty(), reason.is_empty(), "{told:?}");
        if let Some(is) = is {
            assert_eq!(is_contested(is), !reason.is_empty());
            if !reason.is_empty() {
                assert_eq!(is.origin.as_ref().unwrap().reason, reason);
            }
        }
        let decided = ours.len() + theirs.len();
        let suggestions = ours
            .iter()
            .chain(theirs)
            .filter(|c| matches!(c, Command::Suggest { .. }));
        assert_eq!(merged.article.decisions.len(), decided - suggestions.count());
    };
    check(&[], &[], suggested, "");
    check(&[&accept], &[], Some((Status::Accepted, KindId::PERSON)), "");
    check(&[], &[&reject], Some((Status::Rejected, KindId::PERSON)), "");
    check(&[&group], &[], Some((Status::Corrected, KindId::GROUP)), "");
    check(
        &[&accept],
        &[&accept],
        Some((Status::Accepted, KindId::PERSON)),
        "",
    );
    check(
        &[&reject],
        &[&reject],
        Some((Status::Rejected, KindId::PERSON)),
        "",
    );
    check(&[&group], &[&group], Some((Status::Corrected, KindId::GROUP)), "");
    check(
        &[&group],
        &[&state],
        Some((Status::Suggested, KindId::STATE)),
        "Rae: group; Öz: state — decide",
    );
    check(
        &[&accept],
        &[&reject],
        Some((Status::Suggested, KindId::PERSON)),
        "Rae: person; Öz: rejected — decide",
    );
    check(
        &[&reject],
        &[&group],
        Some((Status::Suggested, KindId::GROUP)),
        "Rae: rejected; Öz: group — decide",
    );
    // What is not proposed any more.
    check(&[&suggest], &[], None, "");
    check(
        &[&suggest],
        &[&accept],
        Some((Status::Accepted, KindId::PERSON)),
        "",
    );
    check(
        &[&reject],
        &[&suggest],
        Some((Status::Rejected, KindId::PERSON)),
        "",
    );
}

#[test]
fn both_added_and_then_one_took_it_away() {
    let (session, article) = session();
    let brask = |kind| {
        Body::Mention(Mention {
            span: span_of("Brask"),
            kind,
            form: Form::Named,
            actor: None,
            note: String::new(),
        })
    };
    let add = |kind| Command::Add {
        article: article.clone(),
        bodies: vec![brask(kind)],
    };
    let base = session.project();
    let same = merged(base, &[add(KindId::PLACE)], &[add(KindId::PLACE)]);
    assert_eq!(same.conflicts, []);
    let one = same
        .article
        .items
        .values()
        .find(|item| item.status == Status::Added)
        .unwrap();
    let (ours, theirs) = (add(KindId::PLACE), add(KindId::GROUP));
    let other = merged(base, &[ours], &[theirs]);
    assert!(is_contested(&other.article.items[&one.id]));
    assert_eq!(
        other.conflicts[0].to_string(),
        "“Brask”: Rae: place; Öz: group. It is undecided again: decide it in the window."
    );

    let base = after(base, "Ines", 2, &[add(KindId::PLACE)]);
    let remove = Command::Reject {
        article: article.clone(),
        items: vec![one.id],
    };
    let correct = Command::Correct {
        article: article.clone(),
        item: one.id,
        body: brask(KindId::STATE),
        what: "set kind",
    };
    let gone = merged(&base, std::slice::from_ref(&remove), &[]);
    assert!(!gone.article.has_id(one.id) && gone.conflicts.is_empty());
    let kept = merged(&base, &[remove], &[correct]);
    assert!(is_contested(&kept.article.items[&one.id]));
    assert_eq!(kept.conflicts[0].ours, "Rae: removed");
}

#[test]
fn what_is_left_to_decide_waits_for_a_person() {
    let (session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let commands = [KindId::GROUP, KindId::STATE].map(|kind| with_kind(&session, item, kind));
    let [ours, theirs] = commands;
    let done = |state| Command::SetState {
        article: article.clone(),
        state,
    };
    let merged = merged(
        session.project(),
        &[ours, done(ArticleState::Done)],
        &[theirs, done(ArticleState::Done)],
    );
    assert_eq!(merged.article.state, ArticleState::InReview, "it is not done");
    let mut project = session.project().clone();
    project.articles.insert(article.clone(), Arc::new(merged.article));
    let mut session = Session::new(project, "Ines");
    let command = Command::Suggest {
        articles: vec![(article.clone(), suggestions())],
        by: Suggested {
            by: "other".to_owned(),
            version: "2".to_owned(),
        },
    };
    session.run(command, time(99)).unwrap();
    let zone = Command::SwitchZone {
        article: article.clone(),
        offset: 0,
        kind: ZoneKind::Boilerplate,
    };
    session.run(zone, time(100)).unwrap();
    let is = session.project().article(&article).unwrap();
    assert!(is_contested(&is.items[&item]), "no suggester replaces it");
    let queued = crate::review::queue::queue(is, Show::Undecided, Order::Text);
    assert!(queued.iter().any(|queued| queued.id == item));
    let alike = crate::review::queue::alike(is, &is.items[&item]);
    assert_eq!(alike, [item], "it is decided by itself");
    let accept = Command::Accept {
        article: article.clone(),
        items: vec![item],
    };
    session.run(accept, time(101)).unwrap();
    let is = session.project().article(&article).unwrap();
    assert_eq!(is.items[&item].status, Status::Accepted);
}

#[test]
fn a_third_opinion_does_not_settle_what_two_differ_about() {
    let (session, _) = session();
    let item = item_with(&session, "Ada Toll");
    let [group, state, place] =
        [KindId::GROUP, KindId::STATE, KindId::PLACE].map(|kind| with_kind(&session, item, kind));
    let base = session.project();
    let first = merged(base, &[group], &[state]).article;
    let third = after(base, "Zed", 20, &[place]);
    let last = merge_article(Some(only_article(base)), &first, only_article(&third)).unwrap();
    let origin = last.article.items[&item].origin.as_ref().unwrap();
    assert_eq!(origin.reason, "Rae: group; Öz: state; Zed: place — decide");
    // Whoever decides knowing them does.
    let decided = with_kind(&session, item, KindId::PERSON);
    let mut project = base.clone();
    let id = first.id.clone();
    project.articles.insert(id, Arc::new(first.clone()));
    let decided = after(&project, "Ines", 30, &[decided]);
    let settled = merge_article(Some(&first), &first, only_article(&decided)).unwrap();
    assert_eq!(settled.conflicts, []);
    assert_eq!(settled.article.items[&item].status, Status::Corrected);
}

#[test]
fn fields_are_merged_one_by_one() {
    let (session, article) = session();
    let note = |note: &str| Command::SetNote {
        article: article.clone(),
        note: note.to_owned(),
    };
    let details = |title: &str, author: &str| Command::SetMetadata {
        article: article.clone(),
        metadata: Box::new(Metadata {
            title: title.to_owned(),
            author: author.to_owned(),
            ..Metadata::default()
        }),
    };
    let zone = |words: &str, kind| Command::SwitchZone {
        article: article.clone(),
        offset: span_of(words).start(),
        kind,
    };
    let base = session.project();
    let all = merged(
        base,
        &[
            note("Ask her."),
            details("A night", ""),
            zone("Ada", ZoneKind::Headline),
        ],
        &[
            note("Call Aven."),
            details("A day", "Ben"),
            zone("The army", ZoneKind::Boilerplate),
        ],
    );
    assert_eq!(all.conflicts, []);
    let is = &all.article;
    assert_eq!(is.note, "Ask her.\nCall Aven.");
    assert_eq!(
        (is.metadata.title.as_str(), is.metadata.author.as_str()),
        ("A night", "Ben")
    );
    assert_eq!(is.zones.len(), 2);
    let differ = merged(
        base,
        &[details("A night", ""), zone("Ada", ZoneKind::Headline)],
        &[details("A week", ""), zone("Ada", ZoneKind::Boilerplate)],
    );
    assert_eq!(differ.article.metadata.title, "A night");
    let told: Vec<&str> = differ
        .conflicts
        .iter()
        .map(|c: &Conflict| c.what.as_str())
        .collect();
    assert_eq!(
        told,
        ["title", "zone of “Ada Toll said the Norvan army shelled Br…”"]
    );

    let mut other = only_article(base).clone();
    other.text = ArticleText::new("Another text.");
    assert_eq!(
        merge_article(None, only_article(base), &other).unwrap_err(),
        TextsDiffer
    );
}

#[test]
fn a_claim_stands_within_no_claim_that_went() {
    let (session, article) = session();
    let claim = |words: &str, within| {
        Body::Claim(Box::new(Claim {
            content: vec![span_of(words)],
            within,
            ..Claim::default()
        }))
    };
    let add = |body| Command::Add {
        article: article.clone(),
        bodies: vec![body],
    };
    let base = after(
        session.project(),
        "Ines",
        2,
        &[
            add(claim("The army denied it", None)),
            add(claim("denied it", None)),
        ],
    );
    let added = |words: &str| {
        let items = only_article(&base).items.values();
        let mut found = items.filter(|i| i.body.hull() == Some(span_of(words)));
        found.next().unwrap().id
    };
    let (outer, inner) = (added("The army denied it"), added("denied it"));
    let within = Command::Correct {
        article: article.clone(),
        item: inner,
        body: claim("denied it", Some(outer)),
        what: "nest",
    };
    let remove = Command::Reject {
        article: article.clone(),
        items: vec![outer],
    };
    let merged = merged(&base, &[within], &[remove]);
    assert_eq!(merged.article.items[&inner].body.as_claim().unwrap().within, None);
    assert_eq!(merged.conflicts[0].what, "“denied it” stood within another claim");
}

#[test]
fn an_item_that_lost_its_place_has_it_again_or_has_none() {
    let (session, id) = session();
    let item = item_with(&session, "Ada Toll");
    let mut base = session.project().clone();
    let article = Arc::make_mut(base.articles.get_mut(&id).unwrap());
    let mut lost = article.items.remove(&item).unwrap();
    lost.status = Status::Accepted;
    let orphan = crate::annotation::Orphan {
        words: BTreeMap::new(),
        candidate: Some(lost.body.clone()),
        item: lost,
    };
    article.orphans.insert(item, orphan);
    let place = Command::PlaceOrphan {
        article: id.clone(),
        item,
    };
    let drop = Command::DropOrphan { article: id, item };
    let note = Command::SetNote {
        article: only_article(&base).id.clone(),
        note: "ask".to_owned(),
    };
    let check = |ours: &Command, theirs: &Command, is: Option<Status>, waits: bool| {
        for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
            let merged = merged(&base, std::slice::from_ref(ours), std::slice::from_ref(theirs));
            let items = &merged.article.items;
            assert_eq!(items.get(&item).map(|item| item.status), is);
            assert_eq!(merged.article.orphans.contains_key(&item), waits);
            let told = merged
                .conflicts
                .iter()
                .any(|conflict| conflict.item == Some(item));
            assert_eq!(told, is == Some(Status::Suggested));
        }
    };
    check(&note, &note, None, true);
    check(&place, &note, Some(Status::Accepted), false);
    check(&place, &place, Some(Status::Accepted), false);
    check(&drop, &note, None, false);
    check(&drop, &drop, None, false);
    check(&drop, &place, Some(Status::Suggested), false);
}

#[test]
fn actors_are_merged_field_by_field() {
    let (session, _) = session();
    let base = session.project();
    let toll = base
        .actors
        .values()
        .find(|a| a.name == "Ada Toll")
        .unwrap()
        .clone();
    let with = |change: &dyn Fn(&mut crate::annotation::Actor)| {
        let mut project = base.clone();
        change(project.actors.get_mut(&toll.id).unwrap());
        project
    };
    let ours = with(&|actor| {
        actor.side = "council".to_owned();
        actor.aliases = vec!["Mayor Toll".to_owned(), "Toll".to_owned()];
    });
    let theirs = with(&|actor| {
        actor.note = "the mayor".to_owned();
        actor.aliases = vec!["A. Toll".to_owned()];
    });
    let merged = merge_project(Some(base), &ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let is = &merged.project.actors[&toll.id];
    assert_eq!((is.side.as_str(), is.note.as_str()), ("council", "the mayor"));
    assert_eq!(is.aliases, ["A. Toll", "Mayor Toll"], "Toll was taken away");
    let ours = with(&|actor| actor.name = "Ada M. Toll".to_owned());
    let theirs = with(&|actor| actor.name = "Adah Toll".to_owned());
    let merged = merge_project(Some(base), &ours, &theirs);
    assert_eq!(merged.conflicts.len(), 1);
    let is = &merged.project.actors[&toll.id];
    assert_eq!(is.name, "Ada M. Toll");
    assert!(is.is_called("Adah Toll"));
    // Only a person takes an actor away.
    let mut without = base.clone();
    without.actors.clear();
    assert_eq!(
        merge_project(Some(base), base, &without).project.actors,
        base.actors
    );
}
