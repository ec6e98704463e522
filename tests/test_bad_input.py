"""Invalid requests get a localized error page or a redirect, never a 500."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from news.models import NewsItem
from portal.i18n.languages import LANGUAGES
from programs.models import Entry, Section
from tests.support.html import NOT_FOUND_TITLE

pytestmark = pytest.mark.django_db
BAD_REQUEST = {
    "en": "The request could not be processed",
    "es": "No se pudo procesar la solicitud",
    "fr": "La demande n’a pas pu être traitée",
}
NEWS = {"en": "/en/news/", "es": "/es/noticias/", "fr": "/fr/nouvelles/"}
PROGRAMS = {"en": "/en/programs/", "es": "/es/programas/", "fr": "/fr/programmes/"}


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rest",
    [
        "0/", "99999/", "1899/", "2004/nothing-of-this-name/", "0000/x/", "2004/%00/", "%00/", "2004-13/", "-1/",
        "2004/x/y/z/",
        "٢٠٠٤/", "99999999999999999999999999/", "?page=-1", "?page=0", "?page=99999", "?page=abc", "?page=%00",
        "?page=1e9", "?page=９９", "2004/?page=2",
    ],
)  # fmt: skip
def test_missing_news_is_not_found(client, language, rest):
    response = client.get(NEWS[language] + rest)
    assert response.status_code == 404
    assert NOT_FOUND_TITLE[language] in response.content.decode()
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", ["atlantis/", "mexico/nothing/", "sections/nothing/", "%00/%00/", "a" * 5000 + "/"])
def test_missing_program_is_not_found(client, language, rest):
    response = client.get(PROGRAMS[language] + rest)
    assert response.status_code == 404
    assert NOT_FOUND_TITLE[language] in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/en/nothing/", "/de/", "/xx-yy/", "/en/%2e%2e/", "/en//", "/files/nothing", "/files/%00", "/%00"],
)
def test_unknown_url_is_not_found(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert NOT_FOUND_TITLE["en"] in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_found_page_links_other_languages(client, language):
    html = client.get(f"/{language}/nothing/").content.decode()
    for other in set(LANGUAGES) - {language}:
        assert f'<a href="/{other}/nothing/" lang="{other}"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_oversized_query_is_rejected_in_reader_language(client, language):
    response = client.get(f"{NEWS[language]}?q={'a' * 2**20}")
    assert response.status_code == 400
    assert BAD_REQUEST[language] in response.content.decode()
    assert "aaaa" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["?a=%00", "?%ff=%fe", "?page=1&page=1", "?" + "a=1&" * 900, "?a[]=1&;;&&="])
def test_invalid_query_is_answered(client, language, query):
    assert client.get(NEWS[language] + query).status_code in {200, 400, 404}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_page_rejects_post(client, method):
    assert getattr(client, method)("/en/news/").status_code in {403, 405}


def test_unknown_host_is_rejected(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    response = client.get("/es/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_page_is_localized_without_database(client, language, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the database is away")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)
    response = client.get(f"/{language}/")
    words = {"en": "Something went wrong", "es": "Algo falló", "fr": "Une erreur s’est produite"}
    assert response.status_code == 500
    assert words[language] in response.content.decode()
    assert f'<html lang="{language}">' in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_slug_of_other_language_redirects(client, language, other):
    item = NewsItem.objects.get(date="2004-04-08")
    with override(language):
        mixed = reverse("news:newsitem", kwargs={**item.get_url_kwargs(other)})
    response = client.get(mixed, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == item.get_url(language)
    assert all(status == 301 for _, status in response.redirect_chain)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_path_of_other_language_redirects(client, language, other):
    for record in (
        NewsItem.objects.get(date="2004-04-08"),
        Entry.objects.with_related().get(jurisdiction__slug_en="mexico", section__slug_en="standards"),
        Section.objects.get(slug_en="best-practices"),
    ):
        asked = f"/{language}{record.get_url(other)[3:]}"
        response = client.get(asked, follow=True)
        assert response.status_code == 200, asked
        assert response.request["PATH_INFO"] == record.get_url(language)


def test_item_under_other_year_redirects(client):
    item = NewsItem.objects.get(date="2004-04-08")
    response = client.get(f"/en/news/1999/{item.slug_en}/")
    assert (response.status_code, response.headers["Location"]) == (301, item.get_url("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_list_path_of_other_language_redirects(client, language, other):
    for words in (NEWS, PROGRAMS):
        response = client.get(f"/{language}{words[other][3:]}", follow=True)
        assert (response.status_code, response.request["PATH_INFO"]) == (200, words[language])
