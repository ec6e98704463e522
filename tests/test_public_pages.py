"""Every public page in each language is reachable, has working links and is valid HTML (Nu checker), with filters and
error pages.

PORTAL_NU_CHECKER is the path of vnu.jar; .ci/run downloads it. The checker starts once for each language.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from portal import error_views
from portal.external_links.models import DirectHost
from portal.i18n.languages import LANGUAGES
from portal.i18n.paths import MAX_QUERY_LENGTH
from portal.links.urls import is_direct_host, parse_external_url
from portal.publishing.models import publishable_models
from tests.support import page_kinds
from tests.support.crawl import Crawl, crawl
from tests.support.outbound import get_external_links
from tests.support.page_kinds import get_kind

pytestmark = pytest.mark.django_db


JAR = os.environ.get("PORTAL_NU_CHECKER", "")


def missing():
    """Return what the checker lacks on this machine."""
    tools = {"Java": shutil.which("java"), "PORTAL_NU_CHECKER": JAR and Path(JAR).is_file()}
    return " and no ".join(name for name, path in tools.items() if not path)


def errors():
    """Return the error pages."""
    request = RequestFactory().get("/")
    for language in LANGUAGES:
        with override(language):
            for view in (error_views.forbidden, error_views.server_error):
                yield f"{view.__name__}, {language}", view(request).content
        yield f"bad request, {language}", Client().get(f"/{language}/?{'x' * MAX_QUERY_LENGTH}x").content
        yield f"not found, {language}", Client().get(f"/{language}/there-is-no-such-page/").content


def invalid(html, folder):
    """Return the errors and warnings of the checker for these pages, from one run."""
    files = {str(number): address for number, address in enumerate(html)}
    for number, address in files.items():
        (folder / f"{number}.html").write_bytes(html[address])
    call = ["java", "-Xss1m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    for item in json.loads(subprocess.run(call, capture_output=True, check=True).stdout)["messages"]:
        where = f"{files[Path(item['url']).stem]}, line {item.get('lastLine')}"
        yield f"{where}: {item['message']} {item.get('extract', '')!r}"


def test_nu_checker_is_installed():
    if missing() and os.environ.get("PORTAL_REQUIRE_NU_CHECKER"):
        pytest.fail(f"There is no {missing()}, and PORTAL_REQUIRE_NU_CHECKER is set.")
    if missing():
        pytest.skip(f"pages are not checked for valid HTML: there is no {missing()} (.ci/run brings both)")


def assert_valid(html, folder):
    """Fail on errors of the checker in these pages, {URL: HTML}; pass if there is no checker."""
    faults = [] if missing() else list(invalid(html, folder))
    assert not faults, f"{len(faults)} faults, as in:\n" + "\n".join(faults[:20])


def assert_no_page_links_past_the_exit_notice(pages):
    hosts = {host.host for host in DirectHost.objects.all()}
    for page in pages:
        assert all(is_direct_host(parse_external_url(link).host, hosts) for link in get_external_links(page.html)), page
    assert sum(page.html.count('class="leaves"') for page in pages) > 100


def get_record_urls(language):
    return {record.get_url(language) for model in publishable_models() for record in model.objects.published()}


def get_unchanged(initial, language):
    """Return the URLs of a crawl that another record does not change: records, exit notices, filters and files."""
    kinds = {"exit", *(get_kind(url, language) for url in get_record_urls(language))}
    filtered = {path for path in initial.pages if "?" in path and "page=" not in path}
    return initial.files | filtered | {path for path, page in initial.pages.items() if page.kind in kinds}


def crawl_every_kind(language):
    """Crawl the lists once more with a record of every kind. Return the crawl and the URLs of all records."""
    initial = crawl(language)
    crawled = Crawl(language, known=get_unchanged(initial, language))
    with page_kinds.every_kind():
        urls = get_record_urls(language)
        crawled.read(f"/{language}/")
        unreached = urls - set(initial.pages) - set(crawled.pages)
        examples = page_kinds.find_examples([language])[language]
        del examples[page_kinds.NOT_FOUND]
        unread = {path for paths in examples.values() for path in paths} - set(initial.pages) - set(crawled.pages)
        crawled.read(*unread)
    assert not unreached
    return crawled, urls


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_reachable_linked_and_valid(tmp_path, language):
    crawled, urls = crawl_every_kind(language)
    pages = crawl(language).pages | crawled.pages
    assert not crawl(language).dead + crawled.dead
    assert not [page for page in pages.values() if page.parsed.all("a", href="#")]
    assert_no_page_links_past_the_exit_notice([pages[url] for url in urls])
    assert_valid({path: page.html.encode() for path, page in pages.items()}, tmp_path)


def test_error_pages_are_valid(tmp_path):
    assert_valid(dict(errors()), tmp_path)
