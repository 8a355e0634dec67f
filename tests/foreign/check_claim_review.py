"""ClaimReview, held against the types of schema.org (schema-dts, if npm is there) and a list of what must be there.

check_claim_review.py EXPORT TRUTH
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from ours import ANNOTATED, articles, same, true

PACKAGES = ["schema-dts@2.1.0", "typescript@5.9.3"]

path = pathlib.Path(sys.argv[1])
truth = articles(sys.argv[2])
graph = json.loads(path.read_text(encoding="utf-8"))
same("context", graph["@context"], "https://schema.org")
claims = {
    f"urn:claimdesk:{article.id}:{claim['item']}": (article, claim)
    for article in truth.values()
    for claim in article.claims
}
rated = set()
for review in graph["@graph"]:
    article, claim = claims[review["@id"]]
    true("a person stands behind it", claim["status"] in ANNOTATED)
    for field in ("@type", "claimReviewed", "itemReviewed", "author"):
        true(f"{review['@id']} has {field}", review.get(field))
    same("type", review["@type"], "ClaimReview")
    words = " […] ".join(article.text[start:end] for start, end in claim["content"])
    same("claimReviewed", review["claimReviewed"], words)
    verdict = claim.get("verdict")
    same("whether it is rated", "reviewRating" in review, verdict is not None)
    same("whether it is a draft", review.get("creativeWorkStatus") == "Draft", verdict is None)
    if verdict:
        rated.add(review["@id"])
        same("rating", review["reviewRating"]["alternateName"].lower(), verdict["rating"])
        value = review["reviewRating"].get("ratingValue")
        true("its number is on the scale", value is None or 1 <= value <= 5)
        same("citations", len(review.get("citation", [])), len(verdict["evidence"]))
    appearance = review["itemReviewed"]["appearance"]
    true("it appeared somewhere", appearance["headline"])
    speaker = article.line["known_actors"].get(claim["speaker"], {})
    same("who says it", review["itemReviewed"].get("author", {}).get("name"), speaker.get("name"))
expected = {name for name, (_, claim) in claims.items() if claim.get("verdict") and claim["status"] in ANNOTATED}
same("verdicts", rated, expected)


def types():
    """Lets the compiler of TypeScript hold the graph against schema.org's types."""
    npm = shutil.which("npm")
    work = os.environ.get("FOREIGN_WORK")
    if not npm or not work:
        return "types skipped: no npm"
    folder = pathlib.Path(work) / "npm"
    folder.mkdir(exist_ok=True)
    stamp = folder / "packages"
    if not stamp.exists() or stamp.read_text() != " ".join(PACKAGES):
        (folder / "package.json").write_text('{"private": true}')
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        if subprocess.run(install, cwd=folder, check=False).returncode != 0:
            return "types skipped: npm could not install schema-dts"
        stamp.write_text(" ".join(PACKAGES))
    compile_ = ["node_modules/.bin/tsc", "--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck"]

    def compiles(graph):
        source = f"import type {{ Graph }} from 'schema-dts';\nexport const graph: Graph = {json.dumps(graph)};\n"
        (folder / "graph.ts").write_text(source, encoding="utf-8")
        return subprocess.run([*compile_, "graph.ts"], cwd=folder, capture_output=True, text=True, check=False)

    result = compiles(graph)
    true(f"schema-dts takes it: {result.stdout[:1500]}", result.returncode == 0)
    wrong = json.loads(json.dumps(graph))
    wrong["@graph"][0]["claimRevewed"] = "a"
    true("schema-dts would see a wrong name", compiles(wrong).returncode != 0)
    return "schema-dts takes the types"


print(f"{len(graph['@graph'])} reviews, {len(rated)} of them rated; {types()}")
