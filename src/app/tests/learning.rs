//! Learning from what is decided, through the window and with the suggesters that come with the program.

use super::super::suggesting::Suggesters;
use super::*;
use crate::annotation::{Article, ArticleState};
use crate::exchange::Draft;
use crate::learn::adapt::FEWEST;
use crate::review::{Command, Suggested};
use crate::suggest::{Fast, Input, Options, Stop, Suggester as _};
use crate::text::ArticleText;

/// Places and persons to tell articles apart by.
const NAMES: [(&str, &str); 9] = [
    ("Aven", "Ada Toll"),
    ("Brask", "Ilan Merk"),
    ("Corvane", "Petra Holm"),
    ("Dunmar", "Omar Sarin"),
    ("Elsby", "Nina Varga"),
    ("Farrow", "Tomas Reed"),
    ("Gant", "Lena Okoro"),
    ("Hollen", "Ruth Adler"),
    ("Isk", "Paul Dane"),
];

fn text(place: &str, name: &str) -> String {
    let surname = name.split(' ').next_back().unwrap();
    format!(
        "Bridge in {place} stays closed\n\n\
         Mayor {name} said on Friday that the bridge in {place} is closed. \
         {surname} hopes that the school will open in May. \
         {surname} believes that the council has no money left.\n\n\
         A spokesman said on Tuesday that four people were injured near {place}. \
         The council expects that the road is safe.\n"
    )
}

/// A project in which a reviewer has marked what people hope and believe, too, in the articles that are done; the last one
/// is to do.
fn reviewed(folder: &Path) {
    let fast = Fast::embedded().unwrap();
    let mut session = Session::new(Project::new("Bridges"), "Rae");
    let drafts = NAMES.map(|(place, name)| {
        let text = ArticleText::new(text(place, name));
        let input = Input {
            options: Options { beliefs: true },
            ..Input::of(&text)
        };
        let found = fast.suggest(&input, &Stop::default()).unwrap();
        let metadata = crate::annotation::Metadata {
            title: place.to_owned(),
            ..Default::default()
        };
        let zones = Vec::new();
        (
            Draft {
                metadata,
                text,
                zones,
            },
            Some(found),
        )
    });
    let by = Suggested {
        by: fast.name().to_owned(),
        version: fast.version().to_owned(),
    };
    let command = Command::AddArticles {
        articles: drafts.to_vec(),
        by,
    };
    let articles = session.run(command, clock()).unwrap().articles;
    for id in articles.iter().take(NAMES.len() - 1) {
        review(&mut session, id);
    }
    crate::project::create(folder, session.project()).unwrap();
}

fn review(session: &mut Session, id: &crate::annotation::ArticleId) {
    let article = Article::clone(session.project().article(id).unwrap());
    for item in article.items.values() {
        let command = match &item.body {
            Body::Claim(claim) if claim.cue.is_none() => Command::Reject {
                article: id.clone(),
                items: vec![item.id],
            },
            _ => Command::Accept {
                article: id.clone(),
                items: vec![item.id],
            },
        };
        session.run(command, clock()).unwrap();
    }
    let command = Command::SetState {
        article: id.clone(),
        state: ArticleState::Done,
    };
    session.run(command, clock()).unwrap();
}

fn to_do(app: &App) -> &Article {
    let mut all = app.session.project().articles.values();
    all.find(|article| article.state != ArticleState::Done).unwrap()
}

#[test]
fn what_nobody_decided_teaches_nothing() {
    let desk = Desk::new();
    let folder = desk.path("bridges");
    reviewed(&folder);
    let mut session = Session::new(crate::project::load(&folder).unwrap().project, "Rae");
    let last = session
        .project()
        .articles
        .values()
        .find(|a| a.state != ArticleState::Done);
    let id = last.unwrap().id.clone();
    let command = Command::SetState {
        article: id.clone(),
        state: ArticleState::Done,
    };
    session.run(command, clock()).unwrap();
    let learned_from = crate::learn::corpus::Annotated::from_article(session.project().article(&id).unwrap());
    let within = learned_from
        .and_then(|article| article.claims?.within)
        .unwrap_or_default();
    let article = session.project().article(&id).unwrap();
    let left = |item: &&Item| item.status == Status::Suggested;
    assert!(article.items.values().filter(left).count() > 3);
    for item in article.items.values().filter(left) {
        let hull = item.body.hull().unwrap();
        assert!(!within.iter().any(|part| part.overlaps(hull)), "{hull:?}");
    }
}

#[test]
fn what_is_decided_in_articles_that_are_done_changes_the_suggestions_in_others() {
    let desk = Desk::new();
    let folder = desk.path("bridges");
    reviewed(&folder);
    let home = Home::at(&desk.path("home"));
    let (mut preferences, _) = home.preferences();
    "fast".clone_into(&mut preferences.suggestions);
    home.keep_preferences(&preferences).unwrap();

    let mut harness = desk.window_with(&[folder], Vec::new(), Suggesters::shipped());
    settle(&mut harness);
    let app = harness.state();
    assert!(app.session.project().articles.len() > FEWEST);
    let words = app.learning.words().unwrap();
    assert!(words.starts_with("Learned from "), "{words}");
    let article = to_do(app);
    let untaught = Fast::embedded().unwrap();
    let taught = format!("{} {}+", untaught.name(), untaught.version());
    assert!(
        article.suggested_by.starts_with(&taught),
        "{}",
        article.suggested_by
    );
    let cues: Vec<&str> = article
        .items
        .values()
        .filter_map(|item| item.body.as_claim()?.cue)
        .map(|cue| article.text.slice(cue))
        .collect();
    assert!(cues.contains(&"said") && cues.contains(&"hopes"), "{cues:?}");
    let before = cues.len();
    assert!(!app.session.history().is_dirty(), "nothing to save");

    // It can be taken back.
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, UiCommand::Learning);
    settle(&mut harness);
    let app = harness.state();
    assert_eq!(app.learning.words(), None);
    let cues = |article: &Article| {
        article
            .items
            .values()
            .filter(|item| item.body.as_claim().is_some())
            .count()
    };
    let untaught = format!("{} {}", untaught.name(), untaught.version());
    assert_eq!(to_do(app).suggested_by, untaught);
    assert!(cues(to_do(app)) < before);
    assert!(!app.preferences.learning);
}
