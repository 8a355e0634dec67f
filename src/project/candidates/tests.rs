//! What is taken for the words that are gone.

use super::*;
use crate::annotation::{Form, Item, KindId, Status};

fn orphan(body: Body, words: BTreeMap<Span, Quote>) -> (ItemId, Orphan) {
    let id = ItemId::for_body(&body, |_| false);
    let item = Item {
        id,
        body,
        status: Status::Accepted,
        origin: None,
    };
    (
        id,
        Orphan {
            item,
            words,
            candidate: None,
        },
    )
}

fn quote(words: &str, before: &str, after: &str) -> Quote {
    Quote {
        words: words.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

fn mention(at: usize, quote: Quote) -> (ItemId, Orphan) {
    let span = Span::new(at, at + quote.words.len().max(1)).unwrap();
    let body = Body::Mention(Mention {
        span,
        kind: KindId::PERSON,
        form: Form::Named,
        actor: None,
        note: String::new(),
    });
    orphan(body, [(span, quote)].into())
}

fn candidate(text: &ArticleText, orphan: (ItemId, Orphan)) -> Option<Body> {
    let mut orphans = BTreeMap::from([orphan]);
    find(text, &mut orphans);
    orphans.into_values().next().unwrap().candidate
}

#[test]
fn what_is_most_alike_is_proposed_and_nothing_else() {
    let check = |text: &str, at: usize, words: &str, expected: Option<&str>| {
        let text = ArticleText::new(text);
        let found = candidate(&text, mention(at, quote(words, "", "")));
        let found = found.and_then(|body| body.hull()).map(|span| text.slice(span));
        assert_eq!(found, expected, "{words} in {text:?}");
    };
    check("The envoy Norwa left.", 4, "Norva", Some("Norwa"));
    check("The NORVA envoy left.", 0, "Norva", Some("NORVA"));
    check("Ava Toll said no.", 0, "Ada Toll", Some("Ava Toll"));
    check(
        "Minister Ada Marie Toll said no.",
        9,
        "Ada Toll",
        Some("Ada Marie Toll"),
    );
    check("It fell on Sunday.", 11, "Saturday", None);
    check("Nothing of it is left.", 4, "armed gangs", None);
    check("", 0, "Norva", None);
    check("Norva", 0, " ", None);
    check("Norva", 0, "—", None);
    check("An Avenue in Aven.", 0, "Aven", Some("Aven"));
    // Content: words were changed, added and left out; marks stay with it.
    let content = "“We have counted at least thirty people here,”";
    check(
        "He said: “We counted at least 30 people here,” and left for the coast.",
        40,
        content,
        Some("“We counted at least 30 people here,”"),
    );
    check(
        "Rain fell at the coast, and we left the people here.",
        0,
        content,
        None,
    );
}

#[test]
fn of_several_places_the_one_in_the_same_words_counts_then_the_nearest() {
    let text = ArticleText::new("Toria one. Toria two. Toria three. Toria two.");
    for (at, before, after, expected) in [
        (0, "", "", 0),
        (30, "", "", 35),
        (0, "", " three.", 22),
        (40, "x. ", " two", 35),
        (0, "three. ", "", 35),
    ] {
        let found = candidate(&text, mention(at, quote("Toria", before, after)));
        assert_eq!(
            found.unwrap().hull().unwrap().start(),
            expected,
            "{before}|{after}"
        );
    }
}

#[test]
fn a_claim_is_found_by_its_content_and_the_rest_beside_it() {
    let old = |at: usize, words: &str| Span::new(at, at + words.len()).unwrap();
    let content = "that the bridge at Halm had been blown up by the army";
    let parts = [(20, content), (10, "said"), (0, "Ilan Merk"), (90, "seven")];
    let words = parts.map(|(at, words)| (old(at, words), quote(words, "", "")));
    let claim = Claim {
        content: vec![old(20, content)],
        cue: Some(old(10, "said")),
        source: Some(old(0, "Ilan Merk")),
        targets: vec![Party {
            span: old(90, "seven"),
            actor: None,
        }],
        ..Claim::default()
    };
    let far = "Somebody said nothing. ".repeat(200);
    let text = format!("{far}Ilan Merk said that a bridge at Halm was blown up by the army. {far}");
    let text = ArticleText::new(text);
    let (id, orphan) = orphan(Body::Claim(Box::new(claim)), words.into());
    let found = candidate(&text, (id, orphan.clone())).unwrap();
    let found_claim = found.as_claim().unwrap();
    let shown = |span: Option<Span>| span.map(|span| (span.start() - far.len(), text.slice(span)));
    let expected = "that a bridge at Halm was blown up by the army";
    assert_eq!(shown(Some(found_claim.content[0])), Some((15, expected)));
    assert_eq!(shown(found_claim.cue), Some((10, "said")));
    assert_eq!(shown(found_claim.source), Some((0, "Ilan Merk")));
    let orphan = Orphan {
        candidate: Some(found),
        ..orphan
    };
    assert_eq!(orphan.lacking(), ["seven"]);
}

#[test]
fn hostile_files_cost_no_more_than_others() {
    let text = ArticleText::new("a b ".repeat(400_000));
    let mut orphans: BTreeMap<_, _> = (0..2_000)
        .map(|n| mention(n, quote(&format!("a b c a b d a {n}").repeat(40), "", "")))
        .chain((2_000..4_000).map(|n| mention(n, quote("a", "", ""))))
        .collect();
    let began = std::time::Instant::now();
    find(&text, &mut orphans);
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
