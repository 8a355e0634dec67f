//! The suggester on three tiny random networks (two layers, 16 wide) whose numbers the training library has computed, and on
//! its own.

use std::io::{Read as _, Write as _};
use std::sync::LazyLock;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use safetensors::SafeTensors;
use serde::Deserialize;

use super::model::Model;
use super::*;
use crate::annotation::Form;
use crate::suggest::{Input, Options, ProposedClaim, ProposedMention, Rules};
use crate::text::{ArticleText, Span};

static TINY: LazyLock<Model> =
    LazyLock::new(|| Model::read(PACKED, DESCRIPTION, include_str!("tiny.vocab.txt")).unwrap());

static DESCRIPTION: &str = include_str!("tiny.json");

static PACKED: &[u8] = include_bytes!("tiny.safetensors.gz");

fn tiny() -> Accurate {
    Accurate::of(&TINY)
}

fn input(text: &ArticleText) -> Input<'_> {
    Input {
        options: Options { beliefs: true },
        ..Input::of(text)
    }
}

fn suggest(suggester: &Accurate, text: &str) -> Suggestions {
    let text = ArticleText::new(text);
    suggester.suggest(&input(&text), &Stop::default()).unwrap()
}

/// What the training library 2.4 says about the pieces.
#[derive(Deserialize)]
struct Expected {
    pieces: Vec<u32>,
    /// By network.
    hidden: Vec<Vec<f32>>,
    /// The mean over the networks, as are the arcs.
    emissions: Vec<f32>,
    arcs: Vec<f32>,
    tags: Vec<usize>,
    /// Of the network that reads names.
    names: Vec<f32>,
    name_tags: Vec<usize>,
}

/// Inputs are rounded to 8 bits, so numbers agree to about a hundredth of their spread.
fn check_close(what: &str, found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let mean_square = |values: &mut dyn Iterator<Item = f32>| {
        let squares: Vec<f32> = values.map(|v| v * v).collect();
        squares.iter().sum::<f32>() / squares.len() as f32
    };
    let error = mean_square(&mut found.iter().zip(expected).map(|(a, b)| a - b)).sqrt();
    let spread = mean_square(&mut expected.iter().copied()).sqrt();
    assert!(error < 0.04 * spread, "{what}: error {error}, spread {spread}");
}

/// Numbers of the best tags.
fn best(field: &Field, emissions: &[f32]) -> Vec<usize> {
    let number = |tag| match tag {
        crf::Tag::Outside => 0,
        crf::Tag::Begin(kind) => 1 + 2 * kind,
        crf::Tag::Inside(kind) => 2 + 2 * kind,
    };
    field.best(emissions).into_iter().map(number).collect()
}

#[test]
fn numbers_are_those_of_pytorch() {
    let expected: Expected = serde_json::from_str(include_str!("tiny.expected.json")).unwrap();
    let kernels = Kernels::default();
    let embedded = TINY.embeddings.look_up(&expected.pieces);
    let count = expected.pieces.len();
    assert_eq!(TINY.members.len(), expected.hidden.len());
    for (member, expected) in TINY.members.iter().zip(&expected.hidden) {
        let hidden = member
            .encoder
            .run(&kernels, embedded.clone(), &mut Scratch::default());
        check_close("hidden", &hidden, expected);
    }
    let places: Vec<usize> = (0..count).collect();
    let (emissions, links) = TINY.ask(&kernels, &embedded, &places, &mut Scratch::default());
    check_close("emissions", &emissions, &expected.emissions);
    let arcs: Vec<f32> = (0..count * count)
        .map(|n| links.score(n / count, n % count))
        .collect();
    check_close("arcs", &arcs, &expected.arcs);
    assert_eq!(best(&TINY.field, &emissions), expected.tags);
    let names = TINY.ask_for_names(&kernels, embedded, &places, &mut Scratch::default());
    check_close("names", &names, &expected.names);
    assert_eq!(best(&TINY.names.field, &names), expected.name_tags);
}

/// The tiny weights with one value of a layer replaced.
fn with_weight(value: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(PACKED).read_to_end(&mut bytes).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    let layer = tensors.tensor("1.layer.0.output.dense.weight").unwrap();
    let at = layer.data().as_ptr().addr() - bytes.as_ptr().addr();
    bytes[at] = value;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let more_members = DESCRIPTION.replace("\"members\": 2", "\"members\": 3");
    assert_ne!(more_members, DESCRIPTION);
    let no_names = DESCRIPTION.replace("\"names\"", "\"others\"");
    assert_ne!(no_names, DESCRIPTION);
    let cases = [
        (with_weight(63), DESCRIPTION, None),
        (with_weight(64), DESCRIPTION, Some("1.layer.0.output.dense")),
        (Vec::new(), DESCRIPTION, Some("unpacked")),
        (PACKED[..PACKED.len() / 2].to_vec(), DESCRIPTION, Some("unpacked")),
        (PACKED.to_vec(), "{}", Some("description")),
        (PACKED.to_vec(), more_members.as_str(), Some("2.layer.0")),
        (PACKED.to_vec(), no_names.as_str(), Some("names")),
    ];
    for (weights, description, expected) in cases {
        let read = Model::read(&weights, description, include_str!("tiny.vocab.txt"));
        match (read, expected) {
            (Ok(_), None) => {}
            (Err(error), Some(words)) => assert!(error.to_string().contains(words), "{error}"),
            (read, expected) => panic!("{expected:?}, but {:?}", read.err()),
        }
    }
}

/// Words and what the tokenizer of the `transformers` package makes of them.
#[test]
fn pieces_are_those_of_the_original_tokenizer() {
    let table: Vec<(String, Vec<String>)> = serde_json::from_str(include_str!("pieces.json")).unwrap();
    let model = Model::embedded().unwrap();
    let vocabulary: Vec<&str> = include_str!("../../../../assets/models/accurate/vocab.txt")
        .lines()
        .collect();
    let of = |word: &str| -> Vec<&str> {
        let pieces = model.pieces.pieces(word, 200);
        pieces.iter().map(|piece| vocabulary[*piece as usize]).collect()
    };
    for (word, expected) in table {
        let expected = if expected.is_empty() {
            of("😀")
        } else {
            expected.iter().map(String::as_str).collect()
        };
        assert_eq!(of(&word), expected, "{word:?}");
    }
    // The program's vocabulary has the Latin script alone.
    assert_eq!(of("мэр"), ["[UNK]"]);
}

#[test]
fn a_word_has_a_bounded_number_of_pieces() {
    let found = TINY.pieces.pieces(&"ab".repeat(40), 16);
    assert_eq!(found.len(), 16);
}

fn words<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    spans.iter().filter_map(|s| text.get(s.range())).collect()
}

#[test]
fn the_shipped_model_finds_claims() {
    let text = "The mayor of Northgate said on Monday that the old bridge would stay closed until spring.\n\n\
                “Nobody asked us,” said Vera Toll, who runs a bakery beside it.\n\n\
                Shopkeepers hope to open again soon.";
    let accurate = Accurate::new().unwrap();
    let article = ArticleText::new(text);
    let mut ask = input(&article);
    let wide = accurate.suggest(&ask, &Stop::default()).unwrap();
    ask.options.beliefs = false;
    let speech = accurate.suggest(&ask, &Stop::default()).unwrap();
    let cues = |all: &[ProposedClaim]| -> Vec<String> {
        let spans: Vec<Span> = all.iter().filter_map(|c| c.cue).collect();
        words(text, &spans).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(cues(&speech.claims), ["said", "said"]);
    assert_eq!(cues(&wide.claims), ["said", "said", "hope"]);
    let first = &speech.claims[0];
    assert_eq!(words(text, &[first.source.unwrap()]), ["The mayor of Northgate"]);
    assert!(words(text, &first.content)[0].ends_with("the old bridge would stay closed until spring"));
    assert!(first.reason.starts_with("cue "), "{}", first.reason);
    assert!(first.score > 0.5 && first.score <= 1.0, "{}", first.score);
}

/// Names that no list has, where what stands around them misleads the rules.
#[test]
fn the_shipped_model_reads_names() {
    let text = "Shells hit the towns of Fentara and Zabenni on Friday, residents of Zabenni said.\n\n\
                \"We had no warning,\" said Stela Robanu, head of mission of the aid group.";
    let article = ArticleText::new(text);
    let named = |suggester: &dyn Suggester| -> Vec<String> {
        let found = suggester.suggest(&input(&article), &Stop::default()).unwrap();
        let named = found.mentions.iter().filter(|m| m.form == Form::Named);
        let told = |m: &ProposedMention| format!("{}: {}", words(text, &[m.span])[0], m.kind.as_str());
        named.map(told).collect()
    };
    let accurate = named(&Accurate::new().unwrap());
    let expected = [
        "Fentara: place",
        "Zabenni: place",
        "Zabenni: place",
        "Stela Robanu: person",
    ];
    assert_eq!(accurate, expected);
    assert_ne!(named(&Rules), expected);
}

/// All but those who speak and are no actors of the rules, who are told in the end.
#[test]
fn parts_make_the_whole() {
    let text = "The mayor said that shopkeepers open on Monday.\n\n".repeat(30);
    let text = ArticleText::new(&text);
    let (mut mentions, mut claims, mut until) = (Vec::<ProposedMention>::new(), Vec::new(), 0);
    let mut told = 0;
    let all = tiny()
        .suggest_each(&input(&text), &Stop::default(), &mut |step| match step {
            Step::Mentions {
                mentions: found,
                actors,
            } => {
                told = actors.len();
                mentions.extend_from_slice(found);
            }
            Step::Claims { span, claims: found } => {
                assert!(span.start() >= until, "{span:?} after {until}");
                until = span.end();
                claims.extend_from_slice(found);
            }
        })
        .unwrap();
    let is_told = |actor: &usize| *actor < told;
    let first = all
        .mentions
        .iter()
        .filter(|m| m.actor.is_some_and(|a| is_told(&a)));
    assert_eq!(mentions, first.cloned().collect::<Vec<_>>());
    let first = all.claims.iter().cloned().map(|claim| ProposedClaim {
        speaker: claim.speaker.filter(is_told),
        ..claim
    });
    assert_eq!(claims, first.collect::<Vec<_>>());
    let mayor: Vec<&str> = all.actors.iter().skip(told).map(|a| a.name.as_str()).collect();
    assert_eq!(mayor, ["mayor"]);
    assert_eq!(
        all.mentions.len() - mentions.len(),
        all.claims.iter().filter(|c| c.source.is_some()).count()
    );
    assert!(until + 3 > text.as_str().trim_end().len());
}

/// A sentence on the border of two windows is told once: a figure with its speaker in the next window is not the article's own.
#[test]
fn a_window_ends_no_sentence() {
    let text = "At least 21 people were killed in the shelling of the old town, the mayor said. ".repeat(30);
    let found = suggest(&tiny(), &text);
    assert!(found.claims.len() >= 30);
    for own in found
        .claims
        .iter()
        .filter(|c| c.cue.is_none() && c.source.is_none())
    {
        for other in &found.claims {
            let cue = other
                .cue
                .filter(|cue| own.content.iter().any(|part| part.overlaps(*cue)));
            assert_eq!(cue, None, "{:?}", own.content);
        }
    }
}

#[test]
fn stops_between_windows() {
    let text = ArticleText::new("The mayor said that shopkeepers open on Monday.\n\n".repeat(30));
    let stop = Stop::default();
    let mut steps = 0;
    let result = tiny().suggest_each(&input(&text), &stop, &mut |step| {
        if let Step::Claims { .. } = step {
            steps += 1;
            stop.set();
        }
    });
    assert_eq!((result, steps), (Err(Stopped), 1));
}

#[test]
fn the_same_on_every_run_and_thread() {
    let text = "The mayor said, \"open the shops on Monday.\" Shopkeepers said that a b c.\n\n".repeat(12);
    let once = suggest(&tiny(), &text);
    let work = || {
        let again: Vec<_> = (0..3).map(|_| suggest(&tiny(), &text)).collect();
        again.iter().all(|found| *found == once)
    };
    std::thread::scope(|scope| {
        let others = [scope.spawn(work), scope.spawn(work)];
        assert!(work());
        assert!(others.into_iter().all(|thread| thread.join().unwrap()));
    });
}

/// The encoder sees no word more often than parts overlap, whatever the article looks like.
#[test]
fn bad_input_takes_linear_time() {
    let articles = [
        "word ".repeat(20_000),
        "said\n".repeat(5_000),
        "\u{7}\u{200b} ".repeat(3_000),
        "東京都の市長は述べた。".repeat(500),
        "THE MAYOR SAID ".repeat(2_000),
        format!("a{} said", "\u{301}".repeat(20_000)),
        "x".repeat(100_000),
        "\"".repeat(5_000),
        String::new(),
    ];
    for article in articles {
        let text = ArticleText::new(&article);
        let doc = Doc::new(&input(&text), &Stop::default()).unwrap();
        let mut cutter = Cutter::new(&TINY.pieces, TINY.window, &doc);
        let mut seen = 0;
        while let Some(window) = cutter.next(&doc) {
            assert!(window.pieces.len() <= TINY.window.longest);
            seen += window.tokens.len();
        }
        let start = article.chars().take(10).collect::<String>();
        assert!(seen <= 3 * doc.len(), "{start}: {seen} of {}", doc.len());
        let _ = suggest(&tiny(), &article);
    }
}

proptest! {
    #[test]
    fn each_word_is_an_own_word_once(lengths in prop::collection::vec(1_usize..90, 1..12)) {
        let paragraphs: Vec<String> = lengths.iter().map(|n| "mayor shopkeepers ".repeat(*n)).collect();
        let text = ArticleText::new(paragraphs.join("\n\n"));
        let doc = Doc::new(&input(&text), &Stop::default()).unwrap();
        let mut cutter = Cutter::new(&TINY.pieces, TINY.window, &doc);
        let mut until = 0;
        while let Some(window) = cutter.next(&doc) {
            prop_assert_eq!(window.own.start, until);
            prop_assert!(window.tokens.start <= window.own.start && window.own.end <= window.tokens.end);
            prop_assert_eq!(window.starts.len(), window.tokens.len());
            prop_assert!(window.pieces.len() <= TINY.window.longest);
            until = window.own.end;
        }
        prop_assert_eq!(until, doc.len());
    }
}

#[test]
fn a_first_look_names_nobody_who_is_told_in_the_end() {
    let text = ArticleText::new("Ada Toll, citing Ben Okoro, said the bridge over the river was closed.");
    let input = input(&text);
    let doc = Doc::new(&input, &Stop::default()).unwrap();
    let (_, people) = rules::actors(&doc, &input, None, &Stop::default()).unwrap();
    let found = Rules.suggest(&input, &Stop::default()).unwrap();
    let said = found.claims.first().unwrap();
    let (known, told_later) = (said.speaker.unwrap(), people.list.len());
    let second_hand = |speaker, via| {
        let mut claim = said.clone();
        claim.speaker = Some(speaker);
        claim.via.as_mut().unwrap().actor = Some(via);
        claim
    };
    let mut outer = second_hand(known, told_later);
    outer.nested = vec![second_hand(told_later, known)];
    let first = known_alone(outer, &people);
    let names = |claim: &ProposedClaim| (claim.speaker, claim.via.as_ref().and_then(|via| via.actor));
    assert_eq!(names(&first), (Some(known), None));
    assert_eq!(names(first.nested.first().unwrap()), (None, Some(known)));
}
