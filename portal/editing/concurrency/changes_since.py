"""The changes to a record since the version that a form was made from."""

from itertools import pairwise

from django.apps import apps
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.editing.scoping import get_form_fields
from portal.history.models import Event, get_latest_version_number, get_versions
from portal.history.snapshots import diff_snapshots, get_object_key
from portal.publishing.transitions import STATUS_EVENTS

# The form field that holds the number of the version that the form was made from.
BASE_VERSION_FIELD = "base_version"
# Events that change neither the text nor the status, so that a transition may follow them unseen.
HARMLESS_EVENTS = frozenset({Event.COMMENTED, Event.APPROVED})
NOTHING_DONE = gettext_lazy("Nothing was done. Check what has changed and try again.")


def parse_version_number(text):
    """Return a submitted version number, or -1 if there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def get_stale_messages(record, since):
    """Return what happened to a record after version `since`, [] if a transition may still be carried out.

    Lock the record first, so that nothing happens between this check and the transition.
    """
    if get_latest_version_number(type(record), record.pk) == since:
        return []
    changes_since = ChangesSince(record, since)
    if not changes_since.is_stale:
        return []
    return [*(list(changes_since.get_messages()) or [_("The text or the status has changed.")]), str(NOTHING_DONE)]


def get_editor_name(editor):
    """Return the display name of an editor; `None` stands for an automatic change."""
    return editor.display_name if editor else _("the portal")


def get_form_columns(model):
    """Return the editable fields of a model as `{snapshot column: field}`."""
    return {field.name if field.many_to_many else field.attname: field for field in get_form_fields(model)}


class ChangesSince:
    """The versions of a record after version number `since`.

    `base` holds the rows of version `since`. If there is no such version, `base` is None and `versions` holds the
    newest version only.
    """

    def __init__(self, record, since):
        self.record, self.since = record, since
        versions = get_versions(record).select_related("by")
        base_version = versions.filter(number=since).first()
        self.base = base_version and base_version.rows
        self.versions = list(versions.filter(number__gt=since).reverse()) if base_version else list(versions[:1])
        self.all_versions = [*filter(None, [base_version]), *self.versions]

    @cached_property
    def changes(self):
        """Return `[(version, difference to the version before)]`, oldest first."""
        return [(after, diff_snapshots(before.rows, after.rows)) for before, after in pairwise(self.all_versions)]

    def get_last_change(self, key, column=None):
        """Return the last version that changed a column of a row, or any column if none is given."""
        matches = [version for version, rows in self.changes if key in rows and (column is None or column in rows[key])]
        return (matches or self.versions)[-1]

    def get_base_rows(self, model):
        """Return the rows of a model in the base version: `{primary key as text: columns}`."""
        rows = ((*key.split(":"), columns) for key, columns in (self.base or {}).items())
        return {pk: columns for label, pk, columns in rows if label == model._meta.label_lower}

    @property
    def is_stale(self):
        """Whether a transition must not be carried out by an editor who has seen version `since` only."""
        if self.base is None and self.since != 0:
            return True
        events = get_versions(self.record).filter(number__gt=self.since).values_list("event", flat=True)
        return not HARMLESS_EVENTS.issuperset(events)

    @property
    def workflow_versions(self):
        return [version for version in self.versions if version.event in STATUS_EVENTS]

    def get_changed_labels(self, rows):
        """Yield the label of each changed field of the record, and the name of the model for each changed part."""
        for key, columns in rows.items():
            model = apps.get_model(key.partition(":")[0])
            fields = get_form_columns(model)
            if key != get_object_key(self.record):
                yield model._meta.verbose_name
            else:
                yield from (fields[column].verbose_name for column in columns if column in fields)

    def get_messages(self):
        """Yield a message for each editor who changed fields, and one for each workflow event."""
        labels_by_editor = {}
        for version, rows in self.changes:
            labels_by_editor.setdefault(get_editor_name(version.by), {}).update(
                dict.fromkeys(map(str, self.get_changed_labels(rows)))
            )
        for name, labels in labels_by_editor.items():
            if labels:
                params = {"who": name, "fields": ", ".join(labels)}
                yield _("While you were editing, %(who)s changed: %(fields)s.") % params
        for version in self.workflow_versions:
            params = {"who": get_editor_name(version.by), "event": version.get_event_display()}
            yield _("While you were editing, by %(who)s: %(event)s.") % params
