"""Addresses of the admin that no page links to: arbitrary lookups, and values that the database cannot take."""

from django.core.exceptions import BadRequest
from django.db import DataError
from django.urls import reverse

from portal.error_views import bad_request

# What list filters append to the name of a field, and the hierarchy of dates to its own.
SUFFIXES = ("__id__exact", "__exact", "__isnull", "__in")
DATE_SUFFIXES = ("__year", "__month", "__day", "__gte", "__lt")


def get_parameter_name(list_filter):
    """Return the name of the parameter of an entry of `list_filter`, without a suffix."""
    field = list_filter[0] if isinstance(list_filter, tuple) else list_filter
    return field if isinstance(field, str) else field.parameter_name


class FilterLookupsMixin:
    """A ModelAdmin whose list takes the parameters of its filters only.

    Other fields and lookups would let an address keep the database busy with regular expressions, read columns letter
    by letter, or end in an error of the database.
    """

    def lookup_allowed(self, lookup, value, request):
        if self.date_hierarchy and lookup in {f"{self.date_hierarchy}{suffix}" for suffix in DATE_SUFFIXES}:
            return True
        suffix = next((suffix for suffix in SUFFIXES if lookup.endswith(suffix)), "")
        names = {get_parameter_name(list_filter) for list_filter in self.get_list_filter(request)}
        return lookup.removesuffix(suffix) in names and super().lookup_allowed(lookup, value, request)


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
