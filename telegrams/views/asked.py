"""Single parameters of an address, taken safely: what no reader types is treated as not given."""

from django.http import HttpRequest

LONGEST = 512


def asked(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """The parameter's text; '' where it is missing, too long, or holds characters no word holds."""
    given = request.GET.get(name, "")
    return given if len(given) <= longest and is_text(given) else ""


def is_text(given: str) -> bool:
    """Whether this can be part of a question: no control characters, no half of a surrogate pair."""
    return all(char.isprintable() or char in "\t\u00a0\u2009\u202f" for char in given)


def page_number(request: HttpRequest) -> int:
    """The page asked for; 1 for anything that is no number of a page."""
    given = asked(request, "page", 9)
    return int(given) if given.isascii() and given.isdecimal() and int(given) > 0 else 1
