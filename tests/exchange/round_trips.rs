//! What is exported comes back.

use std::path::Path;

use claimdesk::annotation::{Article, Project, Status};
use claimdesk::exchange::annotated::{Annotated, Found, Mapping, detect, read};
use claimdesk::exchange::export::{FORMATS, Format, Order, Shape};
use claimdesk::exchange::loss::{Loss, Losses};
use claimdesk::exchange::marks::Marked;
use claimdesk::review::{Command, Session};
use claimdesk::suggest::Stop;
use jiff::Timestamp;

use crate::torture::torture;

/// Exports `project` below `folder` and reads it back.
fn there_and_back(project: &Project, format: &'static Format, folder: &Path) -> (Vec<Found>, Losses) {
    let to = match format.shape {
        Shape::File(extension) => folder.join(format!("{}.{extension}", format.id)),
        Shape::Folder => folder.join(format.id),
    };
    let order = Order::new(format);
    let losses = order.write(project, &to, &Stop::default(), &mut || {}).unwrap();
    assert_eq!(detect(&to).unwrap().id, format.id, "its own files are recognised");
    let mut found = Vec::new();
    read(&to, format, &Stop::default(), &mut |read| found.push(read));
    let problems: Vec<String> = found
        .iter()
        .filter_map(|read| read.as_ref().err())
        .map(ToString::to_string)
        .collect();
    assert_eq!(problems, Vec::<String>::new(), "{}", format.id);
    (found.into_iter().map(Result::unwrap).collect(), losses)
}

#[test]
fn our_own_lines_bring_the_whole_project_back() {
    let keep = tempfile::tempdir().unwrap();
    let mut project = torture();
    let (found, losses) = there_and_back(&project, Format::find("jsonl").unwrap(), keep.path());
    assert!(losses.is_empty(), "{:?}", losses.lines());
    let mut lost = Losses::default();
    let articles = found
        .into_iter()
        .map(|found| found.with(&Mapping::default(), &project.scheme, &mut lost))
        .collect();
    assert!(lost.is_empty());
    let mut session = Session::new(Project::new(project.title.clone()), "Rae");
    session
        .run(Command::AddAnnotated { articles }, Timestamp::UNIX_EPOCH)
        .unwrap();
    for (id, article) in &project.articles {
        let back = session.project().article(id).unwrap();
        assert_eq!(back.items, article.items);
        assert_eq!(back.decisions, article.decisions);
        assert!(back == article, "{id}");
    }
    assert_eq!(session.project().actors, project.actors);
    assert_eq!(session.project().decisions, project.decisions);
    project.reviewers.sort();
    let mut reviewers = session.project().reviewers.clone();
    reviewers.sort();
    assert_eq!(reviewers, project.reviewers);
    assert_eq!(session.project().scheme, project.scheme);
    session.undo();
    assert!(
        *session.project() == Project::new(project.title.clone()),
        "one undo takes it back"
    );
}

/// What is read back is what the format holds: the items of the project without what the list of losses says.
#[test]
fn every_format_brings_back_what_it_holds() {
    let project = torture();
    let keep = tempfile::tempdir().unwrap();
    for format in FORMATS
        .iter()
        .filter(|format| format.is_read() && format.id != "jsonl")
    {
        let (found, told) = there_and_back(&project, format, keep.path());
        let mut lost = Losses::default();
        let mapping = Mapping::default();
        let back: Vec<Annotated> = found
            .into_iter()
            .map(|found| found.with(&mapping, &project.scheme, &mut lost))
            .collect();
        if told.count(Loss::Layout) > 0 {
            same_words(format, &project, &back, &told);
            continue;
        }
        assert_eq!(back.len(), project.articles.len(), "{}", format.id);
        for article in project.in_order() {
            let twin = back.iter().find(|back| back.article.text == article.text);
            let twin = &twin
                .unwrap_or_else(|| panic!("{}: {}", format.id, article.id))
                .article;
            let mut losses = Losses::default();
            let held = Marked::of(article, &project, &format.holds, &mut losses);
            let held = held.together(&mapping, &project.scheme, &mut losses).article;
            let (twin_lines, lines) = (shown(twin), shown(&held));
            let moved = told.count(Loss::Boundaries);
            if moved > 0 {
                // What ends within a token comes back with the whole token, and nothing else is different.
                let other = lines.iter().filter(|line| !twin_lines.contains(line));
                assert!(
                    other.count() <= moved,
                    "{}: {lines:#?} {twin_lines:#?}",
                    format.id
                );
                assert_eq!(twin_lines.len(), lines.len(), "{}", format.id);
            } else {
                assert_eq!(twin_lines, lines, "{}: {}", format.id, article.id);
            }
            if format.holds.metadata {
                let (mut theirs, mut ours) = (twin.metadata.clone(), article.metadata.clone());
                theirs.imported_from.clear();
                ours.imported_from.clear();
                assert_eq!(theirs, ours, "{}", format.id);
            }
        }
    }
}

/// Items as text, one a line, without ids and without what nobody has decided here.
fn shown(article: &Article) -> Vec<String> {
    let mut lines: Vec<String> = article
        .items
        .values()
        .map(|item| {
            let words: Vec<&str> = item
                .body
                .spans()
                .iter()
                .map(|span| article.text.slice(*span))
                .collect();
            let status = if item.is_annotation() {
                Status::Added
            } else {
                item.status
            };
            let body = format!("{:?}", item.body);
            // The ids of outer claims follow from their spans; that there is one is what counts.
            format!("{words:?} {status:?} {body}")
        })
        .collect();
    lines.sort();
    lines
}

/// Formats made of tokens keep the words, not what is between them.
fn same_words(format: &Format, project: &Project, back: &[Annotated], losses: &Losses) {
    let moved = losses.count(Loss::Boundaries) + losses.count(Loss::Pieces) + losses.count(Loss::Overlaps);
    let fold = |text: &str| text.split_whitespace().collect::<String>();
    let spans = |article: &Article| -> Vec<String> {
        let mut words: Vec<String> = article
            .items
            .values()
            .filter_map(|item| item.body.as_mention())
            .map(|mention| format!("{} {}", mention.kind, fold(article.text.slice(mention.span))))
            .collect();
        words.sort();
        words
    };
    if let [back] = back {
        // Columns without a line that begins an article.
        let all: String = project
            .in_order()
            .iter()
            .map(|article| fold(article.text.as_str()))
            .collect();
        assert_eq!(all, fold(back.article.text.as_str()), "{}", format.id);
        return;
    }
    assert_eq!(back.len(), project.articles.len(), "{}", format.id);
    for (article, back) in project.in_order().into_iter().zip(back) {
        assert_eq!(
            fold(article.text.as_str()),
            fold(back.article.text.as_str()),
            "{}",
            format.id
        );
        let mut losses = Losses::default();
        let held = Marked::of(article, project, &format.holds, &mut losses);
        let held = held
            .together(&Mapping::default(), &project.scheme, &mut losses)
            .article;
        let (held, back) = (spans(&held), spans(&back.article));
        let gone = held.iter().filter(|words| !back.contains(words)).count();
        assert!(gone <= moved, "{}: {held:?} {back:?}", format.id);
        assert!(held.is_empty() == back.is_empty(), "{}", format.id);
    }
}
