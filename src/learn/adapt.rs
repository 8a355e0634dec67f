//! Learning from the reviewer: a layer on top of a model, learned in seconds from the articles that a project has decided.
//!
//! The layer holds only the weights that changed; without it the model is what it was. It is learned anew from all
//! reviewed articles each time, so it depends on them and on nothing else. Whether that helps is measured on each of them
//! by a layer that was learned without it: a few articles that are held back for good would leave it to chance.

use std::sync::Arc;

use super::corpus::Annotated;
use super::evaluate::Sheets;
use super::score::Scores;
use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Attribution, Conventions, Habits, LaidOut, Part, Prepared};
use crate::suggest::linear::chain::Steps;
use crate::suggest::linear::table::Table;
use crate::suggest::linear::tagger::{Sequence, Weights};
use crate::suggest::{Fast, KnownName, Options, Stop, Stopped};

/// Fewest reviewed articles to learn from: below, nothing could tell whether it helped.
pub const FEWEST: usize = 5;

/// In so many turns one part of the reviewed articles is held back and measured with what the others teach.
const TURNS: usize = 5;

/// What was learned from the reviewed articles.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What to lay on top of the model.
    pub habits: Habits,
    /// How many articles it was learned from.
    pub from: usize,
    /// Scores on them without a layer.
    pub before: Scores,
    /// Scores on them, each held back from the layer that it is measured with.
    pub after: Scores,
}

impl Learned {
    /// Whether the layer is to be used: on articles that are held back it saves a reviewer work, or costs none.
    #[must_use]
    pub fn is_better(&self) -> bool {
        match (self.before.effort(), self.after.effort()) {
            (Some(before), Some(after)) => after <= before,
            _ => false,
        }
    }
}

/// How step three is learned from some dozen articles: small steps, and a penalty for every departure from the model
/// below.
const SETTINGS: Settings = Settings {
    rounds: 8,
    rate: 0.05,
    penalty: 3e-3,
    least: 2,
    keep: usize::MAX,
    seed: 1,
};

/// The least likelihoods that are tried.
const LEAST: [f32; 7] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/// What else is chosen is chosen with weights from the articles of other parts than the one that is measured.
const PARTS: usize = 3;

/// Learns a layer on top of `base` from `reviewed` articles, in whatever order they come. `None` if there are fewer than
/// [`FEWEST`].
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn learn(
    base: &Attribution,
    reviewed: &[&Annotated],
    known: &[KnownName],
    options: Options,
    stop: &Stop,
) -> Result<Option<Learned>, Stopped> {
    if reviewed.len() < FEWEST {
        return Ok(None);
    }
    let lesson = Lesson { base, options, stop };
    let mut reviewed = reviewed.to_vec();
    reviewed.sort_by_key(|article| article.number());
    let reviewed = reviewed
        .into_iter()
        .map(|article| Reviewed::new(article, base, known, stop));
    let reviewed: Vec<Reviewed<'_>> = reviewed.collect::<Result<_, Stopped>>()?;
    let reviewed: Vec<&Reviewed<'_>> = reviewed.iter().collect();
    let mut after = Sheets::default();
    for turn in 0..TURNS {
        let rest: Vec<&Reviewed<'_>> = others(&reviewed, turn, TURNS).collect();
        let held_back: Vec<&Reviewed<'_>> = reviewed.iter().copied().skip(turn).step_by(TURNS).collect();
        let taught = base.clone().with(&lesson.habits(&rest)?);
        after.append(lesson.sheets(&held_back, &|_| taught.clone())?);
    }
    Ok(Some(Learned {
        before: lesson.sheets(&reviewed, &|_| base.clone())?.evaluate().scores,
        after: after.evaluate().scores,
        habits: lesson.habits(&reviewed)?,
        from: reviewed.len(),
    }))
}

/// All but one of `of` parts.
fn others<T: Copy>(all: &[T], part: usize, of: usize) -> impl Iterator<Item = T> + '_ {
    let numbered = all.iter().copied().enumerate();
    numbered.filter(move |(n, _)| n % of != part).map(|(_, one)| one)
}

/// An article that is learned from.
struct Reviewed<'a> {
    article: &'a Annotated,
    laid_out: LaidOut<'a>,
    /// The decisions of step three that it holds, with what the model below says.
    decisions: Vec<Sequence>,
}

impl<'a> Reviewed<'a> {
    fn new(
        article: &'a Annotated,
        base: &Attribution,
        known: &'a [KnownName],
        stop: &Stop,
    ) -> Result<Self, Stopped> {
        // Laid out with and without beliefs, whatever is asked for: what reviewers say about them always counts.
        let input = article.input(known, Options::default());
        let laid_out = base.lay_out(Prepared::new(&input, stop)?);
        let stands = base.part(Part::Claims);
        let mut decisions = laid_out.decision_sequences(&article.claims.clone().unwrap_or_default());
        for decision in &mut decisions {
            decision.given = stands.scores(decision);
        }
        Ok(Self {
            article,
            laid_out,
            decisions,
        })
    }
}

/// What is learned for.
struct Lesson<'a> {
    base: &'a Attribution,
    options: Options,
    stop: &'a Stop,
}

impl Lesson<'_> {
    /// What these articles teach.
    fn habits(&self, articles: &[&Reviewed<'_>]) -> Result<Habits, Stopped> {
        let decisions: Vec<&[Sequence]> = articles.iter().map(|article| &*article.decisions).collect();
        let steps = self.base.part(Part::Claims).steps();
        let weights = |of: &[&[Sequence]]| -> Result<Arc<Weights>, Stopped> {
            let chosen: Vec<&Sequence> = of.iter().copied().flatten().collect();
            train(Part::Claims.labels(), &chosen, Some(steps), &SETTINGS, self.stop).map(Arc::new)
        };
        let mut parts = Vec::new();
        for part in 0..PARTS {
            parts.push(weights(&others(&decisions, part, PARTS).collect::<Vec<_>>())?);
        }
        let nothing = Arc::new(Weights {
            table: Table::new(Part::Claims.labels(), &[]),
            steps: Steps::zero(Part::Claims.labels()),
        });
        let (plain, with_nothing) = self.choose(articles, &|_| nothing.clone())?;
        let apart = |n: usize| parts.get(n % PARTS).unwrap_or(&nothing).clone();
        let (weighed, with_weights) = self.choose(articles, &apart)?;
        if with_weights < with_nothing {
            Ok(Habits {
                claims: weights(&decisions)?,
                ..weighed
            })
        } else {
            Ok(plain)
        }
    }

    /// What is right in the articles and what each article's model proposes.
    fn sheets(
        &self,
        articles: &[&Reviewed<'_>],
        model: &dyn Fn(usize) -> Attribution,
    ) -> Result<Sheets, Stopped> {
        let mut sheets = Sheets::default();
        for (n, article) in articles.iter().enumerate() {
            self.stop.check()?;
            let found = Fast::new(model(n)).suggest_laid_out(&article.laid_out, self.options);
            sheets.add_found(article.article, &found);
        }
        Ok(sheets)
    }

    /// The choices that make least work on `articles` with these weights for each: one after the other, twice. With the
    /// work.
    fn choose(
        &self,
        articles: &[&Reviewed<'_>],
        weights: &dyn Fn(usize) -> Arc<Weights>,
    ) -> Result<(Habits, usize), Stopped> {
        let actions = |habits: &Habits| -> Result<usize, Stopped> {
            let model = |n: usize| {
                self.base.clone().with(&Habits {
                    claims: weights(n),
                    ..habits.clone()
                })
            };
            Ok(self.sheets(articles, &model)?.evaluate().scores.actions)
        };
        let mut habits = Habits {
            claims: weights(0),
            least: self.base.scale.least,
            conventions: Conventions::default(),
        };
        let mut fewest = actions(&habits)?;
        // What was tried is not measured again: the second time round it is most of them.
        let mut measured = vec![habits.clone()];
        for choice in choices().iter().chain(&choices()) {
            let mut tried = habits.clone();
            choice(&mut tried);
            if !measured.contains(&tried) {
                measured.push(tried.clone());
                let count = actions(&tried)?;
                if count < fewest {
                    (fewest, habits) = (count, tried);
                }
            }
        }
        Ok((habits, fewest))
    }
}

type Choice = Box<dyn Fn(&mut Habits)>;

/// What can be chosen beside the weights.
fn choices() -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![
        Box::new(|habits| habits.conventions.beliefs ^= true),
        Box::new(|habits| habits.conventions.wide_cues ^= true),
        Box::new(|habits| habits.conventions.comma_in_source ^= true),
        Box::new(|habits| habits.conventions.only_with_cue ^= true),
    ];
    for least in LEAST {
        all.push(Box::new(move |habits| habits.least = least));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const NAMES: [(&str, &str); 8] = [
        ("Aven", "Toll"),
        ("Brask", "Merk"),
        ("Corvane", "Holm"),
        ("Dunmar", "Sarin"),
        ("Elsby", "Varga"),
        ("Farrow", "Reed"),
        ("Gant", "Okoro"),
        ("Hollen", "Adler"),
    ];

    /// Articles in which what people hope and believe is marked, too.
    fn reviewed() -> Vec<Annotated> {
        let article = |(place, name): &(&str, &str)| {
            let mut text = format!("News from {place}.\n");
            let mut claims = Vec::new();
            for (cue, content) in [
                ("said", "the bridge is closed"),
                ("hopes", "the school will open in May"),
                ("believes", "the council has no money left"),
            ] {
                let source = text.len();
                writeln!(text, "Mayor {name} {cue} that {content}.").unwrap();
                let verb = source + "Mayor ".len() + name.len() + 1;
                let from = verb + cue.len() + 1;
                claims.push(serde_json::json!({
                    "source": [source, verb - 1],
                    "cue": [verb, verb + cue.len()],
                    "content": [[from, from + "that ".len() + content.len()]],
                }));
            }
            let line = serde_json::json!({ "id": place, "text": text, "claims": claims });
            Annotated::from_line(&line.to_string(), "").unwrap()
        };
        NAMES.iter().map(article).collect()
    }

    fn learned(from: &[&Annotated]) -> Option<Learned> {
        let base = Fast::embedded().unwrap();
        learn(
            base.attribution(),
            from,
            &[],
            Options::default(),
            &Stop::default(),
        )
        .unwrap()
    }

    #[test]
    fn each_article_is_held_back_once_and_learned_from() {
        let articles = reviewed();
        let found = learned(&articles.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(found.from, articles.len());
        for scores in [&found.before, &found.after] {
            assert_eq!(scores.of("claim").gold, 3 * articles.len());
        }
        assert!(found.habits.conventions.beliefs);
        assert!(found.is_better() && found.after.effort() < found.before.effort());
    }

    #[test]
    fn the_order_of_the_articles_teaches_nothing() {
        let articles = reviewed();
        let in_order = learned(&articles.iter().collect::<Vec<_>>()).unwrap();
        let turned = learned(&articles.iter().rev().collect::<Vec<_>>()).unwrap();
        assert_eq!(in_order.habits, turned.habits);
        assert_eq!(in_order.after, turned.after);
    }

    #[test]
    fn too_few_articles_teach_nothing() {
        let articles = reviewed();
        assert!(learned(&articles.iter().take(FEWEST - 1).collect::<Vec<_>>()).is_none());
        assert!(learned(&articles.iter().take(FEWEST).collect::<Vec<_>>()).is_some());
    }
}
