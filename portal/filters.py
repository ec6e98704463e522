"""Filters of public lists. Their values are in the query string, and each can be changed without resetting others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.counts import count_up_to
from portal.i18n.languages import localize
from portal.page_cache.memo import remember

# Labels of the choice that does not filter. Languages with genders need one that agrees with the name of the filter.
ALL = gettext_lazy("All")
ALL_LANGUAGES = pgettext_lazy("all languages", "All")
ALL_YEARS = pgettext_lazy("all years", "All")


class FacetValue(NamedTuple):
    """A value of a facet. `query` is the query string that selects it. `count` is None if it was not counted."""

    display: str
    count: int | None
    query: str
    is_selected: bool


@dataclass
class Filter:
    """A filter of a list: its `name` in the query string, and its `choices` as (value, label) pairs.

    `column` is the lookup to filter by, or a function that returns a Q object for a value.
    """

    name: str
    verbose_name: str
    choices: list
    column: str | Callable[[str], Q]
    all_label: str = ALL
    value: str = ""
    # The choices that a list offers as (value, label, number of records or None), and whether they can narrow the list:
    # two or more of them, or the only choice of a filter by a flag. Both are set by FilterSet.count.
    offered: list = field(default_factory=list)
    can_narrow: bool = False

    @property
    def value_label(self):
        """The label of the selected value."""
        return next(label for value, label in self.choices if str(value) == self.value)

    def get_condition(self, value=None):
        """Return the Q object for a value, or for the selected value."""
        value = self.value if value is None else str(value)
        return self.column(value) if callable(self.column) else Q(**{self.column: value})

    def get_record_condition(self, model):
        """Return the Q object for the selected value, as a subquery if a join would repeat records of the model."""
        condition = self.get_condition()
        if callable(self.column) or not is_to_many(model, self.column):
            return condition
        return Q(pk__in=model._base_manager.filter(condition).values("pk"))


def is_to_many(model, lookup):
    """Return whether a lookup begins with a relation to several rows."""
    name = lookup.split(LOOKUP_SEP)[0]
    relations = [field for field in model._meta.get_fields() if field.many_to_many or field.one_to_many]
    return any(field.name == name for field in relations)


class FilterSet:
    """The filters of a list, with the values of a request. Raises Http404 for a value that is not a choice."""

    def __init__(self, request, *filters):
        self.path = request.path_info
        self.filters = filters
        for item in filters:
            item.value = request.GET.get(item.name, "")
            if item.value and item.value not in {str(value) for value, _ in item.choices}:
                raise Http404

    def __iter__(self):
        return iter(self.filters)

    def apply(self, records, *, exclude=None):
        """Return the records that match all selected values, without duplicates. Skips the filter `exclude`."""
        for item in self.selected:
            if item is not exclude:
                records = records.filter(item.get_record_condition(records.model))
        return records

    def count(self, records):
        """Count the records for each value with all other filters applied, in one query for each filter. Return self.

        A value without records is not offered, unless it is selected. With too many records to count, every value is.
        """
        if count_up_to(records).is_more:
            return self.offer_all()
        choices = tuple(value for item in self.filters for value, _label in item.choices)
        counts = remember(("filters", self.path, self.values, choices), lambda: self.count_all(records))
        for item, (total, numbers) in zip(self.filters, counts, strict=True):
            offered = ((value, label, numbers.get(value, 0)) for value, label in item.choices)
            item.offered = [row for row in offered if row[2] or str(row[0]) == item.value]
            narrows = any(number < total for _value, _label, number in item.offered)
            item.can_narrow = narrows if len(item.choices) == 1 else len(item.offered) > 1
        return self

    def count_all(self, records):
        return [self.count_values(records, item) for item in self.filters]

    def count_values(self, records, item):
        """Return how many records all filters but one leave, and how many of them have each of its values."""
        conditions = {f"value_{number}": item.get_condition(value) for number, (value, _) in enumerate(item.choices)}
        counts = self.apply(records, exclude=item).aggregate(
            total=Count("pk", distinct=True),
            **{name: Count("pk", filter=condition, distinct=True) for name, condition in conditions.items()},
        )
        numbers = {value: counts[f"value_{number}"] for number, (value, _) in enumerate(item.choices)}
        return counts["total"], numbers

    def offer_all(self):
        """Offer every value of each filter without counting the records. Return self."""
        for item in self.filters:
            item.offered = [(value, label, None) for value, label in item.choices]
            item.can_narrow = bool(item.choices)
        return self

    @property
    def values(self):
        """The selected value of each filter, "" for none."""
        return tuple(item.value for item in self.filters)

    @property
    def offered(self):
        """The filters that can narrow the list or have a value."""
        return [item for item in self.filters if item.can_narrow or item.value]

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


def is_in_year(field):
    """Return the condition of a filter for records whose PartialDateField is in a year, as a range for an index."""

    def build(year):
        return Q(**{f"{field}__gte": f"{int(year):04}", f"{field}__lt": f"{int(year) + 1:04}"})

    return build


def get_number_choices(name, find):
    """Return years and other numbers as choices of a filter: [(2005, "2005")].

    `find()` finds them in the database. They are remembered under the name, as in "years of meetings".
    """
    return [(value, str(value)) for value in remember(name, find)]
