#!/usr/bin/env bash
# A short run of everything that could lose work; long ones are killed.sh and full_disk.sh by themselves.
#
#   run.sh PROGRAM PROJECT [KILLS] [STRIDE]
set -euo pipefail
program=$(realpath "$1") project=$(realpath "$2") kills=${3:-12} stride=${4:-97}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
screen= manager=
finish() {
  for id in $manager $screen; do kill "$id" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
"$here/killed.sh" "$program" "$project" "$kills" "$RANDOM"
"$here/killed.sh" "$program" "$project" 4 "$RANDOM" full

mkdir -p "$work/run"
chmod 700 "$work/run"
export XDG_RUNTIME_DIR=$work/run HOME=$work
unset WAYLAND_DISPLAY WAYLAND_SOCKET
Xvfb -displayfd 3 -screen 0 1000x700x24 -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 &
screen=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(head -n 1 "$work/display")
export DISPLAY
openbox >/dev/null 2>&1 &
manager=$!
sleep 1
"$here/left_work.sh" "$program" "$work/left"
"$here/full_disk.sh" "$program" "$work/left" "$stride"
