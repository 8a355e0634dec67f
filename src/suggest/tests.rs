//! What the rules find, on sentences about invented people and places.

mod attribution;

use std::time::Instant;

use super::*;
use crate::text::{Zone, ZoneKind};

fn run(text: &str) -> (ArticleText, Suggestions) {
    (
        ArticleText::new(text),
        suggest_by(&Rules, text, Options::default()),
    )
}

/// What a suggester makes of a text.
pub(super) fn suggest_by(suggester: &dyn Suggester, text: &str, options: Options) -> Suggestions {
    let text = ArticleText::new(text);
    let input = Input {
        options,
        ..Input::of(&text)
    };
    let found = suggester.suggest(&input, &Stop::default()).unwrap();
    check_shape(&text, &found);
    found
}

/// What the actor is called that the last mention of `words` is of.
pub(super) fn actor_of(suggester: &dyn Suggester, text: &str, words: &str) -> String {
    let found = suggest_by(suggester, text, Options::default());
    let is_it = |m: &&ProposedMention| text.get(m.span.start()..m.span.end()) == Some(words);
    let mention = found.mentions.iter().rev().find(is_it).expect(text);
    found.actors[mention.actor.unwrap()].name.clone()
}

/// What holds of every answer.
fn check_shape(text: &ArticleText, found: &Suggestions) {
    for pair in found.mentions.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "sorted, apart");
    }
    for mention in &found.mentions {
        assert!(text.holds(mention.span));
        assert!((0.0..=1.0).contains(&mention.score) && !mention.reason.is_empty());
        assert!(mention.actor.is_none_or(|a| a < found.actors.len()));
    }
    assert!(
        found
            .claims
            .iter()
            .all(|c| c.nested.iter().all(|n| n.nested.is_empty()))
    );
    for claim in found
        .claims
        .iter()
        .flat_map(|c| std::iter::once(c).chain(&c.nested))
    {
        assert!(!claim.content.is_empty());
        assert!(claim.content.windows(2).all(|p| p[0].end() <= p[1].start()));
        let via = claim.via.as_ref().map(|via| &via.span);
        let spans = claim
            .content
            .iter()
            .chain(&claim.cue)
            .chain(&claim.source)
            .chain(via);
        assert!(spans.copied().all(|span| text.holds(span)));
        assert!((0.0..=1.0).contains(&claim.check_worthiness) && (0.0..=1.0).contains(&claim.score));
        for figure in &claim.figures {
            assert!(text.holds(figure.span) && figure.value.is_finite() && figure.value >= 0.0);
            assert!(figure.value_to.is_none_or(|to| to >= figure.value));
        }
    }
}

/// `marked` holds every mention as `[kind:words]`, described ones as `[kind~words]`.
fn check_actors(marked: &str) {
    let mut plain = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').unwrap();
        let (_, words) = inside.split_once([':', '~']).unwrap();
        plain.push_str(before);
        plain.push_str(words);
        rest = after;
    }
    plain.push_str(rest);
    let (text, found) = run(&plain);
    let mut got = String::new();
    let mut at = 0;
    for mention in &found.mentions {
        got.push_str(plain.get(at..mention.span.start()).unwrap());
        let sign = if mention.form == Form::Named { ":" } else { "~" };
        let words = text.slice(mention.span);
        got.extend(["[", mention.kind.as_str(), sign, words, "]"]);
        at = mention.span.end();
    }
    got.push_str(plain.get(at..).unwrap());
    assert_eq!(got, marked);
}

/// One line a claim: source | cue | content fragments joined by " + " | act | quote type, and who it came through if it is
/// second hand. Claims within a claim follow it, with "> " before them.
fn check_claims(text: &str, expected: &[&str]) {
    let (text, found) = run(text);
    assert_eq!(lines(&text, &found.claims, ""), expected);
}

fn lines(text: &ArticleText, claims: &[ProposedClaim], before: &str) -> Vec<String> {
    let words = |span: Option<Span>| span.map_or("-", |s| text.slice(s));
    let mut all = Vec::new();
    for c in claims {
        let content: Vec<_> = c.content.iter().map(|s| text.slice(*s)).collect();
        let (act, quote) = (c.act.id(), c.quote.id());
        let via = c
            .via
            .map_or_else(String::new, |via| format!(" | via {}", text.slice(via.span)));
        all.push(format!(
            "{before}{} | {} | {} | {act} | {quote}{via}",
            words(c.source),
            words(c.cue),
            content.join(" + ")
        ));
        all.extend(lines(text, &c.nested, "> "));
    }
    all
}

#[test]
fn names_from_lists() {
    check_actors("[state:Norway] and the [organization:U.N.] met in [place:Geneva] on Monday.");
    check_actors("[state:Moscow] remains opposed. They met in [place:Moscow].");
    check_actors("The [organization:U.N. Security Council] sat with the [organization:Arab League].");
    check_actors(
        "He may march in May. Turkey is eaten in March."
            .replace("Turkey", "[state:Turkey]")
            .as_str(),
    );
    check_actors("Norwegian fish is good.");
}

#[test]
fn names_by_their_form() {
    check_actors(
        "Russian Foreign Minister [person:Ilmar Vestrin] met [person:Ada Toll], a lawyer, on Friday.",
    );
    check_actors(
        "The [organization:Aven Relief Committees] and the [armed_force:al-Toria Brigade] fought in [place:Aven].",
    );
    check_actors("[media:State TV] reports heavy rain.");
    check_actors("[person:Omar al-Tarin] spoke. Later [person:al-Tarin] left; [person:Tarin] was seen.");
    check_actors(
        "The [organization:Toria Aid Union] (TAU) helps."
            .replace("TAU", "[organization:TAU]")
            .as_str(),
    );
    check_actors("The [state:Torian Foreign Ministry] wrote to the [media:Torian News Agency].");
    check_actors("A bomb fell near [place:Veldrin] and the town of [place:Oskamar].");
}

#[test]
fn described_actors() {
    check_actors(
        "The [state~government] blamed [armed_force~opposition fighters] and the [armed_force~rebels].",
    );
    check_actors("[armed_force~Norwegian troops] met [group~peaceful demonstrators].");
    check_actors("It was shown on [media~Norwegian state TV].");
    check_actors("The government building burned and the army base fell.");
    check_actors("[state~Western powers] and the [group~Norwegian opposition] talked.");
    check_actors("A [unnamed_source~source familiar with the decision] spoke.");
    check_actors("Shops closed, [unnamed_source~activists] said.");
}

#[test]
fn headlines_do_not_produce_names() {
    check_actors("Deadly Day As Talks Stall In Troubled North\n\nIt rained.");
    check_actors("BOMB KILLS MANY IN NORTH\n\nIt rained.");
}

#[test]
fn one_actor_behind_many_mentions() {
    let (text, found) = run(
        "Ada Toll of the Aven Relief Committees (ARC) spoke. Toll said the ARC was tired. She said it rained.",
    );
    let actor = |words: &str| {
        let mention = found
            .mentions
            .iter()
            .rev()
            .find(|m| text.slice(m.span) == words)
            .unwrap();
        mention.actor.unwrap()
    };
    assert_eq!(actor("Ada Toll"), actor("Toll"));
    assert_eq!(actor("Aven Relief Committees"), actor("ARC"));
    assert_eq!(found.actors[actor("Toll")].name, "Ada Toll");
    assert_eq!(found.actors[actor("Toll")].aliases, ["Toll"]);
    assert!(found.claims.iter().all(|c| c.speaker == Some(actor("Toll"))));
}

#[test]
fn he_is_who_spoke_last_with_or_without_a_name() {
    for (then, expected) in [
        ("He said it snowed.", Some("Karl Toll")),
        ("A doctor said it snowed. He said it hailed.", Some("doctor")),
        ("A witness said it snowed. He said it hailed.", Some("witness")),
        // As long as nobody else is talked about.
        (
            "A doctor said it snowed. He said it hailed. He said the sun shone.",
            Some("doctor"),
        ),
        (
            "A doctor said it snowed. Toll left the hospital. He said it hailed.",
            Some("Karl Toll"),
        ),
        (
            "A spokesman for the army said it snowed. He said it hailed.",
            Some("army"),
        ),
        ("A doctor said it snowed.\n\nHe said it hailed.", Some("doctor")),
        (
            "A doctor said it snowed.\n\n\"It hailed,\" he said.",
            Some("Karl Toll"),
        ),
        (
            "A spokeswoman said it snowed. He said it hailed.",
            Some("Karl Toll"),
        ),
        ("A council said it snowed. He said it hailed.", Some("Karl Toll")),
        ("Doctors said it snowed. He said it hailed.", Some("Karl Toll")),
    ] {
        let (_, found) = run(&format!("Mayor Karl Toll said it rained. {then}"));
        let last = found.claims.iter().max_by_key(|claim| claim.source).unwrap();
        let speaker = last.speaker.map(|actor| found.actors[actor].name.as_str());
        assert_eq!(speaker, expected, "{then}");
    }
}

#[test]
fn speaker_verb_statement() {
    check_claims(
        "The monitor said 21 people were killed.",
        &["The monitor | said | 21 people were killed | statement | indirect"],
    );
    check_claims(
        "Ada Toll said Thursday it was time to leave.",
        &["Ada Toll | said | it was time to leave | statement | indirect"],
    );
    check_claims(
        "The minister told reporters in Aven that the plan has failed.",
        &["The minister | told | that the plan has failed | statement | indirect"],
    );
    check_claims(
        "Ada Toll, the head of the league, said the plan has failed, and called for “quick action” in Aven.",
        &[
            "Ada Toll, the head of the league | said | the plan has failed | statement | indirect",
            "Ada Toll, the head of the league | called for | “quick action” in Aven | demand | mixed",
        ],
    );
}

#[test]
fn statement_before_its_speaker() {
    check_claims(
        "At least 21 people were killed, a league spokesman said.",
        &["a league spokesman | said | At least 21 people were killed | statement | indirect"],
    );
    for (cue, source) in [
        ("said", "a monitor"),
        ("said", "a war monitor"),
        ("said", "the Aven-based monitor"),
        ("said", "an eyewitness"),
        ("said on Friday", "a medic"),
        ("said Monday", "a local official"),
    ] {
        for content in [
            "At least 21 people were killed in strikes on Aven",
            "The road to Aven was closed",
        ] {
            check_claims(
                &format!("{content}, {source} {cue}."),
                &[&format!("{source} | said | {content} | statement | indirect")],
            );
        }
    }
    check_claims(
        "“We will stay,” Toll said. “We will win.”",
        &["Toll | said | “We will stay,” + “We will win.” | statement | direct"],
    );
    check_claims(
        "\"We will stay,\" said Ada Toll, a nurse.",
        &["Ada Toll, a nurse | said | \"We will stay,\" | statement | direct"],
    );
    check_claims(
        "The town fell on Friday, according to the Aven Relief Committees.",
        &["the Aven Relief Committees | according to | The town fell on Friday | statement | indirect"],
    );
    check_claims(
        "According to the army, the town fell.",
        &["the army | According to | the town fell | statement | indirect"],
    );
}

#[test]
fn quotations_in_any_glyph() {
    check_claims(
        "Ada Toll spoke on Monday.\n“We will stay.\n“We will win.''",
        &[
            "- | - | “We will stay. | statement | direct",
            "- | - | “We will win.'' | statement | direct",
        ],
    );
    check_claims("He saw “terrorists” and a 'safe zone' there.", &[]);
    check_claims(
        "Toll said: \"One came. Two left.\"",
        &["Toll | said | \"One came. Two left.\" | statement | direct"],
    );
}

#[test]
fn acts() {
    check_claims(
        "The opposition accused government forces of shelling Aven.",
        &["The opposition | accused | government forces of shelling Aven | accusation | indirect"],
    );
    check_claims(
        "The army denied the report. Toll did not deny it was hers.",
        &[
            "The army | denied | the report | denial | indirect",
            "Toll | deny | it was hers | statement | indirect",
        ],
    );
    check_claims(
        "Reported clashes went on, with reported losses. He was accused of theft.",
        &[],
    );
    let beliefs = ArticleText::new("Ada Toll hopes that the war ends.");
    let mut input = Input::of(&beliefs);
    assert_eq!(Rules.suggest(&input, &Stop::default()).unwrap().claims.len(), 0);
    input.options.beliefs = true;
    assert_eq!(Rules.suggest(&input, &Stop::default()).unwrap().claims.len(), 1);
}

#[test]
fn what_nobody_claims_is_no_claim() {
    for text in [
        "No one claimed responsibility for the attack on Aven.",
        "No group has claimed that it was behind the attack.",
        "Nobody claimed that the bridge was safe.",
    ] {
        check_claims(text, &[]);
    }
}

#[test]
fn participles_share_the_source() {
    check_claims(
        "“We will stay,” Toll said, adding the war would end.",
        &[
            "Toll | said | “We will stay,” | statement | direct",
            "Toll | adding | the war would end | statement | indirect",
        ],
    );
}

#[test]
fn confirmed_names_win() {
    let text = ArticleText::new("The Toll went to Aven.");
    let known = [KnownName {
        name: "Toll".into(),
        kind: KindId::MEDIA,
        actor: "The Toll Daily".into(),
    }];
    let input = Input {
        text: &text,
        zones: &[],
        published: None,
        known: &known,
        options: Options::default(),
    };
    let found = Rules.suggest(&input, &Stop::default()).unwrap();
    assert_eq!(found.mentions[0].kind, KindId::MEDIA);
    assert_eq!(
        found.actors[found.mentions[0].actor.unwrap()].name,
        "The Toll Daily"
    );
}

#[test]
fn nothing_in_boilerplate() {
    let text = ArticleText::new("Norway said it rained.\nSweden said it snowed.");
    let zones = [Zone {
        span: text.paragraphs()[1],
        kind: ZoneKind::Boilerplate,
    }];
    let input = Input {
        text: &text,
        zones: &zones,
        published: None,
        known: &[],
        options: Options::default(),
    };
    let found = Rules.suggest(&input, &Stop::default()).unwrap();
    assert_eq!((found.mentions.len(), found.claims.len()), (1, 1));
}

#[test]
fn can_be_stopped() {
    let text = ArticleText::new("Norway said it rained.");
    let input = Input::of(&text);
    let stop = Stop::default();
    stop.set();
    assert_eq!(Rules.suggest(&input, &stop), Err(Stopped));
}

#[test]
fn hostile_input_is_harmless_and_linear() {
    let start = Instant::now();
    let units = [
        "said ",
        "Toll ",
        "\"",
        "“ ",
        "'",
        ", ",
        "according to ",
        "Toll said, ",
        "the ",
        "of ",
        "(",
        "-- ",
        "1 ",
        "one ",
        "AAA ",
        "Minister ",
        "al-",
        "\u{0}",
        "\u{202e}",
        "😀",
        "ﷺ ",
        "السلام ",
        "。",
        "...",
        "and said ",
        "U.S. ",
        "X\n",
        "Ada Toll: it rained, he said.\n",
        "12 killed; ",
        "killed 12 and ",
        "\"A,\" Toll said. ",
        "Army of the ",
        "million ",
        "who said ",
        "’s ",
        ", saying it ",
    ];
    for unit in units {
        let (_, _) = run(&unit.repeat(20_000 / unit.len()));
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_megabyte_of_news_goes_fast() {
    let paragraph = "Ada Toll, the head of the Aven Relief Committees, said on Monday that at least 21 people were killed by \
        government troops in Aleppo. “We will stay,” she told reporters. Norway accused the rebels of shelling the town.\n";
    let text = paragraph.repeat(1_050_000 / paragraph.len());
    let start = Instant::now();
    let (_, found) = run(&text);
    assert!(found.claims.len() > 9_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_text_is_harmless(text in "(\\PC{0,6}|said|\"|“|”|''|, |\\. |Ada Toll |the |according to |21 |\n|--|who |and |’s ){0,60}") {
        let _ = run(&text);
    }
}
