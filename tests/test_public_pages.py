"""Every public page in each language is reachable, has working links and is valid HTML (Nu checker), with filters and
error pages.

PORTAL_NU_CHECKER is the path of vnu.jar; .ci/run downloads it. Each page is read once, in one test for each language.
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
from tests.support.html import ParsedPage
from tests.support.outbound import get_external_links

pytestmark = pytest.mark.django_db


JAR = os.environ.get("PORTAL_NU_CHECKER", "")


def missing():
    """Return what the checker lacks on this machine."""
    tools = {"Java": shutil.which("java"), "PORTAL_NU_CHECKER": JAR and Path(JAR).is_file()}
    return " and no ".join(name for name, path in tools.items() if not path)


def queue_links(html, language, waiting):
    """Read these URLs into `html` and follow links in one language; return the dead links.

    Of filters and further pages only those on the first page of a list are followed.
    """
    client, dead = Client(), []
    while waiting:
        if (path := waiting.pop()) in html:
            continue
        response = client.get(path)
        if response.status_code != 200:
            dead.append(path)
        if response.headers["Content-Type"].startswith("text/html"):
            html[path] = response.content
            links = [link.get("href", "") for link in ParsedPage(response.content.decode()).all("a")]
            dead += [f"{path}: #" for link in links if link == "#"]
            targets = [link.split("#")[0] for link in links if link.startswith(f"/{language}/")]
            waiting += [target for target in targets if "?" not in target or "?" not in path]
    return dead


def errors():
    """Return the error pages."""
    request = RequestFactory().get("/")
    for language in LANGUAGES:
        with override(language):
            for view in (error_views.forbidden, error_views.server_error):
                yield f"{view.__name__}, {language}", view(request).content
        yield f"bad request, {language}", Client().get(f"/{language}/?{'x' * MAX_QUERY_LENGTH}x").content


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
        assert all(is_direct_host(parse_external_url(link).host, hosts) for link in get_external_links(page)), page
    assert sum(page.count('class="leaves"') for page in pages) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_reachable_linked_and_valid(tmp_path, language):
    html = {}
    with page_kinds.every_kind():
        records = [record for model in publishable_models() for record in model.objects.published()]
        dead = queue_links(html, language, [f"/{language}/"])
        unreached = {record.get_url(language) for record in records} - set(html)
        assert not dead
        assert not unreached
        assert_no_page_links_past_the_exit_notice([html[record.get_url(language)].decode() for record in records])
        for paths in page_kinds.find_examples([language])[language].values():
            queue_links(html, language, paths)
    assert_valid(html, tmp_path)


def test_error_pages_are_valid(tmp_path):
    assert_valid(dict(errors()), tmp_path)
