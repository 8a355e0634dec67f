//! Pieces of claims.

use super::*;
use crate::annotation::Metadata;
use crate::exchange::marks::Link;
use crate::text::ArticleText;

/// Claims of one letter each, linked as pieces: how many claims come of it, and how many links are lost.
fn check(count: usize, links: impl Iterator<Item = (usize, usize)>, claims: usize, lost: usize) {
    let mark = |at: usize| Mark::new(CLAIM, Span::new(2 * at, 2 * at + 1).unwrap());
    let link = |(from, to)| Link {
        from,
        to,
        label: PIECE_OF.to_owned(),
    };
    let marked = Marked {
        name: "a".to_owned(),
        metadata: Metadata::default(),
        text: ArticleText::new("a ".repeat(count)),
        marks: (0..count).map(mark).collect(),
        links: links.map(link).collect(),
    };
    let mut losses = Losses::default();
    let scheme = LabelScheme {
        kinds: Vec::new(),
        ..LabelScheme::default()
    };
    let found = marked.together(&Mapping::default(), &scheme, &mut losses);
    assert_eq!(
        (found.article.items.len(), losses.count(Loss::Links)),
        (claims, lost)
    );
}

#[test]
fn pieces_of_pieces() {
    check(3, [(1, 0), (2, 1)].into_iter(), 1, 0);
    check(4, [(1, 0), (3, 2)].into_iter(), 2, 0);
    // A piece of two claims is one of the first.
    check(3, [(2, 0), (2, 1)].into_iter(), 2, 1);
    // Round in a ring, and into one.
    check(3, [(0, 1), (1, 0), (2, 1)].into_iter(), 3, 3);
    // As long as a file can make it.
    let many = 50_000;
    check(many, (1..many).map(|at| (at, at - 1)), 1, 0);
}
