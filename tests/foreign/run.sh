#!/usr/bin/env bash
# Do the programs that our exports are for read them, and do they read what we meant? Exports a project in every format
# and lets the readers of others say what they find; the truth is our own JSON Lines.
#
#   run.sh PROGRAM PROJECT WORKDIR [SHARED]
#
# WORKDIR keeps a Python environment between runs; it is made anew when requirements.txt changes. SHARED is where test data lies
# that is not ours to put here; what needs it says so and is skipped. A format without a check is an error.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1") project=$(realpath "$2") shared=${4:-}
mkdir -p "$3" || exit 2
work=$(cd "$3" && pwd)
[ -z "$shared" ] || shared=$(realpath "$shared")

# Formats that another one's check knows, too.
check_of() {
  case $1 in
    iob2) echo conll ;;
    doccano-*) echo doccano ;;
    uima-*) echo uima ;;
    parquet) echo hugging_face ;;
    csv | tsv) echo tables ;;
    html | markdown) echo report ;;
    *) echo "${1//-/_}" ;;
  esac
}

venv=$work/venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  echo "making a Python environment in $venv"
  rm -rf "$venv"
  python3 -m venv "$venv" || { echo "no python3 with venv"; exit 2; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" || exit 2
  cp "$here/requirements.txt" "$venv/requirements.txt"
fi

exports=$work/exports
rm -rf "$exports"
mkdir "$exports"
list=$("$program" export --format) || exit 2
"$program" export "$project" --format jsonl --out "$exports/truth.jsonl" 2>/dev/null || exit 2

failed=() count=0
while read -r format extension; do
  count=$((count + 1))
  out=$exports/$format$extension
  if ! said=$("$program" export "$project" --format "$format" --out "$out" 2>&1); then
    echo "$format: not exported: $said"
    failed+=("$format")
    continue
  fi
  check=$here/check_$(check_of "$format").py
  if [ ! -f "$check" ]; then
    echo "$format: there is no $(basename "$check")"
    failed+=("$format")
    continue
  fi
  echo "$format:"
  # No reader of ours needs the network; one that wants it shall fail.
  if ! HF_HOME=$work/hf HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 FOREIGN_SHARED=$shared FOREIGN_WORK=$work PYTHONDONTWRITEBYTECODE=1 \
    timeout 600 "$venv/bin/python" "$check" "$out" "$exports/truth.jsonl" 2>&1 | sed 's/^/  /'; then
    failed+=("$format")
  fi
done < <(awk '/^[a-z]/ { name = $1 } /^ +one file, / { print name, substr($3, 1, length($3) - 1) } /^ +a folder/ { print name }' <<<"$list")

[ "$count" -gt 0 ] || { echo "no format is listed"; exit 2; }
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}"
  exit 1
fi
echo "$count formats are read as they were meant"
