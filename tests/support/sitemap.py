"""Sitemaps, read through their index."""

from xml.etree import ElementTree

from django.test import Client

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_xml(path, client=None):
    """Return the root element of a sitemap file or of the index."""
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return ElementTree.fromstring(response.getvalue())  # noqa: S314 the portal wrote it


def get_locations(root):
    """Return [(absolute URL, lastmod or None)] of a sitemap file or of the index."""
    return [(entry.findtext(f"{NAMESPACE}loc"), entry.findtext(f"{NAMESPACE}lastmod")) for entry in root]


def get_sitemap_urls(client=None):
    """Return the paths in all files of the index."""
    files = [url.removeprefix("http://testserver") for url, _ in get_locations(read_xml("/sitemap.xml", client))]
    return [url.removeprefix("http://testserver") for path in files for url, _ in get_locations(read_xml(path, client))]
