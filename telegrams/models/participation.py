"""A person or office in its role to a document."""

from django.db import models
from django.db.models import Q

from telegrams.models.choices import choices
from telegrams.vocabulary import Certainty, Role


class Participation(models.Model):
    """What the heading, signature or text names, and the person behind it where one is known.

    ``party`` is the key by which facets count: the person's slug where the name is resolved,
    else a slug of the printed name, else of the printed office. ``party_label`` is what it says.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=choices(Role))
    name_printed = models.TextField(blank=True)
    office_printed = models.TextField(blank=True)
    party = models.CharField(max_length=120)
    party_label = models.CharField(max_length=200)
    person = models.ForeignKey(
        "telegrams.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    certainty = models.CharField(max_length=12, choices=choices(Certainty), blank=True)
    rule = models.CharField(max_length=60, blank=True, help_text="The rule that made the link to the person.")
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(certainty=""), name="a_link_to_a_person_says_its_certainty"
            )
        ]
        indexes = [models.Index(fields=["role", "party", "party_label"], name="participation_party_label")]

    def __str__(self) -> str:
        return f"{self.role}: {self.party_label}"
