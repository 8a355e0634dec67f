#!/usr/bin/env python3
"""Compares a score with the least that is accepted.

Usage: compare.py SCORE.json      SCORE.json is what score.py prints with --json; exit status 1 if a number is below its floor
"""
import json
import sys

# F1 in percent. These are promises to the reviewer, not records: raise them when the suggester is better for good.
FLOORS = {"actors exact": 75.0, "actors overlap": 85.0, "named exact": 85.0, "speech claim": 60.0}

score = json.load(open(sys.argv[1], encoding="utf-8"))
failed = [f"article {name} is missing from the output" for name in score.get("missing", [])]
for task, numbers in score.items():
    if not isinstance(numbers, dict) or "f1" not in numbers:
        continue
    floor = FLOORS.get(task)
    print(
        f"{task:20} P {numbers['p']:5.1f}  R {numbers['r']:5.1f}  F1 {numbers['f1']:5.1f}"
        + (f"  (at least {floor:.0f})" if floor else "")
    )
    if floor and numbers["f1"] < floor:
        failed.append(f"{task}: F1 {numbers['f1']} is below {floor}")
failed += [f"{task}: not scored" for task in FLOORS if task not in score]
print(f"{'effort':20} {score.get('effort')}")
sys.exit("\n".join(failed) if failed else 0)
