"""What people have corrected, with reason and source."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from telegrams.models.choices import choices
from telegrams.vocabulary import HeaderField


class Correction(models.Model):
    """A person's replacement of one header value; stands over whatever is imported later.

    ``made_against`` is the loaded value it replaced: where today's loaded value differs, both are
    shown. A correction taken back keeps its row.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40, choices=choices(HeaderField))
    value = models.TextField(blank=True, help_text="Empty: not stated.")
    made_against = models.TextField(blank=True)
    reason = models.TextField()
    source = models.TextField(help_text="Where the right value stands.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["telegram", "field"],
                condition=Q(withdrawn_at=None),
                name="one_standing_correction_of_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.telegram}"
