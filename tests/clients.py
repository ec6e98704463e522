"""Clients that are signed in, for tests of what an editor meets."""

from django.test import Client

from tests import factories


def signed_in(**fields):
    """The client of an editor made with these fields."""
    client = Client()
    client.force_login(factories.editor(**fields))
    return client
