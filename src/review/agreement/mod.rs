//! How far reviewers agree: what each marked in the same texts, compared token by token and span by span.
//!
//! Reviewers are copies of a project. An article counts for a copy once its review has begun there; articles are the same if
//! their texts are.

mod measures;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use measures::{Judged, alpha, cohen, f1, fleiss};

use crate::annotation::{Article, ArticleState, Body, Project};
use crate::text::{Span, TextHash, hull, tokens};

/// What was marked, as far as it is compared: each is a layer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Mentions with their kinds.
    Mentions,
    /// What is claimed.
    Contents,
    /// Who says it.
    Sources,
    /// The words that report.
    Cues,
}

impl Layer {
    /// All.
    pub const ALL: [Self; 4] = [Self::Mentions, Self::Contents, Self::Sources, Self::Cues];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Contents => "contents",
            Self::Sources => "sources",
            Self::Cues => "cues",
        }
    }

    /// What a copy marked in an article: label and places. Labels other than kinds are the layer's name.
    fn marks(self, article: &Article) -> Marks {
        let of = |body: &Body| match (self, body) {
            (Self::Mentions, Body::Mention(mention)) => Some((mention.kind.to_string(), vec![mention.span])),
            (Self::Contents, Body::Claim(claim)) => Some((self.name().to_owned(), claim.content.clone())),
            (Self::Sources, Body::Claim(claim)) => Some((self.name().to_owned(), vec![claim.source?])),
            (Self::Cues, Body::Claim(claim)) => Some((self.name().to_owned(), vec![claim.cue?])),
            _ => None,
        };
        let items = article.items.values().filter(|item| item.is_annotation());
        items
            .filter_map(|item| of(&item.body))
            .filter(|(_, spans)| !spans.is_empty())
            .collect()
    }
}

/// A token with what each copy says of it: a label, "" for none, nothing where it was not reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The article, as the first copy that has it calls it.
    pub article: String,
    /// Where the token begins, in bytes.
    pub start: usize,
    /// What each copy says.
    pub labels: Vec<Option<String>>,
}

/// Agreement on one label, or on a whole layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many spans each copy has.
    pub spans: Vec<usize>,
    /// Mean over all pairs of copies of the F1 of spans that are exactly the same.
    pub exact: Option<f64>,
    /// The same of spans that share a character.
    pub overlapping: Option<f64>,
    /// Mean over all pairs of Cohen's kappa on tokens.
    pub cohen: Option<f64>,
    /// Fleiss' kappa on the tokens that all copies reviewed.
    pub fleiss: Option<f64>,
    /// Krippendorff's alpha on tokens.
    pub alpha: Option<f64>,
}

/// Agreement on one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct OfLayer {
    /// Which.
    pub layer: Layer,
    /// On all labels together.
    pub whole: Figures,
    /// On each label against all else, if the layer has several.
    pub labels: BTreeMap<String, Figures>,
}

/// Agreement of several copies of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// How many texts at least two copies have reviewed.
    pub articles: usize,
    /// How many tokens are in them.
    pub tokens: usize,
    /// Layer by layer.
    pub layers: Vec<OfLayer>,
}

/// What a copy marked in a text: label and places.
type Marks = BTreeSet<(String, Vec<Span>)>;
/// The same of every copy that reviewed it.
type OfCopies = Vec<Option<Marks>>;

/// A text with the article that each copy has of it, if its review has begun there.
type Shared = Vec<Option<Arc<Article>>>;

fn shared(copies: &[Project], only_done: bool) -> Vec<Shared> {
    let mut by_text: BTreeMap<TextHash, (usize, Shared)> = BTreeMap::new();
    let mut order = 0;
    for (index, copy) in copies.iter().enumerate() {
        for article in copy.in_order() {
            let counts = match article.state {
                ArticleState::ToDo => false,
                ArticleState::InReview => !only_done,
                ArticleState::Done => true,
            };
            if !counts {
                continue;
            }
            let entry = by_text.entry(article.text.hash()).or_insert_with(|| {
                order += 1;
                (order, vec![None; copies.len()])
            });
            if let Some(slot) = entry.1.get_mut(index) {
                *slot = Some(Arc::clone(article));
            }
        }
    }
    let mut texts: Vec<(usize, Shared)> = by_text
        .into_values()
        .filter(|(_, shared)| shared.iter().flatten().count() >= 2)
        .collect();
    texts.sort_by_key(|(order, _)| *order);
    texts.into_iter().map(|(_, shared)| shared).collect()
}

/// What each copy says of each token of the texts that at least two have reviewed. Where marks overlap, a token belongs to the
/// one that begins first, of those to the longest.
#[must_use]
pub fn units(copies: &[Project], layer: Layer, only_done: bool) -> Vec<Unit> {
    let mut units = Vec::new();
    for shared in shared(copies, only_done) {
        let Some(first) = shared.iter().flatten().next() else {
            continue;
        };
        let marks: Vec<Option<Vec<(Span, String)>>> = shared
            .iter()
            .map(|article| article.as_ref().map(|article| places(&layer.marks(article))))
            .collect();
        let mut cut = Vec::new();
        for paragraph in first.text.paragraphs() {
            cut.extend(tokens(first.text.slice(*paragraph), paragraph.start()));
        }
        let mut at = vec![0; marks.len()];
        for token in cut {
            let labels = marks.iter().zip(&mut at).map(|(marks, at)| {
                let marks = marks.as_ref()?;
                while marks
                    .get(*at)
                    .is_some_and(|(span, _)| span.end() <= token.span.start())
                {
                    *at += 1;
                }
                let here = marks.get(*at).filter(|(span, _)| span.overlaps(token.span));
                Some(here.map_or(String::new(), |(_, label)| label.clone()))
            });
            units.push(Unit {
                article: first.id.to_string(),
                start: token.span.start(),
                labels: labels.collect(),
            });
        }
    }
    units
}

/// Marked stretches in order, without overlaps: of two that overlap the one that begins later loses what the other has.
fn places(marks: &Marks) -> Vec<(Span, String)> {
    let mut all: Vec<(Span, String)> = marks
        .iter()
        .flat_map(|(label, spans)| spans.iter().map(|span| (*span, label.clone())))
        .collect();
    all.sort_by(|(a, x), (b, y)| (a.start(), b.end(), x).cmp(&(b.start(), a.end(), y)));
    let mut end = 0;
    let mut flat = Vec::new();
    for (span, label) in all {
        if let Some(rest) = Span::new(span.start().max(end), span.end()) {
            end = rest.end();
            flat.push((rest, label));
        }
    }
    flat
}

/// How far the copies agree.
#[must_use]
pub fn agreement(copies: &[Project], only_done: bool) -> Agreement {
    let shared = shared(copies, only_done);
    let layers: Vec<OfLayer> = Layer::ALL
        .into_iter()
        .map(|layer| of_layer(copies, layer, only_done, &shared))
        .collect();
    Agreement {
        articles: shared.len(),
        tokens: units(copies, Layer::Mentions, only_done).len(),
        layers,
    }
}

fn of_layer(copies: &[Project], layer: Layer, only_done: bool, shared: &[Shared]) -> OfLayer {
    let units = units(copies, layer, only_done);
    let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
    for label in units.iter().flat_map(|unit| unit.labels.iter().flatten()) {
        let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        ids.entry(label).or_insert(next);
    }
    let judged: Vec<Vec<Judged>> = units
        .iter()
        .map(|unit| {
            let id =
                |label: &Option<String>| label.as_ref().and_then(|label| ids.get(label.as_str())).copied();
            unit.labels.iter().map(id).collect()
        })
        .collect();
    let marks: Vec<OfCopies> = shared
        .iter()
        .map(|copies| {
            copies
                .iter()
                .map(|article| Some(layer.marks(article.as_ref()?)))
                .collect()
        })
        .collect();
    let whole = figures(&judged, &marks, copies.len(), |_| true);
    let names: BTreeSet<&str> = marks
        .iter()
        .flatten()
        .flatten()
        .flatten()
        .map(|(label, _)| label.as_str())
        .collect();
    let mut labels = BTreeMap::new();
    if layer == Layer::Mentions {
        for name in names {
            let id = ids.get(name).copied();
            let against: Vec<Vec<Judged>> = judged
                .iter()
                .map(|unit| unit.iter().map(|j| j.map(|j| u32::from(Some(j) == id))).collect())
                .collect();
            let figures = figures(&against, &marks, copies.len(), |label| label == name);
            labels.insert(name.to_owned(), figures);
        }
    }
    OfLayer { layer, whole, labels }
}

fn figures(
    judged: &[Vec<Judged>],
    marks: &[OfCopies],
    copies: usize,
    wanted: impl Fn(&str) -> bool,
) -> Figures {
    let spans = (0..copies).map(|copy| {
        let of_copy = marks.iter().filter_map(|text| text.get(copy)?.as_ref()).flatten();
        of_copy.filter(|(label, _)| wanted(label)).count()
    });
    let mut pairs = [Vec::new(), Vec::new(), Vec::new()];
    for a in 0..copies {
        for b in a + 1..copies {
            let two: Vec<[Judged; 2]> = judged
                .iter()
                .map(|unit| [a, b].map(|rater| unit.get(rater).copied().flatten()))
                .collect();
            let [exact, overlapping] = of_spans(marks, [a, b], &wanted);
            let [exacts, overlaps, kappas] = &mut pairs;
            exacts.extend(exact);
            overlaps.extend(overlapping);
            kappas.extend(cohen(&two));
        }
    }
    let [exact, overlapping, kappa] = pairs.map(|found| mean(&found));
    Figures {
        spans: spans.collect(),
        exact,
        overlapping,
        cohen: kappa,
        fleiss: fleiss(judged),
        alpha: alpha(judged),
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// F1 of two copies' spans: exactly the same, and sharing a character.
fn of_spans(marks: &[OfCopies], [a, b]: [usize; 2], wanted: &impl Fn(&str) -> bool) -> [Option<f64>; 2] {
    let (mut exact, mut overlapping, mut all) = ([0; 2], [0; 2], [0; 2]);
    for text in marks {
        let side = |index: usize| text.get(index).and_then(Option::as_ref);
        let (Some(ours), Some(theirs)) = (side(a), side(b)) else {
            continue;
        };
        for (place, (mine, others)) in [(ours, theirs), (theirs, ours)].into_iter().enumerate() {
            let mut by_label: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
            for (label, spans) in others {
                by_label.entry(label).or_default().extend(spans);
            }
            for spans in by_label.values_mut() {
                spans.sort();
            }
            for mark in mine.iter().filter(|(label, _)| wanted(label)) {
                let touches = by_label
                    .get(mark.0.as_str())
                    .is_some_and(|spans| touched(spans, &mark.1));
                if let (Some(all), Some(exact), Some(overlapping)) = (
                    all.get_mut(place),
                    exact.get_mut(place),
                    overlapping.get_mut(place),
                ) {
                    *all += 1;
                    *exact += usize::from(others.contains(mark));
                    *overlapping += usize::from(touches);
                }
            }
        }
    }
    [f1(exact, all), f1(overlapping, all)]
}

/// Whether one of `spans`, which are sorted, shares a character with one of `places`.
fn touched(spans: &[Span], places: &[Span]) -> bool {
    let Some(whole) = hull(places) else { return false };
    spans
        .iter()
        .take_while(|span| span.start() < whole.end())
        .any(|span| places.iter().any(|place| place.overlaps(*span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{ArticleId, Form, Item, ItemId, KindId, Mention, Metadata, Status};
    use crate::text::ArticleText;

    /// A copy with a text of four words, of which some are marked.
    fn copy(marked: &[(usize, KindId)], state: ArticleState) -> Project {
        let mut project = Project::new("p");
        let id = ArticleId::parse("a").unwrap();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let mut article = Article::new(
            id.clone(),
            at,
            Metadata::default(),
            ArticleText::new("w x y z"),
            vec![],
        );
        article.state = state;
        for (word, kind) in marked {
            let body = Body::Mention(Mention {
                span: Span::new(2 * word, 2 * word + 1).unwrap(),
                kind: kind.clone(),
                form: Form::Named,
                actor: None,
                note: String::new(),
            });
            let id = ItemId::for_body(&body, |_| false);
            article.items.insert(
                id,
                Item {
                    id,
                    body,
                    status: Status::Added,
                    origin: None,
                },
            );
        }
        project.articles.insert(id, Arc::new(article));
        project
    }

    #[test]
    fn spans_and_tokens_are_compared() {
        let (person, place) = (KindId::PERSON, KindId::PLACE);
        let one = copy(
            &[(0, person.clone()), (1, person.clone()), (3, place.clone())],
            ArticleState::Done,
        );
        let two = copy(
            &[(0, person.clone()), (3, person.clone())],
            ArticleState::InReview,
        );
        let found = agreement(&[one.clone(), two.clone()], false);
        assert_eq!((found.articles, found.tokens), (1, 4));
        let mentions = &found.layers[0];
        assert_eq!(mentions.whole.spans, [3, 2]);
        assert_eq!(mentions.whole.exact, f1([1, 1], [3, 2]));
        let of_person = &mentions.labels["person"];
        // On "person" against the rest: yes-yes, yes-no, no-no, no-yes.
        assert_eq!(of_person.spans, [2, 2]);
        assert_eq!(of_person.cohen, Some(0.0));
        assert_eq!(mentions.labels["place"].exact, Some(0.0));
        assert_eq!(found.layers[1].whole.exact, None, "nobody marked a claim");

        assert_eq!(
            agreement(&[one.clone(), two.clone()], true).articles,
            0,
            "one is not done"
        );
        let untouched = copy(&[], ArticleState::ToDo);
        assert_eq!(
            agreement(&[one.clone(), untouched], false).articles,
            0,
            "nobody has looked at it"
        );
        let same = agreement(&[one.clone(), one.clone(), one], false);
        assert_eq!(
            (same.layers[0].whole.exact, same.layers[0].whole.fleiss),
            (Some(1.0), Some(1.0))
        );
    }
}
