"""URLs are parsed as browsers parse them: hosts, and refused URLs."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from news.models import NewsItem, NewsRelease
from portal.links.fields import ExternalURLField
from portal.links.urls import ExternalURLError, is_direct_host, parse_external_url, validate_external_url
from portal.models import DocumentFile
from portal.richtext.fields import sanitize_html
from portal.richtext.html import get_links, replace_links, validate_links
from tests.support import malicious_urls

GOVERNMENTS = {"gov", "mil", "osha.gov", "gob.mx", "canada.ca", "gc.ca", "ccohs.ca", "cchst.ca", "gouv.qc.ca"}


def test_url_samples_are_at_least_forty():
    assert len(malicious_urls.FOREIGN | malicious_urls.NOWHERE) >= 40


@pytest.mark.parametrize("address", malicious_urls.GOVERNMENT)
def test_obfuscated_government_url_is_recognized(address):
    place = parse_external_url(address)
    assert place.host == malicious_urls.GOVERNMENT[address]
    assert is_direct_host(place.host, GOVERNMENTS)


@pytest.mark.parametrize("address", malicious_urls.FOREIGN)
def test_lookalike_government_url_is_not_recognized(address):
    place = parse_external_url(address)
    assert place.host == malicious_urls.FOREIGN[address]
    assert not is_direct_host(place.host, GOVERNMENTS)


@pytest.mark.parametrize("address", [*malicious_urls.NOWHERE, *malicious_urls.NEVER, "https://a\ud800.gov/"])
def test_url_with_hidden_host_is_rejected(address):
    with pytest.raises(ExternalURLError):
        parse_external_url(address)


@pytest.mark.parametrize("address", malicious_urls.INSIDE)
def test_internal_and_mail_urls_are_not_external(address):
    assert parse_external_url(address) is None


@pytest.mark.parametrize("address", [*malicious_urls.GOVERNMENT, *malicious_urls.FOREIGN])
def test_url_is_normalized_unambiguously(address):
    url = parse_external_url(address).href
    assert parse_external_url(url) == parse_external_url(address)
    assert url.isascii()
    assert "@" not in url.split("/")[2]
    assert url.partition("//")[2].startswith(parse_external_url(address).host)


@pytest.mark.parametrize(
    ("address", "name"),
    [("https://www.osha.gov/a", "osha.gov"), ("http://WWW.Gob.mx./", "gob.mx"), ("https://w.osha.gov", "w.osha.gov"),
     ("https://www.example", "www.example"), ("https://münchen.example", "xn--mnchen-3ya.example")],
)  # fmt: skip
def test_host_is_shown_without_www(address, name):
    assert parse_external_url(address).display_host == name


@pytest.mark.parametrize(
    ("host", "hosts", "direct"),
    [
        ("osha.gov", {"osha.gov"}, True), ("a.b.osha.gov", {"osha.gov"}, True), ("osha.gov", {"www.osha.gov"}, False),
        ("xosha.gov", {"osha.gov"}, False), ("gov", {"osha.gov"}, False), ("osha.gov", set(), False),
        ("127.0.0.1", {"0.0.1", "1"}, True),  # never so in the register, which takes names alone
    ],
)  # fmt: skip
def test_hosts_are_compared_by_label(host, hosts, direct):
    assert is_direct_host(host, hosts) == direct


class TestFields:
    @pytest.mark.parametrize("address", malicious_urls.NOWHERE)
    def test_rich_text_with_refused_url_is_rejected_with_its_name(self, address):
        with pytest.raises(ValidationError) as refusal:
            validate_links(sanitize_html(f'<p>See <a href="{address}">OSHA</a>.</p>'))
        assert address[:40] in refusal.value.messages[0]

    @pytest.mark.parametrize("address", [*malicious_urls.GOVERNMENT, *malicious_urls.FOREIGN, *malicious_urls.INSIDE])
    def test_rich_text_with_valid_url_is_accepted(self, address):
        validate_links(sanitize_html(f'<p>See <a href="{address}">OSHA</a>.</p>'))

    def test_all_refused_urls_of_a_text_are_listed(self):
        with pytest.raises(ValidationError) as refusal:
            validate_links('<p><a href="https://a@b.example/">A</a> <a href="https://c@d.example/">B</a></p>')
        assert len(refusal.value.messages) == 2

    @pytest.mark.parametrize("address", [*malicious_urls.NOWHERE, *malicious_urls.NEVER, *malicious_urls.INSIDE])
    def test_url_field_rejects_unusable_url(self, address):
        with pytest.raises(ValidationError):
            validate_external_url(address)

    @pytest.mark.parametrize(
        "address", ["https://osha.gov", "http://asinom.stps.gob.mx:8145/Centro", "https://evil-gov.com/a?b=c"]
    )
    def test_url_field_accepts_browser_url(self, address):
        validate_external_url(address)

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("en", "“https://osha.gov@evil.example/” contains a user name. Remove everything before the @."),
            ("es", "“https://osha.gov@evil.example/” contiene un nombre de usuario. "
             "Quite todo lo que está antes de la @."),
            ("fr", "«\xa0https://osha.gov@evil.example/\xa0» contient un nom d’utilisateur. "
             "Retirez tout ce qui précède le @."),
        ],
    )  # fmt: skip
    def test_error_is_in_editor_language_at_field(self, language, sentence):
        record = NewsRelease(date="2004", title_en="A", address="https://osha.gov@evil.example/")
        record.body_es = '<p><a href="https://osha.gov@evil.example/">OSHA</a></p>'
        with override(language), pytest.raises(ValidationError) as refusal:
            record.clean_fields()
        assert refusal.value.message_dict["address"] == [sentence]
        assert refusal.value.message_dict["body_es"] == [sentence]

    @pytest.mark.parametrize(
        ("row", "languages"),
        [
            (DocumentFile(language="fr"), ["fr"]),
            (DocumentFile(language=""), []),
            (NewsRelease(languages_of_original=["es"]), ["es"]),
        ],
    )
    def test_url_has_languages_of_target(self, row, languages):
        assert row._meta.get_field("address").get_target_languages(row) == languages

    def test_url_without_languages_field_has_none(self):
        assert ExternalURLField().get_target_languages(NewsItem()) == []


class TestLinksOfRichText:
    HTML = (
        '<p>See <a href="https://a.example/?b=1&amp;c=%22" hreflang="es" rel="noopener">A <em>b</em></a>, '
        '<a rel="noopener">nothing</a> and <a href="/en/">home</a>.</p>'
    )

    def test_links_are_found_with_attributes(self):
        assert get_links(self.HTML) == [
            {"href": 'https://a.example/?b=1&c=%22', "hreflang": "es", "rel": "noopener"},
            {"href": "/en/"},
        ]  # fmt: skip

    def test_links_are_replaced_and_rest_is_unchanged(self):
        assert replace_links(self.HTML, lambda words, given: f"[{given.get('href')}|{words}]") == (
            "<p>See [https://a.example/?b=1&c=%22|A <em>b</em>], [None|nothing] and [/en/|home].</p>"
        )

    def test_nested_links_are_found_and_replaced(self):
        html = sanitize_html(
            '<a href="https://a.example/"><table><tr><td><a href="https://b.example/">b</a></td></tr></table></a>'
        )
        assert [link["href"] for link in get_links(html)] == ["https://a.example/", "https://b.example/"]
        assert "<a" not in replace_links(html, lambda words, given: words)

    def test_text_that_looks_like_link_is_ignored(self):
        html = sanitize_html('<p><abbr title="<a href=&quot;https://a.example/&quot;>">A</abbr> &lt;a href="x"&gt;</p>')
        assert get_links(html) == []
        assert replace_links(html, lambda words, given: "changed") == html
