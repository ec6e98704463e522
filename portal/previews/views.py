"""The view of `/preview/<token>/<public path>`: a public page as if its records were published.

Links on the page stay inside the preview.
"""

import time
from contextlib import contextmanager

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db import OperationalError
from django.http import Http404
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.drafts.models import get_draft_conflicts
from portal.error_views import not_found
from portal.history.apply import ConflictError
from portal.i18n.paths import get_path_language, has_language_prefix
from portal.previews.models import get_preview_by_token, preview_context

# With lock waits and delays they take about ten seconds, which outlasts several saves of a busy record.
MAX_ATTEMPTS = 10
FILE_URL_NAMES = {"file", "document_file"}
# No cache stores a preview, no search engine indexes it, and no other site learns its URL from the referrer.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@contextmanager
def script_prefix(prefix):
    """Prepend a prefix to every URL that is reversed in this context."""
    previous = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(previous)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview(request, token, path):
    """Return one page of a preview, with headers that keep it private."""
    with override(get_path_language(f"/{path}")):
        response = respond(request, token, path)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Language"] = get_path_language(f"/{path}")
        return response


def respond(request, token, path):
    """Return the page, or a message with status 410, 429, 409 or 503 if it cannot be shown."""
    preview = get_preview_by_token(token)
    if preview is None:
        return not_found(request)
    if not preview.is_open:
        return render_message(
            request, 410, _("This preview link has expired. Ask the person who sent it to you for a new one.")
        )
    is_file = path.startswith("files/")
    if not is_file and not preview.count_request():
        return render_message(
            request, 429, _("This preview was opened too many times in the last minute. Try again in a minute.")
        )
    if any(get_draft_conflicts(record) for record in preview.records):
        return render_conflict(request)
    for attempt in range(MAX_ATTEMPTS):
        try:
            return render_page(request, preview, path)
        except ConflictError:
            return render_conflict(request)
        except OperationalError:  # another transaction holds the lock of a record
            time.sleep(0.1 * (attempt + 1))
    return render_message(request, 503, _("Someone is saving this record right now. Try again."))


def render_message(request, status, message):
    return render(request, "portal/preview_message.html", {"message": message}, status=status)


def render_conflict(request):
    return render_message(
        request, 409,
        _("This draft conflicts with changes to the published version. An editor must resolve "
"the conflicts first."),
    )  # fmt: skip


def render_page(request, preview, path):
    """Render the public page of a path with the previewed records as published.

    The page is rendered before the transaction is rolled back.
    """
    with script_prefix(preview.prefix), preview_context(preview.records):
        try:
            match = resolve(f"/{path}")
            if not (has_language_prefix(f"/{path}") or match.url_name in FILE_URL_NAMES):
                raise Http404
            request.resolver_match, request.preview = match, preview
            request.term_linker = None  # an earlier attempt has used its terms
            response = match.func(request, *match.args, **match.kwargs)
        except (Http404, Resolver404):
            response = not_found(request)
        if hasattr(response, "render"):
            response.render()
        return response
