"""The page of a draft on which is decided what holds where it and the public text have both changed."""

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
from portal.editing.drafts.conflicts import Questions, decide
from portal.history.models import get_latest_version_number


class DecidingForm(forms.Form):
    """One choice a question, and the number of the version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data, *, questions, newest):
        super().__init__(data)
        self.newest = newest
        for one in questions:
            self.fields[one.name] = forms.ChoiceField(
                label=one.heading, choices=one.answers, widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose which of them holds.")},
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != self.newest:
            raise forms.ValidationError(_("Someone has changed this meanwhile. It is shown anew: look again."))
        return cleaned


class DraftPages:
    """For the admin of a public record."""

    def get_urls(self):
        return [self.path_of("<path:object_id>/decide/", self.decide_view, "decide"), *super().get_urls()]

    @method_decorator(transaction.atomic)
    def decide_view(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.not_found(request, object_id)
        writable = permissions.can_change(request.user, record)
        if request.method == "POST" and not writable:
            raise PermissionDenied
        change = HttpResponseRedirect(self.get_admin_url("change", record.pk))
        if record.draft is None:
            return change
        questions = Questions(record, request.user)
        if not questions.all and not questions.hindrances:
            return change
        newest = get_latest_version_number(self.model, record.pk)
        form = DecidingForm(request.POST or None, questions=questions.all, newest=newest)
        if request.method == "POST" and form.is_valid():
            there = decide(record, questions, form.cleaned_data, by=request.user)
            text = _("Decided. The draft goes on.") if there else _("Decided. Nothing of the draft is left.")
            messages.success(request, text)
            return change
        return self.page_of_own(
            request, "resolve_conflicts", _("What holds: %(record)s") % {"record": record}, record=record, form=form,
            asked=[(one, form[one.name]) for one in questions.all], hindrances=questions.hindrances, newest=newest,
            writable=writable, draft=record.draft,
        )  # fmt: skip
