//! Chooses the blocks of a page that are its article.
//!
//! First what the page itself marks as the article; else the container that gathers most running text, weighed by commas,
//! length and links. If that leaves too little, the choice becomes less strict, down to everything that is not
//! navigation by its element: a short note is better read whole than lost.

use super::tree::{Block, BlockKind, Hint, Tree};

/// Blocks shorter than this, in bytes, say little about where the article is.
const RUNNING: usize = 60;

/// An article is at least this long, in bytes; below it the next, less strict choice is tried.
const ENOUGH: usize = 250;

/// The blocks of the article, in order.
pub fn readable(tree: &Tree) -> Vec<&Block> {
    let sums = Sums::of(tree);
    let strict = choose(tree, &sums, true);
    let all: Vec<&Block> = tree
        .blocks
        .iter()
        .filter(|block| !in_small_form(tree, &sums, block))
        .collect();
    let enough = |blocks: &[&Block]| length(blocks) >= ENOUGH.min(length(&all) / 2);
    if enough(&strict) && !strict.is_empty() {
        return strict;
    }
    let lenient = choose(tree, &sums, false);
    if enough(&lenient) && !lenient.is_empty() {
        return lenient;
    }
    if all.is_empty() {
        tree.blocks.iter().collect()
    } else {
        all
    }
}

fn length(blocks: &[&Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

/// Per container: all bytes of text in it, bytes of links, bytes of running text.
struct Sums {
    text: Vec<usize>,
    linked: Vec<usize>,
    running: Vec<usize>,
}

impl Sums {
    fn of(tree: &Tree) -> Self {
        let n = tree.containers.len();
        let mut sums = Self {
            text: vec![0; n],
            linked: vec![0; n],
            running: vec![0; n],
        };
        for block in &tree.blocks {
            add(&mut sums.text, block.container, block.text.len());
            add(&mut sums.linked, block.container, block.linked);
            if is_running(block) {
                add(&mut sums.running, block.container, block.text.len());
            }
        }
        // Children come after their parents, so that one pass backwards adds everything up.
        for (index, container) in tree.containers.iter().enumerate().skip(1).rev() {
            for list in [&mut sums.text, &mut sums.linked, &mut sums.running] {
                let own = at(list, index);
                add(list, container.parent, own);
            }
        }
        sums
    }

    /// Share of link text in a container.
    fn link_share(&self, container: usize) -> f32 {
        at(&self.linked, container) as f32 / at(&self.text, container).max(1) as f32
    }
}

fn add(list: &mut [usize], index: usize, amount: usize) {
    if let Some(value) = list.get_mut(index) {
        *value += amount;
    }
}

fn at(list: &[usize], index: usize) -> usize {
    list.get(index).copied().unwrap_or_default()
}

fn is_running(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Heading(_))
        && block.text.len() >= RUNNING
        && block.linked * 2 < block.text.len()
}

/// Whether a block stands in a form that is not most of the page (some pages are one big form).
fn in_small_form(tree: &Tree, sums: &Sums, block: &Block) -> bool {
    let form = tree.containers.get(block.container).and_then(|c| c.form);
    form.is_some_and(|form| at(&sums.running, form) * 2 <= at(&sums.running, 0))
}

fn choose<'a>(tree: &'a Tree, sums: &Sums, strict: bool) -> Vec<&'a Block> {
    let Some(top) = marked(tree, sums).or_else(|| heaviest(tree, sums, strict)) else {
        return Vec::new();
    };
    let inside = descendants(tree, &top);
    let chosen = |block: &&Block| inside.get(block.container).copied().unwrap_or_default();
    let mut blocks: Vec<&Block> = tree
        .blocks
        .iter()
        .filter(chosen)
        .filter(|block| !in_small_form(tree, sums, block))
        .filter(|block| !strict || !is_furniture(tree, sums, block, &top))
        .collect();
    // A heading with nothing below it heads something that was left out.
    while strict
        && blocks.len() > 1
        && blocks
            .last()
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    {
        blocks.pop();
    }
    if let Some(headline) = headline_before(tree, &blocks) {
        blocks.insert(0, headline);
    }
    blocks
}

/// The containers that the page marks as its article.
fn marked(tree: &Tree, sums: &Sums) -> Option<Vec<usize>> {
    let whole = at(&sums.running, 0);
    for hint in [Hint::ArticleBody, Hint::Article] {
        let found = tree
            .containers
            .iter()
            .enumerate()
            .filter(|(_, c)| c.hint == hint && !c.dropped && !c.unlikely);
        let best = found
            .map(|(index, _)| index)
            .max_by_key(|index| (at(&sums.running, *index), usize::MAX - index));
        // A list of teasers is often a list of articles; then none of them holds most of the text.
        if let Some(best) = best.filter(|best| {
            let running = at(&sums.running, *best);
            running >= ENOUGH && running * 5 >= whole * 2
        }) {
            // The text may be split: two marked parts side by side belong together.
            let parent = tree.containers.get(best).map(|c| c.parent);
            let parts = tree.containers.iter().enumerate().filter(|(index, c)| {
                hint == Hint::ArticleBody
                    && c.hint == hint
                    && Some(c.parent) == parent
                    && at(&sums.running, *index) > 0
            });
            let mut parts: Vec<usize> = parts.map(|(index, _)| index).collect();
            if !parts.contains(&best) {
                parts.push(best);
            }
            return Some(parts);
        }
    }
    None
}

/// The container with most running text for itself, and those beside it that go on with it.
fn heaviest(tree: &Tree, sums: &Sums, strict: bool) -> Option<Vec<usize>> {
    let mut scores = vec![0.0_f32; tree.containers.len()];
    for block in tree.blocks.iter().filter(|block| is_running(block)) {
        let unlikely = tree.containers.get(block.container).is_some_and(|c| c.unlikely);
        if strict && unlikely {
            continue;
        }
        let commas = block.text.matches([',', '،', '，']).count() as f32;
        let weight = 1.0 + commas.min(10.0) + (block.text.len() as f32 / 100.0).min(3.0);
        let mut container = block.container;
        for share in [1.0, 0.5, 0.17, 0.1, 0.08] {
            if let Some(score) = scores.get_mut(container) {
                *score += weight * share;
            }
            let parent = tree.containers.get(container).map_or(0, |c| c.parent);
            if parent == container {
                break;
            }
            container = parent;
        }
    }
    for (index, (score, container)) in scores.iter_mut().zip(&tree.containers).enumerate() {
        if *score > 0.0 {
            *score *= match container.hint {
                Hint::Likely | Hint::Main => 1.25,
                Hint::Unlikely => 0.5,
                _ => 1.0,
            } * (1.0 - sums.link_share(index));
        }
    }
    let best =
        (0..scores.len()).max_by(|a, b| score(&scores, *a).total_cmp(&score(&scores, *b)).then(b.cmp(a)))?;
    let top = score(&scores, best);
    if top <= 0.0 {
        return None;
    }
    // Articles that are cut into several boxes: take the boxes beside it that hold much text too.
    let parent = tree.containers.get(best)?.parent;
    let mut chosen = vec![best];
    for (index, container) in tree.containers.iter().enumerate() {
        let beside = container.parent == parent && index != best && index != 0;
        if beside && score(&scores, index) >= (top * 0.2).max(3.0) && sums.link_share(index) < 0.25 {
            chosen.push(index);
        }
    }
    Some(chosen)
}

fn score(scores: &[f32], index: usize) -> f32 {
    scores.get(index).copied().unwrap_or_default()
}

/// For each container whether it is one of `roots` or inside one.
fn descendants(tree: &Tree, roots: &[usize]) -> Vec<bool> {
    let mut inside = vec![false; tree.containers.len()];
    for root in roots {
        if let Some(flag) = inside.get_mut(*root) {
            *flag = true;
        }
    }
    for (index, container) in tree.containers.iter().enumerate() {
        if inside.get(container.parent).copied().unwrap_or_default()
            && let Some(flag) = inside.get_mut(index)
        {
            *flag = true;
        }
    }
    inside
}

/// Furniture inside the article: boxes with a class that says so, lists of links, lines that are one link.
fn is_furniture(tree: &Tree, sums: &Sums, block: &Block, top: &[usize]) -> bool {
    let Some(container) = tree.containers.get(block.container) else {
        return false;
    };
    let top_unlikely = top
        .iter()
        .all(|index| tree.containers.get(*index).is_some_and(|c| c.unlikely));
    if container.unlikely && !top_unlikely {
        return true;
    }
    let in_list = matches!(container.name.as_str(), "li" | "ul" | "ol");
    let list = if container.name == "li" {
        container.parent
    } else {
        block.container
    };
    if in_list && sums.link_share(list) > 0.6 {
        return true;
    }
    block.linked * 10 > block.text.len() * 9
        && block.text.len() < 200
        && !matches!(block.kind, BlockKind::Heading(_))
}

/// The page's headline, if it stands before the article instead of in it.
fn headline_before<'a>(tree: &'a Tree, blocks: &[&'a Block]) -> Option<&'a Block> {
    let is_main = |block: &Block| block.kind == BlockKind::Heading(1);
    if blocks.iter().any(|block| is_main(block)) {
        return None;
    }
    let first = blocks.first()?;
    let before = tree
        .blocks
        .iter()
        .take_while(|block| !std::ptr::eq(*block, *first))
        .filter(|b| is_main(b));
    before.last().filter(|block| block.text.len() >= 10)
}
