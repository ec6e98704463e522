"""The list of publishing bundles: which ones an editor sees, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import permissions
from portal.editing.releases import filter_visible
from portal.permissions import Role
from portal.publishing.releases import Release
from tests.support import factories
from tests.support.clients import client_for
from tests.support.factories import country

pytestmark = pytest.mark.django_db


def make_release(*records, by=None):
    """Create a release with these records."""
    by = by or factories.editor(roles=["administrator"])
    release = Release.objects.create(name="Together", made_by=by)
    for record in records:
        release.add(record, by=by)
    return release


def count_list_queries(editor):
    client = client_for(editor)
    client.get(reverse("admin:releases"))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("admin:releases"))
    return len(captured), len(response.context["releases"])


@pytest.mark.parametrize("role", ["publisher", "secretariat", "administrator"])
def test_release_list_query_count_is_constant(role):
    editor = factories.editor(roles=[role], countries=["MX"])
    counts = []
    for _number in range(3):
        make_release(factories.news_item(), factories.news_release(country=country("MX")))
        counts.append(count_list_queries(editor))
    assert [listed for _queries, listed in counts] == [1, 2, 3]
    assert counts[0][0] == counts[2][0]


@pytest.mark.parametrize("role", Role)
def test_release_list_follows_permissions(role):
    editor = factories.editor(roles=[role], countries=["MX"])
    own = [make_release(by=editor), make_release()]
    shown = [
        make_release(record)
        for record in (
            factories.news_item(),
            factories.news_release(country=country("MX")),
            factories.news_release(country=country("US")),
            factories.meeting(country=country("CA")),
        )
    ]
    releases = [*own, *shown]
    expected = {release for release in releases if permissions.can_view_release(editor, release)}
    assert set(filter_visible(editor, Release.objects.all())) == expected


def test_release_time_names_time_zone_of_editor():
    editor = factories.editor(roles=["secretariat"], interface_language="es", time_zone="America/Cancun")
    release = make_release(factories.news_item(), by=editor)
    html = client_for(editor).get(reverse("admin:release", args=[release.pk])).content.decode()
    assert "En su zona horaria: Cancún (México)." in html
