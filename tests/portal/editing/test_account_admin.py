"""Accounts in the admin: invitations, confirmation of identity, deactivation and lost factors."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.account_mail import send_account_mail
from portal.models import Draft, Editor
from tests.support import factories
from tests.support.clients import client_for
from tests.support.forms import admin_url, get_form_data

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"


@pytest.fixture
def administrator():
    return factories.editor(username="root", password=PASSWORD, is_superuser=True)


@pytest.fixture
def client(administrator):
    return client_for(administrator)


@pytest.fixture
def eva():
    return factories.editor(
        username="eva", password=PASSWORD, email="eva@portal.invalid", roles=["publisher"], countries=["MX"]
    )


def act(client, action, *editors):
    keys = [str(editor.pk) for editor in editors]
    return client.post(admin_url(Editor, "changelist"), {"action": action, "_selected_action": keys})


def test_new_account_is_invited_by_mail(client):
    sent = {"username": "ana", "email": "ana@portal.invalid", "usable_password": "false"}
    response = client.post(admin_url(Editor, "add"), sent, follow=True)
    assert "1 invitation will be sent within a minute." in response.content.decode()
    send_account_mail()
    [message] = mail.outbox
    assert message.to == ["ana@portal.invalid"]
    path = re.search(r"/admin/password-reset/\S+", message.body)[0]
    visitor = Client()
    form = visitor.get(visitor.get(path).headers["Location"])
    visitor.post(form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    ana = Editor.objects.get(username="ana")
    assert (ana.check_password(PASSWORD), ana.must_change_password) == (True, False)


def test_invitation_can_be_sent_again(client, eva):
    assert act(client, "send_invitations", eva).status_code == 302
    send_account_mail()
    assert [message.to for message in mail.outbox] == [["eva@portal.invalid"]]


def test_missing_mail_server_is_reported(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    sent = {"username": "ana", "email": "ana@portal.invalid", "usable_password": "false"}
    response = client.post(admin_url(Editor, "add"), sent, follow=True)
    assert "No invitation was sent, because the portal has no mail server." in response.content.decode()
    assert Editor.objects.filter(username="ana").exists()


def test_changed_address_is_told_to_both(client, eva):
    path = admin_url(Editor, "change", eva.pk)
    client.post(path, get_form_data(client, path) | {"email": "new@portal.invalid"})
    send_account_mail()
    assert sorted(message.to for message in mail.outbox) == [["eva@portal.invalid"], ["new@portal.invalid"]]


@pytest.mark.parametrize("name", ["change", "delete", "add"])
def test_account_changes_need_confirmation(client, eva, monkeypatch, name):
    path = admin_url(Editor, name, *([] if name == "add" else [eva.pk]))
    assert client.get(path).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    response = client.get(path)
    assert response.headers["Location"] == f"{reverse('account_reauthenticate')}?next={path.replace('/', '%2F')}"
    response = client.post(response.headers["Location"], {"password": "wrong"})
    assert "The password is wrong." in response.content.decode()
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": path})
    assert response.headers["Location"] == path
    assert client.get(path).status_code == 200


def test_change_is_done_after_confirmation(client, eva, monkeypatch):
    path = admin_url(Editor, "change", eva.pk)
    fields = get_form_data(client, path) | {"first_name": "Evangelina"}
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    response = client.post(path, fields)
    assert response.status_code == 302
    eva.refresh_from_db()
    assert eva.first_name != "Evangelina"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": path})
    eva.refresh_from_db()
    assert eva.first_name == "Evangelina"


def test_typed_passwords_are_not_kept_for_confirmation(client, eva, monkeypatch):
    path = reverse("admin:auth_user_password_change", args=[eva.pk])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    client.post(path, {"usable_password": "true", "password1": "typed-by-admin", "password2": "typed-by-admin"})
    assert "typed-by-admin" not in str(dict(client.session))


def test_deactivation_ends_sessions_and_hands_over(client, eva):
    leo = factories.editor(username="leo", roles=["publisher"], countries=["MX"])
    item = factories.news_item(country=factories.country("MX"), created_by=eva)
    draft = Draft.objects.create(record=factories.news_item(country=factories.country("MX")), author=eva)
    browser = Client()
    browser.post("/admin/login/", {"login": "eva", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200
    path = admin_url(Editor, "change", eva.pk)
    fields = get_form_data(client, path)
    del fields["is_active"]
    response = client.post(path, fields)
    assert "Choose who continues with them." in response.content.decode()
    assert client.post(path, fields | {"successor": str(leo.pk)}).status_code == 302
    item.refresh_from_db()
    assert (item.created_by, Draft.objects.get(pk=draft.pk).author) == (leo, leo)
    assert browser.get("/admin/").status_code == 302
    assert not Editor.objects.get(pk=eva.pk).is_active


def test_successor_must_have_access(client, eva):
    ida = factories.editor(username="ida", roles=["publisher"], countries=["CA"])
    factories.news_item(country=factories.country("MX"), created_by=eva)
    path = admin_url(Editor, "change", eva.pk)
    fields = get_form_data(client, path) | {"successor": str(ida.pk)}
    del fields["is_active"]
    assert "Choose someone else." in client.post(path, fields).content.decode()
    assert Editor.objects.get(pk=eva.pk).is_active


def test_administrator_removes_lost_factors(client, eva):
    TOTP.activate(eva, generate_totp_secret())
    assert act(client, "remove_second_factors", eva).status_code == 302
    assert not Authenticator.objects.exists()


def test_actions_spare_superusers(eva):
    other = factories.editor(username="top", is_superuser=True)
    TOTP.activate(other, generate_totp_secret())
    act(client_for(factories.editor(roles=["administrator"])), "remove_second_factors", other)
    assert Authenticator.objects.exists()
