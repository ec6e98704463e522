"""How many queries a page costs."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries(path):
    """How many queries a page costs; asked once before, so that what Django keeps for good is kept."""
    Client().get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)
