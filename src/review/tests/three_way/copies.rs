//! A colleague's copy is taken into the open project.

use proptest::prelude::*;

use super::histories::{choices, counted, expected, lived, loose};
use super::*;
use crate::annotation::{Change, Decision};
use crate::review::{Refusal, TakeIn, Tally, opinions};

/// Takes `theirs` in; the tally says what was done.
fn take(session: &mut Session, theirs: &Project) -> Result<Tally, Refusal> {
    let taking = TakeIn::of(session.project(), &Arc::new(theirs.clone()));
    let tally = taking.tally.clone();
    session.run(Command::TakeInCopy(Box::new(taking)), time(9000))?;
    Ok(tally)
}

fn remove(article: &ArticleId, item: ItemId) -> Command {
    Command::Reject {
        article: article.clone(),
        items: vec![item],
    }
}

fn accept(article: &ArticleId, item: ItemId) -> Command {
    Command::Accept {
        article: article.clone(),
        items: vec![item],
    }
}

#[test]
fn what_was_decided_only_there_comes_in_and_what_differs_waits() {
    let (session, article) = session();
    let (toll, army) = (
        item_with(&session, "Ada Toll"),
        item_with(&session, "Norvan army"),
    );
    let group = with_kind(&session, toll, KindId::GROUP);
    let state = with_kind(&session, toll, KindId::STATE);
    let accepts = accept(&article, toll);
    let rejects = remove(&article, toll);
    let none: &[Command] = &[];
    let one = std::slice::from_ref;
    let base = session.project();
    for (ours, theirs, status, kind, tally) in [
        (none, one(&rejects), Status::Rejected, "person", [1, 0, 0]),
        (none, one(&group), Status::Corrected, "group", [1, 0, 0]),
        (one(&group), one(&group), Status::Corrected, "group", [0, 1, 0]),
        (
            one(&rejects),
            one(&rejects),
            Status::Rejected,
            "person",
            [0, 1, 0],
        ),
        (
            one(&accepts),
            one(&rejects),
            Status::Suggested,
            "person",
            [0, 0, 1],
        ),
        (one(&group), one(&state), Status::Suggested, "state", [0, 0, 1]),
    ] {
        let mut here = Session::new(after(base, "Rae", 10, ours), "Rae");
        let before = here.project().clone();
        let there = after(base, "Öz", 11, theirs);
        let done = take(&mut here, &there).unwrap();
        assert_eq!(
            [done.taken, done.same, done.differing],
            tally,
            "{ours:?} {theirs:?}"
        );
        assert_eq!((done.new, done.changed, done.decisions), (0, 1, 1));
        let is = only_article(here.project());
        let item = &is.items[&toll];
        assert_eq!(item.status, status);
        assert_eq!(item.body.as_mention().unwrap().kind.as_str(), kind);
        assert!(
            is.decisions
                .iter()
                .any(|decision| decision.by == "Öz" && decision.at == time(11)),
            "the record says who and when"
        );
        assert!(here.project().reviewers.contains(&"Öz".to_owned()));
        assert_eq!(is.items[&army].status, Status::Suggested);
        let taken = here.project().clone();
        assert_eq!(take(&mut here, &there), Err(Refusal::Nothing), "once is enough");
        here.undo();
        assert_eq!(*here.project(), before);
        here.redo();
        assert_eq!(*here.project(), taken);
    }
}

#[test]
fn each_side_can_be_taken_whole_and_stays_decided() {
    let (session, article) = session();
    let toll = item_with(&session, "Ada Toll");
    let base = session.project();
    // Both knew that Ines had accepted it.
    let base = after(base, "Ines", 2, &[accept(&article, toll)]);
    let mut here = Session::new(
        after(&base, "Rae", 10, &[with_kind(&session, toll, KindId::GROUP)]),
        "Rae",
    );
    let there = after(&base, "Öz", 11, &[remove(&article, toll)]);
    take(&mut here, &there).unwrap();
    let is = only_article(here.project()).clone();
    let found = opinions(&is, &is.items[&toll]);
    let says: Vec<(&str, Option<&str>)> = found
        .iter()
        .map(|opinion| {
            let kind = opinion.body.map(|body| body.as_mention().unwrap().kind.as_str());
            (opinion.decision.by.as_str(), kind)
        })
        .collect();
    assert_eq!(says, [("Rae", Some("group")), ("Öz", None)]);
    here.run(remove(&article, toll), time(20)).unwrap();
    assert_eq!(take(&mut here, &there), Err(Refusal::Nothing));
    // The colleague gets what was settled.
    let mut other = Session::new(there, "Öz");
    take(&mut other, here.project()).unwrap();
    assert_eq!(
        only_article(other.project()).items[&toll].status,
        Status::Rejected
    );
    assert!(opinions(&is, &is.items[&item_with(&session, "Norvan army")]).is_empty());
}

#[test]
fn what_a_colleague_took_away_knowing_of_it_goes() {
    let (session, article) = session();
    let body = Body::Mention(Mention {
        span: span_of("12 people"),
        kind: KindId::GROUP,
        form: Form::Descriptive,
        actor: None,
        note: String::new(),
    });
    let add = Command::Add {
        article: article.clone(),
        bodies: vec![body],
    };
    let base = after(session.project(), "Ines", 2, &[add]);
    let added = *only_article(&base)
        .items
        .iter()
        .find(|(_, item)| item.status == Status::Added)
        .unwrap()
        .0;
    let there = after(&base, "Öz", 11, &[remove(&article, added)]);
    let mut here = Session::new(base.clone(), "Rae");
    assert_eq!(take(&mut here, &there).unwrap().taken, 1);
    assert!(!only_article(here.project()).items.contains_key(&added));
    // But not if it was changed here meanwhile.
    let changed = with_kind(
        &Session::new(base.clone(), "Rae").on(&article),
        added,
        KindId::STATE,
    );
    let mut here = Session::new(after(&base, "Rae", 10, &[changed]), "Rae");
    assert_eq!(take(&mut here, &there).unwrap().differing, 1);
    assert!(is_contested(&only_article(here.project()).items[&added]));
}

trait On {
    fn on(self, article: &ArticleId) -> Self;
}

impl On for Session {
    fn on(mut self, article: &ArticleId) -> Self {
        self.refocus(&Focus {
            article: Some(article.clone()),
            item: None,
        });
        self
    }
}

#[test]
fn articles_meet_by_their_text() {
    let (session, article) = session();
    let mut there = session.project().clone();
    let original = there.articles.remove(&article).unwrap();
    // The same text under another name, another text under this one, and one more.
    let renamed = ArticleId::parse("renamed").unwrap();
    let mut same = (*original).clone();
    same.id = renamed.clone();
    same.note = "seen".to_owned();
    let other = |id: &ArticleId, text: &str| {
        let mut other = (*original).clone();
        other.id = id.clone();
        other.text = ArticleText::new(text);
        other.items.clear();
        Arc::new(other)
    };
    let third = ArticleId::parse("third").unwrap();
    there.articles.insert(renamed, Arc::new(same));
    there
        .articles
        .insert(article.clone(), other(&article, "Not that one."));
    there.articles.insert(third.clone(), other(&third, "A third."));
    let mut here = Session::new(session.project().clone(), "Rae");
    let tally = take(&mut here, &there).unwrap();
    assert_eq!((tally.new, tally.changed), (2, 1));
    assert_eq!(here.project().articles.len(), 3);
    assert_eq!(here.project().articles[&article].note, "seen");
    assert_eq!(here.project().articles[&article].text.as_str(), TEXT);
    assert!(here.project().articles.contains_key(&third));
    here.undo();
    assert_eq!(here.project(), session.project());
}

/// Whether `log` has an entry about `item` that `other` lacks.
fn new(log: &[Decision], other: &[Decision], item: ItemId) -> bool {
    log.iter().any(|decision| {
        matches!(decision.change, Change::Item { id, .. } if id == item)
            && !other.iter().any(|entry| entry.is_entry_of(decision))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn taking_a_copy_in_loses_and_overwrites_nothing(
        before in choices(6),
        our in choices(12),
        their in choices(12),
    ) {
        let (session, _) = session();
        let base = lived(session.project(), "Ines", 1, &before);
        let ours = lived(&base, "Rae", 100, &our);
        let theirs = lived(&base, "Öz", 101, &their);
        let mut here = Session::new(ours.clone(), "Rae");
        let tally = take(&mut here, &theirs);
        let (o, t) = (only_article(&ours), only_article(&theirs));
        let is = only_article(here.project());
        prop_assert_eq!(counted(&is.decisions), expected(&o.decisions, &t.decisions));
        prop_assert_eq!(
            counted(&here.project().decisions),
            expected(&ours.decisions, &theirs.decisions)
        );
        prop_assert!(is.decisions.is_sorted_by_key(|decision| decision.at));
        for item in o.items.keys().chain(t.items.keys()) {
            let [our, their, new_one] = [o, t, is].map(|side| side.items.get(item));
            let (by_us, by_them) = (
                new(&o.decisions, &t.decisions, *item),
                new(&t.decisions, &o.decisions, *item),
            );
            let decided = our.is_some_and(|item| item.status != Status::Suggested);
            if by_us && !by_them {
                prop_assert_eq!(loose(new_one), loose(our));
            } else if by_them && !by_us {
                prop_assert_eq!(loose(new_one), loose(their));
            } else if decided {
                let kept = loose(new_one) == loose(our) || loose(new_one) == loose(their);
                prop_assert!(kept || new_one.is_some_and(is_contested));
                if let (Some(our), Some(new_one)) = (our, new_one)
                    && !is_contested(new_one)
                {
                    prop_assert_eq!(our.is_annotation(), new_one.is_annotation());
                }
            }
        }
        if tally.is_ok() {
            let taken = here.project().clone();
            prop_assert_eq!(take(&mut here, &theirs), Err(Refusal::Nothing));
            here.undo();
            prop_assert_eq!(here.project(), &ours);
            here.redo();
            prop_assert_eq!(here.project(), &taken);
        } else {
            prop_assert_eq!(here.project(), &ours);
        }
    }
}
