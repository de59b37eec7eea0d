"""The order of a thread: the same from every member, nothing before what it answers, no circles."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from telegrams.views.thread import Member, in_order

KEYS = [str(number) for number in range(12)]
DAYS = st.one_of(st.none(), st.dates(date(1945, 1, 1), date(1945, 1, 20)))


@st.composite
def threads(draw: st.DrawFn) -> list[Member]:
    """Messages that name one another in any way, circles too."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1))
    return [
        Member(key, draw(DAYS), None, draw(st.sampled_from(["", "1", "12", "A-3"])),
               tuple(draw(st.lists(st.sampled_from(KEYS), max_size=4))))
        for key in keys
    ]  # fmt: skip


@given(threads(), st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_members_are_come_by(members: list[Member], shuffled: object) -> None:
    other = list(members)
    shuffled.shuffle(other)  # type: ignore[attr-defined]

    assert [one.member.key for one in in_order(other)] == [one.member.key for one in in_order(members)]


@given(threads())
def test_every_member_stands_once_and_below_an_earlier_one_that_it_names(members: list[Member]) -> None:
    placed = in_order(members)

    assert sorted(one.member.key for one in placed) == sorted(member.key for member in members)
    at = {one.member.key: number for number, one in enumerate(placed)}
    for one in placed:
        if one.answers:
            above = next(other for other in placed if other.member.key == one.answers)
            assert at[one.answers] < at[one.member.key]
            assert one.answers in one.member.names
            assert above.member.place() < one.member.place()
            assert one.depth == min(above.depth + 1, 8)
        else:
            assert one.depth == 0


def test_a_question_its_replies_and_what_follows() -> None:
    question = Member("q", date(1945, 11, 20), None, "2412")
    reply = Member("r", date(1945, 11, 22), None, "3930", ("q",))
    other = Member("o", date(1945, 11, 23), None, "3941", ("q",))
    further = Member("f", date(1945, 12, 3), None, "4040", ("q", "r"))

    placed = in_order([further, other, question, reply])

    assert [(one.member.key, one.depth) for one in placed] == [("q", 0), ("r", 1), ("f", 2), ("o", 1)]
