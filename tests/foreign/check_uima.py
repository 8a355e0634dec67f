"""UIMA CAS in XML and JSON, read with dkpro-cassis; what it warns of is an error here."""

import re
import warnings
from pathlib import Path

import cassis

from truth import check, confirmed, equal, flat_links, in_pieces, run, same

MENTION, PART, LINK = (f"webanno.custom.{name}" for name in ("Mention", "ClaimPart", "ClaimLink"))
SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
# XML has no place for these.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def cas_of(folder, name, types):
    """A file as cassis reads it."""
    if types.exists():
        with open(types, "rb") as file:
            system = cassis.load_typesystem(file)
        with open(folder / f"{name}.xmi", "rb") as file:
            return cassis.load_cas_from_xmi(file, typesystem=system)
    with open(folder / f"{name}.json", encoding="utf-8") as file:
        return cassis.load_cas_from_json(file)


def at(span):
    """An annotation as (label, start, end)."""
    return (span.role if span.type.name == PART else span.kind, span.begin, span.end)


def judge(folder, truth):
    warnings.simplefilter("error")
    folder = Path(folder)
    types = folder / "TypeSystem.xml"
    is_xml = types.exists()
    shown = lambda text: FORBIDDEN.sub("\ufffd", text) if is_xml else text
    equal(len(list(folder.iterdir())), len(truth) + is_xml, "files")
    count = 0
    for article in truth:
        cas = cas_of(folder, article.id, types)
        text = shown(article.text)
        equal(cas.sofa_string, text, article.id, "text")
        spans = [*cas.select(MENTION), *cas.select(PART)]
        for span in spans:
            equal(span.get_covered_text(), text[span.begin : span.end], article.id, "words")
        marks = confirmed(article)
        same(map(at, spans), in_pieces(marks), article.id, "spans")
        links = cas.select(LINK)
        for link in links:
            place = (link.Dependent.begin, link.Dependent.end)
            equal((link.begin, link.end), place, article.id, "a link's place")
        found = {(at(link.Governor), link.role, at(link.Dependent)) for link in links}
        same(found, {*flat_links(article, lambda mark: mark in marks)}, article.id, "links")
        tokens = cas.select(f"{SEGMENTATION}.Token")
        sentences = cas.select(f"{SEGMENTATION}.Sentence")
        words = "".join(token.get_covered_text() for token in tokens)
        equal(words, shown("".join(article.text.split())), article.id, "tokens hold all but white space:")
        within = sum(len(list(cas.select_covered(f"{SEGMENTATION}.Token", one))) for one in sentences)
        equal(within, len(tokens), article.id, "tokens that stand in sentences")
        count += len(spans) + len(links)
    return f"cassis: {len(truth)} articles, {count} annotations are ours"


run(judge)
