//! Who rated a claim, and when, told from its decisions.

use jiff::Timestamp;

use crate::annotation::{Action, Article, Body, Change, ItemId, RatingId, Verdict};

/// A change of the rating of a claim, or of the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// The rating before; `None` if there was none.
    pub before: Option<RatingId>,
    /// The rating since; `None` if it was taken away.
    pub after: Option<RatingId>,
    /// The rationale since, if it is another.
    pub rationale: Option<String>,
}

impl Rated {
    /// Whether the rating itself is another.
    #[must_use]
    pub fn is_rating(&self) -> bool {
        self.before != self.after
    }
}

/// The changes of the verdict of `item`, oldest first. Evidence alone is no change of it.
#[must_use]
pub fn rated(article: &Article, item: ItemId) -> Vec<Rated> {
    let verdict = |body: &Option<Body>| -> Option<Verdict> {
        body.as_ref()
            .and_then(Body::as_claim)
            .and_then(|claim| claim.verdict.clone())
    };
    let mut found = Vec::new();
    for decision in &article.decisions {
        let Change::Item { id, before, after } = &decision.change else {
            continue;
        };
        // A claim that is turned down keeps its verdict.
        if *id != item || matches!(decision.action, Action::Rejected | Action::Removed) {
            continue;
        }
        let (before, after) = (verdict(before), verdict(after));
        let reason = |verdict: &Option<Verdict>| {
            let verdict = verdict.as_ref();
            verdict.map_or_else(String::new, |verdict| verdict.rationale.clone())
        };
        let (old, new) = (reason(&before), reason(&after));
        let change = Rated {
            at: decision.at,
            by: decision.by.clone(),
            rationale: (old != new && after.is_some()).then_some(new),
            before: before.map(|verdict| verdict.rating),
            after: after.map(|verdict| verdict.rating),
        };
        if change.is_rating() || change.rationale.is_some() {
            found.push(change);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Claim, Decision, Evidence, Metadata};
    use crate::text::{ArticleText, Span};

    type Side = Option<(RatingId, &'static str, usize)>;

    fn body(side: &Side) -> Body {
        Body::Claim(Box::new(Claim {
            content: vec![Span::new(0, 3).unwrap()],
            verdict: side.clone().map(|(rating, rationale, evidence)| Verdict {
                rating,
                rationale: rationale.to_owned(),
                evidence: vec![Evidence::default(); evidence],
            }),
            ..Claim::default()
        }))
    }

    #[test]
    fn changes_of_the_rating_and_its_reason() {
        let (unproven, no) = (RatingId::UNPROVEN, RatingId::FALSE);
        let states: [(Action, Side); 7] = [
            (Action::Accepted, None),
            (Action::Accepted, Some((unproven.clone(), "", 0))),
            (Action::Corrected, Some((unproven.clone(), "", 1))),
            (Action::Corrected, Some((unproven.clone(), "Two counts.", 1))),
            (Action::Corrected, Some((no.clone(), "Two counts.", 1))),
            (Action::Rejected, None),
            (Action::Corrected, None),
        ];
        let id = ItemId::for_body(&body(&None), |_| false);
        let article_id = crate::annotation::ArticleId::from_name("a", |_| false);
        let text = ArticleText::new("abc");
        let mut article = Article::new(
            article_id,
            Timestamp::UNIX_EPOCH,
            Metadata::default(),
            text,
            Vec::new(),
        );
        let mut was: Side = None;
        for (second, (action, side)) in (1_i64..).zip(&states) {
            let before = Some(body(&was));
            let change = Change::Item {
                id,
                before,
                after: (*action != Action::Rejected).then(|| body(side)),
            };
            article.decisions.push(Decision {
                at: Timestamp::from_second(second).unwrap(),
                by: if second < 4 { "Rae" } else { "Öz" }.to_owned(),
                action: *action,
                change,
            });
            if *action != Action::Rejected {
                was.clone_from(side);
            }
        }
        let found: Vec<String> = rated(&article, id)
            .into_iter()
            .map(|one| {
                let name = |side: Option<RatingId>| side.map_or("-".to_owned(), |id| id.to_string());
                let why = one.rationale.unwrap_or_default();
                format!(
                    "{} {} {} > {} {why}",
                    one.at.as_second(),
                    one.by,
                    name(one.before),
                    name(one.after)
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "2 Rae - > unproven ",
                "4 Öz unproven > unproven Two counts.",
                "5 Öz unproven > false ",
                "7 Öz false > - ",
            ]
        );
        let other = ItemId::parse("00000000").unwrap();
        assert_eq!(rated(&article, other), Vec::new());
    }
}
