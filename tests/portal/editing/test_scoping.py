"""What an editor is told of other countries' records, where the walk through all addresses does not look."""

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
from portal.records.models import Status
from programs.models import Entry
from tests.support import factories
from tests.support.clients import signed_in
from tests.support.forms import AMENDED, address
from tests.support.html import Filled
from workinggroup.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def mexican(role, **fields):
    return signed_in(roles=[role], countries=["MX"], **fields)


def of(code, factory, **fields):
    return factory(country=factories.country(code), **fields)


def shown(client, path):
    return client.get(path).content.decode()


def test_child_of_other_record_is_not_changed_by_key():
    entry, other = of("MX", factories.entry), of("US", factories.entry)
    factories.entry_link(entry=entry)
    foreign = factories.entry_link(entry=other)
    client = mexican("publisher")
    path = address(Entry, "change", entry.pk)
    fields = Filled(shown(client, path)).fields
    before = take_snapshot(other)
    client.post(path, fields | {"links-0-id": foreign.pk, "links-0-text_en": "Ours"})
    client.post(path, fields | {"links-0-id": foreign.pk, "links-0-DELETE": "on"})
    assert take_snapshot(other) == before


def test_add_url_reveals_no_hidden_record():
    hidden = of("US", factories.news_item, title_en="Embargoed")
    client = mexican("contributor")
    html = shown(client, address(NewsRelease, "add") + f"?item={hidden.pk}")
    assert "Embargoed" not in html
    assert f'<option value="{hidden.pk}"' not in html
    own = of("MX", factories.news_item)
    assert f'<option value="{own.pk}" selected' in shown(client, address(NewsRelease, "add") + f"?item={own.pk}")


def test_add_url_ignores_other_countries():
    client = signed_in(roles=["contributor"], countries=["MX", "CA"])
    countries = {code: factories.country(code).pk for code in ("US", "CA")}
    for code, offered in (("US", False), ("CA", True)):
        html = shown(client, address(Page, "add") + f"?country={countries[code]}")
        choice = re.search(r'<select name="country".*?</select>', html, re.DOTALL)[0]
        assert (f'<option value="{countries[code]}" selected' in choice) is offered
        assert (f'<option value="{countries[code]}"' in choice) is offered


@pytest.mark.parametrize("query", ["country=x", "item=x&office=9999999", "item=-1", "picture=x"])
def test_add_url_ignores_invalid_values(query):
    for model in (NewsItem, NewsRelease):
        for client in (mexican("contributor"), signed_in(is_superuser=True)):
            assert client.get(f"{address(model, 'add')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "(a record that you may not see)"), ("es", "(un registro que usted no puede ver)"),
        ("fr", "(une fiche que vous ne pouvez pas voir)"),
    ],
)  # fmt: skip
def test_protected_child_is_not_named_to_others(language, words):
    document = of("MX", factories.document)
    agreements = of("US", factories.alliance).agreements
    agreements.update(document=document)
    client = mexican("contributor", interface_language=language)
    Document.objects.update(created_by=client.session["_auth_user_id"])
    html = shown(client, address(Document, "delete", document.pk))
    assert words in html
    Alliance.objects.filter(agreements__in=agreements.all()).update(country=factories.country("MX"))
    assert words not in shown(client, address(Document, "delete", document.pk))


def test_popup_changes_no_live_record():
    item = factories.published(of("MX", factories.news_item))
    client = mexican("publisher")
    path = address(NewsItem, "change", item.pk)
    fields = Filled(shown(client, path)).fields | AMENDED | {"title_en": "Another"}
    client.post(path, fields | {"_popup": "1"})
    item.refresh_from_db()
    assert item.title_en != "Another"
    versions = get_versions(item).count()
    client.post(path, fields)
    assert get_versions(item).count() == versions + 1


@pytest.mark.parametrize("field", ["item__title_en__startswith", "created_by__password__startswith", "item__body_es"])
def test_list_is_not_filtered_by_hidden_fields(field):
    of("MX", factories.news_release, item=of("US", factories.news_item))
    response = mexican("publisher").get(address(NewsRelease, "changelist"), {field: "p"})
    assert response.status_code == 400


# Pictures


def test_public_picture_is_changed_only_by_publishers():
    picture = of("MX", factories.picture, alt_en="Before", alt_es="Antes", alt_fr="Avant")
    item = of("MX", factories.news_item, picture=picture)
    path = address(Picture, "change", picture.pk)

    def save(role, text, **fields):
        client = mexican(role, **fields)
        fields = Filled(shown(client, path)).fields
        status = client.post(path, fields | {f"alt_{language}": text for language in LANGUAGES}).status_code
        picture.refresh_from_db()
        return status, picture.alt_en, picture.alt_es

    assert save("contributor", "A") == (302, "A", "A")
    assert save("translator", "B", languages=["es"]) == (302, "A", "B")
    item.publish(by=None)
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
    client = signed_in(roles=["secretariat"])

    def add():
        of("MX", factories.submission, office=of("MX", factories.office))
        of("US", factories.submission, office=factories.published(of("US", factories.office)))

    add()
    with_one = cost(client, address(Submission, "changelist"))
    add()
    add()
    assert cost(client, address(Submission, "changelist")) == with_one


def test_choices_query_count_is_constant():
    client = mexican("contributor")
    factories.published(of("US", factories.news_item))
    with_one = cost(client, address(NewsRelease, "add"))
    for _ in range(2):
        factories.published(of("US", factories.news_item))
    assert cost(client, address(NewsRelease, "add")) == with_one
