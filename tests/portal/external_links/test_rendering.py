"""Rendering of external links, and its query count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support import factories
from tests.support.factories import country, published
from tests.support.html import ParsedPage, collapse_whitespace
from tests.support.outbound import (
    ANONYMOUS_CLIENT,
    EVIL,
    EXIT,
    get_number,
    get_page_html,
    get_record_html,
    item_linking_to,
    us_item,
)

pytestmark = pytest.mark.django_db


class TestLinks:
    @pytest.mark.parametrize(
        ("language", "mark"),
        [("en", "external site: evil.example, in French"), ("es", "sitio externo: evil.example, en francés"),
         ("fr", "site externe\xa0: evil.example")],
    )  # fmt: skip
    def test_external_link_is_announced_in_its_text(self, language, mark):
        record = published(item_linking_to("https://www.evil.example/", attributes=' hreflang="fr"'))
        number = get_number("https://www.evil.example/")
        html = get_record_html(record, language)
        assert f'href="{EXIT[language].format(number)}"' in html
        assert f'words</span> <span class="leaves">({mark})</span></a>' in html

    @pytest.mark.parametrize(
        ("language", "beside"), [("en", "osha.gov, in Spanish"), ("es", "osha.gov"), ("fr", "osha.gov, en espagnol")]
    )
    def test_direct_link_is_followed_by_host(self, language, beside):
        record = published(item_linking_to("https://www.osha.gov/a", attributes=' hreflang="es"'))
        html = get_record_html(record, language)
        assert f'rel="noopener">words</a> <small class="goes-to">({beside})</small>' in html
        assert [link["hreflang"] for link in ParsedPage(html).all("a", href="https://www.osha.gov/a")] == ["es"]

    @pytest.mark.parametrize(
        ("words", "named"),
        [("the site osha.gov", True), ("www.OSHA.gov", True), ("osha.gov/a", True), ("notosha.gov", False),
         ("osha.gov.example", False), ("osha.government", False), ("OSHA", False)],
    )  # fmt: skip
    def test_host_is_not_repeated(self, words, named):
        record = published(us_item(f'<p><a href="https://www.osha.gov/a">{words}</a></p>'))
        assert ("goes-to" in get_record_html(record)) == (not named)

    def test_announcement_is_in_reader_language_within_lang(self):
        record = published(us_item(f'<p lang="es"><a href="{EVIL}">palabras</a></p>'))
        assert '<span class="leaves" lang="en">(external site: evil.example)</span>' in get_record_html(record)

    def test_links_in_fallback_text_are_announced_in_reader_language(self):
        record = factories.news_item(title_es="A", source_language="es", country=country("MX"),
                                     body_es=f'<p><a href="{EVIL}">palabras</a></p>')  # fmt: skip
        html = get_record_html(published(record), "fr")
        assert '<span class="leaves" lang="fr">(site externe\xa0: evil.example, en espagnol)</span>' in html

    def test_internal_and_mail_links_are_unchanged(self):
        record = published(item_linking_to("/en/news/", "mailto:a@osha.gov", "tel:+12025550100"))
        html = get_record_html(record)
        for address in ("/en/news/", "mailto:a@osha.gov", "tel:+12025550100"):
            assert f'<a href="{address}">words' in html
        assert record.outward == {}

    def test_entry_link_uses_interstitial_or_is_direct(self):
        section = published(factories.section())
        entry = factories.entry(section=section, jurisdiction=published(factories.jurisdiction()))
        for words, address in (("One", EVIL), ("Two", "https://www.gob.mx/stps")):
            texts = dict.fromkeys(("text_en", "text_es", "text_fr"), words)
            factories.entry_link(entry=entry, web_address_es=address, **texts)
        published(entry)
        for record in (entry, section):
            html = collapse_whitespace(get_record_html(record))
            assert f'href="/en/exit/{get_number()}/"' in html
            assert 'One</span> <span class="leaves">(external site: evil.example, in Spanish)</span></a>' in html
            assert 'hreflang="es" rel="noopener">Two</a> <small>gob.mx · in Spanish</small>' in html

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Read the document in French</span> <span class=\"leaves\">(external site: evil.example)"),
         ("fr", "Lire le document en français</span> <span class=\"leaves\">(site externe\xa0: evil.example)")],
    )  # fmt: skip
    def test_document_link_uses_interstitial(self, language, words):
        document = factories.document()
        factories.document_file(document=document, language="fr", address=EVIL)
        assert words in get_record_html(published(document), language)

    def test_government_document_link_shows_host(self):
        html = collapse_whitespace(get_record_html(factories.published_document()))
        assert 'href="https://www.dol.gov/" hreflang="en" rel="noopener">' in html
        assert '<small class="host">HTML · dol.gov</small>' in html

    def test_release_original_uses_interstitial_on_both_pages(self):
        item = published(factories.news_item())
        release = published(factories.news_release(item=item, address=EVIL, languages_of_original=["es"]))
        for record in (item, release):
            html = get_record_html(record)
            assert f'href="/en/exit/{get_number()}/"' in html
            assert f'<span class="vh">: {release.title_en}</span></span> <span class="leaves">(external site:' in html


def queries(path):
    ANONYMOUS_CLIENT.get(path)
    with CaptureQueriesContext(connection) as captured:
        get_page_html(path)
    return len(captured)


class TestQueries:
    def test_text_query_count_is_constant(self):
        single = published(item_linking_to(EVIL))
        many = published(
            item_linking_to(EVIL, "https://osha.gov/", *(f"https://{number}.example/" for number in range(9)))
        )
        assert queries(many.get_url("en")) == queries(single.get_url("en"))

    def test_notice_query_count_is_constant(self):
        published(item_linking_to(EVIL))
        count_with_one = queries(EXIT["en"].format(get_number()))
        for _ in range(3):
            published(item_linking_to(EVIL, country=country("CA")))
        assert queries(EXIT["en"].format(get_number())) == count_with_one

    def test_section_query_count_is_constant(self):
        section = published(factories.section())

        def add(count):
            entry = factories.entry(section=section, jurisdiction=published(factories.jurisdiction()))
            for number in range(count):
                factories.entry_link(entry=entry, web_address_en=f"https://{number}.example/")
            published(entry)

        add(1)
        count_with_one = queries(section.get_url("en"))
        add(4)
        assert queries(section.get_url("en")) == count_with_one
