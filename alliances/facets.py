"""The product library's facets: each offers the values that lead to something, with how many products they lead to."""

from typing import NamedTuple

from django.db.models import Count, F, Func, Q
from django.utils.translation import gettext as _

from alliances import material_languages
from alliances.models.industries import Industry
from alliances.models.products import Hazard, Product
from portal.filters import Filter, Filters, record_choices


class Value(NamedTuple):
    """One value of a facet: what it means, how many products it leads to, and the query that chooses it."""

    words: str
    count: int
    query: str
    chosen: bool


class Facet(NamedTuple):
    """One question that readers may ask of the library, and its values; the query that asks it no more."""

    question: str
    name: str
    values: list
    all_query: str
    chosen: bool


class Unnest(Func):
    """Each item of an array, in a row of its own."""

    function = "unnest"
    arity = 1
    set_returning = True

    def __init__(self, array):
        super().__init__(array, output_field=Product._meta.get_field(array).base_field)


# What each filter of the library counts by.
COUNTED = {
    "language": F("editions__language"),
    "industry": Unnest("industries"),
    "audience": Unnest("audiences"),
    "hazard": F("hazards__key"),
    "format": F("format"),
}


def library_filters(request):
    """The filters of the library, with the values of the request."""
    hazards = record_choices(Hazard.objects.all(), "name", key="key")
    return Filters(
        request,
        Filter("language", _("Language"), material_languages.choices(), "editions__language"),
        Filter("industry", _("Industry"), Industry.choices, lambda value: Q(industries__contains=[value])),
        Filter("audience", _("For whom"), Product.Audience.choices, lambda value: Q(audiences__contains=[value])),
        Filter("hazard", _("Hazard"), hazards, "hazards__key"),
        Filter("format", _("Format"), Product.Format.choices, "format"),
    )


def counts(filters, one, products):
    """How many of the products that the other filters allow have each value of this one."""
    allowed = Product.objects.filter(pk__in=filters.apply(products, but=one).order_by().values("pk"))
    rows = allowed.order_by().annotate(value=COUNTED[one.name]).values("value").annotate(count=Count("pk"))
    return {row["value"]: row["count"] for row in rows if row["value"]}


def facets(filters, products):
    """A Facet for each filter that has something to offer."""
    for one in filters:
        found = counts(filters, one, products)
        values = [
            Value(words, found[value], filters.query(one, value), value == one.value)
            for value, words in one.choices
            if value in found
        ]
        if values or one.value:
            yield Facet(one.question, one.name, values, filters.query(one), bool(one.value))
