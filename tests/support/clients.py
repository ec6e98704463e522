"""Test clients, signed in or anonymous."""

from django.test import Client

from tests.support import factories


def get_file(path, client=None):
    """Return the response for a file, with its stream consumed and closed."""
    response = (client or Client()).get(path)
    if response.streaming:
        list(response.streaming_content)
    return response


def editor_client(**fields):
    """Return the client of a new editor with these fields."""
    client = Client()
    client.force_login(factories.editor(**fields))
    return client


def get_page(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def client_for(editor):
    client = Client()
    client.force_login(editor)
    return client


def superuser_client(**fields):
    client = Client()
    client.force_login(factories.editor(is_superuser=True, **fields))
    return client
