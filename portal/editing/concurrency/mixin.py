"""Nothing that was typed is lost: a form of the admin whose record has changed meanwhile, has gone, or may no longer be
changed by its editor. What of the two texts holds is decided in three_way_merge.py.
"""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.editing.concurrency.changes_since import Meanwhile
from portal.editing.concurrency.conflicts import who_and_when
from portal.editing.concurrency.rebase_form import SentForm
from portal.editing.concurrency.unsaved_input import files_chosen, typed_text
from portal.history.models import get_latest_version_number

# The field of the form that holds the number of the version that the form was made from.
MADE_FROM = "made_from"


def made_from(request):
    """The number that was sent; one that no version has where there is none."""
    number = request.POST.get(MADE_FROM, "")
    return int(number) if number.isdecimal() and len(number) < 10 else -1


class NothingLost:
    """For the admin of a record."""

    def get_object(self, request, object_id, from_field=None):
        """Return the record; locked during a POST, so that a stale form cannot undo a newer save or transition."""
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().filter(pk=record.pk).first()
            record = super().get_object(request, object_id, from_field)
        return record

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.collisions = getattr(request, "collisions", {})
        form.resumed = getattr(request, "resumed", False)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            # Before the record is read: a number too old costs a comparison, one too new would cost someone's text.
            request.made_from = get_latest_version_number(self.model, unquote(object_id))
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if object_id is None or "_saveasnew" in request.POST:
                return self.added(request, object_id, form_url, extra_context)
            return self.changed(request, object_id, form_url, extra_context)

    def added(self, request, object_id, form_url, extra_context):
        if not self.has_add_permission(request):
            return self.kept(request, None, [_("You may not add this record.")]) or self.refuse()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def refuse(self):
        raise PermissionDenied

    def changed(self, request, object_id, form_url, extra_context):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.kept(request, None, [self.gone(request, object_id)], status=404) or super().changeform_view(
                request, object_id, form_url, extra_context
            )
        since, request.made_from = made_from(request), get_latest_version_number(self.model, record.pk)
        if not self.has_change_permission(request, record):
            meanwhile = Meanwhile(record, since).sentences() if since >= 0 else ()
            sentences = [*meanwhile, _("As it stands now, you may not change this record.")]
            return self.kept(request, record, sentences) or self.refuse()
        if request.made_from in {since, 0}:
            return super().changeform_view(request, object_id, form_url, extra_context)
        sent = SentForm(self, request, record, since)
        request.POST, request.collisions = sent.data, sent.collisions
        request.FILES.clear()
        request.FILES.update(sent.files)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        self.tell(request, sent, saved=response.status_code == 302)
        return response

    def gone(self, request, object_id):
        """What is said of a record that is not there; who deleted it, to those who could see it."""
        deleted = self.deleted_version(request, object_id)
        if deleted is None:
            return _("This record is not there any more, or it is not yours to see.")
        words = {**who_and_when(deleted), "note": deleted.note}
        return _("On %(when)s, %(who)s deleted this record: “%(note)s”.") % words

    def deleted_version(self, request, object_id):
        """The last version of a deleted record that the editor could see, None where deleted records are not listed."""
        return None

    def tell(self, request, sent, *, saved):
        """Says who changed what meanwhile, and what has become of it."""
        for sentence in sent.meanwhile.sentences():
            messages.warning(request, sentence)
        if saved:
            messages.success(request, _("What they changed and what you changed are both kept."))
        elif sent.collisions:
            messages.warning(request, _("Nothing is saved yet: both of you changed the same. You decide what holds."))
        else:
            messages.warning(request, _("Nothing is saved yet. What they changed stands in this form, beside yours."))

    def render_change_form(self, request, context, *args, change=False, **kwargs):
        context["made_from"] = request.made_from if change else None
        if getattr(request, "resumed", False):
            messages.warning(request, _("This is what you typed before you signed in again. It is not saved yet."))
        if request.method == "POST" and (files := files_chosen(self, request)):
            sentence = _("The browser has forgotten which file you chose: choose it again in “%(fields)s”.")
            messages.warning(request, sentence % {"fields": ", ".join(files)})
        return super().render_change_form(request, context, *args, change=change, **kwargs)

    def kept(self, request, record, sentences, *, status=403):
        """The page of what was typed and cannot be saved; None where nothing was typed."""
        texts = list(typed_text(self, request, record))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nothing was saved; what you typed is here"),
            "opts": self.opts, "original": record, "sentences": sentences, "texts": texts,
        }  # fmt: skip
        return TemplateResponse(request, "editing/unsaved_input.html", context, status=status) if texts else None
