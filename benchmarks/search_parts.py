"""The measuring of ``benchmarks.search``, in a process in which Django is set up."""

import json
import resource
import sys
import time

from benchmarks.questions import questions
from telegrams.search import ENGINE
from telegrams.search.query import Query


def main(arguments: list[str]) -> None:
    """Ask every question some times, and print the milliseconds of each class, fresh and asked before."""
    rounds = int(arguments[0])
    asked = questions()
    fresh: dict[str, list[float]] = {}
    again: dict[str, list[float]] = {}
    ENGINE.follow()
    for number in range(rounds + 1):
        for one in asked:
            begun = time.perf_counter()
            ENGINE.ask(one.query)
            into = again if number else fresh
            into.setdefault(one.kind, []).append((time.perf_counter() - begun) * 1000)
    said = {
        "documents": ENGINE.count(Query()),
        "questions": len(asked),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "fresh": fresh,
        "again": again,
    }
    sys.stdout.write(json.dumps(said))
