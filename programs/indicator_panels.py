"""What the page of the indicators shows: panels side by side, and the table that says how each is counted."""

from typing import NamedTuple

from babel.numbers import format_decimal

from portal.i18n.languages import LOCALES, get_current_language
from programs.charts import Drawing, draw, get_year_span
from programs.indicators import Indicator, IndicatorDefinition


class Panel(NamedTuple):
    """An indicator with its drawing, which is None if no value is confirmed."""

    indicator: Indicator
    drawing: Drawing | None


class TopicRow(NamedTuple):
    """A row of the table: its heading, and an (indicator, definition or None) pair for each column."""

    heading: str
    cells: list


class Measure(NamedTuple):
    """The panels of one measure and the rows of its table."""

    kind: Indicator.Kind
    panels: list
    rows: list

    @property
    def heading(self):
        return self.kind.label

    @property
    def has_gaps(self):
        """Whether a cell of the table is empty."""
        return any(definition is None for row in self.rows for _, definition in row.cells)

    @property
    def has_preliminary(self):
        """Whether a drawing marks a preliminary value."""
        return any(panel.drawing and panel.drawing.has_preliminary for panel in self.panels)


def format_number(value):
    """Return a number as the active language writes it."""
    return format_decimal(value, locale=LOCALES[get_current_language()])


def build_panel(indicator, measured):
    """Return the Panel of an indicator. Its drawing has the years of all indicators that are `measured` beside it."""
    span = get_year_span([other.get_points() for other in measured])
    return Panel(indicator, draw(indicator.get_points(), span, format_number))


def build_rows(indicators):
    """Return the TopicRows of indicators. A topic that none of them defines has no row."""
    definitions = [(indicator, indicator.get_confirmed_definitions()) for indicator in indicators]
    return [
        TopicRow(topic.label, [(indicator, topics.get(topic)) for indicator, topics in definitions])
        for topic in IndicatorDefinition.Topic
        if any(topic in topics for _, topics in definitions)
    ]


def build_measures(indicators):
    """Return the Measures that have indicators with confirmed values."""
    shown = [indicator for indicator in indicators if indicator.get_confirmed_values()]
    measured = [(kind, [indicator for indicator in shown if indicator.kind == kind]) for kind in Indicator.Kind]
    return [
        Measure(kind, [build_panel(indicator, group) for indicator in group], build_rows(group))
        for kind, group in measured
        if group
    ]
