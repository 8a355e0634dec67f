//! From what the user asks to a command of the session: the rules about what a key means here and now.

use crate::annotation::{Act as ClaimAct, Article, ArticleState, Body, Item, KindId, Status};
use crate::review::boundary::{Edge, Stride, Way, moved};
use crate::review::part::{Part, new_claim, new_figure, new_mention, parts, span_of, with_span};
use crate::review::search::same_words;
use crate::review::three_way::is_contested;
use crate::review::{Command, Opinion, describe, opinions, queue};
use crate::text::{Span, TokenKind, ZoneKind, tokens, zones::zone_at};

use super::command::UiCommand;
use super::reader::{Choice, Purpose};
use super::view::View;

/// What is to be done about a request.
#[derive(Debug)]
pub enum Answer {
    /// Change the project.
    Run(Command),
    /// Change the project and go to the next item.
    RunAndGoOn(Command),
    /// Change the project and put the focus on what was added.
    RunAndFocus(Command),
    /// Let the user pick a source or target.
    Pick(Purpose),
    /// Ask first, with a list of what would change.
    Confirm {
        /// The change.
        command: Command,
        /// What it is called.
        title: String,
        /// One line per item: its words, and where it stands.
        lines: Vec<(String, String)>,
    },
    /// It cannot be done now; say why.
    Say(&'static str),
}

/// What `request` means for the focused item and the selection; `position` is the byte that "here" means. `None` if the
/// request is not about the article's text.
pub fn answer(request: UiCommand, view: &View<'_>, position: usize) -> Option<Answer> {
    let article = view.session.article()?;
    let item = view.session.item();
    let selection = view.selection;
    Some(match request {
        UiCommand::Accept => match item {
            Some(item) => accept(article, item),
            None => Answer::Say("Nothing is in focus. Press Tab to go to the next item."),
        },
        UiCommand::Reject => match item {
            Some(item) => Answer::RunAndGoOn(Command::Reject {
                article: article.id.clone(),
                items: vec![item.id],
            }),
            None => Answer::Say("Nothing is in focus. Press Tab to go to the next item."),
        },
        UiCommand::AcceptAllLike => accept_all(article, item),
        UiCommand::TakeFirst => take_side(article, item, 0),
        UiCommand::TakeSecond => take_side(article, item, 1),
        UiCommand::StartLeft => shift(view, article, Edge::Start, Way::Left, Stride::Token),
        UiCommand::StartRight => shift(view, article, Edge::Start, Way::Right, Stride::Token),
        UiCommand::EndLeft => shift(view, article, Edge::End, Way::Left, Stride::Token),
        UiCommand::EndRight => shift(view, article, Edge::End, Way::Right, Stride::Token),
        UiCommand::StartLeftChar => shift(view, article, Edge::Start, Way::Left, Stride::Character),
        UiCommand::StartRightChar => shift(view, article, Edge::Start, Way::Right, Stride::Character),
        UiCommand::EndLeftChar => shift(view, article, Edge::End, Way::Left, Stride::Character),
        UiCommand::EndRightChar => shift(view, article, Edge::End, Way::Right, Stride::Character),
        UiCommand::NewClaim => match selection {
            Some(span) => {
                let bodies = vec![new_claim(&article.text, span)];
                Answer::RunAndFocus(Command::Add {
                    article: article.id.clone(),
                    bodies,
                })
            }
            None => Answer::Say("Select the words of the claim first, then press C."),
        },
        UiCommand::SetSource => point(article, item, selection, Purpose::Source),
        UiCommand::SetVia => point(article, item, selection, Purpose::Via),
        UiCommand::SetTarget => point(article, item, selection, Purpose::Target),
        UiCommand::AddFigure => add_figure(article, item, selection),
        UiCommand::TagAll => tag_all(article, item, selection),
        UiCommand::SwitchZone => {
            let kind = match zone_at(&article.zones, position) {
                ZoneKind::Body => ZoneKind::Boilerplate,
                ZoneKind::Boilerplate => ZoneKind::Headline,
                ZoneKind::Headline => ZoneKind::Body,
            };
            Answer::Run(Command::SwitchZone {
                article: article.id.clone(),
                offset: position,
                kind,
            })
        }
        UiCommand::MarkDone => {
            let state = match article.state {
                ArticleState::Done => ArticleState::InReview,
                _ => ArticleState::Done,
            };
            Answer::Run(Command::SetState {
                article: article.id.clone(),
                state,
            })
        }
        other => set_label(view, article, item, selection, other.label_number()?),
    })
}

/// What picking `choice` as a source or target does to the focused claim.
pub fn picked(view: &View<'_>, purpose: Purpose, choice: Choice) -> Option<Command> {
    let (article, item) = (view.session.article()?, view.session.item()?);
    Some(set_party(article, item, purpose, choice))
}

fn accept(article: &Article, item: &Item) -> Answer {
    if item.is_annotation() {
        // Enter on something decided just goes on.
        return Answer::Say("");
    }
    Answer::RunAndGoOn(Command::Accept {
        article: article.id.clone(),
        items: vec![item.id],
    })
}

/// Takes what one of those decided who differ about `item`, whole.
fn take_side(article: &Article, item: Option<&Item>, which: usize) -> Answer {
    let contested = item.filter(|item| is_contested(item));
    let Some(item) = contested else {
        return Answer::Say(
            "Nobody differs about this item. Shift+D steps through what people decided differently.",
        );
    };
    let opinions = opinions(article, item);
    let Some(opinion) = opinions.get(which) else {
        return Answer::Say("The record does not say who decided what. Accept, reject or edit the item.");
    };
    Answer::RunAndGoOn(side(article, item, opinion))
}

/// The command that makes `item` as `opinion` has it.
pub fn side(article: &Article, item: &Item, opinion: &Opinion<'_>) -> Command {
    let (article, items) = (article.id.clone(), vec![item.id]);
    match opinion.body {
        None => Command::Reject { article, items },
        Some(body) if *body == item.body => Command::Accept { article, items },
        Some(body) => Command::Correct {
            article,
            item: item.id,
            body: body.clone(),
            what: "take one version",
        },
    }
}

/// Accepts without going on: the reviewer is still at work on the item.
fn accept_here(article: &Article, item: &Item) -> Answer {
    if item.is_annotation() {
        return Answer::Say("It is so already.");
    }
    Answer::Run(Command::Accept {
        article: article.id.clone(),
        items: vec![item.id],
    })
}

fn accept_all(article: &Article, item: Option<&Item>) -> Answer {
    let Some(item) = item.filter(|item| item.status == Status::Suggested) else {
        return Answer::Say("Go to a suggestion first; all suggestions like it are then accepted.");
    };
    let items = queue::alike(article, item);
    let lines = items
        .iter()
        .filter_map(|id| article.items.get(id))
        .map(|item| {
            let line = item
                .body
                .hull()
                .map_or(0, |span| article.text.paragraph_at(span.start()).unwrap_or(0) + 1);
            let score = item.origin.as_ref().map_or(0.0, |origin| origin.score);
            (
                describe(article, &item.body),
                format!("paragraph {line}, {:.0} % sure", score * 100.0),
            )
        })
        .collect();
    let title = match &item.body {
        Body::Mention(_) => format!("Accept all like {}", describe(article, &item.body)),
        Body::Claim(_) => "Accept all claims at least as sure".to_owned(),
    };
    Answer::Confirm {
        command: Command::Accept {
            article: article.id.clone(),
            items,
        },
        title,
        lines,
    }
}

fn correct(article: &Article, item: &Item, body: Body, what: &'static str) -> Command {
    Command::Correct {
        article: article.id.clone(),
        item: item.id,
        body,
        what,
    }
}

fn shift(view: &View<'_>, article: &Article, edge: Edge, way: Way, stride: Stride) -> Answer {
    let Some(item) = view.session.item() else {
        return Answer::Say("Go to an item first to move its boundaries.");
    };
    let Some(span) = span_of(&item.body, view.part) else {
        return Answer::Say("The item has no such part.");
    };
    let Some(to) = moved(&article.text, span, edge, way, stride) else {
        return Answer::Say("The boundary cannot move further.");
    };
    let what = if edge == Edge::Start {
        "move start"
    } else {
        "move end"
    };
    Answer::Run(correct(article, item, with_span(&item.body, view.part, to), what))
}

fn set_label(
    view: &View<'_>,
    article: &Article,
    item: Option<&Item>,
    selection: Option<Span>,
    number: usize,
) -> Answer {
    let kind = view
        .session
        .project()
        .scheme
        .by_key(number)
        .map(|label| label.id.clone());
    match (selection, item.map(|item| (item, &item.body))) {
        (Some(span), _) => match kind {
            Some(kind) => {
                let bodies = vec![new_mention(&article.text, span, kind)];
                Answer::RunAndFocus(Command::Add {
                    article: article.id.clone(),
                    bodies,
                })
            }
            None => Answer::Say("The project has no kind with that number."),
        },
        (None, Some((item, Body::Mention(mention)))) => match kind {
            Some(kind) if kind == mention.kind => accept_here(article, item),
            Some(kind) => {
                let mut mention = mention.clone();
                mention.kind = kind;
                Answer::Run(correct(article, item, Body::Mention(mention), "set kind"))
            }
            None => Answer::Say("The project has no kind with that number."),
        },
        (None, Some((item, Body::Claim(claim)))) => {
            let Some(act) = number
                .checked_sub(1)
                .and_then(|index| ClaimAct::ALL.get(index).copied())
            else {
                return Answer::Say("There is no act with that number.");
            };
            if act == claim.act {
                return accept_here(article, item);
            }
            let mut claim = claim.clone();
            claim.act = act;
            Answer::Run(correct(article, item, Body::Claim(claim), "set act"))
        }
        (None, None) => Answer::Say("Select words first, then press a number to mark them."),
    }
}

fn point(article: &Article, item: Option<&Item>, selection: Option<Span>, purpose: Purpose) -> Answer {
    let Some(item) = item.filter(|item| item.body.as_claim().is_some()) else {
        return Answer::Say("Go to a claim first.");
    };
    match selection {
        Some(span) => {
            let actor = mention_in(article, span).and_then(|mention| mention.actor);
            Answer::Run(set_party(article, item, purpose, Choice { span, actor }))
        }
        None => Answer::Pick(purpose),
    }
}

fn set_party(article: &Article, item: &Item, purpose: Purpose, choice: Choice) -> Command {
    let mut body = item.body.clone();
    let party = crate::annotation::Party {
        span: choice.span,
        actor: choice.actor,
    };
    if let Body::Claim(claim) = &mut body {
        match purpose {
            Purpose::Source => (claim.source, claim.speaker) = (Some(choice.span), choice.actor),
            Purpose::Via => claim.via = Some(party),
            Purpose::Target => {
                if !claim.targets.contains(&party) {
                    claim.targets.push(party);
                }
            }
        }
    }
    let what = match purpose {
        Purpose::Source => "set source",
        Purpose::Via => "set via",
        Purpose::Target => "add target",
    };
    correct(article, item, body, what)
}

/// The mention that best stands for the words under `span`: the longest one inside.
fn mention_in(article: &Article, span: Span) -> Option<&crate::annotation::Mention> {
    let inside = article
        .items
        .values()
        .filter(|item| item.status != Status::Rejected);
    let inside = inside
        .filter_map(|item| item.body.as_mention())
        .filter(|mention| span.covers(mention.span));
    inside.max_by_key(|mention| mention.span.len())
}

fn add_figure(article: &Article, item: Option<&Item>, selection: Option<Span>) -> Answer {
    let Some(item) = item.filter(|item| item.body.as_claim().is_some()) else {
        return Answer::Say("Go to a claim first to add a figure to it.");
    };
    let Some(claim) = item.body.as_claim() else {
        return Answer::Say("Go to a claim first to add a figure to it.");
    };
    let taken = |span: Span| claim.figures.iter().any(|figure| figure.span.overlaps(span));
    let next_number = || {
        claim
            .content
            .iter()
            .flat_map(|span| tokens(article.text.slice(*span), span.start()))
            .find(|token| token.kind == TokenKind::Number && !taken(token.span))
            .map(|token| token.span)
    };
    let Some(span) = selection.or_else(next_number) else {
        return Answer::Say("No further number is in the claim. Select the words of the number first.");
    };
    let mut claim = claim.clone();
    claim.figures.push(new_figure(&article.text, span));
    claim.figures.sort_by_key(|figure| figure.span);
    Answer::Run(correct(article, item, Body::Claim(Box::new(claim)), "add figure"))
}

fn tag_all(article: &Article, item: Option<&Item>, selection: Option<Span>) -> Answer {
    let mention = item.and_then(|item| item.body.as_mention());
    let Some(span) = selection.or(mention.map(|mention| mention.span)) else {
        return Answer::Say("Select a name first; every place where it stands is then marked.");
    };
    let places = same_words(article, span);
    let known = article
        .items
        .values()
        .filter(|item| item.status != Status::Rejected)
        .filter_map(|item| item.body.as_mention())
        .find(|known| article.text.slice(known.span) == article.text.slice(span));
    let model = if selection.is_none() {
        mention.or(known)
    } else {
        known
    };
    let (kind, actor) = model.map_or((KindId::PERSON, None), |model| (model.kind.clone(), model.actor));
    let covered = |place: &Span| {
        article.items.values().any(|item| {
            item.is_annotation()
                && item
                    .body
                    .as_mention()
                    .is_some_and(|mention| mention.span.overlaps(*place))
        })
    };
    let bodies = places
        .into_iter()
        .filter(|place| !article.is_boilerplate(place.start()) && !covered(place))
        .map(|place| match new_mention(&article.text, place, kind.clone()) {
            Body::Mention(mut mention) => {
                mention.actor = actor;
                Body::Mention(mention)
            }
            claim @ Body::Claim(_) => claim,
        })
        .collect();
    Answer::Run(Command::Add {
        article: article.id.clone(),
        bodies,
    })
}

/// The part after `part` in the order of [`parts`].
pub fn next_part(body: &Body, part: Part) -> Part {
    let all = parts(body);
    let here = all.iter().position(|(other, _)| *other == part);
    let next = here.map_or(0, |index| (index + 1) % all.len().max(1));
    all.get(next).map_or(Part::Whole, |(part, _)| *part)
}
