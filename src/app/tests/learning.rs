//! Learning from what is decided, through the window and with the suggesters that come with the program.

use super::super::suggesting::Suggesters;
use super::*;
use crate::annotation::{Article, ArticleState, Claim};
use crate::exchange::Draft;
use crate::learn::adapt::FEWEST;
use crate::review::{Command, Suggested};
use crate::suggest::{Fast, Input, Options, Stop, Suggester as _};
use crate::text::{ArticleText, Span};

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
         {surname} also said on Monday that the school will open in May. \
         {surname} said on Sunday that the council has no money left.\n\n\
         A spokesman said on Tuesday that four people were injured near {place}. \
         The council said on Thursday that the road is safe.\n"
    )
}

/// A project in which a reviewer took the day into every cue of the articles that are done; the last one is to do.
fn reviewed(folder: &Path) {
    let fast = Fast::embedded().unwrap();
    let mut session = Session::new(Project::new("Bridges"), "Rae");
    let drafts = NAMES.map(|(place, name)| {
        let text = ArticleText::new(text(place, name));
        let input = Input {
            text: &text,
            zones: &[],
            published: None,
            known: &[],
            options: Options::default(),
        };
        let found = fast.suggest(&input, &Stop::default()).unwrap();
        let metadata = crate::annotation::Metadata {
            title: place.to_owned(),
            ..Default::default()
        };
        let zones = Vec::new();
        (Draft { metadata, text, zones }, Some(found))
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
            Body::Claim(claim) if claim.cue.is_some() => Command::Correct {
                article: id.clone(),
                item: item.id,
                body: Body::Claim(Box::new(Claim {
                    cue: claim.cue.map(|cue| with_day(&article, cue)),
                    ..Claim::clone(claim)
                })),
                what: "move end",
            },
            Body::Claim(_) => Command::Reject {
                article: id.clone(),
                items: vec![item.id],
            },
            Body::Mention(_) => Command::Accept {
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

/// "said" as "also said on Friday".
fn with_day(article: &Article, cue: Span) -> Span {
    let text = article.text.as_str();
    let days = ["Monday", "Tuesday", "Thursday", "Friday", "Sunday"];
    let after = &text[cue.end()..];
    let end = days
        .iter()
        .filter_map(|day| Some(after.find(day)? + day.len()))
        .min()
        .unwrap();
    let start = if text[..cue.start()].ends_with("also ") {
        cue.start() - "also ".len()
    } else {
        cue.start()
    };
    Span::new(start, cue.end() + end).unwrap()
}

fn to_do(app: &App) -> &Article {
    let mut all = app.session.project().articles.values();
    all.find(|article| article.state != ArticleState::Done).unwrap()
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
    assert!(article.suggested_by.starts_with("fast 2+"), "{}", article.suggested_by);
    let cues: Vec<&str> = article
        .items
        .values()
        .filter_map(|item| item.body.as_claim()?.cue)
        .map(|cue| article.text.slice(cue))
        .collect();
    assert!(cues.contains(&"said on Friday"), "{cues:?}");
    assert!(!app.session.history().is_dirty(), "nothing to save");

    // It can be taken back.
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, UiCommand::Learning);
    settle(&mut harness);
    let app = harness.state();
    assert_eq!(app.learning.words(), None);
    assert_eq!(to_do(app).suggested_by, "fast 2");
    assert!(!app.preferences.learning);
}
