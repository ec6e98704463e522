"""Records of other countries stay hidden, in places that the permission matrix does not reach."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliances.models import Alliance
from news.models import NewsItem, NewsRelease
from portal.history.models import get_versions
from portal.history.snapshots import take_snapshot
from portal.i18n.languages import LANGUAGES
from portal.models import Document, Page, Picture
from portal.publishing.workflow import publish
from portal.records.models import Status
from programs.models import Entry
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.forms import PUBLISH_CHANGES, admin_url
from tests.support.html import FormParser
from workinggroup.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def mexican_client(role, **fields):
    return editor_client(roles=[role], countries=["MX"], **fields)


def make_in_country(code, factory, **fields):
    return factory(country=factories.country(code), **fields)


def get_shown_text(client, path):
    return client.get(path).content.decode()


def test_child_of_other_record_is_not_changed_by_key():
    entry, other = make_in_country("MX", factories.entry), make_in_country("US", factories.entry)
    factories.entry_link(entry=entry)
    foreign = factories.entry_link(entry=other)
    client = mexican_client("publisher")
    path = admin_url(Entry, "change", entry.pk)
    fields = FormParser(get_shown_text(client, path)).fields
    before = take_snapshot(other)
    client.post(path, fields | {"links-0-id": foreign.pk, "links-0-text_en": "Ours"})
    client.post(path, fields | {"links-0-id": foreign.pk, "links-0-DELETE": "on"})
    assert take_snapshot(other) == before


def test_add_url_reveals_no_hidden_record():
    hidden = make_in_country("US", factories.news_item, title_en="Embargoed")
    client = mexican_client("contributor")
    html = get_shown_text(client, admin_url(NewsRelease, "add") + f"?item={hidden.pk}")
    assert "Embargoed" not in html
    assert f'<option value="{hidden.pk}"' not in html
    own = make_in_country("MX", factories.news_item)
    assert f'<option value="{own.pk}" selected' in get_shown_text(
        client, admin_url(NewsRelease, "add") + f"?item={own.pk}"
    )


def test_add_url_ignores_other_countries():
    client = editor_client(roles=["contributor"], countries=["MX", "CA"])
    countries = {code: factories.country(code).pk for code in ("US", "CA")}
    for code, offered in (("US", False), ("CA", True)):
        html = get_shown_text(client, admin_url(Page, "add") + f"?country={countries[code]}")
        choice = re.search(r'<select name="country".*?</select>', html, re.DOTALL)[0]
        assert (f'<option value="{countries[code]}" selected' in choice) is offered
        assert (f'<option value="{countries[code]}"' in choice) is offered


@pytest.mark.parametrize("query", ["country=x", "item=x&office=9999999", "item=-1", "picture=x"])
def test_add_url_ignores_invalid_values(query):
    for model in (NewsItem, NewsRelease):
        for client in (mexican_client("contributor"), editor_client(is_superuser=True)):
            assert client.get(f"{admin_url(model, 'add')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "(a record you do not have permission to see)"), ("es", "(un registro que no tiene permiso para ver)"),
        ("fr", "(une fiche que vous n’avez pas l’autorisation de voir)"),
    ],
)  # fmt: skip
def test_protected_child_is_not_named_to_others(language, words):
    document = make_in_country("MX", factories.document)
    agreements = make_in_country("US", factories.alliance).agreements
    agreements.update(document=document)
    client = mexican_client("contributor", interface_language=language)
    Document.objects.update(created_by=client.session["_auth_user_id"])
    html = get_shown_text(client, admin_url(Document, "delete", document.pk))
    assert words in html
    Alliance.objects.filter(agreements__in=agreements.all()).update(country=factories.country("MX"))
    assert words not in get_shown_text(client, admin_url(Document, "delete", document.pk))


def test_popup_changes_no_live_record():
    item = factories.published(make_in_country("MX", factories.news_item))
    client = mexican_client("publisher")
    path = admin_url(NewsItem, "change", item.pk)
    fields = FormParser(get_shown_text(client, path)).fields | PUBLISH_CHANGES | {"title_en": "Another"}
    client.post(path, fields | {"_popup": "1"})
    item.refresh_from_db()
    assert item.title_en != "Another"
    versions = get_versions(item).count()
    fields = FormParser(get_shown_text(client, path)).fields | PUBLISH_CHANGES | {"title_en": "Another"}
    client.post(path, fields)
    assert get_versions(item).count() == versions + 1


@pytest.mark.parametrize("field", ["item__title_en__startswith", "created_by__password__startswith", "item__body_es"])
def test_list_is_not_filtered_by_hidden_fields(field):
    make_in_country("MX", factories.news_release, item=make_in_country("US", factories.news_item))
    response = mexican_client("publisher").get(admin_url(NewsRelease, "changelist"), {field: "p"})
    assert response.status_code == 400


# Pictures


def test_public_picture_is_changed_only_by_publishers():
    picture = make_in_country("MX", factories.picture, alt_en="Before", alt_es="Anterior", alt_fr="Ancien")
    item = make_in_country("MX", factories.news_item, picture=picture)
    path = admin_url(Picture, "change", picture.pk)

    def save(role, text, **fields):
        client = mexican_client(role, **fields)
        fields = FormParser(get_shown_text(client, path)).fields
        status = client.post(path, fields | {f"alt_{language}": text for language in LANGUAGES}).status_code
        picture.refresh_from_db()
        return status, picture.alt_en, picture.alt_es

    assert save("contributor", "A") == (302, "A", "A")
    assert save("translator", "B", languages=["es"]) == (302, "A", "B")
    publish(item, by=None, without_approval=True)
    assert picture.status == Status.PUBLISHED
    assert save("contributor", "C") == (403, "A", "B")
    assert save("translator", "D", languages=["es"]) == (403, "A", "B")
    assert save("publisher", "E") == (302, "E", "E")


# Costs


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_query_count_is_constant():
    client = editor_client(roles=["secretariat"])

    def add():
        make_in_country("MX", factories.submission, office=make_in_country("MX", factories.office))
        make_in_country("US", factories.submission, office=factories.published(make_in_country("US", factories.office)))

    add()
    count_with_one = cost(client, admin_url(Submission, "changelist"))
    add()
    add()
    assert cost(client, admin_url(Submission, "changelist")) == count_with_one


def test_choices_query_count_is_constant():
    client = mexican_client("contributor")
    factories.published(make_in_country("US", factories.news_item))
    count_with_one = cost(client, admin_url(NewsRelease, "add"))
    for _ in range(2):
        factories.published(make_in_country("US", factories.news_item))
    assert cost(client, admin_url(NewsRelease, "add")) == count_with_one
