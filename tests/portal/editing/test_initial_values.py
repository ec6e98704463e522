"""Initial values of the form of a new record."""

import pytest
from django.contrib import admin

from portal.models import Office
from portal.publishing.models import publishable_models
from tests.support.clients import editor_client, superuser_client
from tests.support.factories import country
from tests.support.forms import admin_url, get_form_data

pytestmark = pytest.mark.django_db
REGISTERED = [model for model in publishable_models() if model in admin.site._registry]


def get_initial_language(model, query="", **fields):
    client = editor_client(**{"roles": ["contributor"], **fields})
    [language] = get_form_data(client, admin_url(model, "add") + query)["source_language"]
    return language


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_new_record_begins_in_the_language_of_the_country(model):
    """Editors of Mexico begin in Spanish, also if their interface is in another language."""
    roles = ["secretariat"] if model.trinational_only else ["contributor"]
    assert get_initial_language(model, roles=roles, countries=["MX"], interface_language="en") == "es"


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        ("en", {"countries": ["US"], "interface_language": "es"}),
        ("fr", {"countries": ["CA"], "interface_language": "fr"}),
        ("en", {"countries": ["CA"], "interface_language": "en", "languages": ["fr"]}),
        ("fr", {"countries": ["CA"], "interface_language": "es", "languages": ["fr"]}),
        ("en", {"countries": ["CA"], "interface_language": "es"}),
        ("es", {"roles": ["secretariat"], "interface_language": "es"}),
    ],
    ids=["US", "Quebec", "Canada in English", "Canadian languages", "Canada in Spanish", "secretariat"],
)
def test_new_record_begins_in_a_language_of_the_editor(expected, fields):
    assert get_initial_language(Office, **fields) == expected


def test_new_record_begins_in_language_of_requested_country():
    client = superuser_client(interface_language="fr")
    path = f"{admin_url(Office, 'add')}?country={country('MX').pk}"
    assert get_form_data(client, path)["source_language"] == ["es"]
    assert get_form_data(client, f"{path}&source_language=en")["source_language"] == ["en"]


def test_new_record_is_saved_without_a_choice_of_language():
    client = editor_client(roles=["contributor"], countries=["MX"], interface_language="es")
    path = admin_url(Office, "add")
    assert client.post(path, get_form_data(client, path) | {"title_es": "Oficina"}).status_code == 302
    assert Office.objects.get(title_es="Oficina").source_language == "es"
