"""Helpers for tests of external links: records with links, and their public pages."""

import re
from html import escape

from django.test import Client

from portal.external_links.models import Destination, get_destination_uses
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.links.urls import ExternalURLError, parse_external_url
from tests.support import factories
from tests.support.factories import country
from tests.support.html import ParsedPage

EVIL = "https://evil.example/"
ANONYMOUS_CLIENT = Client()
EXIT = {"en": "/en/exit/{}/", "es": "/es/salida/{}/", "fr": "/fr/sortie/{}/"}

# The links to the three governments in the masthead and the footer of each page.
GOVERNMENTS = re.compile(r'<ul class="governments".*?</ul>', re.DOTALL)


def item_linking_to(*addresses, attributes="", languages=LANGUAGES, **fields):
    """Create a draft with links to these URLs in these languages, each with its own text."""
    words = ["words", *(f"words {number}" for number in range(2, len(addresses) + 1))]
    links = " ".join(
        f'<a href="{escape(address)}"{attributes}>{own}</a>' for address, own in zip(addresses, words, strict=True)
    )
    texts = {localized_field_name("body", language): f"<p>{links}</p>" for language in languages}
    if len(languages) < len(LANGUAGES):
        fields |= {"country": country("US"), "source_language": languages[0]}
    return factories.news_item(**texts, **fields)


def us_item(html):
    """Create a draft of the United States with this text in English."""
    return factories.news_item(body_en=html, country=country("US"))


def get_number(address=EVIL):
    return Destination.objects.get(address=address).pk


def get_page_html(path, status=200):
    response = ANONYMOUS_CLIENT.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def get_record_html(record, language="en"):
    return get_page_html(record.get_url(language))


def get_external_links(html):
    """Yield the URLs of external links and of links that the portal refuses, without those of the governments."""
    for link in ParsedPage(GOVERNMENTS.sub("", html)).all("a"):
        try:
            if parse_external_url(link.get("href", "")):
                yield link["href"]
        except ExternalURLError:
            yield link["href"]


def get_registered_links(record):
    """Return the registered external links of a record: {URL: languages}."""
    return {
        use.destination.address: use.languages for use in get_destination_uses(record).select_related("destination")
    }
