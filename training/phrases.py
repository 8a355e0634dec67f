#!/usr/bin/env python3
"""Makes of treebanks what the shipped taggers of mentions learn from (training/mentions.rs).

    phrases.py CORPORA OUT      writes OUT/phrases.jsonl (base noun phrases of GUM and EWT) and OUT/entities.jsonl (persons,
                                organisations and places of GUM)

Of entities that share a word the longest counts, without the clauses and appositions at its end.
"""

import json
import re
import sys

TYPES = {"person", "organization", "place"}
HEADS = {"NOUN": "noun", "PROPN": "name", "PRON": "pronoun"}
# What stands before its head in a base noun phrase.
INNER = {"det", "amod", "compound", "nummod", "nmod:poss", "flat", "goeswith", "det:predet", "punct", "case", "advmod",
         "nmod:unmarked", "compound:prt"}  # fmt: skip
ENTITY = re.compile(r"\((\d+)-([a-z]+)[^()]*|(\d+)\)|\)")


class Word:
    def __init__(self, fields, start, end):
        self.number, self.form, self.tag, self.fine = int(fields[0]), fields[1], fields[3], fields[4]
        self.head, self.relation, self.more = int(fields[6]), fields[7], fields[9]
        self.start, self.end = start, end


def documents(path):
    """(name, [(opens a paragraph, lines)])"""
    name, sentences, lines, opens = None, [], [], False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if name:
                yield name, sentences
            name, sentences = line.split("=")[1].strip(), []
        elif line.startswith("# newpar"):
            opens = True
        elif not line:
            if lines:
                sentences.append((opens, lines))
            lines, opens = [], False
        elif not line.startswith("#") and "." not in line.split("\t")[0]:
            lines.append(line.split("\t"))
    if name:
        yield name, sentences


def read(lines, text):
    """The words of a sentence, placed behind `text`, and the text with them."""
    words, whole = {}, {}
    for fields in lines:
        space = "" if "SpaceAfter=No" in fields[9] else " "
        if "-" in fields[0]:
            first, last = map(int, fields[0].split("-"))
            whole.update({n: (len(text), len(text) + len(fields[1])) for n in range(first, last + 1)})
            text += fields[1] + space
            continue
        n = int(fields[0])
        if n in whole:
            # A part of a word: after the part before it.
            start, end = whole[n]
            if whole.get(n - 1) == whole[n]:
                start = words[n - 1].end
            if whole.get(n + 1) == whole[n]:
                end = min(end, start + len(fields[1]))
            words[n] = Word(fields, start, max(end, start + 1))
        else:
            words[n] = Word(fields, len(text), len(text) + len(fields[1]))
            text += fields[1] + space
    return words, text


def entities(words):
    opened, spans = [], []
    for n, word in words.items():
        found = re.search(r"(?:^|\|)Entity=([^|\t]*)", word.more)
        for mark in ENTITY.finditer(found.group(1)) if found else ():
            if mark.group(1):
                opened.append((mark.group(1), mark.group(2), n))
                continue
            at = [k for k, o in enumerate(opened) if mark.group(3) in (None, o[0])]
            if at:
                _, kind, first = opened.pop(at[-1])
                spans.append((first, n, kind))
    whole = []
    for first, last, kind in spans:
        if kind not in TYPES:
            continue
        head = next((n for n in range(first, last + 1) if n in words and not first <= words[n].head <= last), first)
        end = last
        for n in range(head + 1, last + 1):
            w = words[n]
            if (w.relation in ("acl", "acl:relcl", "parataxis", "advcl") or w.fine in ("WDT", "WP", "WRB")
                    or w.tag == "PUNCT" and w.form in ",(;:--"):  # fmt: skip
                end = n - 1
                break
        while end > head and words[end].tag in ("PUNCT", "ADP", "CCONJ"):
            end -= 1
        if end >= first:
            whole.append((first, end, kind))
    taken, kept = set(), []
    for first, last, kind in sorted(whole, key=lambda e: (e[0] - e[1], e[0])):
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            kept.append((first, last, kind))
    return kept


def phrases(words):
    def leads(n, head):
        for _ in range(6):
            if n == head or n not in words or words[n].relation not in INNER:
                break
            n = words[n].head
        return n == head

    taken, found = set(), []
    for head in sorted(words, reverse=True):
        word = words[head]
        if head in taken or word.tag not in HEADS:
            continue
        above = words.get(word.head)
        if word.relation in ("compound", "flat", "nmod:poss", "nmod:unmarked") and above and above.tag in ("NOUN", "PROPN"):
            continue
        first = last = head
        while first - 1 in words and first - 1 not in taken:
            before = words[first - 1]
            if before.relation == "case":
                if not (before.fine == "POS" and first - 2 in words and leads(first - 2, head)):
                    break
            elif not leads(first - 1, head) or before.relation == "punct" and before.form not in "-–/\"“'":
                break
            first -= 1
        while last + 1 in words and words[last + 1].relation in ("flat", "nummod", "goeswith") and leads(last + 1, head):
            last += 1
        taken.update(range(first, last + 1))
        found.append((first, last, HEADS[word.tag]))
    return found


def main():
    corpora, out = sys.argv[1:]
    with open(f"{out}/phrases.jsonl", "w") as all_phrases, open(f"{out}/entities.jsonl", "w") as all_entities:
        for file, has_entities in (("gum-open", True), ("ewt", False)):
            for name, sentences in documents(f"{corpora}/syntax/{file}.train.conllu"):
                text, of_phrases, of_entities = "", [], []
                for opens, lines in sentences:
                    if text:
                        text = text.rstrip() + ("\n" if opens else " ")
                    words, text = read(lines, text)
                    place = lambda s: dict(start=words[s[0]].start, end=words[s[1]].end, type=s[2])
                    of_phrases += map(place, phrases(words))
                    of_entities += map(place, entities(words) if has_entities else [])
                text = text.rstrip()
                all_phrases.write(json.dumps(dict(id=name, text=text, entities=of_phrases)) + "\n")
                if has_entities:
                    all_entities.write(json.dumps(dict(id=name, text=text, entities=of_entities)) + "\n")


if __name__ == "__main__":
    main()
