#!/usr/bin/env bash
# How fast and in how much memory a large project is exported: makes one, and writes it in every format.
#
#   scale.sh PROGRAM WORKDIR [ARTICLES]     fifty annotations an article; 10,000 articles unless said otherwise
#
# Prints for each format the seconds, annotations a second, and the most memory, beside that of only reading the project
# ("check"). An export that takes over a third more memory than reading, or that fails, is an error.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1") articles=${3:-10000}
mkdir -p "$2"
work=$(cd "$2" && pwd)
export CLAIMDESK_HOME=$work/home
project=$work/project-$articles
if [ ! -d "$project" ]; then
  python3 "$here/scale.py" "$articles" >"$work/lines.jsonl"
  "$program" new "$project" --title "Scale" >/dev/null
  "$program" import "$project" "$work/lines.jsonl" --format jsonl
  rm "$work/lines.jsonl"
fi

# Seconds and kilobytes of a command; what it says goes to $work/said.
measured() {
  python3 - "$work/said" "$@" <<'PY'
import resource, subprocess, sys, time
began = time.monotonic()
with open(sys.argv[1], "wb") as said:
    status = subprocess.run(sys.argv[2:], stdout=said, stderr=said).returncode
print(f"{time.monotonic() - began:.1f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss} {status}")
PY
}

read -r seconds base status < <(measured "$program" stats "$project")
[ "$status" -eq 0 ] || { cat "$work/said"; exit 1; }
printf '%-18s %6.1f s  %31s %6d MB\n' "reading" "$seconds" "" $((base / 1024))
failed=0
while read -r format; do
  out=$work/out-$format
  rm -rf "$out"
  read -r seconds most status < <(measured "$program" export "$project" --format "$format" --out "$out")
  note=
  [ "$status" -eq 0 ] || { note="  FAILED: $(tail -1 "$work/said")"; failed=1; }
  if [ "$most" -gt $((base * 4 / 3 + 65536)) ]; then note="$note  TOO MUCH MEMORY"; failed=1; fi
  printf '%-18s %6.1f s  %8.0f annotations/s  %5d MB out  %6d MB%s\n' "$format" "$seconds" \
    "$(awk "BEGIN { print $articles * 50 / ($seconds + 0.01) }")" "$(du -sm "$out" | cut -f1)" $((most / 1024)) "$note"
  rm -rf "$out"
done < <("$program" export --format | awk '/^[a-z]/ { print $1 }')
exit $failed
