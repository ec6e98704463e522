"""Addresses of admin lists that no page links to: 400, never an error of the database."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db
LIST = "/admin/news/newsitem/"
BAD_REQUEST = {
    "en": "The request could not be processed",
    "es": "No se pudo procesar la solicitud",
    "fr": "La demande n’a pas pu être traitée",
}


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(factories.editor(is_superuser=True))
    return client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        "status__exact=%00", "stage=%00", "q=%00ab", "country__id__exact=%00", "%00=1",
        "title_en__regex=(((", "title_en__iregex=(a%2B)%2B$", "title_en__contains=a", "date__gt=2004",
        "created_by__password__startswith=a", "country__name_en__regex=(", "publish_at__year=2004",
    ],
)  # fmt: skip
def test_hostile_query_of_list_is_refused(query, language):
    client = Client(raise_request_exception=False)
    client.force_login(factories.editor(is_superuser=True, interface_language=language))
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert BAD_REQUEST[language] in response.content.decode()


@pytest.mark.parametrize(
    "path", ["records/?q=%00ab", "search/?q=%00", "library/?q=%00", "autocomplete/?term=%00", "%00/"]
)
def test_nul_in_other_addresses_is_refused(client, path):
    assert client.get(reverse("admin:index") + path).status_code in {400, 404}


def test_value_that_database_refuses_is_refused(client):
    response = client.get(f"{LIST}?publish_at__exact=10000-01-01")
    assert response.status_code in {302, 400}
    assert client.get(f"{LIST}?created_at__exact=0001-01-01 00:00").status_code in {200, 302, 400}


def test_filters_that_lists_link_to_are_allowed(client):
    """One link for each set of parameters: which ones are allowed does not depend on their values."""
    for model, model_admin in admin.site._registry.items():
        path = admin_url(model, "changelist")
        html = client.get(path).content.decode()
        links = [unescape(link) for link in re.findall(r'href="(\?[^"#]+)"', html)]
        assert links or not model_admin.list_filter
        for link in {tuple(sorted(QueryDict(link[1:]))): link for link in links}.values():
            assert client.get(path + link).status_code == 200, (path, link)
