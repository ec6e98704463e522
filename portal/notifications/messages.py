"""The text of mail with notifications, in the language and time zone of the recipient."""

from operator import itemgetter
from textwrap import indent

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.i18n.languages import localize
from portal.i18n.timezones import CAPITALS, format_in_capitals, get_time_zone_city
from portal.notifications.changed_words import get_words_changed_since_approval
from portal.notifications.models import NotificationKind
from portal.records.admin_urls import get_change_url
from portal.records.models import Status

MESSAGES = {
    NotificationKind.SUBMITTED: _("%(who)s submitted “%(record)s” for review."),
    NotificationKind.CHANGES_REQUESTED: _("%(who)s requested changes to “%(record)s”."),
    NotificationKind.PUBLISHED: _("%(who)s published “%(record)s”."),
    NotificationKind.PUBLISH_WILL_FAIL: _("“%(record)s” is not ready to be published on time."),
    NotificationKind.PUBLISH_FAILED: _("“%(record)s” was not published on time. It is waiting on the dashboard."),
    NotificationKind.APPROVAL_REQUESTED: _("%(who)s requests your office’s approval of “%(record)s”."),
    NotificationKind.APPROVAL_REFUSED: _("%(who)s did not approve “%(record)s”."),
    NotificationKind.COMMENTED: _("%(who)s commented on “%(record)s”."),
    NotificationKind.APPROVAL_REVOKED: _("%(who)s changed the text of “%(record)s”. Its approval is no longer valid."),
}
SCHEDULED_MESSAGE = _("%(who)s scheduled “%(record)s”.")


def can_receive(notification):
    """Return whether the record still exists and the recipient may see it and has an address."""
    editor, record = notification.recipient, notification.record
    return bool(record and editor.is_active and editor.email and permissions.can_view(editor, record))


def get_local_times(moment):
    """Return a moment as [(place, time)] in the three capitals and, if it differs, the recipient's time zone."""
    current_zone = timezone.get_current_timezone()
    local_times = format_in_capitals(moment)
    if current_zone not in {capital.time_zone for capital in CAPITALS}:
        local_time = formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        local_times.append((get_time_zone_city(current_zone.key), local_time))
    return local_times


def build_absolute_url(path):
    return settings.PORTAL_BASE_URL + path


def get_outlook(record):
    """Return what becomes of a text whose approval is no longer valid: what goes out, and when."""
    if record.is_scheduled:
        return gettext("The version that was approved before is published as scheduled, without this change.")
    if record.status == Status.PUBLISHED:
        return gettext("The public version stays as it is until the offices approve the new text.")
    return gettext("The text is not published until the offices approve it again.")


def get_notification_context(notification):
    """Return the template context of one notification, in the active language and time zone."""
    record, by = notification.record, notification.by
    scheduled = notification.kind == NotificationKind.PUBLISHED and record.is_scheduled
    title = localize(record, "title").text or record
    who = by.display_name if by else gettext("Someone")
    is_revoked = notification.kind == NotificationKind.APPROVAL_REVOKED
    return {
        "order": (list(NotificationKind).index(notification.kind), scheduled),
        "heading": capfirst(gettext("scheduled") if scheduled else notification.get_kind_display()),
        "record": title,
        "message": (SCHEDULED_MESSAGE if scheduled else MESSAGES[notification.kind]) % {"who": who, "record": title},
        "created_at": notification.created_at,
        "changed_words": get_words_changed_since_approval(record) if is_revoked else [],
        "outlook": get_outlook(record) if is_revoked else "",
        "note": indent(notification.note.strip(), "    "),
        "blockers": record.blockers_at(notification.due_at) if notification.due_at else (),
        "status": record.get_status_label_with_draft(),
        "schedule": [(label, get_local_times(moment)) for label, moment in record.get_schedule()],
        "url": build_absolute_url(get_change_url(record)),
    }


def get_subject(contexts):
    """Return the subject of a message: its only notification, or the number of notifications."""
    if len(contexts) == 1:
        return gettext("%(heading)s: %(record)s") % contexts[0]
    subject = ngettext(
        "%(count)s notification from the Tri-National OSH portal",
        "%(count)s notifications from the Tri-National OSH portal",
        len(contexts),
    )  # fmt: skip
    return subject % {"count": len(contexts)}


def build_message(editor, notifications):
    """Return an EmailMessage to an editor with these notifications, grouped by kind; None if they are all obsolete.

    A warning is left out once nothing prevents the publication any more.
    """
    with translation.override(editor.interface_language), timezone.override(editor.time_zone):
        contexts = [(notification, get_notification_context(notification)) for notification in notifications]
        contexts = [context for notification, context in contexts if notification.due_at is None or context["blockers"]]
        if not contexts:
            return None
        contexts.sort(key=itemgetter("order"))
        preferences = build_absolute_url(reverse("admin:preferences"))
        context = {"notifications": contexts, "zone": get_time_zone_city(editor.time_zone), "preferences": preferences}
        return EmailMessage(
            " ".join(get_subject(contexts).split()),  # prevents header injection through a line break in a title
            render_to_string("portal/mail/notifications.txt", context),
            to=[editor.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": editor.interface_language},
        )
