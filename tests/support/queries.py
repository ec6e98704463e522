"""Query counts of pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def read(path):
    """Read a page, or a streamed file to its end."""
    response = Client().get(path)
    assert response.status_code == 200
    if response.streaming:
        list(response)


def count_queries(path):
    """Return the number of queries of a page or a streamed file, after a first request has filled the caches."""
    read(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read(path)
    return len(captured)
