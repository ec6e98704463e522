"""Filters of public lists. Their values are in the query string, and each can be changed without resetting others."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404

from portal.i18n.languages import localize


@dataclass
class Filter:
    """A filter of a list: its `name` in the query string, and its `choices` as (value, label) pairs.

    `column` is the lookup to filter by, or a function that returns a Q object for a value.
    """

    name: str
    verbose_name: str
    choices: list
    column: str | Callable[[str], Q]
    value: str = ""

    @property
    def value_label(self):
        """The label of the selected value."""
        return next(label for value, label in self.choices if str(value) == self.value)

    def get_condition(self):
        """Return the Q object for the selected value."""
        return self.column(self.value) if callable(self.column) else Q(**{self.column: self.value})


class FilterSet:
    """The filters of a list, with the values of a request. Raises Http404 for a value that is not a choice."""

    def __init__(self, request, *filters):
        self.filters = filters
        for item in filters:
            item.value = request.GET.get(item.name, "")
            if item.value and item.value not in {str(value) for value, _ in item.choices}:
                raise Http404

    def __iter__(self):
        return iter(self.filters)

    def apply(self, records, *, exclude=None):
        """Return the records that match all selected values, without duplicates. Skips the filter `exclude`."""
        selected = [item for item in self.selected if item is not exclude]
        for item in selected:
            records = records.filter(item.get_condition())
        return records.distinct() if selected else records

    @property
    def selected(self):
        """The filters that have a value."""
        return [item for item in self.filters if item.value]

    @property
    def removal_queries(self):
        """Each selected filter with the query string that removes it."""
        return [(item, self.build_query(item)) for item in self.selected]

    def build_query(self, changed, value=""):
        """Return the query string with another value of one filter. Without a value, the filter is removed."""
        values = {item.name: value if item is changed else item.value for item in self.filters}
        return urlencode({name: selected for name, selected in values.items() if selected})


def get_record_choices(records, field="title", *, key="pk"):
    """Return records as choices of a filter: [(the value of `key`, the text of `field`)]."""
    return [(getattr(record, key), localize(record, field).text) for record in records]


def get_number_choices(values):
    """Return years and other numbers as choices of a filter: [(2005, "2005")]."""
    return [(value, str(value)) for value in values]
