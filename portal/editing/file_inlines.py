"""Inlines with a document each, a summary of its metadata, and the JSON redirects of scripted uploads."""

from functools import wraps

from django.contrib import admin
from django.http import JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.editing.record_admin import PartInline
from portal.i18n.languages import LANGUAGE_PHRASES
from portal.uploads.validators.documents import MAX_DOCUMENT_SIZE

# Request header set by static/js/editing/upload_progress.js.
UPLOAD_HEADER = "X-Portal-Upload"


class FileInline(PartInline):
    """Rows with a document each. One empty row is always shown, for editors without scripts."""

    MAX_SIZE = MAX_DOCUMENT_SIZE
    extra = 1
    template = "admin/files_inline.html"
    readonly_fields = ("file_summary",)

    class Media:
        js = ("js/editing/upload_progress.js",)

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        index = fields.index("file") + 1
        return [*fields[:index], "file_summary", *fields[index:]]

    @admin.display(description=gettext_lazy("file details"))
    def file_summary(self, part):
        return " ".join(describe_file(part.metadata)) if part.metadata else "-"


def describe_file(metadata):
    """Yield sentences for the editor about the type, size, language and accessibility of a document."""
    pages = (
        [ngettext("%(pages)s page", "%(pages)s pages", metadata.pages) % {"pages": metadata.pages}]
        if metadata.pages
        else []
    )
    yield f"{', '.join([metadata.type, *pages, filesizeformat(metadata.size)])}."
    if metadata.language in LANGUAGE_PHRASES:
        yield _("Text %(in_language)s.") % {"in_language": LANGUAGE_PHRASES[metadata.language]}
    elif not metadata.language:
        yield _("The file does not specify its language.")
    if metadata.tagged is False:
        yield _("The file is not tagged: screen readers cannot recognize its headings, lists and tables.")
    if metadata.titled is False:
        yield _("The file has no title.")


def return_redirects_as_json(view):
    """Return redirects as JSON to the upload script, so that the browser follows them and not the script.

    The script would fetch the page that it is redirected to, and the messages on that page would be lost.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if UPLOAD_HEADER in request.headers and 300 <= response.status_code < 400:
            return JsonResponse({"location": response["Location"]})
        return response

    return wrapper
