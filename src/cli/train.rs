//! `claimdesk train`: a model from annotated articles.

use std::collections::HashSet;

use super::args::TrainArgs;
use super::report::{Halt, Report};
use super::{annotated, learned_mentions, output};
use crate::learn::adapt::{self, learn};
use crate::learn::attribution::{Example, Plan, settle, train_attribution};
use crate::learn::corpus::Annotated;
use crate::learn::evaluate::Sheets;
use crate::learn::score::Scores;
use crate::suggest::linear::attribution::{Conventions, Prepared};
use crate::suggest::linear::model::Model;
use crate::suggest::{Fast, Options, Rules, Stop, Stopped, Suggester};
use crate::text::counted;

/// One of so many articles is held back when a model is trained from nothing.
const HELD_BACK: u64 = 12;

/// Runs the command.
pub fn run(args: &TrainArgs, report: &Report) -> Result<(), Halt> {
    // Asked first: nobody should wait for a training that cannot be kept.
    let mut out = output::to_path(&args.output, args.force)?;
    let mut seen = HashSet::new();
    let mut articles = Vec::new();
    for path in args.corpus.iter().chain(&args.projects) {
        let found = annotated::read(path, report)?;
        articles.extend(
            found
                .into_iter()
                .filter(|a| {
                    if args.mentions {
                        a.mentions.is_some()
                    } else {
                        a.claims.is_some()
                    }
                })
                .filter(|a| seen.insert(a.text.hash())),
        );
    }
    let options = Options {
        beliefs: args.beliefs,
    };
    let model = if args.mentions {
        learned_mentions::train(&articles, report)?
    } else if args.on_top || args.corpus.is_empty() {
        on_top(&articles, options, report)?
    } else {
        from_nothing(&articles, options, report)?
    };
    out.bytes(&model.to_bytes())?;
    out.finish()
}

pub(super) fn too_few(count: usize) -> Halt {
    Halt::Fault(format!(
        "There is too little to learn from: {} with decisions. Review at least {} first.",
        counted(count, "article", "articles"),
        adapt::FEWEST
    ))
}

pub(super) fn stopped(_: Stopped) -> Halt {
    Halt::Fault("The training was stopped.".to_owned())
}

fn on_top(articles: &[Annotated], options: Options, report: &Report) -> Result<Model, Halt> {
    let base =
        Fast::embedded().ok_or_else(|| Halt::Fault("The built-in model cannot be read.".to_owned()))?;
    let articles: Vec<&Annotated> = articles.iter().collect();
    report.progress("Learning", None, output::is_on_terminal());
    let learned = learn(base.attribution(), &articles, &[], options, &Stop::default()).map_err(stopped)?;
    report.end_progress();
    let Some(learned) = learned else {
        return Err(too_few(articles.len()));
    };
    let each = format!(
        "{}, each held back in its turn",
        counted(learned.from, "article", "articles")
    );
    tell(&each, "without it", &learned.before, report);
    tell(&each, "with it", &learned.after, report);
    for line in conventions(learned.habits.conventions) {
        report.note(format!("Learned: {line}."));
    }
    if !learned.is_better() {
        report.note(
            "What was learned makes more work on articles that are held back from it. It is better not used.",
        );
    }
    Ok(Model {
        on: Some(Fast::fingerprint()),
        habits: Some(learned.habits),
        ..Model::default()
    })
}

/// What was learned about how the project marks claims, in words.
fn conventions(of: Conventions) -> Vec<&'static str> {
    let Conventions {
        beliefs,
        wide_cues,
        comma_in_source,
        only_with_cue,
    } = of;
    let words = [
        (beliefs, "beliefs and intentions are claims"),
        (wide_cues, "a cue has the words around its verb"),
        (comma_in_source, "a comma after a source belongs to it"),
        (only_with_cue, "what has no cue is no claim"),
    ];
    words
        .into_iter()
        .filter(|(learned, _)| *learned)
        .map(|(_, words)| words)
        .collect()
}

fn from_nothing(articles: &[Annotated], options: Options, report: &Report) -> Result<Model, Halt> {
    if articles.len() < adapt::FEWEST {
        return Err(too_few(articles.len()));
    }
    let (held_back, rest): (Vec<&Annotated>, Vec<&Annotated>) = articles
        .iter()
        .partition(|a| a.number().is_multiple_of(HELD_BACK));
    let stop = Stop::default();
    let mut examples = Vec::new();
    for article in &rest {
        examples.push(Example {
            article: Prepared::new(&article.input(&[], options), &stop).map_err(stopped)?,
            gold: article.claims.clone().unwrap_or_default(),
        });
    }
    let plan = Plan {
        options,
        ..Plan::from_nothing()
    };
    let mut told = 0;
    let layer = train_attribution(
        &examples,
        &plan,
        &mut |done, of| {
            if done == 0 {
                report.progress("Training", Some(of as u64), output::is_on_terminal());
            }
            (told..done).for_each(|_| report.step());
            told = done;
        },
        &stop,
    )
    .map_err(stopped)?;
    report.end_progress();
    drop(examples);
    let scale = settle(&layer, &held_back, options, &stop).map_err(stopped)?;
    let model = Model {
        attribution: Some((layer, scale)),
        ..Model::default()
    };
    let trained = model
        .to_attribution(None)
        .map_err(|error| Halt::Fault(error.to_string()))?;
    if !held_back.is_empty() {
        measure("of the rules alone", &Rules, &held_back, options, report)?;
        measure("with the model", &Fast::new(trained), &held_back, options, report)?;
    }
    Ok(model)
}

fn measure(
    what: &str,
    suggester: &dyn Suggester,
    articles: &[&Annotated],
    options: Options,
    report: &Report,
) -> Result<(), Halt> {
    let mut sheets = Sheets::default();
    for article in articles {
        sheets
            .add(suggester, article, &[], options, &Stop::default())
            .map_err(stopped)?;
    }
    let count = counted(articles.len(), "article", "articles");
    tell(
        &format!("{count} held back"),
        what,
        &sheets.evaluate().scores,
        report,
    );
    Ok(())
}

fn tell(articles: &str, what: &str, scores: &Scores, report: &Report) {
    let f1 = |name: &str| scores.of(name).rates().f1;
    report.note(format!(
        "On {articles}, {what}: effort {:.3}, claim F1 {:.1}, speech claim F1 {:.1}",
        scores.effort().unwrap_or_default(),
        f1("claim"),
        f1("speech claim"),
    ));
}
