"""CSV and TSV, read with pandas."""

import csv
from pathlib import Path

import pandas

from truth import check, equal, run


def bare(cell):
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\n") else cell


def judge(path, truth):
    path = Path(path)
    separator = "," if path.suffix == ".csv" else "\t"
    equal(path.read_bytes().startswith(b"\xef\xbb\xbf"), separator == ",", "the mark that Excel wants")
    table = pandas.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    equal(table.columns[0], "article", "the first column")
    # As a user would read it, with columns of numbers.
    plain = pandas.read_csv(path, sep=separator)
    for column in ("start", "end", "value", "check_worthiness"):
        check(pandas.api.types.is_numeric_dtype(plain[column]), column, "is no number")

    expected = {(one.id, claim["item"]): (one, claim) for one in truth for claim in one.claims}
    equal(len(table), len(expected), "rows")
    for row in table.to_dict("records"):
        key = (row["article"], row["claim"])
        check(key in expected, key, "is not ours, or there twice")
        article, claim = expected.pop(key)
        words = [article.text[start:end] for start, end in claim["content"]]
        # Spreadsheets and pandas know one line end; texts have no other.
        equal(bare(row["content"]), " […] ".join(words), key, "content")
        equal(row["status"], claim["status"], key, "status")
        for column in ("cue", "source"):
            place = claim[column]
            equal(bare(row[column]), article.text[place[0] : place[1]] if place else "", key, column)
        equal(int(row["start"]), claim["content"][0][0], key, "start")
        equal(int(row["end"]), claim["content"][-1][1], key, "end")
        figures = claim["figures"]
        equal(row["value"], f"{figures[0]['value']:g}" if figures else "", key, "value")
        equal(row["rating"], claim.get("verdict", {}).get("rating", ""), key, "rating")
        equal(bare(row["note"]), claim.get("note", ""), key, "note")
        speaker = article.line["known_actors"].get(claim["speaker"], {}).get("name", "")
        equal(bare(row["speaker"]), speaker, key, "speaker")
    equal(list(expected), [], "rows that are missing")

    with open(path, encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file, delimiter=separator) for cell in line]
    for cell in cells:
        check(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), repr(cell), "is a formula")
    return f"pandas: {len(table)} rows, {len(table.columns)} columns"


run(judge)
