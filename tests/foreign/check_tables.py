"""CSV and TSV, read with pandas.

check_tables.py EXPORT TRUTH
"""

import csv
import pathlib
import sys

import pandas

from ours import articles, same, true

path = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
separator = "," if path.suffix == ".csv" else "\t"
raw = path.read_bytes()
same("the mark that Excel wants", raw.startswith(b"\xef\xbb\xbf"), separator == ",")
table = pandas.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
same("the first column", table.columns[0], "article")
# As a user would read it, with columns of numbers.
plain = pandas.read_csv(path, sep=separator)
for column in ("start", "end", "value", "check_worthiness"):
    true(f"{column} is a number", pandas.api.types.is_numeric_dtype(plain[column]))

expected = {}
for article in truth.values():
    for claim in article.claims:
        expected[article.id, claim["item"]] = (article, claim)
same("rows", len(table), len(expected))


def bare(cell):
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\n") else cell


for row in table.to_dict("records"):
    article, claim = expected.pop((row["article"], row["claim"]))
    words = [article.text[start:end] for start, end in claim["content"]]
    # Spreadsheets and pandas know one line end; texts have no other.
    same("content", bare(row["content"]), " […] ".join(words))
    same("status", row["status"], claim["status"])
    for column in ("cue", "source"):
        place = claim[column]
        same(column, bare(row[column]), article.text[place[0] : place[1]] if place else "")
    same("start", int(row["start"]), claim["content"][0][0])
    same("end", int(row["end"]), claim["content"][-1][1])
    figures = claim["figures"]
    same("value", row["value"], f"{figures[0]['value']:g}" if figures else "")
    same("rating", row["rating"], claim.get("verdict", {}).get("rating", ""))
    same("note", bare(row["note"]), claim.get("note", ""))
    speaker = article.line["known_actors"].get(claim["speaker"], {}).get("name", "")
    same("speaker", bare(row["speaker"]), speaker)
same("rows that are missing", expected, {})

with open(path, encoding="utf-8-sig", newline="") as file:
    cells = [cell for line in csv.reader(file, delimiter=separator) for cell in line]
for cell in cells:
    harmless = not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    true(f"{cell!r} is no formula", harmless)
print(f"{len(table)} rows, {len(table.columns)} columns")
