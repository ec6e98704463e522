"""Loading content: new records, corrections, and edits that are kept."""

import io

import pytest
from django import forms
from django.core.management import CommandError, call_command

from news.models import NewsItem
from portal.content_import.loader import load_content
from portal.content_import.reader import find_content_files, read_content
from portal.content_import.records import ContentError
from portal.history.models import Event, Version, get_versions
from portal.history.snapshots import diff_snapshots
from portal.management.commands import run
from portal.models import Country, Document, DocumentFile, LoadedRecord, Office, OfficeAddress, OfficeName, Page
from portal.publishing.models import publishable_models
from portal.publishing.workflow import unpublish
from portal.records.models import Status
from portal.richtext.linter import lint_record
from tests.support import factories
from tests.support.factories import COUNTRIES, country, write_content_file

pytestmark = pytest.mark.django_db
ITEM = """\
model: news.newsitem
records:
  - key: one
    country: ca
    source: en
    date: "2004-04"
    title: {en: One, fr: Un}
    summary:
      en: |
        Two
        lines
      fr: Deux lignes
"""
OFFICE = """\
model: portal.office
records:
  - key: xx
    country: mx
    source: es
    title: {es: Oficina}
    names:
      - {key: first, name: {es: Nombre}, note: {es: Nota}}
    addresses:
      - {key: first, lines: Calle 1}
"""


@pytest.fixture
def bring(tmp_path):
    """Return a function that loads a content file with this text and the countries."""
    return lambda text: load_content(read_content([COUNTRIES, write_content_file(tmp_path, text)]))


def item():
    return NewsItem.objects.get(slug_en="one")


def get_counts(loading):
    return loading.counts["created"], loading.counts["updated"], loading.skipped


def events(record):
    return [version.event for version in get_versions(record).order_by("number")]


def test_new_record_is_published_with_version(bring):
    assert get_counts(bring(ITEM)) == (1, 0, [])
    assert item().is_public()
    assert events(item()) == [Event.PUBLISHED]
    assert (item().country, item().summary_fr, item().modified_by) == (country("CA"), "Deux lignes", None)


def test_first_load_is_no_change_for_readers(bring):
    bring(ITEM)
    assert item().changed_at is None
    bring(ITEM.replace("Deux lignes", "Deux vers"))
    assert item().changed_at > item().publish_at


def test_file_sets_the_date_of_the_last_change(bring):
    bring(ITEM.replace("    country: ca\n", "    changed: 2005-06-07\n    country: ca\n"))
    assert item().changed_at.date().isoformat() == "2005-06-07"


def test_date_of_change_that_is_no_day_is_refused(bring):
    with pytest.raises(ContentError, match="“changed”"):
        bring(ITEM.replace("    country: ca\n", "    changed: June 2005\n    country: ca\n"))


def test_second_load_changes_nothing(bring):
    bring(ITEM)
    before = item()
    assert get_counts(bring(ITEM)) == (0, 0, [])
    assert item().modified_at == before.modified_at
    assert events(item()) == [Event.PUBLISHED]


def test_second_load_of_seed_content_changes_nothing():
    models = [*publishable_models(), Version, LoadedRecord, Country, OfficeName]
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert get_counts(load_content(read_content(find_content_files()))) == (0, 0, [])
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_seed_content_is_public_and_complete():
    for model in publishable_models():
        for record in model.objects.all():
            assert (record.status, record.missing_content()) == (Status.PUBLISHED, [])


def test_seed_content_has_no_linter_problems():
    wrong = {
        record: sentences
        for model in publishable_models()
        for record in model.objects.all()
        if (sentences := [error.message for error in lint_record(record)])
    }
    assert wrong == {}


def test_corrected_text_is_loaded(bring):
    bring(ITEM)
    assert get_counts(bring(ITEM.replace("Deux lignes", "Deux vers"))) == (0, 1, [])
    assert item().summary_fr == "Deux vers"
    assert events(item()) == [Event.PUBLISHED, Event.LOADED]
    first, second = (version.snapshot for version in get_versions(item()).order_by("number"))
    assert [set(columns) for columns in diff_snapshots(first, second).values()] == [{"summary_fr", "fingerprints"}]


def test_text_changed_by_editor_is_skipped_and_reported(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(summary_fr="D’une éditrice")
    loading = bring(ITEM.replace("Deux lignes", "Deux vers"))
    assert get_counts(loading) == (0, 0, ["news.newsitem one: summary_fr kept, an editor has changed it"])
    assert item().summary_fr == "D’une éditrice"
    assert events(item()) == [Event.PUBLISHED]


def test_change_in_one_language_keeps_others_correctable(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(title_fr="D’une éditrice")
    loading = bring(ITEM.replace("en: One", "en: First").replace("Deux lignes", "Deux vers"))
    assert loading.counts["updated"] == 1
    assert len(loading.skipped) == 1
    stored = item()
    assert (stored.title_en, stored.title_fr, stored.summary_fr) == ("First", "D’une éditrice", "Deux vers")


def test_text_emptied_by_editor_stays_empty(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(summary_en="", summary_fr="")
    assert len(bring(ITEM).skipped) == 2
    assert item().summary_fr == ""


def test_equal_edit_is_accepted_as_loaded(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(summary_fr="Deux vers")
    assert get_counts(bring(ITEM.replace("Deux lignes", "Deux vers"))) == (0, 0, [])
    assert get_counts(bring(ITEM.replace("Deux lignes", "Trois vers"))) == (0, 1, [])


class ItemForm(forms.ModelForm):
    class Meta:
        model = NewsItem
        texts = [f"{name}_{language}" for name in ("title", "summary", "body") for language in ("en", "es", "fr")]
        fields = ["date", *texts]


def test_unchanged_form_keeps_all_fields_correctable(bring):
    text = ITEM + "    body:\n      en: |\n        <p>One</p>\n        <p>two</p>\n      fr: <p>Un</p>\n"
    bring(text)
    shown = {name: str(value or "").replace("\n", "\r\n") for name, value in ItemForm(instance=item()).initial.items()}
    ItemForm(shown, instance=item()).save()
    assert item().summary_en == "Two\r\nlines"
    later = text.replace("lines", "verses").replace("two", "three").replace("en: One", "en: One, es: Uno")
    assert get_counts(bring(later)) == (0, 1, [])
    assert (item().summary_en, item().title_es) == ("Two\nverses", "Uno")
    assert "three" in item().body_en


def test_deleted_record_is_not_reloaded_but_reported(bring):
    bring(ITEM)
    item().delete()
    for text in (ITEM, ITEM.replace("Deux lignes", "Deux vers")):
        assert get_counts(bring(text)) == (0, 0, ["news.newsitem one: skipped, an editor has deleted it"])
    assert not NewsItem.objects.filter(slug_en="one").exists()


def test_deleted_child_is_not_reloaded_but_reported(bring):
    bring(OFFICE)
    OfficeName.objects.get(name_es="Nombre").delete()
    loading = bring(OFFICE.replace("Calle 1", "Calle 2"))
    assert get_counts(loading) == (0, 1, ["portal.officename xx/first: skipped, an editor has deleted it"])
    assert OfficeAddress.objects.get(office__title_es="Oficina").lines == "Calle 2"


def test_children_of_deleted_record_are_not_reported(bring):
    bring(OFFICE)
    Office.objects.get(title_es="Oficina").delete()
    assert len(bring(OFFICE).skipped) == 1


def test_new_record_with_deleted_reference_is_skipped(bring):
    pages = """\
    model: portal.page
    records:
      - {key: one-page, country: us, title: {en: One}}
    """
    bring(pages)
    Page.objects.get(key="one-page").delete()
    loading = bring(pages + "  - {key: two-page, country: us, parent: one-page, title: {en: Two}}\n")
    assert loading.skipped[1:] == ["portal.page two-page: skipped, portal.page one-page does not exist"]
    assert not Page.objects.filter(key="two-page").exists()


def test_new_record_is_loaded_later(bring):
    bring(ITEM)
    later = ITEM + "  - {key: two, country: us, date: '2005', title: {en: Two}}\n"
    assert get_counts(bring(later)) == (1, 0, [])
    assert NewsItem.objects.get(title_en="Two").is_public()


def test_new_field_is_loaded_later(bring):
    bring(ITEM)
    later = ITEM.replace("fr: Un}", "fr: Un, es: Uno}") + '    end_date: "2004-05"\n    slug: {es: primero}\n'
    assert get_counts(bring(later)) == (0, 1, [])
    assert (item().title_es, item().end_date, item().slug_es) == ("Uno", "2004-05", "primero")


def test_new_field_filled_by_editor_is_not_overwritten(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(title_es="De una editora", slug_es="de-una-editora")
    loading = bring(ITEM.replace("fr: Un}", "fr: Un, es: Uno}") + "    slug: {es: primero}\n")
    assert len(loading.skipped) == 2
    assert (item().title_es, item().slug_es) == ("De una editora", "de-una-editora")


@pytest.mark.parametrize(("present", "expected"), [(None, "Uno"), ("", "Uno"), ("De una editora", "De una editora")])
def test_field_new_to_model_is_loaded_if_empty(bring, present, expected):
    bring(ITEM)
    memory = LoadedRecord.objects.get(model="news.newsitem", key="one")
    memory.fingerprints = {name: value for name, value in memory.fingerprints.items() if name != "title_es"}
    memory.save()
    NewsItem.objects.filter(pk=item().pk).update(title_es=present)
    bring(ITEM.replace("fr: Un}", "fr: Un, es: Uno}"))
    assert item().title_es == expected


def test_new_child_is_loaded_later(bring):
    bring(OFFICE)
    later = OFFICE + "      - {key: second, lines: Calle 2, current: true}\n"
    assert get_counts(bring(later)) == (1, 0, [])
    office = Office.objects.get(title_es="Oficina")
    assert {address.lines for address in office.addresses.all()} == {"Calle 1", "Calle 2"}
    assert events(office) == [Event.PUBLISHED, Event.LOADED]


def test_corrected_child_creates_version_of_record(bring):
    bring(OFFICE)
    assert get_counts(bring(OFFICE.replace("es: Nota", "es: Otra nota"))) == (0, 1, [])
    assert events(Office.objects.get(title_es="Oficina")) == [Event.PUBLISHED, Event.LOADED]


def test_corrected_reference_is_loaded(bring):
    bring(ITEM)
    assert get_counts(bring(ITEM.replace("country: ca", "country: us"))) == (0, 1, [])
    assert item().country == country("US")


def test_reference_changed_by_editor_is_not_overwritten(bring):
    bring(ITEM)
    NewsItem.objects.filter(pk=item().pk).update(country=country("MX"))
    assert get_counts(bring(ITEM)) == (0, 0, ["news.newsitem one: country_id kept, an editor has changed it"])


def test_corrected_slug_creates_redirect(bring, client):
    bring(ITEM)
    bring(ITEM + "    slug: {en: first}\n")
    assert client.get("/en/news/2004/one/").headers["Location"] == "/en/news/2004/first/"


def test_correction_keeps_record_withdrawn(bring):
    bring(ITEM)
    unpublish(item(), by=None)
    bring(ITEM.replace("Deux lignes", "Deux vers"))
    assert (item().status, item().summary_fr) == (Status.WITHDRAWN, "Deux vers")


GOOD = """\
model: portal.country
records:
  - {key: yy, code: YY, name: {en: Y, es: Y, fr: Y}, languages: [en]}
"""
# A file, the line of the record or part that is refused, and a part of what is said of it.
REFUSED = {
    "needed field missing": (ITEM.replace('    date: "2004-04"\n', ""), 3, "“date”: "),
    "joint language missing": (ITEM.replace("fr: Un", "es: Uno"), 3, "is missing"),
    "end before start": (ITEM + '    end_date: "2004-03"\n', 3, "“end_date”: The end date is before the start date."),
    "part incomplete": (OFFICE.replace("country: mx", "country: ca"), 3, "is missing"),
    "part against the rules": (OFFICE.replace("lines: Calle 1", "valid_to: '2004', current: true"), 10, "“valid_to”: "),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_invalid_record_is_reported_with_line_and_rolls_back(bring, tmp_path, case):
    text, line, reason = REFUSED[case]
    before = [model.objects.count() for model in (NewsItem, Office, OfficeName, Version, LoadedRecord)]
    good = write_content_file(tmp_path, GOOD, "good.yaml")
    bad = write_content_file(tmp_path, text, "bad.yaml")
    with pytest.raises(ContentError) as refusal:
        load_content(read_content([COUNTRIES, good, bad]))
    mistake = refusal.value.problems[0]
    assert (mistake.file.name, mistake.line) == ("bad.yaml", line)
    assert reason in mistake.reason
    assert [model.objects.count() for model in (NewsItem, Office, OfficeName, Version, LoadedRecord)] == before
    assert not Country.objects.filter(code="YY").exists()


def run_command(*files, **options):
    out = io.StringIO()
    call_command("load_content", *files, stdout=out, **options)
    return out.getvalue()


def test_command_prints_summary(tmp_path):
    path = write_content_file(tmp_path, ITEM)
    assert (
        run_command(COUNTRIES, path) == "  content: 4 records, 1 rows created, 0 updated, 0 kept as editors left them\n"
    )
    NewsItem.objects.filter(pk=item().pk).update(title_fr="D’une éditrice")
    path = write_content_file(tmp_path, ITEM.replace("Deux lignes", "Deux vers"))
    assert run_command(COUNTRIES, path).splitlines() == [
        "  news.newsitem one: title_fr kept, an editor has changed it",
        "  content: 4 records, 0 rows created, 1 updated, 1 kept as editors left them",
    ]


def test_check_option_loads_nothing(tmp_path):
    assert run_command(COUNTRIES, write_content_file(tmp_path, ITEM), check=True) == "4 records, no problems found.\n"
    assert not NewsItem.objects.filter(slug_en="one").exists()


def test_command_fails_with_error_message(tmp_path):
    path = write_content_file(tmp_path, ITEM.replace("2004-04", "2004-13"))
    with pytest.raises(CommandError) as refusal:
        call_command("load_content", COUNTRIES, path)
    assert str(refusal.value).startswith(f"Nothing was loaded.\n{path}:6: “date”: “2004-13” is not a date.")
    assert refusal.value.returncode == 1


def test_command_without_files_reads_all_apps():
    records = len(read_content(find_content_files()))
    last = run_command().splitlines()[-1]  # after lines of progress, on a slow machine
    assert last == f"  content: {records} records, 0 rows created, 0 updated, 0 kept as editors left them"


def test_load_reports_progress():
    records = read_content([COUNTRIES])
    reported = []
    load_content(records, lambda done, total: reported.append((done, total)))
    assert reported == [(number, len(records)) for number in range(1, len(records) + 1)]


def test_slug_conflict_with_editor_record_is_numbered(bring):
    factories.news_item(slug_en="wanted", country=country("CA"))
    assert get_counts(bring(ITEM + "    slug: {en: wanted}\n")) == (1, 0, [])
    assert NewsItem.objects.filter(slug_en="wanted-2", title_en="One").exists()


def test_correction_that_conflicts_with_edit_is_reported(bring):
    bring(OFFICE)
    name = OfficeName.objects.get(name_es="Nombre")
    OfficeName.objects.filter(pk=name.pk).update(valid_from="2005")
    loading = bring(OFFICE.replace("note: {es: Nota}", 'note: {es: Nota}, valid_to: "2004"'))
    assert loading.counts["updated"] == 0
    assert any("not updated" in line for line in loading.skipped)
    name.refresh_from_db()
    assert name.valid_to == ""


DOCUMENT = """\
model: portal.document
records:
  - key: notice
    kind: release
    country: ca
    source: en
    issued: "2001"
    title: {en: Notice, fr: Avis}
    slug: {en: notice-zzq}
    files:
      - {key: en, language: en, address: "https://www.ccohs.ca/en"}
"""
FRENCH_FILE = """\
      - {key: fr, language: fr, address: "https://www.ccohs.ca/fr"}
"""
PAGE = """\
model: portal.page
records:
  - key: wanted-zzq
    source: en
    title: {en: Ours, es: Nuestra, fr: La nôtre}
"""


def test_file_that_an_editor_has_added_is_kept(bring):
    bring(DOCUMENT)
    document = Document.objects.get(slug_en="notice-zzq")
    own = DocumentFile.objects.create(document=document, language="fr", address="https://www.ccohs.ca/editor")
    importer = bring(DOCUMENT + FRENCH_FILE)
    assert list(document.files.filter(language="fr")) == [own]
    assert any("skipped, an editor’s row is kept." in line for line in importer.skipped)
    assert get_counts(bring(DOCUMENT + FRENCH_FILE))[:2] == (0, 0)


def test_key_that_an_editor_has_taken_is_kept(bring):
    factories.page(key="wanted-zzq", title_en="The editor’s")
    importer = bring(PAGE)
    assert importer.skipped == [
        "portal.page wanted-zzq: skipped, an editor’s row is kept. Page with this Key already exists."
    ]
    assert Page.objects.get(key="wanted-zzq").title_en == "The editor’s"


def test_start_goes_on_after_a_fault_in_a_content_file(monkeypatch, capsys):
    def fail(*args):
        raise ContentError(["a.yaml:3: “date”: “2004-13” is not a date."])

    monkeypatch.setattr("portal.management.commands.load_content.load_content", fail)
    run.Command().load_content()
    assert "Content: Nothing was loaded.\na.yaml:3:" in capsys.readouterr().out
