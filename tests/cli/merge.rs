//! `claimdesk merge`, by hand and as git calls it.

use std::fs;
use std::process::Command;

use claimdesk::annotation::{ArticleId, Body, ItemId, KindId, Mention, Project, Status};
use claimdesk::project::{load, save};
use claimdesk::review::three_way::is_contested;
use claimdesk::review::{Command as Do, Session};
use jiff::Timestamp;

use crate::place::{Place, STORY};

/// Lets `who` do things to the project in `folder`.
fn work(place: &Place, folder: &str, who: &str, second: i64, commands: &[Do]) {
    let folder = place.path(folder);
    let mut loaded = load(&folder).unwrap();
    let mut session = Session::new(loaded.project, who);
    for (command, second) in commands.iter().zip(second..) {
        let at = Timestamp::from_second(1_900_000_000 + second).unwrap();
        session.run(command.clone(), at).unwrap();
    }
    save(&folder, session.project(), &mut loaded.base, false).unwrap();
}

fn project(place: &Place) -> (Project, ArticleId, Vec<ItemId>) {
    place.write("in/one.txt", STORY);
    place.run(&["new", "p", "--title", "The siege"]).check(0, &[]);
    place.run(&["import", "p", "in"]).check(0, &[]);
    let project = load(&place.path("p")).unwrap().project;
    let article = project.articles.keys().next().unwrap().clone();
    let items = project.article(&article).unwrap().items.values();
    let mentions = items.filter(|item| item.body.as_mention().is_some());
    let ids = mentions.map(|item| item.id).collect();
    (project, article, ids)
}

fn with_kind(project: &Project, article: &ArticleId, item: ItemId, kind: KindId) -> Do {
    let items = &project.article(article).unwrap().items;
    let mention = items.get(&item).unwrap().body.as_mention().unwrap();
    Do::Correct {
        article: article.clone(),
        item,
        body: Body::Mention(Mention {
            kind,
            ..mention.clone()
        }),
        what: "set kind",
    }
}

/// Runs git in the project; `None` if there is no git.
fn git(place: &Place, args: &[&str]) -> Option<(bool, String)> {
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=Rae", "-c", "user.email=rae@example.org"])
        .args(args);
    let command = command.current_dir(place.path("p"));
    command
        .env("CLAIMDESK_HOME", place.path("home"))
        .env("HOME", place.path("home"));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    let output = command.output().ok()?;
    let told = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8(told).unwrap()))
}

#[test]
fn two_branches_come_together_through_git() {
    let place = Place::new();
    let (base, article, items) = project(&place);
    let [first, second, third] = items[..3] else {
        panic!("there are names in the story")
    };
    if git(&place, &["init", "-q", "-b", "main"]).is_none() {
        eprintln!("There is no git here: the merge driver is not tried.");
        return;
    }
    let git = |args: &[&str]| git(&place, args).unwrap();
    let done = |args: &[&str]| {
        let (well, told) = git(args);
        assert!(well, "{args:?}: {told}");
    };
    let driver = format!("\"{}\" merge %O %A %B %P", env!("CARGO_BIN_EXE_claimdesk"));
    done(&["config", "merge.claimdesk.driver", &driver]);
    place.write("p/.gitattributes", "*.ron merge=claimdesk\n");
    done(&["add", "."]);
    done(&["commit", "-qm", "The article"]);

    let accept = |item| Do::Accept {
        article: article.clone(),
        items: vec![item],
    };
    let note = |note: &str| Do::SetNote {
        article: article.clone(),
        note: note.to_owned(),
    };
    done(&["checkout", "-qb", "oez"]);
    let theirs = [
        with_kind(&base, &article, first, KindId::GROUP),
        accept(second),
        note("Call her."),
    ];
    work(&place, "p", "Öz", 1, &theirs);
    done(&["commit", "-qam", "What Öz decided"]);
    done(&["checkout", "-q", "main"]);
    let reject = Do::Reject {
        article: article.clone(),
        items: vec![third],
    };
    work(
        &place,
        "p",
        "Rae",
        100,
        &[with_kind(&base, &article, first, KindId::STATE), reject],
    );
    done(&["commit", "-qam", "What Rae decided"]);

    let (well, told) = git(&["merge", "oez"]);
    assert!(!well, "one item is to be decided again: {told}");
    assert!(
        told.contains("Rae: state; Öz: group. It is undecided again"),
        "{told}"
    );
    let name = format!("articles/{article}.ron");
    let (_, unmerged) = git(&["diff", "--name-only", "--diff-filter=U"]);
    assert_eq!(
        unmerged,
        format!("{name}\n"),
        "project.ron merged by itself: {told}"
    );
    let source = fs::read_to_string(place.path("p").join(&name)).unwrap();
    assert!(!source.contains("<<<<<<<") && !source.contains(">>>>>>>"));

    assert_eq!(
        place.run(&["check", "p"]).check(0, &[]).out,
        "Nothing is wrong.\n"
    );
    let loaded = load(&place.path("p")).unwrap();
    assert_eq!(loaded.project.reviewers, ["Rae", "Öz"]);
    let is = &loaded.project.articles[&article];
    assert!(is_contested(&is.items[&first]));
    assert_eq!(is.items[&second].status, Status::Accepted);
    assert_eq!(is.items[&third].status, Status::Rejected);
    assert_eq!(is.note, "Call her.");
    let mut who: Vec<&str> = is.decisions.iter().map(|decision| decision.by.as_str()).collect();
    who.sort_unstable();
    assert_eq!(who, ["Rae", "Rae", "Öz", "Öz"]);

    work(&place, "p", "Ines", 200, &[accept(first)]);
    done(&["add", "."]);
    done(&["commit", "-qm", "Decided"]);
    let is = load(&place.path("p")).unwrap().project.articles[&article].clone();
    assert_eq!(
        (is.items[&first].status, is.decisions.len()),
        (Status::Accepted, 5)
    );
}

#[test]
fn what_cannot_be_merged_is_left_alone() {
    let place = Place::new();
    let (base, article, items) = project(&place);
    let file = place.path(&format!("p/articles/{article}.ron"));
    let before = fs::read(&file).unwrap();
    work(
        &place,
        "p",
        "Rae",
        1,
        &[with_kind(&base, &article, items[0], KindId::GROUP)],
    );
    let after = fs::read(&file).unwrap();
    place.write("base", &before);
    place.write("theirs", &before);
    let merge = |ours: &[u8], args: &[&str]| {
        place.write("ours", ours);
        let ran = place.run(&[&["merge"], args].concat());
        (ran, fs::read(place.path("ours")).unwrap())
    };

    // One side changed it; the other way round; both added it.
    let (ran, ours) = merge(&after, &["base", "ours", "theirs"]);
    ran.check(0, &[]);
    assert_eq!(ours, after, "the same bytes as a save");
    place.write("theirs", &after);
    let (ran, ours) = merge(&before, &["base", "ours", "theirs"]);
    ran.check(0, &[]);
    assert_eq!(ours, after);
    place.write("base", "");
    let (ran, ours) = merge(&before, &["base", "ours", "theirs", "p/articles/a.ron"]);
    ran.check(0, &[]);
    assert_eq!(ours, after);
    let (ran, ours) = merge(&after, &["nowhere", "ours", "theirs"]);
    ran.check(0, &[]);
    assert_eq!(ours, after);

    // project.ron is known by its name or by what is in it.
    let head = fs::read(place.path("p/project.ron")).unwrap();
    place.write(
        "theirs",
        String::from_utf8(head.clone())
            .unwrap()
            .replace("The siege", "Siege"),
    );
    place.write("base", &head);
    for path in [&["siege/project.ron"] as &[&str], &[]] {
        let (ran, ours) = merge(&head, &[&["base", "ours", "theirs"], path].concat());
        ran.check(0, &[]);
        assert!(String::from_utf8(ours).unwrap().contains("title: \"Siege\""));
    }

    // Another text.
    let other = String::from_utf8(before.clone()).unwrap();
    place.write("theirs", other.replace("Monday", "Sunday"));
    place.write("base", &before);
    let (ran, ours) = merge(&after, &["base", "ours", "theirs", "p/articles/a.ron"]);
    ran.check(
        1,
        &["a.ron: The text differs between the two sides.", "ours stays"],
    );
    assert_eq!(ours, after);

    // What cannot be read.
    for (bad, told) in [
        ("", "a.ron (theirs): There is nothing in theirs."),
        ("(format: 9,", "newer Claimdesk (format 9"),
        ("(format: 1,", "a.ron (theirs):1:12: The file ends too early"),
    ] {
        place.write("theirs", bad);
        let (ran, ours) = merge(&after, &["base", "ours", "theirs", "p/articles/a.ron"]);
        ran.check(3, &[told]);
        assert_eq!(ours, after);
    }
    place
        .run(&["merge", "base", "nowhere", "theirs"])
        .check(3, &["nowhere (ours)"]);
    place.run(&["merge", "base"]).code.eq(&2).then_some(()).unwrap();
    let help = place.run(&["merge", "--help"]).check(0, &[]).out;
    for line in [
        "git config merge.claimdesk.driver \"claimdesk merge %O %A %B %P\"",
        "*.ron merge=claimdesk",
    ] {
        assert!(help.contains(line), "{help}");
    }
}
