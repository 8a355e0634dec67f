//! Refinements between the decisions of a person.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::confirmed::Confirmed;
use super::history::arbitrary_command;
use super::*;
use crate::annotation::{ActorId, Article, Item};

/// What the slower suggester would find: other boundaries, other scores, an actor of its own.
fn better() -> Suggestions {
    let mut better = suggestions();
    better.actors.push(ProposedActor {
        name: "Norvan army".to_owned(),
        aliases: Vec::new(),
        kind: KindId::ARMED_FORCE,
    });
    better.mentions = vec![
        ProposedMention {
            score: 0.97,
            ..mention("Ada Toll", KindId::PERSON)
        },
        ProposedMention {
            actor: Some(1),
            ..mention("Norvan army", KindId::ARMED_FORCE)
        },
        ProposedMention {
            actor: None,
            ..mention("Brask", KindId::PLACE)
        },
    ];
    for claim in &mut better.claims {
        claim.score = 0.95;
    }
    let inner = ProposedClaim {
        content: vec![span_of("people died")],
        cue: None,
        source: None,
        ..better.claims[0].clone()
    };
    better.claims[0].nested.push(inner);
    better
}

fn slow() -> Suggested {
    Suggested {
        by: "slow".to_owned(),
        version: "1".to_owned(),
    }
}

fn refine(session: &mut Session, read: &Article, suggestions: &Suggestions, scope: Scope) -> Refined {
    session.refine(&Refinement {
        article: read,
        scope,
        suggestions,
        by: &slow(),
        replaces: &["rules", "slow"],
        keep: &BTreeSet::new(),
    })
}

fn refine_open(session: &mut Session) -> Refined {
    let read = session.article().unwrap().clone();
    refine(session, &read, &better(), Scope::Whole)
}

/// A session on a project that was read from disk.
fn reopened() -> (Session, ArticleId) {
    let (session, article) = session();
    let mut reopened = Session::new(session.project().clone(), "Rae");
    reopened.refocus(&Focus::default());
    (reopened, article)
}

fn origins(session: &Session) -> BTreeSet<&str> {
    let items = session.article().unwrap().items.values();
    items
        .filter_map(|item| item.origin.as_ref())
        .map(|origin| origin.suggester.as_str())
        .collect()
}

#[test]
fn it_replaces_proposals_and_is_no_step() {
    for (mut session, _) in [session(), reopened()] {
        let label = session.history().undo_label().map(str::to_owned);
        let revision = session.history().revision();
        assert_eq!(refine_open(&mut session), Refined::Changed);
        assert_eq!(origins(&session), BTreeSet::from(["slow"]));
        assert_eq!(session.article().unwrap().suggested_by, "slow 1");
        assert_eq!(session.article().unwrap().items.len(), 5);
        assert_eq!(session.history().undo_label().map(str::to_owned), label);
        assert_eq!(session.history().revision(), revision, "nothing to save");
        assert_eq!(refine_open(&mut session), Refined::Same);
    }
}

#[test]
fn what_came_in_this_session_comes_again_refined() {
    let (mut session, _) = session();
    let army = session.project().clone();
    refine_open(&mut session);
    let refined = session.project().clone();
    assert_ne!(refined.actors, army.actors, "the army is an actor now");
    session.undo();
    assert_eq!(*session.project(), Project::new("Test"), "nothing is left behind");
    session.redo();
    assert_eq!(*session.project(), refined);
}

#[test]
fn what_was_read_from_disk_goes_back_as_it_was_until_somebody_decides() {
    let (mut session, article) = reopened();
    let before = session.project().clone();
    refine_open(&mut session);
    assert_ne!(*session.project(), before);
    assert!(!session.history().is_dirty());
    assert_eq!(session.to_save(), before);
    let item = item_with(&session, "Norvan army");
    let command = Command::Accept {
        article,
        items: vec![item],
    };
    session.run(command, at()).unwrap();
    assert_eq!(
        session.to_save(),
        *session.project(),
        "what is decided is kept whole"
    );
    session.undo();
    assert_eq!(session.to_save().articles, before.articles);
    assert_eq!(session.to_save().actors, before.actors);
}

#[test]
fn an_actor_with_a_new_name_is_kept_for_every_article_that_refers_to_it() {
    let (mut first, _) = session();
    let other = Suggestions {
        claims: Vec::new(),
        mentions: vec![mention("Ada Toll", KindId::PERSON)],
        ..suggestions()
    };
    let command = Command::AddArticles {
        articles: vec![(draft(&format!("{TEXT}\nMore.")), Some(other))],
        by: by(),
    };
    first.run(command, at()).unwrap();
    let mut session = Session::new(first.project().clone(), "Rae");
    let before = session.project().clone();
    let read = session.project().articles.values().next().unwrap().clone();
    let mut renamed = better();
    renamed.actors[0].aliases.push("Mrs Toll".to_owned());
    assert_eq!(
        refine(&mut session, &read, &renamed, Scope::Whole),
        Refined::Changed
    );
    assert_ne!(session.project().actors, before.actors);
    let saved = session.to_save();
    assert!(refers_to_what_is_there(&saved));
    assert_eq!(saved.articles, before.articles);
}

#[test]
fn it_never_touches_decisions_focus_or_rejections() {
    let (mut session, article) = session();
    let (toll, army) = (
        item_with(&session, "Ada Toll"),
        item_with(&session, "Norvan army"),
    );
    let reject = Command::Reject {
        article: article.clone(),
        items: vec![toll],
    };
    session.run(reject, at()).unwrap();
    session.refocus(&Focus {
        article: Some(article.clone()),
        item: Some(army),
    });
    let before = session.article().unwrap().clone();
    assert_eq!(refine_open(&mut session), Refined::Changed);
    let now = session.article().unwrap();
    assert_eq!(now.items[&toll], before.items[&toll], "rejected, once");
    assert_eq!(now.items[&army], before.items[&army], "looked at");
    assert_eq!(session.focus.item, Some(army));
    let words: Vec<&str> = now
        .items
        .values()
        .filter_map(|item| item.body.as_mention())
        .map(|mention| now.text.slice(mention.span))
        .collect();
    assert_eq!(words.iter().filter(|words| **words == "Ada Toll").count(), 1);
    assert!(words.contains(&"Brask"), "{words:?}");
    // What was undone can be redone, and nothing was put in its place meanwhile.
    session.undo();
    refine_open(&mut session);
    assert_eq!(session.article().unwrap().items[&toll].status, Status::Suggested);
    session.redo();
    assert_eq!(session.article().unwrap().items[&toll].status, Status::Rejected);
}

#[test]
fn a_part_leaves_the_rest() {
    let (mut session, _) = session();
    let read = session.article().unwrap().clone();
    let claim = |article: &Article| -> Item {
        let found = article.items.values().find(|item| item.body.as_claim().is_some());
        found.unwrap().clone()
    };
    let claims_alone = Suggestions {
        mentions: Vec::new(),
        ..better()
    };
    let mentions_alone = Suggestions {
        claims: Vec::new(),
        ..better()
    };
    let [first, second, _] = read.text.paragraphs() else {
        panic!("three paragraphs")
    };
    refine(&mut session, &read, &mentions_alone, Scope::Mentions);
    let now = session.article().unwrap().clone();
    assert_eq!((now.items.len(), claim(&now)), (4, claim(&read)));
    assert_eq!(
        now.suggested_by, read.suggested_by,
        "it is not done with the article"
    );
    let none = Suggestions::default();
    assert_eq!(
        refine(&mut session, &read, &none, Scope::Claims(*first)),
        Refined::Same,
        "the claim is in the second paragraph"
    );
    refine(&mut session, &read, &claims_alone, Scope::Claims(*second));
    assert_ne!(claim(session.article().unwrap()), claim(&read));
    assert_eq!(session.article().unwrap().items.len(), 5);
    assert_eq!(
        refine(&mut session, &read, &better(), Scope::Whole),
        Refined::Changed
    );
    assert_eq!(session.article().unwrap().suggested_by, "slow 1");
}

#[test]
fn proposals_of_others_stay() {
    let (mut session, _) = session();
    let read = session.article().unwrap().clone();
    let before = session.project().clone();
    let refined = session.refine(&Refinement {
        article: &read,
        scope: Scope::Whole,
        suggestions: &Suggestions::default(),
        by: &slow(),
        replaces: &["slow"],
        keep: &BTreeSet::new(),
    });
    assert_eq!(refined, Refined::Changed, "it has gone over the article");
    assert_eq!(
        session.article().unwrap().items,
        before.articles.values().next().unwrap().items
    );
}

#[test]
fn an_actor_that_came_later_comes_earlier_unless_a_person_made_it() {
    let army = Suggestions {
        actors: vec![ProposedActor {
            name: "Norvan army".to_owned(),
            aliases: Vec::new(),
            kind: KindId::ARMED_FORCE,
        }],
        mentions: vec![ProposedMention {
            span: Span::new(4, 15).unwrap(),
            ..mention("Norvan army", KindId::ARMED_FORCE)
        }],
        claims: Vec::new(),
    };
    let linked = |session: &Session| -> Option<ActorId> {
        let article = session.project().articles.values().next().unwrap();
        let found = article.items.values().find_map(|item| {
            let mention = item.body.as_mention()?;
            (article.text.slice(mention.span) == "Norvan army").then_some(mention.actor)
        });
        found.unwrap()
    };
    for (mut session, _) in [session(), reopened()] {
        let read = session.article().unwrap().clone();
        let more = Command::AddArticles {
            articles: vec![(draft("The Norvan army left."), Some(army.clone()))],
            by: by(),
        };
        session.run(more, at()).unwrap();
        refine(&mut session, &read, &better(), Scope::Whole);
        let end = session.project().clone();
        assert!(linked(&session).is_some());
        session.undo();
        assert!(refers_to_what_is_there(session.project()));
        assert!(linked(&session).is_some());
        session.redo();
        assert_eq!(*session.project(), end);
    }
    let (mut session, article) = session();
    let read = session.article().unwrap().clone();
    let (toll, made) = (
        item_with(&session, "Ada Toll"),
        LinkTo::New("Norvan army".to_owned()),
    );
    let link = Command::Link {
        article,
        item: toll,
        to: made,
    };
    session.run(link, at()).unwrap();
    let mut better = better();
    better.actors[1].kind = KindId::PERSON;
    better.mentions[1].kind = KindId::PERSON;
    refine(&mut session, &read, &better, Scope::Whole);
    assert_eq!(linked(&session), None, "undo would take the actor away");
    session.undo();
    assert!(refers_to_what_is_there(session.project()));
}

#[test]
fn results_for_another_state_are_dropped() {
    let (mut session, article) = session();
    let read = session.article().unwrap().clone();
    let switch = Command::SwitchZone {
        article: article.clone(),
        offset: 0,
        kind: ZoneKind::Boilerplate,
    };
    session.run(switch, at()).unwrap();
    assert_eq!(
        refine(&mut session, &read, &better(), Scope::Whole),
        Refined::Outdated
    );
    session.undo();
    assert_eq!(
        refine(&mut session, &read, &better(), Scope::Whole),
        Refined::Changed
    );
    let again = Command::Suggest {
        articles: vec![(article.clone(), suggestions())],
        by: by(),
    };
    session.run(again, at()).unwrap();
    session.undo();
    let none = Suggestions::default();
    assert_eq!(refine(&mut session, &read, &none, Scope::Whole), Refined::NotNow);
    session.redo();
    session.run(Command::RemoveArticle { article }, at()).unwrap();
    assert_eq!(
        refine(&mut session, &read, &none, Scope::Whole),
        Refined::Outdated
    );
    session.undo();
    assert_eq!(refine(&mut session, &read, &none, Scope::Whole), Refined::NotNow);
}

/// The project without what nobody decided: undecided proposals, who made them, and actors of theirs alone.
fn settled(project: &Project) -> Project {
    let mut project = project.clone();
    let mut used: BTreeSet<ActorId> = BTreeSet::new();
    for article in project.articles.values_mut() {
        let article = std::sync::Arc::make_mut(article);
        article.items.retain(|_, item| item.status != Status::Suggested);
        article.suggested_by.clear();
        used.extend(article.items.values().flat_map(|item| item.body.actors()));
    }
    project.actors.retain(|id, _| used.contains(id));
    project
}

/// Every actor and every claim that something refers to is there.
fn refers_to_what_is_there(project: &Project) -> bool {
    project.articles.values().all(|article| {
        article.items.values().all(|item| {
            let outer = item.body.as_claim().and_then(|claim| claim.within);
            item.body.actors().all(|id| project.actors.contains_key(&id))
                && outer.is_none_or(|outer| article.can_hold_claims(outer))
        })
    })
}

fn arbitrary_refinement(session: &mut Session, [article, what, part]: [usize; 3]) {
    let articles: Vec<_> = session.project().articles.values().cloned().collect();
    let Some(read) = articles.get(article % articles.len().max(1)) else {
        return;
    };
    let mut suggestions = match what % 4 {
        0 => Suggestions::default(),
        1 => suggestions(),
        _ => better(),
    };
    let first = read.text.paragraphs().first().copied();
    let scope = match (part % 4, first) {
        (0, _) => {
            suggestions.claims.clear();
            Scope::Mentions
        }
        (1, Some(first)) => {
            suggestions.mentions.clear();
            suggestions.claims.clear();
            Scope::Claims(first)
        }
        _ => Scope::Whole,
    };
    refine(session, read, &suggestions, scope);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn undo_and_redo_stay_exact_between_refinements(
        fresh: bool,
        choices in prop::collection::vec([0usize..26, 0usize..60, 0usize..60], 1..40),
    ) {
        let (mut session, _) = if fresh { session() } else { reopened() };
        let start = session.to_save();
        let mut states = Vec::new();
        for [kind, a, b] in choices {
            match kind {
                0..=17 => {
                    let command = arbitrary_command(&session, [kind, a, b]);
                    let before = session.project().clone();
                    if session.run(command, at()).is_ok_and(|o| !o.articles.is_empty() || o.duplicates.is_empty()) {
                        states.push(before);
                    }
                }
                18 => if session.undo().is_some() && states.pop().is_none() {
                    // The article that came in first.
                    session.redo();
                },
                19 => {
                    let before = session.project().clone();
                    if session.redo().is_some() {
                        states.push(before);
                    }
                }
                _ => arbitrary_refinement(&mut session, [a, b, a + b]),
            }
            prop_assert!(refers_to_what_is_there(session.project()));
            prop_assert!(refers_to_what_is_there(&session.to_save()));
            prop_assert_eq!(&session.confirmed, &Confirmed::of(session.project()));
        }
        let end = session.project().clone();
        let all = states.len();
        for before in states.iter().rev() {
            session.undo();
            prop_assert_eq!(settled(session.project()), settled(before));
            prop_assert!(refers_to_what_is_there(session.project()));
        }
        if fresh {
            session.undo();
            prop_assert_eq!(session.project(), &Project::new("Test"));
            session.redo();
        } else {
            prop_assert_eq!(session.to_save(), start, "byte for byte what was opened");
        }
        for _ in 0..all {
            session.redo();
        }
        prop_assert_eq!(session.project(), &end);
    }
}
