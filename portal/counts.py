"""Counts of records with a limit, so that they cost the same with any number of records."""

from typing import NamedTuple

# Above this number, pages say "more than", and filters show no numbers.
MAX_COUNTED = 1000


class CappedCount(NamedTuple):
    """A number of records, and whether there are more."""

    number: int
    is_more: bool


def count_up_to(records, limit=None):
    """Return the CappedCount of a queryset, which reads no more than `limit` (or MAX_COUNTED) + 1 records."""
    limit = limit or MAX_COUNTED
    number = records.order_by().values("pk")[: limit + 1].count()
    return CappedCount(min(number, limit), number > limit)
