#!/usr/bin/env python3
"""Asks both suggesters about the commonest forms of reported speech with many sources, each a text of its own, and holds the share
that is found whole (source and content, one content) against floors a little below what was last measured.

    forms.py PROGRAM [--show]      --show: prints what is not found
"""

import sys

from asking import ask

# Percent of the sentences.
FLOORS = {"fast": 93.0, "accurate": 99.0}
SAID = "the road to Aven was closed"
SOURCES = [
    "a monitor", "a war monitor", "a police spokeswoman", "the minister", "Mayor Ada Toll", "Toll", "an aide to the president", "villagers",
    "two officials", "one resident", "the group", "a spokesman for the army", "Ada Toll, a lawyer,", "the Aven Relief Committee",
    "a survivor", "an eyewitness", "shopkeepers", "the company", "a UN report", "the statement", "local media", "a medic",
    "a teacher who asked not to be named", "an official who spoke on condition of anonymity", "investigators",
    "a nurse at the hospital", "the foreign ministry", "a former soldier", "a farmer",
]  # fmt: skip
# {S}: the source; {C}: what is said. A capital begins the sentence.
FORMS = [
    "{S} said {c}.", "{S} said on Monday that {c}.", "{C}, {s} said.", "{C}, {s} said on Friday.", "{C}, according to {s}.",
    "According to {s}, {c}.", "“{C},” {s} said.", "“{C},” said {s}.", "{S} told reporters that {c}.", "{S} warned that {c}.",
    "{S} confirmed that {c}.", "{S} denied that {c}.", "{C}, {s} told the agency.", "{C}, {s} added.",
]  # fmt: skip


def capital(words):
    return words[0].upper() + words[1:]


def bare(words):
    """Without what conventions differ in: quotation marks, commas at the edges, "that"."""
    return words.strip(" ,“”").removeprefix("that ").lower()


def sentences():
    for source in SOURCES:
        alone = source.rstrip(",")
        for form in FORMS:
            # The comma that closes an apposition stands before a verb alone.
            inner = source if "{s} said" in form or "{s} told" in form or "{s} added" in form else alone
            text = form.format(S=capital(source), s=inner, C=capital(SAID), c=SAID)
            yield {"id": text, "text": text}, bare(alone)


def is_found(row, source):
    text = row["text"]
    return any(
        claim["source"] and bare(text[slice(*claim["source"])]) == source
        and [bare(text[start:end]) for start, end in claim["content"]] == [SAID.lower()]
        for claim in row["claims"]
    )  # fmt: skip


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    program = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(program) != 1 or options not in ([], ["--show"]):
        sys.exit(__doc__)
    rows, sources = zip(*sentences())
    failed = False
    for suggester, floor in FLOORS.items():
        missed = [row["text"] for row, source in zip(ask(program[0], rows, suggester), sources) if not is_found(row, source)]
        if options:
            print(*missed, sep="\n", end="\n" * bool(missed))
        found = 100 * (1 - len(missed) / len(rows))
        failed |= found < floor
        print(f"{suggester:9} forms of reported speech found {found:5.1f}  of {len(rows)}  at least {floor}{'' if found >= floor else '  FAILED'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
