#!/usr/bin/env bash
# Lets writing fail at every byte count, and each rename, while unsaved work goes into a project's files.
#
#   full_disk.sh PROGRAM JOURNAL [STRIDE]
#
# JOURNAL: a project whose journal holds work that its files lack (left_work.sh makes one). With a STRIDE of 1 every byte
# count is tried. Each time the files must be whole afterwards, and once there is room again all the work must be there.
set -euo pipefail
program=$(realpath "$1") source=$(realpath "$2") stride=${3:-1}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CLAIMDESK_HOME=$work/home
cc -shared -fPIC -O1 -o "$work/failing.so" "$here/failing.c" -ldl
state() { (cd "$work/project" && cat project.ron articles/*.ron | sha256sum); }
fresh() { rm -rf "$work/project" && cp -r "$source" "$work/project"; }
fail() {
  echo "full_disk: $*" >&2
  sed 's/^/      /' "$work/log" >&2
  exit 1
}

fresh
before=$(state)
"$program" recover "$work/project" >"$work/log" 2>&1 || fail "there is nothing to try it with"
after=$(state)
[ "$before" != "$after" ] || fail "the journal holds no work"

# One try: with these settings, then without.
tried=0 refused=0
try() {
  fresh
  if ! env LD_PRELOAD="$work/failing.so" FAIL_UNDER="$work/project" "$@" "$program" recover "$work/project" >"$work/log" 2>&1; then
    refused=$((refused + 1))
    grep -q "claimdesk: " "$work/log" || fail "$*: nothing was said"
  fi
  "$program" check "$work/project" >"$work/log" 2>&1 || fail "$*: a file is damaged"
  "$program" recover "$work/project" >"$work/log" 2>&1 || fail "$*: recovering afterwards"
  [ "$(state)" = "$after" ] || fail "$*: work is lost"
  tried=$((tried + 1))
}

bytes=0
while :; do
  failed=$refused
  try FAIL_BYTES="$bytes"
  # Enough room for everything: done.
  if [ "$refused" -eq "$failed" ] && [ "$bytes" -gt 0 ]; then break; fi
  bytes=$((bytes + stride))
done
echo "$tried disks full after 0 to $bytes bytes, every $stride: $refused times it was told, no file damaged, no work lost"
tried=0 refused=0
for which in $(seq 12); do try FAIL_RENAME="$which+"; done
# Those of the project, the article and the journal.
[ "$refused" -gt 2 ] || fail "no rename was refused"
echo "$tried renames and all later ones refused: $refused times it was told, no file damaged, no work lost"
tried=0 refused=0
for which in $(seq 12); do try FAIL_RENAME="$which"; done
# The journal is tried again, so that its failure need not be told.
[ "$refused" -gt 1 ] || fail "no single rename was refused"
echo "$tried renames refused once: $refused times it was told, no file damaged, no work lost"
