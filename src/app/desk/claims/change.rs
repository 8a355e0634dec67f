//! Decisions about the claims of the table: what they are about, and what is asked before they are made.

use eframe::egui;
use egui::{Context, Ui};

use crate::annotation::{Act, ArticleId, Item, ItemId, Project, QuoteType, Status};
use crate::app::dialogs::{Bulk, DialogResult, Seek};
use crate::app::parts::{counted, one_line, status_title};
use crate::desk::claims::{Speaker, rating_title, ratings};
use crate::review::three_way::is_contested;
use crate::review::{BulkChange, Command, describe};

/// Most claims that a preview lists.
const MOST_LISTED: usize = 1000;

/// Which claims.
pub(super) type Claims = Vec<(ArticleId, ItemId)>;

/// What a menu or key asks to do with claims.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// This.
    Change(BulkChange),
    /// Ask for a verdict first.
    Rate,
    /// Ask for an actor first.
    Link,
    /// Show the first one in the reader.
    Open,
}

/// The dialog of the page that is open.
pub(super) enum Asking {
    /// Before many claims are changed.
    Confirm(Bulk, Command),
    /// What to do with the claims.
    Deed(Seek, Vec<BulkChange>, Claims),
    /// Whose claims to show.
    Speaker(Seek, Vec<Option<Speaker>>),
    /// Claims of which article to show.
    Article(Seek, Vec<Option<ArticleId>>),
}

/// What a dialog was answered.
pub(super) enum Answered {
    /// Run this.
    Run(Command),
    /// Change these.
    Change(BulkChange, Claims),
    /// Show claims of this speaker.
    Speaker(Option<Speaker>),
    /// Show claims of this article.
    Article(Option<ArticleId>),
    /// Nothing.
    Nothing,
}

impl Asking {
    /// Shows the dialog; `None` while it is open.
    pub fn show(&mut self, ctx: &Context) -> Option<Answered> {
        let index = match self {
            Self::Confirm(bulk, command) => {
                return match bulk.show(ctx) {
                    DialogResult::Open => None,
                    DialogResult::Cancelled => Some(Answered::Nothing),
                    DialogResult::Done(()) => Some(Answered::Run(command.clone())),
                };
            }
            Self::Deed(seek, ..) | Self::Speaker(seek, _) | Self::Article(seek, _) => match seek.show(ctx) {
                DialogResult::Open => return None,
                DialogResult::Cancelled => return Some(Answered::Nothing),
                DialogResult::Done(index) => index,
            },
        };
        let answered = match self {
            Self::Deed(_, changes, claims) => changes
                .get(index)
                .map(|change| Answered::Change(change.clone(), std::mem::take(claims))),
            Self::Speaker(_, speakers) => speakers.get(index).copied().map(Answered::Speaker),
            Self::Article(_, articles) => articles.get(index).cloned().map(Answered::Article),
            Self::Confirm(..) => None,
        };
        Some(answered.unwrap_or(Answered::Nothing))
    }

    /// Asks for a verdict on `claims`.
    pub fn verdict(project: &Project, claims: Claims) -> Self {
        let mut lines = Vec::new();
        let mut changes = Vec::new();
        for (rating, title) in ratings(project) {
            lines.push((title, String::new()));
            changes.push(BulkChange::SetVerdict(Some(rating)));
        }
        lines.push((
            "No verdict".to_owned(),
            "rationale and evidence go as well".to_owned(),
        ));
        changes.push(BulkChange::SetVerdict(None));
        Self::Deed(Seek::new(title_of("Verdict on", &claims), lines), changes, claims)
    }

    /// Asks for the speaker of `claims`.
    pub fn speaker_of(project: &Project, claims: Claims) -> Self {
        let (mut lines, mut changes) = (Vec::new(), Vec::new());
        for (line, id) in actors(project) {
            lines.push(line);
            changes.push(BulkChange::SetSpeaker(Some(id)));
        }
        lines.push(("Nobody known".to_owned(), String::new()));
        changes.push(BulkChange::SetSpeaker(None));
        Self::Deed(Seek::new(title_of("Speaker of", &claims), lines), changes, claims)
    }

    /// Asks whose claims to show.
    pub fn filter_by_speaker(project: &Project) -> Self {
        let mut lines = vec![("Any actor".to_owned(), String::new())];
        let mut speakers = vec![None];
        lines.push(("Not known".to_owned(), "claims without an actor".to_owned()));
        speakers.push(Some(Speaker::Nobody));
        for (line, id) in actors(project) {
            lines.push(line);
            speakers.push(Some(Speaker::Actor(id)));
        }
        Self::Speaker(Seek::new("Show claims of", lines), speakers)
    }

    /// Asks of which article to show claims.
    pub fn filter_by_article(project: &Project) -> Self {
        let mut lines = vec![("Any article".to_owned(), String::new())];
        let mut articles = vec![None];
        for article in project.in_order() {
            let day = article.metadata.published.map(|day| day.to_string());
            lines.push((one_line(article.title(), 90), day.unwrap_or_default()));
            articles.push(Some(article.id.clone()));
        }
        Self::Article(Seek::new("Show claims in", lines), articles)
    }
}

/// The actors of a project by name, each with its kind.
fn actors(project: &Project) -> Vec<((String, String), crate::annotation::ActorId)> {
    let mut actors: Vec<_> = project
        .actors
        .values()
        .map(|actor| {
            let kind = project.scheme.get(&actor.kind);
            let kind = kind.map_or_else(String::new, |kind| kind.title.clone());
            ((one_line(&actor.name, 90), kind), actor.id)
        })
        .collect();
    actors.sort_by_cached_key(|((name, _), id)| (name.to_lowercase(), *id));
    actors
}

fn title_of(verb: &str, claims: &Claims) -> String {
    format!("{verb} {}", counted(claims.len(), "claim", "claims"))
}

/// What is to be done for `change` of `claims`: a command at once where it is one claim, a question where there are more,
/// nothing where all of them are so already.
pub(super) fn begin(
    project: &Project,
    change: &BulkChange,
    claims: &Claims,
) -> Option<Result<Command, Box<Asking>>> {
    let find = |(article, item): &(ArticleId, ItemId)| project.article(article)?.items.get(item);
    let is_so = |item: &Item| match change {
        BulkChange::Accept => item.is_annotation(),
        BulkChange::Reject => item.status == Status::Rejected,
        _ => false,
    };
    let mut wanted: Claims = claims
        .iter()
        .filter(|claim| find(claim).is_some_and(|item| !is_so(item)))
        .cloned()
        .collect();
    if wanted.len() > 1 {
        wanted.retain(|claim| find(claim).is_some_and(|item| !is_contested(item)));
    }
    let command = |items: Claims| Command::Bulk {
        items,
        change: change.clone(),
    };
    match wanted.len() {
        // The command says why it cannot be done.
        0 => (claims.len() > 1 && claims.iter().filter_map(find).any(is_contested))
            .then(|| Ok(command(claims.clone()))),
        1 => Some(Ok(command(wanted))),
        count => {
            let disputed = claims
                .iter()
                .filter_map(find)
                .filter(|item| is_contested(item))
                .count();
            let left = match disputed {
                0 => String::new(),
                1 => " One that two people decided differently stays as it is.".to_owned(),
                many => format!(" {many} that two people decided differently stay as they are."),
            };
            let why = format!("One undo takes all of them back.{left}");
            let lines = wanted.iter().take(MOST_LISTED).filter_map(|(article, item)| {
                let article = project.article(article)?;
                let item = article.items.get(item)?;
                let status = status_title(item.status).to_lowercase();
                let detail = format!("{}, {status}", one_line(article.title(), 40));
                Some((describe(article, &item.body), detail))
            });
            let (title, main) = words(project, change);
            let title = format!("{title} {}", counted(count, "claim", "claims"));
            let bulk = Bulk::of_many(title, why, main, lines.collect(), count);
            Some(Err(Box::new(Asking::Confirm(bulk, command(wanted)))))
        }
    }
}

/// What a change is called: before the number of claims, and on a button.
fn words(project: &Project, change: &BulkChange) -> (String, &'static str) {
    let actor = |id| project.actors.get(id).map(|actor| one_line(&actor.name, 40));
    match change {
        BulkChange::Accept => ("Accept".to_owned(), "Accept"),
        BulkChange::Reject => ("Reject".to_owned(), "Reject"),
        BulkChange::SetAct(act) => (format!("Set act “{}” of", act.title().to_lowercase()), "Change"),
        BulkChange::SetQuote(quote) => (
            format!("Set quote type “{}” of", quote.title().to_lowercase()),
            "Change",
        ),
        BulkChange::SetVerdict(Some(rating)) => (
            format!(
                "Set verdict “{}” of",
                rating_title(project, rating).to_lowercase()
            ),
            "Rate",
        ),
        BulkChange::SetVerdict(None) => ("Clear verdict of".to_owned(), "Clear"),
        BulkChange::SetSpeaker(Some(id)) => (
            format!("Set speaker “{}” of", actor(id).unwrap_or_default()),
            "Link",
        ),
        BulkChange::SetSpeaker(None) => ("Unlink speaker of".to_owned(), "Unlink"),
    }
}

/// Everything that can be done with claims, as a menu.
pub(super) fn menu(ui: &mut Ui, deed: &mut Option<Deed>) {
    let mut entry = |ui: &mut Ui, title: &str, key: &str, wanted: Deed| {
        if ui.add(egui::Button::new(title).shortcut_text(key)).clicked() {
            *deed = Some(wanted);
            ui.close();
        }
    };
    entry(ui, "Show in reader", "Enter", Deed::Open);
    ui.separator();
    entry(ui, "Accept", "A", Deed::Change(BulkChange::Accept));
    entry(ui, "Reject", "X", Deed::Change(BulkChange::Reject));
    ui.separator();
    ui.menu_button("Set act", |ui| {
        for (number, act) in (1..).zip(Act::ALL) {
            let change = BulkChange::SetAct(*act);
            entry(ui, act.title(), &number.to_string(), Deed::Change(change));
        }
    });
    ui.menu_button("Set quote type", |ui| {
        for quote in QuoteType::ALL {
            entry(ui, quote.title(), "", Deed::Change(BulkChange::SetQuote(*quote)));
        }
    });
    entry(ui, "Verdict…", "V", Deed::Rate);
    entry(ui, "Speaker…", "L", Deed::Link);
}
