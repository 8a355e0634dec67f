#!/usr/bin/env bash
# Runs each fuzz target for a while, one after the other, and prints how many inputs each took.
#
#   long.sh SECONDS [TARGET…]
#
# Each target is a process of its own with 1 GiB of address space and a deadline, so that an input that wants all memory
# or never ends is caught as well. What brought a target down is left in the folder that is named at the end: copy it to
# tests/data/hostile, and it is tried first from then on.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
seconds=${1:?long.sh SECONDS [TARGET…]}
shift
keep=$(mktemp -d)
memory=$((${CLAIMDESK_FUZZ_MEMORY_MB:-1024} * 1024))

built=$(cargo test --locked --release --test fuzz --no-run 2>&1) || { echo "$built" >&2; exit 1; }
program=$(sed -n 's/.*Executable .*(\(.*\))$/\1/p' <<<"$built")
[ -x "$program" ] || { echo "no test program: $built" >&2; exit 1; }
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <("$program" --list 2>/dev/null | sed -n 's/: test$//p')

# Threads that do nothing must not use up the address space: one arena of memory, small stacks.
export MALLOC_ARENA_MAX=2 RAYON_NUM_THREADS=2 RUST_BACKTRACE=0
export CLAIMDESK_FUZZ_SECONDS=$seconds CLAIMDESK_FUZZ_KEEP=$keep
failures=0
for target in "${targets[@]}"; do
  status=0
  output=$(
    ulimit -v "$memory" 2>/dev/null || echo "(no limit of memory here)"
    timeout --kill-after=10 $((seconds + 120)) "$program" --exact "$target" --nocapture --test-threads 1 2>&1
  ) || status=$?
  # A name that is no target runs nothing and fails nothing.
  if [ "$status" -eq 0 ] && grep -aq '^fuzz ' <<<"$output"; then
    printf '%-44s %s\n' "$target" "$(grep -a '^fuzz ' <<<"$output" | tail -n 1 | sed 's/^fuzz [^:]*: //')"
  else
    failures=$((failures + 1))
    printf '%-44s FAILED (exit status %s)\n' "$target" "$status"
    tail -n 30 <<<"$output" | cut -c 1-400
  fi
done
if [ "$failures" -gt 0 ]; then
  echo "$failures failed; the inputs are in $keep" >&2
  exit 1
fi
rm -rf "$keep"
