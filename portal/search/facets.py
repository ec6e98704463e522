"""The facets of search results: kinds of records, countries and years, with the number of hits of each."""

from collections import Counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.filters import ALL_YEARS, FacetValue
from portal.i18n.languages import localize
from portal.page_cache.memo import remember
from portal.records.models import Country
from portal.search_index.models import SearchFacet

ALL_COUNTRIES = "all"


def get_kind_names(model):
    """Return what readers call the records of a model: (singular, plural)."""
    names = getattr(model, "search_kind", ()) or (model._meta.verbose_name, model._meta.verbose_name_plural)
    return tuple(capfirst(str(name)) for name in names)


def get_facets_of_models():
    """Return {primary key: SearchFacet} of the facets whose model this version has."""
    facets = SearchFacet.objects.all()
    get_type = ContentType.objects.get_for_id
    return {facet.pk: facet for facet in facets if get_type(facet.content_type_id).model_class()}


class Facet(NamedTuple):
    """A facet with its values. The first value is that of all."""

    name: str
    heading: str
    values: list


class FacetCounts:
    """The numbers of hits by kind, country and year, and the filters of a request: {name: value}.

    A filter whose value does not exist is ignored.
    """

    names = ("kind", "country", "year")

    def __init__(self, counts, params):
        self.counts = counts
        self.countries = remember("countries", lambda: {country.pk: country for country in Country.objects.all()})
        all_facets = remember("search facets", get_facets_of_models)
        self.values = {pk: self.get_values(all_facets[pk]) for pk in counts if pk in all_facets}
        known = {name: {values[name] for values in self.values.values()} for name in self.names}
        known["country"] |= {self.get_country_value(pk) for pk in (0, *self.countries)}
        self.kinds = {
            content_type.model: content_type.model_class()
            for content_type in map(
                ContentType.objects.get_for_id, {facet.content_type_id for facet in all_facets.values()}
            )
        }
        self.selected = {name: params[name] for name in self.names if self.is_known(name, params.get(name, ""), known)}

    def get_values(self, facet):
        """Return the value that a SearchFacet has of each filter: {name: value}."""
        return {
            "kind": ContentType.objects.get_for_id(facet.content_type_id).model,
            "country": self.get_country_value(facet.country_id),
            "year": str(facet.year or ""),
        }

    def is_known(self, name, value, known):
        """Return whether a value can be filtered by; a year or a kind also if nothing of it was found."""
        is_year = name == "year" and value.isascii() and value.isdecimal() and len(value) == 4
        return bool(value) and (value in known[name] or is_year or (name == "kind" and value in self.kinds))

    def get_country_value(self, pk):
        return self.countries[pk].code.lower() if pk in self.countries else ALL_COUNTRIES

    def matches(self, pk, *, ignored=""):
        """Return whether a facet matches the filters, except one that is `ignored`."""
        return all(self.values[pk][name] == value for name, value in self.selected.items() if name != ignored)

    def get_matching(self):
        """Return the primary keys of the facets that the filters leave, None without filters."""
        return [pk for pk in self.values if self.matches(pk)] if self.selected else None

    @property
    def total(self):
        """The number of hits with the filters."""
        return sum(count for pk, count in self.counts.items() if pk in self.values and self.matches(pk))

    def count_values(self, name):
        """Return {value: number of hits} for one facet, with the filters of the others."""
        counts = Counter()
        for pk, values in self.values.items():
            if values[name] and self.matches(pk, ignored=name):
                counts[values[name]] += self.counts[pk]
        return counts

    def get_label(self, name, value):
        if name == "kind":
            return get_kind_names(self.kinds[value])[1]
        if name == "year":
            return value
        countries = {self.get_country_value(pk): country for pk, country in self.countries.items()}
        return localize(countries[value], "name").text if value in countries else _("All three countries")

    def build_facet(self, name, heading, all_label, text):
        """Return a Facet: its values with hits, and the selected one."""
        counts = self.count_values(name)
        selected = self.selected.get(name, "")
        if selected:
            counts.setdefault(selected, 0)
        ordered = sorted(counts, reverse=True) if name == "year" else sorted(counts, key=lambda value: -counts[value])
        total = sum(self.counts[pk] for pk in self.values if self.matches(pk, ignored=name))
        every = FacetValue(all_label, total, self.build_query(text, name, ""), not selected)
        values = [
            FacetValue(
                self.get_label(name, value), counts[value], self.build_query(text, name, value), value == selected
            )
            for value in ordered
        ]
        return Facet(name, heading, [every, *values])

    def build_query(self, text, name="", value=""):
        """Return the query string of the search with another value of one filter."""
        params = {"q": text, **self.selected, name: value}
        return urlencode({key: params[key] for key in ("q", *self.names) if params.get(key)})

    def get_facets(self, text):
        """Return the Facets that can narrow the results, or do so."""
        facets = [
            self.build_facet("kind", _("Type"), _("All types"), text),
            self.build_facet("country", _("Country"), _("All"), text),
            self.build_facet("year", _("Year"), ALL_YEARS, text),
        ]
        return [facet for facet in facets if len(facet.values) > 2 or facet.name in self.selected]
