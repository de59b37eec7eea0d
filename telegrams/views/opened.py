"""How a document is opened: every state of its page, as its address says it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from telegrams.views.asked import asked
from telegrams.views.within import LONGEST_TOKEN, Within, within


@dataclass(frozen=True, slots=True)
class Opened:
    """``within``: the question it was opened from; ``pin``: the page to cite; ``as_printed``: corrections set aside.

    ``site`` stands before addresses (https://archive.example); ``today`` is the day of access.
    """

    site: str
    today: date
    within: Within | None = None
    token: str = ""
    words: str = ""
    pin: str = ""
    as_printed: bool = False
    marks: bool = True

    @classmethod
    def by(cls, request: HttpRequest) -> "Opened":
        """As a request asks for it."""
        token, words = asked(request, "in", LONGEST_TOKEN), asked(request, "q")
        origin = within(token, words)
        return cls(
            site=f"{request.scheme}://{request.get_host()}",
            today=timezone.localdate(),
            within=origin,
            token=token if origin and origin.back else "",
            words=words if origin and not origin.back else "",
            pin=asked(request, "page", 20),
            as_printed=asked(request, "as", 10) == "printed",
            marks=asked(request, "marks", 10) != "none",
        )

    def address(self, path: str, **other: str) -> str:
        """The page of this path in this state but for what is named: ``page``, ``as``, ``marks``; '' takes away."""
        now = {
            "in": self.token,
            "q": self.words,
            "page": self.pin,
            "as": "printed" if self.as_printed else "",
            "marks": "" if self.marks else "none",
        }
        said = urlencode({name: value for name, value in (now | other).items() if value})
        return f"{path}?{said}" if said else path
