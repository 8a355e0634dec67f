"""Validates tasks with Label Studio's own library against the configuration beside them, checks what the library does
not, and compares the regions with the truth."""

import json
from pathlib import Path

from label_studio_sdk.label_interface import LabelInterface

from truth import check, confirmed, flat_links, in_pieces, run, same, same_fields


def regions(article, results):
    """Spans, details by region, links of a list of results."""
    spans, details, links = {}, {}, []
    for result in results:
        if result["type"] == "labels":
            value = result["value"]
            check(result["id"] not in spans, article.id, "id twice", result["id"])
            check(0 <= value["start"] < value["end"] <= len(article.text), article.id, result)
            check(article.text[value["start"] : value["end"]] == value["text"], article.id, "words of", result)
            check(len(value["labels"]) == 1, article.id, "labels of", result)
            spans[result["id"]] = (value["labels"][0], value["start"], value["end"])
            details[result["id"]] = {}
    for result in results:
        if result["type"] == "relation":
            ends = [result["from_id"], result["to_id"]]
            check(all(end in spans for end in ends) and result["direction"] == "right", article.id, result)
            links.append((spans[ends[0]], result["labels"][0], spans[ends[1]]))
        elif result["type"] != "labels":
            value = result["value"]
            check(result["id"] in spans, article.id, "a detail of nothing", result)
            check(spans[result["id"]][1:] == (value["start"], value["end"]), article.id, "place of", result)
            name = result["from_name"]
            if name != "actor":
                key = {"choices": "choices", "number": "number", "textarea": "text"}[result["type"]]
                one = value[key]
                details[result["id"]][name] = one[0] if isinstance(one, list) else one
    return spans, details, links


def judge(folder, truth):
    folder = Path(folder)
    config = (folder / "labeling-config.xml").read_text(encoding="utf-8")
    interface = LabelInterface(config)
    interface.validate()
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    check(isinstance(tasks, list) and len(tasks) == len(truth), len(tasks), "tasks")
    counts = [0, 0]
    for task, article in zip(tasks, truth):
        check(task["data"]["text"] == article.text and task["data"]["id"] == article.id, article.id, "text")
        check(len(task["annotations"]) <= 1, article.id, "annotations")
        check(interface.validate_task({"data": task["data"]}), article.id, "the task is not valid")
        for annotation in task["annotations"]:
            check(interface.validate_annotation(annotation), article.id, "the annotation is not valid")
        for prediction in task["predictions"]:
            errors = interface.validate_prediction(prediction, return_errors=True)
            check(not errors, article.id, "prediction:", errors)
            check(0 <= prediction["score"] <= 1 and prediction["model_version"], article.id, "score")
        marks = confirmed(article)
        results = [result for annotation in task["annotations"] for result in annotation["result"]]
        spans, details, links = regions(article, results)
        same(spans.values(), in_pieces(marks), article.id)
        same({*links}, {*flat_links(article, lambda mark: mark in marks)}, article.id)
        for id, span in spans.items():
            fits = [mark for mark in marks if (mark.label, *mark.pieces[0]) == span]
            if len(fits) == 1:
                same_fields(details[id], fits[0].fields, article.id, span)
        proposed = [mark for mark in article.marks if mark.status == "suggested"]
        found = []
        for prediction in task["predictions"]:
            spans, _, _ = regions(article, prediction["result"])
            found += spans.values()
        same(found, in_pieces(proposed), article.id, "predictions")
        counts[0] += len(results)
        counts[1] += len(found)
    return f"Label Studio: {len(truth)} tasks, {counts[0]} results and {counts[1]} proposed regions are ours"


run(judge)
