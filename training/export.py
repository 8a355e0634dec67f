#!/usr/bin/env python3
"""Turns trained checkpoints into the program's asset: matrices in 8 bits or less with one scale a row, the rest in 32 bits.

    export.py BASE FOLDER NAMES.safetensors CHECKPOINT.safetensors…

BASE: the folder of the pre-trained encoder, whose vocabulary and word vectors the checkpoints share (training leaves them as they are).
FOLDER: assets/models/accurate. NAMES: the network that reads names (`names.py`). Each checkpoint (CHECKPOINT.json lies beside it) is one member; the program asks all and takes the mean.
Needs numpy 1.26 and safetensors 0.8. The same checkpoints give the same bytes.
"""

import json
import os
import sys
import unicodedata
import zlib

import numpy as np
from safetensors.numpy import load_file, save

FIELD = ("transitions", "start", "end")
HEADS = ("attribution", "arcs")
NAMES = "names"


def largest(name):
    """The largest value that a matrix may hold. Layers: two products with 8-bit inputs must fit into 16 bits. Word vectors: 6 bits are enough."""
    return 63 if ".layer." in name else 31 if name.startswith("embeddings.words") else 127


def in_bytes(matrix, largest):
    """Rows of 8-bit values and a scale for each, so that value * scale is nearest to the row."""
    scale = np.abs(matrix).max(axis=1) / largest
    scale[scale == 0] = 1
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def is_kept(piece):
    """Whether a piece of the vocabulary can stand in the texts that the program is for: not those that are kept free for
    others, nor those in another script than ours."""

    def foreign(c):
        return unicodedata.category(c)[0] in "LM" and not unicodedata.name(c, "").startswith(("LATIN", "MODIFIER", "COMBINING"))

    return not (piece.startswith("[unused") or any(ord(c) > 127 and foreign(c) for c in piece))


def embeddings(state, kept, longest):
    """What the members share. There is one segment: its vector is part of every place."""
    under = "bert.embeddings."
    places = state[under + "position_embeddings.weight"][:longest] + state[under + "token_type_embeddings.weight"][0]
    return {
        "embeddings.words.weight": state[under + "word_embeddings.weight"][kept],
        "embeddings.places.weight": places,
        "embeddings.LayerNorm.weight": state[under + "LayerNorm.weight"],
        "embeddings.LayerNorm.bias": state[under + "LayerNorm.bias"],
    }


def member(state, number, heads):
    """The layers and heads of one of them."""
    out = {}
    for name, tensor in state.items():
        part = name.removeprefix("bert.encoder.")
        if part != name or name.split(".")[0] in heads and name.split(".")[-1] not in FIELD:
            out[f"{number}.{part}"] = tensor
    return out


def convert(names, states, kept, longest):
    """The asset's tensors."""
    tensors = embeddings(states[0], kept, longest)
    for name in FIELD:
        tensors[f"attribution.{name}"] = np.mean([state[f"attribution.{name}"] for state in states], axis=0)
        tensors[f"{NAMES}.{name}"] = names[f"{NAMES}.{name}"]
    for number, state in enumerate(states):
        tensors |= member(state, number, HEADS)
    tensors |= member(names, NAMES, [NAMES])
    out = {}
    for name, tensor in tensors.items():
        if tensor.ndim == 2 and name.split(".")[-1] not in FIELD:
            name = name if name.endswith(".weight") else name + ".weight"
            out[name], out[name.removesuffix("weight") + "scale"] = in_bytes(tensor, largest(name))
        else:
            out[name] = tensor.astype(np.float32)
    return {name: np.ascontiguousarray(tensor) for name, tensor in out.items()}


def pack(tensors, path):
    """Writes the asset: values of 6 and 7 bits lie in 8, but take no more room than they have to say (Huffman coding alone: nothing
    repeats itself)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_HUFFMAN_ONLY)
    with open(path, "wb") as f:
        f.write(packer.compress(save(tensors)) + packer.flush())


def describe(names, description, count):
    """What stands beside the weights, from what the training wrote beside the checkpoints."""
    heads = {name: labels for name, labels in description["heads"].items() if name in HEADS}
    return description | {
        "heads": heads | {NAMES: names["heads"][NAMES]},
        "members": count,
    }


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    base, folder, names, *checkpoints = sys.argv[1:]

    def description_of(checkpoint):
        with open(os.path.splitext(checkpoint)[0] + ".json", encoding="utf-8") as f:
            return json.load(f)

    description = description_of(checkpoints[0])
    with open(os.path.join(base, "vocab.txt"), encoding="utf-8") as f:
        vocabulary = f.read().splitlines()
    kept = [number for number, piece in enumerate(vocabulary) if is_kept(piece)]
    states = [load_file(path) for path in checkpoints]
    tensors = convert(load_file(names), states, kept, description["window"]["longest"])
    os.makedirs(folder, exist_ok=True)
    pack(tensors, os.path.join(folder, "weights.safetensors.gz"))
    with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as f:
        f.writelines(vocabulary[number] + "\n" for number in kept)
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as f:
        json.dump(describe(description_of(names), description, len(checkpoints)), f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
