"""The directory of alliances: filters, table and timeline."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from alliances.models import Alliance
from alliances.timeline import MARGIN, build_timeline
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.clients import get_page
from tests.support.factories import live_alliance
from tests.support.html import ParsedPage, collapse_whitespace, get_dates

pytestmark = pytest.mark.django_db
DIRECTORY = {
    "en": "/en/alliances/directory/", "es": "/es/alianzas/directorio/", "fr": "/fr/alliances/repertoire/",
}  # fmt: skip


@pytest.fixture
def alone():
    """Delete all alliances."""
    Alliance._base_manager.all().delete()


def rows(html):
    """Return the table rows by URL of the alliance."""
    body = html[html.index("<tbody") : html.index("</tbody")]
    return {re.search(r'href="([^"]+)"', row)[1]: row for row in body.split("</tr>") if "href" in row}


def tracks(html):
    """Return (text alternative, mark positions) of each timeline track by URL of the alliance."""
    section = html[html.index('<ol class="timeline"') :].split("</ol>")[0]
    marks = {}
    for item in section.split("<li>")[1:]:
        places = [float(place) for place in re.findall(r'<svg x="([\d.]+)%"', item)]
        marks[re.search(r'href="([^"]+)"', item)[1]] = (re.search(r'aria-label="([^"]*)"', item)[1], places)
    return marks


def get_listed(query, language="en"):
    """Return the URLs of the alliances in the table for a query."""
    html = get_page(DIRECTORY[language] + query)
    return set(rows(html)) if "<tbody" in html else set()


class TestFilters:
    """Each filter returns each match once, and nothing else."""

    @pytest.fixture
    def alliance_url(self, alone):
        """Return an alliance with a value for every filter."""
        made = live_alliance(
            level="area", industries=["23", "31"], participants=("union", "union", "professional association"),
            agreements=(("signed", "2004"), ("renewed", "2006"), ("renewed", "2008")),
        )  # fmt: skip
        made.agreements.update(languages=["en", "es"])
        factories.participant(alliance=made, kind="consulate", country=factories.country("MX"))
        factories.participant(alliance=made, kind="consulate", country=factories.country("MX"))
        for _ in range(2):
            factories.goal(alliance=made, emphasis="training")
            factories.published(factories.product(alliances=[made], languages=("es", "vi")))
        return made.get_absolute_url()

    QUERIES = (
        "level=area", "status=renewed", "participant=union", "industry=31", "emphasis=training", "agreement=es",
        "language=vi", "consulate=MX",
    )  # fmt: skip

    @pytest.mark.parametrize("query", QUERIES)
    def test_filter_returns_each_match_once(self, alliance_url, query):
        other = live_alliance(level="national", participants=("tribe",)).get_absolute_url()
        assert get_listed("") == {alliance_url, other}
        html = get_page(f"{DIRECTORY['en']}?{query}")
        assert re.search(r"\b1 alliance\s", html)
        assert list(rows(html)) == list(tracks(html)) == [alliance_url]

    def test_filters_combine(self, alliance_url):
        live_alliance(level="area", participants=("union",))
        assert get_listed("?" + "&".join(self.QUERIES)) == {alliance_url}
        assert get_listed("?" + "&".join(self.QUERIES) + "&level=national") == set()

    @pytest.mark.parametrize(
        "query", ["status=signed", "participant=employer", "industry=23&level=national", "emphasis=outreach",
                  "agreement=fr", "language=en", "consulate=US"]
    )  # fmt: skip
    def test_filter_excludes_other_values(self, alliance_url, query):
        assert get_listed(f"?{query}") == set()

    def test_consulate_filter_ignores_country_of_others(self, alone):
        made = live_alliance(participants=("consulate",))
        factories.participant(alliance=made, kind="government agency", country=factories.country("CA"))
        assert get_listed("?consulate=CA") == set()

    def test_agreement_filter_keeps_order_and_dates(self, alone):
        made = live_alliance(agreements=(("signed", "2012"), ("renewed", "2016")))
        made.agreements.filter(kind="renewed").update(languages=["es"])
        html = get_page(f"{DIRECTORY['en']}?agreement=es")
        assert sorted(set(get_dates(rows(html)[made.get_absolute_url()]))) == ["2012", "2016"]

    def test_language_filter_ignores_draft_products(self, alone):
        factories.product(alliances=[live_alliance()], languages=("vi",))
        assert get_listed("?language=vi") == set()

    @pytest.mark.parametrize(
        "name", ["level", "status", "participant", "industry", "emphasis", "agreement", "language", "consulate"]
    )
    @pytest.mark.parametrize("value", ["none", "\0", "x" * 3000, "0", "'", "signed ", "\U0001f600", "-1"])
    def test_filter_with_unknown_value_is_not_found(self, name, value):
        assert Client().get(f"{DIRECTORY['en']}?{name}={quote(value)}").status_code == 404

    @pytest.mark.parametrize("query", ["?level=", "?level=&status=&language=", "?unknown=1", "?level=none&level="])
    def test_empty_filter_is_ignored(self, query):
        assert get_listed(query) == get_listed("")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_language_switcher_and_filters_keep_filters(self, alliance_url, language):
        html = get_page(f"{DIRECTORY[language]}?level=area&language=vi&consulate=MX")
        page = ParsedPage(html)
        others = {item["hreflang"]: item["href"] for item in page.all("a") if "lang" in item}
        for other in set(LANGUAGES) - {language}:
            assert others[other] == f"{DIRECTORY[other]}?level=area&language=vi&consulate=MX"
        assert [item["value"] for item in page.all("option") if "selected" in item] == ["area", "vi", "MX"]
        for rest in ("language=vi&consulate=MX", "level=area&consulate=MX", "level=area&language=vi"):
            assert f'href="{DIRECTORY[language]}?{rest.replace("&", "&amp;")}"' in html

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "No alliances match your filters."),
            ("es", "Ninguna alianza coincide con los filtros."),
            ("fr", "Aucune alliance ne correspond aux filtres."),
        ],
    )
    def test_empty_list_shows_message(self, alone, language, words):
        for query in ("", "?level=area"):
            html = get_page(DIRECTORY[language] + query)
            assert words in html
            assert "<table" not in html
            assert "timeline" not in html


class TestTimeline:
    """The timeline shows the dates of the table at their positions."""

    LIFE = (
        ("signed", "2004-09"), ("renewed", "2004-09-30"), ("renewed", "2006"), ("ambassador", "2008-02-29"),
        ("concluded", "2010-10-01"),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "Signed September 2004; renewed September 30, 2004; renewed 2006; ambassador February 29, 2008; "
                   "concluded October 1, 2010"),
            ("es", "Firmada: septiembre de 2004; renovada: 30 de septiembre de 2004; renovada: 2006; embajador: 29 de "
                   "febrero de 2008; concluida: 1 de octubre de 2010"),
            ("fr", "Signée\xa0: septembre 2004; renouvelée\xa0: 30 septembre 2004; renouvelée\xa0: 2006; "
                   "ambassadeur\xa0: 29 février 2008; arrivée à terme\xa0: 1er octobre 2010"),
        ],
    )  # fmt: skip
    def test_track_has_text_alternative(self, alone, language, words):
        made = live_alliance(agreements=self.LIFE)
        assert tracks(get_page(DIRECTORY[language]))[made.get_url(language)][0] == words

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_table_has_every_date_of_timeline(self, alone, language):
        made = live_alliance(agreements=self.LIFE)
        row = rows(get_page(DIRECTORY[language]))[made.get_url(language)]
        assert sorted(set(get_dates(row))) == sorted(date for _, date in self.LIFE)

    def test_table_and_timeline_of_seed_content_agree(self):
        html = get_page(DIRECTORY["en"])
        table, lines = rows(html), tracks(html)
        assert list(table) == list(lines)
        for alliance in Alliance.objects.published():
            agreed = [agreement.date for agreement in alliance.get_sorted_agreements()]
            assert sorted(set(get_dates(table[alliance.get_absolute_url()]))) == sorted(agreed)
            assert len(lines[alliance.get_absolute_url()][1]) == len(agreed)

    def test_marks_are_ordered_by_date(self, alone):
        live_alliance(agreements=self.LIFE)
        ((_, places),) = tracks(get_page(DIRECTORY["en"])).values()
        assert places == sorted(places)
        assert len(places) == len(self.LIFE)

    def test_mark_position_is_proportional_to_date(self, alone, monkeypatch):
        monkeypatch.setattr("portal.clock.get_today", lambda: datetime.date(2009, 6, 1))
        live_alliance(agreements=(("signed", "2000-01-01"), ("renewed", "2005"), ("concluded", "2010-01-01")))
        drawn = build_timeline(Alliance.objects.published().with_related())
        signed, renewed, concluded = (float(mark.position[:-1]) for mark in drawn.tracks[0].marks)
        years = {tick.year: float(tick.position[:-1]) for tick in drawn.ticks}
        assert signed == years[2000] == MARGIN
        a_year = (100 - 2 * MARGIN) / 11  # to the end of the last year
        assert renewed == pytest.approx(
            MARGIN + 5.5 * a_year, abs=0.1
        )  # the middle of a year of which no more is known
        assert concluded == pytest.approx(MARGIN + 10 * a_year, abs=0.01)

    @pytest.mark.parametrize("dates", [("1900", "2999-12-31"), ("2999-12", "2999-12-31"), ("1900", "1900-01-01")])
    def test_marks_stay_within_margins(self, alone, dates):
        live_alliance(agreements=(("signed", dates[0]), ("renewed", dates[1])))
        drawn = build_timeline(Alliance.objects.published().with_related())
        places = [mark.position for mark in drawn.tracks[0].marks] + [tick.position for tick in drawn.ticks]
        assert all(MARGIN <= float(place[:-1]) <= 100 - MARGIN for place in places)
        assert 2 <= len(drawn.ticks) <= 7

    def test_oldest_alliance_comes_first(self, alone):
        late, month, day = (live_alliance(agreements=(("signed", date),)) for date in ("2005", "2004-12", "2004-12-07"))
        assert list(rows(get_page(DIRECTORY["en"]))) == [alliance.get_absolute_url() for alliance in (month, day, late)]

    def test_timeline_shows_only_public_alliances(self, alone):
        factories.alliance(title_en="Hidden")
        withdrawn = live_alliance(title_en="Hidden", title_es="Oculta", title_fr="Cachée")
        unpublish(withdrawn, by=None)
        assert "Hidden" not in get_page(DIRECTORY["en"])
        assert Client().get(withdrawn.get_url("en")).status_code == 404


@pytest.mark.parametrize(
    ("language", "last_known"), [("en", "Last known"), ("es", "Último dato conocido"), ("fr", "Dernier état connu")]
)
def test_expired_alliance_is_last_known(alone, language, last_known):
    past, now = live_alliance(agreements=(("signed", "2004-12-07"),)), timezone.localdate().isoformat()
    present = live_alliance(agreements=(("signed", "2004-12-07"), ("renewed", now[:7])))
    html = get_page(DIRECTORY[language])
    row = rows(html)[past.get_url(language)]
    assert last_known in row
    assert get_dates(row.split(last_known)[1]) == ["2004-12-07"]
    assert last_known not in rows(html)[present.get_url(language)]
    assert last_known in get_page(past.get_url(language))
    assert last_known not in get_page(present.get_url(language))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "In English, in Spanish"), ("es", "En inglés, en español"), ("fr", "En anglais, en espagnol")],
)
def test_list_shows_agreement_languages(language, words):
    made = live_alliance()
    made.agreements.update(languages=["es", "en"])
    row = rows(get_page(DIRECTORY[language]))[made.get_url(language)]
    assert words in collapse_whitespace(row)
