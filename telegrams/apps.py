"""The app of the archive of telegrams."""

from django.apps import AppConfig


class TelegramsConfig(AppConfig):
    """Telegrams and all that belongs to them."""

    name = "telegrams"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"
