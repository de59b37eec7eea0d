"""Who logs in: the address they come from, and passwords made of the site's own words."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

SITE_WORDS = ("telegram", "archive", "department", "ambassador", "secretary", "legation", "despatch", "admin")
LONGEST_REST = 8


def address_of(request: HttpRequest) -> str | None:
    """The client's address: as many steps back along X-Forwarded-For as there are proxies of ours, no further.

    Whatever stands further left was written by the client and is not believed.
    """
    named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(named) >= settings.PROXIES:
        return named[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR")


class SiteWordsValidator:
    """Refuses a password that is one of the site's words with little around it, e.g. `telegramarchive1945`."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Nothing, or a ValidationError."""
        rest = password.lower()
        for word in SITE_WORDS:
            rest = rest.replace(word, "")
        if rest != password.lower() and len(rest) < LONGEST_REST:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "Your password can’t be made of words of this site, such as “telegram” or “archive”."
