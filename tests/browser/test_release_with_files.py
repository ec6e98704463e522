"""A release with two pictures, a table and three documents, written in the admin by a Mexican office."""

import shutil

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from news.models import NewsRelease
from portal.models import Picture
from tests.support import factories
from tests.support.axe import STANDARDS, find_violations
from tests.support.browser import run_committed
from tests.support.staff import EditorWindow, create_team, delete_team
from tests.support.text_editor import get_editor, press_toolbar_button

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DROP = """group => {
    const data = new DataTransfer();
    for (const name of ["uno.pdf", "dos.pdf", "tres.pdf"]) data.items.add(new File(["x"], name));
    group.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    return [...group.querySelectorAll("input[type=file]")].flatMap(input => [...input.files].map(file => file.name));
}"""
ALT = {"Un casco amarillo": 40, "Una obra con andamios": 80}


@pytest.fixture
def publisher(open_page):
    """Return the browser window of a signed-in publisher of Mexico."""
    people = run_committed(lambda: create_team("es"))
    window = EditorWindow(open_page("/admin/", locale="es-MX", bypass_csp=True), "es")
    window.sign_in(people[1].username)
    yield window
    run_committed(lambda: take_away(people))


def take_away(people):
    folders = {
        default_storage.path(picture.file.name).rpartition("/")[0] for picture in Picture.objects.filter(alt_es__in=ALT)
    }
    NewsRelease.objects.filter(created_by__in=people).delete()
    Picture.objects.filter(alt_es__in=ALT).delete()
    delete_team(people)
    for folder in folders:
        shutil.rmtree(folder)


def saves(window, words="Save and continue editing"):
    """Press a button of a form that the script submits, and wait for the next page."""
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=window.words(words), exact=True).first.click()
    return window.arrives()


def payload(name, file):
    """Return a file for Playwright's `set_input_files`."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": file}


def uploads_pictures(window):
    for alt, height in ALT.items():
        window.goes("/admin/portal/picture/add/")
        file = factories.picture_file(60, height).read()
        window.page.locator("#id_file").set_input_files(payload("foto.png", file))
        window.writes(alt_es=alt, credit="STPS").presses("Save")


def writes_a_table(window):
    """Write a heading and a table with a header row by keyboard."""
    page = window.page
    get_editor(page, "#id_body_es").click()
    press_toolbar_button(page, "heading2")
    page.keyboard.type("Horarios")
    page.keyboard.press("Enter")
    press_toolbar_button(page, "table")
    for words in ("Sede", "Hora", "Cupo", "Monterrey", "9:00", "40"):
        page.keyboard.type(words)
        page.keyboard.press("ArrowRight")
    press_toolbar_button(page, "deleteRow")


def adds_pictures(window):
    page = window.page
    for number, alt in enumerate(ALT):
        page.locator("#pictures-group .add-row a").click()
        page.locator(f"#id_pictures-{number}-picture").select_option(label=alt)
        page.locator(f"#id_pictures-{number}-order").fill(str(number))


def test_release_with_attachments_is_written_and_read_in_spanish(publisher, open_page):
    uploads_pictures(publisher)
    publisher.goes("/admin/news/newsrelease/add/")
    publisher.writes(title_es="Jornada de seguridad", date=timezone.localdate().isoformat())
    writes_a_table(publisher)
    adds_pictures(publisher)
    page = publisher.page
    files = [
        payload("convocatoria.pdf", factories.pdf_bytes(title="Convocatoria", language="es", pages=3, tagged=True)),
        payload("programa.pdf", factories.pdf_bytes(title="Programa", language="es", words="programa")),
        payload("regles.pdf", factories.pdf_bytes(title="Reglas", language="fr", pages=2)),
    ]
    page.locator("#files-several").set_input_files(files)
    assert "convocatoria.pdf, programa.pdf, regles.pdf" in page.locator(".drop [role=status]").inner_text()
    assert not find_violations(page, STANDARDS)
    saves(publisher)

    release = NewsRelease.objects.get(title_es="Jornada de seguridad")
    assert [(file.title_es, file.language, file.page_count) for file in release.files.all()] == [
        ("Convocatoria", "es", 3), ("Programa", "es", 1), ("Reglas", "fr", 2),
    ]  # fmt: skip
    publisher.reads("Texto en francés.", "El archivo no está etiquetado")
    saves(publisher, "Save and publish")
    assert run_committed(lambda: NewsRelease.objects.get(pk=release.pk).is_public())

    reader = open_page(release.get_url("es"), width=390, bypass_csp=True)
    for alt in ALT:
        assert reader.get_by_role("img", name=alt).is_visible()
    assert reader.get_by_role("columnheader", name="Hora").count()
    documents = reader.locator("main .links").first.inner_text()
    for words in ("Convocatoria", "PDF, 3 páginas", "Reglas", "solo en francés"):
        assert words in documents
    link = reader.get_by_role("link", name="Programa", exact=True)
    assert reader.request.get(link.get_attribute("href")).headers["content-type"] == "application/pdf"
    assert not find_violations(reader)


def test_aborted_upload_keeps_input_and_can_be_retried(publisher):
    page = publisher.goes("/admin/news/newsrelease/add/").page
    publisher.writes(title_es="Aviso interrumpido", date=timezone.localdate().isoformat())
    page.locator("#files-several").set_input_files(payload("aviso.pdf", factories.pdf_bytes(title="Aviso")))
    page.route("**/newsrelease/add/", lambda route: route.abort())
    page.locator("input[name=_continue]").first.click()
    page.locator(".upload__stopped").wait_for()
    assert page.evaluate("document.activeElement.className") == "upload__stopped"
    assert page.locator("#id_title_es").input_value() == "Aviso interrumpido"
    assert not NewsRelease.objects.filter(title_es="Aviso interrumpido").exists()
    page.unroute("**/newsrelease/add/")
    saves(publisher)
    assert NewsRelease.objects.get(title_es="Aviso interrumpido").files.get().title_es == "Aviso"


def test_rejected_file_shows_spanish_error_and_keeps_text(publisher):
    page = publisher.goes("/admin/news/newsrelease/add/").page
    publisher.writes(title_es="Aviso con archivo malo", date=timezone.localdate().isoformat())
    page.locator("#files-several").set_input_files(payload("aviso.pdf", b"MZ" + b"x" * 500))
    saves(publisher)
    publisher.reads("El archivo es un programa, no un documento.")
    assert page.locator("#id_title_es").input_value() == "Aviso con archivo malo"


def test_dropped_files_get_a_row_each(publisher):
    page = publisher.goes("/admin/news/newsrelease/add/").page
    assert page.locator("#files-group").evaluate(DROP) == ["uno.pdf", "dos.pdf", "tres.pdf"]
    assert page.locator("#id_files-TOTAL_FORMS").input_value() == "3"


def test_file_upload_works_without_script(publisher, open_page):
    cookies = publisher.page.context.cookies()
    page = open_page("/admin/news/newsrelease/add/", cookies=cookies, java_script_enabled=False)
    page.locator("#id_title_es").fill("Aviso sin guiones")
    page.locator("#id_files-0-file").set_input_files(payload("aviso.pdf", factories.pdf_bytes(title="Aviso")))
    page.locator("input[name=_continue]").first.click()
    page.wait_for_load_state()
    assert NewsRelease.objects.get(title_es="Aviso sin guiones").files.get().title_es == "Aviso"
