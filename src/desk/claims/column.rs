//! What can be known of a claim at a glance.

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Title of the article.
    Article,
    /// Who says it: the actor, else the words of the source.
    Actor,
    /// What is said.
    Content,
    /// What the speaker does by it.
    Act,
    /// How the content is given.
    Quote,
    /// The numbers in it.
    Figures,
    /// Where the numbers are from.
    Place,
    /// The days of its figures, else the day of the article.
    Date,
    /// What was decided.
    Status,
    /// What it was rated.
    Verdict,
    /// How much it asks for a check.
    Worth,
    /// Who decided last.
    Reviewer,
}

impl Column {
    /// Every column, in the order of a new table.
    pub const ALL: [Self; 12] = [
        Self::Actor,
        Self::Content,
        Self::Act,
        Self::Figures,
        Self::Date,
        Self::Status,
        Self::Verdict,
        Self::Worth,
        Self::Article,
        Self::Quote,
        Self::Place,
        Self::Reviewer,
    ];

    /// Those of a new table.
    pub const FIRST: usize = 9;

    /// Name under which it is remembered.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Actor => "actor",
            Self::Content => "content",
            Self::Act => "act",
            Self::Quote => "quote",
            Self::Figures => "figures",
            Self::Place => "place",
            Self::Date => "date",
            Self::Status => "status",
            Self::Verdict => "verdict",
            Self::Worth => "worth",
            Self::Reviewer => "reviewer",
        }
    }

    /// Name on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Article => "Article",
            Self::Actor => "Actor",
            Self::Content => "Claim",
            Self::Act => "Act",
            Self::Quote => "Quote",
            Self::Figures => "Figures",
            Self::Place => "Place",
            Self::Date => "Date",
            Self::Status => "Status",
            Self::Verdict => "Verdict",
            Self::Worth => "Worth",
            Self::Reviewer => "Reviewer",
        }
    }

    /// The column that is remembered under `id`.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.id() == id)
    }
}
