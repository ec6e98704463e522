"""Merge a submitted form with a record that has changed since the form was made."""

import re
from collections import defaultdict
from contextlib import suppress

from django.utils.datastructures import MultiValueDict

from portal.editing.concurrency.changes_since import ChangesSince, get_form_columns
from portal.editing.concurrency.conflicts import (
    get_incoming_value,
    make_changed_row_conflict,
    make_deleted_row_conflict,
    make_field_conflict,
    make_status_conflict,
)
from portal.editing.concurrency.form_data import (
    NEW_FILE_MARK,
    get_hidden_initial,
    get_initial_data,
    get_submitted_data,
    is_file_field,
)
from portal.editing.concurrency.three_way_merge import InlineRow, merge_fields, merge_rows
from portal.editing.history.presenter import SnapshotPresenter
from portal.editing.transition_form import get_requested_transition
from portal.history.snapshots import get_object_key, take_snapshot


def get_initial_values(model, row):
    """Return the initial values of a form for a row of a snapshot.

    Columns that are newer than the snapshot are left out, so that the form takes them from the record.
    """
    return {
        field.name: row[column] if field.many_to_many else field.to_python(row[column])
        for column, field in get_form_columns(model).items()
        if column in row
    }


class InlineRows:
    """The rows of one inline: in the base version, in the database and as submitted.

    Raise KeyError or ValueError if the submitted management form is invalid.
    """

    def __init__(self, rebase, formset, inline):
        self.model, self.prefix = formset.model, formset.get_default_prefix()
        self.pk_name, self.fk_name = formset.model._meta.pk.name, formset.fk.name
        self.may_add = inline.has_add_permission(rebase.request, rebase.record)
        form_class = formset.form
        parts = formset(instance=rebase.record, queryset=inline.get_queryset(rebase.request)).get_queryset()
        parts = {str(part.pk): part for part in parts}
        self.empty_form, self.forms = form_class(), {pk: form_class(instance=part) for pk, part in parts.items()}
        self.current = {pk: get_initial_data(form) for pk, form in self.forms.items()}
        self.base = {
            pk: get_initial_data(
                form_class(instance=parts.get(pk, self.model()), initial=get_initial_values(self.model, row))
            )
            for pk, row in rebase.changes_since.get_base_rows(self.model).items()
        }
        self.submitted = list(self.get_submitted_rows(rebase.request, formset.absolute_max))

    def get_submitted_rows(self, request, limit):
        for index in range(min(int(request.POST[f"{self.prefix}-TOTAL_FORMS"]), limit)):
            prefix = f"{self.prefix}-{index}-"
            pk = request.POST.get(prefix + self.pk_name, "")
            untouched = self.base.get(pk) or self.current.get(pk) or {}
            values = get_submitted_data(self.empty_form, request.POST, request.FILES, prefix, untouched)
            yield InlineRow(pk, values, prefix + "DELETE" in request.POST, index)

    def merge(self):
        return merge_rows(self.base, self.current, self.submitted)


class FormRebase:
    """The merge of a submitted form with the current record.

    `data` and `files` are the merged form data; `conflicts` is `{form prefix: [EditConflict]}`.
    """

    def __init__(self, admin, request, record, since):
        self.admin, self.request, self.record = admin, request, record
        self.changes_since = ChangesSince(record, since)
        self.data, self.files = request.POST.copy(), MultiValueDict()
        self.conflicts = defaultdict(list)
        self.current_rows = take_snapshot(record)
        self.presenter = SnapshotPresenter(record, request.user, self.changes_since.base or {}, self.current_rows)
        self.check_status()
        self.merge_record()
        for formset, inline in admin.get_formsets_with_inlines(request, record):
            if rows := self.get_inline_rows(formset, inline):
                self.merge_inline(rows)

    def check_status(self):
        """Refuse a transition if another editor has changed the status meanwhile."""
        if get_requested_transition(self.request.POST) and self.changes_since.workflow_versions:
            self.conflicts[None].append(make_status_conflict(self.changes_since.workflow_versions[-1]))

    def merge_record(self):
        model = type(self.record)
        form_class = self.admin.get_form(self.request, self.record, change=True)
        form = form_class(instance=self.record)
        base_row = self.changes_since.get_base_rows(model).get(str(self.record.pk))
        base = (
            get_initial_data(form_class(instance=self.record, initial=get_initial_values(model, base_row)))
            if base_row
            else None
        )
        current = get_initial_data(form)
        submitted = get_submitted_data(form, self.request.POST, self.request.FILES, "", base or current)
        # The form has more fields than the model; those are not stored, so there is nothing to merge.
        names = {field.name for field in get_form_columns(model).values()}
        submitted = {name: value for name, value in submitted.items() if name in names}
        values, conflicting_fields = merge_fields(base, current, submitted)
        self.write_form(form, "", "", values)
        self.add_conflicts(form, conflicting_fields, current)

    def get_inline_rows(self, formset, inline):
        """Return the rows of one inline, or None if they cannot be parsed: the formset then reports the error."""
        with suppress(KeyError, ValueError):
            return InlineRows(self, formset, inline)

    def merge_inline(self, rows):
        merged = rows.merge()
        row_name = re.compile(rf"(initial-)?{re.escape(rows.prefix)}-\d+-")
        for name in [name for name in self.data if row_name.match(name)]:
            del self.data[name]
        for index, merged_row in enumerate(merged):
            self.write_row(rows, f"{rows.prefix}-{index}", merged_row)
        self.data[f"{rows.prefix}-TOTAL_FORMS"] = len(merged)
        self.data[f"{rows.prefix}-INITIAL_FORMS"] = sum(bool(merged_row.row.pk) for merged_row in merged)

    def write_row(self, rows, prefix, merged_row):
        """Write one merged row under its new prefix, and add its conflicts."""
        row = merged_row.row
        old_prefix = None if row.index is None else f"{rows.prefix}-{row.index}-"
        form = rows.forms.get(row.pk, rows.empty_form)
        self.data[f"{prefix}-{rows.pk_name}"] = row.pk
        self.data[f"{prefix}-{rows.fk_name}"] = self.record.pk
        if row.is_deleted:
            self.data[f"{prefix}-DELETE"] = "on"
        self.write_form(form, f"{prefix}-", old_prefix, row.values)
        self.add_conflicts(form, merged_row.conflicting_fields, rows.current.get(row.pk), prefix)
        key = f"{rows.model._meta.label_lower}:{merged_row.deleted_pk or row.pk}"
        version = self.changes_since.get_last_change(key)
        if merged_row.deleted_pk:
            self.conflicts[prefix].append(make_deleted_row_conflict(version, rows.may_add))
        elif merged_row.is_deletion_refused:
            self.conflicts[prefix].append(make_changed_row_conflict(version))

    def write_form(self, form, prefix, old_prefix, values):
        """Write the merged data of one form under `prefix`; it was submitted under `old_prefix`."""
        for name, hidden_values in get_hidden_initial(form).items():
            self.data.setlist(f"initial-{prefix}{name.removeprefix('initial-')}", hidden_values)
        for field_name, data in values.items():
            field = form.fields[field_name]
            if is_file_field(field):
                self.write_file(field.widget, field_name, prefix, old_prefix, data.get(field_name))
                continue
            for name, submitted in data.items():
                self.data.setlist(prefix + name, submitted)

    def write_file(self, widget, name, prefix, old_prefix, values):
        """Write a new or cleared file. An unchanged file is not part of the form data."""
        clear_checkbox_name = widget.clear_checkbox_name(prefix + name)
        self.data.pop(clear_checkbox_name, None)
        if any(value.startswith(NEW_FILE_MARK) for value in values or ()):
            self.files.setlist(prefix + name, self.request.FILES.getlist(old_prefix + name))
        elif values == []:
            self.data[clear_checkbox_name] = "on"

    def add_conflicts(self, form, names, current, prefix=None):
        """Add a conflict for each of the named fields, with the value that the record has now."""
        for name in names:
            field = form._meta.model._meta.get_field(name)
            column, key = field.name if field.many_to_many else field.attname, get_object_key(form.instance)
            version = self.changes_since.get_last_change(key, column)
            name_prefix = f"{prefix}-" if prefix else ""
            html = self.render_current(field, key, column)
            incoming = get_incoming_value(field, version, html, current[name], name_prefix)
            self.conflicts[prefix].append(make_field_conflict(name, version, incoming))

    def render_current(self, field, key, column):
        """Return the current value of a column as HTML, with the changes marked if the base version is known."""
        value = self.current_rows.get(key, {}).get(column)
        if (base := (self.changes_since.base or {}).get(key)) and column in base:
            return self.presenter.render_change(field, base[column], value)
        return self.presenter.render_value(field, value)
