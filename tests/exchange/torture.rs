//! A project with all that makes exports stumble: characters of every width, spans that overlap, stand in several pieces or end
//! within a word, kinds with awkward names. The files in `tests/data/torture` are this project.

use std::sync::Arc;

use claimdesk::annotation::{
    Act, Action, Actor, ActorId, Article, ArticleId, ArticleState, Bearing, Body, Bound, Change, Claim,
    DateRange, Decision, Evidence, Figure, Form, Item, ItemId, KindId, KindLabel, Measure, Mention, Metadata,
    Origin, Party, Project, QuoteType, RatingId, Status, Verdict, pair,
};
use claimdesk::text::{ArticleText, Span, Zone, ZoneKind};
use jiff::Timestamp;

/// The text of the first article. Emoji outside the basic plane stand before nearly everything, a family is joined by zero-width
/// joiners, accents are combining marks, and there are no-break spaces, tabs, a vertical tab and a right-to-left sentence.
pub const TEXT: &str = "😀 Halm \"falls\" — a report\n\
    By Ib Quill | [The Velmora Post] -> page_1 *\n\
    \n\
    👩\u{200d}👩\u{200d}👧 Gen. Ada\u{a0}Toll’s spokesman said: “We lost 21 soldiers.\n\
    \n\
    “We will not yield,” he added, \t“not while the Norvan army’s guns fire.”\n\
    Cafe\u{301} owners near Brask\u{b}market told the Norvan army of the North that at least 1,400 people fled; the army denied it.\n\
    قال المتحدث إن «المدينة» سقطت.\n\
    “It fell,” Mr. Smith's aide claimed, “on Saturday,” citing the Halm field hospital\\clinic.\n\
    =SUM(A1), the envoy joked. Toll-Brask talks\u{feff} went on\u{2028}in Tolm.";

/// Where the `nth` (from 0) `words` stand.
fn nth(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn span(words: &str) -> Span {
    nth(TEXT, words, 0)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_709_000_000 + second).unwrap()
}

struct Builder {
    article: Article,
    clock: i64,
}

impl Builder {
    fn new(id: &str, text: &str, added: i64) -> Self {
        let id = ArticleId::parse(id).unwrap();
        Self {
            article: Article::new(
                id,
                at(added),
                Metadata::default(),
                ArticleText::new(text),
                Vec::new(),
            ),
            clock: 100 + added,
        }
    }

    fn add(&mut self, body: Body, status: Status) -> ItemId {
        let id = ItemId::for_body(&body, |id| self.article.items.contains_key(&id));
        let origin = (status != Status::Added).then(|| Origin {
            suggester: "fast".to_owned(),
            version: "3".to_owned(),
            score: 0.625,
            reason: "verb of saying".to_owned(),
        });
        self.clock += 1;
        let (action, before) = match status {
            Status::Suggested => (None, None),
            Status::Accepted => (Some(Action::Accepted), Some(body.clone())),
            Status::Rejected => (Some(Action::Rejected), Some(body.clone())),
            Status::Added => (Some(Action::Added), None),
            Status::Corrected => {
                let mut before = body.clone();
                if let Body::Mention(mention) = &mut before {
                    mention.kind = KindId::PLACE;
                }
                if let Body::Claim(claim) = &mut before {
                    claim.act = Act::Opinion;
                }
                (Some(Action::Corrected), Some(before))
            }
        };
        if let Some(action) = action {
            self.article.decisions.push(Decision {
                at: at(self.clock),
                by: if self.clock % 3 == 0 { "Rae" } else { "Öz Ünal" }.to_owned(),
                action,
                change: Change::Item {
                    id,
                    before,
                    after: (status != Status::Rejected).then(|| body.clone()),
                },
            });
        }
        self.article.items.insert(
            id,
            Item {
                id,
                body,
                status,
                origin,
            },
        );
        id
    }

    fn mention(&mut self, span: Span, kind: &str, form: Form, actor: Option<ActorId>, status: Status) {
        let note = if kind == "place" {
            "Line one\nline \"two\"\t|done".to_owned()
        } else {
            String::new()
        };
        let body = Body::Mention(Mention {
            span,
            kind: KindId::new(kind.to_owned()),
            form,
            actor,
            note,
        });
        self.add(body, status);
    }
}

fn figure(span: Span, value: f64, bound: Bound, measure: Measure) -> Figure {
    Figure {
        span,
        value,
        value_to: None,
        bound,
        measure,
        who: "soldiers".to_owned(),
        place: "near Brask\u{b}market".to_owned(),
        when: "Saturday".to_owned(),
        date: DateRange::new("2024-03-02".parse().unwrap(), "2024-03-03".parse().unwrap()),
        by: String::new(),
    }
}

/// The project.
pub fn torture() -> Project {
    let mut project = Project::new("Torture, “spring” <2024> & more");
    project.reviewers = vec!["Öz Ünal".to_owned(), "Rae".to_owned()];
    for (id, title, badge) in [
        ("field hospital", "Field hospital", "H"),
        ("source", "A kind called source", "Q"),
    ] {
        project.scheme.kinds.push(KindLabel {
            id: KindId::new(id),
            title: title.to_owned(),
            badge: badge.to_owned(),
            colour: "#335577".to_owned(),
        });
    }
    let mut toll = Actor::new("Ada Toll", KindId::PERSON);
    toll.aliases = vec!["Gen. Toll".to_owned(), "آدا تول".to_owned()];
    "Q1".clone_into(&mut toll.external_id);
    "Speaks\nfor the army".clone_into(&mut toll.note);
    toll.formerly = vec![ActorId::for_name("General Toll", &KindId::PERSON)];
    let mut army = Actor::new("Norvan army", KindId::ARMED_FORCE);
    "government".clone_into(&mut army.side);
    let hospital = Actor::new("Halm field hospital", KindId::new("field hospital"));
    let (toll_id, army_id, hospital_id) = (toll.id, army.id, hospital.id);
    project.apart = [pair(toll_id, army_id)].into();
    for (second, actor) in (5..).zip([toll, army, hospital]) {
        project.decisions.push(Decision {
            at: at(second),
            by: "Rae".to_owned(),
            action: Action::Added,
            change: Change::Actor {
                id: actor.id,
                before: None,
                after: Some(actor.clone()),
            },
        });
        project.actors.insert(actor.id, actor);
    }
    for article in [
        everything(toll_id, army_id, hospital_id),
        Builder::new("nothing-marked", "Nobody is marked here.\n\nNor here.", 1).article,
        long_line(army_id),
    ] {
        project.articles.insert(article.id.clone(), Arc::new(article));
    }
    project
}

fn everything(toll: ActorId, army: ActorId, hospital: ActorId) -> Article {
    let mut b = Builder::new("everything-at-once", TEXT, 0);
    b.article.metadata = Metadata {
        title: "😀 Halm \"falls\" — a report".to_owned(),
        publisher: "The Velmora Post".to_owned(),
        author: "Ib Quill".to_owned(),
        published: "2024-03-04".parse().ok(),
        url: "https://post.example/halm?a=1&b=<2>".to_owned(),
        language: "en".to_owned(),
        imported_from: "in/halm \"one\".txt".to_owned(),
    };
    "=read twice".clone_into(&mut b.article.note);
    b.article.state = ArticleState::Done;
    "fast 3".clone_into(&mut b.article.suggested_by);
    let line = |words: &str, kind| Zone {
        span: span(words),
        kind,
    };
    b.article.zones = vec![
        line("😀 Halm \"falls\" — a report", ZoneKind::Headline),
        line(
            "By Ib Quill | [The Velmora Post] -> page_1 *",
            ZoneKind::Boilerplate,
        ),
    ];
    let named = Form::Named;
    // Nested, partly overlapping, adjacent, ending within a token, in the headline, in right-to-left text.
    b.mention(nth(TEXT, "Halm", 0), "place", named, None, Status::Added);
    b.mention(
        span("Ada\u{a0}Toll"),
        "person",
        named,
        Some(toll),
        Status::Accepted,
    );
    b.mention(
        span("Gen. Ada\u{a0}Toll’s spokesman"),
        "unnamed_source",
        Form::Descriptive,
        None,
        Status::Corrected,
    );
    b.mention(
        nth(TEXT, "Norvan army", 0),
        "armed_force",
        named,
        Some(army),
        Status::Accepted,
    );
    b.mention(
        span("Norvan army of the North"),
        "armed_force",
        named,
        Some(army),
        Status::Added,
    );
    b.mention(
        span("army of the North that"),
        "group",
        Form::Descriptive,
        None,
        Status::Added,
    );
    b.mention(span("Cafe\u{301}"), "organization", named, None, Status::Added);
    b.mention(
        span("Cafe\u{301} owners"),
        "group",
        Form::Descriptive,
        None,
        Status::Suggested,
    );
    b.mention(span("Brask\u{b}market"), "place", named, None, Status::Rejected);
    b.mention(
        span("المتحدث"),
        "unnamed_source",
        Form::Descriptive,
        None,
        Status::Accepted,
    );
    b.mention(span("Mr. Smith"), "person", named, None, Status::Added);
    b.mention(span("mith's"), "source", named, None, Status::Added);
    b.mention(
        span("Halm field hospital\\clinic"),
        "field hospital",
        named,
        Some(hospital),
        Status::Accepted,
    );
    b.mention(nth(TEXT, "Toll", 1), "person", named, Some(toll), Status::Added);
    b.mention(nth(TEXT, "-", 1), "organization", named, None, Status::Rejected);
    b.mention(nth(TEXT, "Brask", 1), "place", named, None, Status::Added);
    claims(&mut b, toll, army, hospital);
    b.article
}

fn claims(b: &mut Builder, toll: ActorId, army: ActorId, hospital: ActorId) {
    // Content across two paragraphs and in three pieces.
    let lost = b.add(
        Body::Claim(Box::new(Claim {
            content: vec![
                Span::new(span("“We lost").start(), span("“We will not yield,”").end()).unwrap(),
                span("“not while the Norvan army’s guns fire.”"),
            ],
            cue: Some(nth(TEXT, "said", 0)),
            source: Some(span("Gen. Ada\u{a0}Toll’s spokesman")),
            speaker: Some(toll),
            act: Act::Prediction,
            quote: QuoteType::Direct,
            figures: vec![figure(span("21"), 21.0, Bound::Exactly, Measure::Killed)],
            targets: vec![Party {
                span: nth(TEXT, "Norvan army", 0),
                actor: Some(army),
            }],
            check_worthiness: 0.875,
            verdict: Some(Verdict {
                rating: RatingId::MISLEADING,
                rationale: "Two counts differ;\nsee \"<evidence>\".".to_owned(),
                evidence: vec![Evidence {
                    bearing: Bearing::Contradicts,
                    source: "Field list".to_owned(),
                    url: "https://list.example/?x=1&y".to_owned(),
                    quote: "19 soldiers, | not 21".to_owned(),
                    ..Evidence::default()
                }],
            }),
            note: "@ask the desk".to_owned(),
            ..Claim::default()
        })),
        Status::Corrected,
    );
    // Nested in it.
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![nth(TEXT, "Norvan army", 0)],
            within: Some(lost),
            act: Act::Accusation,
            ..Claim::default()
        })),
        Status::Added,
    );
    let fled = Figure {
        value_to: Some(1500.5),
        date: None,
        when: String::new(),
        who: "people".to_owned(),
        ..figure(span("1,400"), 1400.0, Bound::AtLeast, Measure::Displaced)
    };
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![span("that at least 1,400 people fled")],
            cue: Some(span("told")),
            source: Some(span("Cafe\u{301} owners near Brask\u{b}market")),
            quote: QuoteType::Indirect,
            figures: vec![fled],
            check_worthiness: 0.5,
            ..Claim::default()
        })),
        Status::Accepted,
    );
    // Linked to a part in another sentence; shares no cue.
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![span(" it.\n").intersection(nth(TEXT, "it.", 0)).unwrap()],
            cue: Some(span("denied")),
            source: Some(span("the army")),
            act: Act::Denial,
            ..Claim::default()
        })),
        Status::Suggested,
    );
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![span("“It fell,”"), span("“on Saturday,”")],
            cue: Some(span("claimed")),
            source: Some(span("Mr. Smith's aide")),
            via: Some(Party {
                span: span("the Halm field hospital\\clinic"),
                actor: Some(hospital),
            }),
            quote: QuoteType::Mixed,
            verdict: Some(Verdict::default()),
            ..Claim::default()
        })),
        Status::Added,
    );
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![span("=SUM(A1)")],
            cue: Some(span("joked")),
            source: Some(span("the envoy")),
            act: Act::Opinion,
            ..Claim::default()
        })),
        Status::Accepted,
    );
    b.add(
        Body::Claim(Box::new(Claim {
            content: vec![span("talks\u{feff} went on\u{2028}in Tolm")],
            ..Claim::default()
        })),
        Status::Rejected,
    );
}

/// One paragraph of some 20,000 characters with marks at both ends.
fn long_line(army: ActorId) -> Article {
    let text = format!(
        "{} the Norvan army 😀 won.",
        "The mill turned, and the miller slept. ".repeat(520)
    );
    let mut b = Builder::new("one-long-line", &text, 2);
    b.mention(
        nth(&text, "mill", 0),
        "place",
        Form::Descriptive,
        None,
        Status::Added,
    );
    b.mention(
        nth(&text, "Norvan army", 0),
        "armed_force",
        Form::Named,
        Some(army),
        Status::Accepted,
    );
    b.article
}
