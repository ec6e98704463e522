"""The text of mail with notices, in the language and time zone of the recipient."""

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
from portal.i18n.timezones import CAPITALS, format_in_capitals
from portal.notifications.changed_words import get_words_changed_since_approval
from portal.notifications.models import NoticeKind
from portal.records.admin_urls import get_change_url
from portal.records.models import Status

MESSAGES = {
    NoticeKind.SUBMITTED: _("%(who)s submitted “%(record)s” for review."),
    NoticeKind.CHANGES_REQUESTED: _("%(who)s requested changes to “%(record)s”."),
    NoticeKind.PUBLISHED: _("%(who)s published “%(record)s”."),
    NoticeKind.PUBLISH_WILL_FAIL: _("“%(record)s” is not ready to be published on time."),
    NoticeKind.PUBLISH_FAILED: _("“%(record)s” was not published on time. It is waiting on the dashboard."),
    NoticeKind.APPROVAL_REQUESTED: _("%(who)s requests your office’s approval of “%(record)s”."),
    NoticeKind.APPROVAL_REFUSED: _("%(who)s did not approve “%(record)s”."),
    NoticeKind.APPROVAL_REVOKED: _("%(who)s changed the text of “%(record)s”. Its approval is no longer valid."),
}
SCHEDULED_MESSAGE = _("%(who)s scheduled “%(record)s”.")


def can_receive(notice):
    """Return whether the record still exists and the recipient may see it and has an address."""
    editor, record = notice.recipient, notice.record
    return bool(record and editor.is_active and editor.email and permissions.can_view(editor, record))


def get_local_times(moment):
    """Return a moment as [(place, time)] in the three capitals and, if it differs, the recipient's time zone."""
    current_zone = timezone.get_current_timezone()
    local_times = format_in_capitals(moment)
    if current_zone not in {capital.time_zone for capital in CAPITALS}:
        local_time = formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        local_times.append((current_zone, local_time))
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


def get_notice_context(notice):
    """Return the template context of one notice, in the active language and time zone."""
    record, by = notice.record, notice.by
    scheduled = notice.occasion == NoticeKind.PUBLISHED and record.is_scheduled
    title = localize(record, "title").text or record
    who = by.display_name if by else gettext("Someone")
    is_revoked = notice.occasion == NoticeKind.APPROVAL_REVOKED
    return {
        "order": (list(NoticeKind).index(notice.occasion), scheduled),
        "heading": capfirst(gettext("scheduled") if scheduled else notice.get_occasion_display()),
        "record": title,
        "message": (SCHEDULED_MESSAGE if scheduled else MESSAGES[notice.occasion]) % {"who": who, "record": title},
        "made_at": notice.made_at,
        "changed_words": get_words_changed_since_approval(record) if is_revoked else [],
        "outlook": get_outlook(record) if is_revoked else "",
        "note": indent(notice.note.strip(), "    "),
        "blockers": record.blockers_at(notice.due_at) if notice.due_at else (),
        "status": record.get_status_label_with_draft(),
        "schedule": [(label, get_local_times(moment)) for label, moment in record.get_schedule()],
        "url": build_absolute_url(get_change_url(record)),
    }


def get_subject(contexts):
    """Return the subject of a message: its only notice, or the number of notices."""
    if len(contexts) == 1:
        return gettext("%(heading)s: %(record)s") % contexts[0]
    subject = ngettext(
        "%(count)s notification from the Tri-National OSH portal",
        "%(count)s notifications from the Tri-National OSH portal",
        len(contexts),
    )  # fmt: skip
    return subject % {"count": len(contexts)}


def build_message(editor, notices):
    """Return an EmailMessage to an editor with these notices, grouped by kind; None if they are all obsolete.

    A warning is left out once nothing prevents the publication any more.
    """
    with translation.override(editor.interface_language), timezone.override(editor.time_zone):
        contexts = [(notice, get_notice_context(notice)) for notice in notices]
        contexts = [context for notice, context in contexts if notice.due_at is None or context["blockers"]]
        if not contexts:
            return None
        contexts.sort(key=itemgetter("order"))
        preferences = build_absolute_url(reverse("admin:preferences"))
        context = {"notices": contexts, "zone": editor.time_zone, "preferences": preferences}
        return EmailMessage(
            " ".join(get_subject(contexts).split()),  # prevents header injection through a line break in a title
            render_to_string("portal/mail/notices.txt", context),
            to=[editor.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": editor.interface_language},
        )
