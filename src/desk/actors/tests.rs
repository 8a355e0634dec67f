use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::annotation::{
    ArticleId, Claim, Form as MentionForm, Item, ItemId, Mention, Metadata, Party, pair,
};
use crate::text::{ArticleText, Span};

const TEXT: &str = "Ada Toll spoke. ADA  TOLL said it rained, citing Toll. Adah Toll left.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn project() -> (Project, [ActorId; 3]) {
    let mut toll = Actor::new("Ada Toll", KindId::PERSON);
    toll.aliases = vec!["Mrs Toll".to_owned()];
    "Council".clone_into(&mut toll.side);
    let adah = Actor::new("Adah Toll", KindId::PERSON);
    let army = Actor::new("Norvan army", KindId::ARMED_FORCE);
    let mention = |words: &str, actor: &Actor| {
        Body::Mention(Mention {
            span: span(words),
            kind: actor.kind.clone(),
            form: MentionForm::Named,
            actor: Some(actor.id),
            note: String::new(),
        })
    };
    let party = |actor: &Actor| Party {
        span: span("Toll. Adah"),
        actor: Some(actor.id),
    };
    let claim = Body::Claim(Box::new(Claim {
        content: vec![span("it rained")],
        speaker: Some(toll.id),
        via: Some(party(&adah)),
        targets: vec![party(&adah)],
        ..Claim::default()
    }));
    let id = ArticleId::parse("rain").unwrap();
    let text = ArticleText::new(TEXT);
    let mut article = Article::new(id, Timestamp::UNIX_EPOCH, Metadata::default(), text, vec![]);
    for (body, status) in [
        (mention("Ada Toll", &toll), Status::Accepted),
        (mention("ADA  TOLL", &toll), Status::Suggested),
        (mention("Toll spoke", &toll), Status::Rejected),
        (mention("Adah Toll", &adah), Status::Suggested),
        (claim, Status::Suggested),
    ] {
        let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
        let item = Item {
            id,
            body,
            status,
            origin: None,
        };
        article.items.insert(id, item);
    }
    let mut project = Project::new("Rain");
    let ids = [toll.id, adah.id, army.id];
    for actor in [toll, adah, army] {
        project.actors.insert(actor.id, actor);
    }
    project.articles.insert(article.id.clone(), Arc::new(article));
    (project, ids)
}

fn overview(project: &Project) -> Overview {
    let tallies: Vec<Tally> = project.articles.values().map(|a| tally(a)).collect();
    Overview::of(project, &tallies)
}

#[test]
fn totals_leave_out_what_was_rejected() {
    let (project, [toll, adah, army]) = project();
    let overview = overview(&project);
    let totals = |id| {
        let t = overview.get(id).unwrap().totals;
        [t.articles, t.mentions, t.claims, t.named]
    };
    assert_eq!(totals(toll), [1, 2, 1, 0]);
    assert_eq!(totals(adah), [1, 1, 0, 1], "one claim names her, twice");
    assert_eq!(totals(army), [0, 0, 0, 0]);
    assert_eq!(overview.sides, ["Council"]);
}

#[test]
fn lists_are_filtered_and_sorted() {
    let (project, [toll, adah, army]) = project();
    let overview = overview(&project);
    let check = |words: &str, kind: Option<KindId>, sort, expected: &[ActorId]| {
        let filter = Filter {
            words: words.to_owned(),
            kind,
            sort,
        };
        assert_eq!(overview.listed(&filter), expected, "{filter:?}");
    };
    check("", None, Sort::Name, &[toll, adah, army]);
    check("TOLL", None, Sort::Name, &[toll, adah]);
    check("mrs  t", None, Sort::Name, &[toll]);
    check("counc", None, Sort::Name, &[toll]);
    check("", Some(KindId::ARMED_FORCE), Sort::Name, &[army]);
    check("", None, Sort::Mentions, &[toll, adah, army]);
    check("xyz", None, Sort::Claims, &[]);
    let offered = |typed, except| {
        let offers = overview.offers(typed, except, 2);
        offers.into_iter().map(|known| known.id).collect::<Vec<_>>()
    };
    assert_eq!(offered("army", toll), [army]);
    assert_eq!(offered("toll", toll), [adah]);
    assert_eq!(offered("", army), [toll, adah]);
}

#[test]
fn proposals_say_who_stays() {
    let (mut project, [toll, adah, _]) = project();
    assert_eq!(
        overview(&project).proposals,
        [Proposal {
            into: toll,
            other: adah,
            reason: Reason::Spelling
        }],
        "the more mentioned one"
    );
    let short = Actor::new("Vestrin", KindId::PERSON);
    let full = Actor::new("Ilmar Vestrin", KindId::PERSON);
    let expected = (full.id, short.id);
    project.actors.insert(short.id, short);
    project.actors.insert(full.id, full);
    let proposals = overview(&project).proposals;
    assert_eq!((proposals[1].into, proposals[1].other), expected);
    project.apart.insert(pair(toll, adah));
    assert_eq!(overview(&project).proposals.len(), 1);
}

#[test]
fn everything_of_an_actor_is_found_in_order() {
    let (project, [toll, adah, _]) = project();
    let detail = Detail::of(&project, toll);
    let forms: Vec<_> = detail.forms.iter().map(|f| (f.words.as_str(), f.count)).collect();
    assert_eq!(forms, [("Ada Toll", 2), ("Mrs Toll", 0)]);
    assert_eq!(detail.forms[1].alias.as_deref(), Some("Mrs Toll"));
    let words = |places: &[Place]| places.iter().map(|p| p.words.clone()).collect::<Vec<_>>();
    assert_eq!(words(&detail.mentions), ["Ada Toll", "ADA  TOLL"]);
    assert_eq!(words(&detail.claims), ["it rained"]);
    assert_eq!(words(&Detail::of(&project, adah).named), ["it rained"]);
}
