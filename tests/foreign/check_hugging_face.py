"""Rows of tokens and tags, as JSON Lines with a card or as Parquet, read with datasets."""

import tempfile
from pathlib import Path

from datasets import ClassLabel, load_dataset
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from truth import PARTS, check, confirmed, equal, grown, in_pieces, run, same


def rows_of(path):
    # Its cache goes by names and would show the rows of an earlier run.
    with tempfile.TemporaryDirectory() as cache:
        if Path(path).is_dir():
            return load_dataset(path, split="train", cache_dir=cache, keep_in_memory=True)
        return load_dataset("parquet", data_files=path, split="train", cache_dir=cache, keep_in_memory=True)


def spans(row, names, tags):
    """The tagged spans as (label, start, end)."""
    found = []
    for number, tag in enumerate(row[tags]):
        check(0 <= tag < len(names), row["id"], tag, "is no tag")
        kind, _, label = names[tag].partition("-")
        if kind == "B":
            found.append([label, row["starts"][number], row["ends"][number]])
        elif kind == "I":
            goes_on = number > 0 and names[row[tags][number - 1]][2:] == label
            check(goes_on, row["id"], "I- does not come after its own at", number)
            found[-1][2] = row["ends"][number]
    return {tuple(span) for span in found}


def judge(path, truth):
    rows = rows_of(path)
    same(rows["id"], [one.id for one in truth], "articles")
    articles = {one.id: one for one in truth}
    count = 0
    for row in rows:
        article = articles[row["id"]]
        equal(row["text"], article.text, article.id, "text")
        columns = ("tokens", "starts", "ends", "ner_tags", "claim_tags")
        equal({len(row[column]) for column in columns}, {len(row["tokens"])}, article.id, "lengths")
        tokens = list(zip(row["starts"], row["ends"]))
        for token, (start, end) in zip(row["tokens"], tokens):
            equal(token, article.text[start:end], article.id, "a token")
        equal("".join(row["tokens"]), "".join(article.text.split()), article.id, "tokens hold all but white space:")
        for tags in ("ner_tags", "claim_tags"):
            feature = rows.features[tags].feature
            check(isinstance(feature, ClassLabel), tags, "are not of a list of names")
            found = spans(row, feature.names, tags)
            named = [feature.int2str(tag) for tag in row[tags]]
            strict = Entities([named], IOB2).entities[0] if named else []
            equal(len(strict), len(found), article.id, "spans, as seqeval has them strictly:")
            equal(len(get_entities(named)), len(found), article.id, "spans, as seqeval has them:")
            ours = [one for one in in_pieces(confirmed(article)) if (one[0] in PARTS) == (tags == "claim_tags")]
            wide = {(label, *grown((start, end), tokens)) for label, start, end in ours}
            check(found <= wide, article.id, "not ours:", found - wide)
            for mark in wide - found:
                hidden = any(other[1] < mark[2] and mark[1] < other[2] for other in found)
                check(hidden, article.id, "missing, and overlaps with none:", mark)
            count += len(found)
    check(count > 0, "there are no spans")
    return f"datasets: {len(rows)} articles, {count} spans are ours"


run(judge)
