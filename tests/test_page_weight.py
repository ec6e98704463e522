"""Transfer size of the home page, style sheet and scripts."""

import gzip

import pytest
from django.conf import settings
from django.templatetags.static import static

pytestmark = pytest.mark.django_db
KILOBYTE = 1024


def compressed(content):
    return len(gzip.compress(content, 9))


@pytest.mark.parametrize("path", ["/en/", "/es/", "/fr/"])
def test_home_page_and_css_fit_in_fourteen_kilobytes(client, path):
    style = b"".join(client.get(static("css/portal.css")))
    page = client.get(path).content
    assert static("css/portal.css") in page.decode()
    assert page.count(b'rel="stylesheet"') == 1
    assert compressed(page) + compressed(style) <= 14 * KILOBYTE


def test_script_size_is_limited():
    paths = [path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*.js")]
    of_editor = [path for path in paths if path.parent.name == "richtext"]
    assert 0 < sum(compressed(path.read_bytes()) for path in of_editor) <= 18 * KILOBYTE
    assert sum(compressed(path.read_bytes()) for path in paths if path not in of_editor) <= 5 * KILOBYTE
