"""Carrying out a transition for an editor: with the form of a record, or on its own page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.admin_pages import redirect_not_found
from portal.editing.checklist import get_draft_checklist, link_messages
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
    transition_form = make_transition_form(admin, request, record, transition)
    if transition not in transition_form.transitions:
        raise PermissionDenied(_("This action is not available for “%(record)s”.") % {"record": record})
    if transition_form.is_valid():
        run_transition(request, transition_form)
    else:
        for errors in transition_form.errors.values():
            for error in errors:
                messages.error(request, error)
    return HttpResponseRedirect(admin.get_admin_url("change", record.pk))
