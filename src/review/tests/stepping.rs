//! Going through the queue, in every order.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::annotation::{Article, Item};

/// Articles with mentions (no worth) and claims of such a worth (in tenths), some of them decided.
fn project(articles: &[Vec<(Option<u8>, usize)>]) -> Project {
    let mut project = Project::new("Test");
    for (i, items) in articles.iter().enumerate() {
        let id = ArticleId::from_name(&format!("a{i}"), |_| false);
        let text = ArticleText::new("word ".repeat(items.len() + 1));
        let mut article = Article::new(id.clone(), at(), Metadata::default(), text, Vec::new());
        for (n, (worth, status)) in items.iter().enumerate() {
            let span = Span::new(n * 5, n * 5 + 4).unwrap();
            let body = match worth {
                Some(worth) => Body::Claim(Box::new(Claim {
                    content: vec![span],
                    check_worthiness: f32::from(*worth) / 10.0,
                    ..Claim::default()
                })),
                None => Body::Mention(Mention {
                    span,
                    kind: KindId::GROUP,
                    form: Form::Named,
                    actor: None,
                    note: String::new(),
                }),
            };
            let id = ItemId::for_body(&body, |id| article.items.contains_key(&id));
            let statuses = [Status::Suggested, Status::Accepted, Status::Rejected];
            let status = statuses[status % 3];
            article.items.insert(
                id,
                Item {
                    id,
                    body,
                    status,
                    origin: None,
                },
            );
        }
        project.articles.insert(id, Arc::new(article));
    }
    project
}

fn step(project: &Project, from: &Focus, forward: bool, show: Show, order: Order) -> Option<Focus> {
    super::super::queue::neighbour(project, from, 0, forward, show, order)
}

proptest! {
    #[test]
    fn every_item_comes_once_and_back_undoes_forward(
        articles in prop::collection::vec(prop::collection::vec((prop::option::of(0u8..10), 0usize..3), 0..7), 1..6),
        all: bool,
        worth: bool,
    ) {
        let project = project(&articles);
        let show = if all { Show::All } else { Show::Undecided };
        let order = if worth { Order::Worth } else { Order::Text };
        let queued = project.articles.values().flat_map(|article| {
            let items = super::super::queue::queue(article, show, order).into_iter();
            items.map(|item| (article.id.clone(), item.id))
        });
        let queued: BTreeSet<(ArticleId, ItemId)> = queued.collect();
        let mut at = Focus { article: project.in_order().first().map(|a| a.id.clone()), item: None };
        let mut seen = Vec::new();
        for _ in 0..queued.len() {
            let next = step(&project, &at, true, show, order);
            prop_assert!(next.is_some() || queued.len() == 1);
            let Some(next) = next else { break };
            if at.item.is_some() {
                let back = step(&project, &next, false, show, order);
                prop_assert_eq!(back.as_ref(), Some(&at));
            }
            seen.push((next.article.clone().unwrap(), next.item.unwrap()));
            at = next;
        }
        prop_assert_eq!(seen.len(), queued.len());
        prop_assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), queued);
    }
}

#[test]
fn the_most_check_worthy_comes_first_and_stays_first_when_decided() {
    let mention = (None, 0);
    let project = project(&[
        vec![mention, (Some(2), 0), (Some(5), 0)],
        vec![mention],
        vec![(Some(4), 0), (Some(9), 1), mention, (Some(6), 0)],
        vec![(Some(5), 0)],
    ]);
    let walk = |order: Order| {
        let mut at = Focus {
            article: Some(ArticleId::from_name("none", |_| false)),
            item: None,
        };
        let mut seen = Vec::new();
        while let Some(next) = step(&project, &at, true, Show::Undecided, order) {
            let article = &project.articles[next.article.as_ref().unwrap()];
            let item = &article.items[&next.item.unwrap()];
            let place = item.body.hull().unwrap().start() / 5;
            if seen.contains(&(article.id.to_string(), place)) {
                break;
            }
            seen.push((article.id.to_string(), place));
            at = next;
        }
        let words = seen
            .into_iter()
            .map(|(article, place)| format!("{article}.{place}"));
        words.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(walk(Order::Text), "a0.0 a0.1 a0.2 a1.0 a2.0 a2.2 a2.3 a3.0");
    assert_eq!(walk(Order::Worth), "a2.3 a2.0 a2.2 a0.2 a0.1 a0.0 a3.0 a1.0");
}
