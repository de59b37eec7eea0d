"""Accounts: an administrator makes and changes those of the others; superusers and their rights are superusers' own."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

ROOT_ALONE = ("is_superuser", "user_permissions")
"""What would give more than a role has: set by superusers only."""

admin.site.unregister(User)  # Django's own, which the import above registered


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Django's, but that whoever may change accounts cannot become a superuser by it, nor take one over."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Those who may change accounts; of a superuser's only superusers."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: what an account corrected stays its own. It is made inactive."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without what only superusers set."""
        return _without(super().get_fieldsets(request, obj), () if request.user.is_superuser else ROOT_ALONE)


def _without(fieldsets: Any, names: tuple[str, ...]) -> list[Any]:
    """The sets of fields without these, and without sets that are empty then."""
    kept = [
        (title, {**said, "fields": tuple(one for one in said["fields"] if one not in names)})
        for title, said in fieldsets
    ]
    return [(title, said) for title, said in kept if said["fields"]]
