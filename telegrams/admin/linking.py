"""Links between pages of the admin, escaped by construction."""

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from telegrams.models import Participation


def link_to(row: Model | None, words: object = "") -> SafeString | str:
    """A link to a row's page in the admin; '–' where there is no row."""
    if row is None:
        return "–"
    return format_html('<a href="{}">{}</a>', page_of(row), str(words) or str(row))


def page_of(row: Model) -> str:
    """The address of a row's page in the admin."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_of(model: type[Model], question: str = "") -> str:
    """The address of a model's list in the admin, with filters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{question}" if question else address


def attribution_page(party: Participation) -> str:
    """Where somebody says who is meant by one party of one document."""
    asked = {"document": party.telegram_id, "role": party.role, "printed": party.name_printed}
    return f"{reverse('admin:telegrams_person_attribute')}?{urlencode(asked)}"


def is_key(word: str) -> bool:
    """Whether a word from an address or a form can be the number of a row: a longer one is not even read as one."""
    return word.isascii() and word.isdecimal() and len(word) < len("9223372036854775807")
