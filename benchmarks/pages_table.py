"""The pages that ``benchmarks.pages`` measures; a kind of page is one entry of ``pages``."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Length
from django.urls import reverse

from benchmarks.questions import questions
from telegrams.models import Office, Person, Revision, Telegram, Volume
from telegrams.search import ENGINE
from telegrams.search.query import PAGE, Query

NEW = 20
"""Addresses of each kind, each asked for once."""

SAMPLED = 4_000
"""Documents among which short ones, long ones and those with many notes are sought."""

HTML, REQUESTS = 100_000, 12
"""The budget of a page, in bytes before compression, and in files with the page itself."""

SHEETS, SCRIPTS = 30_000, 20_000
"""The budget of what it loads, in bytes before compression."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A kind of page: addresses of it, and why it may be more than the budget; '' where it may not."""

    name: str
    addresses: tuple[str, ...]
    why: str = ""
    is_editors: bool = False
    is_data: bool = False
    """Sent as data: nothing of it is drawn."""


def pages() -> list[Measured]:
    """Every kind of page, with addresses in this archive; kinds of which it has none are left out."""
    table = [*_searches(), *_documents(), *_people(), *_lists(), *_single(), *_desk()]
    return [one for one in table if one.addresses]


def _searches() -> list[Measured]:
    asked = [one for seed in (1, 2, 3, 4) for one in questions(seed)]

    def of(*kinds: str) -> list[Query]:
        return list(dict.fromkeys(one.query for one in asked if one.kind in kinds))

    words, last = of("rare word", "common word"), max(1, ENGINE.count(Query()) // PAGE)
    deep = [Query(sort="date").on_page(max(1, last - 1 - number * last // 60)) for number in range(NEW)]
    common = of("common word")

    def entry(name: str, queries: Iterable[Query], place: str = "search") -> Measured:
        chosen = list(queries)[:NEW]
        address = reverse(place) if place == "search" else reverse(place, args=["sender"])
        return Measured(name, tuple(address + query.address() for query in chosen))

    return [
        entry("search, no question", (Query().on_page(number + 1) for number in range(min(NEW, last)))),
        entry("search, one word", _mixed(words)),
        entry("search, words", of("words", "OR, NOT")),
        entry("search, phrase", of("phrase", "long phrase")),
        entry("search, deep page", deep),
        entry("search, narrowed", of("filter", "days")),
        entry("search, file or message number", of("file number", "message number")),
        entry("search, words in context", (query.viewed_as("context") for query in _mixed(words))),
        entry("search, table", (query.viewed_as("table") for query in _mixed(words))),
        entry("search, timeline", (query.viewed_as("timeline") for query in common)),
        entry("search, nothing found", (Query(q=f"zzq{number}xk") for number in range(NEW))),
        entry("search, all values of a facet", common, "facet"),
        Measured(
            "search, as data",
            tuple(reverse("search-json") + query.address() for query in of("words")[:NEW]),
            is_data=True,
        ),
    ]


def _mixed(queries: list[Query]) -> list[Query]:
    """The same questions at every run, rare and common ones mixed."""
    chance = random.Random(1)  # noqa: S311 — the same questions at every run
    return chance.sample(queries, min(NEW, len(queries)))


def _documents() -> list[Measured]:
    chance = random.Random(1)  # noqa: S311 — the same documents at every run
    every = list(Telegram.objects.held().order_by("pk").values_list("pk", flat=True))
    some = chance.sample(every, min(SAMPLED, len(every)))
    rows = list(
        Telegram.objects.filter(pk__in=some)
        .order_by("pk")
        .annotate(length=Length("text"), notes=Count("footnotes"))
        .values_list("pk", "length", "notes", "volume__slug", "document")
    )

    def addresses(chosen: Iterable[tuple[int, int, int, str, str]], place: str = "document") -> tuple[str, ...]:
        return tuple(reverse(place, args=[volume, document]) for _, _, _, volume, document in list(chosen)[:NEW])

    short = sorted(rows, key=lambda row: row[1])[len(rows) // 10 :]
    by_notes = sorted(rows, key=lambda row: -row[2])
    long = sorted(rows, key=lambda row: -row[1])
    whole = "A document is one page however long it was printed: it is searched, cited and printed as a whole."
    return [
        Measured("document, short", addresses(short)),
        Measured("document, of middle length", addresses(short[len(short) // 2 :])),
        Measured("document, many notes", addresses(by_notes), whole),
        Measured("document, the longest", addresses(long[: NEW // 4]), whole),
        Measured("document, source of it", addresses(short[len(short) // 2 :], "document-source")),
        Measured("document, correspondence", addresses(short[len(short) // 2 :], "document-thread")),
        Measured("document, as data", addresses(short[len(short) // 2 :], "document-json"), is_data=True),
    ]


def _people() -> list[Measured]:
    senders = [value.value for value in ENGINE.all_values(Query(), "sender").values]
    known = set(Person.objects.filter(slug__in=senders[:400]).values_list("slug", flat=True))
    people = [slug for slug in senders if slug in known][:NEW]
    posts = [value.value for value in ENGINE.all_values(Query(), "post").values if value.value != "none"][:NEW]
    offices = list(
        Office.objects.filter(slug__startswith="mission-in-").order_by("slug").values_list("slug", flat=True)
    )
    return [
        Measured("person", tuple(reverse("person", args=[slug]) for slug in people)),
        Measured("office", tuple(reverse("office", args=[slug]) for slug in offices[:NEW])),
        Measured(
            "numbers of an office",
            tuple(reverse("office-numbers", args=[slug]) for slug in offices[:NEW]),
            REASONS["numbers of an office"],
        ),
        Measured("post", tuple(reverse("post", args=[slug]) for slug in posts)),
    ]


def _lists() -> list[Measured]:
    volumes = list(Volume.objects.order_by("slug").values_list("slug", flat=True)[:NEW])
    rows = Telegram.objects.held().exclude(file_key="").order_by("pk")
    files = list(dict.fromkeys(rows.values_list("file_key", flat=True)[:SAMPLED]))
    dated = Telegram.objects.held().exclude(earliest=None).order_by("pk").values_list("earliest", flat=True)
    days = list(dict.fromkeys(day.isoformat() for day in dated[:SAMPLED] if day is not None))
    return [
        Measured("volume", tuple(reverse("volume", args=[slug]) for slug in volumes)),
        Measured(
            "file",
            tuple(reverse("file", args=[key]) for key in files[:: max(1, len(files) // NEW)][:NEW]),
            REASONS["file"],
        ),
        Measured("day", tuple(reverse("day", args=[day]) for day in days[:: max(1, len(days) // NEW)][:NEW])),
    ]


COPIES = "The large archive is made of copies of eight volumes: a number, a file, an hour has a document of each."
REASONS = {
    "volumes": "The series has some 550 volumes, each a line; a list to be looked through is one page.",
    "numbers of an office": COPIES,
    "file": COPIES,
    "what Washington knew": COPIES,
}
"""Why a page may be past its budget."""

SINGLE = {
    "home": ("home", ""),
    "volumes": ("volumes", ""),
    "people, by the alphabet": ("people", "letter=b&"),
    "correspondents": ("correspondents", ""),
    "posts, by years and on a map": ("posts", ""),
    "offices": ("offices", ""),
    "files": ("files", ""),
    "two searches compared": ("compared", "q=railway&other=treaty&"),
    "words near others": ("near", "q=railway&"),
    "ledger": ("ledger", ""),
    "delays": ("delays", ""),
    "wanted": ("wanted", ""),
    "what Washington knew": ("washington", "by=1917-06-01T18:00&"),
    "about": ("about", ""),
    "help with searching": ("about-search", ""),
}
"""Pages of which there is one: asked for by new addresses with a parameter that says nothing."""


def _single() -> list[Measured]:
    absent = tuple(f"/volumes/frus1945v05/pages/{number}/" for number in range(9000, 9000 + NEW))
    return [
        *(
            Measured(name, tuple(f"{reverse(place)}?{given}n={number}" for number in range(NEW)), REASONS.get(name, ""))
            for name, (place, given) in SINGLE.items()
        ),
        Measured("not held (404)", absent),
    ]


QUEUED = ("undated", "filed", "signed", "people", "references", "apparatus")
"""Queues of the desk whose pages are measured: one of each sort of evidence."""


def _desk() -> list[Measured]:
    """The editors' desk: Django's admin, whose own style sheets and scripts it brings."""
    why = "Django's admin brings its own style sheets and scripts; editors have them in their browser after one page."
    admin = f"/{settings.ADMIN_PATH}"
    keys = list(Telegram.objects.held().order_by("pk").values_list("pk", flat=True)[:NEW])
    documents = tuple(reverse("admin:telegrams_telegram_change", args=[key]) for key in keys)
    lists = tuple(f"{reverse('admin:telegrams_telegram_changelist')}?p={number + 1}" for number in range(NEW))
    people = tuple(f"{reverse('admin:telegrams_person_changelist')}?p={number + 1}" for number in range(NEW))
    queues = {key: tuple(f"{reverse('admin:queue', args=[key])}?n={number}" for number in range(NEW)) for key in QUEUED}
    revisions = Revision.objects.order_by("-pk").values_list("pk", flat=True)[:NEW]
    return [
        Measured("desk", (admin,) * NEW, why, is_editors=True),
        Measured("desk, documents", lists, why, is_editors=True),
        Measured("desk, one document", documents, why, is_editors=True),
        Measured("desk, people", people, why, is_editors=True),
        *(Measured(f"desk, queue: {key}", queues[key], why, is_editors=True) for key in QUEUED),
        Measured(
            "desk, one revision",
            tuple(reverse("admin:telegrams_revision_change", args=[key]) for key in revisions),
            why,
            is_editors=True,
        ),
        Measured("desk, spreadsheet", (reverse("admin:telegrams_revision_spreadsheet"),) * NEW, why, is_editors=True),
    ]
