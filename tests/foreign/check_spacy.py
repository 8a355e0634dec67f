"""Loads each line as a spaCy document, with validation, and compares its spans with the truth."""

import json

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example, offsets_to_biluo_tags

from truth import PARTS, check, confirmed, grown, in_pieces, run, same


def judge(path, truth):
    nlp = spacy.blank("en")
    lines = open(path, encoding="utf-8", newline="\n").read().split("\n")
    check(lines.pop() == "" and len(lines) == len(truth), path, len(lines), "lines")
    bin, counts = DocBin(store_user_data=True), [0, 0]
    docs = []
    for line, article in zip(lines, truth):
        line = json.loads(line)
        check(line["text"] == article.text and line["meta"]["id"] == article.id, article.id, "text")
        try:
            doc = Doc(nlp.vocab).from_json(line, validate=True)
        except Exception as error:
            check(False, article.id, "from_json:", repr(error))
        check(doc.text == article.text, article.id, "text of the document")
        tokens = [(t.idx, t.idx + len(t)) for t in doc if not t.is_space]
        ends = lambda spans: [(s.label_, s.start_char, s.end_char) for s in spans]
        spans = [(label, *grown((a, b), tokens)) for label, a, b in in_pieces(confirmed(article))]
        parts = [span for span in spans if span[0] in PARTS]
        mentions = [span for span in spans if span[0] not in PARTS]
        same(ends(doc.spans["claims"]), parts, article.id)
        same(ends(doc.spans["mentions"]), mentions, article.id)
        for label, a, b in ends(doc.ents):
            check((label, a, b) in mentions, article.id, "entity", label, a, b)
        for label, a, b in mentions:
            over = [e for e in ends(doc.ents) if e[1] < b and e[2] > a]
            check(over, article.id, "no entity at", label, a, b)
        tags = offsets_to_biluo_tags(doc, [tuple(entity) for entity in line["entities"]])
        check("-" not in tags, article.id, "entities that are not on the borders of tokens")
        plain = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        example = Example.from_dict(plain, {"entities": line["entities"]})
        check(ends(example.reference.ents) == ends(doc.ents), article.id, "entities of an example")
        starts = [doc.char_span(s["start"], s["end"]).start for s in line["sents"]]
        check(starts == sorted(starts), article.id, "sentences")
        counts[0] += len(doc.ents)
        counts[1] += len(spans)
        docs.append(doc)
        bin.add(doc)
    back = DocBin().from_bytes(bin.to_bytes()).get_docs(nlp.vocab)
    for doc, other in zip(docs, back):
        check([str(e) for e in doc.ents] == [str(e) for e in other.ents], "DocBin")
        check({k: len(v) for k, v in doc.spans.items()} == {k: len(v) for k, v in other.spans.items()}, "DocBin spans")
    return f"spaCy: {len(truth)} documents, {counts[1]} spans are ours, {counts[0]} of them entities"


run(judge)
