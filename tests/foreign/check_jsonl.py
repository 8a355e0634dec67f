"""JSON Lines: every line is as the schema says, its places are places of its text, and the hash is the text's."""

import hashlib
import json
from pathlib import Path

import jsonschema

from truth import check, confirmed, equal, load, run


def places(value):
    """All pairs of start and end, however deep; decisions of the past count in the same text."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int):
            yield value["start"], value["end"]
        for name, inner in value.items():
            if name in ("cue", "source", "via") and isinstance(inner, list):
                yield tuple(inner)
            elif name == "content":
                yield from map(tuple, inner)
            else:
                yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def judge(path, truth):
    found = load(path)
    equal([one.id for one in found], [one.id for one in truth], "articles")
    count = 0
    for article in found:
        digest = hashlib.sha256(article.text.encode()).hexdigest()
        equal(article.line["sha256"], digest, article.id, "hash")
        for start, end in places(article.line):
            check(0 <= start < end <= len(article.text), article.id, start, "to", end, "is no place")
            count += 1
    schema = json.loads((Path(__file__).parents[2] / "assets/formats/jsonl.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for article in found:
        faults = [error.json_path + ": " + error.message[:200] for error in validator.iter_errors(article.line)]
        check(not faults, article.id, "is not as the schema says:", faults[:5])
    bad = {"id": "a", "text": "b", "actors": [{"start": 0}], "claims": []}
    check(not validator.is_valid(bad), "the schema cannot say no")
    check(any(confirmed(article) for article in found), "there are no annotations")
    check(not Path(path).read_bytes().startswith(b"\xef\xbb\xbf"), "a byte order mark")
    return f"JSON Lines: {len(found)} articles, {count} places"


run(judge)
