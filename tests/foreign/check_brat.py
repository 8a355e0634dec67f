"""Reads a folder of brat standoff as strictly as brat's own parser does, and compares it with the truth.

The grammar is stated here anew, since brat's server cannot be installed as a package: one annotation per line, where a
line ends at whatever Python takes for an end; ids are unique; types are ASCII; a span's words are those at its place,
pieces joined by a space; whatever is referred to is there; and every type and value is in annotation.conf.
"""

import re
import sys
from pathlib import Path

from truth import BREAKS, check, confirmed, run, same, same_fields

TYPE = re.compile(r"[A-Za-z0-9_-]+\Z")


def label_of(name):
    return re.sub(r"-x([0-9a-f]+)-", lambda found: chr(int(found[1], 16)), name)


def unescape(text):
    def one(found):
        if found[1]:
            return chr(int(found[1], 16))
        return {"n": "\n", "t": "\t", "\\": "\\"}[found[2]]

    return re.sub(r"\\(?:u\{([0-9a-f]+)\}|([nt\\]))", one, text)


def configuration(path):
    sections, section = {}, None
    for line in path.read_text(encoding="utf-8").split("\n"):
        line = line.strip()
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, _, rest = line.partition("\t")
            section[name] = dict(part.strip().split(":", 1) for part in rest.split(",") if ":" in part)
    check(list(sections) == ["entities", "relations", "events", "attributes"], path, list(sections))
    return sections


def article(ann, text, conf):
    where = ann.name
    spans, fields, actors, links, ids = {}, {}, {}, [], set()
    # As brat's reader splits lines; keepends shows that no other character ends one.
    lines = ann.read_bytes().decode("utf-8").splitlines(keepends=True)
    rest = []
    for line in lines:
        check(line.endswith("\n") and line[:-1].splitlines() in ([line[:-1]], []), where, "line", repr(line))
        parts = line[:-1].split("\t", 2)
        check(len(parts) >= 2, where, "no tab:", line)
        check(parts[0] not in ids, where, "id twice:", parts[0])
        check(re.match(r"([A-Za-z]|#)[0-9]+\Z", parts[0]), where, "id", parts[0])
        ids.add(parts[0])
        if parts[0][0] != "T":
            rest.append(parts)
            continue
        check(len(parts) == 3, where, "no words:", line)
        name, offsets = parts[1].split(" ", 1)
        check(TYPE.match(name) and name in conf["entities"], where, "type", name)
        pieces = [tuple(map(int, piece.split(" "))) for piece in offsets.split(";")]
        last = 0
        for start, end in pieces:
            check(last <= start < end <= len(text), where, "offsets", line)
            check(not any(c in BREAKS for c in text[start:end]), where, "a line ends within", line)
            last = end
        check(parts[2] == " ".join(text[start:end] for start, end in pieces), where, "words of", line)
        spans[parts[0]] = (name, pieces)
        fields[parts[0]] = {}
    for parts in rest:
        words = parts[1].split(" ")
        kind = parts[0][0]
        if kind == "R":
            check(len(words) == 3 and len(parts) == 2, where, parts)
            ends = [word.split(":") for word in words[1:]]
            check([end[0] for end in ends] == ["Arg1", "Arg2"], where, parts)
            (_, a), (_, b) = ends
            check(a in spans and b in spans and a != b, where, "ends of", parts)
            known = conf["relations"].get(words[0])
            check(known, where, "relation", words[0])
            for name, end in (("Arg1", a), ("Arg2", b)):
                check(spans[end][0] in known[name].split("|"), where, "argument", name, "of", parts)
            links.append((a, words[0], b))
        elif kind == "A":
            check(len(words) == 3 and words[1] in spans, where, parts)
            known = conf["attributes"].get(words[0])
            check(known and words[2] in known["Value"].split("|"), where, "attribute", parts)
            check(spans[words[1]][0] in known["Arg"].split("|"), where, "attribute of", parts)
            fields[words[1]][words[0]] = words[2].replace("_", " ")
        elif kind == "N":
            found = re.match(r"(\S+) (\S+) (\S+?):(\S+)\Z", parts[1])
            check(found and found[2] in spans and len(parts) == 3, where, parts)
            actors[found[2]] = found[4]
        elif kind == "#":
            check(len(words) == 2 and words[1] in spans and len(parts) == 3, where, parts)
            fields[words[1]][words[0]] = unescape(parts[2])
        else:
            check(False, where, "what is", parts)
    return spans, fields, actors, links


def joined(pieces, text):
    """Pieces that only line ends part are one."""
    out = []
    for start, end in pieces:
        if out and all(c in BREAKS for c in text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


def judge(folder, truth):
    folder = Path(folder)
    conf = configuration(folder / "annotation.conf")
    check((folder / "visual.conf").is_file(), "no visual.conf")
    same([path.stem for path in folder.glob("*.ann")], [one.id for one in truth], folder)
    marks = relations = 0
    for one in truth:
        text = (folder / f"{one.id}.txt").read_bytes().decode("utf-8")
        check(text == one.text, one.id, "text")
        spans, fields, _, links = article(folder / f"{one.id}.ann", text, conf)
        expected = confirmed(one)
        place = {id: (label_of(name), joined(pieces, text)) for id, (name, pieces) in spans.items()}
        ours = [(mark.label, joined(mark.pieces, text)) for mark in expected]
        same(place.values(), ours, one.id)
        for id, at in place.items():
            candidates = [mark.fields for mark, our in zip(expected, ours) if our == at]
            if len(candidates) == 1:
                same_fields(fields[id], candidates[0], one.id, at)
        keep = lambda mark: mark in expected
        at = lambda mark: (mark.label, joined(mark.pieces, text))
        same(
            {(place[a], label, place[b]) for a, label, b in links},
            {(at(a), label, at(b)) for a, label, b in one.links if keep(a) and keep(b)},
            one.id,
        )
        marks += len(spans)
        relations += len(links)
    return f"brat: {len(truth)} texts, {marks} spans, {relations} relations are ours"


run(judge)
