//! Floors 2 and 3: suggesters on any text, models of any bytes, corpora of any lines.

use std::sync::Arc;

use claimdesk::annotation::KindId;
use claimdesk::learn::corpus::Annotated;
use claimdesk::suggest::linear::chain::{Steps, labels_for};
use claimdesk::suggest::linear::mentions::Mentions;
use claimdesk::suggest::linear::model::Model;
use claimdesk::suggest::linear::table::Table;
use claimdesk::suggest::linear::tagger::Weights;
use claimdesk::suggest::linear::worth::Worth;
use claimdesk::suggest::{Fast, Input, Options, Rules, Stop, Suggester, Suggestions, dates};
use claimdesk::text::ArticleText;
use claimdesk::text::zones::find_zones_titled;

use crate::run::samples;
use crate::text::text_of;

fn suggested(suggester: &dyn Suggester, text: &ArticleText) -> Suggestions {
    let zones = find_zones_titled(text, "");
    let input = Input {
        zones: &zones,
        published: "2031-03-04".parse().ok(),
        options: Options { beliefs: true },
        ..Input::of(text)
    };
    suggester.suggest(&input, &Stop::default()).unwrap()
}

/// What is proposed lies in the text and in range.
fn fits(found: &Suggestions, text: &ArticleText) {
    let actor = |index: Option<usize>| index.is_none_or(|index| index < found.actors.len());
    for mention in &found.mentions {
        assert!(text.holds(mention.span) && actor(mention.actor) && (0.0..=1.0).contains(&mention.score));
    }
    let nested = found.claims.iter().flat_map(|claim| &claim.nested);
    for claim in found.claims.iter().chain(nested) {
        let parts = claim.content.iter().chain(&claim.cue).chain(&claim.source);
        let mut parts = parts.copied().chain(claim.via.map(|via| via.span));
        assert!(parts.all(|span| text.holds(span)) && !claim.content.is_empty() && actor(claim.speaker));
        assert!((0.0..=1.0).contains(&claim.score) && (0.0..=1.0).contains(&claim.check_worthiness));
        for figure in &claim.figures {
            assert!(text.holds(figure.span) && figure.value.is_finite());
        }
    }
}

/// A short text: what takes the suggesters is what stands there, not how much of it.
fn short(input: &[u8]) -> ArticleText {
    text_of(&input[..input.len().min(6000)])
}

target!(fast_suggester, 60, samples(&["txt", "md"]), {
    let fast = Fast::embedded().unwrap();
    move |input: &[u8]| {
        let text = short(input);
        fits(&suggested(&fast, &text), &text);
    }
});

target!(rules, 60, samples(&["txt", "md"]), |input: &[u8]| {
    let text = short(input);
    fits(&suggested(&Rules, &text), &text);
});

target!(words_for_days, 400, samples(&["txt"]), |input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    for line in text.lines().take(20) {
        for published in ["2031-03-04", "-009999-01-01", "9999-12-31"] {
            let _ = dates::resolve(line, published.parse().ok());
        }
    }
});

fn model() -> Vec<u8> {
    let weights = |labels: usize| {
        Arc::new(Weights {
            table: Table::new(labels, &[(7, vec![1.0; labels]), (1 << 30, vec![-0.5; labels])]),
            steps: Steps::zero(labels),
        })
    };
    let mentions = Mentions {
        kinds: vec![KindId::PERSON, KindId::new("ship".to_owned())],
        first: vec![weights(labels_for(2))],
        second: vec![weights(labels_for(2)); 2],
        eager: 0.25,
    };
    let model = Model {
        mentions: Some(mentions),
        ..Model::default()
    };
    model.to_bytes()
}

target!(model_file, 600, vec![model()], |input: &[u8]| {
    if let Ok(model) = Model::from_bytes(input) {
        let bytes = model.to_bytes();
        assert!(
            Model::from_bytes(&bytes).unwrap().to_bytes() == bytes,
            "written as it was read"
        );
    }
    drop(Fast::from_bytes(input));
});

fn layer_on_the_shipped_model() -> Vec<u8> {
    let habits = claimdesk::suggest::linear::attribution::Habits {
        claims: Weights {
            table: Table::new(2, &[(7, vec![1.0; 2])]),
            steps: Steps::zero(2),
        }
        .into(),
        least: 0.5,
        conventions: claimdesk::suggest::linear::attribution::Conventions::default(),
    };
    Model {
        on: Some(Fast::fingerprint()),
        habits: Some(habits),
        ..Model::default()
    }
    .to_bytes()
}

target!(learned_model_at_work, 40, vec![layer_on_the_shipped_model()], {
    let text = text_of(&samples(&["txt"])[0]);
    move |input: &[u8]| {
        if let Ok(fast) = Fast::from_bytes(input) {
            fits(&suggested(&fast, &text), &text);
        }
    }
});

target!(
    worth_model,
    400,
    vec![Worth::new(&[(7, vec![1.0])], 1.0, 0.0).to_bytes()],
    |input: &[u8]| {
        if let Some(worth) = Worth::from_bytes(input) {
            assert!(Worth::from_bytes(&worth.to_bytes()).is_some());
        }
    }
);

target!(corpus_lines, 600, samples(&["jsonl"]), |input: &[u8]| {
    for line in String::from_utf8_lossy(input).lines().take(100) {
        let Ok(article) = Annotated::from_line(line, "line") else {
            continue;
        };
        let claims = article.claims.iter().flat_map(|gold| &gold.claims);
        for claim in claims {
            let parts = claim.content.iter().chain(&claim.cue).chain(&claim.source);
            assert!(parts.copied().all(|span| article.text.holds(span)));
        }
        let mentions = article.mentions.iter().flat_map(|gold| &gold.mentions);
        assert!(
            mentions
                .map(|(span, _)| *span)
                .all(|span| article.text.holds(span))
        );
    }
});
