#!/usr/bin/env python3
"""Makes the tiny random network of the program's tests, and what PyTorch says about it.

    tiny.py FOLDER      (FOLDER is src/suggest/accurate/tests)
"""

import json
import os
import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import BertConfig, BertModel

import export
from corpus import ATTRIBUTION
from network import Arcs, Crf

VOCABULARY = "[PAD] [UNK] [CLS] [SEP] the mayor said that shops ##keeper ##s open on monday . , \" a b c ##a ##b ##c to ##ll"
PIECES = [2, 4, 5, 6, 7, 8, 9, 10, 11, 3, 4, 5, 12, 13, 14, 3]
LONGEST = 40


@torch.no_grad()
def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.manual_seed(7)
    words = VOCABULARY.split()
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=32,
        max_position_embeddings=LONGEST,
    )
    bert = BertModel(config, add_pooling_layer=False).eval()
    arcs, linear, crf = Arcs(16, 8), torch.nn.Linear(16, len(ATTRIBUTION)), Crf(ATTRIBUTION)
    for module in (bert, arcs, linear, crf):
        for name, p in module.named_parameters():
            spread = 0.4 if p.dim() > 1 else 0.2
            p.copy_(1 + 0.2 * torch.randn_like(p) if "LayerNorm.weight" in name else spread * torch.randn_like(p))
    state = {}
    for prefix, module in (("bert.", bert), ("arcs.", arcs), ("attribution.", linear), ("attribution.", crf)):
        state |= {prefix + name: tensor.numpy().copy() for name, tensor in module.state_dict().items()}
    stored = export.convert(dict(state), LONGEST)
    # PyTorch gets the weights as they are stored, so that only the rounding of inputs differs.
    for name, tensor in bert.state_dict().items():
        name = "bert." + name
        if name in stored and stored[name].dtype == np.int8:
            scale = stored[name.removesuffix("weight") + "scale"]
            tensor.copy_(torch.tensor(stored[name].astype(np.float32) * scale[:, None]))
    hidden = bert(torch.tensor([PIECES])).last_hidden_state[0]
    emissions = linear(hidden)

    def rounded(values):
        return [round(float(value), 4) for value in values.flatten()]

    expected = {
        "pieces": PIECES,
        "hidden": rounded(hidden),
        "emissions": rounded(emissions),
        "arcs": rounded(arcs(hidden.unsqueeze(0))[0]),
        "tags": crf.decode(emissions),
    }
    description = {
        "heads": {"attribution": ATTRIBUTION},
        "window": {"longest": LONGEST, "context": 10, "pieces_per_word": 16},
        "layers": 2,
        "attention_heads": 4,
    }
    folder = sys.argv[1]
    save_file(stored, os.path.join(folder, "tiny.safetensors"))
    for name, text in (
        ("tiny.vocab.txt", "\n".join(words)),
        ("tiny.json", json.dumps(description, indent=1)),
        ("tiny.expected.json", json.dumps(expected)),
    ):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
