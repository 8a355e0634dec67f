#!/usr/bin/env bash
# What the fact-check desk proposes on real articles: one actor behind the spellings of a name, and the conflicting tolls
# of one day side by side.
#
#   tests/quality/desk.sh PROGRAM SHARED
set -euo pipefail
program=$1 shared=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
head -n 50 "$shared/corpora/raw/fa-kes.jsonl" >"$folder/set.jsonl"
"$program" new "$folder/project" >/dev/null
"$program" import "$folder/project" "$shared"/articles/*.txt "$folder/set.jsonl" >/dev/null
"$program" compare "$folder/project" --conflicts --json >"$folder/groups.jsonl"
"$program" export "$folder/project" --format jsonl --out "$folder/all.jsonl" >/dev/null

python3 - "$folder" <<'PY'
import json, sys
folder = sys.argv[1]
with open(f"{folder}/all.jsonl", encoding="utf-8") as lines:
    project = json.loads(next(lines))["project"]
faults = []
for name, other in [("Lavrov", "Sergey Lavrov"), ("Local Coordination Committees", "LCC")]:
    called = [a for a in project["actors"].values() if any(name in n for n in [a["name"], *a.get("aliases", [])])]
    names = sorted({n for a in called for n in [a["name"], *a.get("aliases", [])]})
    print(f"{name}: {len(called)} actor, called {', '.join(names)}")
    if len(called) != 1 or other not in names:
        faults.append(f"{name} is not one actor who is also called {other}")
groups = [json.loads(line) for line in open(f"{folder}/groups.jsonl", encoding="utf-8")]
print(f"{len(groups)} groups with conflicts")
for day, values in [("2016-07-19", {56, 85, 160}), ("2015-08-03", {27, 35})]:
    def tolls(group):
        return {f["value"] for c in group["claims"] for f in c["figures"] if f["measure"] == "killed" and f["whole"]}
    def days(group):
        return {c["from"] for c in group["claims"]}
    found = [g for g in groups if day in days(g) and values <= tolls(g)]
    for group in found:
        print(f"{group['title']}: {group['conflicts'][0]['reason']}")
    if not found:
        faults.append(f"the tolls {sorted(values)} of {day} do not stand together")
sys.exit("\n".join(faults) if faults else 0)
PY
