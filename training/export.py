#!/usr/bin/env python3
"""Turns a trained checkpoint into the program's asset: matrices in 8 bits with one scale a row, the rest in 32 bits.

    export.py CHECKPOINT.safetensors FOLDER     (CHECKPOINT.json lies beside it; FOLDER is assets/models/accurate)

Needs numpy 1.26 and safetensors 0.8. The same checkpoint gives the same bytes.
"""

import json
import os
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

FAR = 8


def in_bytes(matrix):
    """Rows of 8-bit values and a scale for each, so that value * scale is nearest to the row."""
    scale = np.abs(matrix).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def convert(state, longest):
    out = {}
    places = state.pop("bert.embeddings.position_embeddings.weight")[:longest]
    # There is one segment: its vector is part of every place.
    out["bert.embeddings.places"] = places + state.pop("bert.embeddings.token_type_embeddings.weight")[0]
    state.setdefault("arcs.distance", np.zeros(2 * FAR + 1, np.float32))
    for name, tensor in state.items():
        if "pooler" in name or "position_ids" in name:
            continue
        if name.startswith("bert.") and tensor.ndim == 2:
            out[name], out[name.removesuffix("weight") + "scale"] = in_bytes(tensor)
        else:
            out[name] = tensor
    return {name: np.ascontiguousarray(tensor) for name, tensor in out.items()}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    checkpoint, folder = sys.argv[1:]
    with open(os.path.splitext(checkpoint)[0] + ".json", encoding="utf-8") as f:
        description = json.load(f)
    tensors = convert(load_file(checkpoint), description["window"]["longest"])
    os.makedirs(folder, exist_ok=True)
    save_file(tensors, os.path.join(folder, "weights.safetensors"))
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as f:
        json.dump(description, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
