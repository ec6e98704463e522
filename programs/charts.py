"""Coordinates of the drawings of indicators: a stem for each year with a value, on a scale that starts at zero."""

from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 360, 166
TOP, FOOT, RIGHT = 14, 140, 352  # of the area with the stems
CHARACTER = 8.5  # width of a digit in the labels of the scale
INTERVALS = 3  # of the scale
NICE_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
MAX_RADIUS = 5
MAX_YEAR_LABELS = 6
YEAR_STEPS = (1, 2, 5, 10, 20, 50)


class Point(NamedTuple):
    """A value to draw. `is_preliminary` and `is_break` change the mark and the place before it."""

    year: int
    value: int
    is_preliminary: bool = False
    is_break: bool = False


class Stem(NamedTuple):
    """A stem from the foot to its mark at (x, y)."""

    x: float
    y: float
    point: Point
    is_last: bool


class GridLine(NamedTuple):
    """A line of the scale with its value."""

    y: float
    value: int


class YearLabel(NamedTuple):
    """A year along the foot."""

    x: float
    year: int


class Drawing(NamedTuple):
    """Everything that the template draws; the coordinates are those of the SVG's view box."""

    left: float
    radius: float
    grid: list
    years: list
    stems: list
    breaks: list

    @property
    def has_preliminary(self):
        return any(stem.point.is_preliminary for stem in self.stems)


def choose_scale_step(greatest):
    """Return the smallest round step of the scale, a whole number, of which three reach the greatest value."""
    step = greatest / INTERVALS
    if step <= 1:
        return 1
    magnitude = 10 ** floor(log10(step))
    nice = next(nice for nice in NICE_STEPS if nice * magnitude >= step)
    return ceil(nice * magnitude)


def choose_label_years(first, last):
    """Return the round years to write along the foot: every one, or those divisible by 2, 5, 10 …"""
    for step in YEAR_STEPS:
        years = [year for year in range(first, last + 1) if year % step == 0]
        if len(years) <= MAX_YEAR_LABELS:
            return years
    return [first, last]


def get_year_span(series):
    """Return the first and the last year of several lists of Points, None if they are empty."""
    years = [point.year for points in series for point in points]
    return (min(years), max(years)) if years else None


def draw(points, span, format_value=str):
    """Return the Drawing of Points, None if there are none.

    `span` is the first and the last year of the foot, which drawings side by side share. `format_value` returns the
    label of a value of the scale, for which the drawing leaves room.
    """
    if not points:
        return None
    points = sorted(points)
    step = choose_scale_step(max(point.value for point in points))
    greatest = step * INTERVALS
    left = 10 + CHARACTER * max(len(format_value(step * number)) for number in range(INTERVALS + 1))
    first, last = span
    padding = 16
    spacing = (RIGHT - left - 2 * padding) / max(last - first, 1)

    def get_x(year):
        offset = (year - first) * spacing if last > first else (RIGHT - left) / 2 - padding
        return round(left + padding + offset, 1)

    def get_y(value):
        return round(FOOT - (FOOT - TOP) * value / greatest, 1)

    newest = points[-1]
    return Drawing(
        left=round(left, 1),
        radius=round(min(MAX_RADIUS, max(spacing * 0.4, 1.5)), 1),
        grid=[GridLine(get_y(step * number), step * number) for number in range(INTERVALS + 1)],
        years=[YearLabel(get_x(year), year) for year in choose_label_years(first, last)],
        stems=[Stem(get_x(point.year), get_y(point.value), point, point is newest) for point in points],
        breaks=[round(get_x(point.year) - spacing / 2, 1) for point in points if point.is_break],
    )
