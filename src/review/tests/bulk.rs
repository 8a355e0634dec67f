//! Decisions about many items at once.

use super::*;
use crate::annotation::{Act, Actor, Origin, QuoteType, RatingId};

/// A second article with two claims of its own.
fn two_articles() -> (Session, Vec<(ArticleId, ItemId)>) {
    let (mut session, _) = session();
    let text = "The harbour burned. The mayor wept.";
    let claim = |from: usize, to: usize| ProposedClaim {
        content: vec![Span::new(from, to).unwrap()],
        cue: None,
        source: None,
        ..suggestions().claims.remove(0)
    };
    let more = Suggestions {
        actors: suggestions().actors,
        mentions: Vec::new(),
        claims: vec![claim(0, 18), claim(20, 34)],
    };
    let command = Command::AddArticles {
        articles: vec![(draft(text), Some(more))],
        by: by(),
    };
    session.run(command, at()).unwrap();
    let claims = session.project().in_order().into_iter().flat_map(|article| {
        let claims = article
            .items
            .values()
            .filter(|item| item.body.as_claim().is_some());
        claims.map(|item| (article.id.clone(), item.id))
    });
    let claims = claims.collect();
    (session, claims)
}

fn items(session: &Session, of: &[(ArticleId, ItemId)]) -> Vec<crate::annotation::Item> {
    let find =
        |(article, item): &(ArticleId, ItemId)| session.project().article(article)?.items.get(item).cloned();
    of.iter().filter_map(find).collect()
}

#[test]
fn one_step_one_decision_each_and_one_undo() {
    let (session, _) = two_articles();
    let toll = *session.project().actors.keys().next().unwrap();
    let verdict = BulkChange::SetVerdict(Some(RatingId::FALSE));
    // What is asked, how many decisions that makes, the status after it, the label.
    for (change, decisions, status, label) in [
        (BulkChange::Accept, 3, Status::Accepted, "accept 3 claims"),
        (BulkChange::Reject, 3, Status::Rejected, "reject 3 claims"),
        (
            BulkChange::SetAct(Act::Denial),
            3,
            Status::Corrected,
            "set act of 3 claims",
        ),
        // They are so already, and now a person says it.
        (
            BulkChange::SetAct(Act::Statement),
            3,
            Status::Accepted,
            "set act of 3 claims",
        ),
        (
            BulkChange::SetQuote(QuoteType::Mixed),
            3,
            Status::Corrected,
            "set quote type of 3 claims",
        ),
        (verdict, 3, Status::Accepted, "set verdict of 3 claims"),
        (
            BulkChange::SetSpeaker(None),
            3,
            Status::Accepted,
            "unlink speaker of 3 claims",
        ),
        (
            BulkChange::SetSpeaker(Some(toll)),
            3,
            Status::Accepted,
            "link speaker of 3 claims",
        ),
    ] {
        let (mut session, claims) = two_articles();
        let before = session.project().clone();
        let mut asked = claims.clone();
        asked.extend(claims.iter().cloned());
        let command = Command::Bulk {
            items: asked,
            change: change.clone(),
        };
        let outcome = session.run(command.clone(), at()).unwrap();
        assert_eq!(outcome.label, label);
        assert_eq!(outcome.items.len(), 3, "{change:?}: each once");
        let project = session.project();
        let made: usize = project.articles.values().map(|a| a.decisions.len()).sum();
        assert_eq!(made, decisions, "{change:?}");
        assert!(items(&session, &claims).iter().all(|item| item.status == status));
        assert!(
            project
                .articles
                .values()
                .all(|a| a.state == ArticleState::InReview)
        );
        let again = session.run(command, at());
        assert_eq!(again, Err(Refusal::Nothing), "{change:?}: it is so now");
        let after = session.project().clone();
        session.undo();
        assert_eq!(*session.project(), before, "{change:?}");
        session.redo();
        assert_eq!(*session.project(), after, "{change:?}");
    }
}

#[test]
fn what_cannot_be_decided_together_is_left_alone_and_counted() {
    let (session, claims) = two_articles();
    let mut project = session.project().clone();
    let (article, contested) = claims[0].clone();
    let mut with = (*project.articles[&article]).clone();
    let item = with.items.get_mut(&contested).unwrap();
    item.origin = Some(Origin {
        suggester: "merge".to_owned(),
        version: "1".to_owned(),
        score: 1.0,
        reason: "Rae: statement; Öz: rejected — decide".to_owned(),
    });
    project
        .articles
        .insert(article.clone(), std::sync::Arc::new(with));
    let mut session = Session::new(project, "Rae");
    let unknown = ItemId::for_body(&Body::Claim(Box::default()), |_| false);
    let gone = (article.clone(), unknown);
    let run = |session: &mut Session, items: &[&(ArticleId, ItemId)]| {
        let items = items.iter().map(|item| (*item).clone()).collect();
        let change = BulkChange::Accept;
        session.run(Command::Bulk { items, change }, at())
    };
    let none = run(&mut session, &[&claims[0], &gone]);
    assert_eq!(none, Err(Refusal::Contested));
    assert_eq!(run(&mut session, &[&gone]), Err(Refusal::NoItem));
    let some = run(&mut session, &[&claims[0], &claims[1], &gone, &claims[2]]).unwrap();
    assert_eq!((some.items.len(), some.contested, some.gone), (2, 1, 1));
    let alone = run(&mut session, &[&claims[0]]).unwrap();
    assert_eq!(alone.items, [claims[0].1], "one by one it is decided");
    let stranger = Actor::new("Nobody here", KindId::PERSON).id;
    let command = Command::Bulk {
        items: claims,
        change: BulkChange::SetSpeaker(Some(stranger)),
    };
    assert_eq!(session.run(command, at()), Err(Refusal::NoActor));
}

#[test]
fn a_new_rating_keeps_the_reasons_and_mentions_are_left_alone() {
    let (mut session, claims) = two_articles();
    let (article, item) = claims[0].clone();
    let toll = item_with(&session, "Ada Toll");
    let rate = |session: &mut Session, rating| {
        let items = vec![(article.clone(), item), (article.clone(), toll)];
        let change = BulkChange::SetVerdict(rating);
        session.run(Command::Bulk { items, change }, at()).unwrap()
    };
    assert_eq!(rate(&mut session, Some(RatingId::TRUE)).items, [item]);
    let Body::Claim(mut claim) = session.project().articles[&article].items[&item].body.clone() else {
        panic!("a claim")
    };
    claim.verdict.as_mut().unwrap().rationale = "The register says so.".to_owned();
    let why = Command::Correct {
        article: article.clone(),
        item,
        body: Body::Claim(claim),
        what: "rationale",
    };
    session.run(why, at()).unwrap();
    rate(&mut session, Some(RatingId::MISLEADING));
    let verdict = |session: &Session| {
        let item = session.project().articles[&article].items[&item].clone();
        item.body.as_claim().unwrap().verdict.clone()
    };
    let now = verdict(&session).unwrap();
    assert_eq!(
        (now.rating, now.rationale.as_str()),
        (RatingId::MISLEADING, "The register says so.")
    );
    rate(&mut session, None);
    assert_eq!(verdict(&session), None);
}
