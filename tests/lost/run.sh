#!/usr/bin/env bash
# A short run of everything that could lose work; long ones are killed.sh and full_disk.sh by themselves.
#
#   run.sh PROGRAM PROJECT [KILLS] [STRIDE]
set -euo pipefail
program=$(realpath "$1") project=$(realpath "$2") kills=${3:-12} stride=${4:-97}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$here/../screen.sh"
work=$(mktemp -d)
started=()
finish() {
  for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
"$here/killed.sh" "$program" "$project" "$kills" "$RANDOM"
"$here/killed.sh" "$program" "$project" 4 "$RANDOM" full

own_settings
open_screen 1000x700
"$here/left_work.sh" "$program" "$work/left"
"$here/full_disk.sh" "$program" "$work/left" "$stride"
