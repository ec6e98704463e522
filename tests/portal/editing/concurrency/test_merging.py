"""Concurrent edits of one record: non-conflicting changes are merged, conflicts are shown."""

import re
from threading import Barrier, Thread

import pytest
from django.contrib import admin
from django.db import connections, transaction
from django.test import Client

from news.models import NewsItem
from portal.drafts.models import Draft
from portal.editing.change_session import ChangeSession
from portal.editing.concurrency.three_way_merge import InlineRow, merge_field, merge_rows
from portal.editing.forms import ScopedForm
from portal.editing.record_admin import RecordAdmin
from portal.history.models import Event, get_versions
from portal.history.snapshots import diff_snapshots, take_snapshot
from portal.i18n.languages import LANGUAGES
from portal.models import Country, Document
from portal.publishing.models import finalize_save, publishable_models
from portal.publishing.workflow import submit
from portal.records.models import Status
from programs.models import Entry
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import admin_url, get_form_data, get_publish_fields
from tests.support.html import FormParser, collapse_whitespace

pytestmark = pytest.mark.django_db


def reload(record):
    """Return the record with a first version."""
    with transaction.atomic():
        finalize_save(record, Event.SAVED, by=None)
    return record


def as_role(role, code="MX", **fields):
    client = Client()
    client.force_login(factories.editor(roles=[role], countries=[code], languages=LANGUAGES, **fields))
    return client


@pytest.fixture
def item():
    fields = {f"summary_{language}": f"Old {language}" for language in LANGUAGES}
    return reload(factories.news_item(country=factories.country("MX"), body_en="<p>One</p>", **fields))


@pytest.fixture
def ana():
    return superuser_client(first_name="Ana", last_name="Ruiz")


@pytest.fixture
def bo():
    return superuser_client(first_name="Bo", last_name="Roy")


# Three states of one field


@pytest.mark.parametrize(
    ("base", "live", "typed", "expected", "conflicts"),
    [
        ("a", "a", "b", "b", False),
        ("a", "b", "a", "b", False),
        ("a", "b", "b", "b", False),
        ("a", "b", "c", "c", True),
        ("a\nb", "c", "a\r\nb ", "c", False),
        (None, "a", "b", "b", True),
        (None, "a", "a", "a", False),
    ],
)
def test_merge_field_detects_conflicts(base, live, typed, expected, conflicts):
    value, is_conflict = merge_field(*(None if text is None else {"x": [text]} for text in (base, live, typed)))
    assert (value, is_conflict) == ({"x": [expected]}, conflicts)


def test_removed_row_is_restored_only_if_changed():
    base = {key: {"x": {"x": [key]}} for key in "123"}
    typed = [
        InlineRow("1", {"x": {"x": ["1"]}}),
        InlineRow("2", {"x": {"x": ["mine"]}}),
        InlineRow("3", base["3"], is_deleted=True),
    ]
    met = merge_rows(base, {"4": {"x": {"x": ["4"]}}}, [*typed, InlineRow("", {"x": {"x": ["new"]}})])
    assert [(merged.row.pk, merged.row.values["x"]["x"], merged.deleted_pk) for merged in met] == [
        ("4", ["4"], ""), ("", ["mine"], "2"), ("", ["new"], ""),
    ]  # fmt: skip


# The record's own fields


@pytest.mark.parametrize(
    ("language", "changed_message", "saved_message"),
    [
        (
            "en",
            "While you were editing, Ana Ruiz changed: title [en], summary [es].",
            "Your changes and the other editor’s changes were both saved.",
        ),
        (
            "es",
            "Mientras usted editaba, Ana Ruiz cambió: título [en], resumen [es].",
            "Se guardaron sus cambios y los de la otra persona.",
        ),
        (
            "fr",
            "Pendant que vous travailliez, Ana Ruiz a modifié\xa0: titre [en], résumé [es].",
            "Vos modifications et celles de l’autre personne sont enregistrées.",
        ),
    ],
)
def test_different_fields_are_merged(item, ana, language, changed_message, saved_message):
    bo = superuser_client(interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    assert ana.post(path, ana_form | {"title_en": "Ana’s", "summary_es": "De Ana"}).status_code == 302
    html = bo.post(path, bo_form | {"title_fr": "De Bo", "body_en": "<p>Two</p>"}, follow=True).content.decode()
    item.refresh_from_db()
    assert [item.title_en, item.summary_es, item.title_fr, item.body_en, item.summary_fr] == [
        "Ana’s", "De Ana", "De Bo", "<p>Two</p>", "Old fr",
    ]  # fmt: skip
    assert changed_message in html
    assert saved_message in html


@pytest.mark.parametrize(
    ("language", "sentence", "take"),
    [
        ("en", "Ana Ruiz also changed this.", "Use the change by Ana Ruiz"),
        ("es", "Ana Ruiz también cambió esto.", "Usar el cambio de Ana Ruiz"),
        ("fr", "Ana Ruiz a aussi modifié ceci.", "Utiliser la modification de Ana Ruiz"),
    ],
)
def test_conflict_shows_both_texts_and_saves_nothing(item, ana, language, sentence, take):
    bo = superuser_client(interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"summary_en": "Old <b>words</b> en", "title_es": "De Ana"})
    mine = {"summary_en": "My en", "title_fr": "De Bo"}
    response = bo.post(path, bo_form | mine)
    html = response.content.decode()
    item.refresh_from_db()
    assert (response.status_code, item.summary_en, item.title_fr) == (
        200,
        "Old <b>words</b> en",
        bo_form["title_fr"][0],
    )
    assert html.count(sentence) == 2  # at the field, and above the form with the way there
    assert '<a href="#id_summary_en">' in html
    snapshot = html[html.index('<div class="snapshot" lang="en">') :]
    assert re.search(r"Old <ins>.*&lt;b&gt;words&lt;/b&gt;.*</ins>en", snapshot[: snapshot.index("</div>")])
    assert f"{take}</button>" in collapse_whitespace(html)
    shown = FormParser(html[html.index("base_version") - 99 :]).fields
    assert [shown[name] for name in ("summary_en", "title_fr", "title_es")] == [["My en"], ["De Bo"], ["De Ana"]]
    assert (
        bo.post(path, bo_form | mine | {"title_es": "De Ana", "base_version": shown["base_version"]}).status_code == 302
    )
    item.refresh_from_db()
    assert (item.summary_en, item.title_es, item.title_fr) == ("My en", "De Ana", "De Bo")


@pytest.mark.parametrize("number", ["", "99", "-1", "x" * 30, "9" * 30])
def test_form_without_base_version_overwrites_nothing(item, ana, bo, number):
    path = admin_url(NewsItem, "change", item.pk)
    fields = get_form_data(bo, path)
    ana.post(path, get_form_data(ana, path) | {"summary_en": "Ana’s"})
    response = bo.post(path, fields | {"summary_fr": "De Bo", "base_version": number})
    item.refresh_from_db()
    assert (response.status_code, item.summary_en, item.summary_fr) == (200, "Ana’s", "Old fr")
    assert "De Bo" in response.content.decode()


def test_save_during_form_load_is_not_overwritten(item, ana, bo, monkeypatch):
    """The form then shows older values under the newer version number."""
    path = admin_url(NewsItem, "change", item.pk)
    load = ChangeSession.load

    def load_before_save_by_another(session):
        record = load(session)
        monkeypatch.undo()
        ana.post(path, get_form_data(ana, path) | {"summary_en": "Ana’s"})
        return record

    monkeypatch.setattr(ChangeSession, "load", load_before_save_by_another)
    fields = get_form_data(bo, path)
    assert fields["summary_en"] == ["Old en"]
    assert bo.post(path, fields | {"summary_fr": "De Bo"}).status_code == 302
    item.refresh_from_db()
    assert (item.summary_en, item.summary_fr) == ("Ana’s", "De Bo")


def published(model):
    return factories.published(getattr(factories, model._meta.model_name)())


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
def test_unchanged_stale_form_changes_nothing(model, ana):
    bo = superuser_client(interface_language="es")
    record = model._default_manager.filter(status=Status.PUBLISHED).first() or published(model)
    path = admin_url(model, "change", record.pk)
    fields, publish = get_form_data(bo, path), get_publish_fields(record)
    assert ana.post(path, get_form_data(ana, path) | publish | {"summary_fr": "D’Ana"}).status_code == 302
    before = take_snapshot(model._default_manager.get(pk=record.pk))
    assert bo.post(path, fields | {"title_es": "De Bo"}).status_code == 302
    assert bo.post(path, get_form_data(bo, path) | publish).status_code == 302
    [changes] = diff_snapshots(before, take_snapshot(model._default_manager.get(pk=record.pk))).values()
    assert set(changes) - {"fingerprints"} == {"title_es"}


def test_translator_text_is_merged(item, ana):
    eva = as_role("translator", code="MX", first_name="Eva")
    path = admin_url(NewsItem, "change", item.pk)
    eva_form = get_form_data(eva, path)
    ana.post(path, get_form_data(ana, path) | {"title_en": "Ana’s", "title_fr": "D’Ana"})
    assert eva.post(path, eva_form | {"title_es": "De Eva"}).status_code == 302
    html = eva.post(path, eva_form | {"title_fr": "D’Eva"}).content.decode()
    item.refresh_from_db()
    assert (item.title_en, item.title_es, item.title_fr) == ("Ana’s", "De Eva", "D’Ana")
    assert "Ana Ruiz also changed this" in html
    assert 'value="D’Eva"' in html


def test_shared_record_is_merged(ana, bo):
    country = reload(factories.country("MX"))
    path = admin_url(Country, "change", country.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"name_fr": "D’Ana", "languages": ["es", "en"]})
    assert bo.post(path, bo_form | {"name_en": "Bo’s"}).status_code == 302
    assert bo.post(path, bo_form | {"name_fr": "De Bo"}).status_code == 200
    country.refresh_from_db()
    assert (country.name_en, country.name_fr, country.languages) == ("Bo’s", "D’Ana", ["en", "es"])


def test_every_protected_form_can_show_conflicts():
    admins = [model_admin for model_admin in admin.site._registry.values() if isinstance(model_admin, RecordAdmin)]
    assert len(admins) > len(publishable_models())
    for options in (*admins, *(inline for model_admin in admins for inline in model_admin.inlines)):
        assert issubclass(options.form, ScopedForm)


# Rows


@pytest.fixture
def entry():
    entry = factories.entry(country=factories.country("MX"))
    for number in range(3):
        factories.entry_link(entry=entry, web_address_en=f"https://www.example.gov/{number}")
    return reload(entry)


def row(fields, place, **values):
    return fields | {f"links-{place}-{name}": value for name, value in values.items()}


def added(fields, **values):
    place = int(fields["links-TOTAL_FORMS"][0])
    return row(fields, place, **values) | {"links-TOTAL_FORMS": place + 1}


def texts(entry):
    return sorted(entry.links.values_list("text_en", flat=True))


def test_rows_of_both_editors_are_merged(entry, ana, bo):
    path = admin_url(Entry, "change", entry.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    new = {"web_address_en": "https://www.example.gov/new", "text_es": "", "text_fr": "", "order": 0}
    ana_form = added(row(ana_form, 0, text_en="Ana’s"), **new, text_en="Ana’s new")
    assert ana.post(path, row(ana_form, 1, DELETE="on")).status_code == 302
    bo_form = added(row(bo_form, 2, text_en="Bo’s"), **new, text_en="Bo’s new")
    assert bo.post(path, bo_form).status_code == 302
    assert texts(entry) == ["Ana’s", "Ana’s new", "Bo’s", "Bo’s new"]


def test_changed_row_is_not_deleted_unseen(entry, ana, bo):
    path = admin_url(Entry, "change", entry.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, row(ana_form, 0, text_en="Ana’s"))
    html = bo.post(path, row(bo_form, 0, DELETE="on")).content.decode()
    assert texts(entry) == ["A", "A", "Ana’s"]
    assert "so it was not removed" in html
    assert '<a href="#links-0">' in html
    shown = FormParser(html[html.index("base_version") - 99 :]).fields
    assert (shown["links-0-text_en"], "links-0-DELETE" in shown) == (["Ana’s"], False)
    assert bo.post(path, row(get_form_data(bo, path), 0, DELETE="on")).status_code == 302
    assert texts(entry) == ["A", "A"]


def test_changed_row_deleted_by_other_is_added_again(entry, ana, bo):
    path = admin_url(Entry, "change", entry.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, row(ana_form, 0, DELETE="on"))
    response = bo.post(path, row(bo_form, 0, text_en="Bo’s"))
    html = response.content.decode()
    assert (response.status_code, texts(entry)) == (200, ["A", "A"])
    assert "Ana Ruiz removed this row." in html
    shown = FormParser(html[html.index("base_version") - 99 :]).fields
    assert (shown["links-TOTAL_FORMS"], shown["links-INITIAL_FORMS"]) == (["3"], ["2"])
    assert bo.post(path, {name: values for name, values in shown.items() if name[0] != "_"}).status_code == 302
    assert texts(entry) == ["A", "A", "Bo’s"]


def test_row_conflict_is_shown_at_new_index(entry, ana, bo):
    path = admin_url(Entry, "change", entry.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, row(row(ana_form, 0, DELETE="on"), 2, text_en="Ana’s"))
    html = bo.post(path, row(bo_form, 2, text_en="Bo’s")).content.decode()
    assert '<a href="#id_links-1-text_en">' in html
    assert "Official link 2, Text [en]" in html
    assert texts(entry) == ["A", "Ana’s"]


@pytest.mark.parametrize("total", ["", "x", "-3", "99999999"])
def test_invalid_row_count_is_rejected_without_loss(entry, ana, bo, total):
    path = admin_url(Entry, "change", entry.pk)
    other = get_form_data(bo, path)
    ana.post(path, get_form_data(ana, path) | {"title_en": "Ana’s"})
    response = bo.post(path, other | {"links-TOTAL_FORMS": total, "title_fr": "De Bo"})
    entry.refresh_from_db()
    assert (entry.title_en, len(texts(entry))) == ("Ana’s", 3)
    assert response.status_code in (200, 302)


# Files


@pytest.fixture
def document(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = factories.document()
    part = factories.document_file(document=document, file=factories.pdf_file("old.pdf"))
    factories.document_file(document=document, language="es", address="https://www.dol.gov/es")
    assert part.file
    return reload(document)


def pdf(name):
    return factories.pdf_file(name, words=name)


def test_file_is_saved_beside_other_change(document, ana, bo):
    path = admin_url(Document, "change", document.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"files-0-pages": "7", "files-1-DELETE": "on"})
    assert bo.post(path, bo_form | {"files-0-file": pdf("bo.pdf"), "title_en": "Bo’s"}).status_code == 302
    [part] = document.files.all()
    assert (part.pages, part.file.name.rpartition("/")[2]) == (7, "bo.pdf")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Choose it again in “File or URL 1, file”"),
        ("es", "Elíjalo de nuevo en “Archivo o URL 1, archivo”"),
        ("fr", "Choisissez-le de nouveau dans «\xa0Fichier ou URL 1, fichier\xa0»"),
    ],
)
def test_file_conflict_requires_new_choice(document, ana, language, sentence):
    bo = superuser_client(interface_language=language)
    path = admin_url(Document, "change", document.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"files-0-file": pdf("ana.pdf")})
    html = bo.post(path, bo_form | {"files-0-file": pdf("bo.pdf")}).content.decode()
    assert document.files.get(language="en").file.name.endswith("/ana.pdf")
    assert sentence in html
    assert "ana.pdf" in html[html.index('class="incoming-value"') :][:500]


# Transitions


def test_merged_form_is_saved_and_its_transition_refused(item, ana, bo):
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"summary_en": "Ana’s"})
    assert bo.post(path, bo_form | {"summary_en": "Bo’s", "_publish": "1"}).status_code == 200
    item.refresh_from_db()
    assert (item.status, item.summary_en) == (Status.DRAFT, "Ana’s")
    html = bo.post(path, bo_form | {"summary_fr": "De Bo", "_publish": "1"}, follow=True).content.decode()
    item.refresh_from_db()
    assert (item.status, item.summary_en, item.summary_fr) == (Status.DRAFT, "Ana’s", "De Bo")
    assert "changed: summary [en]." in html
    assert "Your action was not carried out. Check what has changed and try again." in html


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "by Ana Ruiz: changes requested “Check the date.”. Your action was not carried out."),
        ("es", "por Ana Ruiz: cambios pedidos “Check the date.”. Su acción no se realizó."),
        ("fr", "par Ana Ruiz : modifications demandées “Check the date.”. Votre action n’a pas été effectuée."),
    ],
)
def test_returned_record_is_not_published_unseen(item, ana, language, sentence):
    submit(item, by=None)
    bo = superuser_client(interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"_request_changes": "1", "transition-note": "Check the date."})
    html = bo.post(path, bo_form | {"_publish": "1", "summary_fr": "De Bo"}).content.decode()
    item.refresh_from_db()
    assert item.status == Status.DRAFT
    assert "De Bo" in html
    assert sentence in html


def test_stale_save_of_published_record_keeps_text(item, ana, bo):
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, bo_form = get_form_data(ana, path), get_form_data(bo, path)
    ana.post(path, ana_form | {"_publish": "1"})
    html = bo.post(path, bo_form | {"summary_fr": "De Bo"}, follow=True).content.decode()
    item.refresh_from_db()
    assert (item.status, item.summary_fr) == (Status.PUBLISHED, "Old fr")
    assert "While you were editing, by Ana Ruiz: published." in html
    assert "The public sees the published version until the draft is published." in html
    draft = NewsItem.objects.get(pk=item.pk).draft
    assert draft.changes[f"news.newsitem:{item.pk}"]["summary_fr"]["now"] == "De Bo"


# What can no longer be saved


def a_title(item):
    """Return draft changes of a title."""
    return {f"news.newsitem:{item.pk}": {"title_fr": {"was": item.title_fr, "now": "Titre"}}}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "While you were editing, by Ana Ruiz: published.",
                "You do not have permission to change this record in its current status.",
            ],
        ),
        (
            "es",
            [
                "Mientras usted editaba, por Ana Ruiz: publicado.",
                "No tiene permiso para cambiar este registro en su estado actual.",
            ],
        ),
        (
            "fr",
            [
                "Pendant que vous travailliez, par Ana Ruiz\xa0: publié.",
                "Vous n’avez pas l’autorisation de modifier cette fiche dans son état actuel.",
            ],
        ),
    ],
)
def test_contributor_can_copy_text_of_published_record(item, ana, language, sentences):
    eva = as_role("contributor", interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    ana_form, eva_form = get_form_data(ana, path), get_form_data(eva, path)
    ana.post(path, ana_form | {"_publish": "1"})
    item.refresh_from_db()
    Draft.objects.create(record=item, state=Draft.State.IN_REVIEW, changes=a_title(item))
    response = eva.post(path, eva_form | {"body_es": "<p>Lo que escribió Eva</p>", "transition-note": "Su nota"})
    html = response.content.decode()
    item.refresh_from_db()
    assert (response.status_code, item.body_es) == (403, None)
    assert all(sentence in html for sentence in sentences)
    assert re.search(r'lang="es"\s+readonly\s*>\s*&lt;p&gt;Lo que escribió Eva&lt;/p&gt;</textarea>', html)
    assert "Su nota" in html
    assert "Old fr" not in html  # nothing that the record holds already


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Ana Ruiz deleted this record: “Twice the same”."),
        ("es", "Ana Ruiz eliminó este registro: “Twice the same”."),
        ("fr", "Ana Ruiz a supprimé cette fiche\xa0: «\xa0Twice the same\xa0»."),
    ],
)
def test_text_of_deleted_record_can_be_copied(entry, ana, language, sentence):
    bo = superuser_client(interface_language=language)
    path = admin_url(Entry, "change", entry.pk)
    fields = get_form_data(bo, path)
    ana.post(admin_url(Entry, "delete", entry.pk), {"post": "yes", "reason": "Twice the same"})
    response = bo.post(path, row(fields, 0, text_fr="De <Bo>") | {"title_fr": "Titre de Bo"})
    html = response.content.decode()
    assert response.status_code == 404
    assert sentence in html
    assert "De &lt;Bo&gt;</textarea>" in html
    assert "Titre de Bo</textarea>" in html
    assert get_versions(entry).first().event == Event.DELETED


def test_text_for_inaccessible_record_can_be_copied(item):
    path = admin_url(NewsItem, "change", item.pk)
    response = as_role("publisher", code="CA").post(path, {"title_en": "Typed"})
    assert response.status_code == 404
    assert "Typed" in response.content.decode()
    assert "This record no longer exists, or you do not have permission to see it." in response.content.decode()
    assert item.title_en not in response.content.decode()


# All at once


@pytest.mark.django_db(transaction=True)
def test_six_concurrent_saves_lose_no_text(transactional_db):
    record = reload(factories.news_item(summary_en="Old"))
    path = admin_url(NewsItem, "change", record.pk)
    changes = [{f"summary_{language}": language} for language in LANGUAGES] + [{"title_en": "x"}, {"title_en": "y"}]
    changes.append({"title_en": "z"})
    clients = [superuser_client() for _ in changes]
    forms = [get_form_data(client, path) | change for client, change in zip(clients, changes, strict=True)]
    barrier, answers = Barrier(len(changes), timeout=60), {}

    def save(number):
        try:
            barrier.wait()
            answers[number] = clients[number].post(path, forms[number])
        finally:
            connections.close_all()

    threads = [Thread(target=save, args=(number,), daemon=True) for number in range(len(changes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    record.refresh_from_db()
    assert sorted(answer.status_code for answer in answers.values()) == [200, 200, 302, 302, 302, 302]
    assert [record.summary_en, record.summary_es, record.summary_fr] == list(LANGUAGES)
    rejected = [number for number, answer in answers.items() if answer.status_code == 200]
    for number in rejected:
        assert f'value="{changes[number]["title_en"]}"' in answers[number].content.decode()
    assert {record.title_en} == {"x", "y", "z"} - {changes[number]["title_en"] for number in rejected}
    assert get_versions(record).count() == 5
