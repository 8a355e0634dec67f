//! Files that were cut, misspelt, merged badly or edited by hand.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use claimdesk::annotation::{Article, ArticleId, Metadata, Status};
use claimdesk::project::{LoadError, check, is_project, load, save};
use claimdesk::text::ArticleText;
use jiff::Timestamp;

use crate::golden::{NORTHGATE, edit, files, golden, messages, with_note};

/// What it is, how it is done to the golden article, how many items are left (`None`: the article does not open), and
/// what the warnings must mention.
pub type Damage = (&'static str, fn(&Path), Option<usize>, &'static [&'static str]);

pub const DAMAGES: [Damage; 26] = [
    (
        "cut in half",
        |p| {
            let bytes = fs::read(p).unwrap();
            fs::write(p, bytes.get(..bytes.len() / 2).unwrap()).unwrap();
        },
        None,
        &["shelling-in-northgate.ron:", "ends too early", "^"],
    ),
    (
        "empty",
        |p| fs::write(p, "").unwrap(),
        None,
        &["The file is empty."],
    ),
    (
        "not text",
        |p| fs::write(p, [0x89, b'P', b'N', b'G', 0xff]).unwrap(),
        None,
        &["not UTF-8", ":1"],
    ),
    (
        "misspelt field",
        |p| edit(p, "note: \"Second", "nota: \"Second"),
        None,
        &["nota", ".ron:12:5:", "^"],
    ),
    (
        "merge conflict",
        |p| edit(p, "    state:", "<<<<<<< HEAD\n    state:"),
        None,
        &["merge conflict", "^"],
    ),
    (
        "newer",
        |p| edit(p, "format: 1", "format: 7,\n    moods: [1]"),
        None,
        &["newer Claimdesk (format 7)"],
    ),
    (
        "mark and line ends",
        |p| {
            let source = fs::read_to_string(p).unwrap().replace('\n', "\r\n");
            fs::write(p, format!("\u{feff}{source}")).unwrap();
        },
        Some(8),
        &[],
    ),
    (
        "offset past the end",
        |p| edit(p, "(275, 286, \"armed gangs\")", "(275, 9999, \"\")"),
        Some(7),
        &["430nj0s8 lost its place", "275..9999 is no place"],
    ),
    (
        "within a claim that is gone",
        |p| {
            edit(
                p,
                "speaker: \"7d07z4k3\",",
                "speaker: \"7d07z4k3\",\n                within: \"00000000\",",
            );
        },
        Some(8),
        &["mkjdewz6 cannot stand within 00000000"],
    ),
    (
        "came through words that are not there",
        |p| {
            edit(
                p,
                "speaker: \"7d07z4k3\",",
                "speaker: \"7d07z4k3\",\n                via: (at: (77, 9999, \"\")),",
            );
        },
        Some(7),
        &["mkjdewz6 lost its place", "77..9999 is no place"],
    ),
    (
        "offset inside a character",
        |p| edit(p, "(275, 286, \"armed gangs\")", "(274, 286, \"\")"),
        Some(7),
        &["430nj0s8 lost its place"],
    ),
    (
        "words elsewhere",
        |p| edit(p, "(275, 286,", "(5, 16,"),
        Some(8),
        &["found at 275..286"],
    ),
    (
        "same id twice",
        |p| edit(p, "id: \"430nj0s8\"", "id: \"02wjz5k0\""),
        Some(8),
        &["Two items have the id"],
    ),
    (
        "no id",
        |p| edit(p, "id: \"430nj0s8\"", "id: \"?\""),
        Some(8),
        &["no id of an item"],
    ),
    (
        "no such act",
        |p| edit(p, "act: \"denial\"", "act: \"shouting\""),
        Some(8),
        &["\"shouting\" is no act", "statement, accusation"],
    ),
    (
        "no such kind",
        |p| edit(p, "kind: \"group\"", "kind: \"mob\""),
        Some(8),
        &["no kind \"mob\""],
    ),
    (
        "no such actor",
        |p| edit(p, "actor: \"7d07z4k3\"", "actor: \"00000000\""),
        Some(8),
        &["actor 00000000 is not in project.ron"],
    ),
    (
        "figure out of range",
        |p| edit(p, "value: 21", "value: -3"),
        Some(8),
        &["cannot be counted"],
    ),
    (
        "offsets the wrong way round",
        |p| edit(p, "(275, 286, \"armed gangs\")", "(286, 275, \"armed gangs\")"),
        Some(8),
        &["found at 275..286"],
    ),
    (
        "offsets the wrong way round, no words",
        |p| edit(p, "(275, 286, \"armed gangs\")", "(286, 275)"),
        Some(7),
        &["430nj0s8 lost its place", "286..275 is no place"],
    ),
    (
        "words that nobody wrote",
        |p| edit(p, "(275, 286, \"armed gangs\")", "(275, 286, \"arned gang\")"),
        Some(7),
        &[
            "430nj0s8 lost its place",
            "Most alike is \"armed gangs\" at 275..286",
        ],
    ),
    (
        "no such status",
        |p| edit(p, "status: \"added\"", "status: \"perhaps\""),
        Some(8),
        &["\"perhaps\" is no status"],
    ),
    (
        "a score that is no number",
        |p| edit(p, "score: 0.88", "score: NaN"),
        Some(8),
        &["The score NaN"],
    ),
    (
        "wrong hash",
        |p| edit(p, "sha256: \"a93", "sha256: \"b93"),
        Some(8),
        &["changed outside Claimdesk"],
    ),
    (
        "zone past the end",
        |p| edit(p, "(\"boilerplate\", 63, 75,", "(\"boilerplate\", 63, 9999,"),
        Some(8),
        &["has no place in the text"],
    ),
    (
        "zone before the first byte, after the hash was lost",
        |p| {
            edit(p, "sha256: \"a93", "sha256: \"b93");
            edit(
                p,
                "(\"boilerplate\", 63, 75,",
                "(\"boilerplate\", -9223372036854775808, 9223372036854775807,",
            );
        },
        Some(8),
        &["changed outside Claimdesk"],
    ),
];

#[test]
fn damage_costs_only_itself_and_is_told_with_its_place() {
    for (name, damage, left, expected) in DAMAGES {
        let (_keep, folder) = golden();
        let path = folder.join(NORTHGATE);
        damage(&path);
        let damaged = files(&folder);
        let mut loaded = load(&folder).unwrap();
        assert_eq!(files(&folder), damaged, "{name}: opening changes nothing");
        let told = messages(&loaded);
        assert_eq!(told.is_empty(), expected.is_empty(), "{name}: {told}");
        for part in expected {
            assert!(told.contains(part), "{name}: no {part} in {told}");
        }
        let id = ArticleId::parse("shelling-in-northgate").unwrap();
        let article = loaded
            .project
            .articles
            .get(&id)
            .map(|article| article.items.len());
        assert_eq!(article, left, "{name}: {told}");
        let orphans = loaded
            .project
            .articles
            .get(&id)
            .map(|article| article.orphans.len());
        assert_eq!(orphans, left.map(|left| 8 - left), "{name}: nothing is lost");
        assert_eq!(loaded.untouchable.len(), usize::from(left.is_none()), "{name}");
        assert_eq!(check(&folder).unwrap().is_empty(), expected.is_empty(), "{name}");

        // A save that has nothing to say about this article leaves it as it is.
        with_note(&mut loaded.project, "fire-in-the-harbour", "Mine.");
        save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
        let original = &damaged.iter().find(|(file, _)| file == NORTHGATE).unwrap().1;
        assert_eq!(&fs::read(&path).unwrap(), original, "{name}");

        // One that has keeps what was there.
        let mut article = loaded.project.articles.get(&id).map_or_else(
            || {
                let text = ArticleText::new("Imported again.");
                Article::new(
                    id.clone(),
                    Timestamp::UNIX_EPOCH,
                    Metadata::default(),
                    text,
                    Vec::new(),
                )
            },
            |article| Article::clone(article),
        );
        article.note = "Changed.".to_owned();
        loaded.project.articles.insert(id, Arc::new(article));
        save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
        let kept = fs::read_dir(folder.join("set-aside"))
            .map(Iterator::count)
            .unwrap_or_default();
        assert_eq!(kept, usize::from(!expected.is_empty()), "{name}");
        if let [aside] = loaded.base.set_aside() {
            assert_eq!(&fs::read(aside).unwrap(), original, "{name}");
        }
        let again = load(&folder).unwrap();
        assert_eq!(messages(&again), "", "{name}");
        assert_eq!(again.project, loaded.project, "{name}");
    }
}

#[test]
fn text_that_was_edited_by_hand_keeps_what_can_be_found() {
    let (_keep, folder) = golden();
    let path = folder.join(NORTHGATE);
    edit(&path, "Home | World | Weather\n", "Home\n");
    edit(&path, "accused “armed gangs” of", "accused nobody of");
    let loaded = load(&folder).unwrap();
    let told = messages(&loaded);
    assert!(
        told.contains("shelling-in-northgate.ron:14: The text was changed outside Claimdesk."),
        "{told}"
    );
    assert!(
        told.contains("430nj0s8 lost its place: \"armed gangs\" is not at 275..286"),
        "{told}"
    );
    let article = loaded
        .project
        .article(&ArticleId::parse("shelling-in-northgate").unwrap())
        .unwrap();
    let words: Vec<_> = article
        .items
        .values()
        .filter_map(|item| item.body.as_mention())
        .map(|mention| article.text.slice(mention.span))
        .collect();
    for expected in [
        "Government troops",
        "Northgate",
        "Saturday",
        "Orlan Rights Watch",
        "Ada Toll",
    ] {
        assert!(words.contains(&expected), "{expected} in {words:?}\n{told}");
    }
    let northgate = article
        .items
        .values()
        .find(|i| i.status == Status::Corrected)
        .unwrap();
    assert_eq!(
        northgate.body.hull().unwrap().range(),
        97..106,
        "the second Northgate, as far on as its neighbours"
    );
    let zones: Vec<_> = article
        .zones
        .iter()
        .map(|zone| article.text.slice(zone.span))
        .collect();
    assert_eq!(zones, ["Shelling in Northgate kills at least 21", "By Mira Holt"]);
}

#[test]
fn a_project_that_cannot_open_says_why() {
    let (_keep, folder) = golden();
    let head = folder.join("project.ron");
    let fails = |expected: &str| {
        let error = load(&folder).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    };
    let source = fs::read_to_string(&head).unwrap();
    fs::write(&head, source.get(..source.len() / 2).unwrap()).unwrap();
    fails("project.ron:");
    fs::write(
        &head,
        source.replacen("format: 1", "format: 2,\n    colour: \"x\"", 1),
    )
    .unwrap();
    fails("newer Claimdesk (format 2, this one reads format 1)");
    fs::write(&head, source.replacen("format: 1", "format: 2", 1)).unwrap();
    fails("newer Claimdesk");
    fs::remove_file(&head).unwrap();
    fails("Not a project");
    assert!(!is_project(&folder));
    assert!(matches!(
        load(&folder.join("nowhere")),
        Err(LoadError::Missing(_))
    ));
}
