//! Floor 2, exchange: no file makes an import panic or vanish without a word; what comes in is normalised text with
//! zones that fit, and can be saved and opened again.

use std::fs;
use std::path::Path;

use claimdesk::annotation::{Article, ArticleId, Project};
use claimdesk::exchange::{ColumnMap, columns_of, from_pasted, import, publication_day};
use claimdesk::project::{create, load};
use claimdesk::suggest::Stop;
use claimdesk::text::normalise;

use crate::run::{folder, samples};

/// What an import of `input` under this name must give.
fn import_holds(file: &Path, input: &[u8]) {
    fs::write(file, input).unwrap();
    let imported = import(&[file.to_owned()], None, &Stop::default(), &mut |_| {});
    assert!(
        !imported.drafts.is_empty() || !imported.problems.is_empty(),
        "nothing came of it and nothing was said"
    );
    for problem in &imported.problems {
        assert!(
            problem.to_string().ends_with('.') && !problem.hint.is_empty(),
            "{problem}"
        );
    }
    for draft in &imported.drafts {
        let text = draft.text.as_str();
        assert!(!text.trim().is_empty());
        assert_eq!(normalise(text), text, "normalised at import");
        let mut end = 0;
        for zone in &draft.zones {
            assert!(draft.text.holds(zone.span) && zone.span.start() >= end);
            end = zone.span.end();
        }
    }
}

macro_rules! import_target {
    ($name:ident, $fixed:expr, $file:literal, $samples:expr, $bombs:expr) => {
        target!($name, $fixed, with_bombs($samples, $bombs), {
            let folder = folder();
            move |input: &[u8]| import_holds(&folder.path().join($file), input)
        });
    };
}

fn with_bombs(samples: &[&str], bombs: &[(&str, usize, &str)]) -> Vec<Vec<u8>> {
    let made = bombs
        .iter()
        .map(|(piece, times, rest)| [piece.repeat(*times).as_bytes(), rest.as_bytes()].concat());
    samples_and(samples, made)
}

fn samples_and(extensions: &[&str], more: impl Iterator<Item = Vec<u8>>) -> Vec<Vec<u8>> {
    samples(extensions).into_iter().chain(more).collect()
}

import_target!(
    plain_text,
    500,
    "a.txt",
    &["txt"],
    &[("a", 400_000, ""), ("\n", 100_000, "x"), ("said ", 20_000, "")]
);
import_target!(no_extension, 300, "a", &["txt", "html"], &[("<", 50_000, "")]);
import_target!(
    markdown,
    500,
    "a.md",
    &["md", "txt"],
    &[
        ("> ", 30_000, "x"),
        ("[", 30_000, "x"),
        ("*", 50_000, "x"),
        ("`", 50_000, "x"),
        ("- a\n", 10_000, "")
    ]
);
import_target!(
    html,
    500,
    "a.html",
    &["html"],
    &[
        ("<div>", 20_000, "Toll said no."),
        ("<table><tr><td>", 5_000, "Toll said no."),
        ("<p>a", 20_000, ""),
        ("<a b=\"", 20_000, ""),
        ("<!--", 20_000, ""),
        ("&amp", 30_000, ""),
        ("</p>", 20_000, "x"),
        ("<b><i>", 10_000, "x</b></i>"),
    ]
);
import_target!(
    csv,
    400,
    "a.csv",
    &["csv", "tsv"],
    &[
        ("\"\"", 50_000, ""),
        (",", 50_000, "\n"),
        ("text\n", 20_000, ""),
        ("a\u{fffd}", 50_000, "")
    ]
);
import_target!(tsv, 300, "a.tsv", &["tsv", "csv"], &[("\t", 50_000, "\n")]);
import_target!(
    json,
    400,
    "a.json",
    &["json"],
    &[
        ("[", 50_000, ""),
        ("{\"a\":", 20_000, ""),
        ("[{},", 10_000, ""),
        ("9", 50_000, "")
    ]
);
import_target!(
    json_lines,
    400,
    "a.jsonl",
    &["jsonl", "json"],
    &[("{}\n", 10_000, ""), ("[", 50_000, "\n{}")]
);

target!(columns_and_a_wrong_map, 300, samples(&["csv", "tsv", "jsonl"]), {
    let folder = folder();
    move |input: &[u8]| {
        for name in ["a.csv", "a.jsonl"] {
            let file = folder.path().join(name);
            fs::write(&file, input).unwrap();
            let Ok(preview) = columns_of(&file) else { continue };
            assert!(!preview.columns.is_empty() && preview.rows.len() <= 5);
            assert!(preview.rows.iter().all(|row| row.len() == preview.columns.len()));
            let map = ColumnMap {
                text: preview.columns[0].clone(),
                published: preview.columns.last().cloned(),
                ..ColumnMap::default()
            };
            import(&[file], Some(&map), &Stop::default(), &mut |_| {});
        }
    }
});

target!(
    pasted_text_and_its_day,
    400,
    samples(&["txt", "html", "md"]),
    |input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        if let Ok(draft) = from_pasted(&text) {
            assert_eq!(normalise(draft.text.as_str()), draft.text.as_str());
            let _ = publication_day(text.lines().next().unwrap_or_default(), &draft.text);
        }
    }
);

target!(
    what_comes_in_can_be_saved,
    300,
    samples(&["html", "md", "jsonl", "csv", "txt"]),
    {
        let folder = folder();
        move |input: &[u8]| {
            let mut project = Project::new("p");
            for name in ["a.html", "a.md", "a.jsonl", "a.csv"] {
                let file = folder.path().join(name);
                fs::write(&file, input).unwrap();
                for draft in import(&[file], None, &Stop::default(), &mut |_| {})
                    .drafts
                    .into_iter()
                    .take(3)
                {
                    let id =
                        ArticleId::from_name(&draft.metadata.title, |id| project.articles.contains_key(id));
                    let added = "2031-03-04T10:00:00Z".parse().unwrap();
                    let article = Article::new(id.clone(), added, draft.metadata, draft.text, draft.zones);
                    project.articles.insert(id, article.into());
                }
            }
            let place = folder.path().join("p");
            fs::remove_dir_all(&place).ok();
            create(&place, &project).unwrap();
            let loaded = load(&place).unwrap();
            let told: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
            assert_eq!(told, [""; 0]);
            assert!(loaded.project == project, "{project:#?}\n{:#?}", loaded.project);
        }
    }
);
