"""Addresses, files and relative links of the mirror."""

import pytest
from django.conf import settings

from portal.mirror.addresses import build_relative_link, get_file_path, parse_link

HTML = "text/html"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/es/noticias/", ("/es/noticias/", "")),
        ("2004/x/#sources", ("/en/news/2004/x/", "sources")),
        ("?page=2", ("/en/news/?page=2", "")),
        ("?page=02", ("/en/news/?page=2", "")),
        ("?page=1", ("/en/news/", "")),
        ("?page=²", ("/en/news/", "")),
        ("?page=2&country=MX", ("/en/news/", "")),
        ("?country=MX", ("/en/news/", "")),
        ("/en/search/?q=mines", ("/en/search/", "")),
        ("/en/search/?page=2", ("/en/search/", "")),
        (f"{settings.PORTAL_BASE_URL}/fr/", ("/fr/", "")),
        (settings.PORTAL_BASE_URL, ("/", "")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_link_leads_to_address(link, expected):
    assert parse_link(link, "/en/news/") == expected


@pytest.mark.parametrize(
    "link",
    ["https://www.osha.gov/en/", "mailto:a@b.c", "tel:911", "/admin/", "/preview/x/en/", "//other.example/en/",
     "/en/as-of/2026-01-01/news.newsitem/1/", "/en/search/opensearch.xml", "http://[/"],
)  # fmt: skip
def test_link_leads_out_of_mirror(link):
    assert parse_link(link, "/en/news/") is None


@pytest.mark.parametrize(
    ("address", "media_type", "name", "expected"),
    [
        ("/", HTML, "", "index.html"),
        ("/en/news/", HTML, "", "en/news/index.html"),
        ("/en/news/?page=2", HTML, "", "en/news/page.2/index.html"),
        ("/en/news/feed/", "application/atom+xml", "", "en/news/feed/index.atom"),
        ("/en/data/meetings.csv", "text/csv", "meetings-en.csv", "en/data/meetings.csv"),
        ("/files/document/12/", "application/pdf", "Report.PDF", "files/document/12/index.pdf"),
        ("/files/a%20b/c.png", "image/png", "", "files/a b/c.png"),
        ("/.well-known/security.txt", "text/plain", "", ".well-known/security.txt"),
        ("/../etc/passwd", "text/plain", "", None),
        ("/en/%2e%2e/x", "text/plain", "", None),
        ("/en//x", "text/plain", "", None),
        ("/.lock", "text/plain", "", None),
        ("/en/x%00y/", HTML, "", None),
        (f"/{'x' * 256}/", HTML, "", None),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_address_has_file(address, media_type, name, expected):
    assert get_file_path(address, media_type, name) == expected


@pytest.mark.parametrize(
    ("address", "target", "expected"),
    [
        ("/", "/en/", "en/"),
        ("/en/news/", "/en/news/", "./"),
        ("/en/news/", "/en/", "../"),
        ("/en/news/", "/", "../../"),
        ("/en/news/", "/es/noticias/", "../../es/noticias/"),
        ("/en/news/?page=2", "/en/news/", "../"),
        ("/en/news/?page=2", "/en/news/?page=3", "../page.3/"),
        ("/en/news/", "/static/a.css", "../../static/a.css"),
        ("/en/", "/en/a:b/", "./a:b/"),
        ("/en/404.html", "/en/news/", "/en/news/"),
        ("/index_e.htm", "/en/", "en/"),
    ],
)
def test_link_is_relative(address, target, expected):
    assert build_relative_link(address, target) == expected


def test_relative_link_keeps_fragment():
    assert build_relative_link("/en/", "/en/news/", "top") == "news/#top"
