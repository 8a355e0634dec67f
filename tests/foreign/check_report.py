"""The reports: HTML read strictly by html5lib, Markdown by markdown-it."""

import re
from pathlib import Path

import html5lib
from markdown_it import MarkdownIt

from truth import CONFIRMED, check, equal, run

LOADING = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "base", "form", "input"}
# What some take for the end of a line; in Markdown that is a space.
ENDS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # not the tab


def text_of(element, skip):
    """The text of an element without elements of the given names."""
    if element.tag in skip:
        return ""
    inner = "".join(text_of(child, skip) + (child.tail or "") for child in element if isinstance(child.tag, str))
    return (element.text or "") + inner


def parse(page):
    """A page, whose every mistake is an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def html(source, truth):
    """The tree of a page, and the texts of its articles."""
    tree = parse(source)
    for element in tree.iter():
        check(element.tag not in LOADING, f"<{element.tag}> loads something")
        for name, value in element.attrib.items():
            check(not name.startswith("on") and name not in ("src", "srcset", "style"), name, "is a script or loads")
            is_address = value.startswith(("#", "http://", "https://"))
            check(name != "href" or is_address, value, "is no place and no address")
    style = source[: source.index("</style>")]
    check(not re.search(r"url\(|@import", style), "the style loads something")
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    equal(len(set(ids)), len(ids), "ids")
    for element in tree.iter("a"):
        target = element.attrib["href"]
        check(not target.startswith("#") or target[1:] in ids, target, "is not there")
    sections = list(tree.iter("article"))
    equal([section.attrib["id"] for section in sections], [one.id for one in truth], "articles")
    return tree, {one.attrib["id"]: text_of(one.find(".//div[@class='text']"), {"sup"}) for one in sections}


def markdown(source, truth):
    """The tree of the page that Markdown becomes, and the text for all of its articles."""
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    tree = parse("<!DOCTYPE html><title>a</title>" + rendered)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    known = {"html", "head", "title", "body", "h1", "h2", "h3", "p", "ol", "ul", "li", "strong", "hr"}
    check(tags <= known, "became markup:", tags - known)
    whole = re.sub("‹[^›]*›|⟦\\d+ |⟧", "", text_of(tree, set()))
    return tree, {one.id: whole for one in truth}


def judge(path, truth):
    path = Path(path)
    source = path.read_text(encoding="utf-8")
    is_html = path.suffix == ".html"
    tree, texts = (html if is_html else markdown)(source, truth)
    whole = text_of(tree, set())
    for article in truth:
        for line in article.text.split("\n"):
            expected = CONTROLS.sub("\ufffd", line) if is_html else ENDS.sub(" ", line).strip()
            check(expected in texts[article.id], article.id, "does not say", repr(expected[:60]))
        for claim in article.claims:
            verdict = claim.get("verdict")
            if verdict and claim["status"] in CONFIRMED:
                first = verdict["rationale"].split("\n")[0].strip()
                check(first in whole, article.id, "has no rationale", first)
    return f"report: {len(truth)} articles say what they said"


run(judge)
