#!/usr/bin/env bash
# Cross-validates the model of check-worthiness and holds the F1 against a floor.
#
#   worth.sh SENTENCES      the training sentences, JSON Lines with "text" and "check_worthy"
set -euo pipefail
# Without --release: the tests have built the example already, and it takes seconds either way.
cargo run --quiet --locked --example worth -- "$1" --floor 84
