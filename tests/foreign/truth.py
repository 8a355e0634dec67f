"""What a project says, as its JSON Lines have it: the truth that other formats are compared with.

Offsets count code points, as Python does.
"""

import json
import sys
from collections import namedtuple

PARTS = ["claim", "cue", "source", "via", "target", "figure"]
CONFIRMED = {"accepted", "corrected", "added"}
# Where a line ends for some reader of text.
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"

Mark = namedtuple("Mark", "label pieces status fields item")
# `claims` are the claims as they stand in the line, nested ones after the one they stand in.
Article = namedtuple("Article", "id text marks links line claims")


class Wrong(Exception):
    """A difference between what a reader sees and the truth."""


def check(fact, *words):
    if not fact:
        raise Wrong(" ".join(str(word) for word in words))


def equal(got, expected, *words):
    """Two values are the same."""
    check(got == expected, *words, "is", repr(got)[:400], "and not", repr(expected)[:400])


def same(got, expected, *words):
    """Two collections have the same things in them, each as often."""
    got, expected = sorted(map(repr, got)), sorted(map(repr, expected))
    for one in expected:
        check(one in got, *words, "missing:", one)
    for one in got:
        check(one in expected, *words, "not ours:", one)
    check(got == expected, *words, "not as often:", got, expected)


def fields_of(thing, names):
    found = {}
    for name, key in names.items():
        value = thing.get(key)
        if value is not None and value != "":
            found[name] = value
    return found


FIGURE = {
    name: name
    for name in "value value_to bound measure who where when when_from when_to by".split()
}


def figure_fields(figure):
    found = fields_of(figure, FIGURE)
    if "when_from" in found:
        found.setdefault("when_to", found["when_from"])
    return found


def claim_fields(claim):
    names = {name: name for name in "act quote check_worthiness note".split()}
    found = fields_of(claim, names)
    verdict = claim.get("verdict") or {}
    found.update(fields_of(verdict, {"rating": "rating", "rationale": "rationale"}))
    return found


def article_of(line):
    marks, links, all_claims = [], [], []

    def add(label, pieces, status, fields, item):
        mark = Mark(label, tuple(map(tuple, pieces)), status, fields, item)
        # Claims share a part if all that is known of it is the same; mentions and claims are their own.
        if label in PARTS[1:] and mark in marks:
            return mark
        marks.append(mark)
        return mark

    for actor in line["actors"]:
        kind = actor["kind"]
        label = "kind_" + kind if kind in PARTS else kind
        fields = fields_of(actor, {"form": "form", "note": "note"})
        add(label, [[actor["start"], actor["end"]]], actor["status"], fields, actor["item"])

    def claims(some, outer):
        for claim in some:
            all_claims.append(claim)
            status, item = claim["status"], claim["item"]
            mark = add("claim", claim["content"], status, claim_fields(claim), item)
            if outer:
                links.append((mark, "within", outer))
            parts = [("cue", claim.get("cue"), {}), ("source", claim.get("source"), {}), ("via", claim.get("via"), {})]
            parts += [("target", [t["start"], t["end"]], {}) for t in claim.get("targets") or []]
            parts += [("figure", [f["start"], f["end"]], figure_fields(f)) for f in claim.get("figures") or []]
            for label, span, fields in parts:
                if span:
                    links.append((mark, label, add(label, [span], status, fields, item)))
            claims(claim.get("nested") or [], mark)

    claims(line["claims"], None)
    return Article(line["id"], line["text"], marks, links, line, all_claims)


def load(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [article_of(json.loads(line)) for line in lines]


def confirmed(article):
    return [mark for mark in article.marks if mark.status in CONFIRMED]


def in_pieces(marks):
    """Each piece by itself, as (label, start, end)."""
    return [(mark.label, start, end) for mark in marks for start, end in mark.pieces]


def flat_links(article, keep):
    """Links between spans in one piece, those between the pieces of a claim among them."""
    first = lambda mark: (mark.label, *mark.pieces[0])
    found = [(first(a), label, first(b)) for a, label, b in article.links if keep(a) and keep(b)]
    for mark in article.marks:
        if keep(mark):
            found += [((mark.label, *piece), "piece_of", first(mark)) for piece in mark.pieces[1:]]
    return found


def value_of(value):
    """Numbers and their digits are the same; to the sixth digit."""
    try:
        return round(float(value), 4)
    except (TypeError, ValueError):
        return value


def same_fields(got, expected, *words):
    got = {name: value_of(value) for name, value in got.items()}
    expected = {name: value_of(value) for name, value in expected.items()}
    check(got == expected, *words, "details:", got, "and not", expected)


def grown(span, tokens):
    """The hull of the tokens that a span touches, and whether it touches any."""
    start, end = span
    touched = [token for token in tokens if token[0] < end and token[1] > start]
    return (touched[0][0], touched[-1][1]) if touched else None


def run(judge):
    """Runs a check of EXPORT against JSONL."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} EXPORT_PATH JSONL_EXPORT")
    try:
        told = judge(sys.argv[1], load(sys.argv[2]))
    except Wrong as wrong:
        sys.exit(f"{sys.argv[0]}: {wrong}")
    print(told)
