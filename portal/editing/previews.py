"""The preview page of the admin: the public page at three widths in each language, and shared preview URLs."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.drafts.models import get_draft_conflicts
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_current_language
from portal.previews.models import create_shared_preview, get_own_preview, get_shared_previews
from portal.previews.views import script_prefix
from portal.records.admin_urls import get_admin_url

# Viewports shown side by side: (width in CSS pixels, name).
VIEWPORTS = ((390, gettext_lazy("Phone")), (768, gettext_lazy("Tablet")), (1280, gettext_lazy("Desktop")))


class ShareForm(forms.Form):
    """How long a preview is shared, and a note of who gets the URL."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires in"), coerce=int,
        choices=[(1, gettext_lazy("1 day")), (7, gettext_lazy("1 week")), (30, gettext_lazy("30 days"))],
    )  # fmt: skip
    for_whom = forms.CharField(
        label=gettext_lazy("Recipient"), max_length=200, required=False,
        help_text=gettext_lazy("To remember whom you sent the link to."),
    )  # fmt: skip


class PageLanguage(NamedTuple):
    """A language of the preview, with the URL of the first page in it."""

    code: str
    name: str
    url: str
    is_current: bool


def get_preview_url(preview, language):
    """Return the URL of the first page of a preview in a language."""
    with script_prefix(preview.prefix):
        return preview.get_url(language)


class PreviewMixin:
    """Preview page of the admin of public records, and of releases."""

    def get_urls(self):
        return [self.make_path("<path:object_id>/preview/", self.preview_view, "preview"), *super().get_urls()]

    def preview_view(self, request, object_id):
        """Show the preview. On POST, share it or revoke a shared URL, if the editor may change the record."""
        record = self.get_object(request, unquote(str(object_id)))
        if record is None:
            return self.redirect_not_found(request, object_id)
        writable = self.has_change_permission(request, record)
        for previewed in get_own_preview(record, request.user).records:
            if get_draft_conflicts(previewed):
                return HttpResponseRedirect(self.get_conflicts_url(previewed))
        form = ShareForm(request.POST if "share" in request.POST else None)
        if request.method == "POST":
            if not writable:
                raise PermissionDenied
            if self.update_shared_previews(request, record, form):
                return HttpResponseRedirect(self.get_admin_url("preview", record.pk))
        return self.render_preview(request, record, form, writable)

    def get_conflicts_url(self, record):
        return get_admin_url(record, "resolve_conflicts", record.pk)

    def update_shared_previews(self, request, record, form):
        """Share or revoke a URL as submitted. Return False if the form is not valid."""
        if (number := request.POST.get("revoke", "")).isdecimal():
            get_shared_previews(record).filter(pk=int(number), revoked_at=None).update(revoked_at=timezone.now())
            messages.success(request, _("The preview link was revoked."))
            return True
        if not form.is_valid():
            return False
        create_shared_preview(record, request.user, **form.cleaned_data)
        messages.success(
            request, _("The link was created. Anyone with the link can view the preview until it expires.")
        )
        return True

    def render_preview(self, request, record, form, writable):
        preview = get_own_preview(record, request.user)
        language = request.GET.get("language")
        language = language if language in LANGUAGES else get_current_language()
        languages = [
            PageLanguage(code, name, get_preview_url(preview, code), code == language)
            for code, name in ENDONYMS.items()
        ]
        shared = [
            (share, [(name, request.build_absolute_uri(get_preview_url(share, code)))
                     for code, name in ENDONYMS.items()])
            for share in get_shared_previews(record)
        ] if writable else []  # fmt: skip
        return self.render_page(
            request, "preview", _("Preview: %(record)s") % {"record": record}, record=record, form=form,
            languages=languages, current=next(page for page in languages if page.is_current), viewports=VIEWPORTS,
            shared=shared, writable=writable,
        )  # fmt: skip
