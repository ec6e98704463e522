"""What tests of links that leave the portal share: a record that links somewhere, and its page as a reader meets it."""

from html import escape

from django.test import Client

from portal.external_links.models import Destination, get_destination_uses
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.links.urls import ExternalURLError, parse_external_url
from tests.support import factories
from tests.support.factories import country
from tests.support.html import Page

EVIL = "https://evil.example/"
READER = Client()
EXIT = {"en": "/en/exit/{}/", "es": "/es/salida/{}/", "fr": "/fr/sortie/{}/"}


def linking_to(*addresses, attributes="", languages=LANGUAGES, **fields):
    """A draft whose text leads to these addresses, in these languages, each with words of its own."""
    words = ["words", *(f"words {number}" for number in range(2, len(addresses) + 1))]
    links = " ".join(
        f'<a href="{escape(address)}"{attributes}>{own}</a>' for address, own in zip(addresses, words, strict=True)
    )
    texts = {localized_field_name("body", language): f"<p>{links}</p>" for language in languages}
    if len(languages) < len(LANGUAGES):
        fields |= {"country": country("US"), "source_language": languages[0]}
    return factories.news_item(**texts, **fields)


def of_the_united_states(html):
    """A draft of the United States with this text, in English alone."""
    return factories.news_item(body_en=html, country=country("US"))


def number_of(address=EVIL):
    return Destination.objects.get(address=address).pk


def page_of(path, status=200):
    response = READER.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def read(record, language="en"):
    return page_of(record.get_url(language))


def links_out(html):
    """The addresses of a page's links that a browser opens outside the portal, and those that are refused."""
    for link in Page(html).all("a"):
        try:
            if parse_external_url(link.get("href", "")):
                yield link["href"]
        except ExternalURLError:
            yield link["href"]


def used(record):
    """Where a record leads, by the register: {address: languages}."""
    return {
        use.destination.address: use.languages for use in get_destination_uses(record).select_related("destination")
    }
