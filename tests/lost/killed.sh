#!/usr/bin/env bash
# Kills the program at random moments of a scripted review and looks at what is left.
#
#   killed.sh PROGRAM PROJECT TIMES [SEED] [full]
#
# full: in each round the disk is full after some bytes, too; then what was decided last may be missing.
#
# Each time: the real window on a copy of PROJECT, one decision after another from the keyboard (accept, reject, accept,
# and so on, with a save now and then), `kill -9` somewhere in between. Then every file of the project must be whole,
# and what stands in the files after `claimdesk recover` must be the decisions as they were made, from the first on,
# without a gap; those whose keys were pressed a second before the kill must all be there.
set -euo pipefail
program=$(realpath "$1") source=$(realpath "$2") times=$3
RANDOM=${4:-1}
full=${5:-}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$here/../screen.sh"
work=$(mktemp -d)
[ -z "$full" ] || cc -shared -fPIC -O1 -o "$work/failing.so" "$here/failing.c" -ldl
round=0 app=
started=()
finish() {
  local id
  for id in $app "${started[@]}"; do kill -9 "$id" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "killed: round $round: $*" >&2
  tail -n 5 "$work/log" >&2 || true
  local kept
  kept=$(mktemp -d)
  cp -r "$work/project" "$kept/" && echo "killed: the project is kept in $kept" >&2
  exit 1
}
own_settings
export CLAIMDESK_HOME=$HOME
# Saving by itself comes in as it does for a person.
echo '(reviewer: "Killed", theme: "light", suggestions: "fast", learning: false)' >"$HOME/preferences.ron"

open_screen 1000x700

# The decisions of this reviewer in the project's files, oldest first.
decisions() {
  python3 - "$work/project" <<'PY'
import pathlib, re, sys
found = []
for path in pathlib.Path(sys.argv[1], "articles").glob("*.ron"):
    for at, did in re.findall(r'\(at: "([^"]+)", by: "Killed", did: "(\w+)"', path.read_text()):
        # Fractions of a second are written without trailing zeros.
        second, _, fraction = at.rstrip("Z").partition(".")
        found.append((f"{second}.{fraction:0<3}", did))
# Keys that came in one frame have one time: these count as being in order if they are the right ones.
out = ""
for at in sorted({at for at, _ in found}):
    same = sorted({"accepted": "A", "rejected": "R"}.get(did, "?") for when, did in found if when == at)
    expected = ["AR"[(len(out) + i) % 2] for i in range(len(same))]
    out += "".join(expected if same == sorted(expected) else same)
print(out)
PY
}

lost=0 most=0 decided=0 recovered=0 saved=0
for round in $(seq "$times"); do
  rm -rf "$work/project"
  cp -r "$source" "$work/project"
  limit=()
  [ -z "$full" ] || limit=(env LD_PRELOAD="$work/failing.so" FAIL_UNDER="$work/project" FAIL_BYTES=$((RANDOM % 20000)))
  "${limit[@]}" "$program" "$work/project" >"$work/log" 2>&1 &
  app=$!
  window_of "$app" || fail "no window"
  await 20 titled || fail "the project does not open"
  sleep 0.2
  xdotool key Tab
  sleep 0.05
  count=$((RANDOM % 14 + 1)) keys='' settled=0
  stamps=()
  for step in $(seq "$count"); do
    if [ $((step % 2)) -eq 1 ]; then key=a keys+=A; else key=x keys+=R; fi
    xdotool key "$key"
    stamps+=("$(date +%s%N)")
    if [ $((RANDOM % 6)) -eq 0 ]; then xdotool key ctrl+s; fi
    sleep "0.0$((RANDOM % 90 + 10))"
  done
  sleep "0.$(printf %03d $((RANDOM % 700)))"
  kill -9 "$app"
  now=$(date +%s%N)
  wait "$app" 2>/dev/null || true
  for stamp in "${stamps[@]}"; do
    if [ -z "$full" ] && [ $((now - stamp)) -gt 1000000000 ]; then settled=$((settled + 1)); fi
  done
  in_files=$(decisions)
  "$program" check "$work/project" >"$work/check" 2>&1 || fail "a file is damaged: $(cat "$work/check")"
  "$program" recover "$work/project" >"$work/recovered" 2>&1 || fail "recover: $(cat "$work/recovered")"
  "$program" check "$work/project" >"$work/check" 2>&1 || fail "a file is damaged after recovering: $(cat "$work/check")"
  found=$(decisions)
  case $keys in "$found"*) ;; *) fail "decided $keys, found $found" ;; esac
  [ "${#found}" -ge "$settled" ] || fail "decided $keys, $settled of them a second before, found $found"
  gap=$((${#keys} - ${#found}))
  lost=$((lost + gap)) decided=$((decided + ${#keys}))
  [ "$gap" -le "$most" ] || most=$gap
  if [ "${#found}" -eq "${#in_files}" ]; then saved=$((saved + 1)); else recovered=$((recovered + 1)); fi
done
app=
echo "$times kills, no project damaged; $decided keys pressed, $lost of them not there, at most $most in one round"
echo "(a key that the window had not come to when it was killed counts as not there)"
echo "$recovered times work came out of the journal, $saved times all of it was in the files"
