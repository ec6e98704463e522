"""Coordinates of the drawings of indicators, at the edges of what editors can enter."""

import pytest

from programs.charts import FOOT, RIGHT, TOP, Point, choose_label_years, choose_scale_step, draw, get_year_span


def draw_values(*values):
    """Return the Drawing of values of successive years."""
    points = [Point(2000 + number, value) for number, value in enumerate(values)]
    return draw(points, get_year_span([points]))


def get_top_value(drawing):
    return max(line.value for line in drawing.grid)


@pytest.mark.parametrize(
    ("greatest", "step"),
    [(0, 1), (1, 1), (3, 1), (4, 2), (7, 3), (1109, 400), (5764, 2000), (395_024, 150_000),
     (2_147_483_647, 800_000_000)],
)  # fmt: skip
def test_scale_step_is_round_and_reaches_the_value(greatest, step):
    assert choose_scale_step(greatest) == step
    assert 3 * step >= greatest


def test_nothing_is_drawn_without_values():
    assert get_year_span([[], []]) is None
    assert draw([], None) is None


def test_single_value_stands_in_the_middle():
    drawing = draw_values(7)
    [stem] = drawing.stems
    assert drawing.left < stem.x < RIGHT
    assert abs(stem.x - (drawing.left + RIGHT) / 2) < 1
    assert [label.year for label in drawing.years] == [2000]


def test_zero_has_mark_at_the_foot():
    assert [stem.y for stem in draw_values(0).stems] == [FOOT]
    assert [stem.y for stem in draw_values(0, 3).stems] == [FOOT, TOP]


def test_huge_values_leave_room_for_their_labels():
    drawing = draw_values(2_147_483_647, 1)
    assert drawing.left > draw_values(1).left
    assert all(TOP <= stem.y <= FOOT and drawing.left < stem.x < RIGHT for stem in drawing.stems)
    assert get_top_value(drawing) >= 2_147_483_647


def test_stems_are_proportional_to_values():
    drawing = draw_values(1500, 3000)
    low, high = (FOOT - stem.y for stem in drawing.stems)
    assert high == pytest.approx(2 * low, abs=0.2)


def test_drawings_side_by_side_share_the_years():
    series = [[Point(2003, 5575), Point(2024, 5070)], [Point(2009, 1109)]]
    span = get_year_span(series)
    first, second = (draw(points, span, lambda value: "0000") for points in series)
    assert first.years == second.years
    assert first.stems[0].x < second.stems[0].x < first.stems[1].x


def test_last_value_is_the_newest_in_any_order():
    drawing = draw([Point(2024, 1), Point(2003, 2)], (2003, 2024))
    assert [(stem.point.year, stem.is_last) for stem in drawing.stems] == [(2003, False), (2024, True)]


def test_break_lies_between_two_years():
    drawing = draw([Point(2003, 2), Point(2004, 2, is_break=True)], (2003, 2004))
    assert drawing.stems[0].x < drawing.breaks[0] < drawing.stems[1].x


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2019, 2022, [2019, 2020, 2021, 2022]),
        (2003, 2024, [2005, 2010, 2015, 2020]),
        (1950, 2026, [1960, 1980, 2000, 2020]),
        (2004, 2004, [2004]),
    ],
    ids=["every year", "fives", "twenties", "one year"],
)
def test_label_years_are_round_and_few(first, last, years):
    assert choose_label_years(first, last) == years


def test_marks_of_many_years_do_not_touch():
    drawing = draw_values(*range(1, 61))
    distance = drawing.stems[1].x - drawing.stems[0].x
    assert 2 * drawing.radius <= distance
