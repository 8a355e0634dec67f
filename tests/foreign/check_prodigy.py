"""Holds tasks against what Prodigy's own data sets look like, and their spans against the truth."""

import json

from truth import PARTS, check, confirmed, flat_links, grown, in_pieces, run, same


def task_of(line):
    task = json.loads(line)
    text, tokens = task["text"], task["tokens"]
    at = 0
    for number, token in enumerate(tokens):
        check(token["id"] == number, "id of", token)
        check(text[token["start"] : token["end"]] == token["text"], "text of", token)
        check(token["start"] == at, "a gap before", token)
        at = token["end"] + token["ws"]
        check(not token["ws"] or text[token["end"]] == " ", "space after", token)
    check(at == len(text), "the end of the text")
    known = []
    for span in task["spans"]:
        check(tokens[span["token_start"]]["start"] == span["start"], "first token of", span)
        check(tokens[span["token_end"]]["end"] == span["end"], "last token of", span)
        check(text[span["start"] : span["end"]] == span["text"], "text of", span)
        check(span["label"], "label of", span)
        known.append((span["label"], span["start"], span["end"]))
    links = []
    for relation in task["relations"]:
        ends = [relation["head_span"], relation["child_span"]]
        check(relation["head"] == ends[0]["token_end"], "head of", relation)
        check(relation["child"] == ends[1]["token_end"], "child of", relation)
        ends = [(end["label"], end["start"], end["end"]) for end in ends]
        check(all(end in known for end in ends), "ends of", relation)
        links.append((ends[0], relation["label"], ends[1]))
    check(task["answer"] in ("accept", "reject"), "answer", task["answer"])
    check(not any(key.endswith("_hash") for key in task), "hashes are Prodigy's")
    return task, known, links


def judge(path, truth):
    lines = open(path, encoding="utf-8", newline="\n").read().split("\n")
    check(lines.pop() == "", path, "its end")
    tasks = [task_of(line) for line in lines]
    spans_read = rejections = 0
    for article in truth:
        own = [task for task in tasks if task[0]["meta"]["id"] == article.id]
        check(all(task[0]["text"] == article.text for task in own), article.id, "text")
        accepted = [task for task in own if task[0]["answer"] == "accept"]
        check(len(accepted) == 1, article.id, len(accepted), "accepted tasks")
        task, spans, links = accepted[0]
        tokens = [(t["start"], t["end"]) for t in task["tokens"] if not t["text"].isspace()]
        moved = lambda span: (span[0], *grown(span[1:], tokens))
        marks = confirmed(article)
        same(spans, map(moved, in_pieces(marks)), article.id)
        ours = flat_links(article, lambda mark: mark in marks)
        same({*links}, {(moved(a), label, moved(b)) for a, label, b in ours}, article.id)
        rejected = [task for task in own if task[0]["answer"] == "reject"]
        by_item = {}
        for mark in article.marks:
            if mark.status == "rejected":
                by_item.setdefault(mark.item, []).append(mark)
        same(
            [sorted(set(spans)) for _, spans, _ in rejected],
            [sorted({moved(span) for span in in_pieces(marks)}) for marks in by_item.values()],
            article.id,
            "rejections",
        )
        spans_read += len(spans)
        rejections += len(rejected)
    check(len(tasks) == len(truth) + rejections, "tasks about other texts")
    return f"Prodigy: {len(truth)} texts, {spans_read} spans are ours, {rejections} rejections"


run(judge)
