"""Recipients of notifications."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import (
    Notification,
    NotificationKind,
    get_approvers,
    get_publishers,
    notify,
)
from portal.operations.wakeup import scheduler_wakeup
from portal.publishing.workflow import publish, publish_record, request_changes, submit
from tests.support import factories

pytestmark = pytest.mark.django_db


def get_recipients():
    """Return the queued notifications: {(username, occasion, note)}."""
    return {
        (notification.recipient.username, notification.kind, notification.note)
        for notification in Notification.objects.all()
    }


@pytest.fixture
def people():
    """Create a contributor and two publishers of Mexico, one of Canada, and an administrator."""
    return {
        name: factories.editor(username=name, roles=[role], countries=countries)
        for name, role, countries in (
            ("author", "contributor", ["MX"]), ("publisher", "publisher", ["MX"]), ("other", "publisher", ["MX"]),
            ("canadian", "publisher", ["CA"]), ("administrator", "administrator", []),
        )
    }  # fmt: skip


@pytest.fixture
def release(people):
    """Create a release of Mexico, written by its author."""
    return factories.news_release(country=factories.country("MX"), created_by=people["author"])


def test_submission_notifies_publishers_of_country(people, release):
    submit(release, by=people["author"], note="Please read.")
    assert get_recipients() == {
        ("publisher", NotificationKind.SUBMITTED, "Please read."),
        ("other", NotificationKind.SUBMITTED, "Please read."),
    }


def test_submission_notifies_administrators_without_publishers(people):
    submit(factories.page(country=factories.country("MX")), by=people["author"])
    assert get_recipients() == {("administrator", NotificationKind.SUBMITTED, "")}


def test_return_notifies_author_and_submitter_with_reason(people, release):
    submit(release, by=people["other"])
    Notification.objects.all().delete()
    request_changes(release, by=people["publisher"], note="The date is missing.")
    note = "The date is missing."
    assert get_recipients() == {
        ("author", NotificationKind.CHANGES_REQUESTED, note),
        ("other", NotificationKind.CHANGES_REQUESTED, note),
    }


@pytest.mark.parametrize("later", [None, timedelta(days=2)])
def test_publication_notifies_author_but_not_publisher(people, release, later):
    submit(release, by=people["publisher"])
    Notification.objects.all().delete()
    publish_record(release, by=people["publisher"], at=later and timezone.now() + later)
    assert get_recipients() == {("author", NotificationKind.PUBLISHED, "")}


def test_system_event_notifies_nobody(people, release):
    submit(release, by=None)
    publish(release, by=None, without_approval=True)
    assert not get_recipients()


def test_sender_is_woken_after_commit(people, release, django_capture_on_commit_callbacks):
    scheduler_wakeup.clear()
    with django_capture_on_commit_callbacks(execute=True):
        submit(release, by=people["author"])
        assert not scheduler_wakeup.is_set()
    assert scheduler_wakeup.is_set()
    scheduler_wakeup.clear()


def test_recipients_are_unique_and_exclude_actor(people, release):
    notify(
        NotificationKind.APPROVAL_REQUESTED,
        release,
        to=[people["other"], people["other"], people["author"], None],
        by=people["author"],
    )
    assert get_recipients() == {("other", NotificationKind.APPROVAL_REQUESTED, "")}


def test_recipient_query_count_is_constant(people, release, django_assert_num_queries):
    for _ in range(3):
        factories.editor(roles=["publisher"], countries=["MX"])
    mexico, item = factories.country("MX"), factories.news_item()
    with django_assert_num_queries(3):
        assert len(get_publishers(release)) == 5
    with django_assert_num_queries(3):
        assert len(get_approvers(mexico, item)) == 5
