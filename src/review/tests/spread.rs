//! Names that count at once wherever they stand.

use super::*;
use crate::annotation::Actor;

const FIRST: &str = "Karrin said the bridge fell.\nThe bridge held, Karrin Road did not. Karrin's aunt left.";
const SECOND: &str = "They met Karrin in Brask. In Karrin it rains.";

/// A proposal for the `nth` place of `words` in `text`.
fn proposal(text: &str, words: &str, nth: usize, kind: KindId, actor: Option<usize>) -> ProposedMention {
    let (at, _) = text.match_indices(words).nth(nth).unwrap();
    ProposedMention {
        span: Span::new(at, at + words.len()).unwrap(),
        kind,
        form: Form::Named,
        actor,
        score: 0.4,
        reason: "capitals".to_owned(),
    }
}

fn company() -> Vec<ProposedActor> {
    vec![ProposedActor {
        name: "Karrin".to_owned(),
        aliases: Vec::new(),
        kind: KindId::ORGANIZATION,
    }]
}

/// Two articles in which "Karrin" was taken for a company, at one place overlooked and at one a place.
fn two_articles() -> (Session, Vec<ArticleId>) {
    let claim = ProposedClaim {
        source: Some(Span::new(0, 6).unwrap()),
        content: vec![Span::new(12, 27).unwrap()],
        cue: Some(Span::new(7, 11).unwrap()),
        ..suggestions().claims.remove(0)
    };
    let first = Suggestions {
        actors: company(),
        mentions: vec![proposal(FIRST, "Karrin", 0, KindId::ORGANIZATION, Some(0))],
        claims: vec![claim],
    };
    let second = Suggestions {
        actors: company(),
        mentions: vec![
            proposal(SECOND, "Karrin", 0, KindId::ORGANIZATION, Some(0)),
            proposal(SECOND, "Karrin", 1, KindId::PLACE, None),
        ],
        claims: Vec::new(),
    };
    let mut session = Session::new(Project::new("Test"), "Rae");
    let articles = vec![(draft(FIRST), Some(first)), (draft(SECOND), Some(second))];
    let outcome = session
        .run(Command::AddArticles { articles, by: by() }, at())
        .unwrap();
    (session, outcome.articles)
}

/// Words, start, kind and actor's name of every mention in an article.
fn mentions(session: &Session, id: &ArticleId) -> Vec<(usize, String, String)> {
    let article = session.project().article(id).unwrap();
    let name = |mention: &Mention| {
        let actor = mention.actor.and_then(|id| session.project().actors.get(&id));
        actor.map(|actor: &Actor| actor.name.clone()).unwrap_or_default()
    };
    let mut found: Vec<_> = article
        .items
        .values()
        .filter_map(|item| item.body.as_mention())
        .map(|m| (m.span.start(), m.kind.to_string(), name(m)))
        .collect();
    found.sort();
    found
}

fn correct_first(session: &mut Session, article: &ArticleId, kind: KindId) -> Outcome {
    let item = session.project().article(article).unwrap().items.values();
    let item = item
        .filter(|item| item.body.as_mention().is_some())
        .min_by_key(|item| item.body.hull())
        .unwrap();
    let Body::Mention(mention) = item.body.clone() else {
        panic!("a mention")
    };
    let command = Command::Correct {
        article: article.clone(),
        item: item.id,
        body: Body::Mention(Mention { kind, ..mention }),
        what: "set kind",
    };
    session.run(command, at()).unwrap()
}

#[test]
fn a_confirmed_name_counts_everywhere_at_once_and_undo_takes_all_back() {
    let (mut session, articles) = two_articles();
    let before = session.project().clone();
    let outcome = correct_first(&mut session, &articles[0], KindId::PERSON);
    let of = |kind: &str, start: usize| (start, kind.to_owned(), "Karrin".to_owned());
    assert_eq!(
        mentions(&session, &articles[0]),
        [of("person", 0), of("person", 67)],
        "not the road"
    );
    let place = SECOND.match_indices("Karrin").nth(1).unwrap().0;
    assert_eq!(
        mentions(&session, &articles[1]),
        [of("person", 9), of("person", place)]
    );
    assert_eq!(outcome.follows, 3);
    let decisions: usize = session
        .project()
        .articles
        .values()
        .map(|a| a.decisions.len())
        .sum();
    assert_eq!(decisions, 1, "only one place was decided");
    let changed = session.project().article(&articles[1]).unwrap();
    let origin = changed.items.values().next().unwrap().origin.clone().unwrap();
    assert_eq!(
        (origin.suggester.as_str(), origin.reason.as_str()),
        ("rules", "confirmed in this project")
    );
    session.undo();
    assert_eq!(*session.project(), before);
}

#[test]
fn a_state_and_a_place_of_one_name_live_side_by_side() {
    let (mut session, articles) = two_articles();
    correct_first(&mut session, &articles[0], KindId::STATE);
    let kinds: Vec<String> = mentions(&session, &articles[1])
        .into_iter()
        .map(|m| m.1)
        .collect();
    assert_eq!(kinds, ["state", "place"]);
}

#[test]
fn a_name_with_two_readings_is_decided_place_by_place() {
    let (mut session, articles) = two_articles();
    let place = session.project().article(&articles[1]).unwrap().items.values();
    let place = place
        .filter(|item| item.body.as_mention().is_some_and(|m| m.kind == KindId::PLACE))
        .map(|item| item.id)
        .collect();
    let accept = Command::Accept {
        article: articles[1].clone(),
        items: place,
    };
    let outcome = session.run(accept, at()).unwrap();
    assert!(outcome.follows > 0, "the first reading counts everywhere");
    let before = mentions(&session, &articles[1]);
    let outcome = correct_first(&mut session, &articles[0], KindId::PERSON);
    assert_eq!(outcome.follows, 0);
    assert_eq!(mentions(&session, &articles[1]), before);
}

#[test]
fn who_speaks_under_the_name_is_the_confirmed_actor() {
    let (mut session, articles) = two_articles();
    let item = session.project().article(&articles[1]).unwrap().items.values();
    let item = item.min_by_key(|item| item.body.hull()).unwrap().id;
    let link = Command::Link {
        article: articles[1].clone(),
        item,
        to: LinkTo::New("Ilan Karrin".to_owned()),
    };
    session.run(link, at()).unwrap();
    let first = session.project().article(&articles[0]).unwrap();
    let claim = first
        .items
        .values()
        .find_map(|item| item.body.as_claim())
        .unwrap();
    let speaker = session.project().actors.get(&claim.speaker.unwrap()).unwrap();
    assert_eq!(speaker.name, "Ilan Karrin");
    assert_eq!(session.known_names().len(), 1);
    assert_eq!(session.known_names()[0].actor, "Ilan Karrin");
}

#[test]
fn what_was_rejected_is_not_proposed_again_by_its_name() {
    let (mut session, articles) = two_articles();
    let second = session.project().article(&articles[1]).unwrap();
    let items: Vec<ItemId> = second.items.keys().copied().collect();
    let reject = Command::Reject {
        article: articles[1].clone(),
        items,
    };
    session.run(reject, at()).unwrap();
    let rejected = session.project().article(&articles[1]).unwrap().clone();
    correct_first(&mut session, &articles[0], KindId::PERSON);
    assert_eq!(*session.project().article(&articles[1]).unwrap(), rejected);
}
