//! throw-away
use claimdesk::{
    annotation::Project,
    exchange,
    review::{Command, Session, Suggested},
    suggest::{Input, Options, Rules, Stop, Suggester},
};
fn main() {
    let stop = Stop::default();
    let found = exchange::import(&["projects/demo/sources".into()], None, &stop, &mut |_| ());
    for p in &found.problems {
        println!("{p:?}");
    }
    let mut session = Session::new(Project::new("The market of Dalvira"), "Demo");
    let articles = found
        .drafts
        .into_iter()
        .filter(|d| !d.metadata.imported_from.contains("README"))
        .map(|d| {
            let s = Rules
                .suggest(
                    &Input {
                        text: &d.text,
                        zones: &d.zones,
                        published: d.metadata.published,
                        known: &[],
                        options: Options::default(),
                    },
                    &stop,
                )
                .unwrap();
            (d, Some(s))
        })
        .collect();
    let at: jiff::Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
    session
        .run(
            Command::AddArticles {
                articles,
                by: Suggested {
                    by: "rules".into(),
                    version: "1".into(),
                },
            },
            at,
        )
        .unwrap();
    std::fs::remove_file("projects/demo/project.ron").ok();
    std::fs::remove_dir_all("projects/demo/articles").ok();
    claimdesk::project::create(std::path::Path::new("projects/demo"), session.project()).unwrap();
}
