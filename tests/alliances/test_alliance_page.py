"""The public page of an alliance, with all fields and with none."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliances.models import Contact, YearlyReport
from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.clients import get_page
from tests.support.factories import live_alliance
from tests.support.html import collapse_whitespace, get_dates

pytestmark = pytest.mark.django_db


class TestAlliance:
    """The detail page of an alliance."""

    @pytest.fixture
    def full(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        texts = {f"worker_involvement_{code}": f"<p>Voice {code}</p>" for code in LANGUAGES}
        made = factories.alliance(
            level="regional", offices=["Erie Area Office", "Boston Region"], industries=["23"], participants=(),
            agreements=(("renewed", "2006-05"), ("renewed", "2006-04-30"), ("signed", "2004-12-07")), **texts,
        )  # fmt: skip
        document = factories.published_document(title_en="Text of it", title_es="Su texto", title_fr="Son texte")
        made.agreements.filter(kind="signed").update(
            languages=["en", "es"], signatories=["Ana", "Eva"], ends="2006-05", document=document,
            note_en="In Erie", note_es="En Erie", note_fr="À Erie",
        )  # fmt: skip
        factories.participant(alliance=made, name="Local 1", kind="union")
        consulate = {"name": "Consulado en Erie", "name_language": "es", "country": factories.country("MX")}
        factories.participant(alliance=made, kind="consulate", is_signatory=False, **consulate)
        factories.goal(alliance=made, emphasis="training", text_en="<p>A goal</p>", text_es="<p>Una</p>")
        factories.goal(alliance=made, emphasis="outreach")
        for report in ({"year": 2006, "meetings": 0, "reached": 15400}, {"year": 2005, "activities": 12}):
            YearlyReport.objects.create(alliance=made, **report)
        Contact.objects.create(
            alliance=made, name="Ben", role_en="chair", role_es="presidente", role_fr="président",
            organization="ACME", telephone="1-800", email="ben@example.gov",
        )  # fmt: skip
        upload = factories.pdf_file("a.pdf", words="x" * (4000 - len(factories.pdf_bytes())))
        factories.product(alliances=[made], languages=()).editions.create(language="vi", file=upload)
        factories.published(made.products.get())
        return factories.published(made)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_page_shows_all_fields(self, full, language):
        html = get_page(full.get_url(language))
        article = html[html.index("<article") : html.index("</article")]
        words = {
            "en": ("Regional", "Construction", "Voice en", "Union", "Consulate · Mexico", "did not sign", "15,400",
                   "Text of it", "In Erie", "Signed by Ana, Eva", "in English, in Spanish", "until", "Ben, chair",
                   "Vietnamese", "3.9\xa0KB"),
            "es": ("Regional", "Construcción", "Voice es", "Sindicato", "Consulado · México", "no firmó", "15,400",
                   "Su texto", "En Erie", "Ana, Eva", "en inglés, en español", "hasta mayo de 2006", "Ben, presidente",
                   "Vietnamita", "3.9\xa0KB"),
            "fr": ("Construction", "Régional", "Voice fr", "Syndicat", "Consulat · Mexique", "n’a pas signé",
                   "15\xa0400", "Son texte", "À Erie", "Ana, Eva", "en anglais, en espagnol", "jusqu’en",
                   "Ben, président",
                   "Vietnamien", "3,9\xa0Kio"),
        }  # fmt: skip
        text = collapse_whitespace(re.sub(r"<[^>]+>", "", article))
        missing = [phrase for phrase in words[language] if phrase not in text]
        assert missing == []
        assert 'href="mailto:ben@example.gov"' in article
        assert full.products.get().get_url(language) in article

    def test_agreements_are_in_order(self, full):
        html = get_page(full.get_absolute_url())
        section = html[html.index("Agreements</h2>") : html.index("Goals</h2>")]
        assert get_dates(section) == ["2004-12-07", "2006-05", "2006-04-30", "2006-05"]  # the first with its end

    def test_goals_are_grouped_by_emphasis_and_reports_by_year(self, full):
        html = get_page(full.get_absolute_url())
        order = ["Outreach and communication</h3>", "Training and education</h3>", "A goal", "Implementation", ">2005<",
                 ">2006<"]  # fmt: skip
        assert "Rulemaking and enforcement</h3>" not in html
        places = [html.index(words, html.index("Goals</h2>")) for words in order]
        assert places == sorted(places)

    def test_zero_meetings_differ_from_no_number(self, full):
        html = get_page(full.get_absolute_url())
        year = html[html.index(">2006<") :].split("</tr>")[0]
        assert "<span>0</span>" in year
        assert "Activities" not in year

    def test_fields_without_value_are_left_out(self):
        html = get_page(live_alliance(participants=("",), from_archives=True).get_absolute_url())
        article = html[html.index("<article") : html.index("</article")]
        labels = ("OSHA offices", "Industry", "Worker involvement", "Goals", "Implementation", "Products", "Contacts")
        assert [label for label in labels if label in article] == []

    def test_signatory_union_is_shown_as_worker_voice(self):
        html = get_page(live_alliance(participants=("employer", "union")).get_absolute_url())
        assert "A union signed the agreement." in html

    def test_draft_document_and_product_are_hidden(self):
        made = live_alliance()
        made.agreements.update(document=factories.document(title_en="Hidden document"))
        factories.product(alliances=[made], title_en="Hidden product")
        html = get_page(made.get_absolute_url())
        assert "Hidden" not in html
        assert "Products</h2>" not in html

    def test_page_query_count_is_constant(self):
        made = live_alliance()

        def add():
            number = made.reports.count()
            factories.participant(alliance=made, kind="consulate", country=factories.country("MX"))
            made.agreements.create(kind="renewed", date=f"20{10 + number}", document=factories.published_document())
            factories.goal(alliance=made, emphasis="training")
            YearlyReport.objects.create(alliance=made, year=2005 + number)
            Contact.objects.create(alliance=made, name="Ben")
            factories.published(factories.product(alliances=[made], languages=("en", "vi")))

        def queries():
            get_page(made.get_absolute_url())
            with CaptureQueriesContext(connection) as captured:
                get_page(made.get_absolute_url())
            return len(captured)

        add()
        count_with_one = queries()
        add()
        add()
        assert queries() == count_with_one
