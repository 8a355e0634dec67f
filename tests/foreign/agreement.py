"""Agreement: our figures are those of scikit-learn, krippendorff and nltk on the same tokens.

agreement.py PROGRAM ARTICLES WORKDIR

Three reviewers are made of what the program proposes for ARTICLES: each leaves some of it out, moves some ends and changes
some kinds, and one has not seen the last article.
"""

import csv
import io
import json
import pathlib
import random
import shutil
import subprocess
import sys

import krippendorff
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

program, articles, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)


def run(*arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def reviewed(line, dice):
    """What one reviewer makes of the proposals of an article."""
    kept = []
    for mention in line["actors"]:
        if dice.random() < 0.15:
            continue
        if dice.random() < 0.1 and mention["end"] - mention["start"] > 4:
            mention = {**mention, "end": mention["end"] - 2}
        kind = dice.choice(["person", "group", "state"]) if dice.random() < 0.1 else mention["kind"]
        kept.append({"start": mention["start"], "end": mention["end"], "kind": kind, "form": mention["form"], "actor": None})
    claims = [
        {key: claim[key] for key in ("content", "cue", "source", "act", "quote")} | {"speaker": None, "figures": [], "check_worthiness": 0}
        for claim in line["claims"]
        if dice.random() > 0.2
    ]
    return {"id": line["id"], "text": line["text"], "actors": kept, "claims": claims}


proposed = [json.loads(line) for line in run("suggest", articles).splitlines()]
copies = []
for number in range(3):
    dice = random.Random(number)
    seen = proposed[: len(proposed) - (number == 2)]
    lines = work / f"copy-{number}.jsonl"
    lines.write_text("".join(json.dumps(reviewed(line, dice)) + "\n" for line in seen), encoding="utf-8")
    project = work / f"copy-{number}"
    run("new", str(project))
    run("import", str(project), str(lines), "--format", "jsonl")
    copies.append(str(project))


def near(name, ours, theirs):
    if ours is None or abs(ours - theirs) > 1e-9:
        sys.exit(f"{name}: {ours} is ours, {theirs} theirs")


compared = 0
for chosen in (copies[:2], copies):
    figures = json.loads(run("agreement", *chosen, "--json"))
    for layer, ours in figures["layers"].items():
        rows = list(csv.reader(io.StringIO(run("agreement", *chosen, "--units", layer))))[1:]
        labels = sorted({label for row in rows for label in row[2:] if label})
        number = {label: index for index, label in enumerate(labels)}
        alpha = krippendorff.alpha(
            reliability_data=[[number[row[2 + rater]] if row[2 + rater] else float("nan") for row in rows] for rater in range(len(chosen))],
            level_of_measurement="nominal",
        )
        near(f"{layer}: alpha", ours["alpha"], alpha)
        kappas = []
        for a in range(len(chosen)):
            for b in range(a + 1, len(chosen)):
                both = [(row[2 + a], row[2 + b]) for row in rows if row[2 + a] and row[2 + b]]
                kappas.append(cohen_kappa_score(*zip(*both)))
        near(f"{layer}: Cohen", ours["cohen_kappa"], sum(kappas) / len(kappas))
        whole = [row for row in rows if all(row[2:])]
        task = AnnotationTask(data=[(rater, item, row[2 + rater]) for item, row in enumerate(whole) for rater in range(len(chosen))])
        near(f"{layer}: Fleiss", ours["fleiss_kappa"], task.pi())
        compared += 3
        # Spans, counted anew from what was imported.
        if layer == "mentions" and len(chosen) == 2:
            sets = []
            for number_of in range(2):
                lines = [json.loads(line) for line in (work / f"copy-{number_of}.jsonl").read_text(encoding="utf-8").splitlines()]
                sets.append({(line["id"], m["start"], m["end"], m["kind"]) for line in lines for m in line["actors"]})
            near("exact F1", ours["exact_f1"], 2 * len(sets[0] & sets[1]) / (len(sets[0]) + len(sets[1])))
            compared += 1
        if not -1 <= ours["alpha"] < 1:
            sys.exit(f"{layer}: the copies do not differ")
print(f"{compared} figures are those of scikit-learn, krippendorff and nltk")
