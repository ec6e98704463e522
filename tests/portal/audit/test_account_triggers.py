"""Changes of accounts that the portal has not recorded itself: the database adds them to the audit log."""

import getpass
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.checks import connect_as_server
from portal.database_roles import name_process
from portal.models import Editor
from tests.support import factories
from tests.support.clients import client_for, superuser_client
from tests.support.forms import admin_url, get_form_data

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD, NEW_PASSWORD = "a-long-enough-password", "another-long-password"


@pytest.fixture
def eva():
    """An editor whose creation is not in the list of entries that the tests read."""
    return factories.editor(username="eva", password=PASSWORD, roles=["publisher"], countries=["MX"])


def get_entries(since=0):
    return AuditEvent.objects.filter(pk__gt=since).order_by("pk")


def get_newest():
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def get_facts(since):
    """Return the kind, the account and the change of each entry, without the program that made it."""
    return [(event.kind, event.subject, event.detail.partition("by ")[0].strip("; ")) for event in get_entries(since)]


def run_sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        ("UPDATE portal_editor SET is_superuser = true", [("rights changed", "is_superuser: false → true")]),
        ("UPDATE portal_editor SET password = 'x'", [("password changed", "")]),
        ("UPDATE portal_editor SET email = 'x@y.example'", [("address changed", "email: eva@y.example → x@y.example")]),
        ("DELETE FROM portal_editor_groups", [("rights changed", "removed role publisher")]),
        ("DELETE FROM portal_editor_countries", [("rights changed", "removed country MX")]),
        ("UPDATE portal_editor SET last_login = now()", []),
        ("UPDATE portal_editor SET is_active = is_active", []),
    ],
    ids=["superuser", "password", "address", "role", "country", "sign-in", "same"],
)
def test_sql_is_recorded(eva, statement, facts):
    Editor.objects.update(email="eva@y.example")
    since = get_newest()
    run_sql(statement)
    assert get_facts(since) == [(kind, "eva", change) for kind, change in facts]


def test_entry_names_role_and_program(eva):
    since = get_newest()
    eva.groups.add(Group.objects.get(name="administrator"))
    [event] = get_entries(since)
    user = connection.settings_dict["USER"]
    assert (event.person, event.person_name, event.account) == (None, f"database role {user}", eva)
    assert event.detail == f"added role administrator; by {name_process()}"
    assert getpass.getuser() in event.detail


def test_statement_of_serving_role_is_recorded(eva):
    since = get_newest()
    with connect_as_server() as server:
        server.execute("UPDATE portal_editor SET is_superuser = true")
    [event] = get_entries(since)
    assert event.person_name == f"database role {settings.PORTAL_SERVER_DATABASE['USER']}"
    assert (event.kind, event.subject) == ("rights changed", "eva")


def test_serving_role_cannot_hide_change(eva):
    since = get_newest()
    with transaction.atomic():
        run_sql("SET LOCAL application_name TO ''")
        run_sql("UPDATE portal_editor SET is_staff = false")
    assert [event.detail for event in get_entries(since)] == ["is_staff: true → false; by an unnamed program"]


def test_commands_are_recorded():
    since = get_newest()
    call_command("createsuperuser", "--noinput", username="root", email="root@portal.invalid")
    [event] = get_entries(since)
    assert (event.kind, event.subject) == ("account created", "root")
    assert "is_superuser: true" in event.detail


def test_password_command_is_recorded(eva, monkeypatch):
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": NEW_PASSWORD)
    since = get_newest()
    call_command("changepassword", "eva", stdout=StringIO())
    assert get_facts(since) == [("password changed", "eva", "")]


def test_deletion_in_shell_is_recorded_once(eva):
    TOTP.activate(eva, generate_totp_secret())
    since = get_newest()
    eva.delete()
    assert get_facts(since) == [("account deleted", "eva", "")]


def test_factors_of_shell_are_recorded(eva):
    since = get_newest()
    TOTP.activate(eva, generate_totp_secret())
    Authenticator.objects.all().delete()
    SocialAccount.objects.create(user=eva, provider="stps", uid="7")
    assert get_facts(since) == [
        ("factor added", "eva", "added totp"),
        ("factor removed", "eva", "removed totp"),
        ("ministry connected", "eva", "added account of stps: 7"),
    ]


def test_stolen_secret_of_app_is_recorded(eva):
    TOTP.activate(eva, generate_totp_secret())
    since = get_newest()
    run_sql('UPDATE mfa_authenticator SET data = data || \'{"secret": "other"}\'')
    assert [event.kind for event in get_entries(since)] == ["factor added"]


def test_used_code_is_no_change(eva):
    codes = RecoveryCodes.activate(eva)
    since = get_newest()
    codes.mark_as_viewed()
    assert codes.validate_code(codes.get_unused_codes()[0])
    assert not get_facts(since)


def test_change_in_admin_has_one_entry(eva):
    client = superuser_client()
    path = admin_url(Editor, "change", eva.pk)
    since = get_newest()
    country = factories.country("CA")
    client.post(path, get_form_data(client, path) | {"countries": [str(country.pk)], "is_superuser": "on"})
    [event] = get_entries(since)
    assert (event.kind, event.person is not None) == ("rights changed", True)


def test_own_changes_have_one_entry(eva):
    client = client_for(eva)
    since = get_newest()
    sent = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(reverse("admin:password_change"), sent).status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 200
    assert get_facts(since) == [("password changed", "eva", "")]


def test_factors_of_editor_have_one_entry_each(eva):
    client = client_for(eva)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    since = get_newest()
    code = format_hotp_value(hotp_value(form.secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert [(event.kind, event.detail, event.person) for event in get_entries(since)] == [
        ("factor added", "TOTP Authenticator", eva),
        ("factor added", "Recovery codes", eva),
        ("codes renewed", "", eva),
        ("factor removed", "TOTP Authenticator", eva),
        ("factor removed", "Recovery codes", eva),
    ]
