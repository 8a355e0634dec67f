//! Training of the tagger of mentions on articles with the right spans, and its cross-validation.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::corpus::Annotated;
use super::score::{Marked, Scores, Sheet, score};
use super::trainer::{Settings, train};
use crate::annotation::KindId;
use crate::suggest::linear::chain::{MAX_LABELS, labels_for};
use crate::suggest::linear::mentions::{Hints, Mentions, Pass, Ready, Spans};
use crate::suggest::linear::tagger::{Sequence, Weights};
use crate::suggest::{Options, Stop, Stopped};
use crate::text::{OffsetMap, Span, Unit};

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Of each training.
    pub settings: Settings,
    /// Parts that the examples are cut into, so that the second pass learns from what the first one makes of articles that it
    /// has not seen.
    pub folds: usize,
    /// Trainings per pass, each in another order; their scores are added.
    pub trainings: u64,
    /// See [`Mentions::eager`].
    pub eager: f32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            settings: Settings {
                rounds: 40,
                rate: 0.03,
                penalty: 1e-3,
                least: 1,
                keep: usize::MAX,
                seed: 1,
            },
            folds: 8,
            trainings: 3,
            eager: 0.2,
        }
    }
}

/// Settings for the taggers that learn from large open corpora.
#[must_use]
pub const fn for_hints(rounds: usize, least: u32) -> Settings {
    Settings {
        rounds,
        rate: 0.1,
        penalty: 1e-4,
        least,
        keep: usize::MAX,
        seed: 1,
    }
}

/// An article with its right mentions.
pub struct Example<'a> {
    article: Ready<'a>,
    gold: Vec<(Span, KindId)>,
    within: Option<Vec<Span>>,
}

impl<'a> Example<'a> {
    /// Makes an article ready. `None` if nobody looked for its mentions.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn new(article: &'a Annotated, hints: &Hints, stop: &Stop) -> Result<Option<Self>, Stopped> {
        let Some(gold) = &article.mentions else {
            return Ok(None);
        };
        Ok(Some(Self {
            article: Ready::new(&article.input(&[], Options::default()), hints, stop)?,
            gold: gold.mentions.clone(),
            within: gold.within.clone(),
        }))
    }

    fn spans(&self, kinds: &[KindId]) -> Spans {
        let class = |kind: &KindId| kinds.iter().position(|k| k == kind);
        let spans = self.gold.iter();
        spans
            .filter_map(|(span, kind)| Some((*span, class(kind)?)))
            .collect()
    }

    /// The sequences of the paragraphs whose mentions are all known.
    fn known<'s>(&self, sequences: &'s [Sequence]) -> Vec<&'s Sequence> {
        let is_known = |paragraph: &Option<Span>| match (&self.within, paragraph) {
            (Some(within), Some(p)) => within
                .iter()
                .any(|w| w.start() <= p.start() && p.end() <= w.end()),
            (within, _) => within.is_none(),
        };
        let paragraphs = self.article.paragraphs();
        sequences
            .iter()
            .zip(&paragraphs)
            .filter(|(_, paragraph)| is_known(paragraph))
            .map(|(sequence, _)| sequence)
            .collect()
    }
}

/// The kinds of the examples' mentions, sorted; the rarest are left out where they are more than a chain can tell apart.
fn kinds(examples: &[&Example<'_>]) -> Vec<KindId> {
    let all = || examples.iter().flat_map(|e| e.gold.iter().map(|(_, kind)| kind));
    let distinct: BTreeSet<&KindId> = all().collect();
    let mut counted: Vec<(usize, &KindId)> = distinct
        .iter()
        .map(|kind| (all().filter(|other| other == kind).count(), *kind))
        .collect();
    counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    counted.truncate((MAX_LABELS - 1) / 2);
    let mut kinds: Vec<KindId> = counted.into_iter().map(|(_, kind)| kind.clone()).collect();
    kinds.sort();
    kinds
}

/// Trains both passes.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train_mentions(examples: &[&Example<'_>], plan: &Plan, stop: &Stop) -> Result<Mentions, Stopped> {
    let kinds = kinds(examples);
    let labels = labels_for(kinds.len());
    let spans: Vec<Spans> = examples.iter().map(|e| e.spans(&kinds)).collect();
    let firsts: Vec<Vec<Sequence>> = examples
        .iter()
        .zip(&spans)
        .map(|(example, spans)| example.article.sequences(spans, None))
        .collect();
    let learn = |sequences: &[&Sequence]| -> Result<Vec<Arc<Weights>>, Stopped> {
        let trainings = (0..plan.trainings.max(1)).map(|n| {
            let settings = Settings {
                seed: plan.settings.seed + n,
                ..plan.settings
            };
            train(labels, sequences, None, &settings, stop).map(Arc::new)
        });
        trainings.collect()
    };
    let without = |fold: Option<usize>, folds: usize| -> Vec<&Sequence> {
        let kept = examples.iter().zip(&firsts).enumerate();
        kept.filter(|(n, _)| fold != Some(n % folds))
            .flat_map(|(_, (example, sequences))| example.known(sequences))
            .collect()
    };
    let folds = plan.folds.clamp(2, examples.len().max(2));
    let mut seconds: Vec<(usize, Vec<Sequence>)> = Vec::new();
    for fold in 0..folds {
        let pass = Pass::new(learn(&without(Some(fold), folds))?, plan.eager);
        for (n, ((example, spans), sequences)) in examples.iter().zip(&spans).zip(&firsts).enumerate() {
            if n % folds == fold {
                let first = pass.labels(&example.article, sequences, stop)?;
                seconds.push((n, example.article.sequences(spans, Some(&first))));
            }
        }
    }
    seconds.sort_by_key(|(n, _)| *n);
    let second: Vec<&Sequence> = examples
        .iter()
        .zip(&seconds)
        .flat_map(|(example, (_, sequences))| example.known(sequences))
        .collect();
    Ok(Mentions {
        kinds,
        first: learn(&without(None, folds))?,
        second: learn(&second)?,
        eager: plan.eager,
    })
}

/// Trains a tagger whose labels are features of others ([`Hints`]).
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train_hints(examples: &[&Example<'_>], settings: &Settings, stop: &Stop) -> Result<Weights, Stopped> {
    let kinds = kinds(examples);
    let sequences: Vec<Sequence> = examples
        .iter()
        .flat_map(|e| e.article.sequences(&e.spans(&kinds), None))
        .collect();
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    train(labels_for(kinds.len()), &sequences, None, settings, stop)
}

/// Trains on all articles but those of one part, tries the model on these, for each of `folds` parts; article `n` belongs to
/// part `n % folds`.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn cross_validate(
    articles: &[Annotated],
    folds: usize,
    hints: &Hints,
    plan: &Plan,
    stop: &Stop,
) -> Result<(Scores, Vec<Sheet>), Stopped> {
    let mut examples = Vec::new();
    for article in articles {
        if let Some(example) = Example::new(article, hints, stop)? {
            examples.push((article, example));
        }
    }
    let parts: Vec<Result<Vec<Sheet>, Stopped>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..folds)
            .map(|fold| {
                let examples = &examples;
                scope.spawn(move || {
                    let all = examples.iter().enumerate();
                    let (test, rest): (Vec<_>, Vec<_>) = all.partition(|(n, _)| n % folds == fold);
                    let rest: Vec<&Example<'_>> = rest.iter().map(|(_, (_, example))| example).collect();
                    let model = train_mentions(&rest, plan, stop)?;
                    test.iter()
                        .map(|(_, (article, example))| {
                            Ok(sheet(article, &model.find(&example.article, stop)?))
                        })
                        .collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Err(Stopped)))
            .collect()
    });
    let mut proposed = Vec::new();
    for part in parts {
        proposed.extend(part?);
    }
    let gold: Vec<Sheet> = (0..folds)
        .flat_map(|fold| examples.iter().skip(fold).step_by(folds.max(1)))
        .map(|(article, _)| article.sheet.clone())
        .collect();
    Ok((score(&gold, &proposed), proposed))
}

fn sheet(article: &Annotated, mentions: &[(Span, KindId)]) -> Sheet {
    let points = OffsetMap::new(article.text.as_str());
    let marked = mentions.iter().map(|(span, kind)| {
        let [start, end] = points.span_from_bytes(*span, Unit::CodePoint);
        Marked {
            span: (start, end),
            kind: kind.as_str().to_owned(),
            form: None,
            actor: None,
        }
    });
    Sheet {
        id: article.id.clone(),
        text: article.text.as_str().to_owned(),
        actors: Some(marked.collect()),
        claims: None,
        clustered: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles about ships, which no list and no rule knows as a kind.
    fn articles() -> Vec<Annotated> {
        let (ships, people) = (
            ["Aurelia", "Belmont", "Cormoran", "Dorade"],
            ["Anna Toll", "Ben Okoro", "Mira Vance"],
        );
        let line = |n: usize| {
            let (ship, person) = (ships[n % 4], people[n % 3]);
            let text = format!("{person} saw the vessel {ship} on Monday. The vessel {ship} was old.");
            let spans: Vec<String> = [(person, "person"), (ship, "ship")]
                .iter()
                .flat_map(|(words, kind)| {
                    text.match_indices(words)
                        .map(|(at, _)| {
                            format!(r#"{{"start":{at},"end":{},"kind":"{kind}"}}"#, at + words.len())
                        })
                        .collect::<Vec<_>>()
                })
                .collect();
            let line = format!(r#"{{"id":"{n}","text":"{text}","actors":[{}]}}"#, spans.join(","));
            Annotated::from_line(&line, "").unwrap()
        };
        (0..20).map(line).collect()
    }

    fn plan() -> Plan {
        Plan {
            settings: Settings {
                rounds: 10,
                rate: 0.1,
                ..Plan::default().settings
            },
            folds: 2,
            trainings: 2,
            ..Plan::default()
        }
    }

    #[test]
    fn kinds_of_a_project_are_learned() {
        let (scores, proposed) =
            cross_validate(&articles(), 4, &Hints::default(), &plan(), &Stop::default()).unwrap();
        let tally = scores.of("actors exact+kind");
        assert_eq!((tally.gold, proposed.len()), (60, 20));
        assert!(tally.rates().f1 > 90.0, "{:?}", tally.rates());
    }

    #[test]
    fn only_paragraphs_that_are_known_teach_and_the_same_ones_teach_the_same() {
        let mut articles = articles();
        let stop = Stop::default();
        let train = |articles: &[Annotated]| {
            let examples: Vec<Example<'_>> = articles
                .iter()
                .filter_map(|a| Example::new(a, &Hints::default(), &stop).unwrap())
                .collect();
            let refs: Vec<&Example<'_>> = examples.iter().collect();
            train_mentions(&refs, &plan(), &stop).unwrap()
        };
        assert_eq!(train(&articles), train(&articles));
        for article in &mut articles {
            article.mentions.as_mut().unwrap().within = Some(Vec::new());
        }
        let nothing = train(&articles);
        let example = Example::new(&articles[0], &Hints::default(), &stop)
            .unwrap()
            .unwrap();
        assert_eq!(nothing.kinds.len(), 2);
        assert!(nothing.find(&example.article, &stop).unwrap().len() <= 20);
        articles[0].mentions = None;
        assert!(
            Example::new(&articles[0], &Hints::default(), &stop)
                .unwrap()
                .is_none()
        );
        stop.set();
        assert!(Example::new(&articles[1], &Hints::default(), &stop).is_err());
    }
}
