#!/usr/bin/env python3
"""Scores who is mentioned, who is who, and who speaks, in invented articles (actors.jsonl), and holds the shares against floors a
little below what was last measured.

    actors.py PROGRAM [--show]      --show: prints what is wrong in every second article

The articles were written and labelled by somebody who had seen neither the rules nor what they find. Only the first, third … may be read
while rules are written; the others are a check. An article has its text and questions on it; words come with the how many-th of
their kind in the text they are:

    kind        the mention is of this kind, or of one of these
    same        two mentions are of one actor, or (false) are not
    speaker     these words are the source of a claim, and its actor is that of the mention "is"; null: nobody who is named

A question whose mention or claim was not found counts as answered wrongly.
"""

import collections
import json
import pathlib
import re
import sys

from asking import ask

# Right answers in percent.
FLOORS = {
    "fast": {"kind": 70.5, "same": 85.0, "speaker": 79.0},
    "accurate": {"kind": 70.0, "same": 83.5, "speaker": 79.0},
}


def place(text, words, number):
    """Where the number-th occurrence of the words begins and ends."""
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    start = starts[number - 1]
    return start, start + len(words)


def shared(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


def mention(answer, words, number=1):
    """The mention that shares most with the words."""
    at = place(answer["text"], words, number)
    touching = [a for a in answer["actors"] if shared(at, (a["start"], a["end"])) > 0]
    return max(touching, key=lambda a: shared(at, (a["start"], a["end"])), default=None)


def kind(answer, check):
    """Whether the answer is right, and what it was."""
    found = mention(answer, check["mention"], check["nth"])
    kinds = [check["kind"]] if isinstance(check["kind"], str) else check["kind"]
    return bool(found) and found["kind"] in kinds, found and found["kind"]


def same(answer, check):
    a, b = mention(answer, *check["a"]), mention(answer, *check["b"])
    if not (a and b):
        return False, "not found"
    return (a["actor"] == b["actor"]) == check["same"], "one" if a["actor"] == b["actor"] else "two"


def speaker(answer, check):
    at = place(answer["text"], *check["source"])
    speakers = {c["speaker"] for c in answer["claims"] if c["source"] and shared(at, c["source"]) > 0}
    names = {a["actor"]: answer["text"][a["start"] : a["end"]] for a in answer["actors"]}
    said = ", ".join(names.get(s, "nobody") for s in sorted(speakers, key=str)) or "no claim"
    if check["is"] is None:
        named = {a["actor"] for a in answer["actors"] if a["form"] == "named"}
        return bool(speakers) and not speakers & named, said
    wanted = mention(answer, *check["is"])
    return bool(wanted) and wanted["actor"] in speakers, said


JUDGES = {"kind": kind, "same": same, "speaker": speaker}


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    program = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(program) != 1 or options not in ([], ["--show"]):
        sys.exit(__doc__)
    table = pathlib.Path(__file__).with_name("actors.jsonl")
    articles = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    asked = [{"id": str(i), "text": article["text"]} for i, article in enumerate(articles)]
    failed = False
    for suggester, floors in FLOORS.items():
        right, of = collections.Counter(), collections.Counter()
        for number, (article, answer) in enumerate(zip(articles, ask(program[0], asked, suggester))):
            wrong = []
            for check in article["checks"]:
                good, got = JUDGES[check["type"]](answer, check)
                for key in (check["type"], ("read", "unread")[number % 2], "all"):
                    right[key] += good
                    of[key] += 1
                if not good:
                    wrong.append(f"  {json.dumps(check, ensure_ascii=False)} <- {got}")
            if options and wrong and number % 2 == 0:
                print("\n".join(["", "| " + article["text"], *wrong]))
        for key in of:
            share, floor = 100 * right[key] / of[key], floors.get(key, 0.0)
            failed |= share < floor
            least = f"  at least {floor}{'' if share >= floor else '  FAILED'}" if floor else ""
            print(f"{suggester:9} {key:8} {share:5.1f}  of {of[key]:3}{least}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
