"""A draft in the browser, in three languages: edited, previewed, resolved after a conflict, published in one language,
and a release that is published on schedule.
"""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from news.models import NewsItem, NewsRelease
from portal.history.models import Event, Version
from portal.models import Draft, Preview, Release
from portal.publishing.approvals import Approval
from portal.scheduler.publisher import publish_due
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.browser import run_committed
from tests.support.staff import PASSWORD, EditorWindow
from workinggroup.models import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CODES = ("US", "MX", "CA")
PLACES = {"en": "Ottawa, in the afternoon", "es": "Ottawa, por la tarde", "fr": "Ottawa, en après-midi"}
LANGUAGES = ("en", "es", "fr")


def make(language):
    """Create a live meeting with participants, an item with three national releases, and the editors."""
    roles = {"secretariat": [], **{f"publisher-{code}": [code] for code in CODES}}
    people = {
        name: factories.editor(
            roles=[name.partition("-")[0]], countries=countries, username=f"{name}-{language}", password=PASSWORD,
            interface_language=language,
        )
        for name, countries in roles.items()
    }  # fmt: skip
    meeting = factories.meeting(
        country=factories.country("CA"), joint_languages=["es"], place_en="Ottawa", place_es="Ottawa", place_fr="Ottawa"
    )
    meeting.participants.create(name="Ana Ruiz")
    factories.published(meeting)
    item = factories.news_item()
    national = [factories.news_release(country=factories.country(code), item=item) for code in CODES]
    return people, meeting, item, national


def take_away(made):
    people, meeting, item, national = made
    Release.objects.all().delete()
    Preview.objects.all().delete()
    Draft.objects.all().delete()
    Approval.objects.all().delete()
    for record in (*national, item, meeting):
        Version.objects.filter(object_id=record.pk, content_type__model=record._meta.model_name).delete()
        record.delete()
    for editor in people.values():
        editor.notifications.all().delete()
        editor.delete()


@pytest.fixture
def stage(open_page, request):
    language = request.param
    made = run_committed(lambda: make(language))

    def enter(name):
        window = EditorWindow(open_page("/admin/", locale=language, bypass_csp=True), language)
        window.sign_in(f"{name}-{language}")
        return window

    yield language, enter, made
    run_committed(lambda: take_away(made))


def edit_draft(secretary, meeting, language, open_page):
    """Save a draft of the public meeting, which readers do not see."""
    secretary.writes(**{f"place_{code}": text for code, text in PLACES.items()})
    secretary.page.locator("[name=participants-0-name]").fill("Ana Ruiz Ortega")
    secretary.presses("Save and continue editing").reads(secretary.words("Draft with unpublished changes"))
    reader = open_page(meeting.get_url(language), locale=language, width=390)
    assert PLACES[language] not in reader.locator("main").inner_text()


def preview_by_shared_link(secretary, form, language, open_page):
    """Share a preview of the draft and open its link in another browser."""
    secretary.goes(f"{form}/preview/")
    frames = [secretary.page.frame_locator(f"iframe >> nth={number}") for number in range(3)]
    for frame in frames:
        frame.locator("main").get_by_text("Ana Ruiz Ortega").first.wait_for()
    secretary.presses("Create link")
    address = secretary.page.locator(f'.records a[href*="/preview/"][href*="/{language}/"]').get_attribute("href")
    elsewhere = open_page(address, locale=language, width=390)
    seen = elsewhere.locator("main").inner_text()
    assert PLACES[language] in seen
    assert "Ana Ruiz Ortega" in seen
    elsewhere.locator(".languages a").last.click()
    assert "/preview/" in elsewhere.url
    assert PLACES["fr" if language != "fr" else "es"] in elsewhere.locator("main").inner_text()


def resolve_conflict(secretary, form, meeting):
    """Change the public text where the draft changes it too, and choose the text of the draft."""
    run_committed(lambda: change_in_public(meeting))
    secretary.goes(f"{form}/change/").reads("Gatineau", "por la tarde")
    name = f"workinggroup.meeting:{meeting.pk}:place_es"
    secretary.page.locator(f'[name="{name}"][value="draft"]').check()
    secretary.presses("Resolve conflicts")
    assert secretary.page.locator("#id_place_es").input_value() == PLACES["es"]


def publish_french_then_rest(secretary, meeting):
    """Publish the draft in French alone, then in the other languages."""
    secretary.page.select_option("[name=transition-language]", "fr")
    secretary.page.locator("[name=transition-significance]").first.check()
    secretary.presses("Publish one language")
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.place_fr, stored.place_en, stored.place_es) == (PLACES["fr"], "Ottawa", "Gatineau")
    secretary.page.locator("[name=transition-significance]").first.check()
    secretary.presses("Publish changes")
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.place_en, stored.place_es) == (PLACES["en"], PLACES["es"])
    assert stored.participants.get().name == "Ana Ruiz Ortega"


def schedule_and_publish_bundle(secretary, enter, item, national):
    """Publish three national releases and their item together on schedule; each office adds its own release."""
    secretary.goes("/admin/releases/").writes(name="2026").presses("Create bundle")
    bundle_url = secretary.page.url
    secretary.page.select_option("[name=record]", f"{content_type_of(item)}:{item.pk}")
    secretary.presses("Add")
    for code, record in zip(CODES, national, strict=True):
        office = enter(f"publisher-{code}").goes(bundle_url)
        office.page.select_option("[name=record]", f"{content_type_of(record)}:{record.pk}")
        office.presses("Add")
    run_committed(lambda: approve_for_all(item))
    secretary.goes(bundle_url).reads(secretary.words("Ready: the whole bundle can be published."))
    tomorrow = timezone.localtime() + timedelta(days=1)
    secretary.page.locator("[name=at]").fill(tomorrow.strftime("%Y-%m-%dT10:00"))
    secretary.presses("Schedule bundle")
    assert {release.status for release in NewsRelease.objects.filter(item=item)} == {"draft"}
    run_committed(lambda: Release.objects.update(publish_at=timezone.now()))
    run_committed(publish_due)
    assert {record.status for record in (NewsItem.objects.get(pk=item.pk), *NewsRelease.objects.filter(item=item))} == {
        "published"
    }


@pytest.mark.parametrize("stage", LANGUAGES, indirect=True)
def test_draft_journey_from_preview_to_publication(open_page, stage):
    language, enter, (_people, meeting, item, national) = stage
    form = f"/admin/workinggroup/meeting/{meeting.pk}"
    secretary = enter("secretariat").goes(f"{form}/change/")
    edit_draft(secretary, meeting, language, open_page)
    preview_by_shared_link(secretary, form, language, open_page)
    resolve_conflict(secretary, form, meeting)
    publish_french_then_rest(secretary, meeting)
    schedule_and_publish_bundle(secretary, enter, item, national)
    html = open_page(item.get_url(language), locale=language).locator("main").inner_text()
    assert all(getattr(release, f"title_{language}") in html for release in national)


def content_type_of(record):
    return ContentType.objects.get_for_model(record).pk


def change_in_public(meeting):
    live = Meeting.objects.get(pk=meeting.pk)
    live.place_es = "Gatineau"
    live.transition_to(live.status, Event.CHANGES_PUBLISHED, by=None, note="")
