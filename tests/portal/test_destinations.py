"""Links that leave the portal: the register of where records lead, the notice, and the links as pages write them."""

from html import escape

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from news.models import NewsItem
from portal.destinations import Destination, DestinationUse, DirectHost, uses_of
from portal.exit_notice import OFFICIAL_WORDING
from portal.languages import LANGUAGES, suffixed
from portal.links import Refused, is_direct, place_of
from portal.models import Document
from portal.sitemaps import publishable_models
from portal.versions import snapshot, versions_of
from tests import factories, hostile
from tests.factories import country, published
from tests.portal.test_admin import address as admin_address
from tests.portal.test_admin import posted, signed_in
from tests.test_bad_input import NOT_FOUND
from tests.test_pages import Page

pytestmark = pytest.mark.django_db
EVIL = "https://evil.example/"
READER = Client()
EXIT = {"en": "/en/exit/{}/", "es": "/es/salida/{}/", "fr": "/fr/sortie/{}/"}


def linking_to(*addresses, attributes="", languages=LANGUAGES, **fields):
    """A draft whose text leads to these addresses, in these languages."""
    links = " ".join(f'<a href="{escape(address)}"{attributes}>words</a>' for address in addresses)
    texts = {suffixed("body", language): f"<p>{links}</p>" for language in languages}
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
    return page_of(record.address_in(language))


def links_out(html):
    """The addresses of a page's links that a browser opens outside the portal, and those that are refused."""
    for link in Page(html).all("a"):
        try:
            if place_of(link.get("href", "")):
                yield link["href"]
        except Refused:
            yield link["href"]


def used(record):
    """Where a record leads, by the register: {address: languages}."""
    return {use.destination.address: use.languages for use in uses_of(record).select_related("destination")}


class TestRegister:
    @pytest.mark.parametrize("address", [*hostile.OFFICIAL, *hostile.FOREIGN, *hostile.NOWHERE, *hostile.INSIDE])
    def test_register_and_page_read_an_address_as_a_browser_does(self, address):
        record = published(linking_to(address))
        places = [place_of(kept) for kept in used(record)]
        known = hostile.OFFICIAL | hostile.FOREIGN
        assert [place.host for place in places] == ([known[address]] if address in known else [])
        hosts = {host.host for host in DirectHost.objects.all()}
        out = [place_of(link) for link in links_out(read(record))]  # Refused fails the test
        assert out == (places if address in hostile.OFFICIAL else [])
        assert all(is_direct(place.host, hosts) for place in out)
        for place in places:
            html = page_of(EXIT["en"].format(number_of(place.address)))
            assert list(links_out(html)) == [place.address]

    def test_refused_address_stands_as_words(self):
        html = read(published(linking_to("https://osha.gov@evil.example/")))
        assert "words (https://osha.gov@evil.example/)" in html

    def test_record_leads_where_its_parts_lead(self):
        entry = factories.entry(body_es='<p><a href="https://stps.gob.mx/">STPS</a></p>')
        factories.entry_link(entry=entry, address=EVIL, languages=["en", "fr"])
        published(entry)
        assert used(entry) == {EVIL: ["en", "fr"], "https://stps.gob.mx/": ["es"]}
        assert entry.outward == {address: number_of(address) for address in used(entry)}

    def test_document_and_release_lead_to_their_originals_in_their_languages(self):
        document = factories.document()
        factories.document_file(document=document, language="fr", address=EVIL)
        release = factories.news_release(address=EVIL, languages_of_original=["es"])
        assert used(published(document)) == {EVIL: ["fr"]}
        assert used(published(release)) == {EVIL: ["es"]}

    @pytest.mark.parametrize(
        ("attributes", "languages", "kept"),
        [
            ("", ["es"], ["es"]), (' hreflang="en"', ["es", "fr"], ["en"]), ("", ["en", "fr"], ["en", "fr"]),
            ("", ["en", "es", "fr"], []), (' hreflang="fr"', ["en", "es", "fr"], ["fr"]),
        ],
    )  # fmt: skip
    def test_language_is_the_one_said_else_that_of_the_text(self, attributes, languages, kept):
        assert used(published(linking_to(EVIL, attributes=attributes, languages=languages))) == {EVIL: kept}

    def test_number_stays_while_records_and_texts_come_and_go(self):
        first = published(linking_to(EVIL))
        number = number_of()
        first.body_en = first.body_es = first.body_fr = ""
        first.withdraw(by=None)
        assert used(first) == {}
        second = published(linking_to("https://EVIL.example:443"))
        assert second.outward == {EVIL: number}
        assert first.outward == {}

    def test_registering_is_no_change_of_the_record(self):
        record = published(linking_to(EVIL))
        stored = NewsItem.objects.get(pk=record.pk)
        assert (stored.outward, stored.version) == (record.outward, record.version)
        assert stored.modified_at == record.modified_at
        assert "outward" not in str(snapshot(stored))
        assert [version.event for version in versions_of(record)] == ["published"]

    def test_save_in_the_admin_registers_the_record_with_its_parts_and_deletion_forgets_it(self):
        document = factories.document()
        part = factories.document_file(document=document, address="https://osha.gov/")
        client, path = signed_in(), admin_address(Document, "change", document.pk)
        fields = posted(client, path) | {"kind": "report", "source_language": "en", "files-0-language": "en"}
        client.post(path, fields | {"files-0-address": EVIL, "body_fr": '<p><a href="https://b.example/">b</a></p>'})
        part.refresh_from_db()
        assert part.address == EVIL
        assert used(document) == {EVIL: ["en"], "https://b.example/": ["fr"]}
        client.post(admin_address(Document, "delete", document.pk), {"post": "yes"})
        assert not Document.objects.filter(pk=document.pk)
        assert not DestinationUse.objects.filter(object_id=document.pk, destination__address=EVIL)
        assert Destination.objects.filter(address=EVIL)

    def test_admin_refuses_a_link_that_hides_its_host_and_keeps_the_old_text(self):
        record = linking_to(EVIL)
        client, path = signed_in(interface_language="fr"), admin_address(NewsItem, "change", record.pk)
        hiding = '<p><a href="https://osha.gov@evil.example/">OSHA</a></p>'
        html = client.post(path, posted(client, path) | {"source_language": "en", "body_en": hiding}).content.decode()
        assert "nomme un utilisateur avant l’hôte" in html
        assert NewsItem.objects.get(pk=record.pk).body_en == record.body_en

    def test_every_record_of_the_first_content_is_registered(self):
        for model in publishable_models():
            assert not model._base_manager.filter(outward__isnull=True).exists()
        assert Destination.objects.filter(address__startswith="http://www.thefabricator.com/").exists()

    def test_loading_registers_records_from_before_the_register(self):
        record = published(linking_to(EVIL))
        DestinationUse.objects.filter(destination__address=EVIL).delete()
        Destination.objects.filter(address=EVIL).delete()
        NewsItem.objects.filter(pk=record.pk).update(outward=None)
        call_command("load_content", factories.COUNTRIES, verbosity=0)
        record.refresh_from_db()
        assert record.outward == {EVIL: number_of()}

    def test_unregistered_address_stands_as_words(self):
        record = published(linking_to(EVIL))
        NewsItem.objects.filter(pk=record.pk).update(outward=None)
        html = read(record)
        assert f"words ({EVIL})" in html
        assert not list(links_out(html))


class TestDirectHost:
    @pytest.mark.parametrize(
        ("given", "host"),
        [("OSHA.gov", "osha.gov"), (" gob.mx. ", "gob.mx"), ("gov", "gov"), ("ｃｄｃ.gov", "cdc.gov"),
         ("québec.example", "xn--qubec-csa.example")],
    )  # fmt: skip
    def test_host_is_kept_as_addresses_are_compared_with_it(self, given, host):
        DirectHost.objects.all().delete()
        kept = DirectHost(host=given)
        kept.full_clean()
        assert kept.host == host

    @pytest.mark.parametrize(
        "given",
        ["", " ", "com", "mx", "ca", "https://osha.gov", "osha.gov/a", "osha.gov:8080", "a@osha.gov", "*.osha.gov",
         ".osha.gov", "osha..gov", "osha.gov?x", "osha.gov#", "127.0.0.1", "[::1]", "2130706433", "osha gov",
         "osha,gov"],
    )  # fmt: skip
    def test_what_is_no_host_s_name_is_refused(self, given):
        with pytest.raises(ValidationError) as refusal:
            DirectHost(host=given).full_clean()
        assert set(refusal.value.message_dict) == {"host"}

    def test_host_stands_once(self):
        with pytest.raises(ValidationError):
            DirectHost(host="OSHA.GOV.").full_clean()

    def test_first_list_holds_the_governments(self):
        hosts = set(DirectHost.objects.filter(government=True).values_list("host", flat=True))
        assert hosts == {
            "gov", "mil", "osha.gov", "dol.gov", "cdc.gov", "bls.gov", "gob.mx", "canada.ca", "gc.ca", "ccohs.ca",
            "cchst.ca", "gouv.qc.ca",
        }  # fmt: skip

    def test_administrator_sets_a_host_to_direct_and_back_at_once(self):
        record = published(linking_to("https://www.evil.example/a"))
        assert not list(links_out(read(record)))
        client = signed_in()
        client.post(admin_address(DirectHost, "add"), {"host": "Evil.example", "note": ""})
        assert list(links_out(read(record))) == ["https://www.evil.example/a"]
        host = DirectHost.objects.get(host="evil.example")
        client.post(admin_address(DirectHost, "delete", host.pk), {"post": "yes"})
        assert not list(links_out(read(record)))

    def test_destinations_are_only_read_in_the_admin(self):
        record = published(linking_to(EVIL))
        client, number = signed_in(), number_of()
        html = client.get(admin_address(Destination, "change", number)).content.decode()
        assert EVIL in html
        assert admin_address(NewsItem, "change", record.pk) in html
        assert client.get(admin_address(Destination, "changelist"), {"q": "evil.example"}).content.decode().count(EVIL)
        assert client.post(admin_address(Destination, "change", number), {"address": "https://b/"}).status_code == 403
        assert client.post(admin_address(Destination, "delete", number), {"post": "yes"}).status_code == 403
        assert client.get(admin_address(Destination, "add")).status_code == 403
        assert number_of() == number


class TestNotice:
    @pytest.mark.parametrize(
        ("language", "title", "lead", "button", "stay"),
        [
            ("en", "You are leaving the governments’ sites", "belongs to none of the three governments.",
             "Continue to evil.example", "Stay on this portal: {}"),
            ("es", "Está por salir de los sitios de los gobiernos", "no pertenece a ninguno de los tres gobiernos.",
             "Continuar a evil.example", "Permanecer en este portal: {}"),
            ("fr", "Vous quittez les sites des gouvernements", "n’appartient à aucun des trois gouvernements.",
             "Continuer vers evil.example", "Rester sur ce portail\xa0: {}"),
        ],
    )  # fmt: skip
    def test_notice_names_the_destination_in_full_in_the_reader_s_language(self, language, title, lead, button, stay):
        address = "http://evil.example:8080/a?b=c&d=<e>#f"
        record = published(linking_to(address))
        address = place_of(address).address
        path = EXIT[language].format(number_of(address))
        html = page_of(path)
        page = Page(html)
        assert f'<html lang="{language}">' in html
        assert f"<h1>{title}</h1>" in html
        assert lead in html
        assert escape(address) in html.replace("<b>", "").replace("</b>", "")
        assert page.all("a", href=address) == [{"class": "button", "href": address, "rel": "noreferrer nofollow"}]
        assert f">{button}</a>" in html
        assert f'href="{record.address_in(language)}">{stay.format(getattr(record, f"title_{language}"))}</a>' in html
        assert {link["href"] for link in page.all("a") if link.get("hreflang")} == {
            EXIT[other].format(number_of(address)) for other in LANGUAGES if other != language
        }

    def test_notice_goes_nowhere_by_itself_and_is_not_indexed(self):
        published(linking_to(EVIL))
        response = READER.get(EXIT["en"].format(number_of()))
        page = Page(response.content.decode())
        assert response.status_code == 200
        assert "Refresh" not in response.headers
        assert "Location" not in response.headers
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.all("meta", name="robots") == [{"name": "robots", "content": "noindex, nofollow"}]
        assert not [item for item in page.all("meta") if "http-equiv" in item]
        assert not page.all("script")
        assert not page.all("form")
        assert not page.all("link", rel="canonical")
        assert not response.cookies

    def test_notice_takes_no_destination_from_its_address(self):
        published(linking_to(EVIL))
        html = page_of(EXIT["en"].format(number_of()) + "?next=https://osha.gov.example/&url=//b.example")
        assert list(links_out(html)) == [EVIL]

    def test_notices_are_not_in_the_sitemap(self):
        published(linking_to(EVIL))
        assert "/exit/" not in page_of("/sitemap.xml")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_number_that_no_public_record_leads_to_is_not_found_and_names_nothing(self, language):
        record = linking_to(EVIL)
        record.submit(by=None)
        path = EXIT[language].format(number_of())
        for change in (None, "publish", "withdraw"):
            if change:
                getattr(record, change)(by=None)
            html = page_of(path, 200 if change == "publish" else 404)
            assert ("evil.example" in html) == (change == "publish")
            assert (NOT_FOUND[language] in html) == (change != "publish")

    def test_scheduled_record_leads_nowhere_yet(self):
        record = linking_to(EVIL)
        record.publish(by=None, at=record.created_at.replace(year=record.created_at.year + 1))
        page_of(EXIT["en"].format(number_of()), 404)

    def test_cell_of_a_withdrawn_jurisdiction_leads_nowhere(self):
        jurisdiction, section = published(factories.jurisdiction()), published(factories.section())
        entry = factories.entry(jurisdiction=jurisdiction, section=section)
        factories.entry_link(entry=entry, address=EVIL)
        published(entry)
        page_of(EXIT["en"].format(number_of()))
        entry.jurisdiction.withdraw(by=None)
        page_of(EXIT["en"].format(number_of()), 404)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "number", ["0", "999999", "9223372036854775807", "9223372036854775808", "9" * 400, "9" * 5000, "-1", "1e3", "x",
                   "%31%00", "https:/evil.example", "١"],
    )  # fmt: skip
    def test_number_of_nothing_is_not_found(self, language, number):
        html = page_of(EXIT[language].format(number), 404)
        assert NOT_FOUND[language] in html
        assert not list(links_out(html))

    def test_number_is_written_in_one_way_and_in_the_words_of_its_language(self):
        published(linking_to(EVIL))
        number = number_of()
        for words in ("fr/sortie/0", "fr/exit/", "fr/salida/", "fr-CA/sortie/"):
            response = READER.get(f"/{words}{number}/")
            assert (response.status_code, response.headers["Location"]) == (301, f"/fr/sortie/{number}/")

    def test_address_that_should_not_be_in_the_register_is_not_shown(self):
        record = published(linking_to(EVIL))
        for address in ("javascript:alert(1)", "https://osha.gov@evil.example/", "/en/news/"):
            Destination.objects.filter(pk=record.outward[EVIL]).update(address=address)
            html = page_of(EXIT["en"].format(record.outward[EVIL]), 404)
            assert "alert" not in html

    def test_way_back_leads_to_a_public_record(self):
        published(linking_to(EVIL)).withdraw(by=None)
        record = published(linking_to(EVIL))
        html = page_of(EXIT["es"].format(number_of()))
        assert f'<a href="{record.address_in("es")}">Permanecer' in html

    @pytest.mark.parametrize(
        ("language", "title", "lead"),
        [
            ("en", "You are leaving this portal", "belongs to a government of one of the three countries."),
            ("es", "Está por salir de este portal", "pertenece a un gobierno de uno de los tres países."),
            ("fr", "Vous quittez ce portail", "appartient à un gouvernement de l’un des trois pays."),
        ],
    )
    def test_notice_of_a_government_disclaims_nothing(self, language, title, lead):
        published(linking_to("https://www.cdc.gov/niosh"))
        html = page_of(EXIT[language].format(number_of("https://www.cdc.gov/niosh")))
        assert f"<h1>{title}</h1>" in html
        assert lead in html
        assert "copyright" not in html
        assert "droit d’auteur" not in html
        assert "derechos de autor" not in html


class TestLanguageOfDestination:
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "in French only"), ("es", "solo en francés"), ("fr", "en français seulement")]
    )
    def test_destination_in_one_language_says_so(self, language, words):
        published(linking_to(EVIL, attributes=' hreflang="fr"'))
        assert f"<dd>{words}</dd>" in page_of(EXIT[language].format(number_of()))

    def test_languages_of_all_public_links_count(self):
        published(linking_to(EVIL, attributes=' hreflang="fr"'))
        published(linking_to(EVIL, attributes=' hreflang="en"'))
        factories.published(linking_to(EVIL, attributes=' hreflang="es"')).withdraw(by=None)
        assert "<dd>English and French</dd>" in page_of(EXIT["en"].format(number_of()))

    def test_unknown_language_is_not_spoken_of(self):
        published(linking_to(EVIL))
        assert "Language there" not in page_of(EXIT["en"].format(number_of()))

    @pytest.mark.parametrize(("language", "shown"), [("en", ["en"]), ("fr", ["fr"]), ("es", ["en", "fr"])])
    def test_canada_s_official_wording_stands_where_canada_links_to_one_language(self, language, shown):
        published(linking_to(EVIL, attributes=' hreflang="es"', country=country("CA")))
        html = page_of(EXIT[language].format(number_of()))
        for one, wording in OFFICIAL_WORDING.items():
            assert (wording in html) == (one in shown)
            assert (f'lang="{one}">{wording}' in html) == (one in shown and one != language)

    @pytest.mark.parametrize(
        ("code", "attributes", "address"),
        [("US", ' hreflang="es"', EVIL), (None, ' hreflang="es"', EVIL), ("CA", "", EVIL),
         ("CA", ' hreflang="es"', "https://www.gob.mx/")],
    )  # fmt: skip
    def test_canada_s_official_wording_stands_nowhere_else(self, code, attributes, address):
        published(linking_to(address, attributes=attributes, country=country(code) if code else None))
        html = page_of(EXIT["en"].format(number_of(address)))
        assert OFFICIAL_WORDING["en"] not in html

    def test_draft_of_canada_does_not_call_for_the_wording(self):
        published(linking_to(EVIL, attributes=' hreflang="es"', country=country("US")))
        linking_to(EVIL, attributes=' hreflang="es"', country=country("CA")).submit(by=None)
        assert OFFICIAL_WORDING["en"] not in page_of(EXIT["en"].format(number_of()))


class TestLinks:
    @pytest.mark.parametrize(
        ("language", "mark"),
        [("en", "external site: evil.example, in French"), ("es", "sitio externo: evil.example, en francés"),
         ("fr", "site externe\xa0: evil.example")],
    )  # fmt: skip
    def test_link_that_leaves_says_so_within_its_words(self, language, mark):
        record = published(linking_to("https://www.evil.example/", attributes=' hreflang="fr"'))
        number = number_of("https://www.evil.example/")
        html = read(record, language)
        assert f'href="{EXIT[language].format(number)}"' in html
        assert f'words</span> <span class="leaves">({mark})</span></a>' in html

    @pytest.mark.parametrize(
        ("language", "beside"), [("en", "osha.gov, in Spanish"), ("es", "osha.gov"), ("fr", "osha.gov, en espagnol")]
    )
    def test_direct_link_is_followed_by_its_host(self, language, beside):
        record = published(linking_to("https://www.osha.gov/a", attributes=' hreflang="es"'))
        html = read(record, language)
        assert f'rel="noopener">words</a> <small class="goes-to">({beside})</small>' in html
        assert [link["hreflang"] for link in Page(html).all("a", href="https://www.osha.gov/a")] == ["es"]

    @pytest.mark.parametrize(
        ("words", "named"),
        [("the site osha.gov", True), ("www.OSHA.gov", True), ("https://www.osha.gov/a", True), ("notosha.gov", False),
         ("osha.gov.example", False), ("osha.government", False), ("OSHA", False)],
    )  # fmt: skip
    def test_host_is_not_named_twice(self, words, named):
        record = published(of_the_united_states(f'<p><a href="https://www.osha.gov/a">{words}</a></p>'))
        assert ("goes-to" in read(record)) == (not named)

    def test_mark_within_a_passage_of_another_language_is_in_the_reader_s(self):
        record = published(of_the_united_states(f'<p lang="es"><a href="{EVIL}">palabras</a></p>'))
        assert '<span class="leaves" lang="en">(external site: evil.example)</span>' in read(record)

    def test_links_of_a_borrowed_text_are_marked_in_the_reader_s_language(self):
        record = factories.news_item(title_es="A", source_language="es", country=country("MX"),
                                     body_es=f'<p><a href="{EVIL}">palabras</a></p>')  # fmt: skip
        html = read(published(record), "fr")
        assert '<span class="leaves" lang="fr">(site externe\xa0: evil.example, en espagnol)</span>' in html

    def test_links_within_the_portal_and_of_the_post_stay_as_they_are(self):
        record = published(linking_to("/en/news/", "mailto:a@osha.gov", "tel:+12025550100"))
        html = read(record)
        for address in ("/en/news/", "mailto:a@osha.gov", "tel:+12025550100"):
            assert f'<a href="{address}">words</a>' in html
        assert record.outward == {}

    def test_official_link_of_a_cell_leads_through_the_notice_or_directly(self):
        section = published(factories.section())
        entry = factories.entry(section=section, jurisdiction=published(factories.jurisdiction()))
        for words, address in (("One", EVIL), ("Two", "https://www.gob.mx/stps")):
            texts = dict.fromkeys(("text_en", "text_es", "text_fr"), words)
            factories.entry_link(entry=entry, address=address, languages=["es"], **texts)
        published(entry)
        for record in (entry, section):
            html = read(record)
            assert f'href="/en/exit/{number_of()}/"' in html
            assert 'One</span> <span class="leaves">(external site: evil.example, in Spanish)</span></a>' in html
            assert 'hreflang="es" rel="noopener">Two</a> <small>gob.mx · in Spanish · ' in html

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Read the document in French</span> <span class=\"leaves\">(external site: evil.example)"),
         ("fr", "Lire le document en français</span> <span class=\"leaves\">(site externe\xa0: evil.example)")],
    )  # fmt: skip
    def test_address_of_a_document_leads_through_the_notice(self, language, words):
        document = factories.document()
        factories.document_file(document=document, language="fr", address=EVIL)
        assert words in read(published(document), language)

    def test_address_of_a_government_s_document_is_named_beside_it(self):
        html = read(factories.published_document())
        assert 'href="https://www.dol.gov/" hreflang="en" rel="noopener">' in html
        assert '<small class="host">HTML · dol.gov</small>' in html

    def test_original_of_a_release_leads_through_the_notice_on_both_pages(self):
        item = published(factories.news_item())
        release = published(factories.news_release(item=item, address=EVIL, languages_of_original=["es"]))
        for record in (item, release):
            html = read(record)
            assert f'href="/en/exit/{number_of()}/"' in html
            assert f'<span class="vh">: {release.title_en}</span></span> <span class="leaves">(external site:' in html

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_page_of_the_first_content_links_past_the_notice(self, language):
        hosts = {host.host for host in DirectHost.objects.all()}
        seen = 0
        for model in publishable_models():
            for record in model.objects.published().with_related():
                html = read(record, language)
                seen += html.count('class="leaves"')
                assert all(is_direct(place_of(link).host, hosts) for link in links_out(html)), record
        assert seen > 100


def queries(path):
    READER.get(path)
    with CaptureQueriesContext(connection) as captured:
        page_of(path)
    return len(captured)


class TestQueries:
    def test_text_costs_the_same_with_many_links_as_with_one(self):
        one = published(linking_to(EVIL))
        many = published(linking_to(EVIL, "https://osha.gov/", *(f"https://{number}.example/" for number in range(9))))
        assert queries(many.address_in("en")) == queries(one.address_in("en"))

    def test_notice_costs_the_same_with_many_records_as_with_one(self):
        published(linking_to(EVIL))
        with_one = queries(EXIT["en"].format(number_of()))
        for _ in range(3):
            published(linking_to(EVIL, country=country("CA")))
        assert queries(EXIT["en"].format(number_of())) == with_one

    def test_section_costs_the_same_with_many_addresses_as_with_one(self):
        section = published(factories.section())

        def add(count):
            entry = factories.entry(section=section, jurisdiction=published(factories.jurisdiction()))
            for number in range(count):
                factories.entry_link(entry=entry, address=f"https://{number}.example/")
            published(entry)

        add(1)
        with_one = queries(section.address_in("en"))
        add(4)
        assert queries(section.address_in("en")) == with_one


@pytest.mark.parametrize("language", LANGUAGES)
def test_address_of_the_notice_is_in_its_language(language):
    with override(language):
        assert reverse("exit", args=[17]) == EXIT[language].format(17)
