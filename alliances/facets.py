"""Facets of the product library: filter values with the number of matching products."""

from typing import NamedTuple

from django.db.models import Count, F, Func, Q
from django.utils.translation import gettext as _

from alliances import material_languages
from alliances.models.industries import Industry
from alliances.models.products import Hazard, Product
from portal.counts import count_up_to
from portal.filters import ALL_LANGUAGES, FacetValue, Filter, FilterSet, get_record_choices


class LibraryFacet(NamedTuple):
    """A filter of the library with its values. `all_query` is the query string without this filter."""

    heading: str
    all_label: str
    name: str
    values: list
    all_query: str
    is_active: bool


class Unnest(Func):
    """Expand an array to one row for each item."""

    function = "unnest"
    arity = 1
    set_returning = True

    def __init__(self, array):
        super().__init__(array, output_field=Product._meta.get_field(array).base_field)


# The expression by which the products of each filter are counted.
VALUE_EXPRESSIONS = {
    "language": F("editions__language"),
    "industry": Unnest("industries"),
    "audience": Unnest("audiences"),
    "hazard": F("hazards__key"),
    "format": F("format"),
}


def get_library_filters(request):
    """Return the filters of the library with the values of the request."""
    hazards = get_record_choices(Hazard.objects.all(), "name", key="key")
    return FilterSet(
        request,
        Filter("language", _("Language"), material_languages.choices(), "editions__language", ALL_LANGUAGES),
        Filter("industry", _("Industry"), Industry.choices, lambda value: Q(industries__contains=[value])),
        Filter("audience", _("Audience"), Product.Audience.choices, lambda value: Q(audiences__contains=[value])),
        Filter("hazard", _("Hazard"), hazards, "hazards__key"),
        Filter("format", _("Format"), Product.Format.choices, "format"),
    )


def count_by_value(filters, counted, products):
    """Count the products for each value of one filter, with all other filters applied: {value: count}."""
    allowed = Product.objects.filter(pk__in=filters.apply(products, exclude=counted).order_by().values("pk"))
    rows = (
        allowed.order_by().annotate(value=VALUE_EXPRESSIONS[counted.name]).values("value").annotate(count=Count("pk"))
    )
    return {row["value"]: row["count"] for row in rows if row["value"]}


def get_facets(filters, products):
    """Yield a LibraryFacet for each filter that has values with products, or that is active.

    With too many products to count, every value of each filter is shown.
    """
    is_counted = not count_up_to(products).is_more
    for item in filters:
        counts = count_by_value(filters, item, products) if is_counted else dict.fromkeys(dict(item.choices))
        values = [
            FacetValue(label, counts[value], filters.build_query(item, value), value == item.value)
            for value, label in item.choices
            if value in counts
        ]
        if values or item.value:
            query = filters.build_query(item)
            yield LibraryFacet(item.verbose_name, item.all_label, item.name, values, query, bool(item.value))
