//! What the taggers see of a token.

use std::ops::Range;

use super::super::hash::{Feature, bucket, mix, mix3};
use super::ready::Ready;

/// Features of both passes.
pub(super) fn of_token(ready: &Ready<'_>, i: usize, within: &Range<usize>, out: &mut Vec<Feature>) {
    let sight = &ready.sight;
    let at = |offset: isize| sight.at(i, offset, within);
    let view_at = |offset: isize| match i.checked_add_signed(offset) {
        Some(j) if within.contains(&j) => ready.view(j),
        _ => super::ready::View::default(),
    };
    let (b2, b1, here, a1, a2) = (at(-2), at(-1), at(0), at(1), at(2));
    let mut put = |template: u32, value: u32| out.push(mix(template, value));
    put(100, 0);
    put(101, b2.word);
    put(102, b1.word);
    put(103, here.word);
    put(104, a1.word);
    put(105, a2.word);
    put(106, b2.most);
    put(107, b1.most);
    put(108, here.most);
    put(109, a1.most);
    put(110, a2.most);
    put(111, b1.shape);
    put(112, here.shape);
    put(113, a1.shape);
    put(114, here.suffix2);
    put(115, here.suffix3);
    put(116, here.suffix4);
    put(117, here.prefix);
    put(118, b1.suffix3);
    put(119, a1.suffix3);
    put(120, b1.class);
    put(121, here.class);
    put(122, a1.class);
    put(123, mix(b1.word, here.word));
    put(124, mix(here.word, a1.word));
    put(125, mix(b1.most, here.most));
    put(126, mix(here.most, a1.most));
    put(127, mix3(b2.most, b1.most, here.most));
    put(128, mix3(b1.most, here.most, a1.most));
    put(129, mix3(here.most, a1.most, a2.most));
    put(130, here.speech);
    put(131, mix(b1.word, here.most));
    put(132, mix(here.most, a1.word));
    let (before, view, after) = (view_at(-1), view_at(0), view_at(1));
    put(140, before.rule);
    put(141, view.rule);
    put(142, after.rule);
    put(143, mix(view.rule, here.word));
    put(144, mix(view.rule, after.rule));
    put(145, mix(before.rule, view.rule));
    put(146, view.reason);
    put(147, before.listed);
    put(148, view.listed);
    put(149, after.listed);
    put(150, mix(view.rule, view.listed));
    let place = sight.place(i);
    put(151, u32::from(place.quote));
    let head = view.head as usize;
    let head_word = sight.word(head);
    let far = bucket(head.saturating_sub(i));
    put(152, head_word.word);
    put(153, mix(head_word.class, far));
    put(154, head_word.suffix3);
    put(155, mix(head_word.shape, far));
    put(156, mix(ready.view(head).rule, far));
    put(157, mix(ready.view(head).listed, far));
    put(158, mix(head_word.word, here.most));
    let next = sight.at(head, 1, within);
    put(159, mix(next.word, far));
    put(160, mix(next.most, here.most));
    let opening = view.opening as usize;
    let opening_word = sight.word(opening);
    put(161, mix(opening_word.word, bucket(i.saturating_sub(opening))));
    put(162, sight.at(opening, -1, within).word);
    put(163, mix(sight.at(opening, -1, within).word, head_word.word));
    put(164, mix(u32::from(i == opening), here.most));
    let (verb, distance) = sight.near(i, place.verb_after);
    put(165, verb.word);
    put(166, mix(verb.cue, distance));
    let (verb, _) = sight.near(i, place.verb_before);
    put(167, verb.word);
    for (n, hints) in ready.hints.iter().enumerate() {
        let n = n as u32 * 20;
        let hint = |offset: isize| {
            let j = i.checked_add_signed(offset).filter(|j| within.contains(j));
            j.and_then(|j| hints.get(j)).map_or(99, |label| u32::from(*label))
        };
        let (b1h, h, a1h) = (hint(-1), hint(0), hint(1));
        let of_head = hints.get(head).map_or(99, |label| u32::from(*label));
        put(300 + n, h);
        put(301 + n, mix(b1h, h));
        put(302 + n, mix(h, a1h));
        put(303 + n, mix(h, here.word));
        put(304 + n, mix(h, view.rule));
        put(305 + n, mix(h, head_word.word));
        put(306 + n, mix(h, here.most));
        put(307 + n, mix3(b1h, h, a1h));
        put(308 + n, mix3(hint(-2), b1h, h));
        put(309 + n, mix3(h, a1h, hint(2)));
        put(310 + n, mix(of_head, far));
    }
    if let [one, two, ..] = ready.hints.as_slice() {
        let both = |j: usize| {
            mix(
                one.get(j).map_or(99, |l| u32::from(*l)),
                two.get(j).map_or(99, |l| u32::from(*l)),
            )
        };
        put(390, both(i));
        put(391, mix(both(i), both(i + 1)));
    }
}
