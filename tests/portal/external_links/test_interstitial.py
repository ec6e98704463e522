"""The interstitial page: content, language, and links that have none."""

from functools import partial
from html import escape

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.external_links.interstitial import OFFICIAL_WORDING
from portal.external_links.models import Destination
from portal.i18n.languages import LANGUAGES
from portal.links.urls import parse_external_url
from portal.publishing.workflow import publish_record, submit, unpublish
from tests.support import factories
from tests.support.factories import country, published
from tests.support.html import NOT_FOUND_TITLE, ParsedPage, collapse_whitespace
from tests.support.outbound import (
    ANONYMOUS_CLIENT,
    EVIL,
    EXIT,
    get_external_links,
    get_number,
    get_page_html,
    item_linking_to,
)
from tests.support.sitemap import get_sitemap_urls

pytestmark = pytest.mark.django_db


def get_notice_from(referrer, host="http://testserver"):
    """Return the Spanish notice as a reader sees it who comes from a page."""
    path = EXIT["es"].format(get_number())
    return ANONYMOUS_CLIENT.get(path, headers={"Referer": f"{host}{referrer}"}).content.decode()


class TestNotice:
    @pytest.mark.parametrize(
        ("language", "title", "lead", "button", "stay"),
        [
            ("en", "You are leaving the governments’ sites", "belongs to none of the three governments.",
             "Continue to evil.example", "Stay on this portal: {}"),
            ("es", "Está a punto de salir de los sitios de los gobiernos",
            "no pertenece a ninguno de los tres gobiernos.",
             "Continuar a evil.example", "Permanecer en este portal: {}"),
            ("fr", "Vous quittez les sites des gouvernements", "n’appartient à aucun des trois gouvernements.",
             "Continuer vers evil.example", "Rester sur ce portail\xa0: {}"),
        ],
    )  # fmt: skip
    def test_notice_shows_full_url_in_reader_language(self, language, title, lead, button, stay):
        address = "http://evil.example:8080/a?b=c&d=<e>#f"
        record = published(item_linking_to(address))
        address = parse_external_url(address).href
        path = EXIT[language].format(get_number(address))
        html = get_page_html(path)
        page = ParsedPage(html)
        assert f'<html lang="{language}">' in html
        assert f"<h1>{title}</h1>" in html
        assert lead in html
        assert escape(address) in html.replace("<b>", "").replace("</b>", "")
        assert page.all("a", href=address) == [{"class": "button", "href": address, "rel": "noreferrer nofollow"}]
        assert f">{button}</a>" in html
        assert f'href="{record.get_url(language)}">{stay.format(getattr(record, f"title_{language}"))}</a>' in html
        assert {link["href"] for link in page.all("a") if link.get("hreflang")} == {
            EXIT[other].format(get_number(address)) for other in LANGUAGES if other != language
        }

    def test_notice_does_not_redirect_and_is_not_indexed(self):
        published(item_linking_to(EVIL))
        response = ANONYMOUS_CLIENT.get(EXIT["en"].format(get_number()))
        page = ParsedPage(response.content.decode())
        assert response.status_code == 200
        assert "Refresh" not in response.headers
        assert "Location" not in response.headers
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.all("meta", name="robots") == [{"name": "robots", "content": "noindex, nofollow"}]
        assert not [item for item in page.all("meta") if "http-equiv" in item]
        assert {script.get("type") for script in page.all("script")} <= {"application/ld+json"}
        assert [form["role"] for form in page.all("form")] == ["search"]
        assert not page.all("link", rel="canonical")
        assert not response.cookies

    def test_notice_ignores_urls_in_query(self):
        published(item_linking_to(EVIL))
        html = get_page_html(EXIT["en"].format(get_number()) + "?next=https://osha.gov.example/&url=//b.example")
        assert list(get_external_links(html)) == [EVIL]

    def test_notice_is_not_in_sitemap(self):
        published(item_linking_to(EVIL))
        assert not [url for url in get_sitemap_urls() if "/exit/" in url]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_number_without_public_record_is_not_found(self, language):
        record = item_linking_to(EVIL)
        submit(record, by=None)
        path = EXIT[language].format(get_number())
        for change, is_public in ((None, False), (published, True), (partial(unpublish, by=None), False)):
            if change:
                change(record)
            html = get_page_html(path, 200 if is_public else 404)
            assert ("evil.example" in html) == is_public
            assert (NOT_FOUND_TITLE[language] in html) != is_public

    def test_scheduled_record_has_no_notice(self):
        record = item_linking_to(EVIL)
        publish_record(
            record, by=None, without_approval=True, at=record.created_at.replace(year=record.created_at.year + 1)
        )
        get_page_html(EXIT["en"].format(get_number()), 404)

    def test_entry_of_withdrawn_jurisdiction_has_no_notice(self):
        jurisdiction, section = published(factories.jurisdiction()), published(factories.section())
        entry = factories.entry(jurisdiction=jurisdiction, section=section)
        factories.entry_link(entry=entry, web_address_en=EVIL)
        published(entry)
        get_page_html(EXIT["en"].format(get_number()))
        unpublish(entry.jurisdiction, by=None)
        get_page_html(EXIT["en"].format(get_number()), 404)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "number", ["0", "999999", "9223372036854775807", "9223372036854775808", "9" * 400, "9" * 5000, "-1", "1e3", "x",
                   "%31%00", "https:/evil.example", "١"],
    )  # fmt: skip
    def test_unknown_number_is_not_found(self, language, number):
        html = get_page_html(EXIT[language].format(number), 404)
        assert NOT_FOUND_TITLE[language] in html
        assert not list(get_external_links(html))

    def test_other_spellings_of_url_redirect(self):
        published(item_linking_to(EVIL))
        number = get_number()
        for words in ("fr/sortie/0", "fr/exit/", "fr/salida/", "fr-CA/sortie/"):
            response = ANONYMOUS_CLIENT.get(f"/{words}{number}/")
            assert (response.status_code, response.headers["Location"]) == (301, f"/fr/sortie/{number}/")

    def test_refused_url_in_register_is_not_shown(self):
        record = published(item_linking_to(EVIL))
        for address in ("javascript:alert(1)", "https://osha.gov@evil.example/", "/en/news/"):
            Destination.objects.filter(pk=record.outward[EVIL]).update(address=address)
            html = get_page_html(EXIT["en"].format(record.outward[EVIL]), 404)
            assert "alert" not in html

    def test_back_link_leads_to_public_record(self):
        unpublish(published(item_linking_to(EVIL)), by=None)
        record = published(item_linking_to(EVIL))
        html = get_page_html(EXIT["es"].format(get_number()))
        assert f'<a href="{record.get_url("es")}">Permanecer' in html

    def test_back_link_leads_to_the_page_the_reader_came_from(self):
        published(item_linking_to(EVIL))
        record = published(item_linking_to(EVIL))
        assert f'<a href="{record.get_url("es")}">Permanecer' in get_notice_from(record.get_url("es"))
        assert '<a href="/es/noticias/">Permanecer en este portal y volver' in get_notice_from("/es/noticias/")

    @pytest.mark.parametrize(
        "referrer",
        ["https://evil.example/es/noticias/", "http://testserver/admin/", "http://testserver//evil.example/",
         "http://testserver/es/salida/1/", "http://testserver/es/%0d%0a/", "http://[", "javascript:alert(1)"],
    )  # fmt: skip
    def test_back_link_ignores_other_referrers(self, referrer):
        record = published(item_linking_to(EVIL))
        html = get_notice_from(referrer, host="")
        assert f'<a href="{record.get_url("es")}">Permanecer' in html

    def test_notices_have_titles_and_descriptions_of_their_own(self):
        addresses = ["https://evil.example/a", "https://evil.example/b?c=1", f"https://evil.example/{'x' * 90}/d"]
        published(item_linking_to(*addresses))
        pages = [get_page_html(EXIT["en"].format(get_number(address))) for address in addresses]
        titles = [page.split("<title>")[1].split("</title>")[0].split("–")[0].strip() for page in pages]
        assert titles == [
            "Leaving for evil.example/a", "Leaving for evil.example/b?c=1", f"Leaving for evil.example/…{'x' * 34}/d",
        ]  # fmt: skip
        descriptions = {ParsedPage(page).all("meta", name="description")[0]["content"] for page in pages}
        assert len(descriptions) == len(addresses)

    @pytest.mark.parametrize(
        ("language", "thanks", "sponsor"),
        [
            ("en", "Thank you for visiting", "from the sponsor of the site"),
            ("es", "Gracias por visitar", "al responsable del sitio"),
            ("fr", "Merci d’avoir visité", "au responsable du site"),
        ],
    )
    def test_notice_thanks_and_names_whom_to_ask_for_authorization(self, language, thanks, sponsor):
        published(item_linking_to(EVIL))
        html = collapse_whitespace(get_page_html(EXIT[language].format(get_number())))
        assert thanks in html
        assert sponsor in html

    @pytest.mark.parametrize(
        ("language", "title", "lead"),
        [
            ("en", "You are leaving this portal", "belongs to a government of one of the three countries."),
            ("es", "Está a punto de salir de este portal", "pertenece a un gobierno de uno de los tres países."),
            ("fr", "Vous quittez ce portail", "appartient à un gouvernement de l’un des trois pays."),
        ],
    )
    def test_government_notice_has_no_disclaimer(self, language, title, lead):
        published(item_linking_to("https://www.cdc.gov/niosh"))
        html = get_page_html(EXIT[language].format(get_number("https://www.cdc.gov/niosh")))
        assert f"<h1>{title}</h1>" in html
        assert lead in html
        assert "copyright" not in html
        assert "droit d’auteur" not in html
        assert "derechos de autor" not in html


class TestLanguageOfDestination:
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "in French only"), ("es", "solo en francés"), ("fr", "en français seulement")]
    )
    def test_single_language_is_named(self, language, words):
        published(item_linking_to(EVIL, attributes=' hreflang="fr"'))
        html = get_page_html(EXIT[language].format(get_number()))
        assert f"<dd>{words}</dd>" in collapse_whitespace(html)

    def test_languages_of_all_public_links_are_combined(self):
        published(item_linking_to(EVIL, attributes=' hreflang="fr"'))
        published(item_linking_to(EVIL, attributes=' hreflang="en"'))
        unpublish(factories.published(item_linking_to(EVIL, attributes=' hreflang="es"')), by=None)
        html = get_page_html(EXIT["en"].format(get_number()))
        assert "<dd>English and French</dd>" in collapse_whitespace(html)

    def test_unknown_language_is_not_mentioned(self):
        published(item_linking_to(EVIL))
        assert "<dt>Language</dt>" not in get_page_html(EXIT["en"].format(get_number()))

    @pytest.mark.parametrize(("language", "shown"), [("en", ["en"]), ("fr", ["fr"]), ("es", ["en", "fr"])])
    def test_canadian_wording_is_shown_for_single_language(self, language, shown):
        published(item_linking_to(EVIL, attributes=' hreflang="es"', country=country("CA")))
        html = get_page_html(EXIT[language].format(get_number()))
        for code, wording in OFFICIAL_WORDING.items():
            assert (wording in html) == (code in shown)
            assert (f'lang="{code}">{wording}' in html) == (code in shown and code != language)

    @pytest.mark.parametrize(
        ("code", "attributes", "address"),
        [("US", ' hreflang="es"', EVIL), (None, ' hreflang="es"', EVIL), ("CA", "", EVIL),
         ("CA", ' hreflang="es"', "https://www.gob.mx/")],
    )  # fmt: skip
    def test_canadian_wording_is_not_shown_elsewhere(self, code, attributes, address):
        published(item_linking_to(address, attributes=attributes, country=country(code) if code else None))
        html = get_page_html(EXIT["en"].format(get_number(address)))
        assert OFFICIAL_WORDING["en"] not in html

    def test_canadian_draft_does_not_add_wording(self):
        published(item_linking_to(EVIL, attributes=' hreflang="es"', country=country("US")))
        submit(item_linking_to(EVIL, attributes=' hreflang="es"', country=country("CA")), by=None)
        assert OFFICIAL_WORDING["en"] not in get_page_html(EXIT["en"].format(get_number()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_url_is_localized(language):
    with override(language):
        assert reverse("exit", args=[17]) == EXIT[language].format(17)
