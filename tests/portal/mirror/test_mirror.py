"""Mirrors of parts of the site: what becomes of pages, files, redirects, and of what changes."""

import json
from datetime import timedelta
from pathlib import Path
from time import time

import pytest
from django.test import Client
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from portal.mirror.addresses import get_path
from portal.mirror.errors import DatabaseAwayError, MirrorError
from portal.mirror.folder import MANIFEST
from portal.mirror.queue import AddressQueue, Rank
from portal.page_cache.state import Database, content_state
from portal.publishing.models import publishable_models
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.html import NOT_FOUND_TITLE, ParsedPage
from tests.support.mirror import find_file, limit_site, open_run, write_mirror

pytestmark = pytest.mark.django_db
RELEASES = "/en/news/releases/"


@pytest.fixture
def release():
    record = factories.published(factories.news_release(country=factories.country("US"), body_en="<p>One text.</p>",
                                                        body_es="<p>Un texto.</p>"))  # fmt: skip
    record.refresh_from_db()
    return record


def get_file(folder, path):
    return folder / path.lstrip("/") / "index.html"


def test_second_run_writes_nothing(tmp_path, release):
    assert write_mirror(tmp_path, RELEASES)[0] > 5
    manifest = (tmp_path / MANIFEST).read_bytes()
    assert write_mirror(tmp_path, RELEASES) == (0, 0)
    assert (tmp_path / MANIFEST).read_bytes() == manifest


def test_manifest_has_media_types(tmp_path):
    write_mirror(tmp_path, "/en/feeds/", "/robots.txt", "/sitemap.xml")
    types = {line["path"]: line["type"] for line in json.loads((tmp_path / MANIFEST).read_text())["files"]}
    assert types["en/feeds/everything/index.atom"] == "application/atom+xml"
    assert types["en/feeds/index.html"] == "text/html"
    assert types["robots.txt"] == "text/plain"
    assert types["sitemap.xml"] == "application/xml"


def test_unpublished_record_disappears(tmp_path, release):
    path = release.get_url("en")
    write_mirror(tmp_path, RELEASES)
    assert get_file(tmp_path, path).exists()
    unpublish(release, by=None)
    assert write_mirror(tmp_path, RELEASES)[1] == 1
    assert not get_file(tmp_path, path).parent.exists()
    assert path.split("/")[-2] not in (tmp_path / "en/news/releases/index.html").read_text()


def test_former_slug_becomes_redirect(tmp_path, release, settings):
    former = release.get_url("en")
    release.slug_en = "the-new-slug"
    release.save()
    write_mirror(tmp_path, RELEASES, "/en/search/")
    html = get_file(tmp_path, former).read_text()
    assert '<meta http-equiv="refresh" content="0; url=../the-new-slug/">' in html
    assert f'<link rel="canonical" href="{settings.PORTAL_BASE_URL}{RELEASES}the-new-slug/">' in html


def test_permanent_address_names_each_language(tmp_path, release):
    path = f"/id/news.newsrelease/{release.pk}/"
    write_mirror(tmp_path, path, *(release.get_url(language) for language in LANGUAGES))
    links = ParsedPage(get_file(tmp_path, path).read_text()).all("a")
    assert {link["hreflang"]: link["href"] for link in links} == {
        language: f"../../..{release.get_url(language)}" for language in LANGUAGES
    }


def test_pages_of_lists_have_folders(tmp_path):
    write_mirror(tmp_path, "/en/news/", "/static/")
    second = ParsedPage((tmp_path / "en/news/page.2/index.html").read_text())
    assert "../" in {link["href"] for link in second.all("a")}
    assert "page.2/" in {link["href"] for link in ParsedPage(get_file(tmp_path, "/en/news/").read_text()).all("a")}
    assert all(find_file(tmp_path, f"/en/news/page.2/{link}") for link in second.get_loaded_urls())


@pytest.mark.parametrize("path", ["/en/working-group/documents/", "/en/programs/sections/training/"])
def test_forms_are_left_out(tmp_path, path):
    live = Client().get(path).content.decode()
    assert live.count("<form") == 2 + ("Cite this page" in live)
    write_mirror(tmp_path, path, "/en/404.html")
    html = get_file(tmp_path, path).read_text()
    assert "<form" not in html
    assert "fold__toggle" not in html
    assert "<select" not in html


@pytest.mark.parametrize("path", ["/404.html", "/fr/404.html"])
def test_error_page_has_absolute_links(tmp_path, path):
    write_mirror(tmp_path, path, "/fr/recherche/", "/static/")
    html = (tmp_path / path.lstrip("/")).read_text()
    assert NOT_FOUND_TITLE["fr"] in html
    assert "/fr/recherche/" in {link["href"] for link in ParsedPage(html).all("a")}
    assert all(find_file(tmp_path, url) and url.startswith("/") for url in ParsedPage(html).get_loaded_urls())


def test_index_names_every_record(tmp_path, release):
    write_mirror(tmp_path, "/es/buscar/")
    page = ParsedPage((tmp_path / "es/buscar/index.html").read_text())
    assert release.title_es in page.texts
    links = {link["href"] for link in page.all("a")}
    records = [record for model in publishable_models() for record in model.objects.published().with_page()]
    assert {record.get_url("es") for record in records} <= links


def test_index_is_sorted(tmp_path):
    for title in ("Éa", "Zb", "ea ñ", "Ab"):
        factories.published(factories.news_release(country=factories.country("CA"), title_en=title, title_es=title,
                            title_fr=title, body_en="<p>a</p>", body_fr="<p>b</p>"))  # fmt: skip
    write_mirror(tmp_path, "/fr/recherche/")
    html = (tmp_path / "fr/recherche/index.html").read_text()
    positions = [html.index(f">{title}</a>") for title in ("Ab", "Éa", "ea ñ", "Zb")]
    assert positions == sorted(positions)


def test_uploads_are_copied(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    record = factories.news_release(body_en="<p>a</p>", body_es="<p>b</p>", body_fr="<p>c</p>")
    document = factories.release_file(release=record)
    picture = factories.release_picture(release=record)
    factories.published(record)
    write_mirror(tmp_path / "mirror", RELEASES, "/files/")
    page = ParsedPage(get_file(tmp_path / "mirror", record.get_url("en")).read_text())
    assert f"../../../../files/{document.url_kind}/{document.pk}/" in {link["href"] for link in page.all("a")}
    copy = tmp_path / "mirror/files" / document.url_kind / str(document.pk) / "index.pdf"
    assert copy.read_bytes() == Path(document.file.path).read_bytes()
    copy = tmp_path / "mirror/files" / picture.picture.file.name
    assert copy.read_bytes() == Path(picture.picture.file.path).read_bytes()


def test_failing_page_keeps_its_file(tmp_path, release, monkeypatch):
    path = release.get_url("en")
    write_mirror(tmp_path, path)
    before, lines = get_file(tmp_path, path).read_bytes(), []
    monkeypatch.setattr("news.views.render_detail", None)
    monkeypatch.setattr(content_state, "database", Database.LISTENING)
    with (
        limit_site(path),
        open_run(tmp_path, lines) as run,
        pytest.raises(MirrorError, match=r"^Pages that failed: 1\."),
    ):
        run.run_once()
    assert f"{path} answers 500: its file stays as it is." in lines
    assert get_file(tmp_path, path).read_bytes() == before


def test_database_that_is_away_ends_the_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(content_state, "database", Database.AWAY)
    with open_run(tmp_path) as run, pytest.raises(DatabaseAwayError, match=r"The database cannot be reached\."):
        run.run_pass()
    assert len(run.mirror.queue) > 0


def get_order(run):
    """Return the paths in the order of the queue, with their ranks."""
    order = []
    while len(run.mirror.queue):
        address, rank = run.mirror.queue.pop()
        order.append((get_path(address), rank))
    return order


def test_changed_record_comes_first(tmp_path, release):
    with limit_site("/en/news/releases/", "/es/noticias/comunicados/", "/en/glossary/"), open_run(tmp_path) as run:
        run.run_pass()
        release.title_en = "Another title"
        release.save()
        release.finalize_save("saved", by=None)
        content_state.record_changes({"news_newsrelease", "portal_version"})
        run.look()
        order = get_order(run)
    records = {path for path, rank in order if rank == Rank.RECORD}
    assert records == {release.get_url(language) for language in ("en", "es", "fr")}
    lists = [path for path, rank in order if rank == Rank.LIST]
    assert set(lists) >= {"/en/news/releases/", "/es/noticias/comunicados/"}
    assert [rank for _, rank in order] == sorted(rank for _, rank in order)
    assert "/en/glossary/" not in {path for path, _ in order}


def test_scheduled_moment_is_a_change(tmp_path, release, monkeypatch):
    with limit_site(RELEASES), open_run(tmp_path) as run:
        run.run_pass()
        release.withdraw_at = timezone.now() + timedelta(seconds=60)
        release.save()
        content_state.record_changes({"news_newsrelease"})
        run.look()
        run.empty_queue()
        assert time() + 30 < run.mirror.get_next_end() < time() + 61
        later = timezone.now() + timedelta(seconds=61)
        monkeypatch.setattr("portal.clock.now", lambda: later)
        monkeypatch.setattr("portal.clock.get_timestamp", later.timestamp)
        run.look()
        assert {run.mirror.queue.pop() for _ in LANGUAGES} == {
            (release.get_url(language), Rank.RECORD) for language in LANGUAGES
        }
    content_state.record_changes({"news_newsrelease"})  # the schedule forgets what is rolled back


def test_queue_keeps_the_more_important_rank():
    queue = AddressQueue()
    queue.add("/a/", Rank.OTHER)
    queue.add("/b/", Rank.FEED)
    queue.add("/a/", Rank.RECORD)
    queue.add("/b/", Rank.OTHER)
    assert [queue.pop() for _ in range(len(queue))] == [("/a/", Rank.RECORD), ("/b/", Rank.FEED)]
