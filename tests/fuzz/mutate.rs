//! From a recipe, which is any bytes, to an input: a sample that was cut, repeated, spliced and sprinkled with what
//! readers stumble over. Small changes of a recipe are small changes of the input, so bolero can shrink it.

/// The longest recipe that is worth trying, in bytes.
pub const LONGEST_RECIPE: usize = 160;

/// No input grows beyond this, in bytes; what is longer is tried as a bomb.
const LARGEST: usize = 48 * 1024;

/// What readers stumble over, whatever they read.
const WORDS: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{ad}",
    "\u{2028}",
    "\u{85}",
    "\u{301}",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    "\u{1b}[0m",
    "\u{fffd}",
    "\u{10ffff}",
    "😀",
    "👩‍👧",
    "é",
    "ﬁ",
    "İ",
    "ß",
    "قال",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "-1",
    "0",
    "18446744073709551615",
    "18446744073709551616",
    "1e999",
    "-0.0",
    "NaN",
    "inf",
    "0x10",
    "½",
    "10,00,0",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<p>",
    "</p>",
    "<div>",
    "<table><tr><td>",
    "<script>",
    "<title>",
    "<textarea>",
    "<style>",
    "&#0;",
    "&#xD800;",
    "&amp;",
    "&",
    ";",
    "<meta charset=",
    "<br/>",
    "<pre>",
    "<li>",
    "=\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "()",
    "[]",
    "{}",
    ",",
    ":",
    ": ",
    "Some(",
    "None",
    "r#\"",
    "\"#",
    "r##\"",
    "/*",
    "*/",
    "//",
    "\\u{202e}",
    "\\u0000",
    "\\ud800",
    "\\",
    "\\\"",
    "null",
    "true",
    "format: 1,",
    "format: 2,",
    "id: \"",
    "span: (",
    "text: ",
    "before: Is(",
    "after: Was",
    "\"text\":",
    "\"tokens\":",
    "\"tags\":",
    "\"claims\":",
    "\"B-PER\"",
    "../",
    "/",
    "|",
    "||",
    "# ",
    "> ",
    "- ",
    "1. ",
    "```",
    "~~~",
    "*",
    "**",
    "_",
    "`",
    "![",
    "](",
    "---\n",
    "    ",
    "&nbsp;",
    "@x:~&",
    "said",
    " said that ",
    "denied",
    "according to ",
    "Ada Toll",
    "the army",
    "The ",
    "Mr. ",
    "U.N. ",
    "12 people",
    "were killed",
    "wounded",
    "at least ",
    "between 3 and ",
    "on Saturday",
    "in Brask",
    "he",
    "\u{2014}",
    " - ",
    "...",
    ". ",
    "? ",
    "\n",
    " ",
];

/// Numbers out of a recipe, zeros when it is used up.
struct Recipe<'a>(&'a [u8]);

impl Recipe<'_> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first)
    }

    /// A number below `end`; 0 if there is none.
    fn below(&mut self, end: usize) -> usize {
        let number = self.byte() << 8 | self.byte();
        if end > 1 << 16 {
            number * (end >> 16)
        } else {
            number % end.max(1)
        }
    }

    /// A stretch of `length` bytes, mostly a short one.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = [1, 4, 16, 64, 400, 4000, length][self.byte() % 7];
        start..(start + 1 + self.below(most)).min(length).max(start)
    }
}

/// The input that `recipe` makes of `samples`.
pub fn mutate(samples: &[Vec<u8>], recipe: &[u8]) -> Vec<u8> {
    let mut recipe = Recipe(recipe);
    let sample = |recipe: &mut Recipe<'_>| {
        samples
            .get(recipe.byte() % samples.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let mut input = sample(&mut recipe);
    while !recipe.0.is_empty() {
        let at = recipe.below(input.len() + 1);
        match recipe.byte() % 10 {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= recipe.byte() as u8 | 1;
                }
            }
            1 | 2 => insert(&mut input, at, word(&mut recipe)),
            3 => {
                let stretch = recipe.stretch(input.len());
                input.drain(stretch);
            }
            4 => {
                let stretch = recipe.stretch(input.len());
                let piece = input[stretch].to_vec();
                let times = [1, 2, 8, 40, 300][recipe.byte() % 5];
                insert(
                    &mut input,
                    at,
                    &piece.repeat(times.min(LARGEST / piece.len().max(1))),
                );
            }
            5 => {
                let other = sample(&mut recipe);
                let stretch = recipe.stretch(other.len());
                insert(&mut input, at, &other[stretch]);
            }
            6 => input.truncate(at),
            7 => {
                let stretch = recipe.stretch(input.len());
                input.splice(stretch, word(&mut recipe).iter().copied());
            }
            8 => {
                let times = [3, 20, 130, 2000][recipe.byte() % 4];
                let piece = word(&mut recipe).repeat(times);
                insert(&mut input, at, &piece);
            }
            _ => {
                let raw = [recipe.byte() as u8, recipe.byte() as u8, recipe.byte() as u8];
                insert(&mut input, at, &raw);
            }
        }
    }
    input
}

fn word(recipe: &mut Recipe<'_>) -> &'static [u8] {
    WORDS[recipe.byte() % WORDS.len()].as_bytes()
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let room = LARGEST.saturating_sub(input.len());
    let piece = &piece[..piece.len().min(room)];
    input.splice(at..at, piece.iter().copied());
}

/// Recipe number `number` of the ones that are the same each time.
pub fn fixed_recipe(name: &str, number: u64) -> Vec<u8> {
    let mut state = name.bytes().fold(number, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // SplitMix64: every state gives good bytes, so neighbouring numbers give different recipes.
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let length = (next() as usize) % LONGEST_RECIPE;
    std::iter::repeat_with(move || next().to_le_bytes())
        .flatten()
        .take(length)
        .collect()
}
