"""Who logs in: the address they come from, and passwords made of the site's own words."""

import time
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

SITE_WORDS = ("telegram", "archive", "department", "ambassador", "secretary", "legation", "despatch", "admin")
LONGEST_REST = 8
DELAY_EACH = 0.25  # seconds for each wrong try on a name beyond the limit
LONGEST_DELAY = 3.0  # seconds: a thread is occupied meanwhile


def address_of(request: HttpRequest) -> str | None:
    """The client's address: as many steps back along X-Forwarded-For as there are proxies of ours, no further.

    Whatever stands further left was written by the client and is not believed.
    """
    named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(named) >= settings.PROXIES:
        return named[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR")


class UnhurriedBackend(ModelBackend):
    """Names and passwords, answered ever slower while a name is tried from many addresses.

    The lock of django-axes is for one name from one address, so that nobody locks the owner out; forty tries from
    forty addresses never meet it.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The account, or None."""
        time.sleep(delay_after(recent_failures(username or "")))
        return super().authenticate(request, username=username, password=password, **kwargs)


def recent_failures(name: str) -> int:
    """How many tries on this name went wrong lately, from wherever."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tries = AccessAttempt.objects.filter(username=name, attempt_time__gte=since)
    return tries.aggregate(total=Sum("failures_since_start"))["total"] or 0


def delay_after(failures: int) -> float:
    """Seconds to wait after so many failures; none up to the limit of one address."""
    return min(max(failures - settings.AXES_FAILURE_LIMIT, 0) * DELAY_EACH, LONGEST_DELAY)


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
