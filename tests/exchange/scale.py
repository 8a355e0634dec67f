"""Lines of annotated articles, as many as asked for, each with thirty mentions and twenty claims.

scale.py ARTICLES
"""

import json
import sys

PLACES = ["Brask", "Halm", "Tolm", "Velmora", "Dalvira"]
PEOPLE = ["Ada Toll", "Ib Quill", "Ilan Merk", "Oda Fenn", "Rolf Sarn"]


def article(number):
    """One article; names and figures differ, so that no two texts are the same."""
    text, actors, claims = "", [], []
    for line in range(20):
        who = PEOPLE[(number + line) % 5]
        where = PLACES[(number * 7 + line) % 5]
        count = str(10 + (number * 13 + line * 7) % 900)
        start = len(text)
        content = f"{count} people had fled {where} 😀 since report {number}"
        text += f"{who} said that {content}."
        status = ["accepted", "corrected", "added", "accepted", "suggested", "rejected"][(number + line) % 6]
        origin = {} if status == "added" else {"suggester": "fast", "suggester_version": "3", "score": 0.75, "reason": "verb"}
        actors.append({"start": start, "end": start + len(who), "kind": "person", "form": "named", "actor": None, "status": status, **origin})
        if line % 2:
            place = text.index(where, start)
            actors.append({"start": place, "end": place + len(where), "kind": "place", "form": "named", "actor": None, "status": status, **origin})
        said = start + len(who) + 1
        begin = text.index(content, start)
        figure = {"start": begin, "end": begin + len(count), "value": int(count), "bound": "exactly", "measure": "displaced",
                  "who": "people", "where": where, "when": None, "by": None}
        claims.append({"content": [[begin, begin + len(content)]], "cue": [said, said + 4], "source": [start, start + len(who)],
                       "speaker": None, "act": "statement", "quote": "indirect", "figures": [figure], "check_worthiness": 0.5,
                       "status": status, **origin})
        text += " " if line % 4 else "\n\n"
    return {"id": f"report-{number}", "text": text, "actors": actors, "claims": claims,
            "metadata": {"title": f"Report {number}", "publisher": "Wire", "author": "", "published": "2024-03-02", "url": "",
                         "language": "en", "imported_from": ""}}


for number in range(int(sys.argv[1])):
    print(json.dumps(article(number), ensure_ascii=False))
