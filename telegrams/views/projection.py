"""Places of the earth → places in a drawing 1,000 wide, by the Equal Earth projection: areas are true to one another.

Pure: ``docs/land_outline.py`` draws the coast by the same functions, once.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

WIDTH = 1000.0

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical Information
# Science 33 (2019), p. 454.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a drawing: to the right, and down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the earth that is drawn, between degrees west and east of the middle of ``about`` and two latitudes."""

    name: str
    west: float
    east: float
    south: float
    north: float
    about: float = 0.0

    def at(self, lat: float, lon: float) -> Point:
        """Where a place stands in the drawing; outside of it for places outside of the window."""
        corner, place = self._corner(), equal_earth(lat, lon - self.about)
        return Point((place.x - corner.x) * self._scale(), (corner.y - place.y) * self._scale())

    def height(self) -> float:
        """How high the drawing is."""
        bottom = equal_earth(self.south, 0)
        return (self._corner().y - bottom.y) * self._scale()

    def shows(self, lat: float, lon: float) -> bool:
        """Whether a place is within the drawing."""
        point = self.at(lat, lon)
        return 0 <= point.x <= WIDTH and 0 <= point.y <= self.height()

    def _corner(self) -> Point:
        """The upper left, unscaled: as far west as the window reaches where it is widest."""
        widest = min(max(0.0, self.south), self.north)
        return Point(equal_earth(widest, self.west - self.about).x, equal_earth(self.north, 0).y)

    def _scale(self) -> float:
        widest = min(max(0.0, self.south), self.north)
        across = equal_earth(widest, self.east - self.about).x - equal_earth(widest, self.west - self.about).x
        return WIDTH / across


def equal_earth(lat: float, lon: float) -> Point:
    """A place on a sphere of radius 1, x to the east and y to the north."""
    theta = asin(sqrt(3) / 2 * sin(radians(lat)))
    flat = theta * theta
    x = 2 * sqrt(3) * radians(lon) * cos(theta) / (3 * (_A1 + flat * (3 * _A2 + flat**2 * (7 * _A3 + 9 * _A4 * flat))))
    return Point(x, theta * (_A1 + flat * (_A2 + flat**2 * (_A3 + _A4 * flat))))


WORLD = Window("world", west=-180, east=180, south=-56, north=76)
EUROPE = Window("europe", west=-11, east=43, south=34, north=63.5, about=16)
"""Where posts stand too close for a map of the world."""
