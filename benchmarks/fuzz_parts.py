"""The asking of ``benchmarks.fuzz``, in a process in which Django is set up."""

import json
import logging
import random
import sys
import time
from collections import Counter

from django.conf import settings
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client

from telegrams.search.facets import FACETS
from telegrams.search.local import SECONDS

PIECES = [
    *[
        '"',
        "“",
        "”",
        "(",
        ")",
        "-",
        "–",
        "OR",
        "AND",
        "~5",
        "~",
        "*",
        "=",
        ":",
        "/",
        "…",
        "\\",
        "%",
        "'",
        "\x00",
        "\ud800",
        "\u202e",
    ],
    *[
        "in:footnotes",
        "in:text",
        "in:",
        "from:",
        "to:harriman",
        "sent:1945",
        "sent:11-22",
        "sent:x",
        "file:861*",
        "no:1",
        "vol:",
    ],
    *[
        "treaty",
        "treaties",
        "the",
        "of",
        "telegram",
        "urtel",
        "chargé",
        "711.61/11–2245",
        "3930",
        "p. 921",
        "doc 690",
        "a" * 70,
    ],
    *["FRUS 1945, vol. V, p. 5", "é" * 300, "((((((((((", "))))", '""', "0", "９", "ﬁ", "İ", "ß", "日本", "😀"],
]
ADDRESSES = {
    "/telegrams/": "text/html",
    "/telegrams.json": "application/json",
    "/telegrams.csv": "text/csv",
    "/telegrams.ndjson": "application/x-ndjson",
    "/telegrams.ris": "application/x-research-info-systems",
    "/telegrams.bib": "application/x-bibtex",
    "/telegrams.atom": "application/atom+xml",
    "/telegrams/lines.csv": "text/csv",
    "/telegrams/periods.csv": "text/csv",
    "/telegrams/suggest.json": "application/json",
    "/receipts/new/": "text/html",
    **{f"/telegrams/facets/{facet.key}/": "text/html" for facet in FACETS},
}
OFTEN = ["/telegrams/", "/telegrams.json"]
VALUES = [
    "",
    "none",
    "1945",
    "1945-11",
    "1945-02-30",
    "9999",
    "-1",
    "0",
    "1",
    "x",
    "telegram",
    "moscow",
    "a" * 200,
    "\x00",
    "%00",
    "é",
    "1e9",
    "newest",
    "left",
    "table",
    "context",
    "timeline",
]
NAMES = [
    "since",
    "until",
    "undated",
    "sort",
    "page",
    "view",
    "abbreviations",
    "after",
    "in",
    "find",
    "letter",
    "order",
    "zzz",
]


def parameters(chance: random.Random) -> dict[str, list[str]]:
    """The parameters of an address that nobody should send."""
    made: dict[str, list[str]] = {}
    if chance.random() < 0.9:
        most = 400 if chance.random() < 0.02 else 12
        joint = chance.choice(["", " ", " "])
        made["q"] = [joint.join(chance.choices(PIECES, k=chance.randrange(1, most)))]
    if chance.random() < 0.1:
        made["q"] = [
            "".join(chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0x110000)))) for _ in range(40))
        ]
    keys = [*NAMES, *(facet.key for facet in FACETS), *(f"not.{facet.key}" for facet in FACETS)]
    for name in chance.sample(keys, chance.choice((0, 0, 1, 2, 5))):
        made[name] = chance.choices(VALUES, k=chance.choice((1, 1, 2, 40)))
    return made


def main(arguments: list[str]) -> None:
    """Ask so many questions; what came back."""
    many, seed = map(int, arguments)
    chance = random.Random(seed)  # noqa: S311 — the same questions at every run
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    logging.disable(logging.CRITICAL)
    settings.SECURE_SSL_REDIRECT = False
    statuses: Counter[str] = Counter()
    faults, longest = 0, 0.0
    for _ in range(many):
        address = chance.choice(OFTEN) if chance.random() < 0.5 else chance.choice(list(ADDRESSES))
        asked = {
            name: [one.encode("utf-8", "surrogatepass") for one in some] for name, some in parameters(chance).items()
        }
        begun = time.perf_counter()
        answer = client.get(address, asked)
        _read(answer)
        took = time.perf_counter() - begun
        longest = max(longest, took)
        statuses[f"status {answer.status_code}"] += 1
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        is_wrong = answer.status_code == 200 and kind != ADDRESSES[address]
        if (answer.status_code >= 500 and answer.status_code != 503) or is_wrong or took > SECONDS + 1:
            faults += 1
            sys.stderr.write(f"{answer.status_code} {kind} {took:.1f} s: {address} {asked!r}\n"[:600])
        cache.clear()
    sys.stdout.write(json.dumps({"questions": many, **statuses, "longest, ms": longest * 1000, "faults": faults}))


def _read(answer: HttpResponseBase) -> None:
    for _ in getattr(answer, "streaming_content", ()):
        pass
