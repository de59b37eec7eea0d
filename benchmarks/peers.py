# ruff: noqa: S608 — statements are put together from names written here; what is asked is given apart
"""Two peers of the search engine on the same documents: PostgreSQL's own search, and SQLite's FTS5.

PostgreSQL as a good Django project writes it: a tsvector column under a GIN index, one statement for total
and facets over a materialized list of hits, one for the page with ts_rank_cd and ts_headline.
SQLite as one file: FTS5 with bm25 and snippet, the hits put aside once, a count for each facet.
Both are built once beside the large archive and kept.
"""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from telegrams.models import Participation, Telegram
from telegrams.search.facets import NONE
from telegrams.search.language import AllOf, Term, TermKind, Tree, Without
from telegrams.search.query import PAGE, Query
from telegrams.search.words import forms_of

COLUMNS = ("kind", "classification", "precedence", "volume", "post", "file_class", "year")
ROLES = ("sender", "recipient", "mentioned")
SHOWN = 7
AT_ONCE = 2_000


class Peer(Protocol):
    """Asked as the engine is; gives the total, the page's passages and the counts of every facet."""

    name: str

    def build(self) -> None:
        """Take in every document held, where that is not done yet."""

    def ask(self, query: Query) -> int:
        """Answer whole; the total."""


class PostgreSQL:
    """tsvector and GIN beside the archive's own tables."""

    name = "PostgreSQL FTS"

    def build(self) -> None:
        """The column, filled and indexed once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('bench_fts')")
            if cursor.fetchone()[0]:
                return
            sys.stderr.write("PostgreSQL's peer is built …\n")
            cursor.execute(
                "CREATE TABLE bench_fts AS SELECT id, to_tsvector('english', left(text, 700000)) AS words"
                " FROM telegrams_telegram WHERE withdrawn_at IS NULL"
            )
            cursor.execute("ALTER TABLE bench_fts ADD PRIMARY KEY (id)")
            cursor.execute("CREATE INDEX bench_fts_words ON bench_fts USING gin (words)")
            cursor.execute("ANALYZE bench_fts")

    def ask(self, query: Query) -> int:
        """Two statements: total and facets, and the page."""
        tree = query.reading().tree
        words, given = _tsquery(tree) if tree else ("", [])
        where, more = _where(query)
        hits = (
            "SELECT t.id, t.kind, t.classification, t.precedence, t.volume_id, t.post_id, t.file_class,"
            " extract(year FROM t.earliest) AS year FROM telegrams_telegram t"
            + (" JOIN bench_fts f USING (id)" if words else "")
            + " WHERE t.withdrawn_at IS NULL"
            + (f" AND f.words @@ ({words})" if words else "")
            + where
        )
        simple = ("kind", "classification", "precedence", "volume_id", "post_id", "file_class", "year")
        counts = [
            f"(SELECT '{name}', {name}::text, count(*) FROM hits GROUP BY 2 ORDER BY 3 DESC LIMIT {SHOWN})"
            for name in simple
        ]
        counts += [
            f"(SELECT '{role}', party, count(DISTINCT telegram_id) FROM telegrams_participation p JOIN hits"
            f" ON hits.id = p.telegram_id WHERE p.role = '{role}' GROUP BY 2 ORDER BY 3 DESC LIMIT {SHOWN})"
            for role in ROLES
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH hits AS MATERIALIZED ({hits}) SELECT 'total', '', count(*) FROM hits"
                f" UNION ALL {' UNION ALL '.join(counts)}",
                [*given, *more],
            )
            total = next(count for what, _, count in cursor.fetchall() if what == "total")
            order = "t.earliest NULLS LAST, t.id" if query.order() != "relevance" or not words else "rank DESC, t.id"
            rank = f", ts_rank_cd(f.words, ({words})) AS rank" if words else ""
            page = hits.replace(" FROM telegrams_telegram t", f"{rank} FROM telegrams_telegram t", 1)
            page += f" ORDER BY {order} LIMIT {PAGE} OFFSET {(query.page - 1) * PAGE}"
            said = f"ts_headline('english', left(x.text, 700000), ({words}))" if words else "left(x.text, 240)"
            cursor.execute(
                f"SELECT x.id, {said} FROM ({page}) page JOIN telegrams_telegram x USING (id)",
                [*given, *(given if words else []), *given, *more] if words else more,
            )
            cursor.fetchall()
        return int(total)


def _where(query: Query) -> tuple[str, list[Any]]:
    said: list[str] = []
    given: list[Any] = []
    for facet, chosen in query.facets:
        for values, sign in ((chosen.wanted, ""), (chosen.unwanted, "NOT ")):
            if values and facet in ROLES:
                said.append(
                    f" AND {sign}EXISTS (SELECT 1 FROM telegrams_participation p WHERE p.telegram_id = t.id"
                    " AND p.role = %s AND p.party = ANY(%s))"
                )
                given += [facet, list(values)]
            elif values:
                said.append(f" AND {sign}t.{facet} = ANY(%s)")
                given.append(list(values))
    if query.first_day():
        said.append(" AND t.latest >= %s")
        given.append(query.first_day())
    if query.last_day():
        said.append(" AND t.earliest <= %s")
        given.append(query.last_day())
    return "".join(said), given


def _tsquery(tree: Tree) -> tuple[str, list[str]]:
    """The tree in PostgreSQL's operators, with the words it is given."""
    if isinstance(tree, Term):
        return "phraseto_tsquery('english', %s)", [tree.text]
    if isinstance(tree, Without):
        inner, given = _tsquery(tree.node)
        return f"!!({inner})", given
    parts = [_tsquery(node) for node in tree.nodes]
    sign = " && " if isinstance(tree, AllOf) else " || "
    return sign.join(f"({one})" for one, _ in parts), [word for _, words in parts for word in words]


class SQLite:
    """One file with an FTS5 table."""

    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self.path = path

    def build(self) -> None:
        """The file, written once; what was broken off is begun anew."""
        if self.path.exists():
            self._open()
            return
        sys.stderr.write("SQLite's peer is built …\n")
        unfinished = self.path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        made = sqlite3.connect(unfinished)
        made.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"CREATE TABLE document (id INTEGER PRIMARY KEY, earliest TEXT, latest TEXT, {', '.join(COLUMNS)});"
            "CREATE TABLE party (document INTEGER, role TEXT, value TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61');"
        )
        made.executemany(f"INSERT INTO document VALUES ({', '.join('?' * (3 + len(COLUMNS)))})", _documents())
        made.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", _texts())
        parties = Participation.objects.filter(role__in=ROLES).order_by("pk")
        made.executemany(
            "INSERT INTO party VALUES (?, ?, ?)", parties.values_list("telegram", "role", "party").iterator()
        )
        made.executescript(
            "CREATE INDEX of_document ON party (document, role, value);"
            " CREATE INDEX days ON document (earliest); ANALYZE;"
        )
        made.commit()
        made.close()
        unfinished.rename(self.path)
        self._open()

    def _open(self) -> None:
        self.file = sqlite3.connect(self.path)
        self.file.execute("PRAGMA cache_size = -400000")
        self.file.execute("PRAGMA temp_store = MEMORY")

    def ask(self, query: Query) -> int:
        """The hits put aside, then a count for each facet, and the page."""
        run = self.file.execute
        tree = query.reading().tree
        match = _match(tree) if tree else ""
        where, given = _where_sqlite(query)
        run("DROP TABLE IF EXISTS temp.hits")
        source = "words JOIN document d ON d.id = words.rowid WHERE words MATCH ?" if match else "document d WHERE 1"
        rank = "bm25(words)" if match else "0"
        run(
            f"CREATE TEMP TABLE hits AS SELECT d.id, {rank} AS rank FROM {source}{where}",
            [match, *given] if match else given,
        )
        total = run("SELECT count(*) FROM hits").fetchone()[0]
        for column in COLUMNS:
            run(
                f"SELECT {column}, count(*) FROM hits JOIN document USING (id) GROUP BY 1 ORDER BY 2 DESC LIMIT {SHOWN}"
            ).fetchall()
        for role in ROLES:
            run(
                "SELECT value, count(DISTINCT document) FROM hits JOIN party ON party.document = hits.id"
                f" WHERE role = ? GROUP BY 1 ORDER BY 2 DESC LIMIT {SHOWN}",
                [role],
            ).fetchall()
        by_rank = match and query.order() == "relevance"
        day = "(SELECT earliest FROM document d WHERE d.id = hits.id)"
        order = "rank, id" if by_rank else f"{day} IS NULL, {day}, id"
        keys = [
            key for (key,) in run(f"SELECT id FROM hits ORDER BY {order} LIMIT {PAGE} OFFSET {(query.page - 1) * PAGE}")
        ]
        for key in keys:
            if match:
                run(
                    "SELECT snippet(words, 0, '[', ']', '…', 40) FROM words WHERE words MATCH ? AND rowid = ?",
                    [match, key],
                ).fetchall()
            else:
                run("SELECT substr(text, 1, 240) FROM words WHERE rowid = ?", [key]).fetchall()
        return int(total)


def _match(tree: Tree) -> str:
    """The tree in FTS5's language; what is only excluded stands to the right of what is not."""
    if isinstance(tree, Term):
        quoted = f'"{" ".join(forms_of(tree.text))}"'
        return f"{quoted}*" if tree.kind == TermKind.BEGINNING else quoted
    if isinstance(tree, Without):
        return _match(tree.node)
    if isinstance(tree, AllOf):
        kept = [f"({_match(node)})" for node in tree.nodes if not isinstance(node, Without)]
        left_out = [f"({_match(node)})" for node in tree.nodes if isinstance(node, Without)]
        return " NOT ".join([" AND ".join(kept) if len(kept) < 2 else f"({' AND '.join(kept)})", *left_out])
    return " OR ".join(f"({_match(node)})" for node in tree.nodes)


def _where_sqlite(query: Query) -> tuple[str, list[Any]]:
    said, given = [], []
    for facet, chosen in query.facets:
        for values, sign in ((chosen.wanted, ""), (chosen.unwanted, "NOT ")):
            marks = ", ".join("?" * len(values))
            if values and facet in ROLES:
                said.append(
                    f" AND {sign}EXISTS (SELECT 1 FROM party WHERE document = d.id AND role = ? AND value IN ({marks}))"
                )
                given += [facet, *values]
            elif values:
                said.append(f" AND {sign}d.{facet} IN ({marks})")
                given += values
    if first := query.first_day():
        said.append(" AND d.latest >= ?")
        given.append(first.isoformat())
    if last := query.last_day():
        said.append(" AND d.earliest <= ?")
        given.append(last.isoformat())
    return "".join(said), given


def _documents() -> Iterator[tuple[Any, ...]]:
    rows = (
        Telegram.objects.held()
        .order_by("pk")
        .values_list(
            "pk",
            "earliest",
            "latest",
            "kind",
            "classification",
            "precedence",
            "volume__slug",
            "post__slug",
            "file_class",
        )
    )
    for key, first, last, *said in rows.iterator(chunk_size=AT_ONCE):
        year = f"{first.year}" if first and last and first.year == last.year else NONE
        yield (key, first and first.isoformat(), last and last.isoformat(), *said, year)


def _texts() -> Iterator[tuple[int, str]]:
    yield from Telegram.objects.held().order_by("pk").values_list("pk", "text").iterator(chunk_size=AT_ONCE)


def peers(folder: Path) -> list[Peer]:
    """Both, beside the large archive."""
    return [PostgreSQL(), SQLite(folder / "peer.sqlite3")]
