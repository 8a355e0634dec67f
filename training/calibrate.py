#!/usr/bin/env python3
"""Makes the scores of the accurate suggester mean what they say: fits Platt's curve on articles that were held back from training.

    calibrate.py CORPORA PROGRAM SCORE.py MODEL.json

CORPORA: the folder with attribution/. PROGRAM: the built program. SCORE.py: the project's scoring script. MODEL.json: the description beside
the weights, which gets the curve (and must hold none when the program was built, or the old curve is part of the new one).
Prints how often claims are right by what was said, before and after.
"""

import importlib.util
import json
import math
import subprocess
import sys

from corpus import held_back_id

HOLD_BACK = 14


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    corpora, program, score, model = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("score", score)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with open(model, encoding="utf-8") as f:
        description = json.load(f)
    if "calibration" in description:
        sys.exit("take the old curve out of the description and build the program anew first")
    with open(f"{corpora}/attribution/polnear.train.jsonl", encoding="utf-8") as f:
        gold = {row["id"]: row for row in map(json.loads, f) if held_back_id(row["id"], HOLD_BACK)}
    asked = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in gold.values())
    command = [program, "suggest", "--suggester", "accurate", "--beliefs", "-"]
    answered = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    pairs = [pair for line in answered.splitlines() for pair in judged(scorer, gold, json.loads(line))]
    slope, shift = fit(pairs)
    description["calibration"] = {"slope": round(slope, 3), "shift": round(shift, 3)}
    tell("as it is", pairs)
    tell("calibrated", [(1 / (1 + math.exp(-slope * logit(said) - shift)), right) for said, right in pairs])
    with open(model, "w", encoding="utf-8") as f:
        json.dump(description, f, indent=1)
        f.write("\n")


def judged(scorer, gold, row):
    """Score of each claim that has a cue, and whether it is right as the scoring script sees it."""
    text = gold[row["id"]]["text"]
    free = scorer.claims(gold[row["id"]])
    for claim, raw in zip(scorer.claims(row), row["claims"]):
        if not claim["cue"]:
            continue
        right = next((one for one in free if fits(scorer, text, one, claim)), None)
        if right:
            free.remove(right)
        yield raw["score"], right is not None


def fits(scorer, text, gold, claim):
    source = scorer.touch(gold["source"], claim["source"]) or not gold["source"] and not claim["source"]
    if not (source and scorer.touch(gold["cue"], claim["cue"])):
        return False
    a, b = scorer.chars(gold["content"], text), scorer.chars(claim["content"], text)
    return 4 * len(a & b) >= len(a) + len(b)


def logit(p):
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def fit(pairs, steps=5000, rate=0.2):
    """Slope and shift of the logistic curve over the score's logit, by gradient descent on the log loss."""
    slope, shift = 1.0, 0.0
    for _ in range(steps):
        errors = [(1 / (1 + math.exp(-slope * logit(said) - shift)) - right, logit(said)) for said, right in pairs]
        slope -= rate * sum(error * x for error, x in errors) / len(pairs)
        shift -= rate * sum(error for error, _ in errors) / len(pairs)
    return slope, shift


def tell(what, pairs):
    print(what)
    for tenth in range(10):
        inside = [(said, right) for said, right in pairs if min(9, int(said * 10)) == tenth]
        if inside:
            count = len(inside)
            said, right = (sum(column) / count for column in zip(*inside))
            print(f"  {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {count:4} claims, said {said:.2f}, right {right:.2f}")


if __name__ == "__main__":
    main()
