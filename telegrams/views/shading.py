"""Numbers → four strengths of a tone. Each is some times as much as the one before it, for counts of an archive
differ by hundreds of times, and equal steps would leave all but a few in the lightest."""

from dataclasses import dataclass

from telegrams.saying import counted

STRENGTHS = 4


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength of the tone, 4 the strongest, and the numbers that it stands for."""

    tone: int
    least: int
    most: int

    def said(self) -> str:
        """Its numbers as a legend says them."""
        return counted(self.most) if self.least == self.most else f"{counted(self.least)}–{counted(self.most)}"


def strengths(largest: int) -> tuple[Strength, ...]:
    """The strengths of numbers from 1 to the largest; fewer than four where that is small.

    >>> [one.said() for one in strengths(1310)]
    ['1–6', '7–36', '37–217', '218–1,310']
    >>> [(one.tone, one.said()) for one in strengths(2)]
    [(3, '1'), (4, '2')]
    """
    # A little more, for the fourth root of 10,000 is a little less than 10.
    ends = sorted({int(largest ** (step / STRENGTHS) + 1e-9) for step in range(1, STRENGTHS + 1)} - {0})
    first_tone = STRENGTHS - len(ends) + 1
    return tuple(Strength(first_tone + at, ends[at - 1] + 1 if at else 1, most) for at, most in enumerate(ends))


def tone_of(count: int, known: tuple[Strength, ...]) -> int:
    """The strength of a number, 0 for none."""
    return next((one.tone for one in known if count and count <= one.most), 0)
