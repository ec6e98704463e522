"""What happened to a record after one of its versions: who changed what, when, and what it was made public by."""

from itertools import pairwise

from django.apps import apps
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.editing.scoping import get_form_fields
from portal.history.models import Event, get_versions
from portal.history.snapshots import diff_snapshots, get_object_key

# What leads a record from one status to another.
STEPS = {
    Event.SUBMITTED,
    Event.WITHDRAWN_FROM_REVIEW,
    Event.CHANGES_REQUESTED,
    Event.PUBLISHED,
    Event.SCHEDULED,
    Event.WITHDRAWAL_SCHEDULED,
    Event.UNSCHEDULED,
    Event.WITHDRAWN,
}


def name_of_editor(editor):
    """Who did something, as colleagues read it; what no one did, the portal did by itself."""
    return (editor.get_full_name() or editor.get_username()) if editor else _("the portal")


def form_columns(model):
    """The fields of a model that forms hold, by the columns under which snapshots keep them."""
    return {field.name if field.many_to_many else field.attname: field for field in get_form_fields(model)}


class Meanwhile:
    """The versions of a record after number `since`; of one that is not known, the newest alone and no `base`."""

    def __init__(self, record, since):
        self.record = record
        versions = get_versions(record).select_related("by")
        before = versions.filter(number=since).first()
        self.base = before and before.rows
        self.versions = list(versions.filter(number__gt=since).reverse()) if before else list(versions[:1])
        self.all = [*filter(None, [before]), *self.versions]

    @cached_property
    def changes(self):
        """Each version with what it changed, oldest first."""
        return [(after, diff_snapshots(before.rows, after.rows)) for before, after in pairwise(self.all)]

    def last_to_change(self, key, column=None):
        """The version that changed a column of a row last, or anything in the row."""
        touched = [version for version, rows in self.changes if key in rows and (column is None or column in rows[key])]
        return (touched or self.versions)[-1]

    def rows(self, model):
        """The rows of a model that the form was made from, the record's own among them: {key: columns}."""
        rows = ((*key.split(":"), columns) for key, columns in (self.base or {}).items())
        return {pk: columns for label, pk, columns in rows if label == model._meta.label_lower}

    @property
    def steps(self):
        return [version for version in self.versions if version.event in STEPS]

    def fields_in_words(self, rows):
        """What a difference touches, as the form calls it: fields of the record, and the kinds of its parts."""
        for key, columns in rows.items():
            model = apps.get_model(key.partition(":")[0])
            fields = form_columns(model)
            if key != get_object_key(self.record):
                yield model._meta.verbose_name
            else:
                yield from (fields[column].verbose_name for column in columns if column in fields)

    def sentences(self):
        """A sentence for each editor who changed something, and for each step."""
        by_editor = {}
        for version, rows in self.changes:
            by_editor.setdefault(name_of_editor(version.by), {}).update(
                dict.fromkeys(map(str, self.fields_in_words(rows)))
            )
        for name, fields in by_editor.items():
            if fields:
                words = {"who": name, "fields": ", ".join(fields)}
                yield _("Meanwhile %(who)s changed: %(fields)s.") % words
        for version in self.steps:
            words = {"who": name_of_editor(version.by), "event": version.get_event_display()}
            yield _("Meanwhile, by %(who)s: %(event)s.") % words
