//! Random projects go through the file format and come back the same.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::candidates;
use super::format::{self, v1};
use super::warning::Notes;
use crate::annotation::{
    Act, Action, Actor, ActorId, Article, ArticleId, ArticleState, Bearing, Body, Bound, Change, Claim,
    ClaimRef, Decision, Event, EventId, Evidence, Figure, Form, Item, ItemId, KindId, Measure, Mention,
    Metadata, Origin, Orphan, Party, Project, Quote, QuoteType, RatingId, RatingLabel, ReferenceColumns,
    ReferenceTable, Status, Verdict,
};
use crate::text::{ArticleText, Span, Zone, ZoneKind, normalise};

/// Two ends of a span, to be brought into a text.
type Ends = (Index, Index);

fn span_in(text: &ArticleText, (a, b): &Ends) -> Span {
    let bounds: Vec<usize> = text
        .as_str()
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.as_str().len()])
        .collect();
    let (a, b) = (a.index(bounds.len() - 1), b.index(bounds.len() - 1) + 1);
    text.span(bounds[a.min(b - 1)]..bounds[b.max(a + 1)]).unwrap()
}

fn ends() -> impl Strategy<Value = Ends> {
    (any::<Index>(), any::<Index>())
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "(\\PC|\"|\\\\|#|\n|'|\r|😀){0,12}"]
}

fn text() -> impl Strategy<Value = ArticleText> {
    "(\\PC|[a-z ]{1,8}|\"|#|\\\\|\n|\t|\u{feff}|é|😀|\u{7}){1,80}"
        .prop_map(|text| ArticleText::new(normalise(&format!("x{text}"))))
}

fn score() -> impl Strategy<Value = f32> {
    (0..=1000_u16)
        .prop_map(|n| f32::from(n) / 1000.0)
        .prop_map(v1::from_domain::rounded)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_000_i64).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

fn actor_id() -> impl Strategy<Value = Option<ActorId>> {
    prop::option::of("[a-c]".prop_map(|name| ActorId::for_name(&name, &KindId::STATE)))
}

fn actor() -> impl Strategy<Value = Actor> {
    ("[a-c]", words(), words(), prop::collection::vec(words(), 0..3)).prop_map(
        |(name, side, note, aliases)| Actor {
            side: side.clone(),
            aliases,
            note: note.clone(),
            external_id: note,
            formerly: if side.is_empty() {
                Vec::new()
            } else {
                vec![ActorId::for_name(&format!("{name} once"), &KindId::STATE)]
            },
            ..Actor::new(&name, KindId::STATE)
        },
    )
}

fn mention(text: ArticleText) -> impl Strategy<Value = Body> {
    (ends(), select(Form::ALL), actor_id(), words()).prop_map(move |(ends, form, actor, note)| {
        Body::Mention(Mention {
            span: span_in(&text, &ends),
            kind: KindId::PERSON,
            form,
            actor,
            note,
        })
    })
}

fn figure(text: ArticleText) -> impl Strategy<Value = Figure> {
    (
        ends(),
        0.0..1e12_f64,
        any::<bool>(),
        select(Bound::ALL),
        select(Measure::ALL),
        words(),
    )
        .prop_map(move |(ends, value, range, bound, measure, who)| Figure {
            span: span_in(&text, &ends),
            value,
            value_to: range.then_some(value * 2.0),
            bound,
            measure,
            place: who.clone(),
            when: String::new(),
            date: range.then(|| "2024-03-02 to 2024-03-05".parse().unwrap()),
            by: who.clone(),
            who,
        })
}

fn scale() -> Vec<RatingLabel> {
    [RatingLabel::five(), RatingLabel::three()].concat()
}

fn references() -> impl Strategy<Value = Vec<ReferenceTable>> {
    let table = (prop::array::uniform6(words()), words(), select(Measure::ALL));
    prop::collection::vec(table, 0..3).prop_map(|tables| {
        let table = |(index, (columns, title, measure)): (usize, _)| {
            let [date, place, number, group, cause, source]: [String; 6] = columns;
            ReferenceTable {
                file: format!("references/{index} {title}"),
                title,
                columns: ReferenceColumns {
                    date,
                    place,
                    number,
                    group,
                    cause,
                    source,
                },
                measure,
            }
        };
        tables.into_iter().enumerate().map(table).collect()
    })
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let evidence =
        (select(Bearing::ALL), [words(), words(), words(), words()]).prop_map(|(bearing, texts)| {
            let [source, quote, title, date] = texts;
            Evidence {
                bearing,
                url: source.clone(),
                file: title.clone(),
                title,
                source,
                date,
                quote,
            }
        });
    // Also ratings that the scale lacks.
    let ids: Vec<RatingId> = scale().into_iter().map(|label| label.id).collect();
    (select(ids), words(), prop::collection::vec(evidence, 0..3)).prop_map(|(rating, rationale, evidence)| {
        Verdict {
            rating,
            rationale,
            evidence,
        }
    })
}

fn claim(text: ArticleText) -> impl Strategy<Value = Body> {
    let spans = (
        prop::collection::vec(ends(), 1..4),
        prop::option::of(ends()),
        prop::option::of(ends()),
        prop::option::of((ends(), actor_id())),
    );
    let lists = (
        prop::collection::vec(figure(text.clone()), 0..3),
        prop::collection::vec((ends(), actor_id()), 0..3),
        prop::option::of(verdict()),
    );
    let rest = (
        actor_id(),
        select(Act::ALL),
        select(QuoteType::ALL),
        score(),
        words(),
        any::<bool>(),
    );
    (spans, lists, rest).prop_map(
        move |(
            (content, cue, source, via),
            (figures, targets, verdict),
            (speaker, act, quote, worth, note, within),
        )| {
            let mut content: Vec<Span> = content.iter().map(|ends| span_in(&text, ends)).collect();
            content.sort_unstable();
            content.dedup_by(|b, a| a.overlaps(*b));
            Body::Claim(Box::new(Claim {
                content,
                cue: cue.map(|ends| span_in(&text, &ends)),
                source: source.map(|ends| span_in(&text, &ends)),
                via: via.map(|(ends, actor)| Party {
                    span: span_in(&text, &ends),
                    actor,
                }),
                within: within.then(|| ItemId::parse("00000000")).flatten(),
                speaker,
                act,
                quote,
                figures,
                targets: targets
                    .iter()
                    .map(|(ends, actor)| Party {
                        span: span_in(&text, ends),
                        actor: *actor,
                    })
                    .collect(),
                check_worthiness: worth,
                verdict,
                note,
            }))
        },
    )
}

fn body(text: ArticleText) -> impl Strategy<Value = Body> {
    prop_oneof![mention(text.clone()), claim(text)]
}

fn origin() -> impl Strategy<Value = Origin> {
    (score(), words()).prop_map(|(score, reason)| Origin {
        suggester: "rules".to_owned(),
        version: "1".to_owned(),
        score,
        reason,
    })
}

fn metadata() -> impl Strategy<Value = Metadata> {
    (words(), words(), prop::option::of(0..20_000_i64)).prop_map(|(title, author, day)| Metadata {
        publisher: author.clone(),
        url: title.clone(),
        language: "en".to_owned(),
        imported_from: author.clone(),
        title,
        author,
        published: day.map(|day| Date::constant(1990, 1, 1) + jiff::Span::new().days(day)),
    })
}

fn change(text: &ArticleText, items: Vec<ItemId>) -> impl Strategy<Value = Change> + use<> {
    let side = || prop::option::of(body(text.clone()));
    let state = || select(ArticleState::ALL);
    let zone = || select(vec![ZoneKind::Body, ZoneKind::Headline, ZoneKind::Boilerplate]);
    let zones_text = text.clone();
    prop_oneof![
        4 => (select(items), side(), side()).prop_map(|(id, before, after)| Change::Item { id, before, after }),
        1 => (actor(), any::<bool>()).prop_map(|(actor, gone)| Change::Actor {
            id: actor.id,
            before: None,
            after: (!gone).then_some(actor),
        }),
        1 => (event(), any::<bool>()).prop_map(|(event, gone)| Change::Event {
            id: event.id,
            before: None,
            after: (!gone).then_some(event),
        }),
        1 => (ends(), zone(), zone()).prop_map(move |(ends, before, after)| Change::Zone {
            span: span_in(&zones_text, &ends),
            before,
            after,
        }),
        1 => (metadata(), metadata()).prop_map(|(before, after)| Change::Metadata {
            before: Box::new(before),
            after: Box::new(after),
        }),
        1 => (state(), state()).prop_map(|(before, after)| Change::State { before, after }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let claims = || {
        let claim = (select(vec!["one", "two"]), 0..4_u8).prop_map(|(article, item)| ClaimRef {
            article: ArticleId::parse(article).unwrap(),
            item: ItemId::parse(&format!("0000000{item}")).unwrap(),
        });
        prop::collection::btree_set(claim, 0..4)
    };
    let status = select(vec![
        Status::Accepted,
        Status::Corrected,
        Status::Added,
        Status::Rejected,
    ]);
    (words(), status, claims(), claims(), words()).prop_map(|(title, status, claims, left_out, note)| Event {
        id: EventId::for_claims(&claims.iter().cloned().collect::<Vec<_>>(), |_| false),
        title,
        status,
        left_out: left_out.difference(&claims).cloned().collect(),
        claims: claims.into_iter().collect(),
        note,
    })
}

fn decisions(text: &ArticleText, items: Vec<ItemId>) -> impl Strategy<Value = Vec<Decision>> + use<> {
    let action = select(vec![
        Action::Accepted,
        Action::Corrected,
        Action::Rejected,
        Action::Added,
        Action::Removed,
    ]);
    let one = (change(text, items), action, words(), time()).prop_map(|(change, action, by, at)| Decision {
        at,
        by,
        action,
        change,
    });
    prop::collection::vec(one, 0..8).prop_map(|mut all| {
        all.sort_by_key(|decision| decision.at);
        all.dedup_by_key(|decision| decision.at);
        all
    })
}

fn article() -> impl Strategy<Value = Article> {
    text().prop_flat_map(|text| {
        let status = select(vec![
            Status::Suggested,
            Status::Accepted,
            Status::Corrected,
            Status::Added,
            Status::Rejected,
        ]);
        let items = prop::collection::vec(
            (body(text.clone()), status.clone(), prop::option::of(origin())),
            0..6,
        );
        let old = (
            ArticleText::new("what it was before it was changed"),
            text.clone(),
        );
        let lost = (
            prop_oneof![body(old.0), body(old.1)],
            status.clone(),
            prop::option::of(origin()),
            (words(), words()),
        );
        let lost = prop::collection::vec(lost, 0..3);
        (Just(text), items, lost).prop_flat_map(|(text, items, lost)| {
            let mut found = std::collections::BTreeMap::new();
            for (body, status, origin) in items {
                let id = ItemId::for_body(&body, |id| found.contains_key(&id));
                found.insert(
                    id,
                    Item {
                        id,
                        body,
                        status,
                        origin,
                    },
                );
            }
            let mut orphans = std::collections::BTreeMap::new();
            for (body, status, origin, (was, around)) in lost {
                let id = ItemId::for_body(&body, |id| found.contains_key(&id) || orphans.contains_key(&id));
                let quote = Quote {
                    words: was,
                    before: around.clone(),
                    after: around,
                };
                let orphan = Orphan {
                    words: body
                        .spans()
                        .into_iter()
                        .map(|span| (span, quote.clone()))
                        .collect(),
                    item: Item {
                        id,
                        body,
                        status,
                        origin,
                    },
                    candidate: None,
                };
                orphans.insert(id, orphan);
            }
            candidates::find(&text, &mut orphans);
            let gone = ItemId::parse("00000000").unwrap();
            let ids: Vec<ItemId> = found
                .keys()
                .chain(orphans.keys())
                .copied()
                .chain([gone])
                .collect();
            let zones: Vec<Zone> = text
                .paragraphs()
                .iter()
                .skip(1)
                .step_by(2)
                .map(|span| Zone {
                    span: *span,
                    kind: ZoneKind::Boilerplate,
                })
                .collect();
            let rest = (metadata(), select(ArticleState::ALL), words(), time());
            (decisions(&text, ids), rest).prop_map(move |(decisions, (metadata, state, note, added))| {
                Article {
                    state,
                    suggested_by: note.clone(),
                    note,
                    items: found.clone(),
                    orphans: orphans.clone(),
                    decisions,
                    ..Article::new(
                        ArticleId::parse("a").unwrap(),
                        added,
                        metadata,
                        text.clone(),
                        zones.clone(),
                    )
                }
            })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_article_comes_back_the_same(article in article()) {
        let path = Path::new("a.ron");
        let file = v1::from_domain::article(&article);
        let written = file.write();
        let read = format::parse::<v1::ArticleFile>(path, &written)
            .map_err(|error| TestCaseError::fail(format!("{error:?}\n{written}")))?;
        prop_assert_eq!(&read, &file);
        let mut notes = Notes::new(path, &written);
        let back = v1::to_domain::article(&read, article.id.clone(), &mut notes).unwrap();
        prop_assert_eq!(&notes.found, &vec![], "{}", written);
        prop_assert_eq!(v1::from_domain::article(&back).write(), written.clone());
        // Decisions of one time keep the order of the file; the times here differ, so all is the same.
        prop_assert_eq!(back, article, "{}", written);
    }

    #[test]
    fn a_project_comes_back_the_same(
        title in words(),
        reviewers in prop::collection::vec(words(), 0..3),
        references in references(),
        ratings in prop::sample::subsequence(scale(), 0..5),
        actors in prop::collection::vec(actor(), 0..4),
        events in prop::collection::vec(event(), 0..3),
        decisions in decisions(&ArticleText::new("abc"), vec![ItemId::parse("00000000").unwrap()]),
    ) {
        let mut project = Project { title, reviewers, decisions, references, ..Project::default() };
        if !ratings.is_empty() {
            project.scheme.ratings = ratings;
        }
        project.actors = actors.into_iter().map(|actor| (actor.id, actor)).collect();
        project.events = events.into_iter().map(|event| (event.id, event)).collect();
        let ids: Vec<ActorId> = project.actors.keys().copied().collect();
        project.apart = ids.windows(2).map(|two| (two[0], two[1])).collect();
        let path = Path::new("project.ron");
        let written = v1::from_domain::project(&project).write();
        let read = format::parse::<v1::ProjectFile>(path, &written)
            .map_err(|error| TestCaseError::fail(format!("{error:?}\n{written}")))?;
        let mut notes = Notes::new(path, &written);
        let back = v1::to_domain::project(read, &mut notes);
        prop_assert_eq!(&notes.found, &vec![]);
        prop_assert_eq!(back, project, "{}", written);
    }

    #[test]
    fn no_damage_panics(article in article(), cut in any::<Index>(), with in "\\PC{0,3}", flip in any::<bool>()) {
        let path = Path::new("a.ron");
        let mut written = v1::from_domain::article(&article).write();
        let at = written.floor_char_boundary(cut.index(written.len()));
        if flip {
            let end = written.ceil_char_boundary((at + 1).min(written.len()));
            written.replace_range(at..end, &with);
        } else {
            written.truncate(at);
        }
        match format::parse::<v1::ArticleFile>(path, &written) {
            Ok(file) => {
                let mut notes = Notes::new(path, &written);
                if let Some(back) = v1::to_domain::article(&file, article.id.clone(), &mut notes) {
                    let guesses = back.orphans.values().filter_map(|orphan| orphan.candidate.as_ref());
                    let bodies = back.items.values().map(|item| &item.body).chain(guesses);
                    for span in bodies.flat_map(Body::spans) {
                        prop_assert!(back.text.holds(span));
                    }
                    let again = v1::from_domain::article(&back).write();
                    prop_assert!(format::parse::<v1::ArticleFile>(path, &again).is_ok());
                }
            }
            Err(format::Unreadable::Damaged(warning)) => prop_assert!(!warning.to_string().is_empty()),
            Err(_) => {}
        }
    }
}
