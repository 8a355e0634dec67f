#!/usr/bin/env python3
"""Scores the figures of both suggesters against invented passages (figures/passages.jsonl and later.jsonl), and holds the numbers against floors a
little below what was last measured.

    passages.py PROGRAM [--show]      --show: prints what is wrong in every second passage

The passages were written and labelled by somebody who had seen neither the rules nor what they find. Only the first, third … were read while
rules were written; the others are a check. A passage has its text and its figures: the number's words (and the how many-th such words they
are), value, bound, measure, and who, where, when and by whom in words of the text; a list holds words that are right as well. README.md in
figures/ says how the rest is counted.
"""

import json
import pathlib
import re
import sys

from asking import ask
from figures import SLOTS, Score, brief, figures_of, pairs, words

# F1 in percent.
FLOORS = {
    "passages": {"value+measure": 83.0, "bound": 95.0, "who overlap": 92.0, "where overlap": 72.0, "when overlap": 88.0, "by overlap": 58.0},
    "later": {"value+measure": 79.5, "bound": 95.0, "who overlap": 79.0, "where overlap": 77.5, "when overlap": 79.0, "by overlap": 38.0},
}


def gold_of(passage):
    """The labelled figures with offsets; words that are right as well are joined, since one shared word is enough."""
    for figure in passage["figures"]:
        found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(figure['text'])}(?!\w)", passage["text"])]
        start = found[figure["nth"] - 1]
        slots = {slot: figure[slot] if isinstance(figure[slot], (str, type(None))) else " ".join(figure[slot]) for slot in SLOTS}
        yield {**figure, **slots, "start": start, "end": start + len(figure["text"])}


def wrong(gold, system, right):
    """What two figures differ in, in words."""
    if not right:
        return ["value or measure"]
    slots = [slot for slot in SLOTS if not (words(gold[slot] or "") & words(system.get(slot) or "") or not gold[slot] and not system.get(slot))]
    return slots + ["bound"] * (gold["bound"] != system["bound"])


def show(passage, gold, system, paired):
    lines = [f"  {', '.join(bad)}: {brief(g)} <- {brief(s)}" for g, s, right in paired if (bad := wrong(g, s, right))]
    lines += ["  missed: " + brief(g) for g in gold if all(g is not pair[0] for pair in paired)]
    lines += ["  too much: " + brief(s) for s in system if all(s is not pair[1] for pair in paired)]
    if lines:
        print("\n".join(["", "| " + passage["text"], *lines]))


def hold(file, floors, suggester, passages, program, options):
    """Prints what a suggester reaches in a file of passages, and tells whether no floor is missed."""
    everything, read, unread = Score(), Score(), Score()
    asked = [{"id": str(i), "text": passage["text"]} for i, passage in enumerate(passages)]
    for i, (passage, answer) in enumerate(zip(passages, ask(program, asked, suggester))):
        gold, system = list(gold_of(passage)), figures_of(answer)
        paired = pairs(gold, system, lambda g, s: g["start"] < s["end"] and s["start"] < g["end"])
        for score in (everything, unread if i % 2 else read):
            score.add(gold, system, paired)
        if options and i % 2 == 0:
            show(passage, gold, system, paired)
    tables = everything.table(), read.table(), unread.table()
    held = True
    for name, floor in floors.items():
        whole, seen, unseen = (table[name]["f1"] for table in tables)
        good = whole >= floor
        held &= good
        print(f"{suggester:9} {file:8} {name:14} F1 {whole:5.1f} (read {seen:5.1f}, not read {unseen:5.1f})  at least {floor}{'' if good else '  FAILED'}")
    return held


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    program = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(program) != 1 or options not in ([], ["--show"]):
        sys.exit(__doc__)
    failed = False
    for file, floors in FLOORS.items():
        table = pathlib.Path(__file__).with_name("figures") / f"{file}.jsonl"
        passages = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
        for suggester in ("fast", "accurate"):
            failed |= not hold(file, floors, suggester, passages, program[0], options)
    sys.exit(failed)


if __name__ == "__main__":
    main()
