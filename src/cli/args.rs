//! What can stand on the command line. The doc comments are the help texts.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Finds who claims what in news articles, and lets you confirm or correct every proposal.
///
/// Without a command the window opens: on the project or the articles that are named, else on what was open last.
/// Nothing is ever sent anywhere: the program opens no network connection.
#[derive(Debug, Parser)]
#[command(
    name = "claimdesk",
    version,
    args_conflicts_with_subcommands = true,
    override_usage = "claimdesk [PROJECT | ARTICLE…]\n       claimdesk COMMAND …",
    subcommand_help_heading = "Commands",
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true,
    after_help = "Examples:
  claimdesk article.txt                       open the window on an article
  claimdesk suggest article.txt               proposals as JSON Lines, without a project
  claimdesk new siege                         start a project in the folder siege
  claimdesk import siege articles/ more.csv   add articles, with proposals
  claimdesk export siege --format jsonl --out siege.jsonl --only confirmed

Exit status: 0 done, 1 the input is at fault, 2 wrong usage, 3 could not read or write."
)]
pub struct Args {
    /// A project, or articles (text, Markdown, HTML, CSV, JSON Lines, folders)
    #[arg(value_name = "PROJECT | ARTICLE")]
    pub paths: Vec<PathBuf>,
    /// What to do instead of opening the window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print proposals for articles as JSON Lines
    Suggest(SuggestArgs),
    /// Make a project
    New(NewArgs),
    /// Add articles to a project, with proposals
    Import(ImportArgs),
    /// Write a project in another format
    Export(ExportArgs),
    /// Validate every file of a project; print what is wrong and where
    Check(CheckArgs),
    /// Take work over that a crash left in a project's journal
    Recover(ProjectArg),
    /// List the earlier versions of a project that saving has kept, or write one of them elsewhere
    Versions(VersionsArgs),
    /// Merge two versions of a file of a project, for git
    Merge(MergeArgs),
    /// Print how far the review of a project is
    Stats(StatsArgs),
    /// Print how far reviewers agree: copies of one project that each of them reviewed
    Agreement(AgreementArgs),
    /// Print claims about the same event side by side, and what contradicts what
    Compare(CompareArgs),
    /// Learn from reviewed projects and annotated corpora
    Train(TrainArgs),
    /// Score proposals against what people decided
    Evaluate(EvaluateArgs),
}

/// Who proposes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SuggesterName {
    /// At once
    #[default]
    Fast,
    /// Finds more; a few thousand words a second
    Accurate,
}

/// How to suggest.
#[derive(Debug, clap::Args)]
pub struct Suggesting {
    /// Who proposes
    #[arg(long, value_enum, default_value_t, value_name = "NAME")]
    pub suggester: SuggesterName,
    /// Also propose beliefs and intentions ("hopes", "plans"), not only what is said
    #[arg(long)]
    pub beliefs: bool,
    /// Let the fast one use a model that "claimdesk train" wrote
    #[arg(long, value_name = "MODEL")]
    pub model: Option<PathBuf>,
    /// How many articles to work on at a time [default: as many as the machine has processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// Arguments of `suggest`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Prints one object per article, in the order of the input. Offsets count Unicode code points, ends are exclusive:
  {\"id\":\"…\",\"text\":\"…\",\"actors\":[{\"start\":0,\"end\":4,\"kind\":\"state\",…}],\"claims\":[{\"content\":[[10,40]],…}]}

Examples:
  claimdesk suggest article.txt | less
  claimdesk suggest articles/ reports.csv > proposals.jsonl
  claimdesk suggest - < articles.jsonl         lines of {\"id\": …, \"text\": …}, one answer per line"
)]
pub struct SuggestArgs {
    /// Articles, folders and data sets; "-" reads JSON Lines from standard input
    #[arg(value_name = "ARTICLE", required = true)]
    pub articles: Vec<PathBuf>,
    /// Also suggest in boilerplate: navigation, date lines, credits, lists of teasers
    #[arg(long)]
    pub boilerplate: bool,
    /// How.
    #[command(flatten)]
    pub suggesting: Suggesting,
}

/// Arguments of `train`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "From projects a small layer on top of the built-in model is learned; from corpora a model of its own. Some articles are held
back, and the scores on them are printed without and with what was learned. The same input gives the same model.

A corpus has one article a line: {\"id\": …, \"text\": …, \"claims\": [{\"content\": [[s,e]], \"cue\": [s,e], \"source\": [s,e]}]}.

Examples:
  claimdesk train siege --output siege.model
  claimdesk suggest --model siege.model more/
  claimdesk train --corpus train.jsonl --beliefs --output own.model
  claimdesk train --mentions siege --output kinds.model     where mentions begin and end and of which kind they are"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct TrainArgs {
    /// Reviewed projects
    #[arg(value_name = "PROJECT", required_unless_present = "corpus")]
    pub projects: Vec<PathBuf>,
    /// Annotated articles, one a line
    #[arg(long, value_name = "FILE")]
    pub corpus: Vec<PathBuf>,
    /// File to write the model to
    #[arg(long, value_name = "MODEL")]
    pub output: PathBuf,
    /// The articles are annotated with beliefs and intentions, too
    #[arg(long)]
    pub beliefs: bool,
    /// Learn a layer on top of the built-in model, from corpora, too
    #[arg(long)]
    pub on_top: bool,
    /// Learn mentions instead of claims: where they begin and end and in which kinds, for labels that are not the program's own
    #[arg(long, conflicts_with_all = ["beliefs", "on_top"])]
    pub mentions: bool,
    /// Write over the file if it is there
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Claims go together that are alike in measure, place, days, actors and wording; what people decided in the window stands. Lines
that begin with ! say what contradicts what.

Examples:
  claimdesk compare siege --conflicts
  claimdesk compare siege --json > events.jsonl"
)]
pub struct CompareArgs {
    /// The project's folder
    pub project: PathBuf,
    /// Only groups in which something contradicts something else
    #[arg(long)]
    pub conflicts: bool,
    /// Print a JSON object per group
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `agreement`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Texts count that at least two copies have begun to review. Spans are compared by F1, the mean over all pairs: exactly the same, and
sharing a character. Tokens are compared by Cohen's kappa (mean over pairs), Fleiss' kappa and Krippendorff's alpha: the label of the mention
that a token is in, or whether it is in the content, source or cue of a claim.

Examples:
  claimdesk agreement siege-rae siege-oez
  claimdesk agreement a b c --done
  claimdesk agreement a b --units mentions > units.csv     each token with what each copy says of it"
)]
pub struct AgreementArgs {
    /// The copies, two or more
    #[arg(value_name = "PROJECT", required = true, num_args = 2..)]
    pub projects: Vec<PathBuf>,
    /// Only articles that are done in both
    #[arg(long)]
    pub done: bool,
    /// Print the tokens of a layer instead, as CSV: mentions, contents, sources or cues
    #[arg(long, value_name = "LAYER")]
    pub units: Option<String>,
    /// Print the figures as JSON, whole
    #[arg(long, conflicts_with = "units")]
    pub json: bool,
}

/// Arguments of `stats`.
#[derive(Debug, clap::Args)]
pub struct StatsArgs {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// Print the figures as JSON, whole
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `evaluate`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Prints precision, recall and F1 per measure, and the effort: a reviewer's actions from the proposals to what is right, over
those from an empty page.

Examples:
  claimdesk evaluate gold.jsonl
  claimdesk evaluate siege --model siege.model --reliability
  claimdesk evaluate gold.jsonl --curve 20     what is spared when the program learns from the first 20 articles"
)]
pub struct EvaluateArgs {
    /// Annotated articles, one a line, or reviewed projects
    #[arg(value_name = "GOLD | PROJECT", required = true)]
    pub gold: Vec<PathBuf>,
    /// How.
    #[command(flatten)]
    pub suggesting: Suggesting,
    /// Also print how often proposals of each score are right
    #[arg(long)]
    pub reliability: bool,
    /// Learn from the first N articles, step by step, and print the effort on the others
    #[arg(long, value_name = "N", conflicts_with = "reliability")]
    pub curve: Option<usize>,
}

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  claimdesk new siege --title \"The siege of Northgate\"")]
pub struct NewArgs {
    /// Folder of the project; made if it is not there
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// What to call it [default: the name of the folder]
    #[arg(long)]
    pub title: Option<String>,
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Articles whose text is in the project already are skipped. In data sets (CSV, TSV, JSON Lines) the columns are guessed
from their names; the options name them where that fails.

With --format annotated articles are read, and what others marked in them becomes part of the project. If something
cannot be carried over it is listed and nothing is changed, unless --yes says so.

Examples:
  claimdesk import siege articles/
  claimdesk import siege reports.csv --text-column body --title-column headline
  claimdesk import siege marked/ --format brat --labels labels.json
  claimdesk import siege export.json --format auto --yes"
)]
pub struct ImportArgs {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// Articles, folders and data sets
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Add the articles without proposals
    #[arg(long)]
    pub no_suggest: bool,
    /// Read annotated articles in this format; "auto" tells it by the file, "--format" alone lists the formats
    #[arg(long, num_args = 0..=1, value_name = "FORMAT", help_heading = "Annotated articles")]
    pub format: Option<Vec<String>>,
    /// What each label is here: a JSON object such as {"PER": "person", "MISC": ""}; "" leaves a label out
    #[arg(
        long,
        value_name = "FILE",
        requires = "format",
        help_heading = "Annotated articles"
    )]
    pub labels: Option<PathBuf>,
    /// Import although something cannot be carried over
    #[arg(long, requires = "format", help_heading = "Annotated articles")]
    pub yes: bool,
    /// How.
    #[command(flatten)]
    pub suggesting: Suggesting,
    /// Columns.
    #[command(flatten)]
    pub columns: Columns,
}

/// Columns of a data set.
#[expect(clippy::struct_field_names, reason = "fields are named like their options")]
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Columns of data sets")]
pub struct Columns {
    /// Column with the text
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Column with the title
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub title_column: Option<String>,
    /// Column with the outlet
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub publisher_column: Option<String>,
    /// Column with the author
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub author_column: Option<String>,
    /// Column with the day of publication
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub published_column: Option<String>,
    /// Column with the address
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub url_column: Option<String>,
    /// Column that tells the rows apart
    #[arg(long, value_name = "NAME", requires = "text_column")]
    pub id_column: Option<String>,
}

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// What a person accepted, corrected or added
    Confirmed,
    /// That, and what a person rejected
    Decided,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What a format cannot hold, and what you leave out, is listed at the end. A split makes a folder with a file or folder for each
part and a card of the data set.

Examples:
  claimdesk export --format                    list the formats, and what each can hold
  claimdesk export siege --format jsonl --out siege.jsonl
  claimdesk export siege --format jsonl --only confirmed | wc -l
  claimdesk export siege --format brat --out siege-brat
  claimdesk export siege --format prodigy --only decided --split 80/10/10 --seed 7 --out siege-training"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ExportArgs {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The format; without a name the formats are listed
    #[arg(long, num_args = 0..=1, value_name = "FORMAT")]
    pub format: Option<Vec<String>>,
    /// Print the JSON Schema of the format jsonl
    #[arg(long, conflicts_with_all = ["project", "format"])]
    pub schema: bool,
    /// File or folder to write; "-" is standard output
    #[arg(long, value_name = "PATH", default_value = "-")]
    pub out: PathBuf,
    /// Write over the file if it is there
    #[arg(long)]
    pub force: bool,
    /// Leave out the rest
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "What to write")]
    pub only: Option<Only>,
    /// Only what this reviewer decided last; may be given several times
    #[arg(long, value_name = "REVIEWER", help_heading = "What to write")]
    pub by: Vec<String>,
    /// Only what was decided on this day or later, as 2024-03-02 (UTC)
    #[arg(long, value_name = "DAY", help_heading = "What to write")]
    pub since: Option<jiff::civil::Date>,
    /// Only what was decided on this day or earlier
    #[arg(long, value_name = "DAY", help_heading = "What to write")]
    pub until: Option<jiff::civil::Date>,
    /// Only articles whose review is done
    #[arg(long, help_heading = "What to write")]
    pub done: bool,
    /// Replace the names of persons ("Person 1"); what stays can still tell who is meant
    #[arg(long, help_heading = "What to write")]
    pub without_names: bool,
    /// Deal the articles out to train, dev and test in these weights, such as 80/10/10
    #[arg(long, value_name = "WEIGHTS", help_heading = "How to write it")]
    pub split: Option<String>,
    /// Another number deals them out otherwise
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        requires = "split",
        help_heading = "How to write it"
    )]
    pub seed: u64,
    /// Cut texts into tokens by this regular expression, not by the program's own rules
    #[arg(long, value_name = "PATTERN", help_heading = "How to write it")]
    pub tokens: Option<String>,
    /// Address under which reviews will be published, for claim reviews
    #[arg(long, value_name = "ADDRESS", help_heading = "How to write it")]
    pub site: Option<String>,
}

/// What `versions` takes.
#[derive(Debug, clap::Args)]
pub struct VersionsArgs {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// Write the version of this time, as it is listed
    #[arg(long, value_name = "TIME", requires = "out")]
    pub restore: Option<String>,
    /// The folder to write it to; must not be there
    #[arg(long, value_name = "FOLDER", requires = "restore")]
    pub out: Option<PathBuf>,
}

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes the result over OURS. What two people decided differently becomes undecided again and says who decided what;
every decision of both sides stays in the history. Set it up once for a repository:

  git config merge.claimdesk.driver \"claimdesk merge %O %A %B %P\"
  echo \"*.ron merge=claimdesk\" >> .gitattributes

Exit status: 0 everything is merged, 1 something is left to decide (git then lists the file as conflicted; it is whole all
the same, so decide in the window, then \"git add\" it), 3 a file could not be read or written, and OURS is as it was.

Example:
  claimdesk merge base.ron ours.ron theirs.ron siege/articles/northgate.ron"
)]
pub struct MergeArgs {
    /// The file that both sides began with; empty or missing if both added it
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Our version; the result is written over it
    #[arg(value_name = "OURS")]
    pub ours: PathBuf,
    /// Their version
    #[arg(value_name = "THEIRS")]
    pub theirs: PathBuf,
    /// The name of the file in the repository, for messages
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "--repair writes what can be put right without asking; the files as they were go to the folder \"set-aside\" of the
project. Files that cannot be read, or that a newer Claimdesk wrote, are left alone. Items whose words are not in the
text any more are kept for a person to place or drop in the window.

Exit status: 0 nothing is wrong or everything was repaired, 1 something is wrong or stays for a person.

Examples:
  claimdesk check siege
  claimdesk check siege --repair"
)]
pub struct CheckArgs {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    /// Write what can be put right
    #[arg(long)]
    pub repair: bool,
}

/// A project and nothing else.
#[derive(Debug, clap::Args)]
pub struct ProjectArg {
    /// The project
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Args::command().debug_assert();
    }
}
