"""The admin's front page: the models in the order an editor asks for them.

It stands here and not in ``telegrams.admin``, because Django makes the site while it imports that
package, and would make a second one where the first is asked for inside it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Documents", ("Telegram", "Correction", "Volume")),
    ("People and places", ("Person", "Post", "Participation")),
    ("What was loaded", ("ImportRun", "Problem", "RecordChange", "ImportedFile", "Source", "Change")),
    ("Parts of documents", ("Footnote", "PageMarker", "CrossReference")),
)
"""Headings of the front page and the models under each, most used first."""


class ArchiveAdminSite(AdminSite):
    """Django's admin under the archive's name, with our models in groups before all others."""

    site_header = "Telegram archive: editing"
    site_title = "Telegram archive"
    enable_nav_sidebar = False  # lists need the width; the front page is one click away
    index_title = "What would you like to work on?"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's way to a view of the admin, closed to addresses that its filters would fall over."""
        inner: View = super().admin_view(view, cacheable)

        @wraps(inner)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if any(not is_fit(name, value) for name, values in request.GET.lists() for value in values):
                raise SuspiciousOperation("This address holds a value that no filter of the admin takes.")
            return inner(request, *args, **kwargs)

        return answer

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Our groups first, each as if it were an app; a model in no group stays under the app's own name."""
        apps = super().get_app_list(request, app_label)
        ours = next((app for app in apps if app["app_label"] == "telegrams"), None)
        if ours is None:
            return apps
        models = {model["object_name"]: model for model in ours["models"]}
        groups = [
            {**ours, "name": name, "models": [models.pop(word) for word in words if word in models]}
            for name, words in GROUPS
        ]
        rest = [{**ours, "models": list(models.values())}]
        others = [app for app in apps if app is not ours]
        return [group for group in [*groups, *rest, *others] if group["models"]]


def is_fit(name: str, value: str) -> bool:
    """Whether a filter may see this value: text that PostgreSQL can hold, and years of four digits at most."""
    is_calendar = name.endswith(("__year", "__month", "__day"))
    return "\x00" not in value and (not is_calendar or len(value) <= len("1945"))
