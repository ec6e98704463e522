"""Public help pages: whom to call in each place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from programs.help import HelpEntry, HelpPlace, build_tel_url
from tests.support import factories
from tests.support.clients import get_page
from tests.support.html import ParsedPage
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
LISTS = {"en": "/en/help/", "es": "/es/ayuda/", "fr": "/fr/aide/"}
ONTARIO = {"en": "/en/help/ontario/", "es": "/es/ayuda/ontario/", "fr": "/fr/aide/ontario/"}
OVERDUE = {"en": "last checked in", "es": "última verificación en", "fr": "dernière vérification en"}


def get_links(path):
    return [link.get("href") for link in ParsedPage(get_page(path)).all("a")]


@pytest.fixture
def place():
    """Return a public place of Canada without entries."""
    return factories.published(factories.help_place(country=factories.country("CA")))


@pytest.mark.parametrize(
    ("number", "country", "url"),
    [
        ("911", "US", "tel:911"),
        ("1-800-321-6742", "US", "tel:+18003216742"),
        ("(604) 276-3100", "CA", "tel:+16042763100"),
        ("55 3000 2700", "MX", "tel:+525530002700"),
        ("+52 55 3000 2700", "MX", "tel:+525530002700"),
        ("604-276-3100", "", "tel:6042763100"),
    ],
    ids=["emergency", "toll-free", "area code", "Mexico", "international", "no country"],
)
def test_tel_url_has_calling_code(number, country, url):
    assert build_tel_url(number, country) == url


@pytest.mark.parametrize("language", LANGUAGES)
class TestLanguages:
    def test_list_links_every_place(self, language):
        links = get_links(LISTS[language])
        places = HelpPlace.objects.published()
        assert len(places) == 16
        assert all(place.get_url(language) in links for place in places)

    def test_list_has_emergency_number_first(self, language):
        links = [link for link in get_links(LISTS[language]) if link and link.startswith("tel:")]
        assert links[0] == "tel:911"
        assert links.count("tel:911") == 1

    def test_place_has_telephone_links(self, language):
        links = [link for link in get_links(ONTARIO[language]) if link and link.startswith("tel:")]
        assert links == ["tel:911", "tel:+18772020008", "tel:+18556539260"]

    def test_switcher_keeps_the_place(self, language):
        links = get_links(ONTARIO[language])
        assert all(ONTARIO[other] in links for other in LANGUAGES if other != language)

    def test_overdue_page_says_when_it_was_checked(self, language, place):
        factories.help_entry(place=place)
        today = timezone.localdate()
        assert OVERDUE[language] not in get_page(place.get_url(language))
        HelpPlace.objects.filter(pk=place.pk).update(review_due=today)
        assert OVERDUE[language] not in get_page(place.get_url(language))
        HelpPlace.objects.filter(pk=place.pk).update(review_due=today - timedelta(days=1))
        assert OVERDUE[language] in get_page(place.get_url(language))

    @pytest.mark.parametrize("path", ["/{}/", "/{}/no-such-page/"], ids=["home", "not found"])
    def test_help_is_linked_before_the_content_ends(self, language, path):
        page = ParsedPage(Client().get(path.format(language)).content.decode())
        links = [link.get("href") for link in page.all("a")]
        assert links.count(LISTS[language]) >= 3  # menu, content, footer


@pytest.mark.parametrize("language", LISTS)
def test_first_link_of_home_content_is_help_with_911(language):
    html = get_page(f"/{language}/")
    content = html[html.index('id="content"') :]
    first_link = content[content.index("<a ") : content.index("</a>")]
    assert LISTS[language] in first_link
    assert "911" in first_link


def test_menu_begins_with_help():
    html = get_page("/en/offices/")
    menu = html[html.index('class="menu"') :]
    assert menu.index("/en/help/") < menu.index("/en/programs/")


def test_unconfirmed_entry_is_not_public(place):
    unconfirmed = factories.help_entry(place=place, title_en="Quetzal", telephone="1-800-555-0100", confirmed=False)
    for path in (place.get_absolute_url(), "/en/help/"):
        assert "Quetzal" not in get_page(path)
        assert "0100" not in get_page(path)
    HelpEntry.objects.filter(pk=unconfirmed.pk).update(confirmed=True)
    for path in (place.get_absolute_url(), "/en/help/"):
        assert "Quetzal" in get_page(path)
        assert "tel:+18005550100" in get_page(path)


def test_need_without_confirmed_entry_has_no_heading(place):
    factories.help_entry(place=place, need="wages", confirmed=False)
    factories.help_entry(place=place, need="refusal")
    html = get_page(place.get_absolute_url())
    assert "Refusing dangerous work" in html
    assert "Unpaid wages" not in html


def test_place_without_number_shows_official_page(place):
    factories.help_entry(place=place, title_en="Regulator", web_address_en="https://www.dol.gov/help")
    links = get_links("/en/help/")
    assert "https://www.dol.gov/help" in links


def test_link_leads_to_page_in_readers_language(place):
    addresses = {"web_address_en": "https://www.osha.gov/workers", "web_address_es": "https://www.osha.gov/espanol"}
    factories.help_entry(place=place, **addresses)
    assert addresses["web_address_es"] in get_links(place.get_url("es"))
    assert addresses["web_address_en"] in get_links(place.get_url("fr"))
    assert "(osha.gov, en anglais)" in get_page(place.get_url("fr"))


def test_source_has_its_date_or_says_when_it_was_seen(place):
    entry = factories.help_entry(place=place)
    assert "seen in" in get_page(place.get_absolute_url())
    HelpEntry.objects.filter(pk=entry.pk).update(source_date="2024-07-01")
    html = get_page(place.get_absolute_url())
    assert "July 1, 2024" in html
    assert "seen in" not in html


def test_place_query_count_is_constant(place):
    factories.help_entry(place=place)
    counts = [[count_queries(path) for path in (place.get_absolute_url(), "/en/help/")]]
    for need in HelpEntry.Need:
        factories.help_entry(
            place=place, need=need, telephone="1-800-555-0100", web_address_en="https://www.osha.gov/a"
        )
    other = factories.published(factories.help_place(country=factories.country("US")))
    factories.help_entry(place=other)
    counts.append([count_queries(path) for path in (place.get_absolute_url(), "/en/help/")])
    assert counts[0] == counts[1]
