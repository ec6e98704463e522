"""Which requests are answered from memory, and what of them reaches the page."""

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from portal.glossary.models import Term
from portal.i18n.paths import MAX_QUERY_LENGTH
from portal.page_cache import requests
from portal.page_cache.requests import get_page_key, is_page_request
from tests.support import factories
from tests.support.page_cache import build_environ
from tests.support.page_cache import request as send
from tests.support.page_kinds import get_list_urls


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/login/", "/files/a/1/", "/preview/x/en/", "/static/a.css", "/data/a.zip", "/id/a/1/"]
)
def test_unstored_paths(path):
    assert not is_page_request(build_environ(path))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_methods_that_are_not_stored(method):
    assert not is_page_request(build_environ("/en/", method=method))


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "sessionid=a"}, {"cookie": "theme=dark; csrftoken=b"}, {"authorization": "Basic YTpi"}, {"host": ""}],
    ids=["session", "token", "password", "no host"],
)
def test_requests_of_one_reader_have_no_key(headers):
    assert get_page_key(build_environ("/en/", **headers)) is None


def test_long_query_has_no_key():
    assert get_page_key(build_environ("/en/?q=" + "a" * MAX_QUERY_LENGTH)) is None


def test_long_address_has_no_key():
    """It would take more memory than its page counts for."""
    assert get_page_key(build_environ("/ES/" + "a" * MAX_QUERY_LENGTH)) is None


@pytest.mark.parametrize("text", ["/" * 2000, "%E9" * 1000], ids=["slashes", "broken UTF-8"])
def test_query_that_gets_too_long_has_no_key(page_cache, text):
    """A cleaned query is percent-encoded, and so longer. The page must not be refused for that."""
    assert get_page_key(build_environ(f"/en/search/?q={text}")) is None
    assert send(page_cache, f"/en/search/?q={text}").status == 200


def test_raw_bytes_of_a_query_are_decoded_as_django_does():
    for typed, encoded in (("é".encode(), "%C3%A9"), (b"\xe9", "%C3%A9")):
        assert get_page_key(build_environ(f"/es/buscar/?q={typed.decode('latin-1')}")).query == f"q={encoded}"


def test_other_cookies_are_ignored():
    assert get_page_key(build_environ("/en/", cookie="_ga=1")) == get_page_key(build_environ("/en/"))


def test_unknown_parameters_are_ignored():
    plain = get_page_key(build_environ("/en/news/?page=2"))
    assert get_page_key(build_environ("/en/news/?utm_source=x&page=2&fbclid=y")) == plain
    assert get_page_key(build_environ("/en/news/?utm_source=x")).query == ""


def test_parameters_keep_their_values():
    key = get_page_key(build_environ("/es/buscar/?q=casco+de+seguridad&page="))
    assert key.query == "q=casco+de+seguridad&page="


def test_scheme_is_believed_of_a_trusted_proxy_only(settings):
    environ = build_environ("/en/", x_forwarded_proto="https")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert get_page_key(environ).scheme == "http"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert get_page_key(environ).scheme == "https"
    assert get_page_key(build_environ("/en/", x_forwarded_proto="http")).scheme == "http"


HOSTILE_HEADERS = {
    "x_forwarded_host": "evil.example", "forwarded": "host=evil.example", "x_original_url": "/admin/",
    "x_rewrite_url": "/admin/", "x_http_method_override": "POST", "x_forwarded_port": "81", "accept_language": "fr",
    "referer": "https://evil.example/", "user_agent": "evil", "x_forwarded_prefix": "/evil", "range": "bytes=0-3",
    "accept_encoding": "gzip;q=0, br;q=0", "cookie": "lang=fr",
}  # fmt: skip


def test_headers_do_not_change_what_others_read(page_cache):
    poisoned = send(page_cache, "/en/?utm_source=evil", **HOSTILE_HEADERS)
    assert poisoned.source == "miss"
    assert "evil" not in poisoned.text
    kept = send(page_cache, "/en/")
    assert kept.source == "hit"
    assert kept.body == poisoned.body
    with_empty_store = send(page_cache.application, "/en/")
    assert kept.text == with_empty_store.text


def test_foreign_hosts_are_refused_and_not_kept(page_cache, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = send(page_cache, "/en/", host="evil.example")
    assert answer.status == 400
    assert len(page_cache.store) == 0


def test_parameters_of_sections_are_known():
    assert {"office", "place", "hazard", "subgroup", "q", "page"} <= requests.get_parameters()


@pytest.mark.django_db
def test_parameters_that_lists_read_are_known(client, monkeypatch):
    """A filter whose name no one has added to the parameters would do nothing for readers."""
    read = set()

    def get_item(query, name):
        read.add(name)
        return MultiValueDict.__getitem__(query, name)

    monkeypatch.setattr(QueryDict, "__getitem__", get_item)
    for path in get_list_urls("en"):
        client.get(path)
    assert {"q", "page", "theme", "office"} <= read <= requests.get_parameters()


def test_filter_of_the_glossary_reaches_its_view(page_cache):
    path = f"/en/glossary/?theme={Term.Theme.values[0]}"
    assert send(page_cache, path).body == send(page_cache.application, path).body
    assert send(page_cache, "/en/glossary/?theme=none").status == 404


def test_chosen_day_reaches_its_view(page_cache):
    item = factories.published(factories.news_item())
    path = f"/en/as-of/news.newsitem/{item.pk}/"
    answer = send(page_cache, f"{path}?day=2026-01-02")
    assert (answer.status, answer.headers["location"]) == (302, f"/en/as-of/2026-01-02/news.newsitem/{item.pk}/")
