#!/usr/bin/env bash
# Bad input on the command line: a clear message that names the file, the right exit status, no panic, no hang, and
# nothing that was there before is harmed.
#
#   bad_input.sh PROGRAM PROJECT
set -euo pipefail
program=$1 demo=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=$work/bad
mkdir "$bad"
cp -r "$demo" "$work/project"

python3 - "$bad" <<'PYTHON'
import pathlib, sys
bad = pathlib.Path(sys.argv[1])
(bad / "empty.txt").write_bytes(b"")
(bad / "blank.txt").write_bytes(b" \n\n \n")
(bad / "huge.txt").write_bytes(b"The minister said that 21 people were killed. " * (50 * 1024 * 1024 // 46))
(bad / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40)
(bad / "cut.txt").write_bytes("The minister said “no".encode()[:-1] + b"\xe2\x80")
(bad / "utf16.txt").write_bytes("The minister said “no”, and 21 people were killed.".encode("utf-16"))
(bad / "utf16-odd.txt").write_bytes("The minister said no.".encode("utf-16")[:-1])
(bad / "nested.html").write_text("<div>" * 10_000 + "The minister said no." + "</div>" * 10_000)
(bad / "ragged.csv").write_text('title,text\nA,"The minister said no."\nonly one column\nB,b,c,d,e\n"open quote,\n')
(bad / "broken.jsonl").write_text('{"id": "1", "text": "The minister said no."}\n{"id": "2", "text": \n[]\n')
(bad / "nul.txt").write_bytes(b"The minister\0 said no.")
(bad / "one-word.txt").write_text("a" * 2_000_000)
PYTHON
mkdir "$bad/folder.txt"

failures=0
# try WANTED NAME COMMAND…: WANTED is the exit statuses that are right, NAME must stand in the message on failure
try() {
  local wanted=$1 name=$2 status=0 began=$SECONDS
  shift 2
  timeout --kill-after=5 60 "$program" "$@" >"$work/out" 2>"$work/err" || status=$?
  local verdict=ok
  [[ " $wanted " == *" $status "* ]] || verdict="exit status $status instead of ${wanted// / or }"
  grep -q 'panicked' "$work/err" && verdict="it panicked"
  if [ "$status" -ne 0 ] && ! grep -qF -- "$name" "$work/err"; then verdict="the message does not name $name"; fi
  printf '%-44s %3d s  %s\n' "$1 $name" $((SECONDS - began)) "$verdict"
  # The first lines of what the user reads, for whoever reads this.
  head -n 3 "$work/err" | cut -c 1-200 | sed "s#$work/##g; s/^/      /"
  [ "$verdict" = ok ] || failures=$((failures + 1))
}

try 1 empty.txt suggest "$bad/empty.txt"
try "0 1" blank.txt suggest "$bad/blank.txt"
try 1 huge.txt suggest "$bad/huge.txt"
try 1 picture.txt suggest "$bad/picture.txt"
try "0 1" cut.txt suggest "$bad/cut.txt"
try 0 utf16.txt suggest "$bad/utf16.txt"
try "0 1" utf16-odd.txt suggest "$bad/utf16-odd.txt"
try "0 1" nested.html suggest "$bad/nested.html"
try "0 1" nul.txt suggest "$bad/nul.txt"
try 0 one-word.txt suggest "$bad/one-word.txt"
try "1 3" nowhere.txt suggest "$bad/nowhere.txt"
try 2 --no-such-flag suggest --no-such-flag
try "1 3" nowhere check "$work/nowhere"

before=$(cd "$work/project/articles" && sha256sum -- *)
for name in empty.txt huge.txt picture.txt ragged.csv broken.jsonl nowhere.txt; do
  try "0 1 3" "$name" import "$work/project" "$bad/$name"
done
try 0 project check "$work/project"
(cd "$work/project/articles" && sha256sum --quiet -c - <<<"$before") || { echo "an article that was there before has changed"; failures=$((failures + 1)); }

# Files of a project, cut in half or edited by hand.
victim=$(grep -lE '^The .* the ' "$work"/project/articles/*.ron | sort | head -n 1)
name=$(basename "$victim")
cp "$victim" "$work/whole.ron"
head -c $(($(wc -c <"$victim") / 2)) "$work/whole.ron" >"$victim"
try 1 "$name" check "$work/project"
# One letter of the article's own text, in the first paragraph that starts with "The".
sed '/^The .* the /s/ the / thy /' "$work/whole.ron" >"$victim"
try 1 "$name" check "$work/project"
cp "$work/whole.ron" "$victim"
head -c 40 "$demo/project.ron" >"$work/project/project.ron"
try 1 project.ron check "$work/project"
try 1 project.ron stats "$work/project"

# A reader that goes away is no error.
status=0
"$program" suggest "$bad/utf16.txt" "$bad/utf16.txt" 2>"$work/err" | true || status=$?
[ "$status" -eq 0 ] && [ ! -s "$work/err" ] || { echo "a closed pipe was taken for an error: $(head -n 1 "$work/err")"; failures=$((failures + 1)); }

[ "$failures" -eq 0 ] || { echo "$failures failed" >&2; exit 1; }
