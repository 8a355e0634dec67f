//! Commands on projects.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::place::{Place, STORY, slice};

/// A project with two articles of its own.
fn project(place: &Place) {
    place.write("in/one.txt", STORY);
    place.write("in/two.txt", "The harbour burnt, residents said.");
    let ran = place.run(&["new", "p", "--title", "The siege"]).check(0, &[]);
    assert!(ran.out.contains("claimdesk import p FILE"), "{}", ran.out);
    let ran = place.run(&["import", "p", "in"]).check(0, &[]);
    assert_eq!(ran.out, "2 articles added, 0 skipped.\n");
}

#[test]
fn a_project_from_the_first_article_to_the_export() {
    let place = Place::new();
    project(&place);
    place
        .run(&["new", "p"])
        .check(3, &["p: There is a project already."]);
    let ran = place
        .run(&["import", "p", "in/one.txt"])
        .check(0, &["one.txt: Skipped: the text is the same as that of article"]);
    assert_eq!(ran.out, "0 articles added, 1 skipped.\n");
    assert_eq!(
        place.run(&["check", "p"]).check(0, &[]).out,
        "Nothing is wrong.\n"
    );

    let stats = place.run(&["stats", "p"]).check(0, &[]).out;
    assert!(stats.starts_with("The siege\n"), "{stats}");
    assert!(stats.contains("  to do "), "{stats}");
    assert!(!stats.contains("Suggestions left  0"), "{stats}");

    let ran = place
        .run(&["export", "p", "--format", "jsonl", "--out", "-"])
        .check(0, &[]);
    assert_eq!(ran.err, "", "this format holds everything");
    let records = ran.records();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["project"]["title"], "The siege");
    assert_eq!(records[1].get("project"), None, "said once");
    let one = records.iter().find(|record| record["text"] == STORY).unwrap();
    assert_eq!(one["metadata"]["imported_from"], "in/one.txt");
    let actor = &one["actors"][0];
    assert_eq!(
        (&actor["status"], &actor["suggester"]),
        (&"suggested".into(), &"fast".into())
    );
    let known = &one["known_actors"][actor["actor"].as_str().unwrap()];
    assert!(known["name"].is_string(), "{one}");

    let confirmed = [
        "export",
        "p",
        "--format",
        "jsonl",
        "--out",
        "out.jsonl",
        "--only",
        "confirmed",
    ];
    place.run(&confirmed).check(0, &["undecided proposals"]);
    let first = fs::read(place.path("out.jsonl")).unwrap();
    assert!(
        String::from_utf8(first.clone())
            .unwrap()
            .contains("\"actors\":[]")
    );
    place
        .run(&confirmed)
        .check(3, &["out.jsonl: The file is there already. Use --force"]);
    place
        .run(&[
            "export",
            "p",
            "--format",
            "jsonl",
            "--out",
            "out.jsonl",
            "--force",
        ])
        .check(0, &[]);
    assert_ne!(fs::read(place.path("out.jsonl")).unwrap(), first);
    place
        .run(&["export", "p", "--format", "jsonl", "--out", "no/such/out.jsonl"])
        .check(3, &["no/such/out.jsonl"]);
    assert!(
        place
            .run(&["export", "--format"])
            .check(0, &[])
            .out
            .starts_with("jsonl ")
    );
}

#[test]
fn an_export_has_what_people_decided() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format/v1");
    let place = Place::new();
    let golden = golden.to_str().unwrap();
    let ran = place.run(&["export", golden, "--format", "jsonl"]).check(0, &[]);
    let records = ran.records();
    let record = records
        .iter()
        .find(|record| record["id"] == "shelling-in-northgate")
        .unwrap();
    let text = record["text"].as_str().unwrap();
    let claim = &record["claims"][0];
    assert_eq!(claim["verdict"]["rating"], "mostly true");
    assert_eq!(claim["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(claim["decisions"][1]["before"]["claim"]["verdict"], Value::Null);
    let figure = &claim["figures"][0];
    assert_eq!(
        (&figure["value"], &figure["where"]),
        (&21.into(), &"Northgate".into())
    );
    assert_eq!(slice(text, &figure["start"], &figure["end"]), "21");
    let gangs = record["actors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["status"] == "added")
        .unwrap();
    assert_eq!(
        slice(text, &gangs["start"], &gangs["end"]),
        "armed gangs",
        "code points, not bytes"
    );
    assert_eq!(gangs.get("score"), None);
    assert_eq!(
        record["decisions"].as_array().unwrap().len(),
        4,
        "those about no item that is left"
    );
    assert_eq!(record["zones"][0]["kind"], "boilerplate");

    let ran = place.run(&["export", golden, "--format", "jsonl", "--only", "confirmed"]);
    let ran = ran.check(
        0,
        &[
            "Left out: 3 undecided proposals.",
            "Left out: 1 rejected proposal.",
            "Left out: 1 entry of the history.",
        ],
    );
    let records = ran.records();
    let record = records
        .iter()
        .find(|record| record["id"] == "shelling-in-northgate")
        .unwrap();
    assert_eq!(record["actors"].as_array().unwrap().len(), 3);
    assert_eq!(record["claims"].as_array().unwrap().len(), 1);

    let stats = place.run(&["stats", golden]).check(0, &[]).out;
    assert!(
        stats.contains("  rules 1, mentions            1          1         1            33 %"),
        "{stats}"
    );
    assert!(
        stats.contains("  claim                 1          1         0      0        0"),
        "{stats}"
    );
    let json = place.run(&["stats", golden, "--json"]).check(0, &[]).out;
    let figures: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mentions = &figures["tables"]["proposals_by_suggester"][1];
    assert_eq!(mentions["suggester"], "rules 1, mentions");
    assert_eq!(mentions["accepted_as_is"], 0.33);
    assert!(figures["seconds"].as_u64() > Some(0), "{json}");
}

#[test]
fn columns_can_be_named_and_proposals_left_out() {
    let place = Place::new();
    place.run(&["new", "p"]).check(0, &[]);
    place.write(
        "set.csv",
        "headline;story\nFire;Ada Toll said no.\nFlood;Ben Okoro denied it.\n",
    );
    let args = [
        "import",
        "p",
        "set.csv",
        "--text-column",
        "story",
        "--title-column",
        "headline",
        "--no-suggest",
    ];
    place.run(&args).check(0, &[]);
    let fire = fs::read_to_string(place.path("p/articles/fire.ron")).unwrap();
    assert!(
        fire.contains("title: \"Fire\"") && !fire.contains("items:"),
        "{fire}"
    );
}

#[test]
fn damaged_projects_are_told_and_left_alone() {
    let place = Place::new();
    project(&place);
    let article = place.path("p/articles/one.ron");
    let article = if article.exists() {
        article
    } else {
        let mut all = fs::read_dir(place.path("p/articles")).unwrap();
        all.find_map(|entry| {
            Some(entry.unwrap().path()).filter(|p| fs::read_to_string(p).unwrap().contains("Northgate"))
        })
        .unwrap()
    };
    let name = article.file_name().unwrap().to_str().unwrap().to_owned();
    let whole = fs::read_to_string(&article).unwrap();
    let cut = whole.get(..whole.floor_char_boundary(whole.len() / 2)).unwrap();
    fs::write(&article, cut).unwrap();
    let at_line = format!("{name}:");
    place
        .run(&["check", "p"])
        .check(1, &[&at_line, "ends too early", " | "]);
    place.run(&["stats", "p"]).check(1, &["ends too early"]);
    place.write("three.txt", "Something else, Ada Toll said.");
    let ran = place
        .run(&["import", "p", "three.txt"])
        .check(1, &["ends too early"]);
    assert_eq!(ran.out, "1 article added, 0 skipped.\n");
    assert_eq!(
        fs::read_to_string(&article).unwrap(),
        cut,
        "a damaged file is left as it is"
    );

    fs::write(&article, whole.replacen("21 people", "210 people", 1)).unwrap();
    place
        .run(&["check", "p"])
        .check(1, &[&at_line, "The text was changed outside Claimdesk."]);
    fs::write(&article, &whole).unwrap();
    place.run(&["check", "p"]).check(0, &[]);

    let head = fs::read_to_string(place.path("p/project.ron")).unwrap();
    place.write("p/project.ron", head.get(..head.len() / 2).unwrap());
    for command in ["check", "stats"] {
        place
            .run(&[command, "p"])
            .check(1, &["project.ron:", "ends too early"]);
    }
    place.write("p/project.ron", head.replacen("format: 1", "format: 9", 1));
    place
        .run(&["check", "p"])
        .check(1, &["newer Claimdesk (format 9"]);
    fs::remove_file(place.path("p/project.ron")).unwrap();
    place.run(&["check", "p"]).check(3, &["Not a project"]);
    place.run(&["check", "nowhere"]).check(3, &["no such folder"]);
}

#[test]
fn a_repair_mends_what_it_can_and_says_what_stays() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format/v1");
    let place = Place::new();
    let articles = golden.join("articles");
    for file in [golden.join("project.ron")].into_iter().chain(
        fs::read_dir(&articles)
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    ) {
        let name = file.strip_prefix(&golden).unwrap().to_str().unwrap();
        place.write(&format!("p/{name}"), fs::read(&file).unwrap());
    }
    let ran = place.run(&["check", "p", "--repair"]).check(0, &[]);
    assert_eq!(ran.out, "Nothing is wrong.\n");

    let article = "p/articles/shelling-in-northgate.ron";
    let source = fs::read_to_string(place.path(article)).unwrap();
    place.write(article, source.replacen("score: 0.88", "score: 7", 1));
    place
        .run(&["check", "p"])
        .check(1, &["The score 7 is not between 0 and 1"]);
    let ran = place.run(&["check", "p", "--repair"]).check(0, &[]);
    assert!(
        ran.out.contains("northgate.ron:29: The score 7 is not"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .ends_with("1 thing repaired, 0 things stay for a person.\n"),
        "{}",
        ran.out
    );
    place.run(&["check", "p"]).check(0, &[]);

    let source = fs::read_to_string(place.path(article)).unwrap();
    place.write(article, source.replacen("“armed gangs”", "“armed bands”", 1));
    let told = ["lost its place", "Most alike is \"armed bands\""];
    let ran = place.run(&["check", "p", "--repair"]).check(1, &told);
    assert!(
        ran.out
            .ends_with("1 thing repaired, 1 thing stays for a person.\n"),
        "{}",
        ran.out
    );
    place.run(&["check", "p"]).check(1, &["waits for a place"]);
    place.run(&["stats", "p"]).check(0, &[]);
    let ran = place.run(&["export", "p", "--format", "jsonl"]).check(0, &[]);
    let orphans: Vec<Value> = ran
        .records()
        .iter()
        .flat_map(|record| record["orphans"].as_array().cloned().unwrap_or_default())
        .collect();
    assert_eq!(orphans.len(), 1);
    assert_eq!(orphans[0]["words"][0]["words"], "armed gangs");

    let head = fs::read_to_string(place.path("p/project.ron")).unwrap();
    place.write("p/project.ron", head.replacen("format: 1", "format: 9", 1));
    place.run(&["check", "p", "--repair"]).check(
        1,
        &[
            "newer Claimdesk (format 9",
            "Use the newer program; nothing was changed.",
        ],
    );
}

#[test]
fn claims_about_one_event_are_printed_with_what_contradicts_what() {
    let place = Place::new();
    let said = |who: &str, dead: u32| {
        format!(
            "Shells fall on Brask\n\n{who} said that {dead} people were killed in Brask on March 4, 2031.\n"
        )
    };
    place.write("in/one.txt", said("The Brask Relief Council", 21));
    place.write("in/two.txt", said("The Norvan army", 15));
    place.run(&["new", "p"]).check(0, &[]);
    place.run(&["import", "p", "in"]).check(0, &[]);
    let ran = place.run(&["compare", "p", "--conflicts"]).check(0, &[]);
    let reason = "! Brask Relief Council: 21 killed; Norvan army: 15 killed; same day";
    assert!(ran.out.starts_with("Killed, Brask, 4 Mar 2031 ("), "{}", ran.out);
    assert!(ran.out.contains(reason), "{}", ran.out);
    let groups = place.run(&["compare", "p", "--json"]).check(0, &[]).records();
    let conflicts: Vec<&Value> = groups
        .iter()
        .filter_map(|group| group["conflicts"].get(0))
        .collect();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(format!("! {}", conflicts[0]["reason"].as_str().unwrap()), reason);
    assert_eq!(groups[0]["status"], "proposed");
    place.run(&["compare", "nowhere"]).check(3, &["nowhere"]);
}
