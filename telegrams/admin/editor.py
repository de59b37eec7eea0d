"""Who is at work."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def editor_of(request: HttpRequest) -> User:
    """The account that is logged in; the admin lets nobody else come this far."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
