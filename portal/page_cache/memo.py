"""Values that are computed once for each language and state of the tables they are read from.

They are used while the page cache renders a page, and computed anew everywhere else: in previews, in the admin, in
commands, and while no changes are heard of.
"""

import operator
from typing import Any, NamedTuple

from django.utils.translation import get_language

from portal import clock
from portal.page_cache.schedule import schedule
from portal.page_cache.state import content_state
from portal.page_cache.tracking import add_tables, is_tracking, track_tables

MAX_VALUES = 2000
# In the texts among the values, of which each character takes up to two bytes.
MAX_CHARACTERS = 4_000_000
values = {}


class MemoValue(NamedTuple):
    """A value and its sources, the tables it was read from, their position then, and the timestamp of its end.

    It holds for the same sources only.
    """

    value: Any
    sources: tuple
    tables: frozenset
    position: int
    end: float

    def is_current(self, sources):
        is_same = len(sources) == len(self.sources) and all(map(operator.is_, sources, self.sources))
        holds = self.end > clock.get_timestamp()
        return is_same and holds and not content_state.has_changed(self.tables, self.position)


def is_full():
    """Return whether there are too many values, or too much text in them."""
    texts = [remembered.value for remembered in list(values.values()) if isinstance(remembered.value, str)]
    return len(values) >= MAX_VALUES or sum(map(len, texts)) >= MAX_CHARACTERS


def remember(key, compute, sources=()):
    """Return the value of a key in the active language: the remembered one, or else that of `compute()`.

    `sources` are the objects that `compute()` uses and does not read itself, such as other remembered values: their
    queries are not seen here. The value holds for the same objects only.
    """
    if not (is_tracking() and content_state.is_listening):
        return compute()
    key = (get_language(), key)
    remembered = values.get(key)
    if remembered and remembered.is_current(sources):
        add_tables(remembered.tables)
        return remembered.value
    position, since = content_state.position, clock.now()
    with track_tables() as tables:
        value = compute()
    end = schedule.get_end(tables, since)
    if end and not content_state.has_changed(tables, position):
        if is_full():
            values.clear()
        values[key] = MemoValue(value, sources, frozenset(tables), position, end)
    return value
