"""Bulk actions of the lists: a confirmation page shows the outcome for each record; its button carries them out.

Each record has its own permission check and its own savepoint, so one that is refused does not stop the others.
"""

from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db import models, transaction
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import load_drafts
from portal.editing.admin_pages import render_page
from portal.editing.concurrency.changes_since import get_stale_messages, parse_version_number
from portal.editing.form_errors import get_form_errors
from portal.editing.transition_form import execute_with_linked
from portal.history.models import get_latest_version_numbers
from portal.i18n.html import mark_language
from portal.i18n.languages import localize
from portal.i18n.timezones import format_in_capitals
from portal.publishing.approvals import get_publish_blockers
from portal.publishing.transitions import TRANSITIONS, Transition, get_bulk_transitions

# The most records of one action, as many as a page of the list.
MAX_RECORDS = 100


class BulkNoteForm(forms.Form):
    """The note stored with the transition of every selected record."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("Shown in the history. The public does not see it."),
    )  # fmt: skip

    def __init__(self, *args, reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = bool(reason)
        self.fields["note"].error_messages["required"] = reason


class BulkItem(NamedTuple):
    """A record on the confirmation page: the outcome, or the blockers that exclude it from the action.

    `notes` are sentences about records that change with it.
    """

    record: models.Model
    transition: Transition
    blockers: list
    notes: list

    @property
    def outcome(self):
        scheduled = self.record.is_scheduled and self.transition.bulk.outcome_if_scheduled
        return scheduled or self.transition.bulk.outcome

    @property
    def planned_times(self):
        """Return the time of planned publication in the three capitals."""
        return format_in_capitals(self.record.publish_at) if self.record.is_planned else []


def get_blockers(name, editor, record):
    """Return messages that say why the editor cannot use the transition on the record now."""
    transition = TRANSITIONS[name]
    if not transition.bulk.is_allowed(editor, record):
        return [gettext("You do not have permission to do this to this record.")]
    if not transition.is_allowed(editor, record) or needs_change_note(transition, record):
        label = record.get_status_label_with_draft()
        return [gettext("This is not possible while its status is “%(status)s”.") % {"status": label}]
    return get_publish_blockers(record) if transition.checks_content else []


def needs_change_note(transition, record):
    """Return whether the transition changes a public text, for which the form of the record asks for a change note."""
    return "change_note" in transition.arguments and record.saves_to_draft


def get_linked_withdrawal(name, editor, record):
    """Return the LinkedWithdrawal of a record that is unpublished, None for other transitions."""
    return record.get_linked_withdrawal(editor) if TRANSITIONS[name].withdraws else None


def execute_transition(name, editor, record, note, *, linked, since):
    """Carry out the transition in a savepoint, and by default on a linked record.

    `since` is the number of the version that the editor has seen; nothing is done to a record that has changed since.

    Return the messages that say why not, [] on success, and those about the linked record.
    """
    if blockers := get_stale_messages(record, since) or get_blockers(name, editor, record):
        return blockers, []
    applies = linked is not None and linked.is_default
    try:
        return [], execute_with_linked(name, record, linked, applies=applies, by=editor, note=note)
    except ValidationError as error:
        return error.messages, []


def get_bulk_actions(editor, model):
    """Return the transitions that the editor may use on the list of a model, as `ModelAdmin.get_actions` does."""
    return {
        name: (partial(run_bulk_action, name=name), name, transition.bulk.button_label)
        for name, transition in get_bulk_transitions().items()
        if transition.bulk.is_offered(editor, model)
    }


def validate_selection(request):
    """Raise BadRequest if anything selected is not the primary key of a record."""
    if not all(key.isascii() and key.isdigit() for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
        raise BadRequest("What was selected is not the key of a record.")


def get_selected_pks(request, queryset):
    """Return the primary keys of the selected records, or of the whole list, at most one more than allowed.

    Selected records are not filtered again, so that the confirmation page keeps records that have left the list.
    """
    if request.POST.get("select_across") == "1":
        return list(queryset.order_by().values_list("pk", flat=True)[: MAX_RECORDS + 1])
    return [int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]


def run_bulk_action(modeladmin, request, queryset, *, name):
    """Show the confirmation page of an action, or carry it out once it is confirmed."""
    keys = get_selected_pks(request, queryset)
    if len(keys) > MAX_RECORDS:
        text = gettext("You can select at most %(most)s records at a time. Nothing was changed. Select fewer records.")
        messages.warning(request, text % {"most": MAX_RECORDS})
        return None
    confirmed = "confirmed" in request.POST
    form = BulkNoteForm(request.POST if confirmed else None, reason=TRANSITIONS[name].reason)
    if confirmed and form.is_valid():
        execute_all(modeladmin, request, name, keys, form.cleaned_data["note"])
        return None
    return render_bulk_page(modeladmin, request, name, keys, form)


def get_selected_records(modeladmin, request, keys):
    """Return the selected records that the editor may see."""
    return list(modeladmin.get_queryset(request).filter(pk__in=keys).order_by("pk"))


def render_bulk_page(modeladmin, request, name, keys, form):
    transition, editor = TRANSITIONS[name], request.user
    # Before the records: with a number that is too old nothing is done, with one that is too new a change is missed.
    numbers = get_latest_version_numbers(modeladmin.model, keys)
    records = get_selected_records(modeladmin, request, keys)
    load_drafts(records)
    items = [
        BulkItem(
            record, transition, get_blockers(name, editor, record), get_bulk_notes(modeladmin, request, name, record)
        )
        for record in records
    ]
    return render_page(
        modeladmin, request, "bulk_action", transition.bulk.question, action=name,
        transition=transition, seen_versions=[(key, numbers.get(key, 0)) for key in keys], form=form,
        form_errors=list(get_form_errors(form)),
        ready=[item for item in items if not item.blockers],
        blocked=[item for item in items if item.blockers],
    )  # fmt: skip


def get_seen_versions(request):
    """Return {primary key: number of the newest version} as the confirmation page showed the records."""
    pairs = [value.partition(":") for value in request.POST.getlist("seen")]
    return {parse_version_number(key): parse_version_number(number) for key, _separator, number in pairs}


def get_bulk_notes(modeladmin, request, name, record):
    """Return sentences about other records that the transition of this record changes."""
    if name == "publish":
        return modeladmin.get_publishing_notes(request, record)
    linked = get_linked_withdrawal(name, request.user, record)
    return [linked.describe_plan()] if linked else []


@transaction.atomic
def execute_all(modeladmin, request, name, keys, note):
    """Carry out the transition on each record that the editor may see, and add a message for each."""
    locked = modeladmin.model._base_manager.select_for_update().filter(pk__in=keys)
    list(locked.order_by("pk").values_list("pk"))
    records = get_selected_records(modeladmin, request, keys)
    # Before the first change, so that what happens to linked records is what the confirmation page said.
    linked = {record: get_linked_withdrawal(name, request.user, record) for record in records}
    seen = get_seen_versions(request)
    for record in records:
        title = localize(record, "title")
        blockers, linked_messages = execute_transition(
            name, request.user, record, note, linked=linked[record], since=seen.get(record.pk, -1)
        )
        add_outcome_messages(request, record, title, blockers, linked_messages)
    if gone := len(set(keys)) - len(records):
        text = ngettext("%(gone)s record no longer exists.", "%(gone)s records no longer exist.", gone)
        messages.warning(request, text % {"gone": gone})


def add_outcome_messages(request, record, title, blockers, linked_messages):
    """Tell the editor what became of one record, under the title that it had before, and of those linked to it."""
    success = gettext("Its status is now “%(status)s”.") % {"status": record.get_status_label()}
    text = format_html(
        "<strong>{}</strong> {}", mark_language(title.text, title.language), " ".join(blockers) or success
    )
    messages.add_message(request, messages.ERROR if blockers else messages.SUCCESS, text)
    for message in linked_messages:
        messages.info(request, message)
