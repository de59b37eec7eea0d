"""Who cites a document, and in which sentence."""

import re
from dataclasses import dataclass

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Greatest, Substr

from telegrams.models import CrossReference, Telegram
from telegrams.saying import days_said
from telegrams.views.visible import on_one_line
from telegrams.views.wording import CERTAINTY_SIGNS, Sign
from telegrams.vocabulary import Certainty

SHOWN = 50
AROUND = 300
"""Characters read on either side of a reference, in which its sentence is looked for."""

_BREAK = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“\"(\d])|\n+")
LONGEST = 240
BARE = 3
"""Characters after a reference that are its full stop and no sentence."""


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A document that names this one: its heading and day, the sentence, and how sure it is that this one is meant."""

    heading: str
    day: str
    address: str
    sentence: str
    where: str
    sign: Sign


def cited_by(telegram: Telegram) -> tuple[CitedBy, ...]:
    """The documents held that name this one, in the order of their days; one query, at most ``SHOWN`` and one more."""
    rows = CrossReference.objects.filter(target=telegram, telegram__withdrawn_at=None)
    return cited_in(rows.exclude(telegram=telegram))


def cited_in(references: QuerySet[CrossReference]) -> tuple[CitedBy, ...]:
    """The documents of these references with the sentences they stand in, in the order of their days."""
    rows = (
        references.annotate(
            around=Substr(
                Coalesce("footnote__text", "telegram__text", output_field=TextField()),
                Greatest(F("start") - AROUND, Value(0)) + 1,
                2 * AROUND + 200,
            )
        )
        .select_related("telegram__volume", "footnote")
        .only(
            "start", "end", "certainty", "telegram__heading", "telegram__earliest", "telegram__latest",
            "telegram__document", "telegram__volume__slug", "footnote__ordinal",
        )
        .order_by(F("telegram__earliest").asc(nulls_last=True), "telegram__document_key", "start")[: SHOWN + 1]
    )  # fmt: skip
    return tuple(_cited_by(row) for row in rows)


def _cited_by(row: CrossReference) -> CitedBy:
    citing = row.telegram
    before = min(row.start, AROUND)
    around: str = row.around  # type: ignore[attr-defined]
    return CitedBy(
        heading=on_one_line(citing.heading) or citing.document,
        day=days_said(citing.earliest, citing.latest),
        address=citing.get_absolute_url(),
        sentence=sentence(around, before, before + row.end - row.start),
        where=f"in footnote {row.footnote.ordinal}" if row.footnote else "",
        sign=CERTAINTY_SIGNS[Certainty(row.certainty)],
    )


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place of a text, shortened where it is very long.

    >>> said = "He left. Your 352, December 1, was received. More follows."
    >>> sentence(said, said.index("Your"), said.index(", December"))
    'Your 352, December 1, was received.'
    >>> said = "He left. Your 352, December 1, 3 p.m. The answer is no. More follows."
    >>> sentence(said, said.index("Your"), said.index(" The") - 1)
    'Your 352, December 1, 3 p.m. The answer is no.'
    """
    first = max((cut.end() for cut in _BREAK.finditer(text, 0, start + 1) if cut.end() <= start), default=0)
    after = _BREAK.search(text, end)
    if after and after.start() - end <= BARE:  # "Your 352, December 1, 3 p.m." is followed by what it is about
        after = _BREAK.search(text, after.end())
    last = after.start() if after else len(text)
    if start - first > LONGEST:
        first = start - LONGEST
    if last - end > LONGEST:
        last = end + LONGEST
    lead = "… " if first and text[first - 1 : first].isalnum() else ""
    tail = " …" if last < len(text) and text[last : last + 1].isalnum() else ""
    return f"{lead}{' '.join(text[first:last].split())}{tail}"
