#!/usr/bin/env bash
# Scores both suggesters on the development part of the attribution corpus and on the worked examples, measures what learning
# saves, and holds the figures against floors a little below what was last measured.
#
#   attribution.sh PROGRAM SHARED OUT      OUT: a folder for the suggestions
set -euo pipefail
program=$1 shared=$2 out=$3
corpus=$shared/corpora/attribution/polnear.dev.jsonl
mkdir -p "$out"
[ -f "$corpus" ] || { echo "skipped: no $corpus"; exit 0; }
python3 - "$shared"/articles/*.gold.json >"$out/gold.jsonl" <<'PYTHON'
import json, sys
for path in sys.argv[1:]:
    print(json.dumps(json.load(open(path, encoding="utf-8"))))
PYTHON
for suggester in fast accurate; do
  "$program" suggest --suggester "$suggester" --beliefs - <"$corpus" >"$out/$suggester.corpus.jsonl"
  "$program" suggest --suggester "$suggester" - <"$out/gold.jsonl" >"$out/$suggester.articles.jsonl"
done
python3 - "$shared/tools/score.py" "$corpus" "$out" <<'PYTHON'
import importlib.util, sys
path, corpus, out = sys.argv[1:]
spec = importlib.util.spec_from_file_location("score", path)
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)
# F1 in percent; effort as a share, where less is better.
floors = {
    ("fast", "corpus"): {"speech claim": 85.0, "claim": 66.5, "content exact": 55.0},
    ("accurate", "corpus"): {"speech claim": 89.6, "claim": 77.0, "content exact": 67.2, "content text": 90.0, "source overlap": 86.0},
    ("fast", "articles"): {"speech claim": 88.0, "actors exact": 89.0, "effort": 0.53},
    ("accurate", "articles"): {"speech claim": 87.0, "actors exact": 89.0, "effort": 0.545},
}
failed = False
for (suggester, what), wanted in floors.items():
    gold = corpus if what == "corpus" else f"{out}/gold.jsonl"
    found = score.score(score.rows(gold), score.rows(f"{out}/{suggester}.{what}.jsonl"))
    for name, floor in wanted.items():
        is_effort = name == "effort"
        value = found["effort"]["ratio"] if is_effort else found[name]["f1"]
        good = value <= floor if is_effort else value >= floor
        failed |= not good
        print(f"{suggester:9} {what:9} {name:15} {value:7.3f}  {'at most' if is_effort else 'at least'} {floor}{'' if good else '  FAILED'}")
sys.exit(failed)
PYTHON
# A reviewer who has corrected twenty articles must have less to do on the others: in percent, at least.
"$program" evaluate "$corpus" --curve 20 >"$out/curve.txt"
cat "$out/curve.txt"
awk '/^effort saved/ { saved = $3 } END { exit !(saved >= 10) }' "$out/curve.txt" || { echo "the learning curve saves less than 10 percent"; exit 1; }
