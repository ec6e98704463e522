"""Who is told of what: publishers of what waits for them, authors of what became of their work, nobody of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Notice, NoticeKind, get_approvers, get_publishers, notify, scheduler_wakeup
from tests.support import factories

pytestmark = pytest.mark.django_db


def told():
    """What is kept to be sent: {(username, occasion, note)}."""
    return {(one.recipient.username, one.occasion, one.note) for one in Notice.objects.all()}


@pytest.fixture
def people():
    """A contributor and two publishers of Mexico, one of Canada, and an administrator."""
    return {
        name: factories.editor(username=name, roles=[role], countries=countries)
        for name, role, countries in (
            ("author", "contributor", ["MX"]), ("publisher", "publisher", ["MX"]), ("other", "publisher", ["MX"]),
            ("canadian", "publisher", ["CA"]), ("administrator", "administrator", []),
        )
    }  # fmt: skip


@pytest.fixture
def release(people):
    """A release of Mexico, written by its author."""
    return factories.news_release(country=factories.country("MX"), created_by=people["author"])


def test_publishers_of_its_country_are_told_of_what_is_submitted(people, release):
    release.submit(by=people["author"], note="Please read.")
    assert told() == {
        ("publisher", NoticeKind.SUBMITTED, "Please read."),
        ("other", NoticeKind.SUBMITTED, "Please read."),
    }


def test_administrators_are_told_where_no_office_publishes(people):
    factories.page(country=factories.country("MX")).submit(by=people["author"])
    assert told() == {("administrator", NoticeKind.SUBMITTED, "")}


def test_author_and_who_submitted_are_told_why_it_is_returned(people, release):
    release.submit(by=people["other"])
    Notice.objects.all().delete()
    release.request_changes(by=people["publisher"], note="The date is missing.")
    note = "The date is missing."
    assert told() == {("author", NoticeKind.CHANGES_REQUESTED, note), ("other", NoticeKind.CHANGES_REQUESTED, note)}


@pytest.mark.parametrize("later", [None, timedelta(days=2)])
def test_author_is_told_that_it_is_published_or_scheduled_and_the_publisher_is_not(people, release, later):
    release.submit(by=people["publisher"])
    Notice.objects.all().delete()
    release.publish(by=people["publisher"], at=later and timezone.now() + later)
    assert told() == {("author", NoticeKind.PUBLISHED, "")}


def test_what_no_one_did_tells_nobody(people, release):
    release.submit(by=None)
    release.publish(by=None)
    assert not told()


def test_sender_wakes_only_once_the_step_is_committed(people, release, django_capture_on_commit_callbacks):
    scheduler_wakeup.clear()
    with django_capture_on_commit_callbacks(execute=True):
        release.submit(by=people["author"])
        assert not scheduler_wakeup.is_set()
    assert scheduler_wakeup.is_set()
    scheduler_wakeup.clear()


def test_nobody_is_told_twice_or_of_their_own(people, release):
    notify(
        NoticeKind.APPROVAL_REQUESTED,
        release,
        to=[people["other"], people["other"], people["author"], None],
        by=people["author"],
    )
    assert told() == {("other", NoticeKind.APPROVAL_REQUESTED, "")}


def test_finding_whom_to_tell_costs_the_same_for_many(people, release, django_assert_num_queries):
    for _ in range(3):
        factories.editor(roles=["publisher"], countries=["MX"])
    mexico, item = factories.country("MX"), factories.news_item()
    with django_assert_num_queries(3):
        assert len(get_publishers(release)) == 5
    with django_assert_num_queries(3):
        assert len(get_approvers(mexico, item)) == 5
