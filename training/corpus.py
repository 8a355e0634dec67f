"""Annotated articles as sequences of words with labels, and their windows for the encoder.

Words are those of the program (`cargo run --example words`), so that what is learnt is what is tagged later. Offsets are
Unicode code points, ends exclusive.
"""

import dataclasses
import hashlib
import json
import random
import subprocess

def bio(kinds):
    """The tags for kinds of spans: O, and for each kind B- and then I-."""
    return ["O"] + [f"{part}-{kind}" for kind in kinds for part in "BI"]


RE3D = {"Person": "person", "Organisation": "organization", "Location": "place"}
CROSSNER = {
    "politician": "person", "person": "person", "organisation": "organization", "politicalparty": "organization",
    "country": "place", "location": "place", "election": "other", "event": "other", "misc": "other",
}  # fmt: skip
ACTORS = {
    "actors.re3d": (RE3D, bio(["organization", "person", "place"])),
    "actors.crossner": (CROSSNER, bio(["organization", "person", "place", "other"])),
}
ATTRIBUTION = bio(["source", "cue", "content"])
# What the network that reads names tells apart; "other" is what has a name and is no actor.
NAME_KINDS = ["organization", "person", "place", "other"]
NAMES = bio(NAME_KINDS)
IGNORE = -100
NO_HEAD = -1


@dataclasses.dataclass
class Article:
    """One article: per paragraph its words as (start, end), and per task a label for each word of the article."""

    id: str
    text: str
    paragraphs: list  # of lists of (start, end)
    row: dict
    labels: dict = dataclasses.field(default_factory=dict)  # task -> list of label numbers, one per word
    heads: list = None  # per word: number of the first word of its cue, or NO_HEAD

    def words(self):
        return [word for paragraph in self.paragraphs for word in paragraph]


def load(path, words_command):
    """Reads JSON Lines with "id" and "text" and lets the program cut the texts into words."""
    with open(path, encoding="utf-8") as lines:
        return cut([json.loads(line) for line in lines if line.strip()], words_command)


def cut(rows, words_command):
    """The articles of rows with "id" and "text"."""
    asked = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    answered = subprocess.run(words_command, input=asked, capture_output=True, text=True, check=True).stdout
    words = [json.loads(line) for line in answered.splitlines()]
    if [row["id"] for row in rows] != [one["id"] for one in words]:
        raise SystemExit("the words of some articles are missing")
    return [Article(row["id"], row["text"], one["paragraphs"], row) for row, one in zip(rows, words)]


def load_tagged(path, words_command):
    """Reads sentences of words with BIO tags ("tokens", "tags"), as articles of one paragraph with "entities"."""
    rows = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(line for line in lines if line.strip()):
            row = json.loads(line)
            at, entities = 0, []
            for word, tag in zip(row["tokens"], row["tags"]):
                if tag.startswith("B-"):
                    entities.append(dict(start=at, end=at + len(word), type=tag[2:]))
                elif tag.startswith("I-"):
                    entities[-1]["end"] = at + len(word)
                at += len(word) + 1
            rows.append(dict(id=str(number), text=" ".join(row["tokens"]), entities=entities))
    return cut(rows, words_command)


def held_back(article, one_in):
    """A fixed choice of about one article in `one_in`."""
    return held_back_id(article.id, one_in)


def held_back_id(name, one_in):
    """The same, by the article's id."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % one_in == 0


def _cover(words, spans):
    """Numbers of the words that overlap one of the spans."""
    return [n for n, (s, e) in enumerate(words) if any(s < f and a < e for a, f in spans)]


def add_attribution(article):
    """Tags of source, cue and content. A content's words have the first word of their cue as head, a cue's words the first
    word of their source: one source can serve several cues, but not the other way round."""
    words = article.words()
    parts = [""] * len(words)
    spans = [0] * len(words)
    heads = [NO_HEAD] * len(words)
    for part in ("source", "content", "cue"):
        for one in article.row["attributions"]:
            to = _cover(words, one["cue" if part == "content" else "source"] or []) if part != "source" else []
            for number, span in enumerate(one[part] or []):
                for n in _cover(words, [span]):
                    if parts[n] and part != "cue":
                        continue
                    parts[n], spans[n] = part, (id(one), number)
                    heads[n] = to[0] if to else NO_HEAD
    tags = []
    for n, part in enumerate(parts):
        inside = n > 0 and part and parts[n - 1] == part and spans[n - 1] == spans[n]
        tags.append(ATTRIBUTION.index(("I-" if inside else "B-") + part) if part else 0)
    article.labels["attribution"] = tags
    article.heads = heads


def add_entities(article, task, schemes=None):
    """BIO tags of entities, by the corpus's types as ours. The outer one of two nested entities wins."""
    types, labels = (schemes or ACTORS)[task]
    words = article.words()
    tags = [0] * len(words)
    found = [(e["start"], e["end"], types[e["type"]]) for e in article.row["entities"] if e["type"] in types]
    for start, end, kind in sorted(found, key=lambda e: e[0] - e[1]):
        inside = _cover(words, [(start, end)])
        if inside and not any(tags[n] for n in inside):
            for n in inside:
                tags[n] = labels.index(("B-" if n == inside[0] else "I-") + kind)
    article.labels[task] = tags


@dataclasses.dataclass
class Window:
    """A piece of an article that the encoder sees at once."""

    article: Article
    first: int  # number of the first word
    pieces: list
    starts: list  # per word: place of its first piece
    own: range  # numbers of the words whose tags count (the others are context)


class Cutter:
    """Cuts articles into windows of whole paragraphs. The settings stand in the model's description and are repeated by
    the program when it tags."""

    def __init__(self, tokenizer, longest=254, context=64):
        self.tokenizer, self.longest, self.context = tokenizer, longest, context
        self.cache = {}
        self.cls, self.sep, self.unknown = (tokenizer.convert_tokens_to_ids(t) for t in ("[CLS]", "[SEP]", "[UNK]"))

    def pieces(self, word):
        found = self.cache.get(word)
        if found is None:
            found = self.tokenizer(word, add_special_tokens=False)["input_ids"][:16] or [self.unknown]
            self.cache[word] = found
        return found

    def windows(self, article, longest=None, context=None):
        """All windows; each word is an own word of at least one, usually of exactly one."""
        longest = longest or self.longest
        context = self.context if context is None else context
        units = []  # (number of the first word, pieces per word); a paragraph that is too long gives several
        first = 0
        for paragraph in article.paragraphs:
            words = [self.pieces(article.text[s:e]) for s, e in paragraph]
            start = 0
            while start < len(words):
                end, size = start, 2
                while end < len(words) and size + len(words[end]) <= longest:
                    size += len(words[end])
                    end += 1
                units.append((first + start, words[start:end]))
                if end == len(words):
                    break
                start = max(start + 1, (start + end) // 2)
            first += len(paragraph)
        windows = []
        at = 0
        while at < len(units):
            begin = at
            left = 0
            # Paragraphs before, for context, as far as they are short and still leave room.
            size = 1 + self._size(units[at])
            while begin > 0 and units[begin - 1][0] + len(units[begin - 1][1]) == units[begin][0]:
                more = self._size(units[begin - 1])
                if left + more > context or size + more > longest:
                    break
                left += more
                size += more
                begin -= 1
            end = at + 1
            while (
                end < len(units)
                and units[end - 1][0] + len(units[end - 1][1]) == units[end][0]
                and size + self._size(units[end]) <= longest
            ):
                size += self._size(units[end])
                end += 1
            windows.append(self._window(article, units[begin:end], units[at][0]))
            at = end
        return windows

    @staticmethod
    def _size(unit):
        return sum(len(word) for word in unit[1]) + 1

    def _window(self, article, units, own_from):
        pieces, starts = [self.cls], []
        for _, words in units:
            for word in words:
                starts.append(len(pieces))
                pieces.extend(word)
            pieces.append(self.sep)
        first = units[0][0]
        return Window(article, first, pieces, starts, range(own_from, first + len(starts)))


def epoch(cutter, articles, seed, shortest=120):
    """Windows for one epoch of training: cut at other places each time, without context."""
    rng = random.Random(seed)
    windows = []
    for article in articles:
        windows += cutter.windows(article, longest=rng.randint(shortest, cutter.longest), context=0)
    return windows
