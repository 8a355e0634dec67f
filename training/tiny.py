#!/usr/bin/env python3
"""Makes the three tiny random networks of the program's tests, and what PyTorch says about them and about the mean of two.

    tiny.py FOLDER      (FOLDER is src/suggest/accurate/tests)
"""

import json
import os
import sys

import numpy as np
import torch
from transformers import BertConfig, BertModel

import export
from corpus import ATTRIBUTION, NAMES
from network import Arcs, Crf

VOCABULARY = "[PAD] [UNK] [CLS] [SEP] the mayor said that shops ##keeper ##s open on monday . , \" a b c ##a ##b ##c to ##ll"
PIECES = [2, 4, 5, 6, 7, 8, 9, 10, 11, 3, 4, 5, 12, 13, 14, 3]
LONGEST = 40


@torch.no_grad()
def random_member(config, labels):
    bert = BertModel(config, add_pooling_layer=False).eval()
    member = bert, Arcs(config.hidden_size, 8), torch.nn.Linear(config.hidden_size, len(labels)), Crf(labels)
    for module in member:
        for name, p in module.named_parameters():
            spread = 0.4 if p.dim() > 1 else 0.2
            p.copy_(1 + 0.2 * torch.randn_like(p) if "LayerNorm.weight" in name else spread * torch.randn_like(p))
    return member


@torch.no_grad()
def take_rounded(tensor, stored, name):
    """Leaves in `tensor` what the asset has under `name`, if that is in 8 bits."""
    name = name if name.endswith(("weight", "bias")) else name + ".weight"
    if name in stored and stored[name].dtype == np.int8:
        scale = stored[name.removesuffix("weight") + "scale"]
        tensor.copy_(torch.tensor(stored[name].astype(np.float32) * scale[:, None]))


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
    members = [random_member(config, ATTRIBUTION) for _ in range(2)]
    names = random_member(config, NAMES)
    # Word vectors and places are shared.
    for other in (members[1], names):
        other[0].embeddings.load_state_dict(members[0][0].embeddings.state_dict())

    def state_of(network, head):
        bert, arcs, linear, crf = network
        parts = (("bert.", bert), ("arcs.", arcs), (f"{head}.", linear), (f"{head}.", crf))
        return {prefix + name: tensor.numpy().copy() for prefix, module in parts for name, tensor in module.state_dict().items()}

    states = [state_of(member, "attribution") for member in members]
    stored = export.convert(state_of(names, export.NAMES), states, list(range(len(words))), LONGEST)

    def said(network, number, head):
        """What a network says of the pieces. It gets its weights as they are stored, so that only the rounding of inputs differs."""
        bert, arcs, linear, crf = network
        for prefix, module in (("layer.", bert.encoder.layer), ("arcs.", arcs), (f"{head}.", linear)):
            for name, tensor in module.state_dict().items():
                take_rounded(tensor, stored, f"{number}.{prefix}{name}")
        take_rounded(bert.embeddings.word_embeddings.weight, stored, "embeddings.words.weight")
        for name in export.FIELD:
            getattr(crf, name).copy_(torch.tensor(stored[f"{head}.{name}"]))
        hidden = bert(torch.tensor([PIECES])).last_hidden_state[0]
        return hidden, linear(hidden), arcs(hidden.unsqueeze(0))[0]

    hidden, emissions, scores = zip(*(said(member, number, "attribution") for number, member in enumerate(members)))
    mean = sum(emissions) / len(members)
    _, of_names, _ = said(names, export.NAMES, export.NAMES)

    def rounded(values):
        return [round(float(value), 4) for value in values.flatten()]

    expected = {
        "pieces": PIECES,
        "hidden": [rounded(h) for h in hidden],
        "emissions": rounded(mean),
        "arcs": rounded(sum(scores) / len(members)),
        "tags": members[0][3].decode(mean),
        "names": rounded(of_names),
        "name_tags": names[3].decode(of_names),
    }
    description = {
        "heads": {"attribution": ATTRIBUTION, export.NAMES: NAMES},
        "window": {"longest": LONGEST, "context": 10, "pieces_per_word": 16},
        "members": len(members),
        "layers": 2,
        "attention_heads": 4,
    }
    folder = sys.argv[1]
    export.pack(stored, os.path.join(folder, "tiny.safetensors.gz"))
    for name, text in (
        ("tiny.vocab.txt", "\n".join(words)),
        ("tiny.json", json.dumps(description, indent=1)),
        ("tiny.expected.json", json.dumps(expected)),
    ):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
