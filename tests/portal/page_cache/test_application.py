"""Pages from memory are those that Django renders, and nothing that belongs to one reader is kept."""

import re
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from portal.change_triggers import DUMPS, get_shown_tables
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.open_data.dump import export_register
from portal.page_cache.requests import get_page_key
from portal.page_cache.schedule import schedule
from portal.page_cache.state import Database, content_state
from portal.publishing.workflow import publish_record, unpublish
from tests.support import factories
from tests.support.outbound import EVIL, EXIT, get_number, item_linking_to
from tests.support.page_cache import build_environ
from tests.support.page_cache import request as send

PATHS = (
    "/", "/en/", "/es/noticias/", "/fr/programmes/", "/en/working-group/", "/es/buscar/?q=seguridad", "/en/help/",
    "/en/alliances/directory/?level=national", "/robots.txt", "/en/news/feed/", "/fr/glossaire/",
    "/en/working-group/meetings/meetings.ics", "/en/indicators/", "/es/oficinas/",
)  # fmt: skip


def titled(title):
    """Return the fields of a record with the same title in all languages."""
    return {localized_field_name("title", language): title for language in LANGUAGES}


@pytest.mark.parametrize("path", PATHS)
def test_kept_page_is_the_page_of_django(page_cache, path):
    plain = send(page_cache.application, path)
    rendered, kept = send(page_cache, path), send(page_cache, path)
    assert (rendered.source, kept.source) == ("miss", "hit")
    assert plain.body == rendered.body == kept.body
    assert kept.headers["content-type"] == plain.headers["content-type"]
    again = send(page_cache, path, if_none_match=kept.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == kept.headers["etag"]


@pytest.mark.parametrize("path", PATHS)
def test_tables_of_a_page_are_shown_ones(page_cache, path):
    page = page_cache.renderer.render_once(get_page_key(build_environ(path))).page
    assert page.tables <= get_shown_tables() | {"django_content_type"}


def test_second_rendering_uses_what_is_remembered(page_cache):
    first = send(page_cache, "/es/")
    page_cache.store.forget()
    second = send(page_cache, "/es/")
    assert first.body == second.body


def test_menu_marks_the_section_of_each_page(page_cache):
    for path in ("/en/", "/en/news/", "/en/programs/", "/en/news/"):
        assert send(page_cache, path).body == send(page_cache.application, path).body


def test_encodings(page_cache):
    plain = send(page_cache, "/en/")
    compressed = send(page_cache, "/en/", accept_encoding="gzip, br")
    assert compressed.headers["content-encoding"] == "br"
    assert compressed.text == plain.text
    assert compressed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert compressed.headers["etag"] != plain.headers["etag"]
    assert send(page_cache, "/en/", if_none_match=compressed.headers["etag"]).status == 200


def test_head(page_cache):
    for _ in range(2):
        answer = send(page_cache, "/en/", method="HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert int(answer.headers["content-length"]) > 10_000
    assert answer.source == "hit"


@pytest.mark.parametrize(
    ("header", "status"), [("*", 304), ("W/{}", 304), ('"a", {}', 304), ('"a"', 200), ("", 200), ("{} ", 304)]
)
def test_if_none_match(page_cache, header, status):
    etag = send(page_cache, "/en/").headers["etag"]
    assert send(page_cache, "/en/", if_none_match=header.format(etag)).status == status


def test_feed_answers_if_modified_since(page_cache):
    feed = send(page_cache, "/en/news/feed/")
    modified = feed.headers["last-modified"]
    assert send(page_cache, "/en/news/feed/", if_modified_since=modified).status == 304
    assert send(page_cache, "/en/news/feed/", if_modified_since="Thu, 01 Jan 2004 00:00:00 GMT").status == 200
    assert send(page_cache, "/en/news/feed/", if_modified_since="yesterday").status == 200


def test_change_forgets_the_pages_of_its_table(page_cache):
    for path in ("/en/news/", "/en/glossary/"):
        send(page_cache, path)
    factories.published(factories.news_item(**titled("Cranes inspected")))
    content_state.record_changes({"news_newsitem"})
    assert send(page_cache, "/en/glossary/").source == "hit"
    news = send(page_cache, "/en/news/")
    assert news.source == "miss"
    assert "Cranes inspected" in news.text


def test_new_dump_forgets_the_page_of_the_open_data(page_cache, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert "register-" not in send(page_cache, "/en/data/").text
    export_register()
    content_state.record_changes({DUMPS})
    assert "register-" in send(page_cache, "/en/data/").text


def test_change_during_rendering_renders_again(page_cache):
    application, calls = page_cache.renderer.application, []

    def change_once(environ, start_response):
        response = application(environ, start_response)
        if not calls:
            content_state.record_changes({"news_newsitem"})
        calls.append(environ["PATH_INFO"])
        return response

    page_cache.renderer.application = change_once
    assert send(page_cache, "/en/news/").status == 200
    assert len(calls) == 2
    assert send(page_cache, "/en/news/").source == "hit"


def test_page_that_changes_all_the_time_is_not_kept(page_cache):
    application = page_cache.renderer.application

    def change(environ, start_response):
        response = application(environ, start_response)
        content_state.record_changes({"portal_country"})
        return response

    page_cache.renderer.application = change
    answer = send(page_cache, "/en/news/")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert len(page_cache.store) == 0


def test_page_ends_at_the_next_scheduled_moment(page_cache, settings, monkeypatch):
    settings.PORTAL_SHARED_CACHE_SECONDS = 10
    at = timezone.now() + timedelta(seconds=8)
    publish_record(factories.news_item(**titled("Scaffolds inspected")), by=None, at=at, without_approval=True)
    content_state.record_changes({"news_newsitem"})
    page = send(page_cache, "/en/news/")
    assert "Scaffolds inspected" not in page.text
    shared = int(re.search(r"s-maxage=(\d+)", page.headers["cache-control"])[1])
    assert time.time() + shared <= at.timestamp()
    assert "stale-while-revalidate=0" in page.headers["cache-control"]
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 8)
    assert send(page_cache, "/en/news/").source == "miss"


def test_every_page_ends_with_the_day(page_cache):
    send(page_cache, "/en/help/")
    [page] = page_cache.store.pages.values()
    midnight = (timezone.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert page.end == midnight.timestamp()


@pytest.fixture
def respond(page_cache):
    """Return a function that answers all requests with one response of Django."""

    def replace(response):
        def application(environ, start_response):
            start_response(f"{response.status_code} X", [*response.items()])
            return response

        page_cache.application = page_cache.renderer.application = application

    return replace


def with_cookie():
    response = HttpResponse("x")
    response.headers["Set-Cookie"] = "a=b"
    return response


@pytest.mark.parametrize(
    "response",
    [
        with_cookie(),
        HttpResponse("x", headers={"Cache-Control": "private"}),
        HttpResponse("x", headers={"Cache-Control": "no-store, max-age=0"}),
        HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
        HttpResponse("x", headers={"Vary": "Accept-Encoding, Cookie"}),
        HttpResponse("x", headers={"Vary": "Referer"}),
        HttpResponse('<input name="csrfmiddlewaretoken">'),
        HttpResponse('<script nonce="abc">'),
        StreamingHttpResponse([b"x"]),
        HttpResponse("x", status=404),
        HttpResponse("x", status=302),
        HttpResponse(status=301, headers={"Location": "/", "Set-Cookie": "a=b"}),
        HttpResponse("x", status=500),
    ],
    ids=["cookie", "private", "no-store", "nonce policy", "vary cookie", "vary referer", "token", "nonce", "stream",
         "404", "302", "cookie of a 301", "500"],
)  # fmt: skip
def test_what_is_not_for_everyone_is_not_kept(page_cache, respond, response):
    respond(response)
    answer = send(page_cache, "/en/")
    assert answer.status == response.status_code
    assert len(page_cache.store) == 0
    assert "s-maxage" not in answer.headers.get("cache-control", "")


def test_permanent_redirect_is_kept(page_cache):
    for _ in range(2):
        answer = send(page_cache, "/ES/")
    assert (answer.status, answer.source, answer.headers["location"]) == (301, "hit", "/es/")


def test_readers_with_a_session_get_private_pages(page_cache):
    answer = send(page_cache, "/en/", cookie="sessionid=abc")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert len(page_cache.store) == 0
    send(page_cache, "/en/")
    assert send(page_cache, "/en/", cookie="sessionid=abc").source == ""


def test_exit_notice_depends_on_its_referrer(page_cache):
    first, second = (factories.published(item_linking_to(EVIL)) for _ in range(2))
    path = EXIT["en"].format(get_number())
    for record in (first, second, first):
        answer = send(page_cache, path, referer=f"http://testserver{record.get_url('en')}")
        assert f'href="{record.get_url("en")}">Stay on this portal' in answer.text
    assert len(page_cache.store) == 0


def test_a_page_is_rendered_once_at_a_time(page_cache, respond):
    calls, began = [], threading.Barrier(4)

    def render_slowly(environ, start_response):
        calls.append(environ["PATH_INFO"])
        time.sleep(0.2)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return HttpResponse("slow")

    page_cache.renderer.application = render_slowly
    schedule.refresh()
    answers = []

    def read():
        began.wait()
        answers.append(send(page_cache, "/en/slow/"))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert {answer.text for answer in answers} == {"slow"}
    assert calls == ["/en/slow/"]


def test_write_waits_until_it_was_heard_of(page_cache):
    assert send(page_cache, "/en/", method="POST", cookie="sessionid=abc").status == 405
    assert page_cache.listener.synchronized == 1
    send(page_cache, "/en/")
    # Nobody without a session can change anything.
    send(page_cache, "/en/", method="POST")
    send(page_cache, "/admin/login/")
    assert page_cache.listener.synchronized == 1


def test_without_memory_pages_are_rendered_by_django(page_cache):
    page_cache.store.max_bytes = 0
    for _ in range(2):
        answer = send(page_cache, "/en/")
        assert (answer.status, answer.source) == (200, "")


# While the database is away


@pytest.fixture
def lose_database(page_cache):
    """Return a function after which there is no database until the end of the test."""

    def fail(*arguments, **options):
        raise OperationalError("no database")

    with pytest.MonkeyPatch.context() as patches:

        def lose(state=Database.AWAY):
            patches.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
            content_state.stop_listening(state)

        yield lose


@pytest.mark.parametrize("state", [Database.AWAY, Database.UNKNOWN])
def test_kept_pages_are_served_as_stale(page_cache, lose_database, state):
    kept = send(page_cache, "/es/")
    lose_database(state)
    stale = send(page_cache, "/es/")
    assert (stale.status, stale.source, stale.body) == (200, "stale", kept.body)
    assert stale.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("state", [Database.AWAY, Database.UNKNOWN])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/news/", "The portal is unavailable for a moment"),
        ("/es/noticias/", "El portal no está disponible por un momento"),
        ("/fr/nouvelles/", "Le portail est indisponible pour un moment"),
    ],
)
def test_other_pages_answer_503(page_cache, lose_database, state, path, words):
    lose_database(state)
    answer = send(page_cache, path)
    assert answer.status == 503
    assert words in answer.text
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] in ("no-store", "no-cache")
    assert answer.headers["content-language"] == path[1:3]
    assert len(page_cache.store) == 0


def test_page_whose_moment_has_passed_is_not_served(page_cache, lose_database, monkeypatch):
    at = timezone.now() + timedelta(seconds=5)
    item = factories.published(factories.news_item())
    unpublish(item, by=None, at=at)
    content_state.record_changes({"news_newsitem"})
    assert send(page_cache, item.get_url("en")).status == 200
    lose_database()
    assert send(page_cache, item.get_url("en")).source == "stale"
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 6)
    assert send(page_cache, item.get_url("en")).status == 503


@pytest.mark.parametrize(
    ("query", "has_page", "state", "status"),
    [
        ("", False, Database.LISTENING, 200),
        ("", True, Database.AWAY, 200),
        ("?for=readers", True, Database.AWAY, 200),
    ],
)
def test_readiness(page_cache, query, has_page, state, status):
    if has_page:
        send(page_cache, "/en/")
    content_state.stop_listening(state)
    answer = send(page_cache, f"/readyz{query}", host="10.0.0.7:8000")
    assert answer.status == status
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "has_page", "status"), [("", True, 200), ("", False, 503), ("?for=editors", True, 503)]
)
def test_readiness_without_database(page_cache, monkeypatch, query, has_page, status):
    if has_page:
        send(page_cache, "/en/")
    content_state.stop_listening(Database.AWAY)
    monkeypatch.setattr(
        "portal.page_cache.readiness.get_connection_options",
        lambda: {"host": "127.0.0.1", "port": "1", "connect_timeout": 2},
    )
    assert send(page_cache, f"/readyz{query}").status == status


@pytest.mark.django_db(transaction=True)
def test_readiness_for_editors_asks_the_database(page_cache):
    content_state.stop_listening(Database.AWAY)
    assert send(page_cache, "/readyz?for=editors").status == 200


def test_liveness_needs_no_database(page_cache, monkeypatch):
    monkeypatch.setattr("portal.page_cache.readiness.can_reach_database", pytest.fail)
    monkeypatch.setattr(content_state, "database", Database.AWAY)
    answer = send(page_cache, "/healthz", host="10.0.0.7:8000")
    assert (answer.status, answer.body) == (200, b"alive\n")
    assert answer.headers["cache-control"] == "no-store"
