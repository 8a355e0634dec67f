//! The wording of page furniture, in lower case.
//!
//! A pattern is tried only on lines whose first word is one of its own ([`FIRST_WORDS`]) or that hold a telling phrase:
//! an article of 32 MB may have ten million lines.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

/// First words of lines that may be furniture, credits or the head of a list of teasers.
pub static FIRST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "about ad add additional advertise advertisement advertising afp agencies all also analysis ap are \
     around article at audio back become bookmark breaking categories category click close comment \
     comments compiled complete contact continue cookie copy copyright do don't donate don’t download \
     e-mail edited editing edition editor's editors editors' editors’ editor’s email english epa \
     exclusive expand explainer facebook fact factbox file filed find follow from gallery get getty go \
     graphic have hear help highlights home homepage illustration image images in instagram interactive \
     join jump key keywords last latest leave like likes linkedin listen live load log login main map \
     media menu more most must must-read must-reads my navigation newsletter newsletters next opinion \
     other our part photo photograph photographs photos pic picture pictures pin play popular post posted \
     previous print privacy produced promoted published read recommended reddit register related \
     reporting research reuse reuters save search see send share show sign site sitemap skip some source \
     sources sponsored story subscribe support tag tags tap telegram tell terms the the-cnn-wire this \
     timeline today's today’s top topic topics transcript translated trending tweet twitter up updated \
     using video videos view watch what whatsapp with words writing written x you youtube"
        .split(' ')
        .collect()
});

/// Lines that are nothing else, after trailing punctuation is taken off.
pub static WHOLE_LINES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "about sharing|about us|ad|advertise|advertise with us|advertisement|advertising|article information|\
     at a glance|audio|back|back to top|bookmark|breaking news|categories|click to expand|close|comment|\
     comments|contact us|continue reading|cookie policy|cookie preferences|cookie settings|copy link|\
     donate|e-mail|edition|email|english|exclusive|expand|facebook|file photo|filed under|follow|gallery|\
     help|highlights|home|home page|homepage|image caption|image source|images|in this article|\
     in this story|instagram|key points|key takeaways|keywords|last updated|like|linkedin|listen live|\
     live tv|load more|log in|login|main menu|media caption|menu|more|most read|most shared|most viewed|\
     my account|navigation|newsletter|newsletters|next|photo|photos|pin|play video|post|posted|previous|\
     print|privacy|privacy notice|privacy policy|promoted|published|reddit|register|reuse this content|\
     save|search|see more|share|show more|sign in|sign up|site map|sitemap|sponsored|sponsored content|\
     story continues below|story continues below advertisement|story highlights|subscribe|subscribe now|\
     tag|tags|telegram|terms of service|terms of use|top stories|topic|topics|transcript|tweet|twitter|\
     updated|video|view all|view more|watch|watch live|watch now|whatsapp|x|youtube"
        .split('|')
        .collect()
});

/// Buttons, invitations, pointers to other articles, labels, rights.
pub static FURNITURE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"^(skip (to|navigation)|jump to|back to|view all|see all|article continues)\b",
        // Sharing and following.
        r"^(share|tweet|print|e-?mail|save|comments?|likes?|pin|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|instagram|copy link|\d+ (comments?|shares?|likes?|views?))([\s,|/·•]+(share|tweet|print|e-?mail|save|comments?|likes?|pin|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|instagram|copy link|this|on|via|\d+))*[\s:.…]*$",
        r"^(share (this|on|via|with your)|e-?mail (this|to a)|print this|send to a|add to (favou?rites|my))\b.*$",
        r"^(follow|find|join|like) .{2,40} on (twitter|facebook|instagram|x|telegram|whatsapp|youtube|linkedin|mastodon|bluesky)\b",
        r"^(sign up (for|to)|subscribe (to|now|for)|register (for|now|to)|(click|tap) here|download (the|our) .*app|get (the|our) .*(newsletter|app|alerts?|inbox)|join our|support our (work|journalism)|become a (member|subscriber|supporter))\b",
        r"^(have your say|leave a (comment|reply)|post a comment|join the (conversation|discussion)|tell us what|send us your|do you have a (story|tip))\b",
        // Pointers.
        r"^(read|see|watch|listen|hear)( more| also| next| now)( here)?\s*(:|\.{3}|…|»|>|$|on |about )",
        r"^(read|see|watch|listen to|hear) the full (story|report|article|interview)\b",
        r"^(read|see|watch|listen|related|opinion|explainer|more|also|analysis|in pictures|photos|video|gallery|map|timeline|factbox|fact box|interactive|live|recommended|go deeper|don['’]t miss)( here)?\s*(:|»|›|>>)\s*\S",
        // Labels with what they name.
        r"^(tags?|topics?|filed under|keywords|categor(y|ies)|related topics)\s*:",
        // Rights.
        r"^(©|\(c\) ?\d{4}|copyright\s*(©|\(c\)|\d{4}|by\b))",
        r"\ball rights reserved\b.{0,60}$",
        r"^(this (material|article|story|content) may not be (published|reproduced)|the[- ]cnn[- ]wire\b)",
        // Photo credits.
        r"^(photo|image|picture|video|photograph)s?\s*((credit|courtesy|source)s?\b|:)",
        r"^(ap|afp|reuters|getty|epa|file) (photo|images?|video)\b",
        r"^[^.!?]{2,40}(/| via )(reuters|afp|ap|getty( images)?|epa|anadolu|associated press|shutterstock|xinhua)(/[\w ]{2,30})?$",
    ]
    .map(one)
    .into()
});

/// Who else worked on the article, and where it comes from.
pub static CREDITS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"\bcontributed (to (this|the) (report|story|article)|(additional )?reporting)\b.{0,40}$",
        r"^\W?(additional )?(reporting|writing|editing|compiled|translated|edited|written|produced|research)( and (reporting|writing|editing))? by\b",
        r"^\W?(with|using) (reporting|information|material|files|additional reporting) (from|by)\b",
        r"^\W?this (story|article|report) (was|has been|is) (first |originally )?(published|written|reported|corrected|updated|produced|adapted|translated)\b",
        r"^\W?(the associated press contributed|some information (for|in) this)\b",
        r"^\W?(source|agencies|sources)\s*:\s*[^.:]{2,60}$",
    ]
    .map(one)
    .into()
});

/// What stands above a list of other articles.
pub static TEASER_MARKER: LazyLock<Regex> = LazyLock::new(|| {
    one(
        r"^(part of complete coverage( on)?|complete coverage|more (from|on|in|about) .{1,50}|more (news|stories|top stories|coverage|headlines)\b.{0,40}|related( (articles?|stories|news|content|links|coverage|topics|posts|reading|videos?)\b.{0,30})?|also (in|on|read|see)\b.{0,40}|other (stories|news|articles)\b.{0,30}|most (popular|read|viewed|shared|watched|commented|recent)\b.{0,40}|popular( now| stories| articles)?|trending( now| stories)?|latest (news|stories|headlines|articles|videos?|updates)\b.{0,40}|recommended( for you| stories| articles| reading)?|you (may|might) (also )?(like|be interested in)\b.{0,30}|(up|read|watch) next|editors?['’]?s? (picks?|choice)|top (stories|news)|around the web|from (around|across) the (web|network)|(sponsored|promoted) (stories|links|content)|in other news|don['’]t miss|must[- ]reads?|what (others|people) are reading|(our|today['’]s) (top|best) (stories|picks)\b.{0,30}|previous (stories|articles))\s*[:»›>…]*$",
    )
});

/// A date or time and nothing else.
pub static DATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"(((first|last|originally) )?(updated|published|posted|modified|created|date|issued|added|released)( (on|at|date|time))?\s*:?)";
    let clock = r"\d{1,2}[:.h]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?";
    let zone = r"\(?(utc|gmt|[ecmp][sd]?t|bst|cet|cest|eet|eest|ist|msk|local time|hkt)([+-]\d{1,2}(:?\d{2})?)?\)?|z";
    let weekday = r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?";
    let month = r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?";
    let number =
        r"\d{4}-\d{1,2}-\d{1,2}(t[\d:.]+z?)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}|\d{1,2}(st|nd|rd|th)?";
    let ago = r"\d{1,3} (seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago";
    one(&format!(
        r"^[(\[]?(({label}|{clock}|{zone}|{weekday}|{month}|{ago}|{number}|at|on|of|by)([\s,|·•–—)\]-]+|$))+$"
    ))
});

fn one(pattern: &str) -> Regex {
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant, and the tests compile it"
    )]
    Regex::new(pattern).unwrap()
}
