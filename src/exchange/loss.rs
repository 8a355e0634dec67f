//! What an export or an import leaves behind, counted, with examples: nothing is dropped in silence.

use std::collections::BTreeMap;

use super::marks::Field;

/// How many examples of each loss are kept.
const EXAMPLES: usize = 5;

/// Something that a format cannot hold, or that somebody chose to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// Articles that are not chosen.
    Articles,
    /// Undecided proposals.
    Undecided,
    /// Rejected proposals.
    Rejected,
    /// What people decided outside the choice of reviewer and days.
    NotChosen,
    /// Items that lost their place in the text.
    Orphans,
    /// Mentions.
    Mentions,
    /// Claims, with all that belongs to them.
    Claims,
    /// Spans that overlap with a longer one.
    Overlaps,
    /// Claims whose content stands in several places: the pieces are there, but not that they are one.
    Pieces,
    /// Cues, sources, targets and figures.
    Parts,
    /// Which cue, source, target or figure belongs to which claim.
    Links,
    /// Which claim stands within which.
    Nesting,
    /// Which actor is meant.
    Actors,
    /// A detail of an item.
    Detail(Field),
    /// Pieces of evidence.
    Evidence,
    /// Copies of evidence, and its dates that are no days.
    EvidenceDetails,
    /// Suggesters, their scores and reasons.
    Origins,
    /// Whether a proposal was taken as it is, corrected, or something was added.
    Status,
    /// Who decided what when.
    History,
    /// Which paragraphs are headline, body or the page around it.
    Zones,
    /// Title, publisher, author, day, address and language of articles.
    Metadata,
    /// Where articles stand in the review, and remarks on them.
    State,
    /// Aliases, sides, remarks and ids of actors.
    ActorDetails,
    /// Title, kinds and reviewers of the project.
    Project,
    /// Ends of spans that stand within a token and were moved to its ends.
    Boundaries,
    /// Characters that the format does not allow.
    Characters,
    /// Spaces and line ends: only tokens and sentences are kept.
    Layout,
    /// Names of persons that were replaced.
    Names,
    /// Labels that were mapped to nothing.
    Labels,
    /// Addresses of reviews, where it is not said under which address they will be published.
    Addresses,
    /// Things in a file that this program has no place for.
    Unknown,
}

impl Loss {
    /// What is lost, as a noun for `count` of it.
    #[must_use]
    pub const fn noun(self, count: usize) -> &'static str {
        let (one, many) = match self {
            Self::Articles => ("article", "articles"),
            Self::Undecided => ("undecided proposal", "undecided proposals"),
            Self::Rejected => ("rejected proposal", "rejected proposals"),
            Self::NotChosen => (
                "item that others or other days decided",
                "items that others or other days decided",
            ),
            Self::Orphans => ("item that lost its place", "items that lost their place"),
            Self::Mentions => ("mention", "mentions"),
            Self::Claims => ("claim", "claims"),
            Self::Overlaps => (
                "span that overlaps with a longer one",
                "spans that overlap with a longer one",
            ),
            Self::Pieces => (
                "claim in several pieces: that they are one",
                "claims in several pieces: that they are one",
            ),
            Self::Parts => (
                "cue, source, target or figure",
                "cues, sources, targets and figures",
            ),
            Self::Links => (
                "link between a claim and its parts",
                "links between claims and their parts",
            ),
            Self::Nesting => (
                "claim within another: that it is",
                "claims within others: that they are",
            ),
            Self::Actors => ("link to an actor", "links to actors"),
            Self::Detail(field) => return field.plural(count),
            Self::Evidence => ("piece of evidence", "pieces of evidence"),
            Self::EvidenceDetails => (
                "copy or uncertain date of a piece of evidence",
                "copies and uncertain dates of pieces of evidence",
            ),
            Self::Origins => (
                "suggester's name, score and reason",
                "suggesters' names, scores and reasons",
            ),
            Self::Status => (
                "note whether an item was accepted, corrected or added",
                "notes whether an item was accepted, corrected or added",
            ),
            Self::History => ("entry of the history", "entries of the history"),
            Self::Zones => ("zone", "zones"),
            Self::Metadata => (
                "article's details (title, publisher, day …)",
                "articles' details (title, publisher, day …)",
            ),
            Self::State => ("article's state and remark", "articles' states and remarks"),
            Self::ActorDetails => (
                "actor's aliases, side, remark and id",
                "actors' aliases, sides, remarks and ids",
            ),
            Self::Project => ("project's title and kinds", "projects' titles and kinds"),
            Self::Boundaries => (
                "boundary within a token, moved to its end",
                "boundaries within tokens, moved to their ends",
            ),
            Self::Characters => (
                "character that the format does not allow",
                "characters that the format does not allow",
            ),
            Self::Layout => ("article's spaces and line ends", "articles' spaces and line ends"),
            Self::Names => ("person's name, replaced", "persons' names, replaced"),
            Self::Labels => (
                "span whose label is mapped to nothing",
                "spans whose labels are mapped to nothing",
            ),
            Self::Addresses => (
                "review's address, because no site is named",
                "reviews' addresses, because no site is named",
            ),
            Self::Unknown => ("thing that has no place here", "things that have no place here"),
        };
        if count == 1 { one } else { many }
    }
}

/// Losses of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// How many.
    pub count: usize,
    /// Where the first few are: article and words.
    pub examples: Vec<String>,
}

/// What was lost, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    by: BTreeMap<Loss, Lost>,
}

impl Losses {
    /// Counts `count` more. None is no loss.
    pub fn add(&mut self, loss: Loss, count: usize) {
        if count > 0 {
            self.by.entry(loss).or_default().count += count;
        }
    }

    /// Counts one more, which stands in `article` under `words`.
    pub fn note(&mut self, loss: Loss, article: &str, words: &str) {
        let so_far = self.by.entry(loss).or_default();
        so_far.count += 1;
        if so_far.examples.len() < EXAMPLES {
            let short: String = words.chars().take(60).collect();
            so_far
                .examples
                .push(format!("{article}: “{}”", short.replace('\n', " ")));
        }
    }

    /// Adds those of another part of the work.
    pub fn append(&mut self, other: Self) {
        for (loss, more) in other.by {
            let so_far = self.by.entry(loss).or_default();
            so_far.count += more.count;
            let room = EXAMPLES.saturating_sub(so_far.examples.len());
            so_far.examples.extend(more.examples.into_iter().take(room));
        }
    }

    /// All but those of one kind, which the caller knows not to be lost.
    #[must_use]
    pub fn without(mut self, loss: Loss) -> Self {
        self.by.remove(&loss);
        self
    }

    /// How many of this kind.
    #[must_use]
    pub fn count(&self, loss: Loss) -> usize {
        self.by.get(&loss).map_or(0, |lost| lost.count)
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by.is_empty()
    }

    /// All kinds with what was lost of them.
    pub fn iter(&self) -> impl Iterator<Item = (Loss, &Lost)> {
        self.by.iter().map(|(loss, lost)| (*loss, lost))
    }

    /// "3 links to actors", one for each kind.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.iter()
            .map(|(loss, lost)| format!("{} {}", lost.count, loss.noun(lost.count)))
            .collect()
    }
}
