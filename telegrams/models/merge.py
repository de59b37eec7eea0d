"""What editors decide of people: that two are one, and that documents name another than the rules found.

The decisions are obeyed by every import and by every new linking; taken back, they are kept with who did it and why.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from telegrams.models.choices import choices
from telegrams.vocabulary import Role

ATTRIBUTED = "an editor's decision"
"""The rule by which a row of a party says that a person decided it."""

DECIDED = "decided: "
"""How the reason of a change in a person's history begins that a merge or a split made: no facts were edited."""


class Decision(models.Model):
    """Who decided when and why, and who took it back; ``left`` are the documents still to be linked anew."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    source = models.TextField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)
    left = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        abstract = True


class PersonMerge(Decision):
    """Two people are one; ``carried`` says what was moved: authority links as [before, after], and counts."""

    kept = models.ForeignKey("telegrams.Person", on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey("telegrams.Person", on_delete=models.PROTECT, related_name="merges_away")
    carried = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="a_person_is_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="two_people_are_merged"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"


class PersonSplit(Decision):
    """Documents name ``to`` and not ``off`` (None: nobody was found).

    ``made``: the person was entered by this decision; ``is_retired``: that person was taken away with it, and the
    address leads to ``off``. ``asked``: how the documents were chosen, in words.
    """

    off = models.ForeignKey(
        "telegrams.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="splits_away"
    )
    to = models.ForeignKey("telegrams.Person", on_delete=models.PROTECT, related_name="splits_here")
    made = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    asked = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"from {self.off or 'nobody'} to {self.to}"


class Attribution(models.Model):
    """A party of one document, as it was printed when somebody decided who is meant; the newest standing holds."""

    split = models.ForeignKey(PersonSplit, on_delete=models.CASCADE, related_name="attributions")
    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.PROTECT, related_name="attributions")
    role = models.CharField(max_length=12, choices=choices(Role))
    printed = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["split", "telegram", "role", "printed"], name="a_party_is_attributed_once")
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.printed}"
