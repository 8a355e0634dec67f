//! Everything that is one actor's: under which words it is mentioned, and where.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::annotation::{ActorId, ArticleId, Body, ItemId, Project, Status, main_span};
use crate::review::name_key;

/// Most characters of an item's words that are kept for a row.
const MOST_WORDS: usize = 160;

/// Words under which an actor is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As they stand where they stand first.
    pub words: String,
    /// How often, letter case and white space aside; 0 for an alias that stands nowhere.
    pub count: usize,
    /// The alias that it is, as the actor has it.
    pub alias: Option<String>,
}

/// A place where an actor occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which article.
    pub article: ArticleId,
    /// The article's title.
    pub title: String,
    /// In which item.
    pub item: ItemId,
    /// The words of the mention, or the first of what is claimed.
    pub words: String,
}

/// Everything that is one actor's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Under which words it is mentioned, the most frequent first, then aliases that stand nowhere.
    pub forms: Vec<Form>,
    /// Mentions of it.
    pub mentions: Vec<Place>,
    /// Claims that it makes.
    pub claims: Vec<Place>,
    /// Claims that came through it or are about it.
    pub named: Vec<Place>,
}

impl Detail {
    /// Of `actor`; places in the order of the articles and of their text.
    #[must_use]
    pub fn of(project: &Project, actor: ActorId) -> Self {
        let mut detail = Self::default();
        let mut forms: BTreeMap<String, Form> = BTreeMap::new();
        for article in project.in_order() {
            let mut here: Vec<_> = article
                .items
                .values()
                .filter(|item| item.status != Status::Rejected)
                .filter(|item| item.body.actors().any(|id| id == actor))
                .filter_map(|item| Some((main_span(&item.body)?, item)))
                .collect();
            here.sort_by_key(|(span, item)| (*span, item.id));
            for (span, item) in here {
                let whole = article.text.slice(span);
                let place = || Place {
                    article: article.id.clone(),
                    title: article.title().to_owned(),
                    item: item.id,
                    words: whole.chars().take(MOST_WORDS).collect(),
                };
                match &item.body {
                    Body::Mention(_) => {
                        let form = forms.entry(name_key(whole)).or_insert_with(|| Form {
                            words: whole.split_whitespace().collect::<Vec<_>>().join(" "),
                            count: 0,
                            alias: None,
                        });
                        form.count += 1;
                        detail.mentions.push(place());
                    }
                    Body::Claim(claim) => {
                        if claim.speaker == Some(actor) {
                            detail.claims.push(place());
                        }
                        let mut parties = claim.via.iter().chain(&claim.targets);
                        if parties.any(|party| party.actor == Some(actor)) {
                            detail.named.push(place());
                        }
                    }
                }
            }
        }
        for alias in project.actors.get(&actor).into_iter().flat_map(|a| &a.aliases) {
            let form = forms.entry(name_key(alias)).or_insert_with(|| Form {
                words: alias.clone(),
                count: 0,
                alias: None,
            });
            form.alias = Some(alias.clone());
        }
        detail.forms = forms.into_values().collect();
        detail.forms.sort_by_key(|form| Reverse(form.count));
        detail
    }
}
