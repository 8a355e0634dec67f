//! Invented pages and what is read from them.

use super::*;

fn check(page: &str, expected: &str) {
    assert_eq!(read(page).0, expected, "{page}");
}

#[test]
fn short_pages_are_read_whole() {
    check("<p>One.<p>Two &amp; <b>three</b>.", "One.\n\nTwo & three.");
    check("Just text", "Just text");
    check(
        "<h1>Ferry sinks</h1><ul><li>one<li>two</ul><p>End.",
        "Ferry sinks\n\n• one\n• two\n\nEnd.",
    );
    check("a<br>b<br><br>c", "a\nb\n\nc");
    check("<p>a<script>alert('<p>x</p>')</script>b<style>p{}</style>", "ab");
    check("<p>a <button>Share</button> b", "a b");
    check(
        "<nav><p>Home</p></nav><p>Text</p><footer>Imprint</footer>",
        "Text",
    );
    check(
        "<div hidden>secret</div><div style='display: none'>x</div><p>Text",
        "Text",
    );
    check(
        "<form action=/><p>Whole page in a form</p></form>",
        "Whole page in a form",
    );
    check("<pre>one\n  two</pre>", "one\ntwo");
    check("", "");
    check("<html><head><title>t</title></head></html>", "");
}
