"""The preview of a record in the admin: its page at three widths in each language, and the addresses for others."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.drafts.models import conflicts_of
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_current_language
from portal.previews.models import own_preview, share, shared_previews
from portal.previews.views import inside

# Widths in CSS pixels of the windows in which a page is shown side by side.
WIDTHS = ((390, gettext_lazy("Phone")), (768, gettext_lazy("Tablet")), (1280, gettext_lazy("Desktop")))


class ShareForm(forms.Form):
    """For how long someone else may read it, and who that is."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Open for"), coerce=int,
        choices=[(1, gettext_lazy("a day")), (7, gettext_lazy("a week")), (30, gettext_lazy("30 days"))],
    )  # fmt: skip
    for_whom = forms.CharField(
        label=gettext_lazy("For whom"), max_length=200, required=False,
        help_text=gettext_lazy("So that you know later to whom you gave it."),
    )  # fmt: skip


class PageLanguage(NamedTuple):
    """One language of the preview."""

    code: str
    name: str
    address: str  # of the page in the preview
    current: bool


def address_inside(preview, language):
    """Where a preview begins in one language."""
    with inside(preview.prefix):
        return preview.get_url(language)


class PreviewPages:
    """For the admin of what has a preview: public records, and releases of several."""

    def get_urls(self):
        return [self.path_of("<path:object_id>/preview/", self.preview_view, "preview"), *super().get_urls()]

    def preview_view(self, request, object_id):
        """Its page at three widths; those who may change it give others an address, or end one."""
        record = self.get_object(request, unquote(str(object_id)))
        if record is None:
            return self.not_found(request, object_id)
        writable = self.has_change_permission(request, record)
        for one in own_preview(record, request.user).records:
            if conflicts_of(one):
                return HttpResponseRedirect(self.address_to_decide(one))
        form = ShareForm(request.POST if "share" in request.POST else None)
        if request.method == "POST":
            if not writable:
                raise PermissionDenied
            if self.changed_previews(request, record, form):
                return HttpResponseRedirect(self.address("preview", record.pk))
        return self.preview_page(request, record, form, writable)

    def address_to_decide(self, record):
        meta = record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_decide", args=[record.pk])

    def changed_previews(self, request, record, form):
        """Whether an address was given out or ended, as was asked."""
        if (number := request.POST.get("revoke", "")).isdecimal():
            shared_previews(record).filter(pk=int(number), revoked_at=None).update(revoked_at=timezone.now())
            messages.success(request, _("This address shows nothing any more."))
            return True
        if not form.is_valid():
            return False
        share(record, request.user, **form.cleaned_data)
        messages.success(request, _("The address stands below: whoever has it may read this until it ends."))
        return True

    def preview_page(self, request, record, form, writable):
        preview = own_preview(record, request.user)
        language = request.GET.get("language")
        language = language if language in LANGUAGES else get_current_language()
        languages = [
            PageLanguage(one, ENDONYMS[one], address_inside(preview, one), one == language) for one in LANGUAGES
        ]
        shared = [
            (one, [(name, request.build_absolute_uri(address_inside(one, code)))
                   for code, name in ENDONYMS.items()])
            for one in shared_previews(record)
        ] if writable else []  # fmt: skip
        return self.page_of_own(
            request, "preview", _("Preview: %(record)s") % {"record": record}, record=record, form=form,
            languages=languages, current=next(one for one in languages if one.current), widths=WIDTHS,
            shared=shared, writable=writable,
        )  # fmt: skip
