//! The table over a large project, by the clock.

use std::time::Instant;

use super::*;

/// `cargo test --release --lib -- --ignored --nocapture a_large_project_is_quick`
#[test]
#[ignore = "takes a minute without optimisation"]
fn a_large_project_is_quick() {
    let lines: Vec<String> = (0..20)
        .map(|n| {
            format!(
                "Source {n} of the council: the {} reached the harbour of Brask on day {n}, and {} people had to \
                 leave their homes before the night came",
                ["army", "river", "crowd", "minister"][n % 4],
                n * 7
            )
        })
        .collect();
    let actors: Vec<Actor> = (0..5000)
        .map(|n| Actor::new(&format!("Actor {}", n * 7919 % 5000), KindId::PERSON))
        .collect();
    let ids: Vec<ActorId> = actors.iter().map(|actor| actor.id).collect();
    let mut project = Project::new("Large");
    for number in 0..10_000_usize {
        let claims = lines.iter().enumerate().map(|(n, line)| {
            let mix = number * 31 + n * 17;
            let claim = Claim {
                speaker: ids.get(mix % 6000).copied(),
                act: Act::ALL[mix % 7],
                figures: vec![figure(
                    (mix % 300) as f64,
                    Measure::ALL[mix % 6],
                    "Brask",
                    &format!("2024-{:02}-{:02}", mix % 12 + 1, mix % 28 + 1),
                )],
                ..worth((mix % 100) as f32 / 100.0)
            };
            let statuses = [Status::Suggested, Status::Accepted, Status::Rejected];
            (line.as_str(), claim, statuses[mix % 3])
        });
        let made = article(
            &format!("Article {}", number * 37 % 10_000),
            i64::try_from(number).unwrap(),
            "2024-03-02",
            claims.collect(),
        );
        project.articles.insert(made.id.clone(), Arc::new(made));
    }
    project.actors = actors.into_iter().map(|actor| (actor.id, actor)).collect();
    let articles: Vec<Arc<Article>> = project.articles.values().cloned().collect();
    let mut report = Vec::new();
    let start = Instant::now();
    let table = Table::of(None, &articles);
    report.push(format!(
        "gathering {} claims: {:.1?}",
        table.len(),
        start.elapsed()
    ));
    report.push(format!("memory: {:.1} MB", table.bytes() as f64 / 1e6));
    let mut articles = articles;
    Arc::make_mut(&mut articles[77]).note = "changed".to_owned();
    let start = Instant::now();
    let table = Table::of(Some(&table), &articles);
    report.push(format!("after a decision: {:.1?}", start.elapsed()));
    let mut slowest = std::time::Duration::ZERO;
    let sorts = Column::ALL.map(|column| {
        Some(Sort {
            column,
            descending: true,
        })
    });
    for words in ["", "harbour minister"] {
        for sort in sorts.into_iter().chain([None]) {
            let filter = Filter {
                words: words.to_owned(),
                standing: Standing::Any,
                ..Filter::default()
            };
            let start = Instant::now();
            let found = table.select(&filter, sort, Names::of(&project, sort));
            let took = start.elapsed();
            slowest = slowest.max(took);
            let by = sort.map_or("the text", |sort| sort.column.title());
            report.push(format!("“{words}” by {by}: {} in {took:.1?}", found.len()));
        }
    }
    let done = crate::review::Focus {
        article: articles.first().map(|article| article.id.clone()),
        item: None,
    };
    let start = Instant::now();
    let order = crate::review::Order::Worth;
    let show = crate::review::Show::Undecided;
    let next = crate::review::queue::neighbour(&project, &done, 0, false, show, order);
    report.push(format!("the article before by worth: {:.1?}", start.elapsed()));
    assert!(next.is_some());
    panic_if_slow(&report, slowest);
}

/// Tells the figures where `--nocapture` shows them, and fails where the promise is broken.
fn panic_if_slow(report: &[String], slowest: std::time::Duration) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{}", report.join("\n"));
    let limit = if cfg!(debug_assertions) { 2000 } else { 100 };
    assert!(slowest.as_millis() < limit, "{slowest:?}");
}
