"""Carrying out a transition for an editor: with the form of a record, or on its own page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.admin_pages import redirect_not_found, render_page
from portal.editing.checklist import get_draft_checklist, link_messages
from portal.editing.concurrency.changes_since import BASE_VERSION_FIELD, get_stale_messages, parse_version_number
from portal.editing.concurrency.unsaved_input import get_unsaved_texts
from portal.editing.transition_form import TransitionForm, add_public_link, get_requested_transition
from portal.publishing.transitions import TRANSITIONS


def run_transition(request, transition_form):
    """Carry out a transition, and add a message of success or the errors."""
    record = transition_form.record
    try:
        linked_messages = transition_form.execute()
    except ValidationError as error:
        for message in link_messages(get_draft_checklist(record), error.messages):
            messages.error(request, message)
    else:
        text = TRANSITIONS[transition_form.transition].success or _("“%(record)s” was updated. Status: %(status)s.")
        message = text % {"record": record, "status": record.get_status_label_with_draft()}
        messages.success(request, add_public_link(request, transition_form, message))
        for message in linked_messages:
            messages.info(request, message)


def make_transition_form(admin, request, record, transition=None):
    """Return the transition form of a record. A new record gets the country that it would be saved with."""
    if record is None:
        countries, all_three = permissions.get_owner_choices(request.user, admin.model)
        record = admin.model(created_by=request.user)
        record.country_id = None if all_three else next(iter(countries), None)
    data = request.POST if request.method == "POST" else None
    transition = transition or get_requested_transition(request.POST)
    return TransitionForm(data, record=record, editor=request.user, transition=transition)


@transaction.atomic
def transition_view(admin, request, object_id, transition):
    """Carry out a transition without saving the form, for editors who may not change the record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    record = admin.get_object(request, object_id)
    if record is None:
        return redirect_not_found(admin, request, object_id)
    record.lock()
    if transition in TRANSITIONS and (stale_messages := get_unseen_changes(request, record, transition)):
        return refuse_transition(admin, request, record, stale_messages)
    transition_form = make_transition_form(admin, request, record, transition)
    if transition not in transition_form.transitions:
        raise PermissionDenied(_("This action is not available for “%(record)s”.") % {"record": record})
    if not transition_form.is_valid():
        errors = [error for errors in transition_form.errors.values() for error in errors]
        return refuse_transition(admin, request, record, errors)
    run_transition(request, transition_form)
    return HttpResponseRedirect(admin.get_admin_url("change", record.pk))


def get_unseen_changes(request, record, transition):
    """Return what happened to the record since its page was made, if the transition depends on it.

    A comment depends on nothing. Editors who could not use the transition before either learn nothing from this.
    """
    if transition == "comment" or not TRANSITIONS[transition].permission(request.user, record):
        return []
    return get_stale_messages(record, parse_version_number(request.POST.get(BASE_VERSION_FIELD, "")))


def refuse_transition(admin, request, record, sentences):
    """Return a page with the reasons and the submitted text; without text, redirect to the record."""
    if texts := list(get_unsaved_texts(admin, request, record)):
        title = _("Nothing was saved; your text is below")
        return render_page(
            admin, request, "unsaved_input", title, original=record, sentences=sentences, texts=texts, status=409
        )
    for sentence in sentences:
        messages.error(request, sentence)
    return HttpResponseRedirect(admin.get_admin_url("change", record.pk))
