"""Documents in the forms of the admin: several at once, what was read of each, and where a save with files leads."""

from functools import wraps

from django.contrib import admin
from django.http import JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.editing.record_admin import PartInline
from portal.i18n.languages import LANGUAGE_PHRASES
from portal.uploads.validators.documents import LARGEST_DOCUMENT

# Set by the script that shows how far an upload has come, see static/js/editing/upload_progress.js.
SCRIPT = "X-Portal-Upload"


class FileInline(PartInline):
    """Rows that hold a document each. One is always there to be filled in, for those who have no script."""

    LARGEST = LARGEST_DOCUMENT
    extra = 1
    template = "admin/files_inline.html"
    readonly_fields = ("read_of_it",)

    class Media:
        js = ("js/editing/upload_progress.js",)

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        place = fields.index("file") + 1
        return [*fields[:place], "read_of_it", *fields[place:]]

    @admin.display(description=gettext_lazy("what was read of it"))
    def read_of_it(self, part):
        return " ".join(told_of(part.facts)) if part.facts else "-"


def told_of(facts):
    """What an editor should know of a document before readers meet it, a sentence each."""
    pages = [ngettext("%(pages)s page", "%(pages)s pages", facts.pages) % {"pages": facts.pages}] if facts.pages else []
    yield f"{', '.join([facts.type, *pages, filesizeformat(facts.size)])}."
    if facts.language in LANGUAGE_PHRASES:
        yield _("It says that it is %(in_language)s.") % {"in_language": LANGUAGE_PHRASES[facts.language]}
    elif not facts.language:
        yield _("It does not say which language it is in.")
    if facts.tagged is False:
        yield _("It is not tagged: those who have it read out cannot tell its headings, lists and tables.")
    if facts.titled is False:
        yield _("It has no title of its own.")


def telling_where(view):
    """A view of the admin that tells the script which uploads where it leads, rather than leading there.

    Otherwise the script would fetch that page itself, and the messages on it would be lost.
    """

    @wraps(view)
    def told(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if SCRIPT in request.headers and 300 <= response.status_code < 400:
            return JsonResponse({"leads_to": response["Location"]})
        return response

    return told
