"""The admin's front page: the models in the order an editor asks for them."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

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
    index_title = "What would you like to work on?"

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
