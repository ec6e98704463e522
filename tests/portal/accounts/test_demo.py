"""Demo editors: one for each role and country, one password, and deleted ones are not recreated."""

import re

import pytest
from django.test import Client

from portal.accounts.demo import DEMO_EDITORS, DEMO_USERNAMES, prepare_demo
from portal.models import Editor
from portal.permissions import Role

pytestmark = pytest.mark.django_db


def run_demo(wanted=""):
    lines = []
    prepare_demo(wanted, lines.append)
    return "\n".join(lines)


def test_first_start_creates_editors_and_prints_password_once():
    password = re.search(r"Password: (\S+)", run_demo())[1]
    assert set(Editor.objects.values_list("username", flat=True)) >= set(DEMO_USERNAMES)
    for name in DEMO_USERNAMES:
        assert Client().login(username=name, password=password), name
    made = {(role, code) for role, code in Editor.objects.values_list("groups__name", "countries__code") if code}
    assert made == {(role, code) for role in ("contributor", "translator", "publisher") for code in ("US", "MX", "CA")}
    assert Editor.objects.get(username="secretariat").roles == {Role.SECRETARIAT}
    assert Editor.objects.get(username="mx-publisher").time_zone == "America/Mexico_City"
    again = run_demo()
    assert password not in again
    assert "the first start showed the password" in again


def test_custom_password_is_set_and_not_printed():
    assert "of our own" not in run_demo("of our own choice")
    assert all(Client().login(username=name, password="of our own choice") for name in DEMO_USERNAMES)
    run_demo("another choice")
    assert all(Client().login(username=name, password="another choice") for name in DEMO_USERNAMES)


def test_deleted_demo_editor_is_not_recreated():
    run_demo()
    Editor.objects.get(username=DEMO_EDITORS[0].username).delete()
    assert DEMO_EDITORS[0].username not in run_demo()
    assert not Editor.objects.filter(username=DEMO_EDITORS[0].username).exists()
