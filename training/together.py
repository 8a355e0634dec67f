#!/usr/bin/env python3
"""Scores trained networks alone and together, in 32 bits: on the development part and on the articles that were held back.

    together.py CORPORA --base BASE --words COMMAND --score SCORE.py CHECKPOINT.safetensors…
"""

import argparse

import tagging
from corpus import ACTORS, ATTRIBUTION, Cutter, add_attribution, held_back, load
from network import Network
from train import base_model, measured, scorer, stored


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora")
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--base", required=True, help="folder of the pre-trained encoder")
    parser.add_argument("--words", required=True, help="command that cuts texts into words")
    parser.add_argument("--score", required=True, help="score.py")
    parser.add_argument("--hold-back", type=int, default=14, help="one PolNeAR article in N was never trained on")
    args = parser.parse_args()
    score = scorer(args.score)
    tasks = {"attribution": ATTRIBUTION} | {task: labels for task, (_, labels) in ACTORS.items()}
    networks = []
    for path in args.checkpoints:
        tokenizer, bert = base_model(args.base)
        networks.append(Network(bert, tasks))
        networks[-1].load_state_dict(stored(path, tasks), strict=False)
    cutter = Cutter(tokenizer)
    parts = {}
    for part in ("dev", "train"):
        parts[part] = load(f"{args.corpora}/attribution/polnear.{part}.jsonl", args.words.split())
    parts["held back"] = [a for a in parts.pop("train") if held_back(a, args.hold_back)]
    for part, articles in parts.items():
        runs = [tagging.run(network, cutter, articles) for network in networks]
        for path, network, found in zip(args.checkpoints, networks, runs):
            print(part, path, measured(network, found, articles, score), flush=True)
        parts[part] = articles, runs
    tagging.mean_field(networks, "attribution")
    for part, (articles, runs) in parts.items():
        print(part, "together", measured(networks[0], tagging.mean(runs), articles, score), flush=True)


if __name__ == "__main__":
    main()
