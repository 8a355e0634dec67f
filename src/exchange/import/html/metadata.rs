//! What a page says about itself in its head: `<title>`, Open Graph, JSON-LD, `<time>`, `<html lang>`.

use serde_json::Value;

use super::tokens::Tag;
use super::{clean, decode_entities};
use crate::annotation::Metadata;
use crate::exchange::import::dates::find_date;
use crate::exchange::import::outlets::split_outlet;
use crate::text::zones::lines::{Line, byline_names, classify};

/// The longest JSON-LD that is read, in bytes.
const LONGEST_JSON: usize = 1024 * 1024;

/// Collects what start tags and raw elements say, best source first.
#[derive(Debug, Default)]
pub struct Found {
    /// Per field the value with the rank of its source; a lower rank is better.
    title: Best,
    page_title: String,
    publisher: Best,
    author: Best,
    published: Best,
    url: Best,
    language: Best,
}

#[derive(Debug, Default)]
struct Best(Option<(u8, String)>);

impl Best {
    fn offer(&mut self, rank: u8, value: &str) {
        let value = clean(value);
        if !value.is_empty() && value.len() <= 2000 && self.0.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.0 = Some((rank, value));
        }
    }

    fn get(&self) -> &str {
        self.0.as_ref().map_or("", |(_, value)| value)
    }
}

impl Found {
    /// Looks at a start tag, or at a raw element with its content.
    pub fn see(&mut self, tag: &Tag<'_>, content: Option<&str>) {
        match (&*tag.name, content) {
            ("title", Some(content)) if self.page_title.is_empty() => {
                self.page_title = clean(&decode_entities(content));
            }
            ("script", Some(content)) => {
                let kind = tag.attribute("type").unwrap_or_default();
                if kind.eq_ignore_ascii_case("application/ld+json") && content.len() <= LONGEST_JSON {
                    self.json_ld(content);
                }
            }
            ("meta", None) => self.meta(tag),
            ("html", None) => self.language.offer(0, &tag.attribute("lang").unwrap_or_default()),
            ("link", None)
                if tag
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                self.address(0, &tag.attribute("href").unwrap_or_default());
            }
            ("time", None) => {
                let published = tag
                    .attribute("itemprop")
                    .is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
                    || tag.has("pubdate");
                let value = tag.attribute("datetime").unwrap_or_default();
                self.date(if published { 2 } else { 5 }, &value);
            }
            _ => {}
        }
    }

    fn meta(&mut self, tag: &Tag<'_>) {
        let key = ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .find_map(|key| tag.attribute(key));
        let Some(value) = tag.attribute("content") else {
            return;
        };
        match key.unwrap_or_default().to_ascii_lowercase().as_str() {
            "og:title" => self.title.offer(1, &value),
            "headline" | "dc.title" | "dcterms.title" | "citation_title" => self.title.offer(2, &value),
            "twitter:title" => self.title.offer(3, &value),
            "og:site_name" => self.publisher.offer(0, &value),
            "dc.publisher" | "dcterms.publisher" | "publisher" | "citation_journal_title" => {
                self.publisher.offer(2, &value);
            }
            "application-name" => self.publisher.offer(4, &value),
            "author" | "article:author" | "byl" | "dc.creator" | "dcterms.creator" | "parsely-author"
            | "sailthru.author" | "citation_author" => self.by(1, &value),
            "article:published_time" | "og:published_time" | "datepublished" => self.date(0, &value),
            "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publication_date"
            | "dc.date"
            | "dcterms.date"
            | "dcterms.created"
            | "dc.date.issued"
            | "sailthru.date"
            | "parsely-pub-date"
            | "citation_date"
            | "originalpublicationdate"
            | "article.published" => self.date(3, &value),
            "og:url" => self.address(1, &value),
            "og:locale" => self.language.offer(2, &value),
            "content-language" | "dc.language" => self.language.offer(1, &value),
            _ => {}
        }
    }

    fn by(&mut self, rank: u8, value: &str) {
        let value = clean(value);
        // Some pages give the author's page instead of the name.
        if !value.contains("://") {
            let (author, outlet) = split_outlet(byline_names(&value).unwrap_or(&value));
            self.author.offer(rank, author);
            self.publisher.offer(rank + 5, outlet);
        }
    }

    fn date(&mut self, rank: u8, value: &str) {
        if let Some(date) = find_date(value) {
            self.published.offer(rank, &date.to_string());
        }
    }

    fn address(&mut self, rank: u8, value: &str) {
        let value = value.trim();
        if value.starts_with("https://") || value.starts_with("http://") {
            self.url.offer(rank, value);
        }
    }

    /// What the text of a by-line box says.
    pub fn byline(&mut self, text: &str) {
        if let Some(names) = text.lines().find_map(byline_names) {
            self.by(4, names);
        }
    }

    /// What a line that is only a date says.
    pub fn date_line(&mut self, text: &str) {
        for line in text.lines().filter(|line| classify(line) == Line::Date) {
            self.date(6, line);
        }
    }

    /// What stands in the page's only main heading.
    pub fn heading(&mut self, text: &str) {
        self.title.offer(4, text);
    }

    /// JSON-LD: an article, a list of things, or a graph of them.
    fn json_ld(&mut self, source: &str) {
        let source = source
            .trim()
            .trim_start_matches("<!--")
            .trim_start_matches("//<![CDATA[");
        let Ok(value) = serde_json::from_str::<Value>(source.trim().trim_end_matches("-->")) else {
            return;
        };
        let things = match &value {
            Value::Array(things) => things.iter().collect(),
            Value::Object(thing) => match thing.get("@graph") {
                Some(Value::Array(things)) => things.iter().collect(),
                _ => vec![&value],
            },
            _ => Vec::new(),
        };
        for thing in things.into_iter().filter(|thing| is_article(thing)) {
            self.title
                .offer(0, &words(thing.get("headline").or_else(|| thing.get("name"))));
            self.publisher.offer(1, &words(thing.get("publisher")));
            self.by(0, &words(thing.get("author").or_else(|| thing.get("creator"))));
            self.date(1, &words(thing.get("datePublished")));
            self.address(2, &words(thing.get("url")));
            self.language.offer(1, &words(thing.get("inLanguage")));
        }
    }

    /// The metadata of the page with this text.
    pub fn finish(mut self, text: &str) -> Metadata {
        if let Some(headline) = headline_in(text, &self.page_title) {
            self.title.offer(5, headline);
        }
        let mut publisher = self.publisher.get().to_owned();
        let mut title = self.title.get().to_owned();
        let (page_title, site) = split_site(&self.page_title, &publisher);
        if publisher.is_empty() && !title.is_empty() && same(&page_title, &title) {
            publisher = site;
        }
        if title.is_empty() {
            title = page_title;
        } else {
            title = split_site(&title, &publisher).0;
        }
        let language = self
            .language
            .get()
            .split(['-', '_', ','])
            .next()
            .unwrap_or_default()
            .trim();
        let is_code = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
        Metadata {
            title,
            publisher,
            author: self.author.get().to_owned(),
            published: self.published.get().parse().ok(),
            url: self.url.get().to_owned(),
            language: if is_code {
                language.to_ascii_lowercase()
            } else {
                String::new()
            },
            imported_from: String::new(),
        }
    }
}

/// The line near the top of the text that is part of the page's title ("Toria Times: Ferry sinks").
fn headline_in<'a>(text: &'a str, page_title: &str) -> Option<&'a str> {
    let mut top = text.lines().filter(|line| !line.trim().is_empty()).take(8);
    top.find(|line| {
        line.split_whitespace().count() >= 3 && line.len() >= 12 && page_title.contains(&clean(line))
    })
}

fn is_article(thing: &Value) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article")
                || matches!(
                    kind,
                    "BlogPosting" | "Report" | "LiveBlogPosting" | "ReportageNewsArticle"
                )
        })
    };
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The text of a JSON-LD value: a string, something with a name, or a list of them.
fn words(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => decode_entities(text).into_owned(),
        Some(Value::Object(thing)) => match thing.get("name") {
            Some(Value::String(name)) => name.clone(),
            _ => String::new(),
        },
        Some(Value::Array(list)) => {
            let names: Vec<_> = list
                .iter()
                .filter(|item| !item.is_array())
                .map(|item| words(Some(item)))
                .filter(|name| !name.is_empty())
                .collect();
            names.join(", ")
        }
        _ => String::new(),
    }
}

/// Parts "Ferry sinks - Toria Times" into title and site. Only a site that is known, or a short last part, is taken off.
fn split_site(title: &str, publisher: &str) -> (String, String) {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " • "] {
        let Some((head, site)) = title.rsplit_once(separator) else {
            continue;
        };
        let known = !publisher.is_empty() && same(site, publisher);
        let few_words = publisher.is_empty()
            && site.split_whitespace().count() <= 4
            && head.split_whitespace().count() >= 4;
        if known || few_words {
            return (head.trim().to_owned(), site.trim().to_owned());
        }
    }
    (title.to_owned(), String::new())
}

fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    letters(a) == letters(b)
}
