"""A walk of hostile values over every public address, every list and every form of the admin: no error, ever."""

import pytest
from django.contrib import admin
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.drafts.models import dry_run
from tests.support import factories
from tests.support.forms import admin_url, get_form_data
from tests.support.hostile_values import (
    SCRIPT,
    addresses,
    fuzz,
    get_parameters,
    get_routes,
    list_queries,
    submissions,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BUTTONS = ("_save", "_continue", "_publish", "_submit", "_schedule", "_unpublish", "_comment", "_saveasnew")


def assert_answered(response, *context):
    """Assert that the portal answered without an error, and reflects nothing as HTML."""
    assert response.status_code < 500, context
    assert response.streaming or SCRIPT.encode() not in response.content, context


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(factories.editor(is_superuser=True))
    return client


def test_public_addresses_answer_hostile_values():
    reader = Client(raise_request_exception=False)

    @fuzz(400)
    @given(addresses(get_routes(), get_parameters()))
    def walk(address):
        with dry_run():
            assert_answered(reader.get(address), address)

    walk()


def test_admin_lists_answer_hostile_queries(client):
    names = {model: [field.name for field in model._meta.fields] for model in admin.site._registry}

    @fuzz(300)
    @given(st.data())
    def walk(data):
        model = data.draw(st.sampled_from(list(names)))
        address = f"{admin_url(model, 'changelist')}?{data.draw(list_queries(names[model]))}"
        with dry_run():
            assert_answered(client.get(address), address)

    walk()


@pytest.mark.parametrize("view", ["add", "change"])
def test_admin_forms_answer_hostile_values(client, view):
    forms = {}
    for model in admin.site._registry:
        record = model._base_manager.first()
        if view == "add" or record:
            path = admin_url(model, view, *([record.pk] if view == "change" else []))
            if client.get(path).status_code == 200:
                forms[model] = path, get_form_data(client, path)

    @fuzz(50)
    @given(st.data())
    def walk(data):
        model = data.draw(st.sampled_from(list(forms)))
        path, fields = forms[model]
        sent = data.draw(submissions(fields, BUTTONS))
        with dry_run():
            response = client.post(path, sent)
            assert_answered(response, path, sent)
            if response.status_code == 302:
                assert_answered(client.get(admin_url(model, "changelist")), path, sent)

    walk()
