"""The network: a small pre-trained encoder, and linear heads for attribution and actors."""

import math

import torch
from torch import nn

from corpus import IGNORE

FORBIDDEN = -1e4


class Crf(nn.Module):
    """A linear-chain conditional random field over BIO tags."""

    def __init__(self, labels):
        super().__init__()
        n = len(labels)
        self.transitions = nn.Parameter(torch.zeros(n, n))
        self.start = nn.Parameter(torch.zeros(n))
        self.end = nn.Parameter(torch.zeros(n))
        legal = torch.zeros(n, n)
        begin = torch.zeros(n)
        for j, to in enumerate(labels):
            if to.startswith("I-"):
                begin[j] = FORBIDDEN
                for i, at in enumerate(labels):
                    if at[2:] != to[2:]:
                        legal[i, j] = FORBIDDEN
        self.register_buffer("legal", legal, persistent=False)
        self.register_buffer("legal_start", begin, persistent=False)

    def loss(self, emissions, tags, mask):
        """Negative log-likelihood per word. emissions [B, T, n], tags [B, T], mask [B, T] with True at words, from the left."""
        trans, start = self.transitions + self.legal, self.start + self.legal_start
        tags = tags.clamp(min=0)
        gold = start[tags[:, 0]] + emissions[:, 0].gather(1, tags[:, :1]).squeeze(1)
        alpha = start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            on = mask[:, t]
            step = trans[tags[:, t - 1], tags[:, t]] + emissions[:, t].gather(1, tags[:, t : t + 1]).squeeze(1)
            gold = gold + torch.where(on, step, torch.zeros_like(step))
            new = torch.logsumexp(alpha.unsqueeze(2) + trans, dim=1) + emissions[:, t]
            alpha = torch.where(on.unsqueeze(1), new, alpha)
        last = tags.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
        gold = gold + self.end[last]
        total = torch.logsumexp(alpha + self.end, dim=1)
        return (total - gold).sum() / mask.sum()

    @torch.no_grad()
    def decode(self, emissions):
        """Best tags of one sequence [T, n]."""
        trans = self.transitions + self.legal
        best = self.start + self.legal_start + emissions[0]
        back = []
        for e in emissions[1:]:
            scores = best.unsqueeze(1) + trans
            best, arg = scores.max(0)
            best = best + e
            back.append(arg)
        at = int((best + self.end).argmax())
        path = [at]
        for arg in reversed(back):
            at = int(arg[at])
            path.append(at)
        return path[::-1]

    @torch.no_grad()
    def marginals(self, emissions):
        """Probability of each tag of one sequence [T, n]."""
        trans = self.transitions + self.legal
        forward, backward = [self.start + self.legal_start + emissions[0]], [self.end]
        for e in emissions[1:]:
            forward.append(torch.logsumexp(forward[-1].unsqueeze(1) + trans, 0) + e)
        for e in reversed(emissions[1:]):
            backward.append(torch.logsumexp(trans + e + backward[-1], 1))
        scores = torch.stack(forward) + torch.stack(backward[::-1])
        return torch.softmax(scores, -1)


class Head(nn.Module):
    """Emissions by one linear layer, with a random field over them."""

    def __init__(self, width, labels):
        super().__init__()
        self.labels = labels
        self.linear = nn.Linear(width, len(labels))
        self.crf = Crf(labels)


class Arcs(nn.Module):
    """Scores what a word belongs to: a bilinear form, as in graph-based parsing, and a bias by distance in words."""

    FAR = 8

    def __init__(self, width, size=128):
        super().__init__()
        self.dependent, self.head = nn.Linear(width, size), nn.Linear(width, size)
        self.bilinear = nn.Parameter(torch.zeros(size + 1, size))
        nn.init.normal_(self.bilinear, std=0.02)
        self.distance = nn.Parameter(torch.zeros(2 * self.FAR + 1))
        self.scale = 1 / math.sqrt(size)

    def forward(self, hidden):
        dependent, head = torch.tanh(self.dependent(hidden)), torch.tanh(self.head(hidden))
        one = torch.ones_like(dependent[..., :1])
        scores = torch.cat([dependent, one], -1) @ self.bilinear @ head.transpose(-1, -2) * self.scale
        places = torch.arange(hidden.shape[1])
        away = places.unsqueeze(0) - places.unsqueeze(1)
        # 0; 1; 2 and 3; 4 to 7; … in both directions.
        bucket = away.abs().clamp(min=1).float().log2().floor().long().add(1).clamp(max=self.FAR) * away.sign()
        return scores + self.distance[bucket + self.FAR]


def candidates(tags, heads, stray=0.03):
    """What an arc may point to while training, [B, W, W]: as when tagging, the first words of cues for a content, those of
    sources for a cue, and the word itself. A few other words stand for cues and sources that are found by mistake."""
    itself = torch.eye(tags.shape[1], dtype=torch.bool)
    cue = ((tags == 3) | (tags == 4)).unsqueeze(2)
    columns = torch.where(cue, (tags == 1).unsqueeze(1), (tags == 3).unsqueeze(1))
    others = (torch.rand(tags.shape) < stray).unsqueeze(1) & (tags != IGNORE).unsqueeze(1)
    wanted = nn.functional.one_hot(heads.clamp(min=0), tags.shape[1]).bool()
    return columns | others | itself | wanted


class Network(nn.Module):
    """Encoder and heads. `tasks` maps a head's name to its labels."""

    def __init__(self, bert, tasks, dropout=0.1):
        super().__init__()
        self.bert = bert
        self.dropout = nn.Dropout(dropout)
        width = bert.config.hidden_size
        self.heads = nn.ModuleDict({name.replace(".", "_"): Head(width, labels) for name, labels in tasks.items()})
        self.arcs = Arcs(width)

    def head(self, task):
        return self.heads[task.replace(".", "_")]

    def hidden(self, batch):
        """Encoder states at the first piece of each word, [B, W, width]."""
        states = self.bert(input_ids=batch["pieces"], attention_mask=batch["attention"]).last_hidden_state
        index = batch["starts"].unsqueeze(-1).expand(-1, -1, states.shape[-1])
        return states.gather(1, index)

    def losses(self, batch):
        """Loss per word of the tags of the batch's tasks, and of the arcs."""
        hidden = self.dropout(self.hidden(batch)).float()
        tags = arcs = hidden.new_zeros(())
        with torch.autocast("cpu", enabled=False):
            for task, wanted in batch["tags"].items():
                head = self.head(task)
                tags = tags + head.crf.loss(head.linear(hidden), wanted, batch["words"])
            if "heads" in batch and (batch["heads"] != IGNORE).any():
                scores = self.arcs(hidden).masked_fill(~candidates(batch["tags"]["attribution"], batch["heads"]), FORBIDDEN)
                arcs = nn.functional.cross_entropy(scores.flatten(0, 1), batch["heads"].flatten(), ignore_index=IGNORE)
        return {"tags": tags, "arcs": arcs}
