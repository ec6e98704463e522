"""The mirror of the initial content in one language, or in all three with --exhaustive, crawled as files."""

import json
import subprocess

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from portal.mirror.folder import CHECKSUMS, MANIFEST
from portal.publishing.models import publishable_models
from portal.sitemaps import get_list_url_names
from tests.support.crawl import get_main_text
from tests.support.html import ParsedPage
from tests.support.mirror import find_broken_links, get_main, get_page_url, iterate_links, write_mirror

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LANGUAGE = "es"
# Of so many pages, one is compared with the live page.
SAMPLE = 12


@pytest.fixture(scope="module")
def languages(exhaustive):
    return LANGUAGES if exhaustive else (LANGUAGE,)


@pytest.fixture(scope="module")
def mirror(tmp_path_factory, languages, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("whole") / "mirror"
    with django_db_blocker.unblock():
        starts = ("/$", "/index_s.htm", "/robots.txt", "/sitemap.xml", "/static/", "/files/", "/data/", "/404.html")
        write_mirror(folder, *starts, *(f"/{language}/" for language in languages))
    return folder


@pytest.fixture(scope="module")
def pages(mirror):
    """Return the pages of the mirror: {path at which they are served: HTML}. Error pages are left out."""
    files = [file for file in mirror.rglob("*.html") if file.name != "404.html"]
    return {get_page_url(mirror, file): file.read_text() for file in sorted(files)}


def is_left_out(link, languages):
    """Return whether a link leads to a part of the site that this mirror leaves out."""
    left_out = [f"/{language}/" for language in LANGUAGES if language not in languages]
    return link.startswith(("/id/", *left_out))


def test_no_link_is_broken(mirror, pages, languages):
    broken = {url: find_broken_links(mirror, html, url) for url, html in pages.items()}
    broken = {url: [link for link in links if not is_left_out(link, languages)] for url, links in broken.items()}
    assert len(pages) > 400
    assert {url: links for url, links in broken.items() if links} == {}


def test_no_link_names_the_portal(pages):
    own = settings.PORTAL_BASE_URL
    assert [url for url, html in pages.items() if any(link.startswith(own) for link in iterate_links(html))] == []


def test_no_form_is_left(pages):
    assert [
        url for url, html in pages.items() if "<form" in html or "<input" in html or "data-needs-server" in html
    ] == []


def test_pages_have_text_of_live_pages(pages, exhaustive):
    client = Client(headers={"host": settings.PORTAL_BASE_URL.partition("://")[2]})
    own = ("/buscar/", "/search/", "/recherche/")
    paths = [url for url in pages if not url.endswith((*own, ".htm")) and "/page." not in url][
        :: 1 if exhaustive else SAMPLE
    ]
    paths.append(f"/{LANGUAGE}/ayuda/")  # has a search box inside
    responses = {path: client.get(path) for path in paths}
    live = {path: response.content.decode() for path, response in responses.items() if response.status_code == 200}
    assert len(live) > 30
    different = [path for path, html in live.items() if get_text(html) != get_text(pages[path])]
    assert different == []


def get_text(html):
    return get_main_text(get_main(html)).strip()


def test_every_list_and_record_is_there(pages):
    with override(LANGUAGE):
        lists = {reverse(name) for name in get_list_url_names()}
    records = {record.get_url(LANGUAGE) for model in publishable_models() for record in model.objects.published()}
    assert lists | records <= pages.keys()


def test_former_site_leads_to_home_page(mirror):
    page = ParsedPage((mirror / "index_s.htm").read_text())
    assert [link["href"] for link in page.all("a")] == ["es/"]
    assert page.all("meta", **{"http-equiv": "refresh"})[0]["content"] == "0; url=es/"


def test_manifest_lists_every_file(mirror):
    files = {file.relative_to(mirror).as_posix() for file in mirror.rglob("*") if file.is_file()}
    listed = {line["path"] for line in json.loads((mirror / MANIFEST).read_text())["files"]}
    assert files - listed == {MANIFEST, CHECKSUMS, ".lock"}
    assert listed <= files
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", CHECKSUMS], cwd=mirror, check=True)
