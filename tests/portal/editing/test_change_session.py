"""The cost of a save beside that of Django's own admin, and the form as readers and writers see it."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.editing.scoping import get_form_fields
from tests.support import factories
from tests.support.clients import client_for
from tests.support.forms import change_url, get_form_data

pytestmark = pytest.mark.django_db
MOST_MORE_QUERIES = 28  # five of them for the search index, three for the usage of other records
TRANSACTION_CONTROL = re.compile("SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|SET CONSTRAINTS")


@pytest.fixture
def editor():
    """Return a publisher who also has Django's permissions, which Django's own admin asks for."""
    editor = factories.editor(roles=["publisher"], countries=["CA"])
    editor.user_permissions.add(*Permission.objects.all())
    return editor


class DjangoAdmin(admin.ModelAdmin):
    """Django's own admin with the fields and the inlines of a portal form."""

    def __init__(self, model):
        super().__init__(model, admin.AdminSite())
        self.fields = [field.name for field in get_form_fields(model)]
        portal_inlines = admin.site.get_model_admin(model).inlines
        self.inlines = [
            type("Inline", (admin.StackedInline,), {
                "model": inline.model, "fields": [field.name for field in get_form_fields(inline.model)],
            }) for inline in portal_inlines
        ]  # fmt: skip


def save(model_admin, editor, record, **values):
    """Submit the form of a record with one changed title to a ModelAdmin and return the queries."""
    fields = get_form_data(client_for(editor), change_url(record)) | values
    request = RequestFactory().post(change_url(record), fields)
    request.user = type(editor).objects.get(pk=editor.pk)
    request.session, request._messages, request._dont_enforce_csrf_checks = {}, CookieStorage(request), True
    with CaptureQueriesContext(connection) as captured:
        response = model_admin.changeform_view(request, str(record.pk))
    assert response.status_code == 302
    return [query["sql"] for query in captured if not TRANSACTION_CONTROL.match(query["sql"])]


def count_locks(queries, record):
    table = record._meta.db_table
    return sum(f'FROM "{table}"' in query and "FOR UPDATE" in query for query in queries)


@pytest.mark.parametrize("kind", ["news_item", "news_release"])
@pytest.mark.parametrize("state", ["unpublished", "live", "live with a draft"])
def test_save_costs_little_more_than_djangos_own(editor, kind, state):
    record = getattr(factories, kind)(country=factories.country("CA"))
    own = save(DjangoAdmin(type(record)), editor, record, title_en="First")
    if state != "unpublished":
        factories.published(record)
    portal_admin = admin.site.get_model_admin(type(record))
    if state == "live with a draft":
        save(portal_admin, editor, record, title_en="Second")
    queries = save(portal_admin, editor, record, title_en="Third")
    assert len(queries) <= len(own) + MOST_MORE_QUERIES
    # A draft is applied to a row of its own, which is locked again by the same transaction.
    assert count_locks(queries, record) == (2 if state == "live with a draft" else 1)


@pytest.mark.parametrize(("role", "is_told"), [("publisher", True), ("translator", True), ("contributor", False)])
def test_only_writers_are_told_about_drafts(role, is_told):
    record = factories.published(factories.news_item())
    editor = factories.editor(roles=[role], countries=["CA"], languages=["fr"], is_superuser=role == "publisher")
    html = client_for(editor).get(change_url(record)).content.decode()
    assert ("Changes are saved as a draft" in html) == is_told
