"""Web Annotation, held against the W3C's own assertions (JSON Schema), and every quote against its place.

check_web_annotation.py EXPORT TRUTH
"""

import json
import os
import pathlib
import sys

from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from ours import articles, same, true

folder = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
schemas = pathlib.Path(os.environ.get("FOREIGN_SHARED") or "/nowhere") / "formats/w3c-web-annotation"


def assertions():
    """What the W3C says that an annotation must be, by title."""
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
    true("there are assertions", len(musts) > 50)
    return musts


def place(annotation):
    """Start and end of an annotation's target."""
    quote, position = annotation["target"]["selector"]
    same("types of selectors", (quote["type"], position["type"]), ("TextQuoteSelector", "TextPositionSelector"))
    return position["start"], position["end"], quote


musts = assertions()
count = 0
for name, article in truth.items():
    same(f"{name}: the text", (folder / f"{name}.txt").read_bytes().decode(), article.text)
    annotations = json.loads((folder / f"{name}.jsonld").read_text(encoding="utf-8"))
    marks, links = {}, set()
    for annotation in annotations:
        count += 1
        for title, validator in musts.items():
            for error in validator.iter_errors(annotation):
                true(f"{annotation['id']} is as {title} wants: {error.message[:200]}", False)
        value = annotation["body"][0]["value"]
        if annotation["motivation"] == "tagging":
            start, end, quote = place(annotation)
            same(f"{name}: quote", quote["exact"], article.text[start:end])
            same(f"{name}: prefix", quote["prefix"], article.text[max(0, start - 32) : start])
            same(f"{name}: suffix", quote["suffix"], article.text[end : end + 32])
            marks[annotation["id"]] = (value, start, end)
        elif annotation["motivation"] == "linking":
            links.add((*annotation["target"], value))
    same(f"{name}: marks", set(marks.values()), article.marks)
    same(f"{name}: links", {(marks[a], marks[b], label) for a, b, label in links}, article.links)
    ids = [annotation["id"] for annotation in annotations]
    same(f"{name}: ids", len(set(ids)), len(ids))
print(f"{len(truth)} articles, {count} annotations, {len(musts)} assertions each")
