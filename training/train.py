#!/usr/bin/env python3
"""Trains the accurate suggester's network.

    train.py CORPORA OUT [options]

CORPORA: the folder with attribution/, actors/. OUT: a folder; gets NAME.safetensors and NAME.json, which
`export.py` turns into the program's asset. Runs on two processor cores in about half an hour.
"""

import argparse
import json
import math
import os
import random
import time

import torch
import transformers
from safetensors.torch import load_file, save_file

import tagging
from batches import batch, by_length
from corpus import ACTORS, ATTRIBUTION, Cutter, add_attribution, add_entities, epoch, held_back, load, load_tagged
from network import Network



def base_model(folder):
    tokenizer = transformers.BertTokenizerFast(os.path.join(folder, "vocab.txt"), do_lower_case=True)
    config = transformers.BertConfig.from_pretrained(folder)
    config._attn_implementation = "sdpa"
    bert = transformers.BertModel(config, add_pooling_layer=False)
    weights = {k: v for k, v in load_file(os.path.join(folder, "model.safetensors")).items() if not k.startswith("pooler")}
    missing = bert.load_state_dict(weights, strict=False)
    if [k for k in missing.missing_keys if "position_ids" not in k]:
        raise SystemExit(f"weights are missing: {missing.missing_keys}")
    return tokenizer, bert


def optimizer(network, rate, head_rate):
    plain, decayed, heads = [], [], []
    for name, p in network.named_parameters():
        if not p.requires_grad:
            continue
        if not name.startswith("bert."):
            heads.append(p)
        elif p.dim() < 2 or "LayerNorm" in name:
            plain.append(p)
        else:
            decayed.append(p)
    groups = [
        dict(params=decayed, lr=rate, weight_decay=0.01),
        dict(params=plain, lr=rate, weight_decay=0.0),
        dict(params=heads, lr=head_rate, weight_decay=0.01),
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6)


def train(network, cutter, sets, args, log, after_epoch=None):
    """`sets`: list of (articles, tasks, passes over them per epoch)."""
    plan = []
    for number in range(args.epochs):
        batches = []
        for n, (articles, tasks, passes) in enumerate(sets):
            for again in range(passes):
                seed = args.seed * 1000 + number * 100 + n * 10 + again
                batches += [(g, tasks) for g in by_length(epoch(cutter, articles, seed), args.batch, seed)]
        random.Random(args.seed + number).shuffle(batches)
        plan.append(batches)
    steps = sum(map(len, plan))
    opt = optimizer(network, args.rate, args.head_rate)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    average = {k: v.detach().clone() for k, v in network.state_dict().items()} if args.average else None
    done, began, running = 0, time.time(), {}
    for number, batches in enumerate(plan):
        network.train()
        for group, tasks in batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = network.losses(batch(group, tasks))
                loss = parts["tags"] + args.arc_weight * parts["arcs"]
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            opt.step()
            schedule.step()
            done += 1
            if average is not None:
                keep = min(args.average, (1 + done) / (10 + done))
                with torch.no_grad():
                    for k, v in network.state_dict().items():
                        average[k].lerp_(v.float(), 1 - keep) if v.is_floating_point() else average[k].copy_(v)
            for key, value in parts.items():
                running[key] = running.get(key, 0.0) + value.item()
            if done % 20 == 0:
                told = ", ".join(f"{key} {value / 20:.4f}" for key, value in running.items())
                log(f"step {done}/{steps} loss: {told}; {time.time() - began:.0f} s")
                running = {}
        if after_epoch:
            after_epoch(number)
    if average is not None:
        network.load_state_dict(average)


def attribution_scores(network, cutter, articles, score, out=None):
    """What shared/tools/score.py says."""
    return measured(network, tagging.run(network, cutter, articles), articles, score, out)


def measured(network, runs, articles, score, out=None):
    """The same, of what `tagging.run` gave. Claims go to the file `out`."""
    lines = [tagging.as_line(a, tagging.claims(network, r)) for a, r in zip(articles, runs)]
    if out:
        with open(out, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(line) + "\n" for line in lines)
    result = score([a.row for a in articles], lines)
    return {k: v["f1"] for k, v in result.items() if isinstance(v, dict) and "f1" in v} | {
        "effort": result["effort"]["ratio"]
    }


def scorer(path):
    import importlib.util

    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


def module_name(key, tasks):
    """The name in the network of a weight of the file, for the heads."""
    for task in tasks:
        if key.startswith(task + "."):
            name = key[len(task) + 1 :]
            part = "linear" if name in ("weight", "bias") else "crf"
            return f"heads.{task.replace('.', '_')}.{part}.{name}"
    return key


def stored(path, tasks):
    return {module_name(k, tasks): v for k, v in load_file(path).items()}


def save(network, tasks, cutter, folder, name):
    state = {}
    for k, v in network.state_dict().items():
        k = k.replace(".crf.", ".").replace(".linear.", ".")
        for task in tasks:
            k = k.replace(f"heads.{task.replace('.', '_')}.", f"{task}.")
        state[k] = v.detach().float().contiguous()
    os.makedirs(folder, exist_ok=True)
    save_file(state, os.path.join(folder, name + ".safetensors"))
    described = {
        "heads": tasks,
        "window": {"longest": cutter.longest, "context": cutter.context, "pieces_per_word": 16},
        "layers": network.bert.config.num_hidden_layers,
        "attention_heads": network.bert.config.num_attention_heads,
    }
    with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as f:
        json.dump(described, f, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora")
    parser.add_argument("out")
    parser.add_argument("--base", required=True, help="folder of the pre-trained encoder")
    parser.add_argument("--words", required=True, help="command that cuts texts into words")
    parser.add_argument("--score", required=True, help="score.py")
    parser.add_argument("--name", default="accurate")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--arc-weight", type=float, default=0.5)
    parser.add_argument("--batch", type=int, default=2560, help="pieces")
    parser.add_argument("--average", type=float, default=0.995, help="weight averaging over steps; 0: none")
    parser.add_argument("--actor-passes", type=int, default=0)
    parser.add_argument("--hold-back", type=int, default=14, help="one PolNeAR article in N is never trained on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=254)
    parser.add_argument("--start", help="weights to go on from")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    os.makedirs(args.out, exist_ok=True)
    log_file = open(os.path.join(args.out, args.name + ".log"), "w", encoding="utf-8")

    def log(line):
        print(line, flush=True)
        print(line, file=log_file, flush=True)

    log(json.dumps(vars(args)))
    score = scorer(args.score)
    words = args.words.split()
    tokenizer, bert = base_model(args.base)
    cutter = Cutter(tokenizer, args.longest)
    tasks = {"attribution": ATTRIBUTION} | {task: labels for task, (_, labels) in ACTORS.items()}
    # The word vectors of the pre-trained encoder stay as they are: quicker, and words that were not seen keep their place.
    bert.embeddings.requires_grad_(False)
    network = Network(bert, tasks)
    if args.start:
        network.load_state_dict(stored(args.start, tasks), strict=False)
    polnear = load(f"{args.corpora}/attribution/polnear.train.jsonl", words)
    dev = load(f"{args.corpora}/attribution/polnear.dev.jsonl", words)
    for a in polnear + dev:
        add_attribution(a)
    sets = [([a for a in polnear if not held_back(a, args.hold_back)], ["attribution"], 1)]
    if args.actor_passes:
        re3d = load(f"{args.corpora}/actors/re3d.jsonl", words)
        crossner = load_tagged(f"{args.corpora}/actors/crossner-politics.train.jsonl", words)
        for task, articles in (("actors.re3d", re3d), ("actors.crossner", crossner)):
            for a in articles:
                add_entities(a, task)
            sets.append((articles, [task], args.actor_passes))

    def after_epoch(number):
        save(network, tasks, cutter, args.out, args.name)
        log(f"epoch {number + 1}, without averaging: {attribution_scores(network, cutter, dev, score)}")

    train(network, cutter, sets, args, log, after_epoch)
    log(f"dev: {attribution_scores(network, cutter, dev, score, f'{args.out}/{args.name}.dev.jsonl')}")
    back = [a for a in polnear if held_back(a, args.hold_back)]
    log(f"held back, {len(back)} articles: {attribution_scores(network, cutter, back, score)}")
    save(network, tasks, cutter, args.out, args.name)


if __name__ == "__main__":
    main()
