"""Whence a request comes, as a word to count by."""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest

from telegrams.reporting import unknowable


def whence(request: HttpRequest) -> str:
    """A word for the reader's address that tells nothing of it; behind proxies of ours as the logins are counted."""
    return unknowable(get_client_ip_address(request) or "", settings.SECRET_KEY)
