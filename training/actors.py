#!/usr/bin/env python3
"""Cross-validates the actor head on re3d: five folds by document, exact span and type of persons, organisations and places.

    actors.py CORPORA --start CHECKPOINT.safetensors… [--entities ENTITIES.jsonl] …

Each fold starts from the encoders of the checkpoints, which must not have seen re3d, and tags with the mean of what was made of them and
of `--seeds`. ENTITIES: what `phrases.py` made of a treebank; each encoder learns it before the folds.
"""

import argparse
import copy
import json
import random

import torch
from safetensors.torch import load_file

import tagging
from corpus import ACTORS, RE3D, Cutter, add_entities, bio, load, load_tagged
from network import Network
from train import base_model, scorer, train

OPEN = "actors.open"
KINDS = ["organization", "person", "place"]
TASKS = ACTORS | {OPEN: ({kind: kind for kind in KINDS}, bio(KINDS))}


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


def learnt(network, cutter, sets, args, epochs, seed):
    torch.manual_seed(seed)
    settings = argparse.Namespace(**vars(args) | {"epochs": epochs, "seed": seed})
    train(network, cutter, sets, settings, lambda line: None)
    return network


def tell(what, result):
    print(what, {k: v["f1"] for k, v in result.items() if "f1" in v}, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora")
    parser.add_argument("--start", required=True, nargs="+")
    parser.add_argument("--entities")
    parser.add_argument("--entity-epochs", type=int, default=2)
    parser.add_argument("--base", required=True)
    parser.add_argument("--words", required=True)
    parser.add_argument("--score", required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--arc-weight", type=float, default=0.5)
    parser.add_argument("--batch", type=int, default=768)
    parser.add_argument("--average", type=float, default=0.98)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--folds", type=int, nargs="*", default=[0, 1, 2, 3, 4])
    parser.add_argument("--out")
    args = parser.parse_args()
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
    labels = {task: labels for task, (_, labels) in TASKS.items()}

    def network(state):
        made = Network(copy.deepcopy(bert), labels)
        made.load_state_dict(state, strict=False)
        made.bert.embeddings.requires_grad_(False)
        return made

    starts = [{k: v for k, v in load_file(path).items() if k.startswith("bert.")} for path in args.start]
    if args.entities:
        known = load(args.entities, args.words.split())
        for a in known:
            add_entities(a, OPEN, TASKS)
        starts = [learnt(network(state), cutter, [(known, [OPEN], 1)], args, args.entity_epochs, 1).state_dict() for state in starts]
    all_lines, all_gold = [], []
    for fold in args.folds:
        test = [articles[i] for i in order[fold::5]]
        rest = [articles[i] for n, i in enumerate(order) if n % 5 != fold]
        sets = [(rest, ["actors.re3d"], 1), (more, ["actors.crossner"], 1)]
        networks, runs = [], []
        for state in starts:
            for seed in args.seeds:
                networks.append(learnt(network(state), cutter, sets, args, args.epochs, seed))
                runs.append(tagging.run(networks[-1], cutter, test))
                tell(f"fold {fold}, seed {seed}", score(gold(test), entities(networks[-1], "actors.re3d", runs[-1], test)))
        tagging.mean_field(networks, "actors.re3d")
        lines = entities(networks[0], "actors.re3d", tagging.mean(runs), test)
        all_lines += lines
        all_gold += gold(test)
        tell(f"fold {fold}, together", score(gold(test), lines))
    result = score(all_gold, all_lines)
    print("all:", json.dumps({k: v for k, v in result.items()}))
    if args.out:
        with open(args.out, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(line) + "\n" for line in all_lines)


if __name__ == "__main__":
    main()
