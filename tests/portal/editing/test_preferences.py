"""The preferences page changes only the preferences of the current editor."""

import pytest
from django.test import Client

from portal.i18n.languages import ENDONYMS
from portal.models import Editor
from tests.support import factories
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/preferences/"
CHOSEN = {
    "first_name": "Ana", "last_name": "Pérez", "email": "ana@example.org", "interface_language": "es",
    "time_zone": "America/Tijuana", "mail": "digest",
}  # fmt: skip


def signed_in(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize(
    ("language", "link", "saved", "wrong"),
    [
        ("en", "Preferences", "Your preferences were saved.", "Please correct the errors below."),
        ("es", "Preferencias", "Se guardaron sus preferencias.", "Corrija los errores que aparecen a continuación."),
        ("fr", "Préférences", "Vos préférences sont enregistrées.", "Veuillez corriger les erreurs ci-dessous."),
    ],
)
def test_preferences_are_saved_and_confirmed_in_new_language(language, link, saved, wrong):
    before = next(other for other in ENDONYMS if other != language)
    editor = factories.editor(interface_language=before)
    client = signed_in(editor)
    html = client.post(ADDRESS, CHOSEN | {"interface_language": language}, follow=True).content.decode()
    assert saved in html
    assert f'<a href="{ADDRESS}">{link}</a>' in client.get("/admin/").content.decode()
    editor.refresh_from_db()
    assert {name: getattr(editor, name) for name in CHOSEN} == CHOSEN | {"interface_language": language}
    mistaken = CHOSEN | {"email": "ana", "time_zone": "Mars/Olympus", "first_name": "Typed"}
    html = client.post(ADDRESS, mistaken).content.decode()
    assert wrong in html
    assert {link["href"] for link in ParsedPage(html).all("a")} >= {"#id_email", "#id_time_zone"}
    assert 'value="Typed"' in html
    editor.refresh_from_db()
    assert (editor.first_name, editor.time_zone) == ("Ana", "America/Tijuana")


def test_languages_are_endonyms_and_capital_zones_come_first():
    html = signed_in(factories.editor(time_zone="EST5EDT")).get(ADDRESS).content.decode()
    options = ParsedPage(html).all("option")
    assert [(option["value"], option["lang"]) for option in options if "lang" in option] == [
        (name, name) for name in ENDONYMS
    ]
    zones = [option["value"] for option in options if "lang" not in option]
    assert zones[:4] == ["America/New_York", "America/Mexico_City", "America/Toronto", "America/St_Johns"]
    assert len(zones) == len(set(zones))
    assert ParsedPage(html).all("option", value="EST5EDT")[0].keys() == {"value", "selected"}


def test_only_own_preferences_are_changed():
    editor, other = factories.editor(roles=["contributor"], countries=["MX"]), factories.editor(first_name="Other")
    more = {
        "is_superuser": "on", "username": "root", "password": "x", "groups": [1, 2, 3, 4, 5], "countries": [1, 2, 3],
        "pk": other.pk, "id": other.pk, "languages": ["en", "es"],
    }  # fmt: skip
    assert signed_in(editor).post(f"{ADDRESS}?id={other.pk}", CHOSEN | more).status_code == 302
    stored = Editor.objects.get(pk=editor.pk)
    assert not stored.is_superuser
    assert (stored.username, stored.password, stored.languages) == (editor.username, editor.password, [])
    assert (stored.roles, stored.country_ids) == (editor.roles, editor.country_ids)
    assert stored.roles == {"contributor"}
    assert stored.first_name == "Ana"
    other.refresh_from_db()
    assert other.first_name == "Other"


def test_save_keeps_concurrent_account_changes(monkeypatch):
    editor = factories.editor()
    client, saved = signed_in(editor), Editor.save

    def deactivated_just_before(self, *args, **kwargs):
        Editor.objects.filter(pk=self.pk).update(is_active=False)
        saved(self, *args, **kwargs)

    monkeypatch.setattr(Editor, "save", deactivated_just_before)
    client.post(ADDRESS, CHOSEN)
    stored = Editor.objects.get(pk=editor.pk)
    assert (stored.first_name, stored.is_active) == ("Ana", False)


def test_preferences_require_login():
    for client in (Client(), signed_in(factories.editor(is_staff=False))):
        assert client.get(ADDRESS).headers["Location"].startswith("/admin/login/")
        refused = client.post(ADDRESS, CHOSEN)
        assert refused.status_code == 403
        assert "Your session has expired" in refused.content.decode()
    assert not Editor.objects.filter(first_name="Ana").exists()


def test_time_zones_are_named_in_editor_language():
    html = signed_in(factories.editor(interface_language="es")).get(ADDRESS).content.decode()
    for name in ("Ciudad de México (México)", "Cancún (México)", "Londres (Reino Unido)"):
        assert f">{name}</option>" in html
