"""Releases: several records and drafts published together, after clearance by each office, once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from news.models import NewsItem, NewsRelease
from portal.drafts.models import Draft
from portal.history.models import Event, get_versions
from portal.notifications.models import Notification, NotificationKind
from portal.previews.models import create_shared_preview
from portal.publishing.releases import Release
from portal.publishing.workflow import unpublish
from portal.records.models import Status
from portal.scheduler.publisher import publish_due
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.clients import client_for
from tests.support.drafts import CODES, clear_members, live_item, publisher, save_draft, schedule_draft
from tests.support.forms import get_seen_release
from tests.support.processes import start_process

pytestmark = pytest.mark.django_db


def joint():
    """Create an item with three national releases and the release of all four, by the secretariat."""
    secretary = factories.editor(roles=["secretariat"])
    item = factories.news_item()
    national = [factories.news_release(country=factories.country(code), item=item) for code in CODES]
    release = Release.objects.create(name="Joint statement", made_by=secretary)
    for record in (item, *national):
        release.add(record, by=secretary)
    approve_for_all(item)
    return release, item, national, secretary


def statuses(*records):
    return {type(record).objects.get(pk=record.pk).status for record in records}


def test_release_is_published_once_all_offices_cleared():
    release, item, national, secretary = joint()
    clear_members(release, codes=("US", "MX"))
    with pytest.raises(ValidationError) as refused:
        release.publish(by=secretary)
    assert [sentence for sentence in refused.value.messages if "It has not been approved yet by anyone" in sentence]
    assert len(refused.value.messages) == 1
    assert statuses(item, *national) == {Status.DRAFT}
    clear_members(release, codes=("CA",))
    Release.objects.get(pk=release.pk).publish(by=secretary)
    assert statuses(item, *national) == {Status.PUBLISHED}
    assert Release.objects.get(pk=release.pk).state == Release.State.DONE


def test_incomplete_member_blocks_release():
    release, item, national, secretary = joint()
    NewsRelease.objects.filter(pk=national[2].pk).update(title_fr=None)
    clear_members(release)
    with pytest.raises(ValidationError) as refused:
        Release.objects.get(pk=release.pk).publish(by=secretary)
    assert refused.value.messages == ["National news release (Canada): “title [fr]” is missing."]
    assert statuses(item, *national) == {Status.DRAFT}
    assert not get_versions(item).filter(event=Event.PUBLISHED).exists()


def test_changed_text_must_be_cleared_again():
    release, item, national, _secretary = joint()
    clear_members(release)
    national[1].title_es = "Otro"
    national[1].save()
    blockers = Release.objects.get(pk=release.pk).blockers()
    [[sentence]] = blockers.values()
    assert "The text has changed since it was approved. Approve it again." in sentence
    assert statuses(item, *national) == {Status.DRAFT}


def test_drafts_and_new_records_are_published_together():
    secretary = factories.editor(roles=["secretariat"])
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    other = factories.news_item()
    release = Release.objects.create(name="Both", made_by=secretary)
    for record in (item, other):
        release.add(record, by=secretary)
        approve_for_all(record)
    Release.objects.get(pk=release.pk).publish(by=secretary)
    item = NewsItem.objects.get(pk=item.pk)
    assert (item.body_es, item.draft) == ("<p>Dos</p>", None)
    assert statuses(other) == {Status.PUBLISHED}


def test_record_belongs_to_one_release():
    _release, item, _national, secretary = joint()
    other = Release.objects.create(name="Other", made_by=secretary)
    with pytest.raises(ValidationError, match="is already in a bundle: “"):
        other.add(item, by=secretary)


def test_preview_shows_visible_members(client):
    release, item, national, secretary = joint()
    may = {factories.editor(roles=["administrator"]): national, publisher("MX"): national[1:2], secretary: []}
    for editor, expected in may.items():
        preview = create_shared_preview(release, editor, days=1)
        html = client.get(f"/preview/{preview.token}{item.get_url('fr')}").content.decode()
        assert [record for record in national if record.title_fr in html] == expected
    assert statuses(item, *national) == {Status.DRAFT}


# In the admin


def test_office_clears_only_its_own_members(client):
    release, _item, national, _secretary = joint()
    client = client_for(publisher("MX"))
    path = reverse("admin:release", args=[release.pk])
    html = client.get(path).content.decode()
    assert national[1].title_en in html
    assert national[0].title_en not in html
    own, other = (
        release.members.get(object_id=record.pk, content_type__model="newsrelease")
        for record in (national[1], national[0])
    )
    seen = get_seen_release(release)
    client.post(path, {"_clear": own.pk} | seen)
    assert client.post(path, {"_clear": other.pk} | seen).status_code == 403
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.is_cleared, other.is_cleared) == (True, False)


@pytest.mark.parametrize("role", ["contributor", "translator", None])
def test_releases_require_permission(role):
    release, *_ = joint()
    client = client_for(factories.editor(roles=[role] if role else [], countries=["MX"], languages=["es"]))
    assert client.get(reverse("admin:releases")).status_code == 403
    for name in ("release", "release_preview"):
        assert client.get(reverse(f"admin:{name}", args=[release.pk])).status_code == 404


def test_release_is_created_scheduled_and_unscheduled_in_admin():
    secretary = factories.editor(roles=["secretariat"], time_zone="America/Mexico_City", interface_language="es")
    client, item = client_for(secretary), approve_for_all(factories.news_item())
    made = client.post(reverse("admin:releases"), {"name": "Declaración"})
    path = made.headers["Location"]
    html = client.get(path).content.decode()
    choice = next(
        option for option in html.split('value="') if item.title_es in option or item.title_en in option
    ).split('"')[0]
    client.post(path, {"_add": "1", "record": choice} | get_seen_release(Release.objects.get()))
    seen = get_seen_release(Release.objects.get())
    late = client.post(path, {"_schedule": "1", "at": "2001-01-01T10:00"} | seen, follow=True).content.decode()
    assert "Indique una fecha y hora futuras." in late
    client.post(path, {"_schedule": "1", "at": "2099-01-01T10:00"} | seen)
    release = Release.objects.get()
    assert f"{release.publish_at:%H:%M}" == "16:00"
    assert statuses(item) == {Status.DRAFT}
    client.post(path, {"_unschedule": "1"} | get_seen_release(Release.objects.get()))
    assert Release.objects.get().state == Release.State.OPEN


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This date and time is too far in the future. Check the year."),
        ("es", "Esta fecha y hora es demasiado lejana. Revise el año."),
        ("fr", "Cette date et cette heure sont trop éloignées. Vérifiez l’année."),
    ],
)
def test_release_is_not_scheduled_beyond_the_bound(language, sentence):
    secretary = factories.editor(roles=["secretariat"], time_zone="America/New_York", interface_language=language)
    release = Release.objects.create(name="Together", made_by=secretary)
    release.add(approve_for_all(factories.news_item()), by=secretary)
    client, path = client_for(secretary), reverse("admin:release", args=[release.pk])
    sent = {"_schedule": "1", "at": "9999-12-31T23:59"} | get_seen_release(release)
    assert sentence in client.post(path, sent, follow=True).content.decode().replace("\xa0", " ")
    assert (Release.objects.get().state, Release.objects.get().publish_at) == (Release.State.OPEN, None)


def test_scheduled_draft_is_published_once_when_due():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    by = schedule_draft(item, seconds=1)
    [result] = publish_due()
    assert (result.errors, result.delay) == ([], None)
    assert publish_due() == []
    item = NewsItem.objects.get(pk=item.pk)
    assert (item.body_es, item.draft) == ("<p>Dos</p>", None)
    newest = get_versions(item).first()
    assert (newest.event, newest.by) == (Event.CHANGES_PUBLISHED, by)


def test_missed_publication_is_reported():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    schedule_draft(item, hours=2)
    out = StringIO()
    call_command("run_scheduled", "--list", stdout=out)
    assert out.getvalue().startswith("due ")
    call_command("run_scheduled", stdout=out)
    assert "late: its moment passed while the portal was not running" in out.getvalue()


def test_conflicting_draft_is_held_and_notified():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    by = schedule_draft(item, seconds=1)
    NewsItem.objects.filter(pk=item.pk).update(body_es="<p>Público</p>")
    [result] = publish_due()
    assert result.errors
    assert publish_due() == []
    item = NewsItem.objects.get(pk=item.pk)
    assert (item.body_es, item.draft.is_scheduled) == ("<p>Público</p>", True)
    assert by in {
        notification.recipient for notification in Notification.objects.filter(kind=NotificationKind.PUBLISH_FAILED)
    }
    dashboard = client_for(factories.editor(roles=["secretariat"])).get(reverse("admin:index")).content.decode()
    assert item.title_en in dashboard.split('<h2 id="panel-upcoming">Scheduled')[0]


def test_scheduled_change_does_not_republish_withdrawn_record():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    schedule_draft(item, seconds=-60)
    item = NewsItem.objects.get(pk=item.pk)
    unpublish(item, by=None)
    Draft.objects.update(publish_at=timezone.now())
    assert publish_due() == []
    assert statuses(item) == {Status.WITHDRAWN}


def test_failing_release_is_held_completely():
    release, item, national, secretary = joint()
    clear_members(release)
    Release.objects.get(pk=release.pk).schedule(by=secretary, at=timezone.now() + timedelta(hours=1))
    NewsRelease.objects.filter(pk=national[0].pk).update(title_en="Changed")
    Release.objects.update(publish_at=timezone.now())
    [result] = publish_due()
    assert result.errors
    assert statuses(item, *national) == {Status.DRAFT}
    assert Release.objects.get(pk=release.pk).held_at
    assert publish_due() == []


def test_two_schedulers_publish_once(transactional_db):
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    release, joint_item, national, secretary = joint()
    clear_members(release)
    Release.objects.get(pk=release.pk).schedule(by=secretary, at=timezone.now() + timedelta(hours=1))
    schedule_draft(item, seconds=0)
    Release.objects.update(publish_at=timezone.now())
    script = (
        "import django; django.setup()\nfrom portal.scheduler.publisher import publish_due\nprint(len(publish_due()))"
    )
    processes = [start_process("-c", script) for _ in range(3)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in processes) == 2
    assert statuses(joint_item, *national) == {Status.PUBLISHED}
    for record in (joint_item, *national):
        assert get_versions(record).filter(event=Event.PUBLISHED).count() == 1
    assert get_versions(item).filter(event=Event.CHANGES_PUBLISHED).count() == 1
