#!/usr/bin/env bash
# Makes a small project whose journal holds three decisions that its files lack, by killing the real window.
#
#   left_work.sh PROGRAM FOLDER        FOLDER must not be there; a DISPLAY with a window manager must be
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../screen.sh"
program=$(realpath "$1") folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CLAIMDESK_HOME=$work LIBGL_ALWAYS_SOFTWARE=1
echo '(reviewer: "Killed", theme: "light", suggestions: "fast", learning: false, autosave: false)' >"$work/preferences.ron"
cat >"$work/talks.txt" <<'TEXT'
Harbour talks stall in Norva

Foreign Minister Ada Toll said on Tuesday that 12 people were killed in Brask.
TEXT
"$program" new "$folder" >/dev/null
"$program" import "$folder" "$work/talks.txt" >/dev/null
"$program" "$folder" >"$work/log" 2>&1 &
app=$!
window_of "$app"
await 20 titled
sleep 0.5
for key in Tab a x a; do xdotool key "$key"; sleep 0.2; done
sleep 1
kill -9 "$app"
wait "$app" 2>/dev/null || true
