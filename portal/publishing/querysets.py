"""Queries of public records: the only definition of "public", and the orders, years and neighbours of lists."""

from django.db import models
from django.db.models import F, Max, Min, Q, Value

from portal import clock
from portal.i18n.languages import LANGUAGES, get_current_language, get_translated_fields, localized_field_name
from portal.records.models import Status
from portal.richtext.fields import RichTextField

# Dates that span more years are read one by one: some date has a wrong year.
MAX_YEARS = 60


class PublishableQuerySet(models.QuerySet):
    """Filters of public records by status and schedule."""

    def published(self):
        """Return the records that the public can see now: the only definition of "public"."""
        now = clock.now()
        return self.filter(Q(withdraw_at=None) | Q(withdraw_at__gt=now), status=Status.PUBLISHED, publish_at__lte=now)

    def planned(self):
        """Return the unpublished records with a future publication time that is not scheduled yet."""
        return self.filter(status__in=(Status.DRAFT, Status.IN_REVIEW), publish_at__gt=clock.now())

    def scheduled(self):
        """Return the records that become public at a future time."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=clock.now())

    def expired(self):
        """Return the records that were public until a time that has passed."""
        return self.filter(status=Status.PUBLISHED, withdraw_at__lte=clock.now())

    def with_related(self):
        """Load the related rows that detail pages show, in a fixed number of queries."""
        return self.select_related("country")

    def with_parents(self):
        """Load the related rows that the URL and the author of a record come from, in a fixed number of queries."""
        return self.select_related("country")

    def with_page(self):
        """Return the records that have a page of their own once they are public."""
        return self

    def for_urls(self, language):
        """Load only the columns that the URL in one language needs, and the public date of modification."""
        return self.only("changed_at", localized_field_name("slug", language), *self.model.url_fields)

    def with_fact_date(self):
        """Annotate `fact_date`, the partial date of what the record is about; "" or None if it has none."""
        name = self.model.fact_date_field
        return self.annotate(fact_date=F(name) if name else Value("", output_field=models.CharField()))

    def without_texts(self):
        """Leave the long texts in the database: for lists, which show titles and summaries."""
        return self.defer(*get_rich_text_columns(self.model))

    def of_year(self, field, year):
        """Return the records whose PartialDateField is in this year."""
        return self.filter(**{f"{field}__gte": f"{year:04}", f"{field}__lt": f"{year + 1:04}"})

    def years(self, field):
        """Return the years of a PartialDateField in these records, newest first: [2005, 2004]."""
        return find_years(self, field)

    def for_links(self, *fields):
        """Load only the columns that a link with the title needs, in the active language, and those of other fields."""
        translated = get_translated_fields(self.model)
        names = [name for name in ("title", *fields) if name in translated]
        texts = [localized_field_name(name, language) for name in names for language in LANGUAGES]
        slug = localized_field_name("slug", get_current_language())
        others = [name for name in fields if name not in translated]
        return self.only("source_language", *texts, slug, *others, *self.model.url_fields)

    def get_ordering(self):
        return [*(self.query.order_by or self.model._meta.ordering)]

    def get_ordering_values(self, record):
        """Return the values of a record that the queryset is ordered by, from the record if it has them all."""
        names = [name.lstrip("-") for name in self.get_ordering()]
        related = {
            f"{name}__{column}": value
            for name, parent in record._state.fields_cache.items()
            if parent is not None
            for column, value in vars(parent).items()
        }
        loaded = {**vars(record), **related, "pk": record.pk}
        if all(name in loaded for name in names):
            return [loaded[name] for name in names]
        return self.filter(pk=record.pk).order_by().values_list(*names).first()

    def get_adjacent(self, record):
        """Return two querysets: the records before a record of this queryset, nearest first, and those after it.

        Both are empty if the record has been withdrawn meanwhile and its place is not known.
        """
        values = self.get_ordering_values(record)
        if values is None:
            return self.none(), self.none()
        ordering = self.get_ordering()
        reverse = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in ordering]
        return (
            self.order_by(*reverse).filter(build_after_filter(reverse, values)),
            self.order_by(*ordering).filter(build_after_filter(ordering, values)),
        )

    def neighbours(self, record):
        """Return the records before and after this one in the order of the queryset: {"before": …, "after": …}.

        They have what a link needs. A value is None at the end of the order.
        """
        before, after = self.for_links().get_adjacent(record)
        return {"before": before.first(), "after": after.first()}

    def around(self, record, count):
        """Return up to `count` records before this one, the record, and up to `count` after it, in order."""
        before, after = self.get_adjacent(record)
        return [*reversed(before[:count]), record, *after[:count]]


def find_years(records, field, within=None):
    """Return the years of a PartialDateField in a queryset, newest first.

    Looks one record of each year up, since an index answers that without reading all records. `within` is a simpler
    queryset with these records, whose first and last year an index has.
    """
    has_year = {f"{field}__gte": "1", f"{field}__lt": "3"}
    dated = records.order_by().filter(**has_year)
    all_dated = dated if within is None else within.order_by().filter(**has_year)
    ends = all_dated.aggregate(first=Min(field), last=Max(field))
    if not ends["first"]:
        return []
    candidates = range(int(ends["last"][:4]), int(ends["first"][:4]) - 1, -1)
    if len(candidates) > MAX_YEARS:
        return list(iterate_years(dated, field))
    conditions = (Q(**{f"{field}__gte": f"{year:04}", f"{field}__lt": f"{year + 1:04}"}) for year in candidates)
    return find_values(dated, zip(candidates, conditions, strict=True))


def iterate_years(dated, field):
    """Yield the years of a PartialDateField, newest first, with one query for each."""
    latest = dated.aggregate(latest=Max(field))["latest"]
    while latest:
        yield int(latest[:4])
        latest = dated.filter(**{f"{field}__lt": latest[:4]}).aggregate(latest=Max(field))["latest"]


def find_values(records, conditions):
    """Return the values of [(value, condition)] whose condition is true of any record, in one query."""
    lookups = [records.filter(condition).values_list(Value(value))[:1] for value, condition in conditions]
    found = {value for (value,) in lookups[0].union(*lookups[1:], all=True)}
    return sorted(found, reverse=True)


def get_rich_text_columns(model):
    """Return the names of the columns of a model that hold rich text, in all languages."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, RichTextField)]
    return [name for name in names if name not in get_translated_fields(model)]


def build_after_filter(ordering, values):
    """Return the condition for rows that come after these values in an ordering by columns without NULL.

    It begins with a bound of the first column, which an index uses.
    """
    bound = "lte" if ordering[0].startswith("-") else "gte"
    after, equal = Q(pk__in=[]), Q()
    for name, value in zip(ordering, values, strict=True):
        column = name.lstrip("-")
        after |= equal & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{column: value})
    return Q(**{f"{ordering[0].lstrip('-')}__{bound}": values[0]}) & after
