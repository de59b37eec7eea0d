"""The project as an app: it brings the checks of the database server."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register

from archive.checks import check_server


class ArchiveConfig(AppConfig):
    """Wiring only: no model, no template."""

    name = "archive"

    def ready(self) -> None:
        """Register the check that runs with every migration and with `check --database default`."""
        register(check_server, Tags.database)


class EditingConfig(AdminConfig):
    """Django's admin, with the archive's front page."""

    default_site = "archive.second_factor.GuardedAdminSite" if settings.OTP else "archive.editing.ArchiveAdminSite"
