"""The register of external links, and the hosts that are linked directly."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from news.models import NewsItem
from portal.external_links.models import Destination, DestinationUse, DirectHost
from portal.history.models import get_versions
from portal.history.snapshots import take_snapshot
from portal.links.urls import is_direct_host, parse_external_url
from portal.models import Document
from portal.publishing.models import publishable_models
from portal.publishing.workflow import unpublish
from tests.support import factories, malicious_urls
from tests.support.clients import superuser_client
from tests.support.factories import published
from tests.support.forms import admin_url, get_input_values
from tests.support.outbound import (
    EVIL,
    EXIT,
    get_external_links,
    get_number,
    get_page_html,
    get_record_html,
    get_registered_links,
    item_linking_to,
)

pytestmark = pytest.mark.django_db


class TestRegister:
    @pytest.mark.parametrize(
        "address",
        [*malicious_urls.GOVERNMENT, *malicious_urls.FOREIGN, *malicious_urls.NOWHERE, *malicious_urls.INSIDE],
    )
    def test_register_and_page_parse_urls_like_browsers(self, address):
        record = published(item_linking_to(address))
        places = [parse_external_url(link) for link in get_registered_links(record)]
        known = malicious_urls.GOVERNMENT | malicious_urls.FOREIGN
        assert [place.host for place in places] == ([known[address]] if address in known else [])
        hosts = {host.host for host in DirectHost.objects.all()}
        out = [
            parse_external_url(link) for link in get_external_links(get_record_html(record))
        ]  # ExternalURLError fails the test
        assert out == (places if address in malicious_urls.GOVERNMENT else [])
        assert all(is_direct_host(place.host, hosts) for place in out)
        for place in places:
            html = get_page_html(EXIT["en"].format(get_number(place.href)))
            assert list(get_external_links(html)) == [place.href]

    def test_refused_url_is_shown_as_text(self):
        html = get_record_html(published(item_linking_to("https://osha.gov@evil.example/")))
        assert "words (https://osha.gov@evil.example/)" in html

    def test_record_registers_links_of_children(self):
        entry = factories.entry(body_es='<p><a href="https://stps.gob.mx/">STPS</a></p>')
        factories.entry_link(entry=entry, web_address_en=EVIL, web_address_fr=EVIL)
        published(entry)
        assert get_registered_links(entry) == {EVIL: ["en", "fr"], "https://stps.gob.mx/": ["es"]}
        assert entry.outward == {address: get_number(address) for address in get_registered_links(entry)}

    def test_document_and_release_register_originals_by_language(self):
        document = factories.document()
        factories.document_file(document=document, language="fr", address=EVIL)
        release = factories.news_release(address=EVIL, languages_of_original=["es"])
        assert get_registered_links(published(document)) == {EVIL: ["fr"]}
        assert get_registered_links(published(release)) == {EVIL: ["es"]}

    @pytest.mark.parametrize(
        ("attributes", "languages", "expected"),
        [
            ("", ["es"], ["es"]), (' hreflang="en"', ["es", "fr"], ["en"]), ("", ["en", "fr"], ["en", "fr"]),
            ("", ["en", "es", "fr"], []), (' hreflang="fr"', ["en", "es", "fr"], ["fr"]),
        ],
    )  # fmt: skip
    def test_language_is_explicit_or_that_of_text(self, attributes, languages, expected):
        assert get_registered_links(published(item_linking_to(EVIL, attributes=attributes, languages=languages))) == {
            EVIL: expected
        }

    def test_number_is_stable_across_edits(self):
        first = published(item_linking_to(EVIL))
        number = get_number()
        first.body_en = first.body_es = first.body_fr = ""
        first.save()
        unpublish(first, by=None)
        assert get_registered_links(first) == {}
        second = published(item_linking_to("https://EVIL.example:443"))
        assert second.outward == {EVIL: number}
        assert first.outward == {}

    def test_registering_does_not_change_record(self):
        record = published(item_linking_to(EVIL))
        stored = NewsItem.objects.get(pk=record.pk)
        assert stored.outward == record.outward
        assert stored.modified_at == record.modified_at
        assert "outward" not in str(take_snapshot(stored))
        assert [version.event for version in get_versions(record)] == ["published"]

    def test_admin_save_registers_and_delete_unregisters(self):
        document = factories.document()
        part = factories.document_file(document=document, address="https://osha.gov/")
        client, path = superuser_client(), admin_url(Document, "change", document.pk)
        fields = get_input_values(client, path) | {"kind": "report", "source_language": "en", "files-0-language": "en"}
        client.post(path, fields | {"files-0-address": EVIL, "body_fr": '<p><a href="https://b.example/">b</a></p>'})
        part.refresh_from_db()
        assert part.address == EVIL
        assert get_registered_links(document) == {EVIL: ["en"], "https://b.example/": ["fr"]}
        client.post(admin_url(Document, "delete", document.pk), {"post": "yes", "reason": "A test"})
        assert not Document.objects.filter(pk=document.pk)
        assert not DestinationUse.objects.filter(object_id=document.pk, destination__address=EVIL)
        assert Destination.objects.filter(address=EVIL)

    def test_admin_rejects_url_with_hidden_host_and_keeps_text(self):
        record = item_linking_to(EVIL)
        client, path = superuser_client(interface_language="fr"), admin_url(NewsItem, "change", record.pk)
        hiding = '<p><a href="https://osha.gov@evil.example/">OSHA</a></p>'
        html = client.post(
            path, get_input_values(client, path) | {"source_language": "en", "body_en": hiding}
        ).content.decode()
        assert "contient un nom d’utilisateur. Retirez tout ce qui précède le @." in html
        assert NewsItem.objects.get(pk=record.pk).body_en == record.body_en

    def test_seed_content_is_registered(self):
        for model in publishable_models():
            assert not model._base_manager.filter(outward__isnull=True).exists()
        assert Destination.objects.filter(address__startswith="http://www.thefabricator.com/").exists()

    def test_load_registers_older_records(self):
        record = published(item_linking_to(EVIL))
        DestinationUse.objects.filter(destination__address=EVIL).delete()
        Destination.objects.filter(address=EVIL).delete()
        NewsItem.objects.filter(pk=record.pk).update(outward=None)
        call_command("load_content", factories.COUNTRIES, verbosity=0)
        record.refresh_from_db()
        assert record.outward == {EVIL: get_number()}

    def test_unregistered_url_is_shown_as_text(self):
        record = published(item_linking_to(EVIL))
        NewsItem.objects.filter(pk=record.pk).update(outward=None)
        html = get_record_html(record)
        assert f"words ({EVIL})" in html
        assert not list(get_external_links(html))


class TestDirectHost:
    @pytest.mark.parametrize(
        ("given", "host"),
        [("OSHA.gov", "osha.gov"), (" gob.mx. ", "gob.mx"), ("gov", "gov"), ("ｃｄｃ.gov", "cdc.gov"),
         ("québec.example", "xn--qubec-csa.example")],
    )  # fmt: skip
    def test_host_is_normalized(self, given, host):
        DirectHost.objects.all().delete()
        stored = DirectHost(host=given)
        stored.full_clean()
        assert stored.host == host

    @pytest.mark.parametrize(
        "given",
        ["", " ", "com", "mx", "ca", "https://osha.gov", "osha.gov/a", "osha.gov:8080", "a@osha.gov", "*.osha.gov",
         ".osha.gov", "osha..gov", "osha.gov?x", "osha.gov#", "127.0.0.1", "[::1]", "2130706433", "osha gov",
         "osha,gov"],
    )  # fmt: skip
    def test_invalid_host_is_rejected(self, given):
        with pytest.raises(ValidationError) as refusal:
            DirectHost(host=given).full_clean()
        assert set(refusal.value.message_dict) == {"host"}

    def test_host_is_unique(self):
        with pytest.raises(ValidationError):
            DirectHost(host="OSHA.GOV.").full_clean()

    def test_initial_hosts_are_governments_and_their_bodies(self):
        hosts = set(DirectHost.objects.filter(government=True).values_list("host", flat=True))
        assert hosts == {
            "gov", "mil", "osha.gov", "dol.gov", "cdc.gov", "bls.gov", "gob.mx", "canada.ca", "gc.ca", "ccohs.ca",
            "cchst.ca", "gouv.qc.ca", "alberta.ca", "gov.bc.ca", "gov.mb.ca", "gov.nl.ca", "novascotia.ca",
            "ontario.ca", "saskatchewan.ca", "worksafebc.com", "wcb.mb.ca", "safemanitoba.com", "worksafenb.ca",
            "travailsecuritairenb.ca", "workplacenl.ca", "wscc.nt.ca", "wcb.pe.ca", "wcb.yk.ca",
            "bac-lac.wayback.archive-it.org",
            "manitoba.ca", "gnb.ca", "worksafesask.ca", "wcb.nt.ca",
        }  # fmt: skip

    def test_administrator_toggles_direct_host(self):
        record = published(item_linking_to("https://www.evil.example/a"))
        assert not list(get_external_links(get_record_html(record)))
        client = superuser_client()
        client.post(admin_url(DirectHost, "add"), {"host": "Evil.example", "note": ""})
        assert list(get_external_links(get_record_html(record))) == ["https://www.evil.example/a"]
        host = DirectHost.objects.get(host="evil.example")
        client.post(admin_url(DirectHost, "delete", host.pk), {"post": "yes"})
        assert not list(get_external_links(get_record_html(record)))

    def test_destinations_are_readonly_in_admin(self):
        record = published(item_linking_to(EVIL))
        client, number = superuser_client(), get_number()
        html = client.get(admin_url(Destination, "change", number)).content.decode()
        assert EVIL in html
        assert admin_url(NewsItem, "change", record.pk) in html
        assert client.get(admin_url(Destination, "changelist"), {"q": "evil.example"}).content.decode().count(EVIL)
        assert client.post(admin_url(Destination, "change", number), {"address": "https://b/"}).status_code == 403
        assert client.post(admin_url(Destination, "delete", number), {"post": "yes"}).status_code == 403
        assert client.get(admin_url(Destination, "add")).status_code == 403
        assert get_number() == number
