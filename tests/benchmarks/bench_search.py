"""Database time of a search with 1,000 and with 100,000 records in each language (`make bench`)."""

import time
from contextlib import contextmanager
from statistics import median, quantiles

import pytest
from django.db import connection

from portal.search.results import search
from tests.support.benchmarks import measure_seconds, report
from tests.support.search_rows import fill_index

pytestmark = pytest.mark.django_db
REPEATS = 20
SMALL, LARGE = 1_000, 100_000
LIMIT = 0.060  # seconds, p95, on a machine that does nothing else

QUERIES = {
    "common word": ("w0", {}),
    "two common words": ("w0 w1", {}),
    "common word, all hits old": ("old", {}),
    "rare word": ("rare", {}),
    "prefix": ("pr", {}),
    "phrase": ('"w0 w1"', {}),
    "common word without another": ("w0 -w1", {}),
    "filter by country": ("w0", {"country": "mx"}),
    "filter by country and year": ("w0", {"country": "ca", "year": "2004"}),
    "last page": ("w0", {"page": "100"}),
    "last page, all hits old": ("old", {"page": "100"}),
    "no hit": ("w0 nothing", {}),
}


class DatabaseTime:
    """Adds up how long statements take."""

    def __init__(self):
        self.seconds = 0

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun


@contextmanager
def measure_database():
    timer = DatabaseTime()
    with connection.execute_wrapper(timer):
        yield timer


def measure(text, params):
    """Return (p50, p95) of the database time of a search, in seconds."""
    search(text, "en", params)
    seconds = []
    for number in range(REPEATS):
        with measure_database() as timer:
            search(text, ("en", "es", "fr")[number % 3], params)
        seconds.append(timer.seconds)
    return median(seconds), quantiles(seconds, n=20)[-1]


def measure_scan():
    """Return the median time of a plain scan of one table, which says how fast the machine is."""

    def scan():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(date) FROM portal_searchrow_en WHERE public_from <= now()")

    return measure_seconds(scan)


def test_search_database_time(capsys):
    measured = {}
    for count in (SMALL, LARGE):
        fill_index(count)
        measured[count] = {name: measure(*query) for name, query in QUERIES.items()}
    report(capsys, f"{'':28} {SMALL:>9,} p50  p95 {LARGE:>11,} p50  p95   ms, ratio of p50")
    for name in QUERIES:
        (small, small_p95), (large, large_p95) = measured[SMALL][name], measured[LARGE][name]
        report(
            capsys,
            f"{name:28} {small * 1000:13.1f} {small_p95 * 1000:4.1f} {large * 1000:15.1f} {large_p95 * 1000:4.1f}"
            f"   × {large / small:.1f}",
        )
    slow = [name for name, (_, p95) in measured[LARGE].items() if p95 > LIMIT]
    report(capsys, f"p95 over {LIMIT * 1000:.0f} ms: {', '.join(slow) or 'none'}")
    report(capsys, f"for comparison, counting {LARGE:,} rows without an index takes {measure_scan() * 1000:.1f} ms")
