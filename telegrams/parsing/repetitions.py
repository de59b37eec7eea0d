"""Posts to which a telegram was also sent, as it or a note says: ``Sent Department 61, repeated Paris 45``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.parsing.posts import post_of_place
from telegrams.parsing.tables import PostFact

_CITY = r"[A-ZÀ-Þ][\w’.-]+(?:\s(?!Department\b)[A-ZÀ-Þ][\w’-]+){0,2}"
_NUMBER = r"(?:\s(?:as\s)?(?:the\s)?(?:No\.\s?|number\s|#)?(?P<number>[A-Z]?-?\d{1,5})\b)?"
_OFFICE = r"(?:(?:the\s)?(?:Embass(?:y|ies)|Legations?|Consulates?(?:\sGeneral)?|missions?)\s(?:at|in)\s)?"
# Repeated to Paris as 112 · repeated London, Moscow as 36 · repeat to Canton, Swatow and Chungking
_SAID = re.compile(
    rf"\b[Rr]epeat(?:ed|ing)?\s(?:this\s(?:telegram\s)?|same\s|foregoing\s)?"
    rf"(?:as\s(?:No\.\s?)?(?P<first>\d{{1,5}})\s)?(?:to\s)?{_OFFICE}(?={_CITY})"
)
_ONE = re.compile(rf"(?P<city>{_CITY}){_NUMBER}")
_NEXT = re.compile(rf"(?:,\sand\s|,\s|\sand\s|;\s)(?:to\s)?{_OFFICE}(?={_CITY})")
_STOPS = re.compile(r"\b(?:pouched|from|by|Department|Dept)\b")


@dataclass(frozen=True, slots=True)
class Repetition:
    """A post to which a telegram was repeated, at ``start``–``end``, and the number it had there, '' for none."""

    start: int
    end: int
    printed: str
    post: PostFact
    number: str


def find_repetitions(text: str) -> Iterator[Repetition]:
    """The posts that a text names as repeated to; a name that is no post we know ends the list.

    >>> said = "Sent Department 61, repeated Paris 45, London; pouched Saigon."
    >>> [(one.post.city, one.number) for one in find_repetitions(said)]
    [('Paris', '45'), ('London', '')]
    >>> [(one.post.city, one.number) for one in find_repetitions("Repeated as 2326 to Paris.")]
    [('Paris', '2326')]
    >>> [one.post.city for one in find_repetitions("Repeat to Canton, Swatow and Chungking.")]
    ['Canton', 'Swatow', 'Chungking']
    >>> list(find_repetitions("He repeated the arguments that Paris had made; repeated efforts failed."))
    []
    """
    for said in _SAID.finditer(text) if "epeat" in text else ():
        at, first = said.end(), said["first"] or ""
        while (one := _ONE.match(text, at)) is not None:
            known = _known(one["city"])
            if known is None:
                break
            city, post = known
            end = at + len(city)
            number = ""
            if end == one.end("city"):
                end, number = one.end(), one["number"] or ""
            yield Repetition(at, end, city, post, number or first)
            first = ""
            more = _NEXT.match(text, end)
            if more is None or _STOPS.match(text, more.end()):
                break
            at = more.end()


def _known(printed: str) -> tuple[str, PostFact] | None:
    """The longest beginning of some capitalised words that is a post: "Paris Embassy" is Paris."""
    words = printed.rstrip(".").split(" ")
    for count in range(len(words), 0, -1):
        city = " ".join(words[:count])
        post = post_of_place(city)
        if post is not None:
            return city, post
    return None
