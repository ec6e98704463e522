"""The admin of the glossary: filters, search, form and history. tests/test_admin_policy_shared.py tests permissions."""

import pytest

from portal.history.models import get_versions
from portal.models import Term
from tests.support import factories
from tests.support.clients import client_for
from tests.support.forms import admin_url, change_url, get_form_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_terms():
    Term.objects.all().delete()


@pytest.fixture
def publisher():
    return client_for(factories.editor(roles=["publisher"], countries=["MX"]))


def list_terms(client, query):
    response = client.get(f"{admin_url(Term, 'changelist')}?{query}")
    return {term.key for term in response.context["cl"].result_list}


def test_terms_are_filtered_by_missing_language(publisher):
    factories.term(key="complete")
    factories.term(key="no-spanish", term_es=None)
    assert list_terms(publisher, "missing=es") == {"no-spanish"}
    assert list_terms(publisher, "missing=fr") == set()
    assert list_terms(publisher, "missing=xx") == {"complete", "no-spanish"}


def test_terms_are_filtered_by_theme(publisher):
    factories.term(key="safety")
    factories.term(key="law", theme=Term.Theme.CANADIAN_LAW)
    assert list_terms(publisher, "theme__exact=canadian-law") == {"law"}


def test_search_ignores_accents_in_all_languages(publisher):
    factories.term(key="found", term_fr="Équipement")
    factories.term(key="other")
    assert list_terms(publisher, "q=equipement") == {"found"}


def test_save_records_version_and_external_links(publisher):
    term = factories.term()
    data = get_form_data(publisher, change_url(term)) | {"term_en": "New", "source_url_en": "https://example.org/"}
    assert publisher.post(change_url(term), data).status_code == 302
    term.refresh_from_db()
    assert (term.term_en, [*term.outward]) == ("New", ["https://example.org/"])
    assert get_versions(term).count() == 1


def test_term_needs_one_language(publisher):
    path = admin_url(Term, "add")
    response = publisher.post(path, get_form_data(publisher, path) | {"key": "empty", "theme": "safety"})
    assert "Enter the term in at least one language." in response.content.decode()
    assert not Term.objects.exists()
