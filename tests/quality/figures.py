#!/usr/bin/env python3
"""Scores figures against the sentences of figures/gold.jsonl and the worked examples of the shared folder.

Usage: figures.py PROGRAM SHARED [--held-back] [--show] [--json PATH]

The gold holds offsets and values only; the text is taken from SHARED. Sentences that were held back while the rules were
written are part of the score and also told apart; --held-back scores nothing else. --show prints what is missed and what
is too much. Exit status 1 if a number is below its floor.

A figure is right if it overlaps the gold figure and has its value (for a range both ends) and its measure. Bound, who,
where, when, by and the resolved days are scored on the figures that are right. Slots: `overlap` shares a word that
carries meaning, `exact` is the same words. README.md in figures/ says how the gold was made.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

from asking import ask

HERE = os.path.dirname(os.path.abspath(__file__))
# F1 or accuracy in percent: promises to the reviewer, not records.
FLOORS = {"value+measure": 90.0, "bound": 90.0, "who overlap": 88.0, "where overlap": 75.0, "when overlap": 85.0, "by overlap": 70.0, "days": 75.0}
SLOTS = ("who", "where", "when", "by")
STOP = set("the a an of in on at and from to near its his her their by for with".split())
# How the worked examples call it.
MEASURES = {"executed": "killed"}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def words(text):
    return {w for w in re.findall(r"[\w'-]+", text.lower()) if w not in STOP}


def iso(day):
    """'4/5/2017' with the month first, as the corpus writes it."""
    month, day, year = day.split("/")
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def figures_of(found):
    """Every figure of an article once, even if two claims share it."""
    by_span = {}
    for claim in found["claims"]:
        for figure in claim["figures"]:
            by_span.setdefault((figure["start"], figure["end"]), dict(figure, content=claim["content"]))
    return [by_span[key] for key in sorted(by_span)]


def pairs(gold, system, near):
    """Pairs of gold and system figures, each used once; best agreement first."""
    def agreement(g, s):
        return (same_value(g, s), same_measure(g, s))
    candidates = sorted(
        ((agreement(g, s), -i, -j) for i, g in enumerate(gold) for j, s in enumerate(system) if near(g, s)), reverse=True
    )
    used_g, used_s, out = set(), set(), []
    for fit, i, j in candidates:
        if -i not in used_g and -j not in used_s:
            used_g.add(-i), used_s.add(-j)
            out.append((gold[-i], system[-j], all(fit)))
    return out


def same_value(g, s):
    return g["value"] == s["value"] and g.get("value_to") == s.get("value_to")


def same_measure(g, s):
    return s["measure"] in (g["measure"] if isinstance(g["measure"], list) else [g["measure"]])


class Score:
    def __init__(self):
        self.counts = collections.Counter()

    def add(self, gold, system, paired):
        c = self.counts
        right = [(g, s) for g, s, ok in paired if ok]
        c["gold"] += len(gold)
        c["system"] += len(system)
        c["right"] += len(right)
        for g, s in right:
            c["bound of"] += 1
            c["bound right"] += g["bound"] == s["bound"]
            for slot in SLOTS:
                want, got = g.get(slot), s.get(slot)
                c[slot, "gold"] += bool(want)
                c[slot, "system"] += bool(got)
                if want and got:
                    c[slot, "overlap"] += bool(words(want) & words(got))
                    c[slot, "exact"] += want == got
            if g.get("when_from"):
                c["days of"] += 1
                c["days right"] += (g["when_from"], g["when_to"]) == (s.get("when_from"), s.get("when_to"))

    def table(self):
        c = self.counts
        out = {"value+measure": prf(c["right"], c["system"], c["gold"])}
        out["bound"] = share(c["bound right"], c["bound of"])
        for slot in SLOTS:
            for how in ("overlap", "exact"):
                out[f"{slot} {how}"] = prf(c[slot, how], c[slot, "system"], c[slot, "gold"])
        out["days"] = share(c["days right"], c["days of"])
        return out


def prf(right, system, gold):
    p = 100 * right / system if system else 0.0
    r = 100 * right / gold if gold else 0.0
    return {"p": round(p, 1), "r": round(r, 1), "f1": round(2 * p * r / (p + r), 1) if p + r else 0.0, "gold": gold}


def share(right, of):
    value = round(100 * right / of, 1) if of else 0.0
    return {"p": value, "r": value, "f1": value, "gold": of}


def main(args):
    options = [a for a in args if a.startswith("--")]
    report = None
    if "--json" in options:
        at = args.index("--json")
        report = args.pop(at + 1)
    rest = [a for a in args if not a.startswith("--")]
    if len(rest) != 2:
        sys.exit(__doc__)
    program, shared = rest
    corpus = os.path.join(shared, "corpora", "raw", "fa-kes.jsonl")
    sentences = lines(os.path.join(HERE, "figures", "gold.jsonl"))
    everything, parts = Score(), collections.defaultdict(Score)

    def tell(gold, system, paired, text):
        if "--show" in options:
            print("\n|", re.sub(r"\s+", " ", text))
            for g, s, ok in paired:
                print("  ok " if ok else "  BAD", brief(g), "<-", brief(s))
            for g in gold:
                if all(g is not p[0] for p in paired):
                    print("  MISSED", brief(g))
            for s in system:
                if all(s is not p[1] for p in paired):
                    print("  TOO MUCH", brief(s))

    if not os.path.exists(corpus):
        print(f"sentences skipped: no {corpus}")
    else:
        wanted = {s["article"] for s in sentences}
        # Some ids occur twice; the sentences are from the first.
        rows = list({row["id"]: row for row in reversed(lines(corpus)) if row["id"] in wanted}.values())
        text = {row["id"]: row["text"] for row in rows}
        asked = [{"id": r["id"], "text": r["text"], "published": iso(r["published"])} for r in rows]
        found = {row["id"]: row for row in ask(program, asked)}
        for sentence in sentences:
            if "--held-back" in options and not sentence["held_back"]:
                continue
            if "--held-back" not in options and "--show" in options and sentence["held_back"]:
                show = False
            else:
                show = True
            article = text[sentence["article"]]
            gold = [
                dict(f, **{slot: article[f[slot][0]:f[slot][1]] for slot in SLOTS if slot in f})
                for f in sentence["figures"]
            ]
            inside = (sentence["start"], sentence["end"])
            system = [
                f for f in figures_of(found[sentence["article"]]) if inside[0] <= f["start"] and f["end"] <= inside[1]
            ]
            paired = pairs(gold, system, lambda g, s: g["start"] < s["end"] and s["start"] < g["end"])
            everything.add(gold, system, paired)
            parts["held back" if sentence["held_back"] else "tuning"].add(gold, system, paired)
            if show:
                tell(gold, system, paired, article[inside[0]:inside[1]])
    paths = [] if "--held-back" in options else sorted(glob.glob(os.path.join(shared, "articles", "*.gold.json")))
    if paths:
        texts = [path.replace(".gold.json", ".txt") for path in paths]
        made = subprocess.run([program, "suggest", *texts], capture_output=True, text=True, check=True)
        for path, row in zip(paths, map(json.loads, made.stdout.splitlines())):
            example = json.load(open(path, encoding="utf-8"))
            gold = [
                {
                    "value": f["value"],
                    "measure": MEASURES.get(f["measure"], f["measure"]),
                    "bound": f.get("modifier", "exactly"),
                    "who": f.get("victims"),
                    "where": f.get("place"),
                    "when": f.get("date"),
                    "content": claim["content"],
                }
                for claim in example["claims"]
                for f in claim.get("figures", [])
            ]
            system = figures_of(row)
            # The worked examples do not say where the number stands, only in which claim.
            paired = pairs(gold, system, lambda g, s: any(a <= s["start"] < b for a, b in g["content"]))
            # What they say of slots is in other words than the text's ("near the capital"), so slots are not counted here.
            for one in gold:
                one.update(who=None, where=None, when=None)
            everything.add(gold, system, paired)
            parts["articles"].add(gold, system, paired)
            tell(gold, system, paired, os.path.basename(path))
    if not parts:
        print("skipped: nothing to score")
        return
    table = everything.table()
    low = []
    for name, numbers in table.items():
        # Held-back sentences alone are too few for floors.
        floor = None if "--held-back" in options else FLOORS.get(name)
        print(
            f"figures {name:16} P {numbers['p']:5.1f}  R {numbers['r']:5.1f}  F1 {numbers['f1']:5.1f}  of {numbers['gold']:3}"
            + (f"  (at least {floor:.0f})" if floor else "")
        )
        if floor and os.path.exists(corpus) and numbers["f1"] < floor:
            low.append(f"figures {name}: F1 {numbers['f1']} is below {floor}")
    for part, score in sorted(parts.items()):
        n = score.table()["value+measure"]
        print(f"  value+measure, {part:10} P {n['p']:5.1f}  R {n['r']:5.1f}  F1 {n['f1']:5.1f}  of {n['gold']}")
    if report:
        with open(report, "w", encoding="utf-8") as file:
            json.dump({"all": table, **{k: v.table() for k, v in parts.items()}}, file, indent=1)
    if low:
        sys.exit("\n".join(low))


def brief(figure):
    keys = ("value", "value_to", "bound", "measure", *SLOTS, "when_from", "when_to")
    return " ".join(f"{k}={figure[k]}" for k in keys if figure.get(k) is not None)


if __name__ == "__main__":
    main(sys.argv[1:])
