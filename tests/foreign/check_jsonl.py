"""JSON Lines: every line is as the schema says, its places are places of its text, and the hash is the text's.

check_jsonl.py EXPORT TRUTH
"""

import hashlib
import json
import sys
from pathlib import Path

import jsonschema

from ours import articles, true


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


found = articles(sys.argv[1])
count = 0
for article in found.values():
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    true(f"{article.id}: the hash is the text's", article.line["sha256"] == digest)
    for start, end in places(article.line):
        true(f"{article.id}: {start} to {end} is a place", 0 <= start < end <= len(article.text))
        count += 1
schema = json.load(open(Path(__file__).parents[2] / "assets/formats/jsonl.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for article in found.values():
    faults = [error.json_path + ": " + error.message[:200] for error in validator.iter_errors(article.line)]
    true(f"{article.id} is as the schema says: {faults[:5]}", not faults)
true("the schema can say no", not validator.is_valid({"id": "a", "text": "b", "actors": [{"start": 0}], "claims": []}))
true("there are annotations", any(article.marks for article in found.values()))
true("it is UTF-8 without a mark", not open(sys.argv[1], "rb").read(3).startswith(b"\xef\xbb\xbf"))
json.dumps(sorted(found))
print(f"{len(found)} articles, {count} places")
