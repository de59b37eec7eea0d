"""Documents → the search column, and for long ones the stretches that keep every word's place.

A vector of PostgreSQL keeps 255 places of a word and no place beyond the 16,383rd; a document
that has more is ``search_is_partial`` and its phrases are looked for in its stretches. One with
over a megabyte of different words gets no vector at all: its stretches stand alone for it.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Value
from django.db.utils import OperationalError
from psycopg.errors import ProgramLimitExceeded

from telegrams.models import SearchStretch, Telegram
from telegrams.search.language import LONGEST_PHRASE
from telegrams.search.sections import Section, sections_of
from telegrams.search.words import BREAK, forms_of, prepared

CONFIG = "public.archive"
STRETCH = 250
"""Words of a stretch: fewer than the places PostgreSQL keeps of a single word."""

STEP = STRETCH - (LONGEST_PHRASE - 1)
"""From one stretch to the next: any run of LONGEST_PHRASE words stands whole in one of them."""

_UPDATE = """
UPDATE telegrams_telegram SET search = made.vector, search_is_partial = EXISTS (
  SELECT FROM unnest(made.vector) word
  WHERE cardinality(word.positions) >= 255 OR word.positions[cardinality(word.positions)] >= 16383)
FROM (SELECT {vectors} AS vector) AS made
WHERE id = %s RETURNING search_is_partial
"""
_VECTOR = "setweight(to_tsvector('public.archive', %s), %s)"


def refresh(telegrams: Sequence[int]) -> None:
    """Write the place of these telegrams in the search, from what is shown, in the caller's transaction."""
    SearchStretch.objects.filter(telegram__in=telegrams).delete()
    rows = Telegram.objects.filter(pk__in=telegrams).only("pk", "text", "layout", "heading", "source_note")
    for telegram in rows.prefetch_related("footnotes").iterator(chunk_size=200):
        _write(telegram.pk, list(sections_of(telegram)))


def _write(telegram: int, sections: list[Section]) -> None:
    try:
        with transaction.atomic():
            is_partial = _write_vector(telegram, sections)
    except OperationalError as refused:
        if not isinstance(refused.__cause__, ProgramLimitExceeded):
            raise
        Telegram.objects.filter(pk=telegram).update(search=None, search_is_partial=True)
        _write_stretches(telegram, sections, is_alone=True)
        return
    if is_partial:
        _write_stretches(telegram, sections, is_alone=False)


def _write_vector(telegram: int, sections: list[Section]) -> bool:
    """Write the column; whether it holds less than every place of every word."""
    parts = [(prepared(_forms(run)), weight) for weight, run in groupby(sections, key=lambda section: section.weight)]
    vectors = " || ".join([_VECTOR] * len(parts)) or "''::tsvector"
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE.format(vectors=vectors), [*(value for part in parts for value in part), telegram])
        return bool(cursor.fetchone()[0])


def _forms(sections: Iterable[Section]) -> list[str]:
    """The words of sections, each section behind a break that no question can name."""
    return [form for section in sections for form in (BREAK, *forms_of(section.text))]


def _write_stretches(telegram: int, sections: list[Section], is_alone: bool) -> None:
    forms = _forms(sections)
    SearchStretch.objects.bulk_create(
        (
            SearchStretch(
                telegram_id=telegram,
                vector=SearchVector(Value(prepared(forms[start : start + STRETCH])), config=CONFIG),
                is_alone=is_alone,
            )
            for start in range(0, max(len(forms) - STRETCH + STEP, 1), STEP)
        ),
        batch_size=500,
    )
