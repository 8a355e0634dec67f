"""UIMA CAS in XML and JSON, read with dkpro-cassis; what it warns of is an error here.

check_uima.py EXPORT TRUTH
"""

import pathlib
import re
import sys
import warnings

import cassis

from ours import articles, same, true

MENTION, PART, LINK = (f"webanno.custom.{name}" for name in ("Mention", "ClaimPart", "ClaimLink"))
SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
# XML has no place for these.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

warnings.simplefilter("error")
folder = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
types = folder / "TypeSystem.xml"
is_xml = types.exists()


def load(name):
    """A file as cassis reads it."""
    if is_xml:
        with open(types, "rb") as file:
            system = cassis.load_typesystem(file)
        with open(folder / f"{name}.xmi", "rb") as file:
            return cassis.load_cas_from_xmi(file, typesystem=system)
    with open(folder / f"{name}.json", encoding="utf-8") as file:
        return cassis.load_cas_from_json(file)


def mark(span):
    """An annotation as a mark."""
    return (span.role if span.type.name == PART else span.kind, span.begin, span.end)


same("the set of files", len(list(folder.iterdir())), len(truth) + is_xml)
count = 0
for name, article in truth.items():
    cas = load(name)
    text = FORBIDDEN.sub("\ufffd", article.text) if is_xml else article.text
    same(f"{name}: the text", cas.sofa_string, text)
    spans = [*cas.select(MENTION), *cas.select(PART)]
    for span in spans:
        same(f"{name}: words", span.get_covered_text(), text[span.begin : span.end])
    same(f"{name}: marks", {mark(span) for span in spans}, article.marks)
    links = cas.select(LINK)
    for link in links:
        same(f"{name}: a link's place", (link.begin, link.end), (link.Dependent.begin, link.Dependent.end))
    found = {(mark(link.Governor), mark(link.Dependent), link.role) for link in links}
    same(f"{name}: links", found, article.links)
    tokens = cas.select(f"{SEGMENTATION}.Token")
    sentences = cas.select(f"{SEGMENTATION}.Sentence")
    words = "".join(article.text.split())
    words = FORBIDDEN.sub("\ufffd", words) if is_xml else words
    same(f"{name}: tokens hold all but white space", "".join(token.get_covered_text() for token in tokens), words)
    true(
        f"{name}: tokens stand in sentences",
        len(tokens) == sum(len(list(cas.select_covered(f"{SEGMENTATION}.Token", s))) for s in sentences),
    )
    count += len(spans) + len(links)
print(f"{len(truth)} articles, {count} annotations")
