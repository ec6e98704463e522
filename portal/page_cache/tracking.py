"""Which tables a rendering reads."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

TABLE = re.compile(r'\b(?:FROM|JOIN|ONLY)\s+"?([a-z][a-z0-9_]*)', re.IGNORECASE)
tracked_tables = ContextVar("tracked_tables", default=None)


@lru_cache(maxsize=512)
def parse_tables(sql):
    """Return the names after FROM and JOIN in a query. They include those of common table expressions."""
    return frozenset(TABLE.findall(sql))


def is_tracking():
    return tracked_tables.get() is not None


@contextmanager
def track_tables():
    """Collect the tables that are read in this context; an outer context collects them, too."""
    tables = set()
    token = tracked_tables.set(tables)
    try:
        yield tables
    finally:
        tracked_tables.reset(token)
        add_tables(tables)


def add_tables(tables):
    """Count these tables among those that were read, such as those behind a remembered value."""
    collected = tracked_tables.get()
    if collected is not None:
        collected |= tables


def record_query(execute, sql, params, many, context):
    """Collect the tables of a query: a wrapper for `connection.execute_wrapper`."""
    add_tables(parse_tables(sql))
    return execute(sql, params, many, context)
