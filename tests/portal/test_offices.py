"""Pages of the administrative offices: each former address stands with the name that the office had then."""

import pytest
from django.test import Client

from portal.pages.documents import Document
from portal.pages.offices import Office

pytestmark = pytest.mark.django_db


def get_former_periods(code):
    office = Office.objects.with_related().get(country__code=code)
    return [(str(name), [address.telephone for address in rows]) for name, rows in office.get_former_periods()]


def test_former_addresses_stand_with_their_names():
    assert get_former_periods("US") == [
        ("Office of Trade and Labor Affairs (OTLA)", ["202-693-4887"]),
        ("Office of Trade Agreement Implementation", ["202-693-4900"]),
        ("U.S. National Administrative Office", ["(202) 501-6653"]),
    ]


def test_current_name_shows_its_start():
    html = Client().get("/en/offices/united-states/").content.decode()
    assert "December 14, 2006" in html.split("Former names")[0]


@pytest.mark.parametrize(
    ("path", "shown", "hidden"),
    [
        ("/en/offices/canada/", "165 Hôtel de Ville Street", "rue de l’Hôtel-de-Ville"),
        ("/es/oficinas/canada/", "165 Hôtel de Ville Street", None),
        ("/fr/bureaux/canada/", "rue de l’Hôtel-de-Ville", "Hôtel de Ville Street"),
    ],
    ids=["en", "es", "fr"],
)
def test_address_is_in_readers_language_if_known(path, shown, hidden):
    html = Client().get(path).content.decode()
    assert shown in html
    assert hidden is None or hidden not in html


def test_directive_and_designation_have_their_own_kind():
    kinds = dict(Document.objects.values_list("slug_en", "kind"))
    assert (kinds["csp-04-01-001"], kinds["assp-ambassador-2020"]) == ("directive", "designation")


@pytest.mark.parametrize(("language", "path"), [("en", "/en/"), ("es", "/es/"), ("fr", "/fr/")])
def test_matrix_says_that_two_columns_are_the_portals_choice(language, path):
    words = {"en": "This portal has chosen", "es": "Este portal optó", "fr": "Ce portail a choisi"}
    assert words[language] in Client().get(path).content.decode()


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_document_does_not_claim_to_exist_in_one_language_only(language):
    html = Client().get(Document.objects.get(slug_en="denver-agreement-2012").get_url(language)).content.decode()
    words = {"en": "in Spanish only", "es": "solo en español", "fr": "en espagnol seulement"}
    assert words[language] not in html
