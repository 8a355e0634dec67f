#!/usr/bin/env python3
"""Scores the names that both suggesters find in sentences on politics, and holds them against floors a little below what was last
measured: exact spans of persons, organisations and places, without and with their kind.

    names.py PROGRAM CORPUS      CORPUS: crossner-politics.dev.jsonl, words with BIO tags

The corpus has three kinds for our eight: states and places are one, so are bodies, media, forces and groups.
"""

import json
import os
import sys

from asking import ask

GOLD = {"politician": "person", "person": "person", "organisation": "organization", "politicalparty": "organization",
        "country": "place", "location": "place"}  # fmt: skip
OURS = {"person": "person", "state": "place", "place": "place", "organization": "organization", "media": "organization",
        "armed_force": "organization", "group": "organization"}  # fmt: skip
# F1 in percent of spans, and of spans with their kind.
FLOORS = {"fast": (69.0, 62.5), "accurate": (75.0, 71.5)}


def sentence(number, row):
    """The text of a row, and (start, end, kind) of what is named in it."""
    text, names = "", []
    for word, tag in zip(row["tokens"], row["tags"]):
        start = len(text)
        text += word + " "
        if tag.startswith("B-"):
            names.append([start, start + len(word), GOLD.get(tag[2:])])
        elif tag.startswith("I-"):
            names[-1][1] = start + len(word)
    return {"id": str(number), "text": text.strip()}, {tuple(name) for name in names if name[2]}


def f1(gold, found):
    right = sum(len(a & b) for a, b in zip(gold, found))
    return 200 * right / max(1, sum(map(len, gold)) + sum(map(len, found)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, corpus = sys.argv[1:]
    if not os.path.exists(corpus):
        return print(f"skipped: no {corpus}")
    with open(corpus, encoding="utf-8") as lines:
        texts, gold = zip(*(sentence(number, json.loads(line)) for number, line in enumerate(lines)))
    failed = False
    for suggester, floors in FLOORS.items():
        found = [
            {(a["start"], a["end"], OURS.get(a["kind"])) for a in row["actors"] if a["form"] == "named"}
            for row in ask(program, texts, suggester)
        ]
        bare = lambda names: [{name[:2] for name in one} for one in names]
        for what, value, floor in (("names", f1(bare(gold), bare(found)), floors[0]), ("with kind", f1(gold, found), floors[1])):
            failed |= value < floor
            print(f"{suggester:9} {what:10} {value:5.1f}  at least {floor}{'' if value >= floor else '  FAILED'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
