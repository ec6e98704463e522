"""Saves that the portal could not carry out: a page without queries that carries what was typed and sends it again.

The cause may be a database that is away or has ended the connection, a full disk, or a fault of the portal.
"""

import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import InterfaceError, OperationalError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import get_language, get_language_from_request, override

from portal import error_views
from portal.editing.concurrency.session_expiry import FILE, LANGUAGE, get_carried_data, has_input, is_same_origin
from portal.editing.concurrency.unsaved_input import RESUMING, get_unsaved_texts
from portal.i18n.languages import LANGUAGES
from portal.page_cache.state import Database, content_state

UNREADABLE = (OSError, RequestDataTooBig, TooManyFieldsSent, SuspiciousOperation, MultiPartParserError)
# What psycopg's pool says when it had no connection to give, so that nothing can have been saved.
NO_CONNECTION = "couldn't get a connection"


class NameOnlyHandler(FileUploadHandler):
    """Reads the names of submitted files, and drops their content."""

    def __init__(self, request=None):
        super().__init__(request)
        self.names = []

    def new_file(self, field_name, file_name, *args, **kwargs):
        self.names.append((field_name, file_name))
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def read_file_names(request):
    """Return the submitted files as [(name of the field, name of the file)]. Unread files are dropped."""
    handler = NameOnlyHandler(request)
    try:
        request.upload_handlers = [handler]
    except AttributeError:  # the form was read before
        files = [(name, file.name) for name, files in request.FILES.lists() for file in files]
        failed = [(item.field_name, item.file_name) for item in request.upload_handlers if getattr(item, "error", None)]
        return [*files, *failed]
    request.POST  # noqa: B018  (reads the form)
    return handler.names


def carry_submission(request, *, status, sends_again):
    """Return a page with everything that was typed into a form of the admin; None for other requests.

    It runs no queries. With `sends_again`, its script sends the form as soon as the database is back; files cannot be
    sent again, so a form with files is only displayed again then.
    """
    if request.method != "POST":
        return None
    try:
        if not is_same_origin(request):
            return None
        files = read_file_names(request)
        if not has_input(request) and not files:
            return None
    except UNREADABLE:
        return None
    language = request.POST.get(LANGUAGE)
    with override(language if language in LANGUAGES else get_language_from_request(request)):
        context = get_context(request, files, sends_again)
        response = render(request, "editing/interrupted_save.html", context, status=status)
        response.headers["Content-Language"] = get_language()
    response.headers["Retry-After"] = str(error_views.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def get_context(request, files, sends_again):
    """Return the context of the page. The token is that of the form: its cookie has not changed."""
    carried = [(name, value) for name, value in get_carried_data(request) if name != FILE]
    carried += [(FILE, field) for field, _name in files]
    if files:
        carried.append((RESUMING, "1"))
    return {
        "action": request.get_full_path(),
        "token": request.POST.get("csrfmiddlewaretoken", ""),
        "carried_data": carried,
        "file_names": [name for _field, name in files],
        "texts": list(get_unsaved_texts(None, request, None)),
        "sends_again": sends_again,
    }


def keep_submissions_while_database_is_away(get_response):
    """Answer a save with the page that carries it, while there is no database."""

    def middleware(request):
        if content_state.database is Database.AWAY:
            response = carry_submission(request, status=503, sends_again=True)
            if response is not None:
                return response
        return get_response(request)

    return middleware


def server_error(request):
    """Answer a save that failed with the page that carries it, and other requests with the pages of error_views."""
    error = sys.exc_info()[1]
    is_outage = isinstance(error, OperationalError | InterfaceError | OSError)
    response = carry_submission(request, status=503 if is_outage else 500, sends_again=NO_CONNECTION in str(error))
    return response if response is not None else error_views.server_error(request)
