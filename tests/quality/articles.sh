#!/usr/bin/env bash
# Suggests for the worked examples of the shared folder and scores the result.
#
#   articles.sh PROGRAM SHARED OUT      OUT: a folder for the suggestions and the score
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
program=$1 shared=$2 out=$3
mkdir -p "$out"
"$here/measure.py" suggest 60 "$program" suggest "$shared"/articles/*.txt >"$out/suggestions.jsonl"
python3 - "$shared"/articles/*.gold.json >"$out/gold.jsonl" <<'PYTHON'
import json, sys
for path in sys.argv[1:]:
    print(json.dumps(json.load(open(path, encoding="utf-8"))))
PYTHON
python3 "$shared/tools/score.py" "$out/gold.jsonl" "$out/suggestions.jsonl" --json >"$out/score.json"
"$here/compare.py" "$out/score.json"
