"""The pages for what an editor may not do: each says the true reason."""

import pytest
from django.test import Client

from news.models import NewsItem
from portal.models import Document, Picture
from tests.support import factories
from tests.support.clients import client_for, editor_client
from tests.support.factories import country, published
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db
NO_ROLE = "Your role does not include it."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture():
    picture = factories.picture(country=country("MX"), **factories.ALT_TEXTS)
    published(factories.news_item(country=country("MX"), picture=picture, title_en="Heat zzq"))
    return picture


@pytest.mark.parametrize("role", ["contributor", "publisher"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_picture_in_use_says_where_instead_of_refusing(picture, role, method):
    client = editor_client(roles=[role], countries=["MX"])
    response = getattr(client, method)(admin_url(Picture, "delete", picture.pk), {"post": "yes"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "“A helmet” is used in these places." in html
    assert "Heat zzq" in html
    assert "expired" not in html
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Unpublish “Heat zzq” before you delete it."),
        ("es", "Antes de eliminar el registro “Heat zzq”, despublíquelo."),
        ("fr", "Dépubliez la fiche «\u00a0Heat zzq\u00a0» avant de la supprimer."),
    ],
)
def test_published_record_says_that_it_is_published(language, sentence):
    item = published(factories.news_item(title_en="Heat zzq", title_es="Heat zzq", title_fr="Heat zzq"))
    client = editor_client(roles=["administrator"], interface_language=language)
    for response in (
        client.get(admin_url(NewsItem, "delete", item.pk)),
        client.post(admin_url(NewsItem, "delete", item.pk), {"post": "yes"}),
    ):
        assert response.status_code == 403
        assert sentence in response.content.decode()


def test_published_record_in_use_says_where():
    document = factories.published_document(country=country("MX"))
    factories.meeting(title_en="Meeting zzq").documents.add(document)
    client = editor_client(roles=["administrator"])
    html = client.get(admin_url(Document, "delete", document.pk)).content.decode()
    assert "Meeting zzq" in html


@pytest.mark.parametrize("path", [admin_url(NewsItem, "add"), "/admin/portal/editor/", "/admin/releases/"])
def test_missing_permission_names_the_role(path):
    client = editor_client(roles=["translator"], countries=["MX"])
    response = client.get(path)
    assert response.status_code == 403
    assert NO_ROLE in response.content.decode()


def test_unavailable_action_says_so():
    item = factories.news_item(country=country("MX"), title_en="Heat zzq")
    client = editor_client(roles=["publisher"], countries=["MX"])
    response = client.post(f"/admin/news/newsitem/{item.pk}/transition/withdraw/", {"transition-note": ""})
    assert response.status_code == 403
    assert "This action is not available for “Heat zzq”." in response.content.decode()


def test_expired_form_does_not_speak_of_permissions():
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    item = factories.news_item(country=country("MX"))
    response = client.post(admin_url(NewsItem, "delete", item.pk), {"post": "yes"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "This form has expired" in html
    assert NO_ROLE not in html
    assert NewsItem.objects.filter(pk=item.pk).exists()
    assert client_for(editor).get(admin_url(NewsItem, "delete", item.pk)).status_code == 200
