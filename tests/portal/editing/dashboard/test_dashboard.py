"""The dashboard: panels by role, country, language and time zone, in a fixed number of queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import NewsItem
from portal import permissions
from portal.drafts.models import Draft
from portal.editing.dashboard.dashboard import Dashboard
from portal.editing.dashboard.panels import UPCOMING_PERIOD
from portal.history.models import Event
from portal.history.snapshots import get_object_key
from portal.models import Approval, Page
from portal.permissions import Role
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.publishing.workflow import publish_record, request_changes, submit, unpublish, withdraw_from_review
from portal.records.admin_urls import get_change_url
from portal.records.models import Status
from programs.comparisons import Answer
from programs.help import HelpEntry
from programs.indicators import IndicatorDefinition, IndicatorValue
from tests.support import factories
from tests.support.factories import country
from tests.support.html import collapse_whitespace

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def get_dashboard(editor):
    """Return the panels of an editor's dashboard by name."""
    return {content.panel.name: content for content in Dashboard(editor).panels}


def records(editor, panel):
    """Return the records of a panel in order."""
    return [row.record for row in get_dashboard(editor)[panel].rows]


def signed_in(editor):
    client = Client()
    client.force_login(editor)
    return client


def front_page(editor):
    return signed_in(editor).get("/admin/").content.decode().replace("\xa0", " ")


def item(code, **fields):
    return factories.news_item(country=country(code) if code else None, **fields)


def submitted(record, by=None, **options):
    submit(record, by=by, **options)
    return record


# The same rules of many records as of one


@pytest.mark.parametrize("role", Role)
def test_bulk_permissions_match_single_permissions(role):
    editor = factories.editor(roles=[role], countries=["MX"])
    made = [
        make(country=country(code) if code else None)
        for make in (factories.news_item, factories.page, factories.meeting)
        for code in ("MX", "CA", None)
    ]
    for record in made:
        records = type(record).objects.filter(pk=record.pk)
        assert permissions.filter_publishable(editor, records).exists() is permissions.can_publish(editor, record)
        assert permissions.filter_writable(editor, records).exists() is permissions.is_writer(editor, record)
        if permissions.can_publish(editor, record):
            assert permissions.is_publisher_of(editor, type(record))


# Blocks


@pytest.mark.parametrize(
    ("role", "panels"),
    [
        ("contributor", {"returned", "submitted", "drafts", "unconfirmed", "upcoming", "due", "changed"}),
        ("translator", {"submitted", "untranslated", "upcoming", "changed"}),
        (
            "publisher",
            {"waiting", "approvals", "returned", "submitted", "drafts", "unconfirmed", "upcoming", "due", "changed"},
        ),
        ("secretariat", {"waiting", "returned", "submitted", "drafts", "unconfirmed", "upcoming", "due", "changed"}),
        ("administrator", {"waiting", "returned", "submitted", "drafts", "unconfirmed", "upcoming", "due", "changed"}),
    ],
)
def test_dashboard_panels_depend_on_role(role, panels):
    assert set(get_dashboard(factories.editor(roles=[role], countries=["MX"]))) == panels


def test_submitted_records_are_listed_for_publishers():
    author = factories.editor(roles=["contributor"], countries=["MX"])
    younger, older = item("MX"), item("MX")
    submitted(older, author, note="For Monday.")
    submitted(younger, author)
    younger.save()
    canadian, trinational, meeting = (
        submitted(item("CA")),
        submitted(item(None)),
        submitted(factories.meeting(country=country("CA"))),
    )
    item("MX")  # a draft waits for no one
    publisher = factories.editor(roles=["publisher"], countries=["MX"])
    assert records(publisher, "waiting") == [older, younger]
    [row, _] = get_dashboard(publisher)["waiting"].items
    assert (row.version.by, row.version.note) == (author, "For Monday.")
    secretary = factories.editor(roles=["secretariat"], countries=["MX"])
    assert records(secretary, "waiting") == [trinational, meeting]
    assert set(records(factories.editor(roles=["administrator"]), "waiting")) >= {older, canadian, trinational, meeting}


def test_returned_record_is_listed_for_its_editors():
    author, sender, reviewer, other = (
        factories.editor(roles=["contributor", "publisher"], countries=["MX"]) for _ in range(4)
    )
    record = item("MX", created_by=author, modified_by=author)
    submitted(record, sender)
    request_changes(record, by=reviewer, note="The date is missing.")
    for editor in (author, sender):
        [row] = get_dashboard(editor)["returned"].items
        assert (row.record, row.version.by, row.version.note) == (record, reviewer, "The date is missing.")
        assert record not in records(editor, "drafts")
    for editor in (reviewer, other):
        assert record not in records(editor, "returned") + records(editor, "drafts")
    submit(record, by=author)
    assert not records(author, "returned")
    withdraw_from_review(record, by=author)
    assert not records(author, "returned")
    assert records(author, "drafts") == [record]


def test_own_drafts_are_listed_newest_first():
    editor, other = (factories.editor(roles=["contributor"], countries=["MX"]) for _ in range(2))
    first, second = item("MX", created_by=editor), item("MX", created_by=other, modified_by=editor)
    item("MX", created_by=other)
    item("CA", created_by=editor)  # of a country that is theirs no more
    submitted(item("MX", created_by=editor), editor)
    assert records(editor, "drafts") == [second, first]
    first.save()
    assert records(editor, "drafts") == [first, second]


def test_reviews_due_are_listed_for_responsible_editor():
    for model in publishable_models():
        model._base_manager.update(review_due=None)  # the initial content has review dates
    today = timezone.localdate()
    late, soon, edge = (
        factories.published(item("MX", review_due=today + days * DAY)) for days in (-400, 0, UPCOMING_PERIOD.days)
    )
    factories.published(item("MX", review_due=today + UPCOMING_PERIOD + DAY))
    item("MX", review_due=today)
    factories.published(item("CA", review_due=today))
    factories.published(item(None, review_due=today))
    editor = factories.editor(roles=["contributor"], countries=["MX"])
    assert records(editor, "due") == [late, soon, edge]
    assert [row.is_overdue for row in get_dashboard(editor)["due"].items] == [True, False, False]


def test_missing_translations_are_listed_for_translators():
    editor = factories.editor(roles=["translator"], countries=["CA"], languages=["es", "fr"])
    spanish = item("CA", title_en="A", title_fr="B")
    body = item(None, title_en="A", title_es="B", title_fr="C", body_en="<p>A</p>", body_es="<p>B</p>")
    part = factories.entry(country=country("CA"))
    factories.entry_link(entry=part, text_en="A", text_es="B")
    item("CA", title_fr="A", title_es="B", source_language="fr")  # English is not theirs
    item("US", title_en="A")
    factories.published(item("CA", source_language="fr", title_fr="A", title_en="B"))
    missing = {row.record.pk: row.missing_languages for row in get_dashboard(editor)["untranslated"].items}
    assert missing == {spanish.pk: ["es"], body.pk: ["fr"], part.pk: ["fr"]}


def test_requested_approval_is_listed_for_office():
    now = timezone.now()
    publisher = factories.editor(roles=["publisher"], countries=["MX"])
    asked, given, outdated, other = (item(None) for _ in range(4))
    for record, code, times in (
        (asked, "MX", {}),
        (given, "MX", {"approved_at": now}),
        (outdated, "MX", {"invalidated_at": now}),
        (other, "CA", {}),
    ):
        Approval.objects.create(record=record, country=country(code), **times)
    assert set(records(publisher, "approvals")) == {asked, outdated}


def test_activity_lists_changes_of_visible_records():
    editor, other = (factories.editor(roles=["contributor"], countries=["MX"]) for _ in range(2))
    seen, trinational, foreign = item("MX"), item(None), item("CA")
    for record in (seen, trinational, foreign):
        submitted(record, other, note="Note")
    submitted(item("MX"))  # by no one: the portal itself
    old = submitted(item("MX"), other)
    NewsItem.objects.filter(pk=old.pk).update(modified_at=timezone.now() - 15 * DAY)
    rows = get_dashboard(editor)["changed"].items
    assert [row.record for row in rows] == [trinational, seen]
    assert (rows[0].version.event, rows[0].version.by, rows[0].version.note) == (Event.SUBMITTED, other, "Note")


# The calendar


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_calendar_shows_scheduled_events_and_blockers():
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    now = timezone.now()
    scheduled = item("MX")
    publish_record(scheduled, by=None, without_approval=True, at=now + DAY)
    unpublish(scheduled, by=None, at=now + 3 * DAY)
    planned = submitted(item("MX", source_language="es", title_es="A"), at=now + 2 * DAY)
    drafted = item(None, publish_at=now + 4 * DAY, title_en="A", title_es="B")
    submitted(item("CA"), at=now + DAY)
    entries = get_dashboard(editor)["upcoming"].items
    summary = [
        (entry.row.record, str(entry.event), str(entry.approval_warning), entry.row.missing_languages)
        for entry in entries
    ]
    assert summary == [
        (scheduled, "Scheduled publication", "", []),
        (planned, "Planned publication", "In review: not scheduled yet.", []),
        (scheduled, "Scheduled unpublishing", "", []),
        (drafted, "Planned publication", "Draft: not submitted for review yet.", ["fr"]),
    ]


def test_calendar_covers_thirty_days_from_now(monkeypatch):
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    set_clock(monkeypatch, now)
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    moments = [now, now + SECOND, now + UPCOMING_PERIOD, now + UPCOMING_PERIOD + SECOND]
    begins = [item("MX", status=Status.PUBLISHED, publish_at=moment) for moment in moments]
    ends = [item("MX", status=Status.PUBLISHED, publish_at=now - DAY, withdraw_at=moment) for moment in moments]
    entries = get_dashboard(editor)["upcoming"].items
    assert {entry.row.record for entry in entries} == {*begins[1:3], *ends[1:3]}


@pytest.mark.parametrize(
    ("month", "hour", "clocks"),
    [
        (7, 14, {"Washington": "10 a.m.", "Mexico City": "8 a.m.", "Ottawa": "10 a.m."}),
        (12, 15, {"Washington": "10 a.m.", "Mexico City": "9 a.m.", "Ottawa": "10 a.m."}),
    ],
)
def test_calendar_uses_mexican_time_without_dst(monkeypatch, month, hour, clocks):
    set_clock(monkeypatch, datetime(2026, month, 1, tzinfo=UTC))
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    item("MX", status=Status.PUBLISHED, publish_at=datetime(2026, month, 9, hour, tzinfo=UTC))
    [entry] = get_dashboard(editor)["upcoming"].items
    assert {str(name): time for name, time in entry.capital_times} == clocks


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("America/Mexico_City", [(10, 31, 1), (11, 1, 2)]),
        ("America/New_York", [(11, 1, 3)]),
        ("UTC", [(11, 1, 3)]),
    ],
)
def test_calendar_days_use_editor_time_zone(monkeypatch, zone, days):
    # In the night in which the clocks of Washington go back, 1:30 comes twice.
    set_clock(monkeypatch, datetime(2026, 10, 20, tzinfo=UTC))
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    for hour in (5, 6, 7):
        moment = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        item("MX", status=Status.PUBLISHED, publish_at=moment)
    with timezone.override(zone):
        calendar = get_dashboard(editor)["upcoming"].days
        assert [(day.day.month, day.day.day, len(day.entries)) for day in calendar] == days
        times = [time for day in calendar for entry in day.entries for name, time in entry.capital_times[:1]]
    if zone == "America/New_York":
        assert times == ["1:30 a.m.", "1:30 a.m.", "2:30 a.m."]
    if zone == "America/Mexico_City":
        assert times[0] == "Nov. 1, 2026, 1:30 a.m."  # another day than the heading's


# The page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Waiting for your review", "You have no drafts.", "Planned publication on"]),
        ("es", ["En espera de su revisión", "No tiene borradores.", "Publicación prevista el"]),
        ("fr", ["En attente de votre révision", "Vous n’avez aucun brouillon.", "Publication prévue le"]),
    ],
)  # fmt: skip
def test_page_uses_editor_language_and_marks_other_titles(language, words):
    editor = factories.editor(roles=["publisher"], countries=["MX"], interface_language=language)
    source = "fr" if language == "es" else "es"
    texts = {"source_language": source, f"title_{source}": "Titre <b>"}
    record = submitted(item("MX", **texts), editor, note="Ojo", at=timezone.now() + DAY)
    html = front_page(editor)
    for sentence in words:
        assert sentence in html
    link = f'<a href="/admin/news/newsitem/{record.pk}/change/">'
    assert f'{link}<span lang="{source}">Titre &lt;b&gt;</span></a>' in html
    assert "<q>Ojo</q>" in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ask one of these administrators for a role: Ana Ruiz"),
        ("es", "Solicite una función a una de estas personas que administran el portal: Ana Ruiz"),
        ("fr", "Demandez un rôle à l’une de ces personnes qui administrent le portail : Ana Ruiz"),
    ],
)
def test_editor_without_role_sees_contact(language, words):
    factories.editor(roles=["administrator"], first_name="Ana", last_name="Ruiz", email="ana@example.gov")
    item("MX", title_en="Secret")
    html = front_page(factories.editor(countries=["MX"], interface_language=language))
    assert words in collapse_whitespace(html)
    assert "mailto:ana@example.gov" in html
    assert "Secret" not in html
    assert "dashboard-panel" not in html


def test_panel_shows_ten_and_links_to_list():
    editor = factories.editor(roles=["administrator"])
    for number in range(11):
        submitted(factories.page() if number % 2 else item("MX"))
    waiting = get_dashboard(editor)["waiting"]
    assert (len(waiting.items), waiting.total) == (10, "11")
    assert {(count, url) for _, count, url in waiting.changelists} == {
        (6, "/admin/news/newsitem/?panel=waiting"), (5, "/admin/portal/page/?panel=waiting"),
    }  # fmt: skip
    changelist = signed_in(editor).get("/admin/portal/page/?panel=waiting").context["cl"]
    assert changelist.result_count == 5


def test_facts_to_confirm_are_counted_by_country():
    editor = factories.editor(roles=["contributor"], countries=["MX"])
    for model in (Answer, HelpEntry, IndicatorValue, IndicatorDefinition):
        model.objects.update(confirmed=True)
    entry = factories.entry(country=country("MX"))
    for confirmed in (False, False, True):
        factories.answer(entry=entry, confirmed=confirmed)
    place = factories.help_place(country=country("MX"))
    factories.help_entry(place=place, confirmed=False)
    factories.answer(entry=factories.entry(country=country("US")), confirmed=False)
    rows = get_dashboard(editor)["unconfirmed"].rows
    assert {row.record: row.unconfirmed for row in rows} == {entry: 2, place: 1}
    html = signed_in(editor).get("/admin/").content.decode()
    assert "2 facts to confirm" in html
    assert get_change_url(entry) in html


def make_one_of_each(editor, number):
    """Create a record for each panel, of three models in turn."""
    now = timezone.now()
    make = (factories.news_item, factories.page, factories.meeting)[number % 3]
    make(country=None, created_by=editor)
    submitted(make(country=None), editor, note="Note", at=now + DAY)
    returned = submitted(make(country=None), editor)
    request_changes(returned, by=None, note="Why")
    unpublish(factories.published(make(country=None, review_due=now.date())), by=None, at=now + DAY)
    make(country=None, title_en="Only English")
    asked = make(country=None)
    Approval.objects.create(record=asked, country=country("MX"))
    factories.help_entry(place=factories.help_place(country=country("MX")), confirmed=False)


def test_dashboard_query_count_is_constant():
    editor = factories.editor(
        roles=["publisher", "secretariat", "translator"], countries=["MX"], languages=["es"]
    )  # fmt: skip
    client = signed_in(editor)
    client.get("/admin/")
    counts = []
    for number in range(30):
        make_one_of_each(editor, number)
        if number + 1 in (1, 3, 30):
            ContentType.objects.clear_cache()
            with CaptureQueriesContext(connection) as captured:
                assert client.get("/admin/").status_code == 200
            counts.append(len(captured))
    assert counts == counts[:1] * 3
    assert counts[0] <= 20
    assert all(content.items for content in Dashboard(editor).panels)


def make_drafts(editor, count):
    """Create public items of Mexico, each with a draft of the editor."""
    items = [factories.published(item("MX")) for _number in range(count)]
    Draft.objects.bulk_create(
        Draft(record=record, author=editor, changes={get_object_key(record): {"title_en": {"was": "A", "now": "B"}}})
        for record in items
    )


def make_scheduled_release():
    release = Release.objects.create(name="Together")
    for record in (item("MX"), item(None)):
        release.add(record, by=factories.editor(roles=["administrator"]))
    Release.objects.filter(pk=release.pk).update(state=Release.State.SCHEDULED, publish_at=timezone.now() + DAY)


def count_dashboard_queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/").status_code == 200
    return len(captured)


def test_dashboard_queries_do_not_grow_with_releases():
    client = signed_in(factories.editor(roles=["publisher"], countries=["MX"]))
    make_scheduled_release()
    client.get("/admin/")
    first = count_dashboard_queries(client)
    make_scheduled_release()
    make_scheduled_release()
    assert count_dashboard_queries(client) == first


def test_dashboard_queries_do_not_grow_with_drafts():
    editor = factories.editor(roles=["publisher"], countries=["MX"])
    client = signed_in(editor)
    client.get("/admin/")
    counts = []
    for added in (1, 2, 47):
        make_drafts(editor, added)
        counts.append(count_dashboard_queries(client))
    assert counts == counts[:1] * 3
    assert "50" in get_dashboard(editor)["drafts"].total


# Filters of the lists


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        ("draft", {"draft", "planned"}),
        ("in review", {"review"}),
        ("planned", {"planned"}),
        ("scheduled", {"scheduled"}),
        ("public", {"public"}),
        ("ended", {"ended"}),
        ("withdrawn", {"withdrawn"}),
        ("nonsense", set()),
    ],
)
def test_list_is_filtered_by_status(stage, wanted):
    now = timezone.now()
    made = {
        "draft": {},
        "planned": {"publish_at": now + DAY},
        "review": {"status": Status.IN_REVIEW},
        "scheduled": {"status": Status.PUBLISHED, "publish_at": now + DAY},
        "public": {"status": Status.PUBLISHED, "publish_at": now - DAY},
        "ended": {"status": Status.PUBLISHED, "publish_at": now - 2 * DAY, "withdraw_at": now - DAY},
        "withdrawn": {"status": Status.WITHDRAWN, "publish_at": now - DAY},
    }
    for name, fields in made.items():
        item("MX", title_en=name, **fields)
    page = signed_in(factories.editor(roles=["administrator"])).get("/admin/news/newsitem/", {"stage": stage})
    assert {record.title_en for record in page.context["cl"].result_list} & set(made) == wanted


def test_list_filters_show_counts():
    editor = factories.editor(roles=["publisher", "translator"], countries=["MX"], languages=["fr"])
    submitted(item("MX", created_by=editor), editor)
    client = signed_in(editor)
    for model in (NewsItem, Page):
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(path, {"_facets": "True"}).status_code == 200
    html = client.get("/admin/news/newsitem/", {"_facets": "True"}).content.decode()
    assert "Waiting for your review (1)" in html
    assert "Changes requested (0)" in html


def test_list_shows_localized_titles_and_next_time():
    moment = datetime(2099, 7, 1, 14, tzinfo=UTC)
    item("MX", title_en="Heat", title_fr="Chaleur", status=Status.PUBLISHED, publish_at=moment)
    submitted(item("MX", title_es="Sólo en español", source_language="es"), at=moment)
    editor = factories.editor(
        roles=["publisher"], countries=["MX"], interface_language="fr", time_zone="America/Mexico_City"
    )  # fmt: skip
    html = signed_in(editor).get("/admin/news/newsitem/").content.decode()
    assert ">Chaleur</a>" in html
    assert '<span lang="es">Sólo en español</span>' in html
    assert "planifié pour le 1 juillet 2099 à 8\xa0h\xa000" in html
    assert "en révision, publication prévue le 1 juillet 2099 à 8\xa0h\xa000, pas encore approuvée" in html
