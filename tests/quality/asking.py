"""Asks the program for suggestions, for the scripts beside this one."""

import json
import subprocess
import sys


def ask(program, rows, suggester="fast"):
    """What the program suggests for each row ({"id", "text", …}), in the order of the rows."""
    rows = list(rows)
    asked = "".join(json.dumps(row) + "\n" for row in rows)
    command = [program, "suggest", "--suggester", suggester, "-"]
    answered = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    answers = [json.loads(line) for line in answered.splitlines()]
    if [(row["id"], row["text"]) for row in answers] != [(row["id"], row["text"]) for row in rows]:
        sys.exit("not every text was answered as it was asked")
    return answers
