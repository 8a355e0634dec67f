"""Reads columns as seqeval (strict IOB2) and spaCy's converter do, and compares them with the truth.

The ends of a span are those of the tokens it touches, and a span begins anew in each sentence. Each span of the truth is
there, or collides with a longer one that is; and nothing else is there.
"""

import sys

from seqeval.scheme import IOB2, Entities
from spacy.training.converters import conll_ner_to_docs

from truth import check, confirmed, grown, run

HEADER = "-DOCSTART- -X- O O"


def sentences(text):
    """Sentences of rows; a header is a sentence of one row."""
    for block in text.split("\n\n"):
        if block.strip("\n"):
            yield [line for line in block.split("\n") if line]


def rows_of(path):
    text = open(path, "rb").read().decode("utf-8")
    check("\r" not in text and "\n\n\n" not in text, path, "empty lines")
    check(text.endswith("\n\n"), path, "its end")
    tabs = "\t" in text
    out = []
    for block in sentences(text):
        if block == [HEADER]:
            check(not tabs, "a header between tabs")
            continue
        rows = [line.split("\t" if tabs else " ") for line in block]
        for row in rows:
            check(len(row) == (2 if tabs else 4), "columns of", row)
            check(len("".join(row).split()) == 1, "white space in", row)
        out.append(rows)
    return text, tabs, out


def placed(rows, truth):
    """For each article its tokens by offset, in sentences: (start, end, row)."""
    todo = iter(rows)
    held = None
    for article in truth:
        at, found = 0, []
        text = article.text
        while any(not (c.isspace()) for c in text[at:]):
            sentence = held or next(todo, None)
            held = None
            check(sentence, article.id, "sentences are missing from", repr(text[at : at + 40]))
            places = []
            for row in sentence:
                while text[at].isspace():
                    at += 1
                here = text[at : at + len(row[0])]
                fits = len(here) == len(row[0]) and all(a == b or (a == "_" and b.isspace()) for a, b in zip(row[0], here))
                check(fits, article.id, "token", row[0], "and not", repr(here))
                places.append((at, at + len(row[0]), row))
                at += len(row[0])
            found.append(places)
        yield article, found
    check(next(todo, None) is None, "there are more sentences than in the truth")


def entities(places, column):
    """(label, start, end) by strict IOB2."""
    tags = [[row[column] for _, _, row in sentence] for sentence in places]
    strict = {(e.sent_id, e.start, e.end, e.tag) for sentence in Entities(tags, IOB2).entities for e in sentence}
    begun = sum(tag.startswith("B-") for sentence in tags for tag in sentence)
    check(len(strict) == begun, "seqeval reads", len(strict), "spans of", begun)
    return {(tag, places[n][a][0], places[n][b - 1][1]) for n, a, b, tag in strict}


def expected(mark, places):
    """The pieces of a mark by sentence, or nothing if it touches no token."""
    out = []
    for span in mark.pieces:
        whole = grown(span, [token for sentence in places for token in sentence])
        if whole:
            by = [grown(whole, sentence) for sentence in places]
            out.append([(mark.label.replace(" ", "_"), *piece) for piece in by if piece])
    return out


def layer(article, places, column, marks):
    got = entities(places, column)
    left = set(got)
    spans = [pieces for mark in marks for pieces in expected(mark, places)]
    lost = []
    for pieces in spans:
        if all(piece in got for piece in pieces):
            left -= set(pieces)
        else:
            lost.append(pieces)
    check(not left, article.id, "not ours:", left)
    for pieces in lost:
        start, end = pieces[0][1], pieces[-1][2]
        over = [one for one in got if one[1] < end and one[2] > start]
        check(over, article.id, "missing:", pieces)
    return len(got), len(lost)


def judge(path, truth):
    text, tabs, rows = rows_of(path)
    articles = list(placed(rows, truth))
    mentions = parts = lost = 0
    for article, places in articles:
        marks = confirmed(article)
        is_part = lambda mark: mark.label in ("claim", "cue", "source")
        own = [mark for mark in marks if mark.label not in ("claim", "cue", "source", "via", "target", "figure")]
        more, gone = layer(article, places, -1, own)
        mentions += more
        lost += gone
        if not tabs:
            more, gone = layer(article, places, 2, [mark for mark in marks if is_part(mark)])
            parts += more
            lost += gone
    if not tabs:
        check(sum(line == HEADER for line in text.split("\n")) == len(truth), "headers")
        docs = list(conll_ner_to_docs(text, no_print=True))
        full = [(article, places) for article, places in articles if places]
        check(len(docs) == len(full), "spaCy reads", len(docs), "texts")
        for doc, (article, places) in zip(docs, full):
            tokens = [token for sentence in places for token in sentence]
            check([token.text for token in doc] == [row[0] for _, _, row in tokens], article.id, "spaCy's tokens")
            starts = {0} | {token.i for token in doc if token.is_sent_start}
            ends = [len(sentence) for sentence in places]
            check(starts == {sum(ends[:n]) for n in range(len(ends))}, article.id, "spaCy's sentences")
            theirs = {(e.label_, tokens[e.start][0], tokens[e.end - 1][1]) for e in doc.ents}
            check(theirs == entities(places, -1), article.id, "spaCy's spans", theirs)
    return f"columns: {len(truth)} texts, {mentions} mentions and {parts} parts are ours; {lost} collide with longer ones"


run(judge)
