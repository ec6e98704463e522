"""`/preview/<signed>/<public address>`: the public page under that address, as it will be. Its links stay inside."""

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
from portal.previews.models import preview_of, shown

# Some ten seconds: longer than the saves of a busy record in a row.
TRIES = 10
FILES = {"file", "kept_file"}
# Kept nowhere, found nowhere, and told to no other site.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@contextmanager
def inside(prefix):
    """Every address that is made meanwhile begins with this."""
    outside = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(outside)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview(request, signed, path):
    """One page of a preview. No one keeps it, finds it or learns its address from where its links lead."""
    with override(get_path_language(f"/{path}")):
        response = answer(request, signed, path)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Language"] = get_path_language(f"/{path}")
        return response


def answer(request, signed, path):
    found = preview_of(signed)
    if found is None:
        return not_found(request)
    if not found.is_open:
        return told(request, 410, _("This preview has ended. Ask whoever sent it to you for a new one."))
    is_file = path.startswith("files/")
    if not is_file and not found.count():
        return told(request, 429, _("This preview was opened too often in the last minute. Try again in a minute."))
    if any(get_draft_conflicts(record) for record in found.records):
        return undecided(request)
    for attempt in range(TRIES):
        try:
            return page(request, found, path)
        except ConflictError:
            return undecided(request)
        except OperationalError:  # someone is saving one of its records
            time.sleep(0.1 * (attempt + 1))
    return told(request, 503, _("Someone is saving this at the moment. Try again."))


def told(request, status, sentence):
    return render(request, "portal/preview_told.html", {"sentence": sentence}, status=status)


def undecided(request):
    return told(
        request, 409,
        _("The public text has changed meanwhile where this draft changes it too. Its editors decide what holds."),
    )  # fmt: skip


def page(request, found, path):
    """The public page, made inside the transaction and with addresses that stay inside the preview."""
    with inside(found.prefix), shown(found.records):
        try:
            match = resolve(f"/{path}")
            if not (has_language_prefix(f"/{path}") or match.url_name in FILES):
                raise Http404
            request.resolver_match, request.preview = match, found
            response = match.func(request, *match.args, **match.kwargs)
        except (Http404, Resolver404):
            response = not_found(request)
        if hasattr(response, "render"):
            response.render()
        return response
