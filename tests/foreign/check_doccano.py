"""Reads lines by the rules of doccano's importer, without and with relations, and compares them with the truth.

Its importer guesses the encoding, takes an empty line for an error and a span for valid if its end comes after its
start; ids of spans are unique.
"""

import json

from truth import check, confirmed, flat_links, in_pieces, run, same


def judge(path, truth):
    raw = open(path, "rb").read()
    check(raw.isascii(), "the encoding would be guessed")
    lines = raw.decode("ascii").split("\n")
    check(lines.pop() == "" and len(lines) == len(truth), path, len(lines), "lines")
    ids, count, relations = set(), 0, 0
    for line, article in zip(lines, truth):
        check(line.strip() == line and line, article.id, "an empty line")
        line = json.loads(line)
        check(isinstance(line, dict), article.id, "no object")
        check(line["text"] == article.text and line["id"] == article.id, article.id, "text")
        if "label" in line:
            spans = [(label, start, end) for start, end, label in line["label"]]
            check("entities" not in line, article.id, "both kinds of spans")
        else:
            by_id = {}
            for entity in line["entities"]:
                check(isinstance(entity["id"], int) and entity["id"] not in ids, article.id, "id of", entity)
                ids.add(entity["id"])
                by_id[entity["id"]] = (entity["label"], entity["start_offset"], entity["end_offset"])
            spans = list(by_id.values())
            for relation in line["relations"]:
                check(relation["from_id"] in by_id and relation["to_id"] in by_id, article.id, relation)
                check(relation["type"], article.id, relation)
            marks = confirmed(article)
            same(
                {(by_id[one["from_id"]], one["type"], by_id[one["to_id"]]) for one in line["relations"]},
                {*flat_links(article, lambda mark: mark in marks)},
                article.id,
            )
            relations += len(line["relations"])
        for label, start, end in spans:
            check(0 <= start < end <= len(article.text) and label, article.id, label, start, end)
        same(spans, in_pieces(confirmed(article)), article.id)
        check(line["Comments"] == [], article.id, "comments")
        count += len(spans)
    return f"doccano: {len(truth)} texts, {count} spans, {relations} relations are ours"


run(judge)
