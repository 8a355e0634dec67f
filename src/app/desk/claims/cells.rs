//! What stands in the cells of a row.

use crate::annotation::{Article, Claim, Item, Project};
use crate::app::parts::{one_line, status_title};
use crate::desk::claims::{Column, Place, rating_of, rating_title};
use crate::review::three_way::is_contested;

/// Most characters of a cell; a wide column has no room for more.
const LONGEST: usize = 400;

/// A claim with everything that its row tells.
pub(super) struct Told<'a> {
    pub project: &'a Project,
    pub article: &'a Article,
    pub item: &'a Item,
    pub claim: &'a Claim,
    pub place: Place<'a>,
}

impl<'a> Told<'a> {
    /// The claim at `place` as it is now; `None` if it is gone since the rows were gathered.
    pub fn of(project: &'a Project, place: Place<'a>) -> Option<Self> {
        let article = project.article(&place.block.article)?;
        let item = article.items.get(&place.row.item)?;
        Some(Self {
            project,
            article,
            item,
            claim: item.body.as_claim()?,
            place,
        })
    }

    /// The words of a cell; empty where there is nothing to tell.
    pub fn cell(&self, column: Column) -> String {
        let claim = self.claim;
        match column {
            Column::Article => one_line(self.article.title(), LONGEST),
            Column::Actor => one_line(&self.speaker(), LONGEST),
            Column::Content => one_line(&self.content(), LONGEST),
            Column::Act => claim.act.title().to_owned(),
            Column::Quote => claim.quote.title().to_owned(),
            Column::Figures => {
                let figures = claim.figures.iter().map(|figure| {
                    let number = one_line(self.article.text.slice(figure.span), 24);
                    format!("{number} {}", figure.measure.title().to_lowercase())
                });
                figures.collect::<Vec<_>>().join(", ")
            }
            Column::Place => {
                let places = claim.figures.iter().map(|figure| figure.place.as_str());
                let mut places: Vec<&str> = places.filter(|place| !place.is_empty()).collect();
                places.dedup();
                one_line(&places.join(", "), LONGEST)
            }
            Column::Date => {
                let days = self.place.row.days;
                days.map(|days| days.to_string()).unwrap_or_default()
            }
            Column::Status if is_contested(self.item) => "Disputed".to_owned(),
            Column::Status => status_title(self.item.status).to_owned(),
            Column::Verdict => {
                let rating = rating_of(claim);
                rating
                    .map(|rating| rating_title(self.project, &rating))
                    .unwrap_or_default()
            }
            Column::Worth => format!("{:.2}", claim.check_worthiness),
            Column::Reviewer => one_line(self.place.block.decided_by(self.place.row), LONGEST),
        }
    }

    /// Who says it: the actor, else the words of the source.
    pub fn speaker(&self) -> String {
        let actor = self.claim.speaker.and_then(|id| self.project.actors.get(&id));
        match (actor, self.claim.source) {
            (Some(actor), _) => actor.name.clone(),
            (None, Some(source)) => self.article.text.slice(source).to_owned(),
            (None, None) => String::new(),
        }
    }

    fn content(&self) -> String {
        let spans = self.claim.content.iter();
        let words: Vec<&str> = spans.map(|span| self.article.text.slice(*span)).collect();
        words.join(" … ")
    }
}

/// A row in words, for screen readers.
pub(super) fn name(cells: &[String]) -> String {
    let told = cells.iter().map(String::as_str);
    told.filter(|cell| !cell.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
