"""The preview page of the admin: the public page at three widths in each language, and shared preview URLs."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.drafts.models import get_draft_conflicts
from portal.editing.admin_pages import redirect_not_found, render_page
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


class PreviewPage:
    """The preview page of a record or a release, as one editor sees it. `writable` says whether they may share it."""

    def __init__(self, request, record, *, url, writable):
        self.request, self.record, self.url, self.writable = request, record, url, writable
        self.form = ShareForm(request.POST if "share" in request.POST else None)

    @cached_property
    def preview(self):
        return get_own_preview(self.record, self.request.user)

    @property
    def title(self):
        return _("Preview: %(record)s") % {"record": self.record}

    def process(self):
        """Return a redirect to conflicts of a draft, or after the preview was shared or revoked; None for the page."""
        for record in self.preview.records:
            if get_draft_conflicts(record):
                return HttpResponseRedirect(get_admin_url(record, "resolve_conflicts", record.pk))
        if self.request.method != "POST":
            return None
        if not self.writable:
            raise PermissionDenied
        return HttpResponseRedirect(self.url) if self.update_shared_previews() else None

    def update_shared_previews(self):
        """Share or revoke a URL as submitted. Return False if the form is not valid."""
        if (number := self.request.POST.get("revoke", "")).isdecimal():
            shared = get_shared_previews(self.record).filter(pk=int(number), revoked_at=None)
            shared.update(revoked_at=clock.now())
            messages.success(self.request, _("The preview link was revoked."))
            return True
        if not self.form.is_valid():
            return False
        create_shared_preview(self.record, self.request.user, **self.form.cleaned_data)
        messages.success(
            self.request, _("The link was created. Anyone with the link can view the preview until it expires.")
        )
        return True

    def get_languages(self):
        """Return the preview in each language."""
        current = self.request.GET.get("language")
        current = current if current in LANGUAGES else get_current_language()
        return [
            PageLanguage(code, name, get_preview_url(self.preview, code), code == current)
            for code, name in ENDONYMS.items()
        ]

    def get_shared_previews(self):
        """Yield (shared preview, [(language, URL)])."""
        for shared in get_shared_previews(self.record):
            urls = [(name, get_preview_url(shared, code)) for code, name in ENDONYMS.items()]
            yield shared, [(name, self.request.build_absolute_uri(url)) for name, url in urls]

    def get_context(self):
        languages = self.get_languages()
        return {
            "record": self.record,
            "form": self.form,
            "languages": languages,
            "current": next(page for page in languages if page.is_current),
            "viewports": VIEWPORTS,
            "shared": list(self.get_shared_previews()) if self.writable else [],
            "writable": self.writable,
        }


def preview_view(admin, request, object_id):
    """Show the preview of a public record."""
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    url = get_admin_url(record, "preview", record.pk)
    page = PreviewPage(request, record, url=url, writable=admin.has_change_permission(request, record))
    return page.process() or render_page(admin, request, "preview", page.title, **page.get_context())
