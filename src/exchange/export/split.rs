//! Parts for training, development and testing.
//!
//! Articles are dealt out whole. Articles that share most of their text, as the copies of one wire report do, go
//! together, so that nothing is tested on what was learned. Labels are spread evenly by iterative stratification
//! (Sechidis, Tsoumakas and Vlahavas 2011): the rarest label is dealt out first, each article to the part that lacks most
//! of it. The same project, weights and seed give the same parts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::annotation::{Article, ArticleId, Body, Project};
use crate::exchange::marks::{CLAIM, label_of};
use crate::text::{TextHash, ZoneKind};

/// Names of the parts.
pub const NAMES: [&str; 3] = ["train", "dev", "test"];

/// Paragraphs with fewer words are found in unrelated articles, too.
const FEW_WORDS: usize = 8;
/// A paragraph in more articles than this is a fixture of an outlet, not a sign of a copy.
const MANY_ARTICLES: usize = 40;

/// How to split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Weights of the parts; at least one is not zero.
    pub weights: [u32; 3],
    /// Another seed deals the articles out otherwise.
    pub seed: u64,
}

/// The weights are not of the form 80/10/10.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a split. Name the weights of train, dev and test, such as 80/10/10.")]
pub struct NotWeights(String);

impl Split {
    /// Reads weights such as `80/10/10` or `80/20` (no development part between them).
    ///
    /// # Errors
    /// [`NotWeights`].
    pub fn parse(weights: &str, seed: u64) -> Result<Self, NotWeights> {
        let numbers: Option<Vec<u32>> = weights.split('/').map(|part| part.trim().parse().ok()).collect();
        let weights = match numbers.as_deref() {
            Some(&[train, dev, test]) => [train, dev, test],
            Some(&[train, test]) => [train, 0, test],
            _ => return Err(NotWeights(weights.to_owned())),
        };
        let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        if sum == 0 {
            return Err(NotWeights("0/0/0".to_owned()));
        }
        Ok(Self { weights, seed })
    }

    /// The parts of `project` by name; those without weight are left out. Each is a project with the articles of the part.
    #[must_use]
    pub fn of(&self, project: &Project) -> Vec<(&'static str, Project)> {
        let part_of = self.deal(project);
        NAMES
            .iter()
            .zip(self.weights)
            .enumerate()
            .filter(|(_, (_, weight))| *weight > 0)
            .map(|(index, (name, _))| {
                let mut part = Project {
                    articles: BTreeMap::new(),
                    ..project.clone()
                };
                part.articles = project
                    .articles
                    .iter()
                    .filter(|(id, _)| part_of.get(*id) == Some(&index))
                    .map(|(id, article)| (id.clone(), Arc::clone(article)))
                    .collect();
                (*name, part)
            })
            .collect()
    }

    fn deal(&self, project: &Project) -> BTreeMap<ArticleId, usize> {
        let articles = project.in_order();
        let mut groups = copies(&articles);
        groups.sort_by_key(|group| {
            let first = group.first().and_then(|index| articles.get(*index));
            TextHash::of(&format!("{} {}", self.seed, first.map_or("", |a| a.id.as_str()))).to_string()
        });
        let counts: Vec<BTreeMap<String, usize>> = groups
            .iter()
            .map(|group| {
                let mut counts = BTreeMap::new();
                for article in group.iter().filter_map(|index| articles.get(*index)) {
                    count(article, &mut counts);
                }
                counts
            })
            .collect();
        let parts = dealt(&counts, &groups, self.weights);
        let mut part_of = BTreeMap::new();
        for (group, part) in groups.iter().zip(parts) {
            for article in group.iter().filter_map(|index| articles.get(*index)) {
                part_of.insert(article.id.clone(), part);
            }
        }
        part_of
    }
}

/// How many of each label an article has, confirmed ones only; every article has one of "article".
fn count(article: &Article, counts: &mut BTreeMap<String, usize>) {
    *counts.entry(String::new()).or_default() += 1;
    for item in article.annotations() {
        let label = match &item.body {
            Body::Mention(mention) => label_of(&mention.kind),
            Body::Claim(_) => CLAIM.to_owned(),
        };
        *counts.entry(label).or_default() += 1;
    }
}

/// The part of each group.
fn dealt(counts: &[BTreeMap<String, usize>], groups: &[Vec<usize>], weights: [u32; 3]) -> Vec<usize> {
    let sum: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let mut wanted: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for (label, count) in counts.iter().flatten() {
        let wanted = wanted.entry(label.as_str()).or_default();
        for (slot, weight) in wanted.iter_mut().zip(weights) {
            *slot += *count as f64 * f64::from(weight) / sum;
        }
    }
    let mut part_of: Vec<Option<usize>> = vec![None; groups.len()];
    loop {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (counts, part) in counts.iter().zip(&part_of) {
            if part.is_none() {
                for (label, count) in counts {
                    *left.entry(label).or_default() += count;
                }
            }
        }
        // The rarest label; what every article has comes last.
        let rarest = left
            .iter()
            .min_by_key(|(label, count)| (label.is_empty(), **count, **label));
        let Some((&label, _)) = rarest else { break };
        for (index, counts) in counts.iter().enumerate() {
            if part_of.get(index).copied().flatten().is_some() || !counts.contains_key(label) {
                continue;
            }
            let need = |part: usize, label: &str| {
                wanted
                    .get(label)
                    .and_then(|by| by.get(part))
                    .copied()
                    .unwrap_or_default()
            };
            let part = (0..weights.len())
                .filter(|part| weights.get(*part).is_some_and(|weight| *weight > 0))
                .max_by(|a, b| {
                    let key = |part: usize| (need(part, label), need(part, ""));
                    let (first, second) = (key(*a), key(*b));
                    first
                        .0
                        .total_cmp(&second.0)
                        .then(first.1.total_cmp(&second.1))
                        .then(b.cmp(a))
                })
                .unwrap_or_default();
            for (label, count) in counts {
                if let Some(slot) = wanted.get_mut(label.as_str()).and_then(|by| by.get_mut(part)) {
                    *slot -= *count as f64;
                }
            }
            if let Some(slot) = part_of.get_mut(index) {
                *slot = Some(part);
            }
        }
    }
    part_of.into_iter().map(Option::unwrap_or_default).collect()
}

/// Groups of articles that share half or more of the shorter one's words, paragraph by paragraph.
fn copies(articles: &[&Arc<Article>]) -> Vec<Vec<usize>> {
    let mut holders: HashMap<TextHash, (usize, BTreeSet<usize>)> = HashMap::new();
    let mut length = vec![0; articles.len()];
    let mut root: Vec<usize> = (0..articles.len()).collect();
    let mut wholes: HashMap<String, usize> = HashMap::new();
    for (index, article) in articles.iter().enumerate() {
        let mut whole = String::new();
        for paragraph in article.text.paragraphs() {
            if crate::text::zones::zone_at(&article.zones, paragraph.start()) == ZoneKind::Boilerplate {
                continue;
            }
            let words: Vec<String> = article
                .text
                .slice(*paragraph)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            if let Some(slot) = length.get_mut(index) {
                *slot += words.len();
            }
            if words.len() >= FEW_WORDS {
                let hash = TextHash::of(&words.join(" "));
                whole.push_str(&hash.to_string());
                let entry = holders.entry(hash).or_default();
                entry.0 = words.len();
                entry.1.insert(index);
            }
        }
        // However many there are of a copy of the whole, it is no fixture.
        if !whole.is_empty()
            && let Some(slot) = root.get_mut(index)
        {
            *slot = *wholes.entry(whole).or_insert(index);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (words, holders) in holders.into_values() {
        if holders.len() > MANY_ARTICLES {
            continue;
        }
        for a in &holders {
            for b in holders.range(a + 1..) {
                *shared.entry((*a, *b)).or_default() += words;
            }
        }
    }
    let find = |root: &[usize], mut at: usize| {
        while let Some(up) = root.get(at).copied().filter(|up| *up != at) {
            at = up;
        }
        at
    };
    for ((a, b), words) in shared {
        let shorter = length.get(a).min(length.get(b)).copied().unwrap_or_default();
        if 2 * words >= shorter {
            let (a, b) = (find(&root, a), find(&root, b));
            if let Some(slot) = root.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..articles.len() {
        groups.entry(find(&root, index)).or_default().push(index);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Form, Item, ItemId, KindId, Mention, Metadata, Status};
    use crate::text::{ArticleText, Span};

    const LONG: &str = "the wire told all its readers of the shelling in the old town of Brask on Sunday";

    fn project(texts: &[(&str, &str, &[KindId])]) -> Project {
        let mut project = Project::new("p");
        for (index, (id, text, kinds)) in texts.iter().enumerate() {
            let id = ArticleId::parse(id).unwrap();
            let at = jiff::Timestamp::from_second(i64::try_from(index).unwrap()).unwrap();
            let mut article = Article::new(
                id.clone(),
                at,
                Metadata::default(),
                ArticleText::new(*text),
                vec![],
            );
            for (place, kind) in kinds.iter().enumerate() {
                let body = Body::Mention(Mention {
                    span: Span::new(place, place + 1).unwrap(),
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
        }
        project
    }

    fn sizes(parts: &[(&str, Project)]) -> String {
        let size = |(name, part): &(&str, Project)| format!("{name} {}", part.articles.len());
        parts.iter().map(size).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn labels_are_spread_and_a_seed_gives_the_same_parts() {
        let names: Vec<String> = (0..100).map(|i| format!("a-{i}")).collect();
        let rare = [KindId::PLACE];
        let common = [KindId::PERSON];
        let texts: Vec<(&str, &str, &[KindId])> = names
            .iter()
            .enumerate()
            .map(|(i, name)| {
                (
                    name.as_str(),
                    name.as_str(),
                    if i % 10 == 0 { &rare[..] } else { &common[..] },
                )
            })
            .collect();
        let project = project(&texts);
        let split = Split::parse("80/10/10", 7).unwrap();
        let parts = split.of(&project);
        assert_eq!(sizes(&parts), "train 80, dev 10, test 10");
        let rare = |part: &Project| {
            part.articles
                .keys()
                .filter(|id| id.as_str().ends_with('0'))
                .count()
        };
        assert_eq!(
            parts.iter().map(|(_, part)| rare(part)).collect::<Vec<_>>(),
            [8, 1, 1]
        );
        assert_eq!(split.of(&project), parts);
        assert_ne!(Split::parse("80/10/10", 8).unwrap().of(&project), parts);
        let two = Split::parse("3/1", 1).unwrap().of(&project);
        assert_eq!(sizes(&two), "train 75, test 25");
    }

    #[test]
    fn copies_stay_together() {
        let (copy, headed) = (
            LONG.to_owned(),
            format!("BRASK (Wire)\n\n{}", LONG.to_uppercase()),
        );
        let quoting = format!("{LONG}\n\n{}", "words of its own ".repeat(20));
        for seed in 0..12 {
            let project = project(&[
                ("a", &copy, &[]),
                ("b", "something else altogether", &[]),
                ("c", &headed, &[]),
                ("d", "and yet another thing", &[]),
                ("e", &quoting, &[]),
            ]);
            let parts = Split::parse("50/0/50", seed).unwrap().of(&project);
            for (_, part) in &parts {
                let has = |id: &str| part.articles.contains_key(&ArticleId::parse(id).unwrap());
                assert_eq!(has("a"), has("c"), "seed {seed}");
            }
        }
    }

    #[test]
    fn any_number_of_copies_stays_together() {
        let texts: Vec<(String, String)> = (0..=MANY_ARTICLES)
            .map(|number| (format!("a-{number}"), format!("OUTLET {number}\n\n{LONG}")))
            .collect();
        let texts: Vec<(&str, &str, &[KindId])> = texts
            .iter()
            .map(|(id, text)| (id.as_str(), text.as_str(), &[][..]))
            .collect();
        let parts = Split::parse("50/0/50", 1).unwrap().of(&project(&texts));
        assert_eq!(sizes(&parts), "train 41, test 0");
    }

    #[test]
    fn weights() {
        for bad in ["", "80", "a/b/c", "0/0/0", "1/2/3/4", "-1/2/3"] {
            assert!(Split::parse(bad, 0).is_err(), "{bad}");
        }
    }
}
