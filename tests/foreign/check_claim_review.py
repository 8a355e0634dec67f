"""ClaimReview, held against the types of schema.org (schema-dts, if npm is there) and a list of what must be there."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from truth import CONFIRMED, check, equal, run, same

PACKAGES = ["schema-dts@2.1.0", "typescript@5.9.3"]


def types(graph):
    """Lets the compiler of TypeScript hold the graph against schema.org's types."""
    npm = shutil.which("npm")
    work = os.environ.get("FOREIGN_WORK")
    if not npm or not work:
        return "types skipped: no npm"
    folder = Path(work) / "npm"
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
    check(result.returncode == 0, "schema-dts:", result.stdout[:1500])
    wrong = json.loads(json.dumps(graph))
    wrong["@graph"][0]["claimRevewed"] = "a"
    check(compiles(wrong).returncode != 0, "schema-dts does not see a wrong name")
    return "schema-dts takes the types"


def judge(path, truth):
    graph = json.loads(Path(path).read_text(encoding="utf-8"))
    equal(graph["@context"], "https://schema.org", "context")
    claims = {f"urn:claimdesk:{one.id}:{claim['item']}": (one, claim) for one in truth for claim in one.claims}
    rated = []
    for review in graph["@graph"]:
        name = review["@id"]
        check(name in claims, name, "is none of ours")
        article, claim = claims[name]
        check(claim["status"] in CONFIRMED, name, "nobody stands behind it")
        for field in ("@type", "claimReviewed", "itemReviewed", "author"):
            check(review.get(field), name, "has no", field)
        equal(review["@type"], "ClaimReview", name, "type")
        words = " […] ".join(article.text[start:end] for start, end in claim["content"])
        equal(review["claimReviewed"], words, name, "claimReviewed")
        verdict = claim.get("verdict")
        equal("reviewRating" in review, verdict is not None, name, "whether it is rated")
        equal(review.get("creativeWorkStatus") == "Draft", verdict is None, name, "whether it is a draft")
        if verdict:
            rated.append(name)
            equal(review["reviewRating"]["alternateName"].lower(), verdict["rating"], name, "rating")
            value = review["reviewRating"].get("ratingValue")
            check(value is None or 1 <= value <= 5, name, "not on the scale:", value)
            equal(len(review.get("citation", [])), len(verdict["evidence"]), name, "citations")
        check(review["itemReviewed"]["appearance"]["headline"], name, "appeared nowhere")
        speaker = article.line["known_actors"].get(claim["speaker"], {})
        equal(review["itemReviewed"].get("author", {}).get("name"), speaker.get("name"), name, "who says it")
    expected = [name for name, (_, claim) in claims.items() if claim.get("verdict") and claim["status"] in CONFIRMED]
    same(rated, expected, "verdicts")
    return f"ClaimReview: {len(graph['@graph'])} reviews, {len(rated)} of them rated; {types(graph)}"


run(judge)
