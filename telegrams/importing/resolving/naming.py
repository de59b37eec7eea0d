"""The name of a message that is cited, held or not: who wrote to whom, on what paper, under what number, when.

    mission-in-russia.department.wire.4040.1945-12-03

Two references to one message come to one name; the wanted list counts by it. Pure.
"""

import re
from dataclasses import dataclass
from datetime import date

from telegrams.importing.resolving.messages import DEPARTMENT, NOBODY, SLACK, End, Sought, ways
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.offices import office_label
from telegrams.parsing.tables import post_fact

_END = re.compile(r"[a-z0-9-]{1,80}")
_NAME = re.compile(
    r"(?P<sender>[a-z0-9-]+)\.(?P<recipient>[a-z0-9-]+)\.(?P<paper>wire|mail)\.(?P<number>\d{1,5})"
    r"\.(?P<when>\d{4}-\d\d-\d\d|~\d{4})"
)


@dataclass(frozen=True, slots=True)
class MessageName:
    """A message by its ends, its paper, its number and its day; ``when`` '~1945' where no day is stated.

    The year of such a one is that of the document that names it.
    """

    sender: str
    recipient: str
    is_wired: bool
    number: str
    when: str

    def key(self) -> str:
        """The name as addresses have it; ``of`` is its inverse."""
        return ".".join((self.sender, self.recipient, "wire" if self.is_wired else "mail", self.number, self.when))

    @classmethod
    def of(cls, key: str) -> "MessageName | None":
        """The name whose key this is; None for anything else.

        >>> MessageName.of("mission-in-russia.department.wire.4040.1945-12-03").said()
        'telegram 4040, the American mission in Russia to the Department of State, 1945-12-03'
        """
        match = _NAME.fullmatch(key)
        if match is None:
            return None
        if not match["when"].startswith("~") and PartialDate.of(match["when"]) is None:
            return None
        return cls(match["sender"], match["recipient"], match["paper"] == "wire", match["number"], match["when"])

    @property
    def day(self) -> date | None:
        """The day stated, if one is."""
        known = PartialDate.of(self.when)
        return known.earliest if known else None

    @property
    def paper(self) -> str:
        """What it is called."""
        return "telegram" if self.is_wired else "instruction" if self.sender == DEPARTMENT else "despatch"

    def between(self) -> str:
        """Who wrote to whom."""
        return f"{_end_said(self.sender)} to {_end_said(self.recipient)}"

    def said(self) -> str:
        """The whole name in words."""
        when = f"of about {self.when[1:]}" if self.when.startswith("~") else self.when
        return f"{self.paper} {self.number}, {self.between()}, {when}"


def name_of(sought: Sought) -> MessageName | None:
    """The name of what a reference wants; None where its ends, its number or its time are not known."""
    known = ways(sought)
    if len(known) != 1 or not sought.number.isdecimal():
        return None
    sender, recipient = (_name_of_end(end) for end in known[0])
    when = _when(sought)
    if not (sender and recipient and when):
        return None
    kind = sought.wanted.get("kind", "")
    is_wired = "gram" in kind if kind else sought.within.is_wired
    return MessageName(sender, recipient, is_wired, str(int(sought.number)), when)


def _name_of_end(end: End) -> str:
    if end == NOBODY:
        return ""
    name = end.office or (f"at-{end.city}" if end.city else f"by-{end.name}" if end.name else "")
    return name if _END.fullmatch(name) else ""


def _when(sought: Sought) -> str:
    said, here = sought.stated, sought.within.first
    if said and not said.startswith("--"):
        return said if PartialDate.of(said) and len(said) == 10 else ""
    if here is None:
        return ""
    if not said:
        return f"~{here.year}"
    days = [day for year in (here.year - 1, here.year, here.year + 1) if (day := _day(year, said)) is not None]
    if not sought.in_note:
        days = [day for day in days if day <= here + SLACK]
    return min(days, key=lambda day: (abs(day - here), day)).isoformat() if days else ""


def _day(year: int, said: str) -> date | None:
    try:
        return date(year, int(said[2:4]), int(said[5:7]))
    except ValueError:
        return None


def _end_said(end: str) -> str:
    if end == DEPARTMENT:
        return "the Department of State"
    if end.startswith("at-"):
        post = post_fact(end.removeprefix("at-"))
        return post.city if post else end.removeprefix("at-").replace("-", " ").title()
    if end.startswith("by-"):
        return end.removeprefix("by-").replace("-", " ").title()
    label = office_label(end)
    return f"the {label}" if end.startswith(("mission-", "consulate-")) else label
