"""The admin page on which editors resolve the conflicts between a draft and its record."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.editing.drafts.conflicts import ConflictResolution, resolve_conflicts
from portal.history.models import get_latest_version_number


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


class DraftConflictsMixin:
    """ModelAdmin mixin of public records with the page of draft conflicts."""

    def get_urls(self):
        pattern = self.make_path(
            "<path:object_id>/resolve-conflicts/", self.resolve_conflicts_view, "resolve_conflicts"
        )
        return [pattern, *super().get_urls()]

    @method_decorator(transaction.atomic)
    def resolve_conflicts_view(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.redirect_not_found(request, object_id)
        writable = permissions.can_change(request.user, record)
        if request.method == "POST" and not writable:
            raise PermissionDenied
        change_form = HttpResponseRedirect(self.get_admin_url("change", record.pk))
        if record.draft is None:
            return change_form
        resolution = ConflictResolution(record, request.user)
        if not resolution.choices and not resolution.blockers:
            return change_form
        newest = get_latest_version_number(self.model, record.pk)
        form = ConflictForm(request.POST or None, choices=resolution.choices, newest=newest)
        if request.method == "POST" and form.is_valid():
            has_draft = resolve_conflicts(record, resolution, form.cleaned_data, by=request.user)
            message = (
                _("The conflicts were resolved and the draft was saved.")
                if has_draft
                else _("The conflicts were resolved. The draft had no changes left and was discarded.")
            )
            messages.success(request, message)
            return change_form
        return self.render_page(
            request, "resolve_conflicts",
            _("Resolve conflicts: %(record)s") % {"record": record}, record=record, form=form,
            choices=[(choice, form[choice.name]) for choice in resolution.choices], blockers=resolution.blockers,
            newest=newest, writable=writable, draft=record.draft,
        )  # fmt: skip
