"""A reference by number means one held document, or says what it cannot tell; number and year alone never do."""

from datetime import date, time
from itertools import permutations
from typing import Any

import pytest

from telegrams.importing.resolving.messages import NOBODY, End, Message, Sought, end_of, find
from telegrams.vocabulary import Certainty, Kind

MOSCOW = End("mission-in-russia", "moscow")
LONDON = End("mission-in-united-kingdom", "london")
GENEVA = End("consulate-at-geneva", "geneva")
HOME = End("department")


def message(key: int, number: str, day: str, sender: End = MOSCOW, recipient: End = HOME, **more: Any) -> Message:
    """A held document."""
    sent = date.fromisoformat(day) if day else None
    return Message(key, number, more.pop("kind", Kind.TELEGRAM), sent, sent, more.pop("hour", None), sender, recipient)


SEED = message(1, "3930", "1945-11-22")
ANSWER = message(2, "4040", "1945-12-03")
FROM_HOME = message(3, "2412", "1945-11-20", HOME, MOSCOW, hour=time(16))
OF_LONDON = message(4, "4040", "1945-12-03", LONDON)
A_YEAR_BEFORE = message(5, "4040", "1944-12-03")
OF_GENEVA = message(6, "17", "1945-11-24", GENEVA)
TO_LONDON = message(7, "99", "1945-11-25", HOME, LONDON)
HELD = (SEED, ANSWER, FROM_HOME, OF_LONDON, A_YEAR_BEFORE)


def sought(within: Message = SEED, *, in_note: bool = False, in_part: bool = False, **wanted: str) -> Sought:
    return Sought(wanted, within, in_note, in_part)


@pytest.mark.parametrize(
    ("asked", "key", "certainty"),
    [
        pytest.param(sought(number="2412", by="your", date="--11-20"), 3, Certainty.SURE, id="your 2412 of the 20th"),
        pytest.param(sought(number="2412", by="department", date="--11-20"), 3, Certainty.SURE, id="Department's"),
        pytest.param(sought(ANSWER, number="3930", by="my", date="--11-22"), 1, Certainty.SURE, id="my 3930"),
        pytest.param(sought(ANSWER, number="3930", by="embassy", date="--11-22"), 1, Certainty.SURE, id="Embassy's"),
        pytest.param(sought(FROM_HOME, in_note=True, number="4040", date="1945-12-03", kind="telegram"), 2,
                     Certainty.SURE, id="in a note, of the same correspondence, later than the document"),
        pytest.param(sought(FROM_HOME, in_note=True, number="4040", date="1945-12-03", post="London"), 4,
                     Certainty.SURE, id="from another post that is named"),
        pytest.param(sought(FROM_HOME, in_note=True, number="4040", date="1945-12-03",
                            sender="Ambassador in the Soviet Union"), 2, Certainty.SURE, id="from an office named"),
        pytest.param(sought(TO_LONDON, number="2412", by="my", date="--11-20", to="Moscow"), 3, Certainty.SURE,
                     id="my 2412 to Moscow, said to London"),
        pytest.param(sought(by="your", date="--11-20", time="16:00"), 3, Certainty.SURE, id="by day and hour alone"),
        pytest.param(sought(by="your", date="--11-20"), 3, Certainty.PROBABLE, id="by day alone"),
        pytest.param(sought(number="2412", by="your"), 3, Certainty.PROBABLE, id="by number alone"),
        pytest.param(sought(number="2412", by="your", date="--11-21"), 3, Certainty.PROBABLE, id="the day one off"),
        pytest.param(sought(number="2412", by="your", date="instant-20"), 3, Certainty.SURE, id="of the 20th instant"),
        pytest.param(sought(ANSWER, number="2412", by="your", date="ultimo-20"), 3, Certainty.SURE,
                     id="of the 20th ultimo"),
        pytest.param(sought(message(9, "4041", "1945-12-04"), by="my", beside="-1", kind="telegram"), 2,
                     Certainty.PROBABLE, id="my immediately preceding telegram"),
        pytest.param(sought(OF_GENEVA, number="2412", date="--11-20", time="16:00"), 3, Certainty.PROBABLE,
                     id="another post's, passed on: number, day and hour"),
    ],
)  # fmt: skip
def test_direction_number_and_day_find_the_document(asked: Sought, key: int, certainty: Certainty) -> None:
    found = find(asked, HELD)

    assert (found.keys, found.certainty) == ((key,), certainty)
    assert found.rule


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(sought(number="2412", by="my", date="--11-20"), id="the other direction"),
        pytest.param(sought(number="4040", by="your", date="1945-12-03"), id="a number of the other side"),
        pytest.param(sought(OF_LONDON, number="2412", by="my", date="--11-20", to="Moscow"), id="another's to it"),
        pytest.param(sought(number="3930", by="my", date="--11-22"), id="itself"),
        pytest.param(sought(number="2412", by="your", date="--11-20", kind="despatch"), id="another kind of paper"),
        pytest.param(sought(number="2412", by="your", date="1944-11-20"), id="another year"),
        pytest.param(sought(number="2412", by="your", date="--05-20"), id="another month"),
        pytest.param(sought(number="4040", by="my"), id="a number alone, from after the document"),
        pytest.param(sought(number="2412", by="your", date="--11-20", in_part=True), id="said within an enclosure"),
        pytest.param(sought(message(9, "A-1", "1945-12-04"), by="my", beside="-1"), id="beside no plain number"),
        pytest.param(sought(message(9, "1", "", HOME, MOSCOW), number="3930", by="your"), id="from an undated one"),
    ],
)  # fmt: skip
def test_what_contradicts_or_says_too_little_is_not_held(asked: Sought) -> None:
    if asked.in_part:
        assert find(asked, HELD).certainty != Certainty.SURE
    else:
        assert find(asked, HELD).certainty == Certainty.NOT_HELD


def test_two_that_fit_alike_are_both_named_unless_the_hour_tells() -> None:
    twice = (message(7, "86", "1945-11-20", HOME, MOSCOW, hour=time(17)), message(8, "86", "1945-11-20", HOME, MOSCOW))

    open_one = find(sought(number="86", by="your", date="--11-20"), twice)
    told = find(sought(number="86", by="your", date="--11-20", time="17:00"), twice)

    assert (open_one.certainty, set(open_one.keys)) == (Certainty.AMBIGUOUS, {7, 8})
    assert (told.certainty, told.keys) == (Certainty.SURE, (7,))


def test_those_that_fit_alike_are_named_in_the_order_they_were_sent_however_they_were_found() -> None:
    morning, evening, whenever = (
        message(key, "402", "1945-11-20", HOME, MOSCOW, hour=hour)
        for key, hour in ((9, time(9)), (8, time(18)), (7, None))
    )

    for found in permutations((morning, evening, whenever)):
        assert find(sought(number="402", by="your", date="--11-20"), found).keys == (9, 8, 7)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (MOSCOW, End("mission-in-russia", "vologda"), True),
        (MOSCOW, LONDON, False),
        (GENEVA, End("mission-in-switzerland", "geneva"), False),
        (End("", "moscow"), MOSCOW, True),
        (End("", "", "seward"), End("", "washington", "seward"), True),
        (NOBODY, MOSCOW, None),
        (HOME, MOSCOW, False),
    ],
)
def test_ends_are_one_by_office_then_by_name_then_by_city(one: End, other: End, same: bool | None) -> None:
    assert one.is_same(other) is same
    assert other.is_same(one) is same


@pytest.mark.parametrize(
    ("printed", "end"),
    [
        ("Secretary of State", HOME),
        ("Acting Secretary of State", HOME),
        ("Consul at Geneva", GENEVA),
        ("Diplomatic Representatives in Certain Countries", NOBODY),
    ],
)
def test_an_end_is_its_office(printed: str, end: End) -> None:
    assert end_of(printed, "", None, "") == end
