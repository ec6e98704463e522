"""Admin of publishable records: fieldsets by language, `lang` attributes, transition buttons and versions."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from news.models import NewsItem
from portal.audit.models import AuditEvent
from portal.external_links.models import Destination
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import Document
from portal.publishing.models import publishable_models
from portal.publishing.workflow import submit
from portal.records.models import Status
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import PUBLISH_CHANGES, admin_url, get_form_data, get_input_values
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
SECTIONS = {"portal", "programs", "news", "workinggroup", "alliances"}
OWN = [model for model in admin.site._registry if model.__module__.split(".")[0] in SECTIONS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_list_and_forms_open_in_every_language(model, language):
    client = superuser_client(interface_language=language)
    paths = [admin_url(model, "changelist"), admin_url(model, "changelist") + "?q=x"]
    if model not in (Destination, AuditEvent):  # which no one adds
        paths.append(admin_url(model, "add"))
    if record := model._default_manager.first():
        paths += [admin_url(model, view, record.pk) for view in ("change", "history")]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'<html lang="{language}"' in response.content.decode(), path
        assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "model", [model for model in OWN if get_translated_fields(model)], ids=lambda model: model._meta.label
)
def test_form_has_fieldset_and_lang_per_language(model):
    html = superuser_client().get(admin_url(model, "add")).content.decode()
    page = ParsedPage(html)
    for name in ("English", "Español", "Français"):
        assert re.search(rf"<h2[^>]*>\s*{name}\s*</h2>", html)
    named = {item["name"]: item for tag, item in page.elements if tag in {"input", "textarea"} and "name" in item}
    for field in get_translated_fields(model):
        assert field not in named
        for language in LANGUAGES:
            assert named[localized_field_name(field, language)]["lang"] == language


def test_spanish_item_is_saved_in_any_interface_language():
    for language in LANGUAGES:
        client = superuser_client(interface_language=language)
        path = admin_url(NewsItem, "add")
        fields = get_input_values(client, path)
        fields |= {
            "source_language": "es",
            "date": "2026-11",
            "title_es": "Aviso",
            "country": factories.country("MX").pk,
        }
        assert client.post(path, fields).status_code == 302
    assert NewsItem.objects.filter(title_es="Aviso", status=Status.DRAFT).count() == 3
    slugs = NewsItem.objects.filter(title_es="Aviso").values_list("slug_en", "slug_es", "slug_fr")
    assert sorted(slugs) == [("aviso",) * 3, ("aviso-2",) * 3, ("aviso-3",) * 3]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Enter a title in the original language (French), or choose another original language."),
        ("es", "Escriba un título en el idioma original (francés) o elija otro idioma original."),
        ("fr", "Entrez un titre dans la langue d’origine (français) ou choisissez une autre langue d’origine."),
    ],
)
def test_missing_source_title_is_rejected_and_input_preserved(language, words):
    client = superuser_client(interface_language=language)
    path = admin_url(NewsItem, "add")
    fields = get_input_values(client, path) | {
        "source_language": "fr",
        "date": "2026-11-31",
        "summary_es": "Lo que escribí",
    }
    html = client.post(path, fields).content.decode()
    assert words in html
    assert '<a href="#id_title_fr">' in html
    assert "2026-11-31" in html
    assert "Lo que escribí" in html


def test_save_creates_version_with_editor():
    item = factories.published(factories.news_item(country=factories.country("CA")))
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "body_en": "<p>New</p><script>x</script>"}
    fields |= {"body_es": "<p>Nuevo</p>", "body_fr": "<p>Nouveau</p>", "country": item.country_id} | PUBLISH_CHANGES
    assert client.post(path, fields).status_code == 302
    item.refresh_from_db()
    newest = get_versions(item).first()
    assert item.body_en == "<p>New</p>"
    assert newest.event == Event.CHANGES_PUBLISHED
    assert newest.by.username == item.modified_by.username
    assert newest.snapshot[f"news.newsitem:{item.pk}"]["body_es"] == "<p>Nuevo</p>"
    assert newest.by.username in client.get(admin_url(NewsItem, "history", item.pk)).content.decode()


def test_live_record_cannot_become_incomplete():
    item = factories.published(factories.news_item())
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "title_fr": ""} | PUBLISH_CHANGES
    html = client.post(path, fields).content.decode()
    item.refresh_from_db()
    assert "is missing" in html
    assert item.title_fr


def test_buttons_run_transitions():
    item = factories.news_item(country=factories.country("CA"))
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    for button, status in (
        ("_submit", Status.IN_REVIEW), ("_publish", Status.PUBLISHED), ("_unpublish", Status.WITHDRAWN),
    ):  # fmt: skip
        assert f'name="{button}"' in client.get(path).content.decode()
        client.post(
            path, get_input_values(client, path) | {"source_language": "en", "country": item.country_id, button: "1"}
        )
        item.refresh_from_db()
        assert item.status == status


def test_publish_of_incomplete_record_lists_missing_texts():
    item = factories.news_item(title_en="Only English")
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    html = client.post(
        path, get_input_values(client, path) | {"source_language": "en", "_publish": "1"}, follow=True
    ).content.decode()
    item.refresh_from_db()
    assert item.status == Status.DRAFT
    assert "“title [es]” is missing." in html
    assert "“title [fr]” is missing." in html


def test_status_and_times_are_not_form_fields():
    item = factories.published(factories.news_item())
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_input_values(client, path)
    assert not {"status", "publish_at", "withdraw_at", "version"} & set(fields)
    client.post(path, fields | {"source_language": "en", "status": "draft"})
    item.refresh_from_db()
    assert item.status == Status.PUBLISHED


def test_delete_keeps_last_version():
    item = factories.news_item()
    versions = get_versions(item)
    superuser_client().post(admin_url(NewsItem, "delete", item.pk), {"post": "yes", "reason": "A test"})
    assert not NewsItem.objects.filter(pk=item.pk).exists()
    assert versions.first().event == Event.DELETED


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
def test_editor_without_role_sees_nothing(model):
    client = Client()
    client.force_login(factories.editor(countries=["MX"]))
    record = model._default_manager.first() or getattr(factories, model._meta.model_name)()
    for path in [admin_url(model, "changelist"), admin_url(model, "add")]:
        assert client.get(path).status_code == 403, path
    for view in ("change", "history", "delete"):
        response = client.get(admin_url(model, view, record.pk))
        assert response.status_code in (302, 403)
        assert response.headers.get("Location", "/admin/") == "/admin/"


def test_transition_requires_more_than_view_permission():
    item = factories.news_item()
    client = Client()
    client.force_login(factories.editor(roles=["publisher"], countries=["MX"]))
    path = admin_url(NewsItem, "change", item.pk)
    assert "_publish" not in client.get(path).content.decode()
    assert client.post(path, {"_publish": "1"}).status_code == 403
    assert client.post(admin_url(NewsItem, "transition", item.pk, "publish")).status_code == 403
    item.refresh_from_db()
    assert item.status == Status.DRAFT


def test_url_without_scheme_becomes_https():
    client = superuser_client()
    item = factories.news_release()
    path = admin_url(type(item), "change", item.pk)
    client.post(path, get_input_values(client, path) | {"source_language": "en", "address": "www.osha.gov"})
    item.refresh_from_db()
    assert item.address == "https://www.osha.gov"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "“text [fr]” is missing."), ("es", "Falta “texto [fr]”."), ("fr", "Il manque «\xa0texte [fr]\xa0».")],
)
def test_child_of_live_record_cannot_become_incomplete(language, sentence):
    entry = factories.entry(country=factories.country("CA"))
    link = factories.entry_link(entry=entry)
    factories.published(entry)
    client = superuser_client(interface_language=language)
    path = admin_url(type(entry), "change", entry.pk)
    fields = get_input_values(client, path) | {
        "source_language": "en", "jurisdiction": entry.jurisdiction.pk, "section": entry.section.pk,
        "country": entry.country.pk, "links-0-text_fr": "", "links-0-text_en": "Typed",
    } | PUBLISH_CHANGES  # fmt: skip
    html = client.post(path, fields).content.decode()
    link.refresh_from_db()
    assert sentence in html
    assert 'value="Typed"' in html
    assert (link.text_en, link.text_fr) == ("A", "C")


def test_contributor_cannot_run_transition():
    client = Client()
    client.force_login(factories.editor(roles=["contributor"], countries=["MX"]))
    fields = get_input_values(client, admin_url(NewsItem, "add")) | {
        "source_language": "en",
        "date": "2026",
        "_publish": "1",
    }
    fields |= {f"title_{language}": "Title" for language in LANGUAGES} | {"country": factories.country("MX").pk}
    html = client.post(admin_url(NewsItem, "add"), fields).content.decode()
    assert "This action is not available for “" in html
    assert not NewsItem.objects.filter(title_en="Title").exists()


def test_public_record_cannot_be_deleted():
    item = factories.published(factories.news_item())
    client = superuser_client()
    assert client.get(admin_url(NewsItem, "delete", item.pk)).status_code == 403
    assert client.post(admin_url(NewsItem, "delete", item.pk), {"post": "yes"}).status_code == 403
    many = {"action": "delete_selected", "_selected_action": [item.pk], "post": "yes"}
    client.post(admin_url(NewsItem, "changelist"), many)
    assert NewsItem.objects.filter(pk=item.pk).exists()


def test_returned_record_stores_note_for_author():
    item = factories.news_item()
    submit(item, by=None)
    client = superuser_client()
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "_request_changes": "1"}
    assert "Explain what needs to change." in client.post(path, fields, follow=True).content.decode()
    client.post(path, fields | {"transition-note": "The date is missing."})
    item.refresh_from_db()
    assert item.status == Status.DRAFT
    assert get_versions(item).first().note == "The date is missing."


def test_new_required_language_applies_to_children():
    entry = factories.entry(
        country=factories.country("MX"), source_language="es", title_en="a", title_es="b", title_fr="c"
    )
    factories.entry_link(entry=entry, text_es="Enlace", text_en="Link")
    factories.published(entry)
    client = superuser_client()
    path = admin_url(type(entry), "change", entry.pk)
    fields = get_input_values(client, path) | {
        "source_language": "es",
        "country": entry.country.pk,
        "joint_languages": ["fr"],
    }
    fields |= PUBLISH_CHANGES
    html = client.post(path, fields).content.decode()
    entry.refresh_from_db()
    assert "is missing" in html
    assert entry.joint_languages == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_has_lang_attribute(language):
    assert superuser_client(interface_language=language).get("/admin/").headers["Content-Language"] == language


def test_country_save_creates_version():
    country = factories.country("MX")
    client = superuser_client()
    path = admin_url(type(country), "change", country.pk)
    client.post(path, get_input_values(client, path) | {"name_fr": "Les États-Unis mexicains", "languages": ["es"]})
    assert (
        get_versions(country).first().snapshot[f"portal.country:{country.pk}"]["name_fr"] == "Les États-Unis mexicains"
    )


def test_page_cannot_be_its_parent_and_keeps_key():
    page = factories.page(key="kept")
    client = superuser_client()
    path = admin_url(type(page), "change", page.pk)
    fields = get_input_values(client, path) | {"source_language": "en", "place": "elsewhere", "key": "changed"}
    assert "A page cannot be its own parent." in client.post(path, fields | {"parent": page.pk}).content.decode()
    client.post(path, fields)
    page.refresh_from_db()
    assert (page.key, page.parent) == ("kept", None)


def test_time_zone_must_exist():
    editor = factories.editor()
    client = superuser_client()
    path = admin_url(type(editor), "change", editor.pk)
    html = client.post(
        path, get_input_values(client, path) | {"time_zone": "Mars/Olympus", "interface_language": "en"}
    ).content
    assert "“Mars/Olympus” is not a time zone." in html.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Add a file or a URL."),
        ("es", "Agregue un archivo o una URL."),
        ("fr", "Ajoutez un fichier ou une URL."),
    ],
)
def test_live_document_keeps_last_file(language, sentence):
    document = factories.published_document()
    client = superuser_client(interface_language=language)
    path = admin_url(Document, "change", document.pk)
    html = client.post(
        path, get_input_values(client, path) | PUBLISH_CHANGES | {"files-0-DELETE": "on"}
    ).content.decode()
    assert sentence in html
    assert document.files.count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "“x” is not a date."), ("es", "“x” no es una fecha."), ("fr", "« x » n’est pas une date.")],
)
def test_error_summary_is_above_form(language, sentence):
    client = superuser_client(interface_language=language)
    path = admin_url(Document, "add")
    html = client.post(path, get_input_values(client, path) | {"issued": "x"}).content.decode()
    summary = html[html.index('<ul class="error-summary">') :]
    summary = summary[: summary.index("</ul>")].replace("\xa0", " ")
    assert '<a href="#id_issued">' in summary
    assert sentence in summary
    assert html.index("error-summary") < html.index('name="issued"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_admin_url_is_not_found(language):
    response = superuser_client(interface_language=language).get("/admin/nowhere/")
    assert response.status_code == 404
    assert 'href="/fr/"' in response.content.decode()


def test_save_as_new_is_refused():
    client = superuser_client()
    sent = get_form_data(client, admin_url(NewsItem, "add")) | {"_saveasnew": "1", "title_en": "Copy"}
    assert client.post(admin_url(NewsItem, "add"), sent).status_code == 400
    assert client.post(admin_url(NewsItem, "change", factories.news_item().pk), sent).status_code == 400
