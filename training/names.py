#!/usr/bin/env python3
"""Trains the network that reads names: persons, organisations, places, and what has a name and is no actor.

    names.py CORPORA OUT --start CHECKPOINT.safetensors [options]

CORPORA: the folder with actors/, syntax/. OUT: a folder; gets NAME.safetensors and NAME.json for `export.py`. CHECKPOINT: the
encoder to go on from. Learns from the named entities of GUM (`phrases.names`) and CrossNER, with re3d as a second task. Prints
exact spans of persons, organisations and places, without and with their kind, on the development parts. About ten minutes on
two processor cores.
"""

import argparse
import os

import torch
from safetensors.torch import load_file

import phrases
import tagging
from corpus import ACTORS, CROSSNER, NAME_KINDS, NAMES, Cutter, add_entities, cut, load, load_tagged
from network import Network
from train import base_model, save, train

TASK = "names"
RE3D = "actors.re3d"
GUM_KINDS = {kind: kind for kind in NAME_KINDS}


def gum(corpora, part, words):
    made = phrases.texts(f"{corpora}/syntax/gum-open.{part}.conllu", [phrases.names])
    return with_names(cut([dict(id=name, text=text, entities=found[0]) for name, text, found in made], words), GUM_KINDS)


def crossner(corpora, part, words):
    return with_names(load_tagged(f"{corpora}/actors/crossner-politics.{part}.jsonl", words), CROSSNER)


def with_names(articles, kinds):
    for article in articles:
        add_entities(article, TASK, {TASK: (kinds, NAMES)})
        for entity in article.row["entities"]:
            entity["type"] = kinds[entity["type"]]
    return articles


def found(network, cutter, articles):
    """Per article (start, end, kind) of the actors' names."""
    for article, windows in zip(articles, tagging.run(network, cutter, articles)):
        words = article.words()
        spans = tagging.own_spans(network.head(TASK), windows, TASK)
        yield {(words[s][0], words[e - 1][1], kind) for s, e, kind, _, _ in spans if kind != "other"}


def f1(network, cutter, articles):
    """Of exact spans, and of spans with their kind, in percent."""
    scores = []
    runs = list(found(network, cutter, articles))
    for parts in (2, 3):
        right = marked = wanted = 0
        for article, spans in zip(articles, runs):
            gold = {(e["start"], e["end"], e["type"])[:parts] for e in article.row["entities"] if e["type"] != "other"}
            said = {span[:parts] for span in spans}
            right, marked, wanted = right + len(gold & said), marked + len(said), wanted + len(gold)
        scores.append(round(200 * right / max(1, marked + wanted), 1))
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora")
    parser.add_argument("out")
    parser.add_argument("--base", required=True, help="folder of the pre-trained encoder")
    parser.add_argument("--words", required=True, help="command that cuts texts into words")
    parser.add_argument("--start", required=True, help="weights of the encoder to go on from")
    parser.add_argument("--name", default="names")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=1536, help="pieces")
    parser.add_argument("--average", type=float, default=0.99, help="weight averaging over steps; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.arc_weight = 0.0
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    os.makedirs(args.out, exist_ok=True)
    words = args.words.split()
    tokenizer, bert = base_model(args.base)
    cutter = Cutter(tokenizer)
    tasks = {TASK: NAMES, RE3D: ACTORS[RE3D][1]}
    network = Network(bert, tasks)
    state = {name: weight for name, weight in load_file(args.start).items() if name.startswith("bert.")}
    network.load_state_dict(state, strict=False)
    # The program has them once for all its networks.
    network.bert.embeddings.requires_grad_(False)
    re3d = load(f"{args.corpora}/actors/re3d.jsonl", words)
    for article in re3d:
        add_entities(article, RE3D)
    sets = [
        (gum(args.corpora, "train", words), [TASK], 1),
        (crossner(args.corpora, "train", words), [TASK], 2),
        (re3d, [RE3D], 1),
    ]
    development = {"GUM": gum(args.corpora, "dev", words), "CrossNER": crossner(args.corpora, "dev", words)}

    def tell(what):
        for name, articles in development.items():
            print(what, name, f1(network, cutter, articles), flush=True)

    train(network, cutter, sets, args, lambda line: None, lambda number: tell(f"epoch {number + 1}, without averaging:"))
    tell("in the end:")
    save(network, tasks, cutter, args.out, args.name)


if __name__ == "__main__":
    main()
