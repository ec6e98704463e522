"""Notices in words: the text of a mail, in its recipient's language and time zone. When it is sent: see delivery.py."""

from operator import itemgetter
from textwrap import indent

from django.conf import settings
from django.contrib.admin.utils import quote
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
from portal.notifications.models import Occasion

SENTENCES = {
    Occasion.SUBMITTED: _("%(who)s has sent “%(record)s” to review."),
    Occasion.RETURNED: _("%(who)s has returned “%(record)s” to its author."),
    Occasion.PUBLISHED: _("%(who)s has published “%(record)s”."),
    Occasion.WILL_FAIL: _("“%(record)s” will not go live on time as it stands."),
    Occasion.DID_NOT: _("“%(record)s” did not go live at its time. It waits on the desk."),
    Occasion.CONSENT_ASKED: _("%(who)s asks for the consent of your office to “%(record)s”."),
    Occasion.CONSENT_FALLEN: _("%(who)s has changed the text of “%(record)s”, so that consent to it has fallen."),
}
SCHEDULED = _("%(who)s has scheduled “%(record)s”.")


def still_matters(notice):
    """Whether its recipient may know of it, and can still do something about what it warns of."""
    editor, record = notice.recipient, notice.record
    if not (record and editor.is_active and editor.email and permissions.can_view(editor, record)):
        return False
    return notice.due_at is None or bool(record.blockers_at(notice.due_at))


def on_clocks(moment):
    """A moment in the three capitals, and where the recipient is when that is elsewhere: [(place, time)]."""
    here = timezone.get_current_timezone()
    clocks = format_in_capitals(moment)
    if here not in {capital.time_zone for capital in CAPITALS}:
        clocks.append((here, formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")))
    return clocks


def at_home(path):
    """The whole address of a page of the portal."""
    return settings.PORTAL_ADDRESS + path


def told(notice):
    """What a mail says of one notice, in the language and the time zone that hold."""
    record, by = notice.record, notice.by
    scheduled = notice.occasion == Occasion.PUBLISHED and record.is_scheduled
    title = localize(record, "title").text or record
    who = (by.get_full_name() or by.username) if by else gettext("Someone")
    form = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return {
        "order": (list(Occasion).index(notice.occasion), scheduled),
        "heading": capfirst(gettext("scheduled") if scheduled else notice.get_occasion_display()),
        "record": title,
        "sentence": (SCHEDULED if scheduled else SENTENCES[notice.occasion]) % {"who": who, "record": title},
        "made_at": notice.made_at,
        "note": indent(notice.note.strip(), "    "),
        "points": record.blockers_at(notice.due_at) if notice.due_at else (),
        "status": record.standing_in_words(),
        "clocks": [(words, on_clocks(moment)) for words, moment in record.scheduled_moments()],
        "address": at_home(reverse(form, args=[quote(record.pk)])),
    }


def subject_of(stories):
    """What a mail is about: its notice, or how many there are."""
    if len(stories) == 1:
        return gettext("%(heading)s: %(record)s") % stories[0]
    counted = ngettext(
        "%(count)s notice of the Tri-National OSH portal", "%(count)s notices of the Tri-National OSH portal",
        len(stories),
    )  # fmt: skip
    return counted % {"count": len(stories)}


def letter(editor, notices):
    """The mail that tells an editor of these notices, those of one occasion together."""
    with translation.override(editor.interface_language), timezone.override(editor.time_zone):
        stories = sorted(map(told, notices), key=itemgetter("order"))
        context = {"stories": stories, "zone": editor.time_zone, "preferences": at_home(reverse("admin:preferences"))}
        return EmailMessage(
            " ".join(subject_of(stories).split()),  # a line break in a title begins no header of its own
            render_to_string("portal/mail/notices.txt", context),
            to=[editor.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": editor.interface_language},
        )
