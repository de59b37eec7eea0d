"""What documents name and the archive does not hold: the list, as a table and a feed, and a page for each number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from telegrams.importing.resolving.messages import NOT_HELD
from telegrams.importing.resolving.naming import MessageName
from telegrams.models import CrossReference, Telegram
from telegrams.saying import NOT_STATED, day_said
from telegrams.views.absent import NotHeld, named
from telegrams.views.asked import page_number
from telegrams.views.cited_by import CitedBy, cited_in
from telegrams.views.frame import ARCHIVE, Frame, frame
from telegrams.views.lines import table_of
from telegrams.views.manners import public_data, reading_page, unindexed
from telegrams.views.refusals import Way
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Certainty

ON_A_PAGE = 100
IN_THE_FEED = 50
MOST_IN_THE_TABLE = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that is named and not held."""

    key: str
    name: MessageName
    day: str
    file: str
    citing: int
    address: str
    is_not_printed: bool

    def request(self) -> str:
        """A line with which it can be asked for in an archive; it says no more than those who name it say."""
        file = f"file {self.file}" if self.file else f"file {NOT_STATED}"
        return f"{self.name.paper} No. {self.name.number}, {self.name.between()}, {self.day}; {file}"


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The messages most named and not held."""

    frame: Frame
    total: int
    unclear: int
    rows: tuple[Wanted, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NumberPage:
    """A message that is named and not held: who names it, and how it can be asked for."""

    frame: Frame
    wanted: Wanted
    citing: tuple[CitedBy, ...]


def address_of(key: str) -> str:
    """The page of a message that is not held."""
    return reverse("wanted-number", args=[key])


def not_held() -> QuerySet[CrossReference]:
    """The references to messages that are not held."""
    return CrossReference.objects.filter(certainty=Certainty.NOT_HELD, telegram__withdrawn_at=None)


def _most_wanted(start: int, most: int) -> list[Wanted]:
    rows = (
        not_held()
        .exclude(wanted_key="")
        .order_by()
        .values("wanted_key")
        .annotate(
            citing=Count("telegram", distinct=True),
            file=Max(KT("wanted__file")),
            unprinted=Count("pk", filter=Q(wanted__printed="no")),
        )
        .order_by("-citing", "wanted_key")[start : start + most]
    )
    found = []
    for row in rows:
        name = MessageName.of(row["wanted_key"])
        if name is not None:
            found.append(_wanted(name, row["citing"], row["file"] or "", bool(row["unprinted"])))
    return found


def _wanted(name: MessageName, citing: int, file: str, is_not_printed: bool) -> Wanted:
    day = day_said(name.day) if name.day else f"no day stated, about {name.when[1:]}"
    return Wanted(name.key(), name, day, on_one_line(file), citing, address_of(name.key()), is_not_printed)


@reading_page
def wanted(request: HttpRequest) -> HttpResponse:
    """The list, the most named first."""
    number = page_number(request)
    open_ones = not_held().filter(rule=NOT_HELD.rule)  # those that name a message: not a page, nor a file
    rows = _most_wanted((number - 1) * ON_A_PAGE, ON_A_PAGE + 1)
    page = WantedPage(
        frame=frame("Wanted", section="about"),
        total=open_ones.exclude(wanted_key="").aggregate(count=Count("wanted_key", distinct=True))["count"],
        unclear=open_ones.filter(wanted_key="").count(),
        rows=tuple(rows[:ON_A_PAGE]),
        before=_page_address(number - 1) if number > 1 else "",
        after=_page_address(number + 1) if len(rows) > ON_A_PAGE else "",
    )
    return render(request, "telegrams/wanted.html", {"page": page})


def _page_address(number: int) -> str:
    return reverse("wanted") + (f"?page={number}" if number > 1 else "")


@reading_page
def wanted_csv(request: HttpRequest) -> HttpResponse:
    """The whole list as a table."""
    head = ("citing", "paper", "number", "from", "to", "day", "file", "not_printed", "request", "address")
    return table_of("wanted", head, _lines(_most_wanted(0, MOST_IN_THE_TABLE)))


def _lines(rows: Iterable[Wanted]) -> Iterable[Sequence[str]]:
    for one in rows:
        sender, _, recipient = one.name.between().partition(" to ")
        yield (
            str(one.citing), one.name.paper, one.name.number, sender, recipient,
            one.name.day.isoformat() if one.name.day else "", one.file, "yes" if one.is_not_printed else "",
            one.request(), one.address,
        )  # fmt: skip


@reading_page
def wanted_atom(request: HttpRequest) -> HttpResponse:
    """The messages that documents loaded last name and that are not held."""
    site = f"{request.scheme}://{request.get_host()}"
    made = Atom1Feed(
        title=f"{ARCHIVE}: named and not held",
        link=f"{site}{reverse('wanted')}",
        feed_url=f"{site}{reverse('wanted-atom')}",
        description="",
        language="en",
    )
    rows = (
        not_held().exclude(wanted_key="").order_by().values("wanted_key").annotate(newest=Max("telegram__run__started"))
    )
    for row in rows.order_by("-newest", "wanted_key")[:IN_THE_FEED]:
        name = MessageName.of(row["wanted_key"])
        if name is None:
            continue
        one = _wanted(name, 1, "", is_not_printed=False)
        made.add_item(
            title=f"{name.paper} {name.number}, {one.day}",
            link=f"{site}{one.address}",
            unique_id=f"tag:{request.get_host().partition(':')[0]},2026:wanted/{one.key}",
            description=one.request(),
            updateddate=row["newest"] or datetime.now(UTC),
        )
    answer = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return public_data(answer)


@reading_page
def number(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a message that is named; one that has come to be held leads to its document."""
    name = MessageName.of(key)
    if name is None:
        raise NotHeld(f"No message is named {named(key)}.", [Way("The list of those wanted", reverse("wanted"))])
    naming = CrossReference.objects.filter(wanted_key=key, telegram__withdrawn_at=None)
    found = Telegram.objects.held().filter(cited_by__in=naming).select_related("volume").first()
    if found is not None:
        return HttpResponseRedirect(found.get_absolute_url())
    citing = cited_in(naming)
    if not citing:
        raise NotHeld(f"No document held names {name.said()}.", [Way("The list of those wanted", reverse("wanted"))])
    told = naming.aggregate(
        file=Max(KT("wanted__file")),
        unprinted=Count("pk", filter=Q(wanted__printed="no")),
        citing=Count("telegram", distinct=True),
    )
    one = _wanted(name, told["citing"], told["file"] or "", bool(told["unprinted"]))
    page = NumberPage(frame(f"{name.paper.capitalize()} {name.number}, not held", section="about"), one, citing)
    return unindexed(render(request, "telegrams/wanted_number.html", {"page": page}))
