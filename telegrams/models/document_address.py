"""The addresses under which documents were known before the source renumbered them."""

from django.db import models


class DocumentAddress(models.Model):
    """A name a document once had in its volume; it redirects to the document while nothing else has it."""

    volume = models.ForeignKey("telegrams.Volume", on_delete=models.CASCADE, related_name="former_addresses")
    document = models.CharField(max_length=120)
    telegram = models.ForeignKey("telegrams.Telegram", on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        ordering = ["volume", "document"]
        verbose_name_plural = "document addresses"
        constraints = [
            models.UniqueConstraint(fields=["volume", "document"], name="one_document_of_a_former_name"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, now {self.telegram}"
