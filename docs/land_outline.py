"""Draw static/land.svg, the coast under the map of posts. Needed only to make it anew:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    PYTHONPATH=. python docs/land_outline.py package/land-50m.json > static/land.svg

Reads the land of Natural Earth (public domain) in the TopoJSON of world-atlas (ISC), projects it as the map does, cuts
it to each window, and leaves out what is finer than a reader can see.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

from telegrams.views.projection import EUROPE, WIDTH, WORLD, Point, Window

NOTICE = """Coast: land-50m of world-atlas 2.0.2, https://github.com/topojson/world-atlas, made from Natural Earth
(public domain, https://www.naturalearthdata.com). Projected, cut and simplified by docs/land_outline.py.

Copyright 2013-2019 Michael Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE."""

MARGIN = 4.0
"""How far beyond its edge a drawing goes on, so that no cut is seen."""

FINEST, SMALLEST = 0.6, 2.5
"""How far a line may lie from the coast, and how large an island must be, in units of the drawing."""

Ring = list[Point]


def main() -> None:
    """Write the drawing of both windows."""
    rings = rings_of(json.loads(Path(sys.argv[1]).read_text()))
    sys.stdout.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {WORLD.height():.0f}">\n')
    sys.stdout.write(f"<!-- {NOTICE} -->\n")
    for window in (WORLD, EUROPE):
        sys.stdout.write(f'<path id="{window.name}" d="{"".join(path(one) for one in drawn(rings, window))}"/>\n')
    sys.stdout.write("</svg>\n")


def rings_of(topology: dict) -> list[list[tuple[float, float]]]:
    """The outlines of all land as latitudes and longitudes."""
    (dx, dy), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((y * dy + y0, x * dx + x0))
        arcs.append(points)
    shapes = topology["objects"]["land"]["geometries"][0]["arcs"]
    return [joined([arcs[at] if at >= 0 else arcs[~at][::-1] for at in ring]) for shape in shapes for ring in shape]


def joined(arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Arcs in a row as one line; each begins where the one before it ends."""
    return [*arcs[0], *(point for arc in arcs[1:] for point in arc[1:])]


def drawn(rings: list[list[tuple[float, float]]], window: Window) -> list[Ring]:
    """The outlines in a window, simplified."""
    sides = ((0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, window.height() + MARGIN, -1))
    found = []
    for piece in (piece for ring in rings for piece in pieces(ring)):
        cut = [window.at(point.y, point.x) for point in piece]
        for axis, edge, sign in sides:
            cut = within(cut, axis, edge, sign)
        if len(cut) > 3 and area(cut) >= SMALLEST:
            found.append(simplified(cut))
    return [ring for ring in found if len(ring) > 3]


def pieces(ring: list[tuple[float, float]]) -> list[Ring]:
    """An outline in degrees, cut where it crosses the edge of the map, in the Pacific."""
    turned, points = 0, [Point(ring[0][1], ring[0][0])]
    for (_, before), (lat, lon) in pairwise(ring):
        turned += 360 * ((before - lon > 180) - (lon - before > 180))
        points.append(Point(lon + turned, lat))
    found = []
    for shift in (-360, 0, 360):
        piece = within([Point(one.x + shift, one.y) for one in points], 0, -180, 1)
        found.append(within(piece, 0, 180, -1))
    return [piece for piece in found if len(piece) > 3]


def within(ring: Ring, axis: int, edge: float, sign: int) -> Ring:
    """The part of an outline on one side of an edge (Sutherland and Hodgman)."""
    kept: Ring = []
    for one, other in pairwise([*ring[-1:], *ring]):
        a, b = ((one.x, other.x), (one.y, other.y))[axis]
        is_in, was_in = sign * (b - edge) >= 0, sign * (a - edge) >= 0
        if is_in != was_in:
            part = (edge - a) / (b - a)
            kept.append(Point(one.x + part * (other.x - one.x), one.y + part * (other.y - one.y)))
        if is_in:
            kept.append(other)
    return kept


def area(ring: Ring) -> float:
    """How large it is."""
    return abs(sum(one.x * other.y - other.x * one.y for one, other in pairwise([*ring, ring[0]]))) / 2


def simplified(ring: Ring) -> Ring:
    """The outline without points that lie within FINEST of a line between others (Douglas and Peucker)."""
    kept, stack = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        far, at = max(((off(ring[at], ring[first], ring[last]), at) for at in range(first + 1, last)), default=(0, 0))
        if far > FINEST:
            kept.add(at)
            stack += [(first, at), (at, last)]
    return [ring[at] for at in sorted(kept)]


def off(point: Point, one: Point, other: Point) -> float:
    """How far a point is from a line between two."""
    dx, dy = other.x - one.x, other.y - one.y
    long = dx * dx + dy * dy
    part = max(0.0, min(1.0, ((point.x - one.x) * dx + (point.y - one.y) * dy) / long)) if long else 0.0
    return ((point.x - one.x - part * dx) ** 2 + (point.y - one.y - part * dy) ** 2) ** 0.5


def path(ring: Ring) -> str:
    """An outline as a path, in steps of tenths."""
    places = [(round(one.x * 10), round(one.y * 10)) for one in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places) if a != b]
    return f"M{number(places[0])}l{' '.join(number(one) for one in steps)}z".replace(" -", "-")


def number(pair: tuple[int, int]) -> str:
    """Two numbers of tenths, as short as they can be written."""
    x, y = (f"{one / 10:g}".replace("0.", ".", 1) if abs(one) < 10 else f"{one / 10:g}" for one in pair)
    return f"{x}{'' if y.startswith('-') else ' '}{y}"


if __name__ == "__main__":
    main()
