"""Links from the admin to the public page of a record."""

import re

import pytest

from news.models import NewsItem
from programs.models import Entry
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.factories import published
from tests.support.forms import PUBLISH_CHANGES, admin_url, get_form_data

pytestmark = pytest.mark.django_db


def get_public_link(html):
    link = re.search(r'<a href="([^"]+)" class="viewsitelink">([^<]+)</a>', html)
    return link and link.groups()


def post(client, record, **fields):
    path = admin_url(type(record), "change", record.pk)
    return client.post(path, get_form_data(client, path) | fields, follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "label"), [("en", "View on site"), ("es", "Ver en el sitio"), ("fr", "Voir sur le site")]
)
def test_form_links_to_the_page_in_the_editors_language(language, label):
    item = published(factories.news_item())
    entry = published(
        factories.entry(jurisdiction=published(factories.jurisdiction()), section=published(factories.section()))
    )
    client = superuser_client(interface_language=language)
    for record, model in ((item, NewsItem), (entry, Entry)):
        html = client.get(admin_url(model, "change", record.pk)).content.decode()
        assert get_public_link(html) == (record.get_url(language), label)


def test_form_links_to_the_source_language_without_a_translation():
    item = factories.news_item(title_es="Aviso", source_language="es", country=factories.country("MX"))
    published(item)
    html = superuser_client(interface_language="fr").get(admin_url(NewsItem, "change", item.pk)).content.decode()
    assert get_public_link(html)[0] == item.get_url("es")


def test_form_of_a_record_that_is_not_public_has_no_link():
    item = factories.news_item()
    client = superuser_client()
    assert get_public_link(client.get(admin_url(NewsItem, "change", item.pk)).content.decode()) is None
    assert get_public_link(client.get(admin_url(NewsItem, "add")).content.decode()) is None


def test_message_of_publishing_links_to_the_page():
    item = factories.news_item(country=factories.country("CA"), joint_languages=["es"])
    client = superuser_client(interface_language="es")
    url = item.get_url("es")
    link = f'<a href="{url}">http://testserver{url}</a>'
    assert link in post(client, item, _publish="1")
    assert link in post(client, item, title_es="Otro", **PUBLISH_CHANGES)
    assert link not in post(client, item, _unpublish="1")


def test_message_of_publishing_escapes_the_title():
    html = post(
        superuser_client(),
        factories.news_item(country=factories.country("CA"), title_en="<b>Zzq</b>", title_es="B", title_fr="C"),
        _publish="1",
    )
    assert "“&lt;b&gt;Zzq&lt;/b&gt;” was updated." in html


def test_link_ignores_the_url_of_a_draft():
    item = published(factories.news_item())
    html = post(superuser_client(), item, slug_en="another-url", _continue="1")
    assert "another-url" in html
    assert get_public_link(html)[0] == item.get_url("en")
