"""What has happened to a release since its page was made, so that no action is carried out on what nobody has seen."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import permissions
from portal.editing.concurrency.changes_since import NOTHING_DONE, get_stale_messages, parse_version_number
from portal.history.models import get_latest_version_number

# The form field that holds what the page showed: the schedule, and a version number for each member.
SEEN_FIELD = "seen"


def format_schedule(release):
    return f"{release.state}@{release.publish_at.isoformat() if release.publish_at else ''}"


def get_seen_values(release):
    """Return the values of SEEN_FIELD for a page that is about to be made. The members are read again afterwards."""
    numbers = [
        f"{member.pk}:{get_latest_version_number(type(member.record), member.object_id)}"
        for member in release.all_members
    ]
    release.__dict__.pop("all_members", None)
    return [format_schedule(release), *numbers]


def get_release_changes(editor, release, seen):
    """Return what happened to a locked release and its members since its page was made, [] if nothing did.

    `seen` are the submitted values of SEEN_FIELD.
    """
    pairs = [value.partition(":") for value in seen if "@" not in value]
    numbers = {parse_version_number(pk): parse_version_number(number) for pk, _separator, number in pairs}
    sentences = []
    if format_schedule(release) not in seen:
        sentences.append(_("The status or the time of the bundle has changed."))
    for member in release.all_members:
        sentences += get_member_changes(editor, member, numbers.pop(member.pk, None))
    if numbers:
        text = ngettext("%(count)s record was removed.", "%(count)s records were removed.", len(numbers))
        sentences.append(text % {"count": len(numbers)})
    return [*sentences, str(NOTHING_DONE)] if sentences else []


def get_member_changes(editor, member, since):
    """Return what happened to a member; an editor who can't see the record learns only that it has changed."""
    template = _("%(record)s: %(sentence)s")
    if since is None:
        return [template % {"record": member.describe(), "sentence": _("It was added to the bundle.")}]
    changes = get_stale_messages(member.record, since)[:-1]
    if changes and not permissions.can_view(editor, member.record):
        changes = [_("The text or the status has changed.")]
    return [template % {"record": member.describe(), "sentence": sentence} for sentence in changes]
