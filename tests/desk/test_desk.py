"""Editors and loads in any order: no correction is lost, what is shown is theirs, and the history tells it."""

import os
import shutil
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from telegrams import attributing, corrections, curating, merging
from telegrams.attributing import NewPerson
from telegrams.corrections import Field, NotAValue
from telegrams.curating import Edit, Overtaken
from telegrams.errata import PlacedField, errata_of
from telegrams.importing.finding import FROM_THE_PATH, find
from telegrams.importing.readers import reader_for
from telegrams.importing.readers.person_list import COLUMNS
from telegrams.importing.undoing import NotUndone, run_undo
from telegrams.importing.walk import ImportRequest, run_import, run_withdrawal
from telegrams.merging import NotDecided
from telegrams.models import Correction, ImportRun, Participation, Person, Telegram
from telegrams.records import TelegramRecord, values_to_json
from telegrams.revising.in_bulk import shown_of
from telegrams.revising.revisions import DocumentEdits, Refused, UndoneBefore, revise, undo
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import HeaderField, Role
from tests.desk.history import History, people_now
from tests.desk.model import Desk, Document, Made, State, chosen, words_of
from tests.search.oracle import Oracle

pytestmark = pytest.mark.long

FEW_EXAMPLES = 8
EXAMPLES = int(os.environ.get("ARCHIVE_EXAMPLES", FEW_EXAMPLES))
"""How many sequences are tried; ``make bench-desk`` tries many."""

STEPS = 12 if EXAMPLES <= FEW_EXAMPLES else 25

WHERE = (
    ("frus1945v05", "d1", "geneva", "The Consul at Geneva", "Geneva", ("Orr", "Ogg")),
    ("frus1945v05", "d2", "riga", "The Consul at Riga", "Riga", ("Orr", "Odd")),
    ("frus1945v08", "d1", "moscow", "The Ambassador in the Soviet Union", "Moscow", ("Harriman", "Kennan")),
)
BODIES = (
    "Barriman called about lend lease.1 He left [Page 922] the house at six.",
    "Barriman called about the loan.1 He left the house [Page 922] at six.",
    "Today Barriman called about lend lease. He left the house at six.1",
)
FILE = """740.00/11–2245: Telegram

{office} ({name}) to the Secretary of State

{place}, November {day}, 1945—6 p.m.

{number}. {body}

  1. Not printed.
"""
REGISTERED = {
    "Harriman": "harriman-w,Harriman,W. Averell,,,,,Ambassador,,the Soviet Union,1943-10-23,1946-01-24,,,",
    "Kennan": "kennan-g,Kennan,George,,,,,Ambassador,,the Soviet Union,1945-01-01,1946-04-01,,,",
}
VALUES = {
    HeaderField.SENDER_NAME: ("Orr", "Ogg", "Odd"),
    HeaderField.SENT: ("1945-11-22", "1945-11-30", "1945-12", ""),
    HeaderField.MESSAGE_NUMBER: ("31", "32", ""),
    HeaderField.FIRST_PAGE: ("921", "900", ""),
    HeaderField.CLASSIFICATION: ("secret", ""),
    HeaderField.KIND: ("telegram", "letter"),
}
QUESTIONS = ("from:orr", "from:harriman", "barriman", "lend", "leased", "loan", "house -six", '"called about"')
FEW = st.integers(0, 11)


class Printing:
    """The files that are loaded: in a folder of their own, a document's always under the same name."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-"))

    def file(self, document: Document, version: int) -> Path:
        """A printing of a document, by its number."""
        office, place, names = next(one[3:] for one in WHERE if one[:2] == (document.volume, document.name))
        path = self.folder / document.volume / f"{document.name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            FILE.format(
                office=office, place=place, name=names[version % 2], day=22 + version // 6 % 2,
                number=30 + version // 3 % 2, body=BODIES[version % len(BODIES)],
            )
        )  # fmt: skip
        return path

    def register(self, names: list[str]) -> Path:
        """A list of persons."""
        path = self.folder / "people.csv"
        path.write_text("\n".join([",".join(COLUMNS), *(REGISTERED[name] for name in names)]))
        return path


def read(path: Path) -> TelegramRecord:
    """What the reader of print makes of a file."""
    (source,) = find([str(path)], FROM_THE_PATH, frozenset({".txt"}), None)
    reader = reader_for(source.name, source.head())  # type: ignore[union-attr]
    assert reader is not None
    return next(one for one in reader.read(source) if isinstance(one, TelegramRecord))  # type: ignore[arg-type]


class Editors(RuleBasedStateMachine):
    """Everything that people do at the desk, to the archive and to the model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.open = transaction.atomic()
        self.open.__enter__()
        self.printing = Printing()
        self.desk = Desk([Document(volume, name, post) for volume, name, post, *_ in WHERE])
        self.editors = [User.objects.create_user(name) for name in ("clio", "thoth")]
        self.acts = 0
        self.moments: list[tuple[datetime, dict[str, dict[str, str] | None], dict[str, str]]] = []

    def teardown(self) -> None:
        """Nothing is left of it."""
        transaction.set_rollback(True)
        self.open.__exit__(None, None, None)
        ENGINE.forget()
        shutil.rmtree(self.printing.folder)

    # --- loads ---

    @initialize()
    def everything_is_loaded(self) -> None:
        self._load([(one, at) for at, one in enumerate(self.desk.documents)])

    @rule(first=FEW, second=FEW, which=st.integers(0, 3))
    def load(self, first: int, second: int, which: int) -> None:
        """Load other printings of some documents, or the same."""
        one, other, third = self.desk.documents
        some = ([(one, first)], [(one, first), (other, second)], [(third, first)], [(other, first), (third, second)])
        self._load(some[which])

    def _load(self, some: list[tuple[Document, int]]) -> None:
        paths = [self.printing.file(one, version) for one, version in some]
        report = self._imported(*paths)
        for (one, _), path in zip(some, paths, strict=True):
            record = read(path)
            now = one.now.record
            is_same = now is not None and now.source is not None and record.source is not None
            if is_same and now.source.text == record.source.text:  # type: ignore[union-attr]
                record = now  # type: ignore[assignment]
            one.touched(report, State(record, is_held=True))

    @rule(names=st.sampled_from([["Harriman"], ["Harriman", "Kennan"]]))
    def load_people(self, names: list[str]) -> None:
        """Load a list of persons."""
        self._imported(self.printing.register(names))
        self.desk.registered |= {name: REGISTERED[name].partition(",")[0] for name in names}

    def _imported(self, *paths: Path) -> int:
        report = run_import(ImportRequest(tuple(map(str, paths))), lambda: None, lambda step: None)
        assert report.exit_code() == 0
        assert report.run is not None
        self.desk.runs.append(report.run)
        return report.run

    @rule(volume=st.sampled_from(["frus1945v05", "frus1945v08"]))
    def withdraw(self, volume: str) -> None:
        """Take a volume's documents out."""
        report = run_withdrawal(volume)
        assert report.run is not None
        self._of_volume(volume, report.run, is_held=False)

    @rule(volume=st.sampled_from(["frus1945v05", "frus1945v08"]))
    def bring_back(self, volume: str) -> None:
        """Show a volume's withdrawn documents again."""
        curating.bring_back(volume)
        self._of_volume(volume, ImportRun.objects.latest("pk").pk, is_held=True)

    def _of_volume(self, volume: str, run: int, *, is_held: bool) -> None:
        self.desk.runs.append(run)
        for one in self.desk.documents:
            if one.volume == volume:
                one.touched(run, State(one.now.record, is_held))

    @rule(number=FEW)
    def undo_a_run(self, number: int) -> None:
        """Take a run back, one of those undone before or without effect too."""
        run = self.desk.runs[-1 - number % len(self.desk.runs)]
        if not self.desk.undoable(run):
            with pytest.raises(NotUndone):
                run_undo(run)
            return
        report = run_undo(run)
        assert report.run is not None
        self.desk.runs.append(report.run)
        self.desk.undo_run(run, report.run)

    # --- corrections ---

    @rule(document=FEW, where=st.sampled_from(list(VALUES)), value=FEW)
    def correct_the_header(self, document: int, where: HeaderField, value: int) -> None:
        """Correct a value of the header."""
        self._correct(document, where, VALUES[where][value % len(VALUES[where])])

    @rule(
        document=FEW,
        word=st.integers(18, 30),
        count=st.integers(1, 3),
        value=st.sampled_from(["Harriman", "", "leased"]),
    )
    def correct_the_text(self, document: int, word: int, count: int, value: str) -> None:
        """Lay an erratum over some printed words."""
        one = self.desk.documents[document % 3]
        self._correct(document, words_of(one.printed.text, word, count), value)

    @rule(document=FEW, number=st.integers(1, 2), offset=st.sampled_from(["", "150", "160", "9999"]))
    def move_a_note(self, document: int, number: int, offset: str) -> None:
        """Say where a note belongs."""
        self._correct(document, PlacedField("note", number), offset)

    @rule(
        document=FEW,
        number=st.integers(1, 2),
        is_added=st.booleans(),
        value=st.sampled_from(["", "923@150", "922@160"]),
    )
    def mark_a_page(self, document: int, number: int, is_added: bool, value: str) -> None:
        """Move, join or split pages."""
        self._correct(document, PlacedField("page", number, is_added=is_added), value)

    def _correct(self, document: int, where: Field, typed: str) -> None:
        one = self.desk.documents[document % 3]
        made, by = self._why()
        value = one.checked(where, typed)
        edit = Edit(where, typed, one.value(where))
        if value is None:
            with pytest.raises(NotAValue):
                curating.correct(self._key(one), [edit], *made, by)
            return
        with pytest.raises(Overtaken):
            curating.correct(self._key(one), [Edit(where, typed, "seen by nobody")], *made, by)
        against = one.against(where, value)
        written = curating.correct(self._key(one), [edit], *made, by)
        assert len(written) == (value != one.value(where))
        for row in written:
            former = one.standing().get(where)
            self.desk.add(Made(row.pk, one, where, value, against, *made, by.username, former.key if former else None))

    @rule(number=FEW)
    def take_back(self, number: int) -> None:
        """Take a correction back, one that stands no more too."""
        if made := self._made(number):
            assert curating.take_back(made.key, self.editors[0], "Wrong.") == (not made.ended)
            made.ended = made.ended or "taken back"

    @rule(number=FEW)
    def keep(self, number: int) -> None:
        """Keep a correction against a later load."""
        made = self._made(number)
        if made is None:
            return
        one, where, by = made.document, made.document.kept_at(made), self.editors[1]
        against = one.against(where, made.value) if where else ""
        assert curating.keep(made.key, by) == (where is not None)
        if where:
            row = Correction.objects.get(replaces=made.key, by=by, value=made.value, withdrawn_at=None)
            made.ended = f"kept as {row.pk}"
            kept = Made(row.pk, one, where, made.value, against, made.reason, made.source, by.username, made.key)
            self.desk.add(kept)

    @rule(some=st.lists(st.integers(0, 2), unique=True, min_size=1), where=st.sampled_from(list(VALUES)), value=FEW)
    def revise(self, some: list[int], where: HeaderField, value: int) -> None:
        """Correct a field of several documents as one."""
        documents = [self.desk.documents[at] for at in some]
        typed = VALUES[where][value % len(VALUES[where])]
        made, by = self._why()
        edits = [DocumentEdits(self._key(one), (Edit(where, typed, one.value(where)),)) for one in documents]
        changing = [one for one in documents if one.value(where) != typed]
        if not changing:
            with pytest.raises(NotAValue):
                revise(edits, *made, by, "x")
            return
        with pytest.raises(Refused):
            revise([DocumentEdits(self._key(changing[0]), (Edit(where, typed, "seen by nobody"),))], *made, by, "x")
        against = {one.name + one.volume: one.against(where, typed) for one in changing}
        revision = revise(edits, *made, by, "x")
        self.desk.revisions[revision.pk] = False
        rows = {row.telegram_id: row for row in revision.corrections.all()}
        assert set(rows) == {self._key(one) for one in changing}
        for one in changing:
            former = one.standing().get(where)
            self.desk.add(
                Made(
                    rows[self._key(one)].pk, one, where, typed, against[one.name + one.volume], *made, by.username,
                    former.key if former else None, revision.pk,
                )
            )  # fmt: skip

    @rule(number=FEW)
    def undo_a_revision(self, number: int) -> None:
        """Undo a revision, one undone before too."""
        key = chosen(sorted(self.desk.revisions), number)
        if key is None:
            return
        if self.desk.revisions[key]:
            with pytest.raises(UndoneBefore):
                undo(key, "Wrong.", self.editors[0])
            return
        undo(key, "Wrong.", self.editors[0])
        self.desk.undo_revision(key)

    # --- people ---

    @rule(one=FEW, other=FEW)
    def merge(self, one: int, other: int) -> None:
        """Make one of two people."""
        people = list(Person.objects.standing().order_by("slug"))
        kept, gone = people[one % len(people)], people[other % len(people)]
        if kept == gone:
            with pytest.raises(NotDecided):
                merging.merge(kept.pk, [gone.pk], "r", "s", self.editors[0])
            return
        done = merging.merge(kept.pk, [gone.pk], "r", "s", self.editors[0])
        merging.link_left(done[0], 60)
        self.desk.merges[done[0].pk] = (kept.slug, gone.slug)

    @rule(number=FEW)
    def undo_a_merge(self, number: int) -> None:
        """Part them again."""
        if key := chosen(sorted(self.desk.merges), number):
            merging.link_left(merging.undo_merge(key, "r", self.editors[0]), 60)
            del self.desk.merges[key]
            with pytest.raises(NotDecided):
                merging.undo_merge(key, "r", self.editors[0])

    @rule(document=FEW, other=FEW)
    def split(self, document: int, other: int) -> None:
        """Let a document name somebody else than the rules found."""
        one = self.desk.documents[document % 3]
        if not one.now.is_held:
            return
        off = Person.objects.get(slug=self.desk.sender(one))
        others = list(Person.objects.standing().exclude(pk=off.pk).order_by("slug"))
        to: int | NewPerson = others[other % len(others)].pk if others and other % 3 else NewPerson("Oxx", str(other))
        rows = attributing.chosen(off, ["sender"], documents=[self._key(one)])
        split = attributing.attribute(rows, off.pk, to, "r", "s", self.editors[0])
        merging.link_left(split, 60)
        name = one.shown()[HeaderField.SENDER_NAME].value
        self.desk.splits[split.pk] = (off.slug, split.to.slug, {(one.volume, one.name): name}, split.made)

    @rule(number=FEW)
    def undo_a_split(self, number: int) -> None:
        """Let the rules say again whom it names."""
        key = chosen(sorted(self.desk.splits), number)
        if key is None:
            return
        off, to, _, made = self.desk.splits.pop(key)
        if made and not self.desk.has_more(to):
            self.desk.retired[to] = off
        merging.link_left(attributing.undo_split(key, "r", self.editors[0]), 60)

    # --- what must be so after each ---

    @invariant()
    def all_is_as_reckoned(self) -> None:
        """What must be so."""
        self.no_correction_is_lost_without_a_persons_act()
        self.what_is_shown_is_correction_over_loaded()
        self.what_a_load_contradicts_is_flagged()
        self.parties_have_the_shown_names_and_the_people_decided()
        self.the_search_is_in_step()
        self.the_history_replays_to_every_state_that_was()

    def no_correction_is_lost_without_a_persons_act(self) -> None:
        rows = {row.pk: row for row in Correction.objects.select_related("by")}
        assert set(rows) == set(self.desk.made)
        for key, made in self.desk.made.items():
            row = rows[key]
            is_standing = row.withdrawn_at is None
            said = (row.field, row.value, row.made_against, row.reason, row.source, row.by.username, is_standing)
            assert said == made.said(), made.ended
            assert is_standing == (row.withdrawn_by is None) == (row.withdrawn_reason == "")
            assert row.replaces_id == made.replaces

    def what_is_shown_is_correction_over_loaded(self) -> None:
        for one in self.desk.loaded():
            telegram = Telegram.objects.get(pk=self._key(one))
            shown, places = one.shown(), one.places()
            columns = corrections.columns(shown)
            assert (telegram.withdrawn_at is None) == one.now.is_held
            assert telegram.loaded == values_to_json(one.record.values)
            assert {name: getattr(telegram, name) for name in columns.__slots__} == {
                name: getattr(columns, name) for name in columns.__slots__
            }
            pages = one.record.pages if places.pages is None else places.pages
            assert [(row.label, row.offset) for row in telegram.page_markers.all()] == [
                (page.label, page.offset) for page in pages
            ]
            assert {note.ordinal: note.offset for note in telegram.footnotes.all()} == {
                note.ordinal: places.notes.get(note.ordinal, note.offset) for note in one.record.footnotes
            }
            assert errata_of(telegram.places) == places.errata
            values = {where: value.value for where, value in shown.items()}
            assert {where: value.value for where, value in curating.shown(telegram).items()} == values
            assert [{where: value.value for where, value in found.items()} for _, found in shown_of([telegram.pk])] == [
                values
            ]

    def what_a_load_contradicts_is_flagged(self) -> None:
        conflicting = {made.key for made in self.desk.made.values() if not made.ended and made.document.conflicts(made)}
        assert set(curating.in_conflict().values_list("pk", flat=True)) == conflicting
        for one in self.desk.loaded():
            placed = curating.placed(Telegram.objects.get(pk=self._key(one)))
            assert {where.value for where, value in placed.items() if value.conflicting} == one.places().conflicting
            laid = {erratum.field: erratum.value for erratum in one.places().errata}
            for where, value in placed.items():
                if where.what == "text" and not value.conflicting:
                    assert value.value in (laid.get(where.value), value.loaded)

    def parties_have_the_shown_names_and_the_people_decided(self) -> None:
        rows = Participation.objects.select_related("person", "telegram__volume")
        for role, name in ((Role.SENDER, HeaderField.SENDER_NAME), (Role.RECIPIENT, HeaderField.RECIPIENT_NAME)):
            found = {(row.telegram.volume.slug, row.telegram.document): row for row in rows.filter(role=role)}
            for one in self.desk.loaded():
                row = found[one.volume, one.name]
                assert row.name_printed == one.shown()[name].value
                if role == Role.SENDER and one.now.is_held:  # those withdrawn are linked when they are brought back
                    assert row.person is not None
                    assert row.person.slug == self.desk.sender(one)

    def the_search_is_in_step(self) -> None:
        oracle = Oracle()
        for words in QUESTIONS:
            query = Query(q=words)
            assert ENGINE.count(query) == len(oracle.found(query)), words
        held = [one for one in self.desk.loaded() if one.now.is_held]
        for facet, expected in (
            ("sender", Counter(self.desk.sender(one) for one in held)),
            ("kind", Counter(one.shown()[HeaderField.KIND].value for one in held)),
            ("has", oracle.counts(Query(), "has")),
            ("years", oracle.counts(Query(), "years")),
        ):
            counts = {one.value: one.count for one in ENGINE.all_values(Query(), facet).values if one.count}
            assert counts == expected, facet

    def the_history_replays_to_every_state_that_was(self) -> None:
        now = {
            str(one): {where.value: value.value for where, value in curating.shown(one).items()}
            if one.withdrawn_at is None
            else None
            for one in Telegram.objects.select_related("volume")
        }
        self.moments.append((timezone.now(), now, people_now()))
        history = History()
        for when, values, people in self.moments:
            assert history.at(when) == values
            assert history.people_at(when) == people

    # --- in words ---

    def _key(self, one: Document) -> int:
        return Telegram.objects.values_list("pk", flat=True).get(volume__slug=one.volume, document=one.name)

    def _made(self, number: int) -> Made | None:
        """One of the latest corrections."""
        key = chosen(sorted(self.desk.made, reverse=True), number)
        return self.desk.made[key] if key else None

    def _why(self) -> tuple[tuple[str, str], User]:
        """A reason and a source of its own for each act, and who does it."""
        self.acts += 1
        return (f"Misread, {self.acts}.", f"RG 59, {self.acts}"), self.editors[self.acts % 2]


@pytest.mark.django_db
def test_whatever_editors_and_loads_do_corrections_stand_and_the_history_tells_it() -> None:
    run_state_machine_as_test(Editors, settings=how_many())


def how_many() -> settings:
    """The settings of the sequences."""
    return settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate],  # a sequence is short enough to read, and takes seconds to try again
        suppress_health_check=list(HealthCheck),
    )
