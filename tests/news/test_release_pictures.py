"""Pictures of a release: order, captions, drafts, previews and history."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from news.models import NewsRelease
from portal.history.models import get_versions
from portal.i18n.languages import LANGUAGES
from portal.previews.models import create_shared_preview
from tests.support import factories
from tests.support.clients import editor_client, get_file
from tests.support.factories import ALT_TEXTS, country, published
from tests.support.forms import PUBLISH_CHANGES, admin_url
from tests.support.html import FormParser, ParsedPage, collapse_whitespace

pytestmark = pytest.mark.django_db
CAPTIONS = {"caption_en": "The ministers", "caption_es": "Los ministros", "caption_fr": "Les ministres"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def client():
    return editor_client(roles=["publisher"], countries=["MX"])


def release(**fields):
    return factories.news_release(country=country("MX"), **fields)


def row(number, picture, **fields):
    """Return the form data of an added picture."""
    values = {"picture": picture.pk, "order": number, **fields}
    return {f"pictures-{number}-{name}": value for name, value in values.items()}


def save_release(client, record, *rows, **fields):
    """Save these pictures in the form of a record and return the reloaded record."""
    path = admin_url(NewsRelease, "change", record.pk)
    sent = FormParser(client.get(path).content.decode()).fields | {"pictures-TOTAL_FORMS": len(rows)} | fields
    for picture_fields in rows:
        sent |= picture_fields
    response = client.post(path, sent)
    assert response.status_code == 302, response.content.decode()
    return NewsRelease.objects.get(pk=record.pk)


def figures(html):
    return re.findall(r"<figure.*?</figure>", html, re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_release_shows_pictures_in_order_with_captions(client, language):
    later, earlier = (factories.picture(**ALT_TEXTS) for _ in range(2))
    record = save_release(client, release(), row(0, later, order=5, **CAPTIONS), row(1, earlier, order=2))
    html = Client().get(published(record).get_url(language)).content.decode()
    first, second = figures(html)
    assert earlier.file.url in first
    assert later.file.url in second
    assert "figcaption" not in first
    assert f'<figcaption class="small"><p>{CAPTIONS[f"caption_{language}"]}</p></figcaption>' in collapse_whitespace(
        second
    )
    assert [image["loading"] for image in ParsedPage(first + second).all("img")] == ["lazy", "lazy"]


def test_caption_is_required_in_each_language_if_given():
    record = release(joint_languages=["fr"])
    factories.release_picture(release=record, caption_en="The ministers")
    assert [sentence for sentence in record.missing_content() if "caption" in sentence]
    record.pictures.all().delete()
    factories.release_picture(release=record)
    assert not record.missing_content()


def test_picture_of_draft_is_private_until_published(client):
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    record = save_release(client, published(release()), row(0, picture, **CAPTIONS))
    assert not record.pictures.exists()
    assert not picture.is_public()
    assert Client().get(picture.file.url).status_code == 404
    assert not figures(Client().get(record.get_url("es")).content.decode())
    assert "pictures-0-caption_es" in client.get(admin_url(NewsRelease, "change", record.pk)).content.decode()
    record = save_release(client, record, row(0, picture, **CAPTIONS), **PUBLISH_CHANGES)
    assert get_file(picture.file.url).status_code == 200
    [figure] = figures(Client().get(record.get_url("es")).content.decode())
    assert "Los ministros" in figure


def test_picture_without_description_blocks_publication(client):
    picture = factories.picture(country=country("MX"), alt_es="Un casco")
    record = save_release(client, published(release()), row(0, picture), **PUBLISH_CHANGES)
    assert record.draft is not None
    assert not record.pictures.exists()
    html = client.get(admin_url(NewsRelease, "change", record.pk)).content.decode()
    assert "Add alternative text to the image in every required language." in html


def test_preview_shows_pictures(client):
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    record = save_release(client, published(release()), row(0, picture))
    preview = create_shared_preview(record, factories.editor(roles=["administrator"]), days=1)
    inside = f"/preview/{preview.token}"
    [figure] = figures(Client().get(f"{inside}{record.get_url('fr')}").content.decode())
    shown = ParsedPage(figure)
    paths = [image["src"] for image in shown.all("img")]
    paths += [path.split()[0] for source in shown.all("source") for path in source["srcset"].split(", ")]
    for path in paths:
        assert path.startswith(f"{inside}/files/picture/")
        assert get_file(path).status_code == 200
        assert Client().get(path.removeprefix(inside)).status_code == 404


def test_history_restores_pictures(client):
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    record = save_release(client, release(), row(0, picture, **CAPTIONS))
    stored, number = record.pictures.get(), get_versions(record).first().number
    sent = {"pictures-TOTAL_FORMS": 1, "pictures-0-DELETE": "on"}
    path = admin_url(NewsRelease, "change", record.pk)
    client.post(path, FormParser(client.get(path).content.decode()).fields | sent)
    assert not record.pictures.exists()
    compared = client.get(admin_url(NewsRelease, "compare", record.pk) + f"?one={number}").content.decode()
    assert "Image of the release: The ministers" in compared
    assert "Los ministros" in compared
    restore = admin_url(NewsRelease, "restore", record.pk, number)
    client.post(restore, FormParser(client.get(restore).content.decode()).fields | {"reason": "Needed"})
    assert (record.pictures.get().pk, record.pictures.get().picture) == (stored.pk, picture)


def test_picture_of_other_country_is_hidden(client):
    hidden = factories.picture(country=country("US"), alt_en="Theirs")
    record = release()
    factories.release_picture(release=record, picture=hidden)
    html = client.get(admin_url(NewsRelease, "change", record.pk)).content.decode()
    assert "Theirs" not in html
    assert "(a record you do not have permission to see)" in html
    empty = client.get(reverse("admin:news_newsrelease_add")).content.decode()
    choices = empty.split('name="pictures-__prefix__-picture"')[1].split("</select>")[0]
    assert 'value=""' in choices
    assert f'<option value="{hidden.pk}"' not in choices
