#!/usr/bin/env python3
"""Asks both suggesters what speakers do in invented sentences (acts.jsonl: text, the act, its cue) and holds the share of right acts,
of the claims that are found and of all, against floors a little below what was last measured.

    acts.py PROGRAM [--show]      --show: prints what is wrong
"""

import json
import pathlib
import sys

from asking import ask

# Percent: right of those found, right of all.
FLOORS = {"fast": (97.0, 60.0), "accurate": (97.0, 78.0)}


def act_of(row, cue):
    """What the claim does whose cue has a part of these words; None if there is none."""
    start = row["text"].index(cue)
    end = start + len(cue)
    found = [c for c in row["claims"] if c["cue"] and c["cue"][0] < end and start < c["cue"][1]]
    return found[0]["act"] if found else None


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    program = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(program) != 1 or options not in ([], ["--show"]):
        sys.exit(__doc__)
    table = pathlib.Path(__file__).with_name("acts.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in table.splitlines()]
    failed = False
    for suggester, (of_found, of_all) in FLOORS.items():
        asked = [{"id": str(i), "text": row["text"]} for i, row in enumerate(rows)]
        acts = [act_of(answer, row["cue"]) for answer, row in zip(ask(program[0], asked, suggester), rows)]
        if options:
            for act, row in zip(acts, rows):
                if act != row["act"]:
                    print(f"{suggester:9} {row['act']:11} {act or '-':11} {row['cue']:22} {row['text']}")
        right = sum(act == row["act"] for act, row in zip(acts, rows))
        found = 100 * right / max(1, len(rows) - acts.count(None))
        whole = 100 * right / len(rows)
        good = found >= of_found and whole >= of_all
        failed |= not good
        print(f"{suggester:9} acts: right {found:5.1f} of those found, {whole:5.1f} of {len(rows)}  at least {of_found} and {of_all}{'' if good else '  FAILED'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
