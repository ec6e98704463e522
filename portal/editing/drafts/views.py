"""The admin page on which editors resolve the conflicts between a draft and its record."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.editing.admin_pages import redirect_not_found, render_page
from portal.editing.drafts.conflicts import ConflictResolution, resolve_conflicts
from portal.history.models import get_latest_version_number
from portal.records.admin_urls import get_change_url


class ConflictForm(forms.Form):
    """One field per conflict, and the number of the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data, *, choices, newest):
        super().__init__(data)
        self.newest = newest
        for choice in choices:
            self.fields[choice.name] = forms.ChoiceField(
                label=choice.heading, choices=choice.options, widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose which version to keep.")},
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != self.newest:
            raise forms.ValidationError(_("Someone else has changed this record. Review the conflicts again."))
        return cleaned


@transaction.atomic
def resolve_conflicts_view(admin, request, object_id):
    """Show the conflicts of a draft with a choice for each, and apply the choices on a POST."""
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    if request.method == "POST" and not permissions.can_change(request.user, record):
        raise PermissionDenied
    change_form = HttpResponseRedirect(get_change_url(record))
    if record.draft is None:
        return change_form
    resolution = ConflictResolution(record, request.user)
    if not resolution.choices and not resolution.blockers:
        return change_form
    newest = get_latest_version_number(admin.model, record.pk)
    form = ConflictForm(request.POST or None, choices=resolution.choices, newest=newest)
    if request.method == "POST" and form.is_valid():
        has_draft = resolve_conflicts(record, resolution, form.cleaned_data, by=request.user)
        messages.success(request, get_success_message(has_draft))
        return change_form
    return render_conflicts(admin, request, record, resolution, form)


def get_success_message(has_draft):
    if has_draft:
        return _("The conflicts were resolved and the draft was saved.")
    return _("The conflicts were resolved. The draft had no changes left and was discarded.")


def render_conflicts(admin, request, record, resolution, form):
    return render_page(
        admin, request, "resolve_conflicts", _("Resolve conflicts: %(record)s") % {"record": record},
        record=record, form=form, choices=[(choice, form[choice.name]) for choice in resolution.choices],
        blockers=resolution.blockers, newest=form.newest, writable=permissions.can_change(request.user, record),
        draft=record.draft,
    )  # fmt: skip
