#!/usr/bin/env python3
"""Asks both suggesters about quotations in invented passages (quotes.jsonl): ones that run on, stand alone, are split or second hand, in
any glyphs, and in headlines; and holds what is found against floors a little below what was last measured.

    quotes.py PROGRAM [--show]      --show: prints what is wrong in every second passage

The passages were written and labelled by somebody who had seen neither the rules nor what they find. Only the first, third … were read while
rules were written; the others are a check. A claim has its pieces of content, its quote type, and words that name its speaker; "or" are
pieces that are right as well, "at" is where the first begins if that is not clear. A claim is found if it shares half of its letters (Dice)
with one suggestion or with all those that lie within it (a quotation that runs on may be several), and whole from 93 in a hundred. Of
those found, the speaker is right if the actor's mentions or the source share a word with its name.
"""

import collections
import json
import pathlib
import re
import sys

from asking import ask

# Percent of the claims: found, whole, of the right speaker; and the most suggestions that are no claim.
FLOORS = {"fast": (83.0, 72.0, 76.0, 5), "accurate": (88.0, 77.0, 83.0, 4)}


def words(text):
    return set(re.findall(r"\w+", (text or "").lower().replace("’", "'").replace("'", "")))


def letters(text, spans):
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def located(text, pieces, at=0):
    """The spans of pieces that follow each other."""
    spans = []
    for piece in pieces:
        start = text.find(piece, at)
        start = start if start >= 0 else text.index(piece)
        at = start + len(piece)
        spans.append((start, at))
    return spans


def dice(one, other):
    return 2 * len(one & other) / max(1, len(one) + len(other))


def suggested(answer):
    """The suggested claims of somebody, with the letters of their content and every word that names their speaker."""
    text = answer["text"]
    names = collections.defaultdict(set)
    for actor in answer["actors"]:
        names[actor["actor"]] |= words(text[actor["start"]:actor["end"]])
    for claim in answer["claims"]:
        # What the article says in its own voice is nobody's.
        if claim["source"] or claim["cue"] or claim["quote"] == "direct":
            source = words(text[slice(*claim["source"])]) if claim["source"] else set()
            yield dict(claim, letters=letters(text, claim["content"]), names=source | names.get(claim["speaker"], set()))


def compare(passage, answer):
    """For each labelled claim whether it is found, whole, and of the right speaker; and the suggestions that are none."""
    text = passage["text"]
    claims = list(suggested(answer))
    results, used, meant = [], set(), set()
    for gold in passage["claims"]:
        other = gold.get("or") or []
        options = [gold["content"]] + ([other] if other and isinstance(other[0], str) else other)
        options = [letters(text, located(text, pieces, gold.get("at", 0))) for pieces in options]
        meant |= set().union(*options)
        fit = lambda found: max(dice(option, found) for option in options)
        inside = [i for i, c in enumerate(claims) if c["letters"] and len(c["letters"] & set().union(*options)) >= 0.8 * len(c["letters"])]
        choices = [[i] for i in range(len(claims))] + [inside]
        best = max(choices, key=lambda some: fit(set().union(*(claims[i]["letters"] for i in some))))
        score = fit(set().union(*(claims[i]["letters"] for i in best)))
        found = score >= 0.5
        used |= set(best) if found else set()
        speaker = found and all(words(gold["speaker"]) & claims[i]["names"] for i in best)
        results.append((found, score >= 0.93, speaker))
    surplus = [c for i, c in enumerate(claims) if i not in used and len(c["letters"] & meant) <= 0.8 * len(c["letters"])]
    return results, surplus


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    program = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(program) != 1 or options not in ([], ["--show"]):
        sys.exit(__doc__)
    table = pathlib.Path(__file__).with_name("quotes.jsonl").read_text(encoding="utf-8")
    passages = [json.loads(line) for line in table.splitlines()]
    failed = False
    for suggester, floors in FLOORS.items():
        asked = [{"id": str(i), "text": passage["text"]} for i, passage in enumerate(passages)]
        counts = [collections.Counter(), collections.Counter()]
        for i, (passage, answer) in enumerate(zip(passages, ask(program[0], asked, suggester))):
            results, surplus = compare(passage, answer)
            for result in results:
                counts[i % 2].update({"of": 1} | dict(zip(("found", "whole", "speaker"), map(int, result))))
            counts[i % 2]["surplus"] += len(surplus)
            if options and i % 2 == 0 and (surplus or not all(map(all, results))):
                print(f"\n{suggester}, {passage['phenomenon']} | {passage['text']}")
                for gold, result in zip(passage["claims"], results):
                    if not all(result):
                        print("  found, whole, speaker:", result, gold["content"], gold["speaker"])
                for claim in surplus:
                    print("  too much:", [passage["text"][a:b] for a, b in claim["content"]])
        both = counts[0] + counts[1]
        percent = lambda count, what: 100 * count[what] / max(1, count["of"])
        for what, floor in zip(("found", "whole", "speaker"), floors):
            good = percent(both, what) >= floor
            failed |= not good
            print(f"{suggester:9} quotations {what:8} {percent(both, what):5.1f} of {both['of']} (read {percent(counts[0], what):5.1f}, not read {percent(counts[1], what):5.1f})  at least {floor}{'' if good else '  FAILED'}")
        good = both["surplus"] <= floors[3]
        failed |= not good
        print(f"{suggester:9} quotations too much {both['surplus']:3}  at most {floors[3]}{'' if good else '  FAILED'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
