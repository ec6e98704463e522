"""Send notifications by mail, at once or in a daily digest, as their recipients have chosen.

The scheduler runs this, no request does. A message that fails is sent again in the next round.
"""

import logging
from datetime import datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import transaction

from portal import clock
from portal.accounts.models import Editor
from portal.notifications.messages import build_message, can_receive
from portal.notifications.models import Notification
from portal.operations.mail import DeliveryResult, send_message

logger = logging.getLogger(__name__)
DIGEST_TIME = time(7)  # in the recipient's time zone


# Due notifications


def get_last_digest_time(editor, now):
    """Return the latest time, at or before `now`, at which a digest was due to an editor."""
    local = now.astimezone(ZoneInfo(editor.time_zone))
    digest_time = datetime.combine(local.date(), DIGEST_TIME, tzinfo=local.tzinfo)
    return digest_time if digest_time <= local else digest_time - timedelta(days=1)


def group_due_notifications(editor, notifications, now):
    """Yield a list of notifications for each message that is due to an editor.

    `notifications` are the unsent ones of this editor, oldest first.
    """
    immediate = [
        notification for notification in notifications if editor.mail == Editor.Mail.AT_ONCE or notification.is_urgent
    ]
    digest = [notification for notification in notifications if notification not in immediate]
    yield from ([notification] for notification in immediate)
    if digest and digest[0].created_at < get_last_digest_time(editor, now):
        yield digest


def get_due_batches():
    """Yield a list of primary keys of notifications for each message that is due to any editor."""
    now = clock.now()
    unsent = Notification.objects.filter(sent_at=None).select_related("recipient")
    unsent = unsent.order_by("recipient_id", "created_at", "pk")
    for editor, notifications in groupby(unsent, key=attrgetter("recipient")):
        for batch in group_due_notifications(editor, list(notifications), now):
            yield [notification.pk for notification in batch]


# Sending


def send_due_notifications():
    """Send every message that is due and return a DeliveryResult."""
    batches, connection = list(get_due_batches()), get_connection()
    if not batches:
        return DeliveryResult()
    try:
        connection.open()
    except OSError as error:
        logger.error("The mail server does not answer; the messages will be sent again: %s", error)
        return DeliveryResult(failed=len(batches))
    outcomes = [try_send_batch(pks, connection) for pks in batches]
    connection.close()
    return DeliveryResult(outcomes.count(True), outcomes.count(None))


def try_send_batch(pks, connection):
    """Call `send_batch` and return its result, or None if sending failed, so that other messages are still sent."""
    try:
        return send_batch(pks, connection)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A message was not sent and will be sent again. Its notifications: %s", pks)
        connection.close()  # the next message reopens it
        return None


@transaction.atomic
def send_batch(pks, connection):
    """Send one message with these notifications and return whether it was sent.

    Skips notifications that another process is sending, and those that are no longer relevant.
    """
    notifications = Notification.objects.filter(pk__in=pks, sent_at=None).select_related("recipient", "by")
    notifications = notifications.select_for_update(skip_locked=True, of=("self",))
    notifications = list(notifications.prefetch_related("record", "recipient__groups", "recipient__countries"))
    receivable = [notification for notification in notifications if can_receive(notification)]
    message = receivable and build_message(receivable[0].recipient, receivable)
    sent = bool(message) and send_message(message, connection)
    Notification.objects.filter(pk__in=[notification.pk for notification in notifications]).update(sent_at=clock.now())
    return sent
