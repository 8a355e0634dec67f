#!/usr/bin/env python3
"""Makes of treebanks what the shipped taggers of mentions learn from (training/mentions.rs), and names for names.py.

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
# What stands before the name of a person and is no part of it.
TITLES = set(
    """mr mrs ms dr sir king queen prince princess emperor empress president prof professor secretary senator sen rep
    representative gov governor general gen major major-general lieutenant lt colonel col captain capt commander sergeant sgt
    admiral judge justice minister mayor lord lady miss madam chancellor ambassador director chairman saint pope bishop
    archbishop father sister brother uncle aunt mom dad doctor congressman congresswoman speaker sheikh imam ayatollah emir
    sultan baron duke earl count attorney chief of the state for vice prime""".split()
)
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


def marked(words):
    """(number of the first word, of the last, kind, number of the head) of all entities, nested ones too."""
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
    for first, last, kind in spans:
        head = next((n for n in range(first, last + 1) if n in words and not first <= words[n].head <= last), first)
        yield first, last, kind, head


def names(words):
    """(first, last, kind) of the names that entities are called by, kinds other than TYPES as "other": without titles, articles
    and what else stands around a name. Times have none."""
    is_name = lambda n: n in words and (words[n].tag == "PROPN" or words[n].fine in ("NNP", "NNPS"))
    word = lambda n: words[n].form if n in words else None
    for first, last, kind, head in marked(words):
        if kind == "time" or not is_name(head):
            continue
        start = end = head
        while start > first and is_name(start - 1):
            start -= 1
        while end < last:
            joined = kind != "person" and word(end + 1) in ("of", "for", "&", "the") and end + 2 <= last
            more = joined and (is_name(end + 2) or word(end + 2) == "the" and is_name(end + 3))
            if not (is_name(end + 1) or more):
                break
            end += 1
        while kind == "person" and start <= end and words[start].form.lower().rstrip(".") in TITLES:
            start += 1
        if start > end:
            continue
        while start < end and words[start].form.lower() == "the":
            start += 1
        yield start, end, kind if kind in TYPES else "other"


def entities(words):
    whole = []
    for first, last, kind, head in marked(words):
        if kind not in TYPES:
            continue
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


def texts(path, of_sentence):
    """(name, text, what each of `of_sentence` makes of its sentences, as entities) of the documents of a treebank."""
    for name, sentences in documents(path):
        text, found = "", [[] for _ in of_sentence]
        for opens, lines in sentences:
            if text:
                text = text.rstrip() + ("\n" if opens else " ")
            words, text = read(lines, text)
            for spans, of in zip(found, of_sentence):
                spans += [dict(start=words[s].start, end=words[e].end, type=kind) for s, e, kind in of(words)]
        yield name, text.rstrip(), found


def main():
    corpora, out = sys.argv[1:]
    with open(f"{out}/phrases.jsonl", "w") as all_phrases, open(f"{out}/entities.jsonl", "w") as all_entities:
        for file, has_entities in (("gum-open", True), ("ewt", False)):
            of_sentence = [phrases, entities] if has_entities else [phrases]
            for name, text, found in texts(f"{corpora}/syntax/{file}.train.conllu", of_sentence):
                for lines, spans in zip((all_phrases, all_entities), found):
                    lines.write(json.dumps(dict(id=name, text=text, entities=spans)) + "\n")


if __name__ == "__main__":
    main()
