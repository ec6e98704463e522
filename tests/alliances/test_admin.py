"""Alliances in the admin: inlines, validation of agreements and participants, and kept input."""

import pytest

from alliances.models import Agreement, Alliance, Participant
from portal.i18n.languages import LANGUAGES
from tests.support.clients import superuser_client
from tests.support.factories import live_alliance_of
from tests.support.forms import add_row, admin_url, get_input_values, get_publish_fields, post_form

pytestmark = pytest.mark.django_db
VOICE = {
    "en": "an alliance needs a union that signed, or a text on worker involvement.",
    "es": "la alianza necesita un sindicato firmante o un texto sobre la participación de los trabajadores.",
    "fr": "l’alliance doit compter un syndicat signataire ou un texte sur la participation des travailleurs.",
}


def form(client, alliance=None, **fields):
    """Return the URL and form data of an alliance; those of a new one have a title and a level."""
    path = admin_url(Alliance, "change", alliance.pk) if alliance else admin_url(Alliance, "add")
    sent = get_input_values(client, path) | {"source_language": "en", "level": "national"}
    for number in range(int(sent["agreements-INITIAL_FORMS"])):
        sent |= {f"agreements-{number}-kind": alliance.agreements.all()[number].kind}
    for number in range(int(sent["participants-INITIAL_FORMS"])):
        participant = alliance.participants.all()[number]
        sent |= {f"participants-{number}-kind": participant.kind, f"participants-{number}-name_language": "en"}
    return path, sent | (get_publish_fields(alliance) if alliance else {"title_en": "Typed"}) | fields


def add_agreement(sent, kind, date, **values):
    return add_row(sent, "agreements", kind=kind, date=date, **values)


def test_alliance_form_saves_all_inlines():
    client = superuser_client()
    path, sent = form(client, industries=["23", "31"], offices="Erie Area Office, Denver Area Office")
    sent = add_agreement(sent, "signed", "2004-12", languages=["en", "es"], signatories="Ana, Eva")
    sent = add_agreement(sent, "renewed", "2006-12-07")
    sent = add_row(sent, "participants", name="Ana", kind="union", name_language="es", is_signatory="on", order=0)
    sent = add_row(sent, "goals", emphasis="training", text_en="<p>Train</p>", order=0)
    sent = add_row(sent, "reports", year=2005, meetings=3, activities=0, reached="")
    sent = add_row(sent, "contacts", name="Eva", telephone="1", email="eva@example.gov", order=0)
    assert client.post(path, sent).status_code == 302
    made = Alliance.objects.get(title_en="Typed")
    assert made.offices == ["Erie Area Office", "Denver Area Office"]
    assert made.industries == ["23", "31"]
    signed, renewed = made.get_sorted_agreements()
    assert (signed.languages, signed.signatories, renewed.date) == (["en", "es"], ["Ana", "Eva"], "2006-12-07")
    assert made.has_signatory_union()
    assert made.goals.get().emphasis == "training"
    assert [made.reports.get().meetings, made.reports.get().activities, made.reports.get().reached] == [3, 0, None]
    assert made.contacts.get().email == "eva@example.gov"


REFUSED = [
    (
        [("signed", "2004-12-07"), ("renewed", "2004-12-06")],
        {
            "en": "“renewed, 2004-12-06” is before the signing.",
            "es": "“renovada, 2004-12-06” es anterior a la firma.",
            "fr": "«\xa0renouvelée, 2004-12-06\xa0» précède la signature.",
        },
    ),
    (
        [("signed", "2004"), ("ambassador", "2008"), ("ambassador", "2009")],
        {
            "en": "An alliance becomes an ambassador only once.",
            "es": "Una alianza obtiene la categoría de Embajador una sola vez.",
            "fr": "Une alliance obtient le titre d’ambassadeur une seule fois.",
        },
    ),
    (
        [("signed", "2004"), ("concluded", "2006"), ("renewed", "2007-01")],
        {
            "en": "“renewed, 2007-01” is after the end of the alliance.",
            "es": "“renovada, 2007-01” es posterior al fin de la alianza.",
            "fr": "«\xa0renouvelée, 2007-01\xa0» suit la fin de l’alliance.",
        },
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("agreements", "sentences"), REFUSED, ids=["renewed early", "twice", "after the end"])
def test_impossible_agreements_are_rejected_in_drafts(language, agreements, sentences):
    client = superuser_client(interface_language=language)
    path, sent = form(client)
    for kind, date in agreements:
        sent = add_agreement(sent, kind, date, note_fr=f"Tapé en {date}")
    html = post_form(client, path, sent)
    assert sentences[language] in html
    for _, date in agreements:
        assert f'value="{date}"' in html
        assert f'value="Tapé en {date}"' in html
    assert 'value="Typed"' in html
    assert not Alliance.objects.filter(title_en="Typed").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_agreement_ending_before_signing_is_rejected(language):
    client = superuser_client(interface_language=language)
    path, sent = form(client)
    html = post_form(client, path, add_agreement(sent, "signed", "2004-12-07", ends="2004-12-06"))
    sentence = {
        "en": "The end date is before the start date.",
        "es": "La fecha final es anterior a la inicial.",
        "fr": "La date de fin précède la date de début.",
    }
    assert sentence[language] in html
    assert 'value="2004-12-06"' in html


def test_invalid_date_is_not_reported_as_missing():
    client = superuser_client()
    path, sent = form(client)
    html = post_form(client, path, add_agreement(add_agreement(sent, "signed", "2004-12-32"), "renewed", "2006"))
    assert "is not a date" in html
    assert "Add the signing first" not in html
    assert 'value="2004-12-32"' in html


def test_duplicate_agreement_is_rejected():
    client = superuser_client()
    path, sent = form(client)
    sent = add_agreement(add_agreement(add_agreement(sent, "signed", "2004"), "renewed", "2006"), "renewed", "2006")
    assert "Two of these rows are the same. Remove one of them." in post_form(client, path, sent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_publish_reports_missing_rows_and_keeps_input(language):
    client = superuser_client(interface_language=language)
    path, sent = form(client, title_es="Escrito", title_fr="Écrit", _publish="1")
    sent = add_agreement(sent, "signed", "2004")
    sent = add_row(sent, "participants", name="Acme", kind="employer", name_language="en", is_signatory="on", order=0)
    html = client.post(path, sent, follow=True).content.decode()
    assert VOICE[language] in html
    made = Alliance.objects.get(title_en="Typed")
    assert not made.is_public()
    assert made.participants.get().name == "Acme"


@pytest.mark.parametrize("language", LANGUAGES)
def test_live_alliance_cannot_lose_union(language):
    made = live_alliance_of("employer", "union")
    client = superuser_client(interface_language=language)
    path, sent = form(client, made, summary_en="Typed", summary_es="Escrito", summary_fr="Écrit")
    html = post_form(client, path, sent | {"participants-1-DELETE": "on"})
    assert VOICE[language] in html
    assert "Escrito" in html
    assert made.has_signatory_union()


@pytest.mark.parametrize(
    "change",
    [
        {"participants-1-is_signatory": None}, {"participants-1-kind": "consulate"},
        {"participants-1-kind": ""},
    ],
)  # fmt: skip
def test_live_alliance_requires_signatory_union(change):
    made = live_alliance_of("employer", "union")
    client = superuser_client()
    path, sent = form(client, made)
    sent = {name: value for name, value in (sent | change).items() if value is not None}
    assert VOICE["en"] in post_form(client, path, sent)
    assert Alliance.objects.get(pk=made.pk).has_signatory_union()


def test_live_alliance_cannot_lose_worker_involvement():
    texts = {f"worker_involvement_{language}": "<p>Here</p>" for language in LANGUAGES}
    made = live_alliance_of("employer", **texts)
    client = superuser_client()
    path, sent = form(client, made, title_en="New")
    for empty in ("", "<p>&nbsp;</p>"):
        emptied = dict.fromkeys(texts, empty)
        assert VOICE["en"] in post_form(client, path, sent | emptied)
    assert Alliance.objects.get(pk=made.pk).has_worker_involvement()


def test_live_alliance_stays_from_archives_without_worker_voice():
    made = live_alliance_of("employer", from_archives=True)
    client = superuser_client()
    path, sent = form(client, made)
    sent.pop("from_archives")
    assert VOICE["en"] in post_form(client, path, sent)
    sent = add_row(sent, "participants", name="Local 1", kind="union", name_language="en", is_signatory="on", order=2)
    assert client.post(path, sent).status_code == 302
    assert not Alliance.objects.get(pk=made.pk).from_archives


def test_union_can_be_replaced_in_one_save():
    made = live_alliance_of("employer", "union")
    client = superuser_client()
    path, sent = form(client, made)
    sent = add_row(sent, "participants", name="Local 2", kind="union", name_language="en", is_signatory="on", order=2)
    assert client.post(path, sent | {"participants-1-DELETE": "on"}).status_code == 302
    assert list(made.participants.filter(kind="union").values_list("name", flat=True)) == ["Local 2"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("agreements-0-DELETE", "Add an agreement with the date the alliance was signed."),
        ("participants-0-DELETE", "Add a participant."),
    ],
)
def test_live_alliance_requires_agreement_and_participant(row, sentence):
    made = live_alliance_of("consulate")
    client = superuser_client()
    path, sent = form(client, made)
    assert sentence in post_form(client, path, sent | {row: "on"})
    assert Agreement.objects.filter(alliance=made).exists()
    assert Participant.objects.filter(alliance=made).exists()


def test_live_alliance_cannot_lose_signing():
    made = live_alliance_of("consulate", agreements=(("signed", "2004"), ("renewed", "2006")))
    client = superuser_client()
    path, sent = form(client, made)
    assert "Add the signing first" in post_form(client, path, sent | {"agreements-0-DELETE": "on"})
    assert made.agreements.count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_live_alliance_requires_goal_in_every_language(language):
    made = live_alliance_of("consulate")
    client = superuser_client(interface_language=language)
    path, sent = form(client, made)
    html = post_form(client, path, add_row(sent, "goals", emphasis="training", text_en="<p>Train</p>", order=0))
    assert "&lt;p&gt;Train&lt;/p&gt;" in html
    assert not made.goals.exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Enter the goal in the original language."),
        ("es", "Escriba el objetivo en el idioma original."),
        ("fr", "Entrez l’objectif dans la langue d’origine."),
    ],
)
def test_goal_without_text_is_rejected_in_drafts(language, sentence):
    client = superuser_client(interface_language=language)
    path, sent = form(client)
    html = post_form(client, path, add_row(sent, "goals", emphasis="training", text_es="<p>Capacitar</p>", order=0))
    assert sentence in html
    assert "&lt;p&gt;Capacitar&lt;/p&gt;" in html


@pytest.mark.parametrize("year", ["23", "2001", "2101"])
def test_fiscal_year_out_of_range_is_rejected(year):
    client = superuser_client()
    path, sent = form(client)
    html = post_form(client, path, add_row(sent, "reports", year=year))
    assert "greater than or equal to 2002" in html or "less than or equal to 2100" in html
    assert f'value="{year}"' in html
