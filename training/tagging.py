"""From a network's output to claims: what the program does in Rust (`src/suggest/accurate`), for measuring while training."""

import itertools

import torch

from batches import batch, by_length
from network import FORBIDDEN


@torch.no_grad()
def run(network, cutter, articles, bfloat16=True, size=4096):
    """Per article: its own words' emissions per task and, per window, the arc scores."""
    network.eval()
    windows = [w for a in articles for w in cutter.windows(a)]
    done = {}
    for group in by_length(windows, size, 0):
        b = batch(group)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            hidden = network.hidden(b)
        hidden = hidden.float()
        arcs = network.arcs(hidden)
        emissions = {name: head.linear(hidden) for name, head in network.heads.items()}
        for i, window in enumerate(group):
            n = len(window.starts)
            done[id(window)] = ({k: e[i, :n] for k, e in emissions.items()}, arcs[i, :n, :n])
    per_article = {}
    for window in windows:
        per_article.setdefault(id(window.article), []).append((window, *done[id(window)]))
    return [per_article.get(id(a), []) for a in articles]


# A second fragment of content belongs to a claim only if its arc is at least this sure.
SURE = 0.8


def spans(tags, labels):
    """(start, end, kind) of the spans in BIO tags."""
    out = []
    for n, tag in enumerate(tags):
        name = labels[tag]
        if name.startswith("B-") or (name.startswith("I-") and not (out and out[-1][1] == n and out[-1][2] == name[2:])):
            out.append([n, n + 1, name[2:]])
        elif name.startswith("I-"):
            out[-1][1] = n + 1
    return [tuple(s) for s in out]


def own_spans(head, windows, task):
    """Spans of an article, from the windows that own them, in numbers of the article's words."""
    out = []
    until = 0
    sizes = [len(paragraph) for paragraph in windows[0][0].article.paragraphs] if windows else []
    starts = list(itertools.accumulate(sizes, initial=0))
    for window, emissions, arcs in windows:
        allowed = emissions[task].clone()
        # No span runs over the end of a paragraph.
        for first in starts:
            if 0 <= first - window.first < len(allowed):
                allowed[first - window.first, 2::2] = FORBIDDEN
        tags = head.crf.decode(allowed)
        for s, e, kind in spans(tags, head.labels):
            if window.first + s >= max(window.own.start, until):
                out.append((window.first + s, window.first + e, kind, window, arcs))
        until = max(until, window.own.stop)
    return out


def best_of(arcs, span, columns, first):
    """Which of the `columns` the words of a span belong to, and how surely: the last choice is "to none"."""
    rows = torch.arange(span[0] - first, span[1] - first)
    scores = torch.cat([arcs[rows][:, columns], arcs[rows, rows].unsqueeze(1)], 1)
    mean = torch.log_softmax(scores, 1).mean(0)
    return int(mean.argmax()), mean.exp()


def claims(network, windows, keep_empty=False):
    """Claims of one article as word ranges."""
    head = network.head("attribution")
    found = own_spans(head, windows, "attribution")
    result = []
    for window, _, arcs in windows:
        mine = [f for f in found if f[3] is window]
        cues = [f[:2] for f in mine if f[2] == "cue"]
        sources = [f[:2] for f in mine if f[2] == "source"]
        starts = [torch.tensor([s[0] - window.first for s in group], dtype=torch.long) for group in (cues, sources)]
        contents = {cue: [] for cue in cues}
        for s, e, kind, _, _ in mine:
            if kind == "content":
                best, sure = best_of(arcs, (s, e), starts[0], window.first)
                if best < len(cues):
                    contents[cues[best]].append((float(sure[best]), s, e))
        for cue in cues:
            best, _ = best_of(arcs, cue, starts[1], window.first)
            if contents[cue] or keep_empty:
                source = sources[best] if best < len(sources) else None
                surest = max(contents[cue], default=None)
                kept = [c for c in contents[cue] if c == surest or c[0] >= SURE]
                result.append(dict(cue=cue, source=source, content=sorted((s, e) for _, s, e in kept)))
    return result


def as_line(article, found):
    """A line as `claimdesk suggest` prints it."""
    words = article.words()

    def span(r):
        return [words[r[0]][0], words[r[1] - 1][1]]

    return dict(
        id=article.id,
        text=article.text,
        claims=[
            dict(content=[span(r) for r in c["content"]], cue=span(c["cue"]), source=c["source"] and span(c["source"]))
            for c in found
        ],
    )


def mean(runs):
    """What several networks say of the same articles (see `run`), as one."""
    return [
        [
            (
                parts[0][0],
                {task: sum(part[1][task] for part in parts) / len(parts) for task in parts[0][1]},
                sum(part[2] for part in parts) / len(parts),
            )
            for parts in zip(*windows)
        ]
        for windows in zip(*runs)
    ]


@torch.no_grad()
def mean_field(networks, task):
    """Gives the first network's head the mean of all networks' fields over tags, for tagging with the mean of their scores."""
    for name in ("transitions", "start", "end"):
        fields = [getattr(network.head(task).crf, name) for network in networks]
        fields[0].copy_(sum(fields) / len(fields))
