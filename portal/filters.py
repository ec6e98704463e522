"""Filters of a list: kept in the address, said in words, and never resetting one another."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404


@dataclass
class Filter:
    """A question that readers may ask of a list: `name` in the address, `choices` of (value, words), and a `column`."""

    name: str
    question: str
    choices: list
    column: str
    value: str = ""

    def words(self):
        """What the chosen value means."""
        return next(words for value, words in self.choices if str(value) == self.value)


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

    def apply(self, records):
        """The records that all chosen values allow."""
        for one in self.chosen():
            records = records.filter(**{one.column: one.value})
        return records.distinct() if self.chosen() else records

    def chosen(self):
        """The filters that a value was chosen for."""
        return [one for one in self.filters if one.value]

    def without(self):
        """Each chosen filter with the query that drops it and keeps the others."""
        return [
            (one, urlencode({other.name: other.value for other in self.chosen() if other is not one}))
            for one in self.chosen()
        ]
