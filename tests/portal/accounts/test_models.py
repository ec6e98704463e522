"""Accounts of editors."""

import pytest

from portal.models import Editor


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"first_name": "Ana", "last_name": "Pérez"}, "Ana Pérez"), ({"first_name": "Ana"}, "Ana"), ({}, "ana")],
    ids=["full", "first", "none"],
)
def test_display_name_falls_back_to_user_name(fields, name):
    assert Editor(username="ana", **fields).display_name == name
