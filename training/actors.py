#!/usr/bin/env python3
"""Cross-validates the actor head on re3d: five folds by document, exact span and type of persons, organisations and places.

    actors.py CORPORA --start CHECKPOINT.safetensors …

Each fold starts from the encoder of CHECKPOINT, which must not have seen re3d.
"""

import argparse
import copy
import json
import random

import torch
from safetensors.torch import load_file

import tagging
from corpus import ACTORS, RE3D, Cutter, add_entities, load, load_tagged
from network import Network
from train import base_model, scorer, train

def entities(network, task, runs, articles):
    """Lines with actors, as score.py reads them."""
    lines = []
    for article, windows in zip(articles, runs):
        words = article.words()
        found = tagging.own_spans(network.head(task), windows, task.replace(".", "_"))
        lines.append(dict(id=article.id, text=article.text,
                          actors=[dict(start=words[s][0], end=words[e - 1][1], kind=k) for s, e, k, _, _ in found]))
    return lines


def gold(articles):
    return [dict(id=a.id, text=a.text, entities=[dict(start=e["start"], end=e["end"], type=RE3D[e["type"]])
                                                  for e in a.row["entities"] if e["type"] in RE3D]) for a in articles]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora")
    parser.add_argument("--start", required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--words", required=True)
    parser.add_argument("--score", required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--arc-weight", type=float, default=0.5)
    parser.add_argument("--batch", type=int, default=768)
    parser.add_argument("--average", type=float, default=0.98)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, nargs="*", default=[0, 1, 2, 3, 4])
    parser.add_argument("--out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    score = scorer(args.score)
    tokenizer, bert = base_model(args.base)
    cutter = Cutter(tokenizer)
    articles = load(f"{args.corpora}/actors/re3d.jsonl", args.words.split())
    for a in articles:
        add_entities(a, "actors.re3d")
    more = load_tagged(f"{args.corpora}/actors/crossner-politics.train.jsonl", args.words.split())
    for a in more:
        add_entities(a, "actors.crossner")
    order = sorted(range(len(articles)), key=lambda i: articles[i].id)
    random.Random(20).shuffle(order)
    state = {k: v for k, v in load_file(args.start).items() if k.startswith("bert.")}
    all_lines, all_gold = [], []
    for fold in args.folds:
        test = [articles[i] for i in order[fold::5]]
        rest = [articles[i] for n, i in enumerate(order) if n % 5 != fold]
        network = Network(copy.deepcopy(bert), {task: labels for task, (_, labels) in ACTORS.items()})
        network.load_state_dict(state, strict=False)
        network.bert.embeddings.requires_grad_(False)
        sets = [(rest, ["actors.re3d"], 1)] + ([(more, ["actors.crossner"], 1)] if more else [])
        train(network, cutter, sets, args, lambda line: None)
        lines = entities(network, "actors.re3d", tagging.run(network, cutter, test), test)
        all_lines += lines
        all_gold += gold(test)
        result = score(gold(test), lines)
        print(f"fold {fold}:", {k: v["f1"] for k, v in result.items() if "f1" in v}, flush=True)
    result = score(all_gold, all_lines)
    print("all:", json.dumps({k: v for k, v in result.items()}))
    if args.out:
        with open(args.out, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(line) + "\n" for line in all_lines)


if __name__ == "__main__":
    main()
