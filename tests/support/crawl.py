"""A crawl of all public pages with the initial content. Tests that use it don't change the content."""

import re
from functools import cache

from django.test import Client


def get_page_urls(language):
    """Return the URLs of the sitemap in one language."""
    urls = re.findall(r"<loc>http://[^/]+([^<]+)</loc>", Client().get("/sitemap.xml").content.decode())
    return [url for url in urls if url.startswith(f"/{language}/")]


@cache
def get_pages(language):
    """Return {URL: HTML} of all public pages in one language, which are rendered once for each process."""
    client = Client()
    return {url: client.get(url).content.decode() for url in get_page_urls(language)}
