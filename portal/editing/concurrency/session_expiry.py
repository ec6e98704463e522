"""Session expiry during an edit: a sign-in page that carries the submitted data, and redisplays the form afterwards.

The form is not saved until the editor presses the button again.
"""

from functools import update_wrapper
from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.forms import ResumeForm
from portal.accounts.required_steps import OPEN_PAGES, get_required_step
from portal.accounts.sign_in import sign_in
from portal.editing.concurrency.unsaved_input import PAGE_ONLY_NAME, RESUMING, get_unsaved_texts, is_input_name
from portal.error_views import form_expired
from portal.i18n.languages import LANGUAGES
from portal.uploads.disk import raise_upload_error

# The sign-in page submits its own fields under names with this prefix, beside the carried data.
PREFIX = "resume"

FILE, LANGUAGE, USERNAME = (f"{PREFIX}-{name}" for name in ("file", "language", "username"))


def has_input(request):
    """Return whether a request to the admin carries data that an editor may have typed."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    # The pages for signing in are not in the namespace of the admin.
    is_admin_page = match.namespace == "admin" and match.url_name not in {"login", "logout"}
    return is_admin_page and any(is_input_name(key) and any(values) for key, values in request.POST.lists())


def get_carried_data(request):
    """Return the submitted data without passwords and names that are valid for one page only: `[(name, value)]`."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    carried = [(name, value) for name, value in pairs if name in {FILE, LANGUAGE} or not PAGE_ONLY_NAME.match(name)]
    return [*carried, *((FILE, name) for name in request.FILES)]


def make_login_form(request, *args):
    return ResumeForm(request, *args, prefix=PREFIX)


@never_cache
def render_login_page(request, form=None):
    """Return the sign-in page in the language of the submitted form.

    Without a login form, the page asks an editor who is signed in by now to continue.
    """
    if request.POST.get(LANGUAGE) in LANGUAGES:
        activate(request.POST[LANGUAGE])
    pairs = get_carried_data(request)
    context = {
        **admin.site.each_context(request),
        "title": _("You have signed in again") if form is None else _("Your session has expired"),
        "app_path": request.get_full_path(),
        "form": form,
        "marker": RESUMING,
        "carried_data": pairs,
        "has_files": any(name == FILE for name, _value in pairs),
    }
    return TemplateResponse(request, "editing/session_expired.html", context, status=403)


@never_cache
def redisplay(request, view, args, kwargs):
    """Return the form of a record as it was filled in; for other pages, a page with the submitted texts."""
    match = resolve(request.path_info)
    is_record = hasattr(getattr(match.func, "model_admin", None), "change_session_class")
    if is_record and match.url_name.endswith(("add", "change")):
        return view(request, *args, **kwargs)
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing was saved; your text is below"),
        "sentences": [_("Your session had expired, so nothing was done.")],
        "texts": list(get_unsaved_texts(None, request, None)),
    }
    return TemplateResponse(request, "editing/unsaved_input.html", context, status=403)


@sensitive_post_parameters(f"{PREFIX}-password", f"{PREFIX}-code")
def log_in_and_redisplay(request, view, args, kwargs):
    """Sign the editor in, and redisplay the form in their language and time zone."""
    form = make_login_form(request, request.POST)
    if not form.is_valid():
        return render_login_page(request, form)
    sign_in(request, form.get_user())
    activate(request.user.interface_language)
    timezone.activate(request.user.time_zone)
    return redisplay(request, view, args, kwargs)


def get_step(request):
    """Return the URL that the editor must visit before this page, None if the page is open."""
    return None if resolve(request.path_info).url_name in OPEN_PAGES else get_required_step(request.user)


def preserve_submission(site, view):
    """Wrap an admin view so that a form submitted after the session has ended is not lost."""

    def inner(request, *args, **kwargs):
        if request.method == "POST":
            raise_upload_error(request)
        is_resuming = request.method == "POST" and RESUMING in request.POST
        if site.has_permission(request):
            if step := get_step(request):
                return HttpResponseRedirect(step)
            return redisplay(request, view, args, kwargs) if is_resuming else view(request, *args, **kwargs)
        if is_resuming and USERNAME in request.POST:
            return log_in_and_redisplay(request, view, args, kwargs)
        if request.method == "POST" and (is_resuming or has_input(request)):
            return render_login_page(request, make_login_form(request))
        return view(request, *args, **kwargs)

    return update_wrapper(inner, view)


def is_same_origin(request):
    """Return whether the browser says that a page of the portal sent the request."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    origin = urlsplit(source)
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def recover_submission(request):
    """Return the sign-in page for a form of the portal with an outdated CSRF token; None for other requests.

    Signing in on another tab replaces the token.
    """
    if request.method != "POST" or not is_same_origin(request) or not has_input(request):
        return None
    return render_login_page(request, None if admin.site.has_permission(request) else make_login_form(request))


def csrf_failure(request, reason=""):
    return recover_submission(request) or form_expired(request)
