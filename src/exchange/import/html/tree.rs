//! The shape of a page: which blocks of text it has, and which containers they stand in.
//!
//! This is no full document tree. Inline elements only matter in so far as they are links; paragraphs and headings become
//! [`Block`]s; everything that can hold them becomes a [`Container`]. Containers are stored parents first, so that
//! sums over the tree are loops, and a page with 100,000 nested tags is as good as any other.

use std::collections::HashMap;

use super::tokens::{Tag, Token, Tokens};
use super::{decode_entities, names};

/// The longest cell of a table that is printed as a row, in bytes.
const LONGEST_CELL: usize = 80;

/// A container of blocks.
#[derive(Clone, Debug)]
pub struct Container {
    /// Index of the container around it; the root is its own parent.
    pub parent: usize,
    /// Element name.
    pub name: String,
    /// What its name, role, class and id say about its content.
    pub hint: Hint,
    /// Whether it or a container around it is furniture by its element or role, or hidden.
    pub dropped: bool,
    /// The innermost form around it.
    pub form: Option<usize>,
    /// How many blocks stand directly in it.
    pub blocks: usize,
    /// Whether it or a container around it has a class that stands for furniture ("sidebar").
    pub unlikely: bool,
}

/// What the markup says about a container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Marked as the text of the article (`itemprop="articleBody"`).
    ArticleBody,
    /// `<article>`.
    Article,
    /// `<main>`.
    Main,
    /// A class such as "story".
    Likely,
    /// A class such as "sidebar".
    Unlikely,
    /// Holds the by-line.
    Byline,
    /// Nothing.
    #[default]
    None,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading with its rank.
    Heading(u8),
    /// The first block of a list item.
    Item,
}

/// A piece of text that is printed on lines of its own.
#[derive(Clone, Debug)]
pub struct Block {
    /// The container it stands in.
    pub container: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space collapsed; may hold `\n`.
    pub text: String,
    /// How many bytes of it are link text.
    pub linked: usize,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Containers, parents before children.
    pub containers: Vec<Container>,
    /// Blocks in the order of the page.
    pub blocks: Vec<Block>,
}

impl Tree {
    /// The container around a container.
    pub fn parent(&self, container: usize) -> usize {
        self.containers.get(container).map_or(0, |c| c.parent)
    }

    /// The row of a table of figures that `block` is a cell of; text in tables that are only there for the layout is
    /// longer or has several blocks in a cell.
    pub fn row(&self, block: &Block) -> Option<usize> {
        let cell = self.containers.get(block.container)?;
        let is_cell = matches!(cell.name.as_str(), "td" | "th") && cell.blocks == 1;
        (is_cell && block.text.len() <= LONGEST_CELL && !block.text.contains('\n')).then_some(cell.parent)
    }

    /// Reads a page. `see` gets every start tag and raw element on the way, for the metadata.
    pub fn read<'a>(page: &'a str, mut see: impl FnMut(&Tag<'a>, Option<&'a str>)) -> Self {
        let mut builder = Builder::new();
        for token in Tokens::new(page) {
            match token {
                Token::Text(text) => builder.text(text),
                Token::Raw(tag, content) => {
                    see(&tag, Some(content));
                    builder.raw(&tag);
                }
                Token::Start(tag) => {
                    see(&tag, None);
                    builder.start(&tag);
                }
                Token::End(name) => builder.end(&name),
            }
        }
        builder.flush();
        builder.tree
    }
}

struct Open {
    container: usize,
    name: String,
}

struct Builder {
    tree: Tree,
    open: Vec<Open>,
    /// Per element name, the indices into `open` of the elements that are open.
    by_name: HashMap<String, Vec<usize>>,
    /// Indices into `open` of open table cells: an end tag inside a cell closes nothing outside it.
    barriers: Vec<usize>,
    block: String,
    linked: usize,
    in_link: bool,
    kind: BlockKind,
    preformatted: usize,
    /// A space is due before the next word.
    space: bool,
}

impl Builder {
    fn new() -> Self {
        let root = Container {
            parent: 0,
            name: String::new(),
            hint: Hint::None,
            dropped: false,
            form: None,
            blocks: 0,
            unlikely: false,
        };
        Self {
            tree: Tree {
                containers: vec![root],
                blocks: Vec::new(),
            },
            open: Vec::new(),
            by_name: HashMap::new(),
            barriers: Vec::new(),
            block: String::new(),
            linked: 0,
            in_link: false,
            kind: BlockKind::Paragraph,
            preformatted: 0,
            space: false,
        }
    }

    fn container(&self) -> usize {
        self.open.last().map_or(0, |open| open.container)
    }

    /// Whether what is read now belongs to furniture. It neither adds to the paragraph around it nor ends it.
    fn is_dropped(&self) -> bool {
        self.tree
            .containers
            .get(self.container())
            .is_some_and(|c| c.dropped)
    }

    fn text(&mut self, text: &str) {
        if self.is_dropped() {
            return;
        }
        let decoded = decode_entities(text);
        let start = self.block.len();
        for c in decoded.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.block.push('\n'),
                // Invisible: a place where a word may be broken.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                '\u{a0}' => self.space = true,
                c if c.is_ascii_whitespace() => self.space = true,
                c => {
                    if std::mem::take(&mut self.space)
                        && !self.block.is_empty()
                        && !self.block.ends_with('\n')
                    {
                        self.block.push(' ');
                    }
                    self.block.push(if c == '\0' { '\u{fffd}' } else { c });
                }
            }
        }
        if self.in_link {
            self.linked += self.block.len() - start;
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        if self.is_dropped() {
            return;
        }
        self.space = false;
        let linked = std::mem::take(&mut self.linked);
        let kind = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        if self.block.trim().is_empty() {
            self.block.clear();
            // An item whose text stands in a paragraph is still an item.
            if kind == BlockKind::Item {
                self.kind = kind;
            }
            return;
        }
        let text = self.block.trim().to_owned();
        self.block.clear();
        let container = self.container();
        if let Some(container) = self.tree.containers.get_mut(container) {
            container.blocks += 1;
        }
        self.tree.blocks.push(Block {
            container,
            kind,
            text,
            linked,
        });
    }

    fn raw(&mut self, tag: &Tag<'_>) {
        if tag.name == "title" || tag.name == "textarea" {
            self.flush();
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name: &str = &tag.name;
        if self.is_dropped() && !names::is_container(name) {
            return;
        }
        match name {
            "br" => {
                // Two breaks part paragraphs.
                if self.block.ends_with('\n') && self.preformatted == 0 {
                    self.flush();
                } else if !self.block.is_empty() {
                    self.block.push('\n');
                    self.space = false;
                }
            }
            "a" => self.in_link = tag.has("href"),
            "hr" => self.flush(),
            "img" | "wbr" | "input" | "meta" | "link" | "base" | "source" | "track" | "col" | "embed"
            | "param" | "area" => {}
            "p" | "dt" | "dd" | "summary" | "legend" | "figcaption" | "caption" | "center" | "address" => {
                self.flush();
                self.in_link = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let rank = name.bytes().last().map_or(1, |b| b.saturating_sub(b'0'));
                self.kind = BlockKind::Heading(rank);
            }
            _ if names::is_container(name) => self.push(tag),
            _ => {}
        }
    }

    fn push(&mut self, tag: &Tag<'_>) {
        let name: &str = &tag.name;
        if !names::is_inline_furniture(name) {
            self.flush();
        }
        self.in_link = false;
        // A new item or cell ends the one before it.
        let implied: &[&str] = match name {
            "li" => &["li"],
            "option" => &["option"],
            "td" | "th" => &["td", "th"],
            "tr" => &["td", "th", "tr"],
            "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "tbody", "thead", "tfoot"],
            _ => &[],
        };
        while self
            .open
            .last()
            .is_some_and(|open| implied.contains(&open.name.as_str()))
        {
            self.pop();
        }
        let parent = self.container();
        let Some(above) = self.tree.containers.get(parent) else {
            return;
        };
        let hint = names::hint(tag);
        let index = self.tree.containers.len();
        let container = Container {
            parent,
            name: name.to_owned(),
            hint,
            dropped: above.dropped || names::is_dropped(tag),
            form: if name == "form" { Some(index) } else { above.form },
            blocks: 0,
            unlikely: above.unlikely || hint == Hint::Unlikely,
        };
        self.tree.containers.push(container);
        if matches!(name, "td" | "th" | "template") {
            self.barriers.push(self.open.len());
        }
        self.by_name
            .entry(name.to_owned())
            .or_default()
            .push(self.open.len());
        self.open.push(Open {
            container: index,
            name: name.to_owned(),
        });
        match name {
            "li" if !self.is_dropped() => self.kind = BlockKind::Item,
            "pre" => self.preformatted += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.in_link = false,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "dd" | "summary" | "legend"
            | "figcaption" | "caption" | "center" | "address" => self.flush(),
            _ => {
                let Some(outermost) = self.by_name.get(name).and_then(|open| open.last()).copied() else {
                    return;
                };
                let barrier = self.barriers.last().copied();
                let leaves_cell = barrier.is_some_and(|barrier| outermost < barrier);
                let may_leave_cell = matches!(
                    name,
                    "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "template" | "body" | "html"
                );
                if leaves_cell && !may_leave_cell {
                    return;
                }
                while self.open.len() > outermost {
                    self.pop();
                }
            }
        }
    }

    fn pop(&mut self) {
        self.flush();
        let Some(open) = self.open.pop() else { return };
        if let Some(indices) = self.by_name.get_mut(&open.name) {
            indices.pop();
        }
        match open.name.as_str() {
            "td" | "th" | "template" => {
                self.barriers.pop();
            }
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "li" if self.kind == BlockKind::Item => self.kind = BlockKind::Paragraph,
            _ => {}
        }
    }
}
