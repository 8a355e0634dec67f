//! Holds the floors of the house apart by reading its source; ARCHITECTURE.md names the invariants.
//!
//! Every rule is tried on small trees that break it, so that it is known to be able to fail.

mod rules;
mod source;

use std::error::Error;
use std::fs;
use std::path::Path;

use source::{Source, read_tree, tree, without_text};

type Rule = fn(&Source) -> Vec<String>;

const RULES: &[Rule] = &[
    rules::floors,
    rules::no_window_below_app,
    rules::no_io_in_pure_floors,
    rules::no_network,
    rules::colours_from_the_theme,
    rules::short_files,
    rules::printing_only_in_cli,
    rules::opens_with_docs,
];

#[test]
fn the_house_keeps_its_rules() -> Result<(), Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = read_tree(package, &["src", "tests"])?;
    assert!(
        sources.len() > 20,
        "only {} files read: are the folders right?",
        sources.len()
    );
    let mut complaints: Vec<String> = RULES
        .iter()
        .flat_map(|rule| sources.iter().flat_map(rule))
        .collect();
    complaints.extend(rules::no_network_packages(&fs::read_to_string(
        package.join("Cargo.lock"),
    )?));
    assert!(
        complaints.is_empty(),
        "{} rules broken:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    Ok(())
}

/// Runs `rule` over a tree of one file and compares the lines that it complains about.
fn check(rule: Rule, path: &str, code: &str, expected: &[usize]) {
    let sources = tree([(path.to_owned(), code.to_owned())]);
    let complaints: Vec<String> = sources.iter().flat_map(rule).collect();
    let mut lines: Vec<usize> = complaints
        .iter()
        .filter_map(|c| c.split(':').nth(1)?.parse().ok())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines, expected, "{path}: {code}\n{}", complaints.join("\n"));
    assert!(
        complaints.iter().all(|c| c.starts_with(path) && c.contains(". ")),
        "{complaints:?}"
    );
}

#[test]
fn floors_are_held_apart() {
    let rule: Rule = rules::floors;
    for (path, code, lines) in [
        (
            "src/text/a.rs",
            "use crate::text::Span;\nuse super::Span;",
            &[] as &[usize],
        ),
        ("src/text/a.rs", "use crate::annotation::Item;", &[1]),
        ("src/text/a.rs", "fn f() {\n crate::app::start() }", &[2]),
        ("src/text/a.rs", "use super::super::review::Session;", &[1]),
        ("src/text/mod.rs", "use super::cli;", &[1]),
        ("src/text/a.rs", "// crate::app\nlet a = \"crate::app\";", &[]),
        (
            "src/text/a.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests { use crate::suggest::Rules; }\nuse crate::cli;",
            &[4],
        ),
        (
            "src/annotation/mod.rs",
            "use crate::{text::{Span, Zone as Z}, review};",
            &[1],
        ),
        (
            "src/annotation/mod.rs",
            "use crate::{text::{self, Span}, text::Token};",
            &[],
        ),
        ("src/exchange/mod.rs", "use crate::suggest::Stop;", &[]),
        (
            "src/exchange/mod.rs",
            "use crate::suggest::{Stop, Stopped, Rules};",
            &[1],
        ),
        ("src/exchange/mod.rs", "use crate::project::load;", &[1]),
        ("src/suggest/mod.rs", "use crate::exchange::Draft;", &[1]),
        (
            "src/review/mod.rs",
            "use crate::{exchange, project, suggest};",
            &[],
        ),
        ("src/review/mod.rs", "use crate::app::theme;", &[1]),
        ("src/app/mod.rs", "use crate::cli::run;", &[1]),
        ("src/cli/mod.rs", "use crate::{app, text};", &[]),
        ("src/helpers.rs", "fn f() {}", &[1]),
        ("tests/a.rs", "use claimdesk::app;", &[]),
    ] {
        check(rule, path, code, lines);
    }
}

#[test]
fn the_window_stays_above() {
    let rule: Rule = rules::no_window_below_app;
    check(rule, "src/review/mod.rs", "use egui::Color32;", &[1]);
    check(
        rule,
        "src/project/mod.rs",
        "fn f() {\n    rfd::FileDialog::new();\n}",
        &[2],
    );
    check(
        rule,
        "src/review/mod.rs",
        "//! Knows no egui.\nfn egui_like() {}",
        &[],
    );
    check(rule, "src/app/mod.rs", "use eframe::egui;", &[]);
}

#[test]
fn pure_floors_do_no_io() {
    let rule: Rule = rules::no_io_in_pure_floors;
    for (code, lines) in [
        ("use std::fs;", &[1_usize] as &[usize]),
        ("use std::{\n    fmt,\n    fs,\n};", &[1]),
        ("fn f() { std::env::var(\"A\"); }", &[1]),
        ("use std::io::{Read, stdin};", &[1]),
        ("fn f() {\n    println!(\"a\");\n}", &[2]),
        ("let f = File::open(path);", &[1]),
        ("use std::fmt;\nconst V: &str = env!(\"CARGO_PKG_VERSION\");", &[]),
        (
            "fn f() { let file = \"std::fs\"; }\n#[cfg(test)]\nmod tests { use std::fs; }",
            &[],
        ),
    ] {
        check(rule, "src/suggest/a.rs", code, lines);
    }
    check(rule, "src/project/a.rs", "use std::fs;", &[]);
}

#[test]
fn nothing_reaches_for_the_network() {
    let rule: Rule = rules::no_network;
    check(rule, "src/cli/a.rs", "use std::net::IpAddr;", &[1]);
    check(rule, "tests/a.rs", "\nlet s = TcpStream::connect(a);", &[2]);
    check(
        rule,
        "src/app/a.rs",
        "#[cfg(test)]\nmod tests {\n    use reqwest::get;\n}",
        &[3],
    );
    check(rule, "src/app/a.rs", "let hyperlink = \"reqwest\";", &[]);
    let lock = "[[package]]\nname = \"serde\"\n\n[[package]]\nname = \"reqwest\"\n";
    let complaints = rules::no_network_packages(lock);
    assert_eq!(complaints.len(), 1);
    assert!(
        complaints.iter().all(|c| c.starts_with("Cargo.lock:5:")),
        "{complaints:?}"
    );
}

#[test]
fn colours_stand_in_the_theme() {
    let rule: Rule = rules::colours_from_the_theme;
    for (code, lines) in [
        ("let c = Color32::from_rgb(1, 2, 3);", &[1_usize] as &[usize]),
        ("let c = egui::Color32::RED;", &[1]),
        ("\nlet c = hex_color!(\"#fff\");", &[2]),
        ("let c = Color32::TRANSPARENT;\nfn f(c: Color32) {}", &[]),
        (
            "#[cfg(test)]\nmod tests { const C: Color32 = Color32::WHITE; }",
            &[],
        ),
    ] {
        check(rule, "src/app/reader/paint.rs", code, lines);
        check(rule, "src/app/theme/tokens.rs", code, &[]);
    }
}

#[test]
fn files_are_short_open_with_docs_and_do_not_print() {
    let long = "//! A.\n".repeat(501);
    check(rules::short_files, "src/app/a.rs", &long, &[501]);
    check(
        rules::short_files,
        "src/app/a.rs",
        long.trim_start_matches("//! A.\n"),
        &[],
    );
    check(rules::short_files, "src/app/a.rs", &"//! A.\n".repeat(500), &[]);
    check(
        rules::opens_with_docs,
        "src/app/a.rs",
        "use std::fmt;\n//! Late.",
        &[1],
    );
    check(rules::opens_with_docs, "src/app/a.rs", "//! Early.\n", &[]);
    check(
        rules::printing_only_in_cli,
        "src/app/a.rs",
        "\neprintln!(\"a\");",
        &[2],
    );
    check(
        rules::printing_only_in_cli,
        "src/cli/a.rs",
        "println!(\"a\");",
        &[],
    );
}

#[test]
fn comments_and_literals_are_blanked() {
    for (code, expected) in [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        (
            r#"f("a\"b", 'x', '\'', 'a: loop)"#,
            "f(      ,    ,     , 'a: loop)",
        ),
        (
            "r#\"a \" b\"# + br\"c\" + b'd' + raw",
            "           +       +      + raw",
        ),
        (
            "fn f<'a>(x: &'a str) -> char { '\"' }",
            "fn f<'a>(x: &'a str) -> char {     }",
        ),
    ] {
        assert_eq!(without_text(code), expected, "{code}");
    }
}

#[test]
fn a_test_module_in_a_file_of_its_own_is_no_program() {
    let files = [
        (
            "src/suggest/mod.rs",
            "//! A.\n#[cfg(test)]\nmod tests;\nmod rules;",
        ),
        ("src/suggest/tests.rs", "use std::fs;"),
        ("src/suggest/rules.rs", "use std::fs;"),
    ];
    let sources = tree(files.map(|(path, code)| (path.to_owned(), code.to_owned())));
    let complaints: Vec<String> = sources.iter().flat_map(rules::no_io_in_pure_floors).collect();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(
        complaints.iter().all(|c| c.starts_with("src/suggest/rules.rs:1")),
        "{complaints:?}"
    );
}
