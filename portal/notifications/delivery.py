"""Sends notices by mail, at once or once a day as their recipients have chosen. What a mail says stands in messages.py.

A mail that fails is tried again with the next round. The scheduler runs the rounds: no request sends mail.
"""

import logging
from datetime import datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from smtplib import SMTPRecipientsRefused
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import Editor
from portal.notifications.messages import letter, still_matters
from portal.notifications.models import Notice

logger = logging.getLogger(__name__)
MORNING = time(7)  # when the digest comes, on its recipient's own clock


class Round(NamedTuple):
    """What came of one round: how many mails were sent, and how many could not be and are tried again."""

    sent: int = 0
    failed: int = 0


# Which are due


def last_morning(editor, now):
    """The last moment at which a digest was due to this editor."""
    local = now.astimezone(ZoneInfo(editor.time_zone))
    morning = datetime.combine(local.date(), MORNING, tzinfo=local.tzinfo)
    return morning if morning <= local else morning - timedelta(days=1)


def due_to(editor, notices, now):
    """The mails that are due to one editor, of these notices that wait, oldest first: a list for each."""
    at_once = [one for one in notices if editor.mail == Editor.Mail.AT_ONCE or one.cannot_wait]
    together = [one for one in notices if one not in at_once]
    yield from ([one] for one in at_once)
    if together and together[0].made_at < last_morning(editor, now):
        yield together


def due():
    """The mails that are due to all editors: for each the keys of its notices."""
    now = timezone.now()
    waiting = Notice.objects.filter(sent_at=None).select_related("recipient")
    waiting = waiting.order_by("recipient_id", "made_at", "pk")
    for editor, notices in groupby(waiting, key=attrgetter("recipient")):
        for one in due_to(editor, list(notices), now):
            yield [notice.pk for notice in one]


# Sending them


def send_due():
    """Sends every mail that is due."""
    mails, connection = list(due()), get_connection()
    if not mails:
        return Round()
    try:
        connection.open()
    except OSError as error:
        logger.error("The mail server does not answer; what is due is tried again: %s", error)
        return Round(failed=len(mails))
    outcomes = [attempt(keys, connection) for keys in mails]
    connection.close()
    return Round(outcomes.count(True), outcomes.count(None))


def attempt(keys, connection):
    """Whether these notices made a mail that was sent; None where it failed, which keeps no one else from theirs."""
    try:
        return deliver(keys, connection)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A mail was not sent and is tried again. Its notices: %s", keys)
        connection.close()  # the next mail opens it anew
        return None


@transaction.atomic
def deliver(keys, connection):
    """Sends one mail of these notices, but for those that another process is sending; whether it was sent."""
    notices = Notice.objects.filter(pk__in=keys, sent_at=None).select_related("recipient", "by")
    notices = notices.select_for_update(skip_locked=True, of=("self",))
    notices = list(notices.prefetch_related("record", "recipient__groups", "recipient__countries"))
    telling = [notice for notice in notices if still_matters(notice)]
    sent = bool(telling) and is_taken(letter(telling[0].recipient, telling), connection)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=timezone.now())
    return sent


def is_taken(mail, connection):
    """Whether the server takes a mail. An address that it refuses for good is not tried again."""
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        if any(code < 500 for code, _text in error.recipients.values()):
            raise
        logger.error("The mail server refuses an address for good: %s", error)
        return False
    return True
