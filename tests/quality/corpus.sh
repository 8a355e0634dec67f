#!/usr/bin/env bash
# Takes a whole data set through the program: suggestions for every row, and an import of every row into a project.
#
#   corpus.sh PROGRAM FILE.jsonl
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
program=$1 corpus=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "corpus: $*" >&2; exit 1; }

"$here/measure.py" "suggest, streaming" 600 "$program" suggest - <"$corpus" >"$work/out.jsonl"
python3 - "$corpus" "$work/out.jsonl" <<'PYTHON'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
found = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
if len(rows) != len(found):
    sys.exit(f"{len(rows)} articles went in, {len(found)} came out")
late = [f["id"] for f in found for a in f["actors"] if not 0 <= a["start"] < a["end"] <= len(f["text"])]
if late:
    sys.exit(f"spans outside the text in {sorted(set(late))[:5]}")
empty = sum(not f["actors"] for f in found)
print(f"{len(found)} articles, {sum(len(f['actors']) for f in found)} actors, "
      f"{sum(len(f['claims']) for f in found)} claims, {empty} articles without an actor")
PYTHON

"$program" new "$work/project" >/dev/null
"$here/measure.py" "import and suggest" 900 "$program" import "$work/project" "$corpus" >"$work/import.log" 2>"$work/import.err" \
  || { tail -n 5 "$work/import.err" >&2; fail "import ended with an error"; }
grep '^import and suggest' "$work/import.err"
# The same text twice is one article.
texts=$(python3 -c 'import json, sys; print(len({json.loads(l)["text"] for l in open(sys.argv[1], encoding="utf-8") if l.strip()}))' "$corpus")
articles=$(find "$work/project/articles" -name '*.ron' | wc -l)
[ "$articles" -eq "$texts" ] || fail "$texts different texts, but $articles articles in the project"
"$here/measure.py" "check" 300 "$program" check "$work/project" >/dev/null
echo "$articles articles imported, $(du -sm "$work/project" | cut -f1) MB on disk"
