"""Pages that a ModelAdmin has besides those of Django, and the functions that their views share."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.template.response import TemplateResponse
from django.urls import path


class AdminPage(NamedTuple):
    """A page of a ModelAdmin. Its view is a function `view(admin, request, **kwargs)`."""

    route: str
    name: str
    view: Callable

    def get_pattern(self, admin):
        """Return the URL pattern of the page, named `<app>_<model>_<name>` like those of Django."""
        view = admin.admin_site.admin_view(partial(self.view, admin))
        return path(self.route, view, name=f"{admin.opts.app_label}_{admin.opts.model_name}_{self.name}")


def render_page(admin, request, template, title, *, status=200, **context):
    """Return a page of the admin of a model, from a template in `editing/`."""
    defaults = {"title": title, "subtitle": None, "opts": admin.opts, "module_name": admin.opts.verbose_name_plural}
    context = {**admin.admin_site.each_context(request), **defaults, **context}
    return TemplateResponse(request, f"editing/{template}.html", context, status=status)


def redirect_not_found(admin, request, object_id):
    """Redirect to the dashboard with the message that there is no such record."""
    return admin._get_obj_does_not_exist_redirect(request, admin.opts, object_id)
