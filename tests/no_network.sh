#!/usr/bin/env bash
# The program opens no socket but local ones: runs the real window and the commands under strace and looks at every
# socket that is asked for.
#
#   no_network.sh PROGRAM PROJECT
#
# Local sockets (AF_UNIX) are how a window reaches the screen, the session bus and the file dialog, and how the C library
# asks for names of users; what they were connected to is listed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/screen.sh"
program=$(realpath "$1")
command -v strace >/dev/null || { echo "skipped: no strace"; exit 0; }
work=$(mktemp -d)
started=()
finish() {
  local id
  for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
strace -f -e trace=network -o "$work/probe" true 2>/dev/null || { echo "skipped: strace may not look at programs here"; exit 0; }

own_settings
project=$work/project
cp -r "$2" "$project"
cat >"$work/page.html" <<'PAGE'
<html><head><title>Talks stall</title><link rel="canonical" href="https://news.invalid/talks">
<link rel="stylesheet" href="http://news.invalid/a.css"><script src="http://news.invalid/a.js"></script></head>
<body><img src="http://news.invalid/a.png"><p>Foreign Minister Ada Toll said that 12 people were killed.</p></body></html>
PAGE

failures=0
# judge NAME: looks through the trace of what just ran
judge() {
  local foreign
  # Calls that other threads cut in two begin on a line with their arguments; those are the ones that count.
  foreign=$(grep -aE 'socket(pair)?\(' "$work/trace" | grep -avE 'socket(pair)?\(AF_(UNIX|LOCAL)' || true)
  foreign+=${foreign:+$'\n'}$(grep -aE 'sa_family=AF_' "$work/trace" | grep -avE 'sa_family=AF_(UNIX|LOCAL)' || true)
  if [ -n "$foreign" ]; then
    printf '%-10s opens a socket that is not local:\n%s\n' "$1" "$(head -n 5 <<<"$foreign")"
    failures=$((failures + 1))
  else
    printf '%-10s %s sockets, all local\n' "$1" "$(grep -acE 'socket\(' "$work/trace" || true)"
  fi
  { grep -aoE 'connect\(.*sun_path=@?"[^"]*"' "$work/trace" || true; } |
    sed -E "s#.*sun_path=(@?)\"([^\"]*)\"#      \1\2#; s#$work##; s#[0-9]+\$##" | sort | uniq -c
}

run() {
  local name=$1 status=0
  shift
  timeout --kill-after=5 300 strace -f -qq -e trace=network -e signal=none -o "$work/trace" "$program" "$@" \
    >"$work/out" 2>"$work/err" </dev/null || status=$?
  [ "$status" -eq 0 ] || { echo "$name: exit status $status: $(tail -n 3 "$work/err")" >&2; failures=$((failures + 1)); }
  judge "$name"
}

run suggest suggest "$work/page.html"
run accurate suggest --suggester accurate "$work/page.html"
run import import "$project" "$work/page.html"
run check check "$project"
run export export "$project" --format jsonl --out "$work/out.jsonl"
# Formats that name addresses: contexts, type systems, styles.
for format in web-annotation uima-xmi claim-review html; do
  run "export-$format" export "$project" --format "$format" --out "$work/out-$format"
done
run annotated import "$project" "$work/out.jsonl" --format jsonl
run agreement agreement "$project" "$project"

before=$work/before
cp -r "$project/articles" "$before"
# The window, with an article whose page names other machines.
open_screen 1280x800
timeout --kill-after=5 180 strace -f -qq -e trace=network -e signal=none -o "$work/trace" "$program" "$project" \
  >"$work/err" 2>&1 &
tracer=$!
started+=("$tracer")
window_of "$tracer" || { tail -n 3 "$work/err" >&2; exit 1; }
await 30 painted || { echo "the window stays empty" >&2; exit 1; }
decided() { ! diff -rq "$before" "$project/articles"; }
gone() { ! kill -0 "$tracer" 2>/dev/null; }
# Long enough for refining in the background; a decision, the file dialog, a save, then the way out.
sleep 5
for key in Tab Return ctrl+o Escape ctrl+s; do xdotool key --delay 40 "$key"; sleep 1; done
await 20 decided || { echo "the keys did not reach the window: no decision was saved" >&2; failures=$((failures + 1)); }
xdotool key alt+F4
await 30 gone || { echo "the window does not close" >&2; failures=$((failures + 1)); kill "$tracer"; }
judge window

[ "$failures" -eq 0 ] || { echo "$failures failed" >&2; exit 1; }
