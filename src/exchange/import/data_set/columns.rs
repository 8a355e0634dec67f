//! Which columns of a data set hold what, guessed from their names.

use crate::exchange::ColumnMap;

/// Names for each use, best first. They are compared without case, spaces and underscores.
const TEXT: [&str; 16] = [
    "text",
    "articletext",
    "articlecontent",
    "articlebody",
    "fulltext",
    "body",
    "content",
    "article",
    "bodytext",
    "maintext",
    "maincontent",
    "story",
    "newstext",
    "newscontent",
    "rawtext",
    "document",
];
const TITLE: [&str; 7] = [
    "title",
    "headline",
    "articletitle",
    "heading",
    "newstitle",
    "header",
    "subject",
];
const PUBLISHER: [&str; 13] = [
    "publisher",
    "source",
    "outlet",
    "newssource",
    "sourcename",
    "publication",
    "newspaper",
    "sitename",
    "site",
    "media",
    "newsoutlet",
    "mediasource",
    "domain",
];
const AUTHOR: [&str; 7] = [
    "author",
    "byline",
    "authors",
    "writer",
    "journalist",
    "articleauthor",
    "creator",
];
const PUBLISHED: [&str; 15] = [
    "published",
    "date",
    "publisheddate",
    "datepublished",
    "publishdate",
    "publicationdate",
    "publishedat",
    "pubdate",
    "articledate",
    "publishtime",
    "publishedtime",
    "dateofpublication",
    "time",
    "timestamp",
    "datetime",
];
const URL: [&str; 9] = [
    "url",
    "link",
    "articleurl",
    "articlelink",
    "sourceurl",
    "href",
    "permalink",
    "canonicalurl",
    "address",
];
const ID: [&str; 9] = [
    "id",
    "unitid",
    "articleid",
    "docid",
    "documentid",
    "uid",
    "uuid",
    "key",
    "identifier",
];

/// What the columns called `names` seem to hold; `text` is empty if none looks like the text.
pub fn guess<'a>(names: impl Iterator<Item = &'a str>) -> ColumnMap {
    let names: Vec<(&str, String)> = names.map(|name| (name, bare(name))).collect();
    let find = |wanted: &[&str]| {
        wanted.iter().find_map(|wanted| {
            names
                .iter()
                .find(|(_, bare)| bare == wanted)
                .map(|(name, _)| (*name).to_owned())
        })
    };
    ColumnMap {
        text: find(&TEXT).unwrap_or_default(),
        title: find(&TITLE),
        publisher: find(&PUBLISHER),
        author: find(&AUTHOR),
        published: find(&PUBLISHED),
        url: find(&URL),
        id: find(&ID),
    }
}

fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name() {
        let map = guess(
            [
                "Unit_ID",
                "Article Title",
                "article_content",
                "source",
                "Date",
                "labels",
            ]
            .into_iter(),
        );
        assert_eq!(map.text, "article_content");
        assert_eq!(map.title.as_deref(), Some("Article Title"));
        assert_eq!(map.publisher.as_deref(), Some("source"));
        assert_eq!(map.published.as_deref(), Some("Date"));
        assert_eq!(map.id.as_deref(), Some("Unit_ID"));
        assert_eq!(map.author, None);
        assert_eq!(guess(["a", "b"].into_iter()), ColumnMap::default());
    }
}
