"""The table of figures: medians, spreads and ratios of one run, beside the goals."""

import json
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from tests.benchmarks.pages.load import get_percentile


class Goal(NamedTuple):
    """A goal of a figure: `measure` is a property of a Row that is at least, at most or below a limit."""

    measure: str
    comparison: str
    limit: float

    def is_met(self, row):
        value = getattr(row, self.measure)
        return value >= self.limit if self.comparison == "≥" else value < self.limit

    def format(self):
        return f"{self.measure} {self.comparison} {self.limit:g}"


@dataclass
class Row:
    """The samples of a figure. `reference` holds those of what it is compared with in the same rounds."""

    name: str
    unit: str
    samples: list
    reference: list = field(default_factory=list)
    goals: tuple = ()

    @property
    def median(self):
        return median(self.samples)

    @property
    def best(self):
        return min(self.samples)

    @property
    def worst(self):
        return max(self.samples)

    @property
    def p95(self):
        return get_percentile(self.samples, 95)

    @property
    def ratio(self):
        """The ratio of the medians, None without a reference."""
        return median(self.samples) / median(self.reference) if self.reference else None

    def get_missed_goals(self):
        return [goal for goal in self.goals if not goal.is_met(self)]

    def format(self):
        spread = f"{format_number(self.best)}–{format_number(self.worst)}" if len(self.samples) > 1 else ""
        ratio = f"× {format_ratio(self.ratio)}" if self.reference else ""
        goals = ", ".join(goal.format() for goal in self.goals)
        verdict = "" if not self.goals else "missed" if self.get_missed_goals() else "met"
        p95 = f"p95 {format_number(self.p95)}" if any(goal.measure == "p95" for goal in self.goals) else ""
        line = (
            f"  {self.name:32} {format_number(self.median):>8} {self.unit:3} {spread:>15} {ratio or p95:>9}  "
            f"{goals:32} {verdict}"
        )
        return line.rstrip()

    def to_json(self):
        return {
            "name": self.name, "unit": self.unit, "median": self.median, "min": self.best, "max": self.worst,
            "ratio": self.ratio, "goals": [{"goal": goal.format(), "met": goal.is_met(self)} for goal in self.goals],
            "samples": self.samples, "reference": self.reference,
        }  # fmt: skip


def format_number(value):
    """Return a number with three digits, or more if it is larger."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def format_ratio(value):
    """Return a ratio with two digits after the point, or two significant ones if it is small."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


class Table:
    """Sections of rows, with notes about the run."""

    def __init__(self, notes):
        self.notes = notes
        self.sections = {}

    def add(self, section, *rows):
        self.sections.setdefault(section, []).extend(rows)

    def get_rows(self):
        return [row for rows in self.sections.values() for row in rows]

    def format(self):
        """Return the table as text."""
        lines = [*self.notes, ""]
        heading = f"  {'':32} {'median':>8} {'':3} {'min–max':>15} {'ratio':>9}  goal"
        lines.append(heading)
        for section, rows in self.sections.items():
            lines += ["", section, *(row.format() for row in rows)]
        with_goals = [row for row in self.get_rows() if row.goals]
        missed = [row for row in with_goals if row.get_missed_goals()]
        lines += ["", f"{len(missed)} of {len(with_goals)} figures with goals miss one."]
        return "\n".join(lines)

    def write_json(self, path):
        sections = {section: [row.to_json() for row in rows] for section, rows in self.sections.items()}
        path.write_text(json.dumps({"notes": self.notes, "sections": sections}, indent=1, ensure_ascii=False) + "\n")
