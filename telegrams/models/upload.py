"""Files that a person sent from the browser to be loaded, from their sending to their load."""

from django.conf import settings
from django.db import models

from telegrams.models.import_run import ImportRun


class Upload(models.Model):
    """Files sent together: rehearsed first, then loaded if somebody accepts what the rehearsal says.

    The files lie in ``folder`` of the archive's data until they are loaded or put away; the row stays.
    """

    STATES = [
        ("rehearsing", "being rehearsed"),
        ("rehearsed", "rehearsed; waits to be accepted"),
        ("loading", "being loaded"),
        ("loaded", "loaded"),
        ("failed", "broken off"),
        ("dropped", "put away, not loaded"),
    ]

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=12, choices=STATES, default="rehearsing")
    since = models.DateTimeField(auto_now_add=True, help_text="When it came into this state.")
    folder = models.CharField(max_length=40, help_text="The name of its folder; empty where its files are gone.")
    volume = models.CharField(max_length=80, blank=True, help_text="The volume's slug, whatever the files say.")
    files = models.JSONField(default=list, help_text="Of each file its name, its bytes and their checksum.")
    not_taken = models.JSONField(default=list, help_text="Of what was sent with them and not kept: why, in sentences.")
    rehearsal = models.JSONField(null=True, blank=True, help_text="What a load would do: the report of the dry run.")
    said = models.TextField(blank=True, help_text="Why it was broken off.")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        names = [str(one["name"]) for one in self.files]
        return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")

    @property
    def may_be_accepted(self) -> bool:
        """Whether it was rehearsed and anything would go in: files that are in, or held back only by the gate."""
        files = (self.rehearsal or {}).get("files", {})
        return self.state == "rehearsed" and any(files.get(word) for word in ("in", "partly", "held"))

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        if self.state == "rehearsed" and not self.may_be_accepted:
            return "rehearsed; nothing of it would go in"
        return str(self.get_state_display())
