"""Stretches of long documents, for exact phrases. The first engine's; it goes with it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q


class SearchStretch(models.Model):
    """A run of words of a long document, short enough that PostgreSQL keeps the place of each.

    A vector keeps 256 places of a word and 16,383 in all; where a document has more, its phrases
    are looked for here. Stretches overlap by the longest phrase that may be asked.
    ``is_alone``: the document has so many different words that it has no vector of its own.
    """

    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="search_stretches")
    vector = SearchVectorField()
    is_alone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="search_stretch_vector"),
            models.Index(fields=["telegram"], condition=Q(is_alone=True), name="search_stretch_alone"),
        ]
        verbose_name_plural = "search stretches"

    def __str__(self) -> str:
        return f"stretch of {self.telegram_id}"
