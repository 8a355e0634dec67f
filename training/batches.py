"""Windows as tensors."""

import random

import torch

from corpus import IGNORE, NO_HEAD


def pad(rows, fill):
    width = max(len(row) for row in rows)
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


def batch(windows, tasks=()):
    """One batch; `tasks` are those that all the windows' articles are annotated for."""
    out = {
        "pieces": pad([w.pieces for w in windows], 0),
        "attention": pad([[1] * len(w.pieces) for w in windows], 0),
        "starts": pad([w.starts for w in windows], 0),
        "words": pad([[1] * len(w.starts) for w in windows], 0).bool(),
        "tags": {},
    }
    for task in tasks:
        out["tags"][task] = pad([tags_in(w, task) for w in windows], IGNORE)
    if "attribution" in tasks:
        out["heads"] = pad([heads_in(w) for w in windows], IGNORE)
    return out


def tags_in(window, task):
    """Tags of the window's words. A window that starts within a span begins it again (I- follows its B- in every list of labels)."""
    tags = window.article.labels[task][window.first : window.first + len(window.starts)]
    inside = tags and tags[0] and tags[0] % 2 == 0
    return [tags[0] - 1] + tags[1:] if inside else tags


def heads_in(window):
    """Heads as places in the window: a word's own place where what it belongs to is not in the window."""
    first, count = window.first, len(window.starts)
    tags = window.article.labels["attribution"]
    wanted = []
    for n in range(count):
        head = window.article.heads[first + n]
        if tags[first + n] in (0, 1, 2):
            wanted.append(IGNORE)
        elif head == NO_HEAD or not 0 <= head - first < count:
            wanted.append(n)
        else:
            wanted.append(head - first)
    return wanted


def by_length(windows, size, seed):
    """Batches of about `size` pieces of windows of like length, in random order."""
    rng = random.Random(seed)
    windows = sorted(windows, key=lambda w: (len(w.pieces) // 16, rng.random()))
    out, group = [], []
    for window in windows:
        if group and (len(group) + 1) * max(len(window.pieces), len(group[-1].pieces)) > size:
            out.append(group)
            group = []
        group.append(window)
    if group:
        out.append(group)
    rng.shuffle(out)
    return out
