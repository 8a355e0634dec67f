#!/usr/bin/env bash
# Drives the real window on a screen of its own: opens a copy of a project, decides from the keyboard, saves, closes,
# and looks at what then stands on disk.
#
#   run.sh PROGRAM PROJECT PICTURE.png
#
# Never waits for ever: each wait has a deadline and so has the program.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../screen.sh"
program=$(realpath "$1") picture=$3
work=$(mktemp -d)
started=()
finish() {
  local id
  for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "window: $*" >&2
  [ -s "$work/log" ] && sed 's/^/      /' "$work/log" | tail -n 20 >&2
  [ -n "${DISPLAY:-}" ] && import -window root "$picture" 2>/dev/null && echo "window: see $picture" >&2
  exit 1
}

own_settings
mkdir -p "$(dirname "$picture")"

open_screen 1440x900 || fail "no screen to open a window on"

project=$work/project
cp -r "$2" "$project"
articles() { (cd "$project/articles" && sha256sum -- *.ron); }
# How often a word of a decision stands in the article files, whatever their layout.
count() { cat "$project"/articles/*.ron | { grep -oiw "$1" || true; } | wc -l; }

open_window() {
  timeout --kill-after=5 120 "$program" "$project" >"$work/log" 2>&1 &
  app=$!
  started+=("$app")
  window_of "$app" || fail "no window"
  await 20 painted || fail "the window stays empty"
}
gone() { ! kill -0 "$app" 2>/dev/null; }
keys() { local key; for key in "$@"; do xdotool key --delay 40 "$key"; sleep 0.25; done; }
close_window() {
  keys alt+F4
  await 20 gone || fail "the window does not close"
  local status=0
  wait "$app" || status=$?
  [ "$status" -eq 0 ] || fail "exit status $status"
  if grep -q panicked "$work/log"; then fail "it panicked"; fi
}

original=$(articles)

echo "every decision can be undone"
open_window
keys Tab Return x ctrl+z ctrl+z ctrl+s
sleep 1
close_window
[ "$(articles)" = "$original" ] || fail "undo of everything, then save: the articles differ from what was opened"

echo "decisions are saved"
accepted=$(count accepted) rejected=$(count rejected)
open_window
# A rejection is of one article alone. What is accepted counts in others, too, if it is a name.
keys Tab x ctrl+s
rejects() { [ "$(count rejected)" -gt "$rejected" ]; }
await 20 rejects || fail "rejected one, saved: the files do not show it"
[ "$(diff <(echo "$original") <(articles) | grep -c '^>')" -eq 1 ] || fail "more than one article file has changed"
corrected=$(count corrected)
# One of the two kinds is not what the item had.
keys Return 2 1 ctrl+s
changed() { [ "$(count accepted)" -gt "$accepted" ] && [ "$(count corrected)" -gt "$corrected" ]; }
await 20 changed || fail "accepted one, corrected one, saved: the files do not show it"
import -window root "$picture"
close_window
saved=$(articles)
"$program" check "$project" >"$work/log" 2>&1 || fail "check finds fault with what was saved"

echo "opening and closing changes nothing"
open_window
close_window
[ "$(articles)" = "$saved" ] || fail "opening and closing has changed the articles"

echo "closing with unsaved work asks"
open_window
keys Tab Return alt+F4
sleep 1
gone && fail "the window closed without asking"
keys Escape
sleep 0.5
gone && fail "Escape did not keep the window open"
keys ctrl+s
sleep 1
close_window
