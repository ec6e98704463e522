"""A form that was sent although its record has changed since: what is to be saved, and what collides."""

import re
from collections import defaultdict
from contextlib import suppress

from django.utils.datastructures import MultiValueDict

from portal.editing.concurrency.changes_since import Meanwhile, form_columns
from portal.editing.concurrency.conflicts import at_field, of_changed_row, of_removed_row, of_step, theirs
from portal.editing.concurrency.form_data import CHOSEN, as_sent, as_typed, clearing, hidden_initial, is_file, names
from portal.editing.concurrency.three_way_merge import Row, meet_fields, meet_rows
from portal.editing.history.presenter import Telling
from portal.editing.transitions import get_requested_transition
from portal.history.snapshots import get_object_key, take_snapshot


def as_kept(model, row):
    """What a form on a row of a snapshot begins with; a column newer than the snapshot is left to the record."""
    return {
        field.name: row[column] if field.many_to_many else field.to_python(row[column])
        for column, field in form_columns(model).items()
        if column in row
    }


class Group:
    """The rows of one inline: as they were, as they are, and as they were sent. KeyError or ValueError: unreadable."""

    def __init__(self, sent, formset, inline):
        self.model, self.prefix = formset.model, formset.get_default_prefix()
        self.key, self.whole = formset.model._meta.pk.name, formset.fk.name
        self.may_add = inline.has_add_permission(sent.request, sent.record)
        make = formset.form
        parts = formset(instance=sent.record, queryset=inline.get_queryset(sent.request)).get_queryset()
        parts = {str(part.pk): part for part in parts}
        self.blank, self.forms = make(), {pk: make(instance=part) for pk, part in parts.items()}
        self.live = {pk: as_sent(form) for pk, form in self.forms.items()}
        self.base = {
            pk: as_sent(make(instance=parts.get(pk, self.model()), initial=as_kept(self.model, row)))
            for pk, row in sent.meanwhile.rows(self.model).items()
        }
        self.typed = list(self.rows(sent.request, formset.absolute_max))

    def rows(self, request, limit):
        for place in range(min(int(request.POST[f"{self.prefix}-TOTAL_FORMS"]), limit)):
            before = f"{self.prefix}-{place}-"
            pk = request.POST.get(before + self.key, "")
            untouched = self.base.get(pk) or self.live.get(pk) or {}
            values = as_typed(self.blank, request.POST, request.FILES, before, untouched)
            yield Row(pk, values, before + "DELETE" in request.POST, place)

    def met(self):
        return meet_rows(self.base, self.live, self.typed)


class SentForm:
    """Meets what was typed with what the record has become: `data` and `files` are then what is to be saved.

    `collisions` holds, by the prefix of a form, what must be decided first.
    """

    def __init__(self, admin, request, record, since):
        self.admin, self.request, self.record = admin, request, record
        self.meanwhile = Meanwhile(record, since)
        self.data, self.files = request.POST.copy(), MultiValueDict()
        self.collisions = defaultdict(list)
        self.now = take_snapshot(record)
        self.telling = Telling(record, request.user, self.meanwhile.base or {}, self.now)
        self.meet_steps()
        self.meet_record()
        for formset, inline in admin.get_formsets_with_inlines(request, record):
            if group := self.group(formset, inline):
                self.meet_group(group)

    def meet_steps(self):
        """No transition is carried out on a record whose status someone has changed."""
        if get_requested_transition(self.request.POST) and self.meanwhile.steps:
            self.collisions[None].append(of_step(self.meanwhile.steps[-1]))

    def meet_record(self):
        make = self.admin.get_form(self.request, self.record, change=True)
        form = make(instance=self.record)
        kept = self.meanwhile.rows(type(self.record)).get(str(self.record.pk))
        base = as_sent(make(instance=self.record, initial=as_kept(type(self.record), kept))) if kept else None
        live = as_sent(form)
        typed = as_typed(form, self.request.POST, self.request.FILES, "", base or live)
        own = {field.name for field in form_columns(type(self.record)).values()}  # others are only asked, and not kept
        values, colliding = meet_fields(base, live, {name: value for name, value in typed.items() if name in own})
        self.write(form, "", "", values)
        self.collide(form, colliding, live)

    def group(self, formset, inline):
        """The rows of one inline; None where they cannot be read, which their own form refuses in words."""
        with suppress(KeyError, ValueError):
            return Group(self, formset, inline)

    def meet_group(self, group):
        met = group.met()
        numbered = re.compile(rf"(initial-)?{re.escape(group.prefix)}-\d+-")
        for name in [name for name in self.data if numbered.match(name)]:
            del self.data[name]
        for place, one in enumerate(met):
            self.write_row(group, f"{group.prefix}-{place}", one)
        self.data[f"{group.prefix}-TOTAL_FORMS"] = len(met)
        self.data[f"{group.prefix}-INITIAL_FORMS"] = sum(bool(one.row.pk) for one in met)

    def write_row(self, group, prefix, one):
        """One row of a group at its new place, and what collides in it."""
        row, was_before = one.row, None if one.row.place is None else f"{group.prefix}-{one.row.place}-"
        form = group.forms.get(row.pk, group.blank)
        self.data[f"{prefix}-{group.key}"] = row.pk
        self.data[f"{prefix}-{group.whole}"] = self.record.pk
        if row.deleted:
            self.data[f"{prefix}-DELETE"] = "on"
        self.write(form, f"{prefix}-", was_before, row.values)
        self.collide(form, one.colliding, group.live.get(row.pk), prefix)
        version = self.meanwhile.last_to_change(f"{group.model._meta.label_lower}:{one.gone or row.pk}")
        if one.gone:
            self.collisions[prefix].append(of_removed_row(version, group.may_add))
        elif one.kept:
            self.collisions[prefix].append(of_changed_row(version))

    def write(self, form, before, was_before, values):
        """What is to be sent of one form, under names that begin with `before`; they began with `was_before`."""
        for name, hidden in hidden_initial(form).items():
            self.data.setlist(f"initial-{before}{name.removeprefix('initial-')}", hidden)
        for field, value in values.items():
            if is_file(form, field):
                self.write_file(form, field, before, was_before, value)
            else:
                for name in names(form, field):
                    self.data.setlist(before + name, value.get(name, []))

    def write_file(self, form, field, before, was_before, value):
        """A file that was chosen, or that was taken away; nothing for one that stays."""
        self.data.pop(clearing(form, field, before), None)
        if any(name.startswith(CHOSEN) for name in value.get(field, ())):
            self.files.setlist(before + field, self.request.FILES.getlist(was_before + field))
        elif value == {field: []}:
            self.data[clearing(form, field, before)] = "on"

    def collide(self, form, fields, live, prefix=None):
        """Notes of each field that it holds one thing here and another one in the record."""
        for name in fields:
            field = form._meta.model._meta.get_field(name)
            column, key = field.name if field.many_to_many else field.attname, get_object_key(form.instance)
            version = self.meanwhile.last_to_change(key, column)
            before = f"{prefix}-" if prefix else ""
            shown = theirs(field, version, self.told(field, key, column), live[name], before)
            self.collisions[prefix].append(at_field(name, version, shown))

    def told(self, field, key, column):
        """What stands in a column of the record now, with what changed in it marked if that is known."""
        now = self.now.get(key, {}).get(column)
        if (was := (self.meanwhile.base or {}).get(key)) and column in was:
            return self.telling.change(field, was[column], now)
        return self.telling.value(field, now)
