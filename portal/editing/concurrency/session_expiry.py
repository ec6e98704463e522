"""A form of the admin that comes back without a valid session: a page that asks to sign in and carries all that was
typed. Nothing is saved by it: the form is shown again, as it was filled in, to be saved with one more press.
"""

from functools import update_wrapper
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.editing.concurrency.mixin import NothingLost
from portal.editing.concurrency.unsaved_input import OF_ONE_PAGE, is_typed, typed_text
from portal.error_views import forbidden
from portal.i18n.languages import LANGUAGES

# Beside what was typed, the page sends names that begin so.
PREFIX = "resume"

MARK, FILE, LANGUAGE, USERNAME = (f"{PREFIX}-{name}" for name in ("form", "file", "language", "username"))


def has_typed(request):
    """Whether something that its sender may have typed was sent to an address of the admin."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    here = request.path_info.startswith(reverse("admin:index")) and name not in {"login", "logout"}
    return here and any(is_typed(key) and any(values) for key, values in request.POST.lists())


def carried(request):
    """What is taken along: all but passwords and what belonged to the old page; [(name, value)]."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in pairs if name in {FILE, LANGUAGE} or not OF_ONE_PAGE.match(name)]
    return [*kept, *((FILE, name) for name in request.FILES)]


def sign_in_form(request, *args):
    return (admin.site.login_form or AdminAuthenticationForm)(request, *args, prefix=PREFIX)


@never_cache
def page(request, form=None):
    """Asks to sign in, or whoever has by now to go on, in the language of the form."""
    if request.POST.get(LANGUAGE) in LANGUAGES:
        activate(request.POST[LANGUAGE])
    pairs = carried(request)
    context = {
        **admin.site.each_context(request),
        "title": _("You have signed in anew meanwhile") if form is None else _("Your session has ended"),
        "app_path": request.get_full_path(),
        "form": form,
        "mark": MARK,
        "carried": pairs,
        "has_files": any(name == FILE for name, _value in pairs),
    }
    return TemplateResponse(request, "editing/session_expired.html", context, status=403)


@never_cache
def shown_again(request, view, args, kwargs):
    """The form as it was filled in; what was typed elsewhere is only told."""
    match = resolve(request.path_info)
    if isinstance(getattr(match.func, "model_admin", None), NothingLost) and match.url_name.endswith(("add", "change")):
        request.resumed = True
        return view(request, *args, **kwargs)
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing was saved; what you typed is here"),
        "sentences": [_("Your session had ended, and nothing was carried out.")],
        "texts": list(typed_text(None, request, None)),
    }
    return TemplateResponse(request, "editing/unsaved_input.html", context, status=403)


@sensitive_post_parameters(f"{PREFIX}-password")
def signed_in(request, view, args, kwargs):
    """The form shown again once its editor has signed in on the page, in their language and by their clock."""
    form = sign_in_form(request, request.POST)
    if not form.is_valid():
        return page(request, form)
    login(request, form.get_user())
    activate(request.user.interface_language)
    timezone.activate(request.user.time_zone)
    return shown_again(request, view, args, kwargs)


def resumable(site, view):
    """A view of the admin, of which no form is lost to a session that has ended."""

    def inner(request, *args, **kwargs):
        resumes = request.method == "POST" and MARK in request.POST
        if site.has_permission(request):
            return shown_again(request, view, args, kwargs) if resumes else view(request, *args, **kwargs)
        if resumes and USERNAME in request.POST:
            return signed_in(request, view, args, kwargs)
        if request.method == "POST" and (resumes or has_typed(request)):
            return page(request, sign_in_form(request))
        return view(request, *args, **kwargs)

    return update_wrapper(inner, view)


def of_our_own(request):
    """Whether a browser says that a page of the portal sent this."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    sender = urlsplit(origin)
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())


def after_refusal(request):
    """The page, for a form of ours whose token has been replaced, as signing in elsewhere does; else None."""
    if request.method != "POST" or not of_our_own(request) or not has_typed(request):
        return None
    return page(request, None if admin.site.has_permission(request) else sign_in_form(request))


def csrf_failure(request, reason=""):
    return after_refusal(request) or forbidden(request)
