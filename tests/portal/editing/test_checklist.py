"""The checklist of missing texts above a form, with links to the fields."""

import pytest
from django.test import Client

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.factories import country
from tests.support.forms import admin_url
from tests.support.html import FormParser, ParsedPage

pytestmark = pytest.mark.django_db


def panel(html):
    return html.split('class="checklist"')[1].split("</section>")[0]


@pytest.fixture
def entry():
    """Create an entry of Mexico whose link lacks the required French text."""
    entry = factories.entry(country=country("MX"), joint_languages=["fr"], title_en="a", title_es="b")
    factories.entry_link(entry=entry, text_en="A", text_es="B")
    return entry


@pytest.mark.parametrize(("language", "words"), [("en", "missing:"), ("es", "falta"), ("fr", "manque")])
def test_missing_translations_link_to_fields(entry, language, words):
    html = (
        superuser_client(interface_language=language).get(admin_url(type(entry), "change", entry.pk)).content.decode()
    )
    links = [link["href"] for link in ParsedPage(panel(html)).all("a")]
    assert links == ["#id_title_fr", "#id_links-0-text_fr"]
    assert words in panel(html).lower()
    assert {"id_title_fr", "id_links-0-text_fr"} <= {item.get("id") for _, item in ParsedPage(html).elements}


def test_publish_errors_link_to_fields(entry):
    client = superuser_client()
    path = admin_url(type(entry), "change", entry.pk)
    fields = FormParser(client.get(path).content.decode()).fields | {"_publish": "1"}
    messages = client.post(path, fields, follow=True).content.decode().split('class="messagelist"')[1].split("</ul>")[0]
    assert [link["href"] for link in ParsedPage(messages).all("a")] == ["#id_title_fr", "#links-group"]


def test_other_missing_values_are_listed():
    document = factories.document()
    html = superuser_client().get(admin_url(type(document), "change", document.pk)).content.decode()
    assert "Add a file or a URL." in panel(html)


def test_readonly_field_is_listed_without_link(entry):
    client = Client()
    client.force_login(factories.editor(roles=["translator"], countries=["MX"], languages=["es"]))
    html = client.get(admin_url(type(entry), "change", entry.pk)).content.decode()
    assert "title [fr]" in panel(html)
    assert not ParsedPage(panel(html)).all("a")


def test_required_titles_are_marked_in_new_form():
    client = Client()
    client.force_login(factories.editor(roles=["publisher"], countries=["CA"]))
    html = client.get("/admin/news/newsitem/add/").content.decode()
    marked = [
        language
        for language in LANGUAGES
        if "Required to publish." in html.split(f'id="id_title_{language}_helptext"')[-1][:200]
    ]
    assert marked == ["en", "fr"]
