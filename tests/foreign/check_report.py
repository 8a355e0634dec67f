"""The reports: HTML read strictly by html5lib, Markdown by markdown-it.

check_report.py EXPORT TRUTH
"""

import pathlib
import re
import sys

import html5lib
from markdown_it import MarkdownIt

from ours import articles, same, true

path = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
source = path.read_text(encoding="utf-8")
is_html = path.suffix == ".html"
LOADING = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "base", "form", "input"}
# Markdown has one kind of line end, and what else some take for one is a space there.
BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
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


if is_html:
    tree = parse(source)
    for element in tree.iter():
        true(f"<{element.tag}> loads nothing", element.tag not in LOADING)
        for name, value in element.attrib.items():
            true(f"{name} is no script", not name.startswith("on") and name not in ("src", "srcset", "style"))
            true(f"{value} is a place or an address", name != "href" or value.startswith(("#", "http://", "https://")))
    true("the style loads nothing", not re.search(r"url\(|@import", source[: source.index("</style>")]))
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    same("ids", len(set(ids)), len(ids))
    for element in tree.iter("a"):
        target = element.attrib["href"]
        true(f"{target} is there", not target.startswith("#") or target[1:] in ids)
    sections = list(tree.iter("article"))
    same("articles", [section.attrib["id"] for section in sections], list(truth))
    texts = {section.attrib["id"]: text_of(section.find(".//div[@class='text']"), {"sup"}) for section in sections}
else:
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    tree = parse("<!DOCTYPE html><title>a</title>" + rendered)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    known = {"html", "head", "title", "body", "h1", "h2", "h3", "p", "ol", "ul", "li", "strong", "hr"}
    true(f"nothing became markup: {tags - known}", tags <= known)
    whole = text_of(tree, set())
    whole = re.sub("‹[^›]*›|⟦\\d+ |⟧", "", whole)
    texts = {name: whole for name in truth}

for name, article in truth.items():
    for line in article.text.split("\n"):
        expected = CONTROLS.sub("\ufffd", line) if is_html else BREAKS.sub(" ", line).strip()
        true(f"{name} says {expected[:60]!r}", expected in texts[name])
    for claim in article.claims:
        verdict = claim.get("verdict")
        if verdict and claim["status"] in ("accepted", "corrected", "added"):
            first = verdict["rationale"].split("\n")[0].strip()
            true(f"{name} has a rationale", first in text_of(tree, set()))
print(f"{len(truth)} articles")
