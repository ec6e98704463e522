"""Clients that are signed in, for tests of what an editor meets."""

from django.test import Client

from tests.support import factories


def read(path, client=None):
    """The answer at the address of a file, which is read to its end and so let go of."""
    response = (client or Client()).get(path)
    if response.streaming:
        list(response.streaming_content)
    return response


def signed_in(**fields):
    """The client of an editor made with these fields."""
    client = Client()
    client.force_login(factories.editor(**fields))
    return client


def get_page(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def client_of(editor):
    client = Client()
    client.force_login(editor)
    return client


def superuser(**fields):
    client = Client()
    client.force_login(factories.editor(is_superuser=True, **fields))
    return client
