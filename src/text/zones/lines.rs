//! What a single line of a news page is, judged by its wording alone.
//!
//! The rules know the furniture of news pages (by-lines, date lines, share buttons, credits), never the subject of an
//! article. Each of them is anchored at the start or the end of a short line, so that a sentence of the article that
//! uses the same words is left alone.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// Longest line, in bytes, that can be furniture.
const LONGEST: usize = 300;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// "By Jane Doe, Toria Times".
    Byline,
    /// A line that is a date or time and nothing else.
    Date,
    /// Navigation, buttons, adverts, copyright, labels, photo credits, "Read more: …".
    Furniture,
    /// "… contributed to this report."
    Credits,
    /// What stands above a list of other articles ("More from", "Related articles").
    TeaserMarker,
    /// A highlight.
    Bullet,
    /// A few words that are no sentence: a headline, a subheading, the title of another article.
    Title,
    /// Running text.
    Prose,
}

/// What `line` is.
#[must_use]
pub fn classify(line: &str) -> Line {
    let line = line.trim();
    if line.len() > LONGEST {
        return Line::Prose;
    }
    if !line.contains(char::is_alphanumeric) || FURNITURE.is_match(line) {
        return Line::Furniture;
    }
    if line.starts_with(['•', '·', '▪', '‣', '◦']) || line.starts_with("* ") {
        return Line::Bullet;
    }
    if CREDITS.is_match(line) {
        return Line::Credits;
    }
    if TEASER_MARKER.is_match(line) && !ends_sentence(line) {
        return Line::TeaserMarker;
    }
    if DATE_LINE.is_match(line) {
        return Line::Date;
    }
    if byline_names(line).is_some() {
        return Line::Byline;
    }
    if !ends_sentence(line) && line.split_whitespace().count() <= 25 && !line.ends_with([',', ';']) {
        return Line::Title;
    }
    Line::Prose
}

/// The names in a by-line ("Jane Doe and Ali Noor, Toria Times" for "From Jane Doe and Ali Noor, Toria Times"); `None`
/// if `line` is not a by-line.
#[must_use]
pub fn byline_names(line: &str) -> Option<&str> {
    let line = line.trim();
    let names = BYLINE.captures(line)?.name("names")?.as_str();
    // "By Monday the army had left" and headlines such as "By land and by sea" have words without capitals.
    let capitals = names
        .split([' ', ',', '/', '|', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .all(|word| {
            word.chars().any(char::is_uppercase)
                || PARTICLES.contains(&word.to_lowercase().as_str())
                || word.contains('@')
                || word == "-"
        });
    let words = names.split_whitespace().count();
    let first = names.split_whitespace().next().unwrap_or_default();
    let is_agency = AGENCIES.iter().any(|a| names.eq_ignore_ascii_case(a));
    let fits = capitals && (2..=30).contains(&words) && !NOT_A_NAME.contains(&first.to_lowercase().as_str());
    (fits || is_agency).then_some(names)
}

/// Whether `line` ends as a sentence does.
#[must_use]
pub fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ']);
    if !bare.ends_with(['.', '!', '?', '…', '。', '؟', '।']) {
        return false;
    }
    // A headline may end in an abbreviation ("… says U.N.") and a question is a headline as often as not.
    !(bare.ends_with('?') || ABBREVIATION_AT_END.is_match(bare))
}

/// Words that names are joined with.
const PARTICLES: [&str; 20] = [
    "and", "for", "in", "of", "at", "the", "de", "da", "del", "der", "den", "van", "von", "bin", "ibn", "al",
    "el", "la", "&", "with",
];

/// First words after "By" or "From" that tell that no name follows.
const NOT_A_NAME: [&str; 30] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "the",
    "a",
    "an",
    "our",
    "this",
    "that",
    "all",
    "here",
    "there",
    "now",
    "then",
    "in",
];

/// News agencies that sign articles by their name alone.
const AGENCIES: [&str; 16] = [
    "Reuters",
    "AFP",
    "AP",
    "CNN",
    "BBC",
    "BBC News",
    "Xinhua",
    "TASS",
    "UPI",
    "DPA",
    "EFE",
    "ANSA",
    "VOA",
    "Staff",
    "Staff Writer",
    "Agencies",
];

/// Verbs of the buttons and invitations of a page.
static FURNITURE: LazyLock<RegexSet> = LazyLock::new(|| {
    set(&[
        // Navigation and buttons that are the whole line.
        r"(?i)^(skip (to|navigation)\b.*|jump to .{1,30}|home ?page|home|menu|main menu|search|navigation|log ?in|sign ?in|sign ?up|register|my account|subscribe( now)?|contact us|about us|advertise( with us)?|site ?map|terms (of|&|and) .{1,30}|privacy( policy| notice)?|cookie (policy|settings|preferences)|help|close|next|previous|back( to top)?|top stories|live tv|watch live|listen live|newsletters?|most (read|viewed|shared)|edition|english|more|show more|load more|see more|view (all|more)( .{1,30})?|see all( .{1,30})?|advertisement|advertising|sponsored( content)?|ad|promoted|continue reading|story continues below( advertisement)?|article continues (below|after) .{1,30}|click to expand|expand|play video|watch( now)?|video|audio|photos?|gallery|transcript)[\s:.…»›>]*$",
        // Sharing, printing, following.
        r"(?i)^(share|tweet|print|e-?mail|save|comments?|like|follow|post|pin|bookmark|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|instagram|youtube|copy link|share (this|on|via|with|article|story|to)\b.{0,40}|email (this|to)\b.{0,40}|print (this|article)\b.{0,30}|send to .{1,30}|add to .{1,30}|\d+ (comments?|shares?|likes?|views?))([\s,|/·•]+(share|tweet|print|e-?mail|save|comments?|like|pin|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|instagram|copy link|this|on|via|\d+))*[\s:.…]*$",
        r"(?i)^(follow|find|join|like) (us|me|him|her|them|@\S+|[\w.' -]{1,40}) on (twitter|facebook|instagram|x|telegram|whatsapp|youtube|linkedin|mastodon|bluesky)\b.{0,80}$",
        r"(?i)^(sign up|subscribe|register|click here|tap here|download (the|our)|get (the|our) .{0,40}(newsletter|app|alerts?)|join our|support our|donate|become a (member|subscriber|supporter))\b.{0,160}$",
        r"(?i)^(have your say|leave a (comment|reply)|post a comment|join the (conversation|discussion)|what do you think\?|tell us what|send us your|do you have a (story|tip)|are you (in|at) .{1,60}\?)\b?.{0,160}$",
        // Pointers to other articles.
        r"(?i)^(read|see|watch|listen|hear)( more| also| next| now| the full (story|report|article)| full (story|report|article))\s*(:|\.{3}|…|»|>|$|on |about ).{0,200}$",
        r"(?i)^(read|see|watch|listen|related|opinion|explainer|more|also|analysis|in pictures|photos|video|gallery|map|timeline|factbox|fact box|interactive|live|recommended|go deeper|don't miss)( here)?\s*(:|»|›|>>)\s*\S.{0,200}$",
        r"(?i)^(>>|»|→)\s*\S.{0,160}$",
        // Labels.
        r"(?i)^(story highlights|highlights|key points|key takeaways|at a glance|in this (story|article)|tags?|topics?|filed under|keywords|categories|article information|about sharing|image (source|caption)s?|media caption|file photo|breaking news|exclusive|updated|last updated|published|posted)\s*:?$",
        r"(?i)^(tags?|topics?|filed under|keywords|categories|related topics)\s*:\s*.{1,160}$",
        // Rights and photo credits.
        r"(?i)^(©|\(c\) ?\d{4}|copyright\s*(©|\(c\)|\d{4}|by\b)|&copy;)",
        r"(?i)\ball rights reserved\b.{0,60}$",
        r"(?i)^(this (material|article|story|content) may not be (published|reproduced)|reuse this content|the[- ]cnn[- ]wire)\b",
        r"^(?i:(photo(graph)?|image|picture|pic|video|graphic|illustration)s?( by| credit| courtesy( of)?| source)?\s*:?)\s+[\p{Lu}@][\w.'@-]+([ /,|&-]+(and )?[\p{Lu}@(][\w.'@)-]*){0,8}$",
        r"(?i)^(photo|image|picture|video|photograph)s?\s*(credit|by|courtesy|source)s?\b\s*:?.{0,100}$",
        r"(?i)^(ap|afp|reuters|getty|epa|file) (photo|images?|video)\b.{0,60}$",
        r"(?i)^[\p{L}.' -]{2,40}(/| via )(reuters|afp|ap|getty( images)?|epa|anadolu|associated press|shutterstock|xinhua)(/[\w ]{2,30})?$",
    ])
});

static CREDITS: LazyLock<RegexSet> = LazyLock::new(|| {
    set(&[
        r"(?i)\bcontributed (to (this|the) (report|story|article)|(additional )?reporting)\b.{0,40}$",
        r"(?i)\bcontributed\.?$",
        r"(?i)^\W?(additional )?(reporting|writing|editing|compiled|translated|edited|written|produced|research)( and (reporting|writing|editing))? by\b",
        r"(?i)^\W?(with|using) (reporting|information|material|files|additional reporting) (from|by)\b",
        r"(?i)^\W?(this (story|article|report) (was|has been|is) (first |originally )?(published|written|reported|corrected|updated|produced|adapted|translated)|the associated press contributed|some information (for|in) this)\b",
        r"(?i)^\W?(source|agencies|sources)\s*:\s*[\p{L} ,/&-]{2,60}$",
    ])
});

static TEASER_MARKER: LazyLock<Regex> = LazyLock::new(|| {
    one(
        r"(?i)^(part of complete coverage( on)?|complete coverage|more (from|on|in|about|news|stories|top stories|coverage|headlines)\b.{0,50}|more|related (articles?|stories|news|content|links|coverage|topics|posts|reading|video)\b.{0,30}|related|also (in|on|read|see)\b.{0,40}|other (stories|news|articles)\b.{0,30}|most (popular|read|viewed|shared|watched|commented|recent)\b.{0,40}|popular( now| stories| articles)?|trending( now| stories)?|latest (news|stories|headlines|articles|videos?|updates)\b.{0,40}|recommended( for you| stories| articles| reading)?|you (may|might) (also )?(like|be interested in)\b.{0,30}|(up|read|watch) next|editors?['’]?s? (picks?|choice)|top stories|top news|around the web|from (around|across) the (web|network)|sponsored (stories|links)|promoted (stories|content)|in other news|don['’]t miss|must[- ]reads?|what (others|people) are reading|(our|today['’]s) (top|best) (stories|picks)\b.{0,30}|previous (stories|articles))\s*[:»›>…]*$",
    )
});

static DATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"((first |last |originally )?(updated|published|posted|modified|created|date|issued|added|released)( (on|at|date|time))?\s*:?\s*)";
    let clock = r"\d{1,2}[:.h]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{4} gmt";
    let zone = r"\(?(utc|gmt|[ecmp][sd]?t|bst|cet|cest|eet|eest|ist|msk|local time|hkt)([+-]\d{1,2}(:?\d{2})?)?\)?|z";
    let weekday = r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?";
    let month = r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?";
    let number =
        r"\d{4}-\d{1,2}-\d{1,2}(t[\d:.]+z?)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}|\d{1,2}(st|nd|rd|th)?";
    let ago = r"\d{1,3} (seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago";
    let part = format!("({clock}|{zone}|{weekday}|{month}|{ago}|{number}|at|on|of)");
    one(&format!(
        r"(?i)^[(\[]?({label}({part}[\s,|·•–—-]*)+|({weekday}|{month}|{clock}|{ago}|\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d{{1,2}}(st|nd|rd|th)?\s+{month})[\s,|·•–—-]*({label}|({part}[\s,|·•–—-]*))*)[)\]]?$"
    ))
});

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    one(
        r"^(?:(?i:by|from|story by|written by|reported by|report by|words by|text by|author|authors|posted by)\s*:?\s+)(?<names>\p{Lu}[\p{L}\p{M}\d.,'’@/&| ()-]{1,200})$",
    )
});

static ABBREVIATION_AT_END: LazyLock<Regex> = LazyLock::new(|| one(r"\b(\p{Lu}\.){2,}$"));

fn one(pattern: &str) -> Regex {
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant, and the tests compile it"
    )]
    Regex::new(pattern).unwrap()
}

fn set(patterns: &[&str]) -> RegexSet {
    #[expect(
        clippy::unwrap_used,
        reason = "the patterns are constants, and the tests compile them"
    )]
    RegexSet::new(patterns).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Line) {
        assert_eq!(classify(line), expected, "{line}");
    }

    #[test]
    fn furniture() {
        for line in [
            "Skip to main content",
            "Home",
            "Share this article",
            "Facebook Twitter Email Print",
            "Share Tweet 12 Comments",
            "Subscribe now",
            "Sign up for our morning newsletter.",
            "Follow Ana Reyl on Twitter @anareyl.",
            "Read more: Ferry sinks off Port Vell",
            "Related: The long road to Osk",
            "READ MORE ABOUT THE TORIAN FLOODS",
            "Story highlights",
            "Advertisement",
            "© 2014 Toria Times. All rights reserved.",
            "The Toria Times 2014. All Rights Reserved.",
            "Photo: Ana Reyl/Toria Times",
            "Image credit: Ana Reyl",
            "Ana Reyl/Reuters",
            "* * *",
            "Tags: Toria, floods",
        ] {
            check(line, Line::Furniture);
        }
    }

    #[test]
    fn around_the_text() {
        check("By Ana Reyl", Line::Byline);
        check("From Ana Reyl and Ben al-Osk, Toria Times", Line::Byline);
        check("By Reuters", Line::Byline);
        check("By ANA REYL in Port Vell", Line::Byline);
        check("updated 7:52 PM EST, Sat December 29, 2012", Line::Date);
        check("29 December 2012", Line::Date);
        check("Published: 2012-12-29 10:30 GMT", Line::Date);
        check("Sat, Dec. 29th 2012 | 10:30", Line::Date);
        check("3 hours ago", Line::Date);
        check(
            "The Times' Ana Reyl and Ben Osk contributed to this report.",
            Line::Credits,
        );
        check("(Reporting by Ana Reyl; Editing by Ben Osk)", Line::Credits);
        check("Part of complete coverage on", Line::TeaserMarker);
        check("More from Toria", Line::TeaserMarker);
        check("Most popular", Line::TeaserMarker);
        check("• NEW: Ferry was overloaded", Line::Bullet);
        check("Deadly day in Toria as envoys talk", Line::Title);
        check("Will the dam hold?", Line::Title);
    }

    #[test]
    fn sentences_of_the_article_stay() {
        for line in [
            "By Monday the army had left the town.",
            "From Port Vell the road leads north.",
            "More from the north arrived on Sunday.",
            "Related attacks killed four people on Monday.",
            "Share prices fell by a third on Monday.",
            "Copyright law was not his concern, the minister said.",
            "He said his party had contributed to this report of the committee, which names more than a dozen generals.",
            "December 29, 2012 was the bloodiest day of the war.",
            "Home to two million people, the city has no water.",
            "Watch groups said 14 people were killed.",
            "“They shelled us.”",
            "Video showed tanks on the bridge.",
            "Sign of the times: bread is sold by the slice.",
        ] {
            check(line, Line::Prose);
        }
    }
}
