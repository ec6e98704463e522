"""Addresses of the admin that no page links to: arbitrary lookups, and values that the database cannot take."""

from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import DataError
from django.urls import reverse

from portal.error_views import bad_request

# The lookups that list filters use.
LOOKUPS = ("exact", "isnull", "in")


def names_field(model, path):
    """Return whether a path of names joined by two underscores leads to a field, without a lookup."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except (AttributeError, FieldDoesNotExist):  # after a field that is no relation there is no model
            return False
        model = field.related_model
    return True


class FilterLookupsMixin:
    """A ModelAdmin whose list can be filtered by equality only: regular expressions could keep the database busy."""

    def lookup_allowed(self, lookup, value, request):
        # A name alone is a field, or the parameter of a filter of our own.
        is_plain = "__" not in lookup or lookup.rpartition("__")[2] in LOOKUPS or names_field(self.model, lookup)
        return is_plain and super().lookup_allowed(lookup, value, request)


class AdminAddressMiddleware:
    """Answer 400 to addresses of the admin with NUL, and to values that the database refuses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not is_in_admin(request):
            return
        values = [request.path_info, *request.GET, *(value for values in request.GET.lists() for value in values[1])]
        if any("\x00" in value for value in values):
            raise BadRequest("The address contains NUL.")

    def process_exception(self, request, exception):
        is_query = request.method in {"GET", "HEAD"} and request.GET and isinstance(exception, DataError)
        return bad_request(request, exception) if is_query and is_in_admin(request) else None


def is_in_admin(request):
    return request.path_info.startswith(reverse("admin:index"))
