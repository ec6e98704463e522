"""Query counts of pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(path):
    """Return the number of queries of a page, after a first request has filled the caches."""
    Client().get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)
