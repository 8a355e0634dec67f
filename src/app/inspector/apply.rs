//! From a text that was typed into a field to the command that it asks for.

use jiff::civil::Date;

use crate::annotation::{
    Actor, ActorId, ArticleId, Body, Claim, DateRange, Evidence, Figure, ItemId, KindId, Metadata, Project,
    Verdict,
};
use crate::app::view::Act;
use crate::review::{Command, LinkTo};
use crate::suggest::dates;

use super::fields::{EvidenceText, FigureText, Place, Text};

/// The item as it will be once `acts` are done.
pub(super) fn latest_body(
    project: &Project,
    acts: &[Act],
    article: &ArticleId,
    item: ItemId,
) -> Option<Body> {
    let mut body = project.article(article)?.items.get(&item)?.body.clone();
    for act in acts {
        match act {
            Act::Run(Command::Correct {
                article: a,
                item: i,
                body: asked,
                ..
            }) if a == article && *i == item => body = asked.clone(),
            Act::Run(Command::Link {
                article: a,
                item: i,
                to,
            }) if a == article && *i == item => {
                let kind = body.as_mention().map_or(KindId::PERSON, |m| m.kind.clone());
                let actor = match to {
                    LinkTo::Nobody => None,
                    LinkTo::Actor(id) => Some(*id),
                    LinkTo::New(name) => Some(ActorId::for_name(name.trim(), &kind)),
                };
                match &mut body {
                    Body::Mention(mention) => mention.actor = actor,
                    Body::Claim(claim) => claim.speaker = actor,
                }
            }
            _ => {}
        }
    }
    Some(body)
}

/// The actor as it will be once `acts` are done.
pub(in crate::app) fn latest_actor(project: &Project, acts: &[Act], id: ActorId) -> Option<Actor> {
    let asked = acts.iter().rev().find_map(|act| match act {
        Act::Run(Command::SetActor { actor }) if actor.id == id => Some(actor.clone()),
        _ => None,
    });
    asked.or_else(|| project.actors.get(&id).cloned())
}

fn latest_metadata(project: &Project, acts: &[Act], id: &ArticleId) -> Option<Metadata> {
    let asked = acts.iter().rev().find_map(|act| match act {
        Act::Run(Command::SetMetadata { article, metadata }) if article == id => Some((**metadata).clone()),
        _ => None,
    });
    asked.or_else(|| Some(project.article(id)?.metadata.clone()))
}

/// The command that sets a text; `None` if it would change nothing or what it belongs to is gone.
///
/// # Errors
/// Why the words do not fit, one or two sentences.
pub(in crate::app) fn command(
    project: &Project,
    acts: &[Act],
    place: &Place,
    text: Text,
    words: &str,
) -> Result<Option<Command>, String> {
    match place {
        Place::Article(id) => article_command(project, acts, id, text, words),
        Place::Item(article, item) => {
            let Some(old) = latest_body(project, acts, article, *item) else {
                return Ok(None);
            };
            let mut body = old.clone();
            let what = set_in_body(&mut body, text, words)?;
            if let (Body::Claim(claim), Text::Figure(index, FigureText::When)) = (&mut body, text)
                && let Some(figure) = claim.figures.get_mut(index)
            {
                // Other words, other days: those of the old words no longer hold.
                let published = latest_metadata(project, acts, article).and_then(|data| data.published);
                figure.date = dates::resolve(&figure.when, published);
            }
            Ok((body != old).then(|| Command::Correct {
                article: article.clone(),
                item: *item,
                body,
                what,
            }))
        }
        Place::Actor(id) => {
            let Some(old) = latest_actor(project, acts, *id) else {
                return Ok(None);
            };
            let actor = set_in_actor(&old, text, words)?;
            Ok((actor != old).then_some(Command::SetActor { actor }))
        }
    }
}

fn article_command(
    project: &Project,
    acts: &[Act],
    id: &ArticleId,
    text: Text,
    words: &str,
) -> Result<Option<Command>, String> {
    let Some(article) = project.article(id) else {
        return Ok(None);
    };
    let line = || words.trim().to_owned();
    let Some(mut data) = latest_metadata(project, acts, id) else {
        return Ok(None);
    };
    let old = data.clone();
    match text {
        Text::Note => {
            return Ok((article.note != words).then(|| Command::SetNote {
                article: id.clone(),
                note: words.to_owned(),
            }));
        }
        Text::Title => data.title = line(),
        Text::Publisher => data.publisher = line(),
        Text::Author => data.author = line(),
        Text::Url => data.url = line(),
        Text::Language => data.language = line().to_lowercase(),
        Text::Published => data.published = date(words)?,
        _ => return Ok(None),
    }
    Ok((data != old).then(|| Command::SetMetadata {
        article: id.clone(),
        metadata: Box::new(data),
    }))
}

/// A day as 2024-03-02; nothing for no words.
fn date(words: &str) -> Result<Option<Date>, String> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let shape = words.len() == 10 && words.bytes().filter(|b| *b == b'-').count() == 2;
    match words.parse() {
        Ok(date) if shape => Ok(Some(date)),
        _ => Err("Not a day. Write it as 2024-03-02.".to_owned()),
    }
}

fn set_in_body(body: &mut Body, text: Text, words: &str) -> Result<&'static str, String> {
    match (body, text) {
        (Body::Mention(mention), Text::Note) => {
            words.clone_into(&mut mention.note);
            Ok("set note")
        }
        (Body::Claim(claim), text) => set_in_claim(claim, text, words),
        (Body::Mention(_), _) => Ok("edit"),
    }
}

fn set_in_claim(claim: &mut Claim, text: Text, words: &str) -> Result<&'static str, String> {
    match text {
        Text::Note => {
            words.clone_into(&mut claim.note);
            Ok("set note")
        }
        Text::Rationale => {
            let verdict = claim.verdict.get_or_insert_with(Verdict::default);
            words.clone_into(&mut verdict.rationale);
            Ok("set rationale")
        }
        Text::Figure(index, text) => {
            if let Some(figure) = claim.figures.get_mut(index) {
                set_in_figure(figure, text, words)?;
            }
            Ok("set figure")
        }
        Text::Evidence(index, text) => {
            let evidence = claim.verdict.as_mut().and_then(|v| v.evidence.get_mut(index));
            if let Some(evidence) = evidence {
                set_in_evidence(evidence, text, words);
            }
            Ok("set evidence")
        }
        _ => Ok("edit"),
    }
}

fn set_in_figure(figure: &mut Figure, text: FigureText, words: &str) -> Result<(), String> {
    let line = || words.trim().to_owned();
    match text {
        FigureText::Value => {
            figure.value = number(words)?.ok_or("A figure needs a number.")?;
            if figure.value_to.is_some_and(|to| to < figure.value) {
                return Err("The number is above the upper end. Change the upper end first.".to_owned());
            }
        }
        FigureText::To => {
            let to = number(words)?;
            if to.is_some_and(|to| to < figure.value) {
                return Err("The upper end is below the number.".to_owned());
            }
            figure.value_to = to;
        }
        FigureText::Who => figure.who = line(),
        FigureText::Place => figure.place = line(),
        FigureText::When => figure.when = line(),
        FigureText::Days => figure.date = days(words)?,
        FigureText::By => figure.by = line(),
    }
    Ok(())
}

/// A day or a range of days; nothing for no words.
fn days(words: &str) -> Result<Option<DateRange>, String> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let hint = "Not a day or a range of days. Write it as 2024-03-02 or 2024-03-02 to 2024-03-05.";
    words.parse().map(Some).map_err(|_| hint.to_owned())
}

/// A number as people write it: "10,000", "10 000", "1.5". Nothing for no words.
fn number(words: &str) -> Result<Option<f64>, String> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let bad = || "Not a number. Write it in digits, for example 10,000 or 1.5.".to_owned();
    let (whole, fraction) = words.split_once('.').unwrap_or((words, ""));
    let groups: Vec<&str> = whole.split([',', ' ', '\u{a0}', '\u{202f}']).collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    if !digits(fraction) || !grouped || groups.iter().any(|group| group.is_empty() || !digits(group)) {
        return Err(bad());
    }
    let plain = format!("{}.{fraction}0", groups.concat());
    plain
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
        .map(Some)
        .ok_or_else(bad)
}

fn set_in_evidence(evidence: &mut Evidence, text: EvidenceText, words: &str) {
    match text {
        EvidenceText::Title => words.trim().clone_into(&mut evidence.title),
        EvidenceText::Date => words.trim().clone_into(&mut evidence.date),
        EvidenceText::File => words.trim().clone_into(&mut evidence.file),
        EvidenceText::Source => words.trim().clone_into(&mut evidence.source),
        EvidenceText::Url => words.trim().clone_into(&mut evidence.url),
        EvidenceText::Quote => words.clone_into(&mut evidence.quote),
    }
}

fn set_in_actor(old: &Actor, text: Text, words: &str) -> Result<Actor, String> {
    let mut actor = old.clone();
    match text {
        Text::Name => {
            let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() {
                return Err("An actor needs a name.".to_owned());
            }
            // The old name stands in articles, so it goes on leading here.
            actor.aliases.push(std::mem::replace(&mut actor.name, name));
        }
        Text::Aliases => {
            let aliases = words.split([';', '\n']).map(str::trim).filter(|a| !a.is_empty());
            actor.aliases = aliases.map(str::to_owned).collect();
        }
        Text::Side => words.trim().clone_into(&mut actor.side),
        Text::Note => words.clone_into(&mut actor.note),
        Text::ExternalId => words.trim().clone_into(&mut actor.external_id),
        _ => {}
    }
    actor.aliases.sort();
    actor.aliases.dedup();
    actor.aliases.retain(|alias| *alias != actor.name);
    Ok(actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let check = |words, expected| assert_eq!(number(words).ok(), Some(expected), "{words}");
        check("21", Some(21.0));
        check(" 10,000 ", Some(10_000.0));
        check("1 250 000", Some(1_250_000.0));
        check("1.5", Some(1.5));
        check("", None);
        for bad in [
            "-3", "ten", "1e9", "1,00", "1.2.3", ",000", "1,,000", "inf", "NaN", ".5",
        ] {
            assert!(number(bad).is_err(), "{bad}");
        }
        assert!(number(&"9".repeat(400)).is_err(), "too big");
    }

    #[test]
    fn days_have_one_form() {
        assert_eq!(date("2024-03-02").unwrap().unwrap().to_string(), "2024-03-02");
        assert_eq!(date("  ").unwrap(), None);
        for bad in [
            "2024-02-30",
            "2 March 2024",
            "20240302",
            "2024-3-2",
            "2024-03-02T10:00",
        ] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_actor_keeps_its_old_name_as_an_alias() {
        let actor = Actor::new("Toll", KindId::PERSON);
        let renamed = set_in_actor(&actor, Text::Name, "  Ada   Toll ").unwrap();
        assert_eq!((renamed.name.as_str(), renamed.id), ("Ada Toll", actor.id));
        assert_eq!(renamed.aliases, ["Toll"]);
        let back = set_in_actor(&renamed, Text::Name, "Toll").unwrap();
        assert_eq!(back.aliases, ["Ada Toll"]);
        let listed = set_in_actor(&renamed, Text::Aliases, "Mrs Toll; Toll;; Ada Toll").unwrap();
        assert_eq!(listed.aliases, ["Mrs Toll", "Toll"]);
        assert!(set_in_actor(&actor, Text::Name, " ").is_err());
    }

    #[test]
    fn what_was_asked_for_in_the_same_frame_is_kept() {
        use crate::app::parts::fixture;
        let mut session = fixture::session();
        let article = session.article().unwrap().id.clone();
        let item = *session.article().unwrap().items.keys().next().unwrap();
        let place = Place::Item(article.clone(), item);
        let mut acts = Vec::new();
        let to = LinkTo::New("Somebody".to_owned());
        acts.push(Act::Run(Command::Link { article, item, to }));
        let note = command(session.project(), &acts, &place, Text::Note, "A note").unwrap();
        acts.push(Act::Run(note.unwrap()));
        for act in acts {
            let Act::Run(command) = act else { continue };
            session.run(command, jiff::Timestamp::UNIX_EPOCH).unwrap();
        }
        session.focus.item = Some(item);
        let (actor, note) = match &session.item().unwrap().body {
            Body::Mention(mention) => (mention.actor, mention.note.clone()),
            Body::Claim(claim) => (claim.speaker, claim.note.clone()),
        };
        let name = &session.project().actors[&actor.unwrap()].name;
        assert_eq!((name.as_str(), note.as_str()), ("Somebody", "A note"));
    }
}
