//! What element names, roles and classes say about the text in them.

use super::tokens::Tag;
use super::tree::Hint;

/// Whether elements of this name hold blocks or whole parts of a page.
pub fn is_container(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "div"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "nav"
            | "header"
            | "footer"
            | "form"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "menu"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "figure"
            | "fieldset"
            | "details"
            | "dialog"
            | "pre"
            | "noscript"
            | "head"
    ) || is_inline_furniture(name)
}

/// Whether elements of this name are furniture that may stand inside a sentence, and do not end it.
pub fn is_inline_furniture(name: &str) -> bool {
    matches!(
        name,
        "button"
            | "select"
            | "option"
            | "template"
            | "svg"
            | "math"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "datalist"
            | "output"
            | "map"
    )
}

/// Whether nothing in this element is part of an article, by its element name or role, or because it is hidden.
pub fn is_dropped(tag: &Tag<'_>) -> bool {
    let name: &str = &tag.name;
    if matches!(
        name,
        "nav" | "aside" | "footer" | "dialog" | "menu" | "head" | "noscript"
    ) {
        return true;
    }
    if is_inline_furniture(name) || tag.has("hidden") {
        return true;
    }
    if matches!(name, "html" | "body") {
        return false;
    }
    let role = tag.attribute("role").unwrap_or_default().to_ascii_lowercase();
    if matches!(
        role.as_str(),
        "navigation"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "search"
            | "menu"
            | "menubar"
            | "dialog"
            | "alertdialog"
            | "toolbar"
            | "tablist"
    ) {
        return true;
    }
    if tag
        .attribute("aria-hidden")
        .is_some_and(|v| v.eq_ignore_ascii_case("true"))
    {
        return true;
    }
    let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.split_ascii_whitespace().collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// What the element's name, class and id say about its content.
pub fn hint(tag: &Tag<'_>) -> Hint {
    let name: &str = &tag.name;
    if matches!(name, "html" | "body") {
        return Hint::None;
    }
    if tag
        .attribute("itemprop")
        .is_some_and(|v| v.eq_ignore_ascii_case("articleBody"))
    {
        return Hint::ArticleBody;
    }
    match name {
        "article" => return Hint::Article,
        "main" => return Hint::Main,
        _ => {}
    }
    if tag
        .attribute("role")
        .is_some_and(|role| role.eq_ignore_ascii_case("main"))
    {
        return Hint::Main;
    }
    if tag
        .attribute("itemprop")
        .is_some_and(|v| v.eq_ignore_ascii_case("author"))
    {
        return Hint::Byline;
    }
    let classes = format!(
        "{} {}",
        tag.attribute("class").unwrap_or_default(),
        tag.attribute("id").unwrap_or_default()
    );
    let words = class_words(&classes);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let starts = |word: &String| UNLIKELY_STARTS.iter().any(|start| word.starts_with(start));
    if any(&BYLINE) {
        Hint::Byline
    } else if words.iter().any(starts) || (any(&UNLIKELY) && !any(&LIKELY)) {
        Hint::Unlikely
    } else if any(&LIKELY) {
        Hint::Likely
    } else {
        Hint::None
    }
}

/// The words of class names: "article-body__relatedLinks" has article, body, related, links.
fn class_words(classes: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in classes.chars().take(500) {
        let starts = c.is_ascii_uppercase() && was_lower;
        if (!c.is_alphanumeric() || starts) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase();
    }
    words.push(word);
    // "has-sidebar" tells what stands beside the text, not what the text is.
    let mut skip = false;
    words.retain(|word| {
        let is_about_others = matches!(word.as_str(), "has" | "with" | "no" | "without" | "is");
        !std::mem::replace(&mut skip, is_about_others) && !is_about_others
    });
    words
}

const BYLINE: [&str; 5] = ["byline", "bylines", "author", "authors", "dateline"];

const LIKELY: [&str; 12] = [
    "article",
    "articlebody",
    "story",
    "storybody",
    "content",
    "main",
    "body",
    "entry",
    "post",
    "text",
    "page",
    "column",
];

/// Classes that stand for furniture unless another class says that it is the article.
const UNLIKELY: [&str; 39] = [
    "ad",
    "ads",
    "banner",
    "combx",
    "comment",
    "comments",
    "community",
    "consent",
    "disqus",
    "donate",
    "footer",
    "gdpr",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "overlay",
    "pager",
    "pagination",
    "popular",
    "popup",
    "print",
    "recirc",
    "remark",
    "replies",
    "rss",
    "share",
    "sharing",
    "shoutbox",
    "signup",
    "skip",
    "skyscraper",
    "social",
    "tags",
    "teaser",
    "toolbar",
    "widget",
];

/// What classes that stand for furniture start with.
const UNLIKELY_STARTS: [&str; 18] = [
    "adsense",
    "advert",
    "breadcrumb",
    "cookie",
    "mostpopular",
    "mostread",
    "newsletter",
    "outbrain",
    "paywall",
    "promo",
    "recommend",
    "related",
    "sharedaddy",
    "sidebar",
    "sponsor",
    "subscri",
    "taboola",
    "trending",
];
