"""A map of posts: circles whose areas are the documents sent, and names where there is room for them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from telegrams.saying import counted_of
from telegrams.views.projection import EUROPE, WIDTH, WORLD, Point, Window

LARGEST, SMALLEST = 30.0, 2.0
"""Radii in a drawing 1,000 wide: of the circle of most documents, and of the least that can be seen."""

ROOM = 11.0
"""The radius within which a pointer meets a circle, however small it is."""

LETTER, LINE = 6.6, 13.0
"""How wide a letter of a name is, on the safe side, and how high a line, in the same units."""

MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A post with its documents and, where it is known, its place."""

    name: str
    address: str
    count: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Circle:
    """A post in a drawing."""

    said: str
    address: str
    x: float
    y: float
    radius: float

    @property
    def is_small(self) -> bool:
        """Whether a pointer would miss it."""
        return self.radius < ROOM


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a post, and where it is written; ``anchor`` as SVG has it."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Key:
    """A circle of the key: how many documents it stands for."""

    count: int
    radius: float
    x: float


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of a drawing that another one shows larger."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its coast, its height, its circles from the largest, and names.

    ``faint`` are circles that another drawing of the page has, larger, within ``inset``.
    """

    coast: str
    height: int
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    faint: tuple[Circle, ...] = ()
    inset: Inset | None = None


def charts(places: Sequence[Place]) -> tuple[Chart, ...]:
    """The world, and Europe by itself where several posts are in it; circles of one scale in both."""
    known = sorted((one for one in places if one.lat is not None and one.lon is not None), key=_by_size)
    largest = max((one.count for one in known), default=1)
    european = [one for one in known if EUROPE.shows(one.lat or 0, one.lon or 0)]
    if len(european) < 3:
        return (_chart(WORLD, known, largest),)
    elsewhere = [one for one in known if one not in european]
    corner, end = WORLD.at(EUROPE.north, EUROPE.west), WORLD.at(EUROPE.south, EUROPE.east)
    inset = Inset(round(corner.x, 1), round(corner.y, 1), round(end.x - corner.x, 1), round(end.y - corner.y, 1))
    return _chart(WORLD, elsewhere, largest, european, inset), _chart(EUROPE, european, largest)


def _by_size(place: Place) -> tuple[int, str]:
    return -place.count, place.name


def _chart(
    window: Window, places: Sequence[Place], largest: int, faint: Sequence[Place] = (), inset: Inset | None = None
) -> Chart:
    circles = tuple(_circle(window, one, largest) for one in places)
    behind = tuple(_circle(window, one, largest) for one in faint)
    height = round(window.height())
    texts = [one.name for one in places]
    names = tuple(named(texts, circles, height, taken=behind))
    return Chart(window.name, height, circles, names, behind, inset)


def radius_of(count: int, largest: int) -> float:
    """The radius of a circle: its area is to that of the largest as its documents are, unless it could not be seen."""
    return max(SMALLEST, LARGEST * sqrt(count / largest))


def _circle(window: Window, place: Place, largest: int) -> Circle:
    point = window.at(place.lat or 0, place.lon or 0)
    said = f"{place.name}: {counted_of(place.count, 'document', 'documents')}"
    return Circle(said, place.address, round(point.x, 1), round(point.y, 1), round(radius_of(place.count, largest), 1))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have any room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def named(
    texts: Sequence[str], circles: Sequence[Circle], height: float, taken: Iterable[Circle] = ()
) -> Iterator[Name]:
    """The names that fit, the largest first: right of the circle, left, above, below or aslant, over nothing else."""
    boxes = [_around(one) for one in (*circles, *taken)]
    written = 0
    for at, (text, circle) in enumerate(zip(texts, circles, strict=True)):
        if written == MOST_NAMES:
            return
        for name, box in _ways(text, circle):
            is_inside = box.left >= 0 and box.right <= WIDTH and box.top >= 0 and box.bottom <= height
            if is_inside and not any(box.meets(other) for own, other in enumerate(boxes) if own != at):
                boxes.append(box)
                written += 1
                yield name
                break


def _around(circle: Circle) -> Box:
    point, radius = Point(circle.x, circle.y), circle.radius
    return Box(point.x - radius, point.y - radius, point.x + radius, point.y + radius)


def _ways(text: str, circle: Circle) -> Iterator[tuple[Name, Box]]:
    wide, gap = LETTER * len(text), circle.radius + 3
    middle, aslant = circle.y + LINE * 0.3, circle.radius * 0.7 + 2
    above, below = circle.y - gap, circle.y + gap + LINE * 0.7
    for x, y, anchor in (
        (circle.x + gap, middle, "start"),
        (circle.x - gap, middle, "end"),
        (circle.x, above, "middle"),
        (circle.x, below, "middle"),
        (circle.x + aslant, circle.y - aslant, "start"),
        (circle.x + aslant, circle.y + aslant + LINE * 0.7, "start"),
        (circle.x - aslant, circle.y - aslant, "end"),
        (circle.x - aslant, circle.y + aslant + LINE * 0.7, "end"),
    ):
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        yield Name(text, round(x, 1), round(y, 1), anchor), Box(left, y - LINE * 0.8, left + wide, y + LINE * 0.2)


def key_of(places: Sequence[Place]) -> tuple[Key, ...]:
    """Three circles for the key: of the most documents in round figures, of a tenth, and of a hundredth."""
    largest = max((one.count for one in places if one.lat is not None), default=0)
    first = rounded_down(largest)
    counts = [count for count in (first, first // 10, first // 100) if count]
    keys, x = [], 0.0
    for count in counts:
        radius = round(radius_of(count, largest), 1)
        keys.append(Key(count, radius, round(x + radius + 1, 1)))
        x += 2 * radius + 70
    return tuple(keys)


def rounded_down(number: int) -> int:
    """The round figure below a number.

    >>> rounded_down(1310), rounded_down(742), rounded_down(9)
    (1000, 700, 9)
    """
    step = 10 ** (len(str(number)) - 1)
    return number // step * step
