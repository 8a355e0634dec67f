"""What our JSON Lines say of a project, as marks: what the readers of other programs are compared with.

A mark is (label, start, end) in code points. A link is (from mark, to mark, label).
"""

import json
import sys

PARTS = ["claim", "cue", "source", "via", "target", "figure"]
ANNOTATED = {"accepted", "corrected", "added"}


class Article:
    """An article with what people stand behind."""

    def __init__(self, line):
        self.line = line
        self.id = line["id"]
        self.text = line["text"]
        self.marks = set()
        self.links = set()
        self.claims = []
        for mention in line["actors"]:
            if mention["status"] in ANNOTATED:
                self.marks.add((label_of(mention["kind"]), mention["start"], mention["end"]))
        for claim in line["claims"]:
            self.claim(claim, None)
        self.marks |= {end for link in self.links for end in link[:2]}

    def claim(self, claim, outer):
        """Adds a claim, and those within it."""
        annotated = claim["status"] in ANNOTATED
        self.claims.append(claim)
        pieces = [("claim", start, end) for start, end in claim["content"]]
        first = pieces[0]
        if annotated:
            self.marks |= set(pieces)
            self.links |= {(piece, first, "piece_of") for piece in pieces[1:]}
            for label in ("cue", "source", "via"):
                if claim.get(label):
                    self.links.add((first, (label, *claim[label]), label))
            for label, some in (("target", claim.get("targets", [])), ("figure", claim["figures"])):
                self.links |= {(first, (label, one["start"], one["end"]), label) for one in some}
            if outer:
                self.links.add((first, outer, "within"))
        for inner in claim.get("nested", []):
            self.claim(inner, first if annotated else None)

    def words(self, mark):
        """The words under a mark."""
        return self.text[mark[1] : mark[2]]


def label_of(kind):
    """A kind that is called like a part of a claim is told apart from it."""
    return f"kind_{kind}" if kind in PARTS else kind


def articles(path):
    """All articles by id. Lines end with a line feed and nothing else: texts have other separators in them."""
    with open(path, encoding="utf-8", newline="\n") as lines:
        found = [Article(json.loads(line)) for line in lines]
    return {article.id: article for article in found}


def same(what, found, expected):
    """Stops with the difference unless both are the same."""
    if found == expected:
        return
    print(f"{what} differs")
    if isinstance(found, (set, frozenset)):
        print("  only theirs:", sorted(found - expected, key=str)[:10])
        print("  only ours:", sorted(expected - found, key=str)[:10])
    else:
        print("  theirs:", repr(found)[:400])
        print("  ours:", repr(expected)[:400])
    sys.exit(1)


def true(what, holds):
    """Stops unless it holds."""
    if not holds:
        print(f"not so: {what}")
        sys.exit(1)
