"""A person or office in its role to a document."""

from django.db import models
from django.db.models import Q

from telegrams.models.choices import choices
from telegrams.vocabulary import Certainty, Role

PARTIES = (Role.SENDER.value, Role.RECIPIENT.value)

NOBODY_KNOWN = Q(person=None, role__in=[*PARTIES, Role.SIGNER.value]) & ~Q(name_printed="") & Q(certainty="")
"""A party with a printed name that no rule gives to anybody."""

SEVERAL_FIT = Q(person=None, certainty=Certainty.AMBIGUOUS.value)
"""A name that several people may bear; none is chosen."""

OFFICE_NOT_KNOWN = Q(office=None, role__in=PARTIES) & ~Q(office_printed="")
"""A party whose printed office is none that the archive knows."""


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
    office = models.ForeignKey(
        "telegrams.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    tenure = models.ForeignKey(
        "telegrams.Tenure", on_delete=models.SET_NULL, null=True, blank=True, related_name="participations",
        help_text="The term of office by which the person was found.",
    )  # fmt: skip
    number = models.CharField(max_length=20, blank=True, help_text="The number it had at a post it was repeated to.")
    certainty = models.CharField(max_length=12, choices=choices(Certainty), blank=True)
    rule = models.CharField(max_length=120, blank=True, help_text="The rule that made the link to the person.")
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(certainty=""), name="a_link_to_a_person_says_its_certainty"
            )
        ]
        indexes = [
            models.Index(fields=["role", "party", "party_label"], name="participation_party_label"),
            models.Index(fields=["telegram"], name="participation_ambiguous", condition=Q(certainty="ambiguous")),
            models.Index(fields=["number"], name="participation_number", condition=~Q(number="")),
            models.Index(fields=["id"], name="participation_nobody_known", condition=NOBODY_KNOWN),
            models.Index(fields=["id"], name="participation_several_fit", condition=SEVERAL_FIT),
            models.Index(fields=["id"], name="participation_no_office", condition=OFFICE_NOT_KNOWN),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.party_label}"
