"""Rows of tokens and tags, as JSON Lines with a card or as Parquet, read with datasets.

check_hugging_face.py EXPORT TRUTH
"""

import pathlib
import sys
import tempfile

from datasets import ClassLabel, load_dataset
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from ours import PARTS, articles, same, true

path = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
# Its cache goes by names and would show the rows of an earlier run.
cache = tempfile.TemporaryDirectory()
if path.is_dir():
    rows = load_dataset(str(path), split="train", cache_dir=cache.name)
else:
    rows = load_dataset("parquet", data_files=str(path), split="train", cache_dir=cache.name)


def spans(row, names, tags):
    """The tagged spans as marks."""
    found = []
    for number, tag in enumerate(row[tags]):
        true(f"{tag} is a tag", 0 <= tag < len(names))
        kind, _, label = names[tag].partition("-")
        if kind == "B":
            found.append([label, row["starts"][number], row["ends"][number]])
        elif kind == "I":
            true("I- comes after its own", number > 0 and names[row[tags][number - 1]][2:] == label)
            found[-1][2] = row["ends"][number]
    return {tuple(span) for span in found}


same("articles", set(rows["id"]), set(truth))
count = 0
for row in rows:
    article = truth[row["id"]]
    same("the text", row["text"], article.text)
    columns = ("tokens", "starts", "ends", "ner_tags", "claim_tags")
    same("lengths", {len(row[column]) for column in columns}, {len(row["tokens"])})
    for token, start, end in zip(row["tokens"], row["starts"], row["ends"]):
        same("a token", token, article.text[start:end])
    same("tokens hold all but white space", "".join(row["tokens"]), "".join(article.text.split()))
    for tags in ("ner_tags", "claim_tags"):
        feature = rows.features[tags].feature
        true(f"{tags} are of a list of names", isinstance(feature, ClassLabel))
        found = spans(row, feature.names, tags)
        named = [feature.int2str(tag) for tag in row[tags]]
        strict = Entities([named], IOB2).entities[0] if named else []
        same("spans, as seqeval has them strictly", len(strict), len(found))
        same("spans, as seqeval has them", len(get_entities(named)), len(found))
        ours = {mark for mark in article.marks if (mark[0] in PARTS) == (tags == "claim_tags")}

        def widened(mark):
            """The mark with whole tokens."""
            inside = [(s, e) for s, e in zip(row["starts"], row["ends"]) if s < mark[2] and e > mark[1]]
            return (mark[0], inside[0][0], inside[-1][1])

        wide = {widened(mark) for mark in ours}
        true(f"each span is one of ours: {found - wide}", found <= wide)
        for mark in wide - found:
            hidden = any(other[1] < mark[2] and mark[1] < other[2] for other in found)
            true(f"{mark} overlaps with another", hidden)
        count += len(found)
true("there are spans", count > 0)
print(f"{len(rows)} articles, {count} spans")
