"""Bulk actions of the lists: a confirmation page shows the outcome for each record; its button carries them out.

Each record has its own permission check and its own savepoint, so one that is refused does not stop the others.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import BadRequest, ValidationError
from django.db import models, transaction
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.form_errors import get_form_errors
from portal.editing.transitions import TRANSITIONS
from portal.i18n.html import mark_language
from portal.i18n.languages import localize
from portal.i18n.timezones import format_in_capitals

# As many as a page of a list holds.
MOST = 100


class BulkTransition(NamedTuple):
    """A transition as the lists offer it: its words, its question, what it makes of a record, and who may use it."""

    words: str
    question: str
    outcome: str
    may: Callable  # of an editor and a record, whatever its status
    could: Callable  # of an editor and a model
    outcome_before: str = ""  # of what is only scheduled to be public


BULK = {
    "submit": BulkTransition(
        _("Submit for review"), _("Submit these records for review?"), _("It will be in review."),
        permissions.writes, permissions.can_add,
    ),
    "publish": BulkTransition(
        _("Publish now"), _("Publish these records now?"), _("It will be public at once."),
        permissions.can_publish, permissions.publishes,
    ),
    "request_changes": BulkTransition(
        _("Return to their authors"), _("Return these records to their authors?"), _("It will be a draft again."),
        permissions.can_publish, permissions.publishes,
    ),
    "withdraw": BulkTransition(
        _("Withdraw now"), _("Withdraw these records now?"), _("Readers will not see it any more."),
        permissions.can_publish, permissions.publishes, _("It will not become public."),
    ),
}  # fmt: skip


class NoteForm(forms.Form):
    """The note that goes with the transition of each of the records."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False,
        help_text=_("For history and for colleagues; readers do not see it."),
    )  # fmt: skip

    def __init__(self, *args, needed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needed
        self.fields["note"].error_messages["required"] = _("Say why the text is returned.")


class Prospect(NamedTuple):
    """What will become of one record, or the sentences that say why nothing will."""

    record: models.Model
    transition: BulkTransition
    hindrances: list

    @property
    def outcome(self):
        scheduled = self.record.is_scheduled and self.transition.outcome_before
        return self.transition.outcome_before if scheduled else self.transition.outcome

    @property
    def planned(self):
        """The time, in the three capitals, for which its publication was planned."""
        return format_in_capitals(self.record.publish_at) if self.record.is_planned else []


def hindrances(name, editor, record):
    """Why an editor cannot do this with a record now: sentences, none where nothing stands against it."""
    if not BULK[name].may(editor, record):
        return [gettext("You may not do this with this record.")]
    if not (TRANSITIONS[name].may(editor, record) and TRANSITIONS[name].stands(record)):
        return [gettext("Its status does not allow it: it is “%(status)s”.") % {"status": record.status_in_words()}]
    return record.what_is_open() if name == "publish" else []


def carry_out(name, editor, record, note):
    """Does it, or says why not: the sentences that name what stands against it."""
    if against := hindrances(name, editor, record):
        return against
    try:
        with transaction.atomic():
            getattr(record, TRANSITIONS[name].method)(by=editor, note=note)
    except ValidationError as error:
        return error.messages
    return []


class BulkTransitions:
    """For the admin of public records: the actions of its list."""

    def get_actions(self, request):
        """The transitions that the editor could ever use here. None deletes many at once."""
        if IS_POPUP_VAR in request.GET:
            return {}
        return {
            name: (partial(BulkTransitions.in_bulk, name=name), name, transition.words)
            for name, transition in BULK.items()
            if transition.could(request.user, self.model)
        }

    def response_action(self, request, queryset):
        if not all(key.isascii() and key.isdigit() for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("What was selected is not the key of a record.")
        return super().response_action(request, queryset)

    def chosen(self, request, queryset):
        """The keys of the records that were ticked, or of the whole list; one more than may be taken where it is more.

        What was ticked stays so on the way to the second page, whatever the list's filters make of it meanwhile.
        """
        if request.POST.get("select_across") == "1":
            return list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
        return [int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)]

    def in_bulk(self, request, queryset, *, name):
        """The page that says what becomes of each record; and what its button does."""
        keys = self.chosen(request, queryset)
        if len(keys) > MOST:
            text = gettext("At most %(most)s records are taken at once. Nothing was changed: choose fewer.")
            messages.warning(request, text % {"most": MOST})
            return None
        confirmed = "confirmed" in request.POST
        form = NoteForm(request.POST if confirmed else None, needed=name == "request_changes")
        if confirmed and form.is_valid():
            self.carry_out_all(request, name, keys, form.cleaned_data["note"])
            return None
        return self.bulk_page(request, name, keys, form)

    def bulk_page(self, request, name, keys, form):
        prospects = [
            Prospect(record, BULK[name], hindrances(name, request.user, record))
            for record in self.get_queryset(request).filter(pk__in=keys).order_by("pk")
        ]
        return self.page_of_own(
            request, "bulk_action", BULK[name].question, action=name, transition=BULK[name], keys=keys, form=form,
            form_errors=list(get_form_errors(form)),
            ready=[one for one in prospects if not one.hindrances],
            held=[one for one in prospects if one.hindrances],
        )  # fmt: skip

    @method_decorator(transaction.atomic)
    def carry_out_all(self, request, name, keys, note):
        """The transition on each record that is there for the editor, and what the editor is told of it."""
        list(self.model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        found = list(self.get_queryset(request).filter(pk__in=keys).order_by("pk"))
        for record in found:
            title = localize(record, "title")
            against = carry_out(name, request.user, record, note)
            level = messages.ERROR if against else messages.SUCCESS
            told = " ".join(against) or gettext("It is now “%(status)s”.") % {"status": record.status_in_words()}
            text = format_html("<strong>{}</strong> {}", mark_language(title.text, title.language), told)
            messages.add_message(request, level, text)
        if gone := len(set(keys)) - len(found):
            text = ngettext("%(gone)s record is not there any more.", "%(gone)s records are not there any more.", gone)
            messages.warning(request, text % {"gone": gone})
