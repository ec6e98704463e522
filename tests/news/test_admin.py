"""Releases in the admin: initial values, files, and the news item that is published with a release."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from news.models import NewsItem, NewsRelease
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGES
from portal.models import Office
from portal.publishing.workflow import publish, publish_record, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.factories import country
from tests.support.forms import add_row, admin_url
from tests.support.html import FormParser

pytestmark = pytest.mark.django_db
ADD = "/admin/news/newsrelease/add/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(role="publisher", codes=("MX",), **fields):
    client = Client()
    client.force_login(factories.editor(roles=[role], countries=codes, **fields))
    return client


def posted(client, path):
    return FormParser(client.get(path).content.decode()).fields


def reload(record):
    return type(record).objects.get(pk=record.pk)


def is_folded(html, heading):
    """Return whether the fieldset of a language is collapsed."""
    before = html[: html.index(f">{heading}</h2>")]
    return before.rindex("<fieldset") < before.rfind("<details")


def release_of(item, code="CA", **fields):
    return factories.news_release(item=item, country=country(code), **fields)


def test_new_release_has_initial_values():
    office = Office.objects.published().filter(country=country("MX")).first()
    factories.news_release(country=country("MX"), date="2099", contact="Prensa, 55 0000 0000")
    factories.news_release(country=country("US"), date="2100", contact="Press office")
    client = signed_in(interface_language="fr", time_zone="America/Mexico_City")
    html = client.get(ADD).content.decode()
    fields = FormParser(html).fields
    with timezone.override("America/Mexico_City"):
        today = timezone.localdate().isoformat()
    begun = {"country": country("MX").pk, "office": office.pk, "date": today, "source_language": "es"}
    assert {name: fields[name] for name in begun} == {name: [str(value)] for name, value in begun.items()}
    assert fields["contact"] == ["Prensa, 55 0000 0000"]
    assert html.index('id="id_title_es"') < html.index('id="id_title_en"')
    assert [name for name in ("Español", "English", "Français") if is_folded(html, name)] == ["English", "Français"]
    assert html.index("Requis pour publier") < html.index('id="id_summary_es"')


@pytest.mark.parametrize(
    ("codes", "language", "code", "source"),
    [(["CA"], "fr", "CA", "fr"), (["CA"], "es", "CA", "en"), (["US", "CA"], "fr", "", "fr")],
)
def test_new_release_uses_a_language_of_its_country(codes, language, code, source):
    fields = posted(signed_in(codes=codes, interface_language=language), ADD)
    assert fields["source_language"] == [source]
    assert not code or fields["country"] == [str(country(code).pk)]


def test_release_is_published_with_text_file_and_new_item():
    client = signed_in()
    fields = posted(client, ADD) | {
        "number": "12/2026", "title_es": "Aviso de calor", "summary_es": "Agua y sombra.", "body_es": "<p>Texto</p>",
        "new_item": "on", "_publish": "1",
    }  # fmt: skip
    fields = add_row(fields, "files", order="0", file=factories.pdf_file("aviso.pdf", language="es-MX"))
    client.post(ADD, fields)
    release = NewsRelease.objects.get(title_es="Aviso de calor")
    item = release.item
    assert (item.title_es, item.summary_es, item.date, item.country) == (
        "Aviso de calor", "Agua y sombra.", release.date, country("MX"),
    )  # fmt: skip
    assert release.is_public()
    assert item.is_public()
    assert item.publish_at == release.publish_at
    assert [version.event for version in get_versions(item)] == [Event.PUBLISHED, Event.SAVED]
    html = Client().get(item.get_url("es")).content.decode()
    assert f'href="{release.files.get().target}"' in html
    assert 'name="new_item"' not in client.get(admin_url(NewsRelease, "change", release.pk)).content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Choose an existing news item or create a new one, not both."),
        ("es", "Elija una noticia existente o cree una nueva, no ambas."),
        ("fr", "Choisissez une nouvelle existante ou créez-en une, pas les deux."),
    ],
)
def test_item_is_either_existing_or_new(language, sentence):
    item, client = factories.news_item(), signed_in(interface_language=language)
    fields = posted(client, f"{ADD}?item={item.pk}") | {"title_es": "Lo que escribí", "new_item": "on"}
    assert fields["item"] == [str(item.pk)]
    html = client.post(ADD, fields).content.decode()
    assert sentence in html
    assert "Lo que escribí" in html
    assert not NewsItem.objects.filter(title_es="Lo que escribí").exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "News item “Joint”: “title [fr]” is missing."),
        ("es", "Noticia “Joint”: Falta “título [fr]”."),
        ("fr", "Nouvelle «\xa0Joint\xa0»\xa0: Il manque «\xa0titre [fr]\xa0»."),
    ],
)
def test_release_and_item_are_published_together_or_not_at_all(language, sentence):
    item = factories.news_item(country=country("CA"), title_en="Joint")
    release = release_of(item, title_en="Release")
    client = signed_in(codes=["CA"], interface_language=language)
    path = admin_url(NewsRelease, "change", release.pk)
    assert "Joint" in client.get(path).content.decode().split('id="publishing"')[1]
    html = client.post(path, posted(client, path) | {"_publish": "1"}, follow=True).content.decode()
    assert sentence in html
    assert '<a href="#id_title_fr">' in html.split('class="messagelist"')[1].split("</ul>")[0]
    client.post(path, posted(client, path) | {"title_fr": "Communiqué", "_publish": "1"})
    assert {reload(item).status, reload(release).status} == {Status.DRAFT}
    item.title_fr = "Ensemble"
    item.save()
    client.post(path, posted(client, path) | {"_publish": "1"})
    assert reload(item).publish_at == reload(release).publish_at
    assert reload(item).is_public()


def test_item_is_scheduled_with_release():
    item = factories.news_item(country=country("US"))
    moment = timezone.now() + timedelta(days=1)
    publish_record(release_of(item, "US"), by=factories.editor(roles=["publisher"], countries=["US"]), at=moment)
    assert (reload(item).status, reload(item).publish_at) == (Status.PUBLISHED, moment)


def test_shared_item_is_unchanged_with_remark():
    item = factories.news_item()
    release = release_of(item, "MX")
    client = signed_in()
    path = admin_url(NewsRelease, "change", release.pk)
    assert "is not published yet. The release has its own page." in client.get(path).content.decode()
    client.post(path, posted(client, path) | {"_publish": "1"})
    assert reload(release).is_public()
    assert reload(item).status == Status.DRAFT
    assert Client().get(release.get_url("es")).status_code == 200


def test_withdrawn_item_is_not_republished_by_release():
    item = factories.published(factories.news_item(country=country("US")))
    unpublish(item, by=None)
    publish(release_of(item, "US"), by=factories.editor(roles=["publisher"], countries=["US"]))
    assert reload(item).status == Status.WITHDRAWN


def test_contributor_submits_release_with_item():
    client = signed_in("contributor")
    client.post(ADD, posted(client, ADD) | {"title_es": "Aviso", "new_item": "on", "_submit": "1"})
    release = NewsRelease.objects.get(title_es="Aviso")
    assert (release.status, release.item.status) == (Status.IN_REVIEW, Status.IN_REVIEW)
    client.post(ADD, posted(client, ADD) | {"title_es": "Otro", "new_item": "on", "_publish": "1"})
    assert not NewsRelease.objects.filter(title_es="Otro").exists()


def test_release_offers_shared_items_and_own_country():
    shared, own = factories.news_item(), factories.news_item(country=country("MX"))
    foreign = factories.news_item(country=country("US"), title_en="Foreign draft")
    client = signed_in()
    html = client.get(f"{ADD}?item={foreign.pk}").content.decode()
    choices = html.split('name="item"')[1].split("</select>")[0]
    assert f'value="{shared.pk}"' in choices
    assert f'value="{own.pk}"' in choices
    assert "Foreign draft" not in html
    client.post(ADD, posted(client, ADD) | {"title_es": "Aviso", "item": foreign.pk})
    assert not NewsRelease.objects.filter(title_es="Aviso").exists()


def test_add_url_ignores_invalid_parameters():
    client = signed_in()
    for query in (
        "item=x",
        "item=999999999",
        "country=x",
        f"country={country('US').pk}",
        "source_language=zz",
        "date=",
    ):
        assert client.get(f"{ADD}?{query}").status_code == 200, query
    assert posted(client, f"{ADD}?country={country('US').pk}")["country"] == [str(country("MX").pk)]
    assert client.get("/admin/news/newsitem/add/?country=x&source_language=zz&picture=x").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_translator_cannot_create_item(language):
    release = release_of(None, "MX")
    client = signed_in("translator", languages=["fr"], interface_language=language)
    html = client.get(admin_url(NewsRelease, "change", release.pk)).content.decode()
    assert 'name="title_fr"' in html
    assert not is_folded(html, "Français")
    assert 'name="new_item"' not in html
