#!/usr/bin/env python3
"""Scores who is said to speak, and holds that against floors a little below what was last measured: is the actor of a claim's
source the one that the gold coreference says?

    speakers.py PROGRAM CORPORA      CORPORA: a folder with syntax/gum-open.*.conllu and actors/meantime.jsonl

Asked are the claims whose source a gold mention covers. In GUM (news, lives, interviews, speeches) those whose source is a
pronoun of the third person, which has to be resolved; in MEANTIME (news) all but pronouns: there the words around a name have
to be read ("Toll spokeswoman Ada Berg"). Right is an actor whose other mentions are mostly those of the gold one.
"""

import collections
import glob
import json
import os
import re
import sys

from asking import ask

GENRES = ("news", "bio", "interview", "speech")
THIRD = {"he", "she", "it", "they"}
PRONOUNS = THIRD | {"i", "me", "we", "us", "you", "him", "her", "them", "who", "which", "himself", "herself", "themselves"}
# Percent of the answers that are right, and of the sources with a named actor that are answered rightly.
FLOORS = {
    ("fast", "pronouns"): (70.0, 69.0),
    ("fast", "names and nouns"): (84.0, 80.0),
    ("accurate", "pronouns"): (73.0, 73.0),
    ("accurate", "names and nouns"): (79.0, 75.0),
}


class Reader:
    """Puts an article together from its words, with the mentions in it."""

    def __init__(self, name):
        self.id, self.text, self.mentions, self.open, self.tags = name, "", [], [], []

    def word(self, form, tag, space, entity):
        start, end = len(self.text), len(self.text) + len(form)
        self.text += form + " " * space
        self.tags.append((start, end, tag))
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", entity):
            number = re.split(r"[-\[]", part.strip("()"))[0]
            if part.startswith("("):
                self.mentions.append({"start": start, "end": end, "actor": number})
                if not part.endswith(")"):
                    self.open.append(self.mentions[-1])
            else:
                at = max(i for i, mention in enumerate(self.open) if mention["actor"] == number)
                self.open.pop(at)["end"] = end

    def named(self, mention):
        inside = [tag for start, end, tag in self.tags if mention["start"] <= start and end <= mention["end"]]
        return mention["end"] - mention["start"] < 60 and any(tag.startswith("NNP") for tag in inside[-2:])


def gum(path):
    """The articles of a CoNLL-U file."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if "article" in locals():
                    yield article
                article = Reader(line[14:].strip())
            elif line.startswith("# sent_id"):
                joined, whole = 0, None
            elif re.match(r"# newpar *$", line):
                article.text = article.text.rstrip() + "\n" * bool(article.text)
            elif line[0].isdigit():
                number, form, _, _, tag, *_, misc = line.rstrip("\n").split("\t")
                misc = dict(part.split("=", 1) for part in misc.split("|") if "=" in part)
                space = misc.get("SpaceAfter") != "No"
                if "-" in number:
                    joined, whole = int(number.split("-")[1]), (form, space)
                    continue
                if "." in number:
                    continue
                if int(number) <= joined:
                    # The first word of several written as one has the form of all of them.
                    (form, space), whole = whole or ("", False), None
                article.word(form, tag, space, misc.get("Entity", ""))
    yield article


def covering(mentions, start, end):
    """The gold mention that shares most with a span, at least half of both."""
    def share(mention):
        both = min(end, mention["end"]) - max(start, mention["start"])
        return 2 * both / (end - start + mention["end"] - mention["start"])

    best = max(mentions, key=share, default=None)
    return best if best and share(best) >= 0.5 else None


def count(row, mentions, named, asked, tally):
    for claim in row["claims"]:
        if not claim["source"]:
            continue
        start, end = claim["source"]
        words = row["text"][start:end].lower()
        gold = asked(words) and covering(mentions, start, end)
        if not gold:
            continue
        others = [a for a in row["actors"] if claim["speaker"] and a["actor"] == claim["speaker"]]
        if words in PRONOUNS:
            others = [a for a in others if a["end"] <= start or end <= a["start"]]
        covered = [covering(mentions, a["start"], a["end"]) for a in others]
        actors = collections.Counter(mention["actor"] for mention in covered if mention)
        right = 0 < 2 * actors[gold["actor"]] >= actors.total()
        tally.update(answered=bool(others), right=right, known=gold["actor"] in named, found=right and gold["actor"] in named)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, corpora = sys.argv[1:]
    files = sorted(glob.glob(f"{corpora}/syntax/gum-open.*.conllu"))
    news = f"{corpora}/actors/meantime.jsonl"
    if not files or not os.path.exists(news):
        return print(f"skipped: no GUM and MEANTIME in {corpora}")
    articles = [a for path in files for a in gum(path) if a.id.split("_")[1] in GENRES]
    with open(news, encoding="utf-8") as lines:
        meantime = [json.loads(line) for line in lines]
    failed = False
    for suggester in ("fast", "accurate"):
        tallies = {"pronouns": collections.Counter(), "names and nouns": collections.Counter()}
        for row, gold in zip(ask(program, [{"id": a.id, "text": a.text} for a in articles], suggester), articles):
            named = {mention["actor"] for mention in gold.mentions if gold.named(mention)}
            count(row, gold.mentions, named, lambda words: words in THIRD, tallies["pronouns"])
        for row, gold in zip(ask(program, [{"id": m["id"], "text": m["text"]} for m in meantime], suggester), meantime):
            named = {m["actor"] for m in gold["mentions"] if re.search("[A-Z]", m["text"])}
            count(row, gold["mentions"], named, lambda words: words not in PRONOUNS, tallies["names and nouns"])
        for what, tally in tallies.items():
            values = 100 * tally["right"] / max(1, tally["answered"]), 100 * tally["found"] / max(1, tally["known"])
            floors = FLOORS[suggester, what]
            short = any(value < floor for value, floor in zip(values, floors))
            failed |= short
            print(
                f"{suggester:9} {what:15} right {values[0]:5.1f}  found {values[1]:5.1f}  of {tally['answered']} answers, {tally['known']} "
                f"with a name  at least {floors}{'  FAILED' if short else ''}"
            )
    sys.exit(failed)


if __name__ == "__main__":
    main()
