//! Floor 2, exchange: no file that claims to be annotated makes an import panic, hang or vanish without a word, and what
//! comes in can be saved and opened again.

use std::fs;
use std::path::{Path, PathBuf};

use claimdesk::annotation::Project;
use claimdesk::exchange::annotated::{Mapping, detect, read};
use claimdesk::exchange::export::{Format, Order};
use claimdesk::exchange::loss::Losses;
use claimdesk::project::{create, load};
use claimdesk::review::{Command, Session};
use claimdesk::suggest::Stop;
use jiff::Timestamp;

use crate::run::folder;

/// What the torture project is in this format: name and content of each file, articles before what is of all.
fn exported(format: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let torture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/torture");
    let mut project = load(&torture).unwrap().project;
    project.articles.retain(|id, _| id.as_str() != "one-long-line");
    let folder = folder();
    let to = folder.path().join("export");
    let order = Order::new(Format::find(format).unwrap());
    order.write(&project, &to, &Stop::default(), &mut || {}).unwrap();
    if to.is_file() {
        return vec![(PathBuf::new(), fs::read(&to).unwrap())];
    }
    let mut files: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(&to)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (PathBuf::from(path.file_name().unwrap()), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// What an import must give when one file of an export is `input`.
fn import_holds(format: &str, files: &[(PathBuf, Vec<u8>)], at: &Path, input: &[u8]) {
    let format = Format::find(format).unwrap();
    let to = at.join("import");
    if files.len() == 1 && files[0].0.as_os_str().is_empty() {
        fs::write(&to, input).unwrap();
    } else {
        fs::remove_dir_all(&to).ok();
        fs::create_dir(&to).unwrap();
        // The file that the input is most like by its first byte; for what begins otherwise, one by its length.
        let like = files
            .iter()
            .position(|(_, sample)| sample.first() == input.first());
        let victim = like.unwrap_or(input.len() % files.len());
        for (index, (name, sample)) in files.iter().enumerate() {
            let content = if index == victim { input } else { sample };
            fs::write(to.join(name), content).unwrap();
        }
    }
    let _ = detect(&to);
    let (mut found, mut problems) = (Vec::new(), 0);
    read(&to, format, &Stop::default(), &mut |read| match read {
        Ok(article) => found.push(article),
        Err(problem) => {
            problems += 1;
            assert!(
                problem.to_string().ends_with('.') && !problem.hint.is_empty(),
                "{problem}"
            );
        }
    });
    assert!(
        !found.is_empty() || problems > 0,
        "nothing came of it and nothing was said"
    );
    let mut session = Session::new(Project::new("p"), "Rae");
    let scheme = session.project().scheme.clone();
    let mut losses = Losses::default();
    let articles = found
        .into_iter()
        .map(|found| found.with(&Mapping::default(), &scheme, &mut losses))
        .collect();
    let command = Command::AddAnnotated { articles };
    if session
        .run(command, Timestamp::from_second(1_700_000_000).unwrap())
        .is_err()
    {
        return;
    }
    let place = at.join("p");
    fs::remove_dir_all(&place).ok();
    create(&place, session.project()).unwrap();
    let loaded = load(&place).unwrap();
    let told: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told, [""; 0]);
}

macro_rules! annotated_target {
    ($name:ident, $format:literal) => {
        target!(
            $name,
            250,
            exported($format)
                .into_iter()
                .map(|(_, content)| content)
                .collect(),
            {
                let (files, folder) = (exported($format), folder());
                move |input: &[u8]| import_holds($format, &files, folder.path(), input)
            }
        );
    };
}

annotated_target!(our_own_lines, "jsonl");
annotated_target!(brat, "brat");
annotated_target!(conll, "conll");
annotated_target!(iob2, "iob2");
annotated_target!(spacy, "spacy");
annotated_target!(prodigy, "prodigy");
annotated_target!(doccano, "doccano");
annotated_target!(doccano_relations, "doccano-relations");
annotated_target!(label_studio, "label-studio");
annotated_target!(uima_json, "uima-json");
annotated_target!(web_annotation, "web-annotation");
