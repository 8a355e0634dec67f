"""Web Annotation, held against the W3C's own assertions (JSON Schema), and every quote against its place."""

import json
import os
from pathlib import Path

from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from truth import check, confirmed, equal, flat_links, in_pieces, run, same


def assertions():
    """What the W3C says that an annotation must be, by title."""
    schemas = Path(os.environ.get("FOREIGN_SHARED") or "/nowhere") / "formats/w3c-web-annotation"
    if not schemas.is_dir():
        print("skipped: the W3C's assertions are not at hand")
        return {}
    read = {path: json.loads(path.read_text(encoding="utf-8")) for path in schemas.rglob("*.json")}
    registry = Registry().with_resources(
        (path.name, Resource(contents=schema, specification=DRAFT4)) for path, schema in read.items()
    )
    musts = {
        path.name: Draft4Validator(schema, registry=registry)
        for path, schema in read.items()
        if schema.get("assertionType") == "must"
    }
    check(len(musts) > 50, "there are only", len(musts), "assertions")
    return musts


def place(annotation):
    """Start and end of an annotation's target, and its quote."""
    quote, position = annotation["target"]["selector"]
    equal((quote["type"], position["type"]), ("TextQuoteSelector", "TextPositionSelector"), "types of selectors")
    return position["start"], position["end"], quote


def judge(folder, truth):
    folder = Path(folder)
    musts = assertions()
    count = 0
    for article in truth:
        name, text = article.id, article.text
        equal((folder / f"{name}.txt").read_bytes().decode(), text, name, "text")
        annotations = json.loads((folder / f"{name}.jsonld").read_text(encoding="utf-8"))
        spans, links = {}, set()
        for annotation in annotations:
            count += 1
            for title, validator in musts.items():
                faults = [error.message[:200] for error in validator.iter_errors(annotation)]
                check(not faults, annotation["id"], "is not as", title, "wants:", faults[:5])
            value = annotation["body"][0]["value"]
            if annotation["motivation"] == "tagging":
                start, end, quote = place(annotation)
                equal(quote["exact"], text[start:end], name, "quote")
                equal(quote["prefix"], text[max(0, start - 32) : start], name, "prefix")
                equal(quote["suffix"], text[end : end + 32], name, "suffix")
                spans[annotation["id"]] = (value, start, end)
            elif annotation["motivation"] == "linking":
                links.add((*annotation["target"], value))
        marks = confirmed(article)
        same(spans.values(), in_pieces(marks), name, "spans")
        found = {(spans[a], label, spans[b]) for a, b, label in links}
        same(found, {*flat_links(article, lambda mark: mark in marks)}, name, "links")
        ids = [annotation["id"] for annotation in annotations]
        equal(len(set(ids)), len(ids), name, "ids")
    return f"Web Annotation: {len(truth)} articles, {count} annotations, {len(musts)} assertions each"


run(judge)
