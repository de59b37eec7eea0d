"""Many documents corrected as one, and what is prepared for that."""

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """Corrections of many documents that were made as one, and can be undone as one.

    ``reason`` and ``source`` are empty where each row of a spreadsheet states its own.
    """

    KINDS = [("bulk", "one field of many documents"), ("spreadsheet", "spreadsheet")]

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField(auto_now_add=True)
    label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    source = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="undone_revisions"
    )
    undo_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"revision {self.pk}: {self.label}"


class RevisionDraft(models.Model):
    """What an editor is about to do to many documents: kept between its preview and its acceptance.

    ``proposal`` is what ``revising.proposal`` made of a choice of documents or of a spreadsheet; nothing that a
    browser sends back is trusted in its stead. ``documents`` are the keys of the documents chosen in a list.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="revision_drafts")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=12, choices=Revision.KINDS)
    label = models.CharField(max_length=200, blank=True)
    documents = models.JSONField(default=list)
    proposal = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"draft {self.pk}"
