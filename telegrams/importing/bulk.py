"""Many rows at once: PostgreSQL's COPY for new ones, one round trip of statements for changed ones."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection, models
from psycopg import sql


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Numbers for rows of a model that are not written yet, from the sequence of its table."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def number(rows: Sequence[models.Model]) -> None:
    """Give each of these rows of one model its key."""
    if rows:
        for row, key in zip(rows, next_ids(type(rows[0]), len(rows)), strict=True):
            row.pk = key


def copy_in(rows: Iterable[models.Model]) -> None:
    """Write new rows of one model by COPY. Keys and references must be set; no ``save`` and no signal runs.

    Raises DataError and IntegrityError as an INSERT would.
    """
    rows = list(rows)
    if not rows:
        return
    fields = type(rows[0])._meta.concrete_fields
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(type(rows[0])._meta.db_table),
        _names(fields),
    )
    columns = [(field.attname, isinstance(field, models.JSONField)) for field in fields]
    # wrap_database_errors: psycopg's errors as Django's, as everywhere else.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(getattr(row, name), is_json) for name, is_json in columns])


def update(rows: Sequence[models.Model], written: frozenset[str]) -> None:
    """Write these columns of rows that are held, by the names of their fields, in one round trip."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if field.name in written]
    settings = sql.SQL("({}) = ROW({})").format(_names(fields), sql.SQL(", ").join([sql.Placeholder()] * len(fields)))
    statement = sql.SQL("UPDATE {} SET {} WHERE {} = %s").format(
        sql.Identifier(meta.db_table), settings, _names([meta.pk])
    )
    columns = [(field.attname, isinstance(field, models.JSONField)) for field in fields]
    values = [(*(_plain(getattr(row, name), is_json) for name, is_json in columns), row.pk) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement.as_string(cursor.connection), values)


def _names(fields: "Iterable[models.Field[Any, Any]]") -> sql.Composed:
    return sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])


def _plain(value: Any, is_json: bool) -> Any:
    """A value as PostgreSQL takes it."""
    return orjson.dumps(value).decode() if is_json and value is not None else value
