"""Filters of a list: kept in the address, said in words, and never resetting one another."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404

from portal.i18n.languages import localize


@dataclass
class Filter:
    """A question that readers may ask of a list: `name` in the address, `choices` of (value, words), and a `column`.

    Where no one column answers it, `column` is a function of the value that gives a condition.
    """

    name: str
    question: str
    choices: list
    column: str | Callable[[str], Q]
    value: str = ""

    def words(self):
        """What the chosen value means."""
        return next(words for value, words in self.choices if str(value) == self.value)

    def condition(self):
        """What a record must be for the chosen value."""
        return self.column(self.value) if callable(self.column) else Q(**{self.column: self.value})


class Filters:
    """The filters of one list with the values of one request. A value that is none of the choices is not found."""

    def __init__(self, request, *filters):
        self.filters = filters
        for one in filters:
            one.value = request.GET.get(one.name, "")
            if one.value and one.value not in {str(value) for value, _ in one.choices}:
                raise Http404

    def __iter__(self):
        return iter(self.filters)

    def apply(self, records, *, but=None):
        """The records that all chosen values allow, each once; `but` leaves one filter out of account."""
        chosen = [one for one in self.chosen() if one is not but]
        for one in chosen:
            records = records.filter(one.condition())
        return records.distinct() if chosen else records

    def chosen(self):
        """The filters that a value was chosen for."""
        return [one for one in self.filters if one.value]

    def without(self):
        """Each chosen filter with the query that drops it and keeps the others."""
        return [(one, self.query(one)) for one in self.chosen()]

    def query(self, changed, value=""):
        """The query of the address with another value of one filter, or without it, and with all others kept."""
        values = {one.name: value if one is changed else one.value for one in self.filters}
        return urlencode({name: chosen for name, chosen in values.items() if chosen})


def record_choices(records, field="title", *, key="pk"):
    """Return records as choices of a filter: [(the value of `key`, the text of `field`)]."""
    return [(getattr(record, key), localize(record, field).text) for record in records]


def number_choices(values):
    """Return years and other numbers as choices of a filter: [(2005, "2005")]."""
    return [(value, str(value)) for value in values]
