//! How version 1 looks: which fields are left out and what stands on a line of its own.
//!
//! An item takes several lines, of which the first and last never change: edits of two people to neighbouring items
//! are then apart for git, and merge.

use super::super::out::{Node, number, score};
use super::{
    ActorBody, ActorFile, ArticleFile, BodyFile, ChangeFile, DecisionFile, EntryFile, EventBody, EventFile,
    EvidenceFile, FigureFile, FormerFile, ItemFile, KindFile, MetadataFile, OriginFile, PartyFile,
    ProjectFile, RatingFile, ReferenceFile, Side, SpanFile, VerdictFile, ZoneFile,
};

type Fields = Vec<(&'static str, Node)>;

/// Collects fields and leaves out the empty ones.
#[derive(Default)]
pub(super) struct Struct(pub(super) Fields);

impl Struct {
    pub(super) fn with(mut self, name: &'static str, node: Node) -> Self {
        self.0.push((name, node));
        self
    }

    pub(super) fn string(self, name: &'static str, text: &str) -> Self {
        if text.is_empty() {
            self
        } else {
            self.with(name, Node::string(text))
        }
    }

    fn option(self, name: &'static str, node: Option<Node>) -> Self {
        match node {
            Some(node) => self.with(name, node),
            None => self,
        }
    }

    fn list<T>(self, name: &'static str, all: &[T], node: impl Fn(&T) -> Node) -> Self {
        if all.is_empty() {
            self
        } else {
            self.with(name, Node::List(all.iter().map(node).collect()))
        }
    }

    fn strings(self, name: &'static str, all: &[String]) -> Self {
        if all.is_empty() {
            self
        } else {
            self.with(name, Node::strings(all))
        }
    }
}

impl ProjectFile {
    /// The whole file.
    #[must_use]
    pub fn write(&self) -> String {
        let fields = Struct::default()
            .with("format", Node::Atom(self.format.to_string()))
            .with("title", Node::string(&self.title))
            .list("kinds", &self.kinds, KindFile::node)
            .list("ratings", &self.ratings, RatingFile::node)
            .list("references", &self.references, ReferenceFile::node)
            .list("reviewers", &self.reviewers, |name| Node::string(name))
            .list("actors", &self.actors, ActorFile::node)
            .list("former_actors", &self.former_actors, |former| {
                former_node(former, ActorBody::node)
            })
            .list("events", &self.events, EventFile::node)
            .list("former_events", &self.former_events, |former| {
                former_node(former, EventBody::node)
            })
            .list("apart", &self.apart, |(a, b)| {
                Node::Tuple(vec![Node::string(a), Node::string(b)])
            })
            .list("history", &self.history, DecisionFile::node);
        Node::Block("", fields.0)
            .into_file("A Claimdesk project. Its articles are in the folder \"articles\".")
    }
}

impl KindFile {
    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("id", Node::string(&self.id))
            .with("title", Node::string(&self.title))
            .with("badge", Node::string(&self.badge))
            .with("colour", Node::string(&self.colour));
        Node::Line("", fields.0)
    }
}

impl EventFile {
    fn node(&self) -> Node {
        let fields = Struct::default()
            .with("id", Node::string(&self.id))
            .with("event", self.event.node())
            .list("history", &self.history, |entry| entry.node(EventBody::node));
        Node::Block("", fields.0)
    }
}

impl EventBody {
    pub(super) fn node(&self) -> Node {
        let claim =
            |(article, item): &(String, String)| Node::Tuple(vec![Node::string(article), Node::string(item)]);
        let fields = Struct::default()
            .string("title", &self.title)
            .with("status", Node::string(&self.status))
            .list("claims", &self.claims, claim)
            .list("left_out", &self.left_out, claim)
            .string("note", &self.note);
        Node::Block("", fields.0)
    }
}

impl ActorFile {
    fn node(&self) -> Node {
        let fields = Struct::default()
            .with("id", Node::string(&self.id))
            .with("actor", self.actor.node())
            .list("history", &self.history, |entry| entry.node(ActorBody::node));
        Node::Block("", fields.0)
    }
}

impl ActorBody {
    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("name", Node::string(&self.name))
            .strings("aliases", &self.aliases)
            .with("kind", Node::string(&self.kind))
            .string("side", &self.side)
            .string("note", &self.note)
            .string("external_id", &self.external_id)
            .strings("formerly", &self.formerly);
        Node::Line("", fields.0)
    }
}

fn former_node<T>(former: &FormerFile<T>, node: impl Fn(&T) -> Node) -> Node {
    let fields = Struct::default().with("id", Node::string(&former.id)).with(
        "history",
        Node::List(former.history.iter().map(|entry| entry.node(&node)).collect()),
    );
    Node::Block("", fields.0)
}

impl<T> EntryFile<T> {
    fn node(&self, node: impl Fn(&T) -> Node) -> Node {
        let given = |side: &Side<T>| match side {
            Side::Told => None,
            side => Some(side_node(side, &node)),
        };
        let fields = Struct::default()
            .with("at", Node::string(&self.at))
            .with("by", Node::string(&self.by))
            .with("did", Node::string(&self.did))
            .option("before", given(&self.before))
            .option("after", given(&self.after));
        Node::Line("", fields.0)
    }
}

pub(super) fn side_node<T>(side: &Side<T>, node: impl Fn(&T) -> Node) -> Node {
    match side {
        Side::Told => Node::Atom("Told".to_owned()),
        Side::Nothing => Node::Atom("Nothing".to_owned()),
        Side::Is(thing) => Node::Line("Is", vec![("", node(thing).on_one_line())]),
    }
}

impl ArticleFile {
    /// The whole file.
    #[must_use]
    pub fn write(&self) -> String {
        self.node().into_file(
            "A Claimdesk article. Spans are (first byte, byte after the last one, the words there).",
        )
    }

    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("format", Node::Atom(self.format.to_string()))
            .string("title", &self.title)
            .string("publisher", &self.publisher)
            .string("author", &self.author)
            .string("published", &self.published)
            .string("url", &self.url)
            .string("language", &self.language)
            .string("imported_from", &self.imported_from)
            .with("added", Node::string(&self.added))
            .string("state", &self.state)
            .string("note", &self.note)
            .string("suggested_by", &self.suggested_by)
            .with("sha256", Node::string(&self.sha256))
            .with("text", Node::text(&self.text))
            .list("zones", &self.zones, ZoneFile::node)
            .list("items", &self.items, ItemFile::node)
            .list("orphans", &self.orphans, ItemFile::node)
            .list("former_items", &self.former_items, |former| {
                former_node(former, BodyFile::node)
            })
            .list("history", &self.history, DecisionFile::node);
        Node::Block("", fields.0)
    }
}

impl ZoneFile {
    pub(super) fn node(&self) -> Node {
        Node::Tuple(vec![
            Node::string(&self.0),
            int(self.1),
            int(self.2),
            Node::string(&self.3),
        ])
    }
}

impl SpanFile {
    pub(super) fn node(&self) -> Node {
        let mut parts = vec![int(self.0), int(self.1)];
        let strings = [&self.2, &self.3, &self.4];
        let given = strings
            .iter()
            .rposition(|text| !text.is_empty())
            .map_or(0, |last| last + 1);
        parts.extend(strings.iter().take(given).map(|text| Node::string(text)));
        Node::Tuple(parts)
    }
}

fn int(value: i64) -> Node {
    Node::Atom(value.to_string())
}

impl ItemFile {
    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("id", Node::string(&self.id))
            .with("status", Node::string(&self.status))
            .with("body", self.body.node())
            .option("suggested", self.suggested.as_ref().map(OriginFile::node))
            .list("history", &self.history, |entry| entry.node(BodyFile::node));
        Node::Block("", fields.0)
    }
}

impl OriginFile {
    fn node(&self) -> Node {
        let fields = Struct::default()
            .with("by", Node::string(&self.by))
            .string("version", &self.version)
            .with("score", score(self.score))
            .string("reason", &self.reason);
        Node::Line("", fields.0)
    }
}

impl BodyFile {
    pub(super) fn node(&self) -> Node {
        match self {
            Self::Mention {
                at,
                kind,
                form,
                actor,
                note,
            } => {
                let fields = Struct::default()
                    .with("at", at.node())
                    .with("kind", Node::string(kind))
                    .string("form", form)
                    .string("actor", actor)
                    .string("note", note);
                Node::Line("Mention", fields.0)
            }
            Self::Claim {
                content,
                cue,
                source,
                speaker,
                via,
                within,
                act,
                quote,
                figures,
                targets,
                check_worthiness,
                verdict,
                note,
            } => {
                let worth = Some(*check_worthiness).filter(|worth| *worth != 0.0);
                let fields = Struct::default()
                    .with("content", Node::Row(content.iter().map(SpanFile::node).collect()))
                    .option("cue", cue.as_ref().map(SpanFile::node))
                    .option("source", source.as_ref().map(SpanFile::node))
                    .string("speaker", speaker)
                    .option("via", via.as_ref().map(PartyFile::node))
                    .string("within", within)
                    .string("act", act)
                    .string("quote", quote)
                    .list("figures", figures, FigureFile::node)
                    .list("targets", targets, PartyFile::node)
                    .option("check_worthiness", worth.map(score))
                    .option("verdict", verdict.as_ref().map(VerdictFile::node))
                    .string("note", note);
                Node::Block("Claim", fields.0)
            }
        }
    }
}

impl FigureFile {
    fn node(&self) -> Node {
        let fields = Struct::default()
            .with("at", self.at.node())
            .with("value", number(self.value))
            .option("to", self.to.map(number))
            .string("bound", &self.bound)
            .string("measure", &self.measure)
            .string("who", &self.who)
            .string("place", &self.place)
            .string("when", &self.when)
            .string("date", &self.date)
            .string("by", &self.by);
        Node::Line("", fields.0)
    }
}

impl PartyFile {
    fn node(&self) -> Node {
        Node::Line(
            "",
            Struct::default()
                .with("at", self.at.node())
                .string("actor", &self.actor)
                .0,
        )
    }
}

impl VerdictFile {
    fn node(&self) -> Node {
        let fields = Struct::default()
            .with("rating", Node::string(&self.rating))
            .string("rationale", &self.rationale)
            .list("evidence", &self.evidence, EvidenceFile::node);
        Node::Block("", fields.0)
    }
}

impl DecisionFile {
    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("at", Node::string(&self.at))
            .with("by", Node::string(&self.by))
            .with("did", Node::string(&self.did))
            .with("change", self.change.node());
        Node::Line("", fields.0)
    }
}

impl ChangeFile {
    fn node(&self) -> Node {
        let both = |before, after| Struct::default().with("before", before).with("after", after);
        match self {
            Self::Item { id, before, after } => {
                let sides = both(
                    side_node(before, BodyFile::node),
                    side_node(after, BodyFile::node),
                );
                Node::Line("Item", [vec![("id", Node::string(id))], sides.0].concat())
            }
            Self::Actor { id, before, after } => {
                let sides = both(
                    side_node(before, ActorBody::node),
                    side_node(after, ActorBody::node),
                );
                Node::Line("Actor", [vec![("id", Node::string(id))], sides.0].concat())
            }
            Self::Event { id, before, after } => {
                let sides = both(
                    side_node(before, EventBody::node),
                    side_node(after, EventBody::node),
                );
                Node::Line("Event", [vec![("id", Node::string(id))], sides.0].concat())
            }
            Self::Zone { at, before, after } => {
                let sides = both(Node::string(before), Node::string(after));
                Node::Line("Zone", [vec![("at", at.node())], sides.0].concat())
            }
            Self::Metadata { before, after } => Node::Line("Metadata", both(before.node(), after.node()).0),
            Self::State { before, after } => {
                Node::Line("State", both(Node::string(before), Node::string(after)).0)
            }
        }
    }
}

impl MetadataFile {
    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .string("title", &self.title)
            .string("publisher", &self.publisher)
            .string("author", &self.author)
            .string("published", &self.published)
            .string("url", &self.url)
            .string("language", &self.language)
            .string("imported_from", &self.imported_from);
        Node::Line("", fields.0)
    }
}
