"""Queries of public records: the only definition of "public", and the orders, years and neighbours of lists."""

from django.db import models
from django.db.models import F, Max, Min, Q, Value
from django.db.models.functions import Left
from django.utils import timezone

from portal.i18n.languages import get_translated_fields, localized_field_name
from portal.records.models import Status
from portal.richtext.fields import RichTextField

# Dates that span more years are read one by one: some date has a wrong year.
MAX_YEARS = 60


class PublishableQuerySet(models.QuerySet):
    """Filters of public records by status and schedule."""

    def published(self):
        """Return the records that the public can see now: the only definition of "public"."""
        now = timezone.now()
        return self.filter(Q(withdraw_at=None) | Q(withdraw_at__gt=now), status=Status.PUBLISHED, publish_at__lte=now)

    def planned(self):
        """Return the unpublished records with a future publication time that is not scheduled yet."""
        return self.filter(status__in=(Status.DRAFT, Status.IN_REVIEW), publish_at__gt=timezone.now())

    def scheduled(self):
        """Return the records that become public at a future time."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=timezone.now())

    def expired(self):
        """Return the records that were public until a time that has passed."""
        return self.filter(status=Status.PUBLISHED, withdraw_at__lte=timezone.now())

    def with_related(self):
        """Load the related rows that detail pages show, in a fixed number of queries."""
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
        """Return the years of a PartialDateField in these records, newest first: [2005, 2004].

        Looks one record of each year up, since an index answers that without reading all records.
        """
        dated = self.order_by().exclude(**{field: ""})
        ends = dated.aggregate(first=Min(field), last=Max(field))
        if not ends["first"]:
            return []
        candidates = range(int(ends["last"][:4]), int(ends["first"][:4]) - 1, -1)
        if len(candidates) > MAX_YEARS:
            return sorted(map(int, dated.values_list(Left(field, 4), flat=True).distinct()), reverse=True)
        found = [dated.of_year(field, year).values_list(Value(year))[:1] for year in candidates]
        return sorted((year for (year,) in found[0].union(*found[1:], all=True)), reverse=True)

    def neighbours(self, record):
        """Return the records before and after this one in the order of the queryset: {"before": …, "after": …}.

        A value is None at the end of the order, and both are if the record is not in the queryset.
        """
        ordering = [*(self.query.order_by or self.model._meta.ordering)]
        values = self.filter(pk=record.pk).order_by().values_list(*(name.lstrip("-") for name in ordering)).first()
        if values is None:
            return {"before": None, "after": None}
        reverse = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in ordering]
        return {
            "before": self.order_by(*reverse).filter(self.build_after_filter(reverse, values)).first(),
            "after": self.order_by(*ordering).filter(self.build_after_filter(ordering, values)).first(),
        }

    def build_after_filter(self, ordering, values):
        """Return the condition for the rows after these values, with a bound of the first column that an index uses."""
        condition, column = build_after_filter(ordering, values), ordering[0].lstrip("-")
        if column not in {field.name for field in self.model._meta.concrete_fields if not field.null}:
            return condition
        bound = "lte" if ordering[0].startswith("-") else "gte"
        return Q(**{f"{column}__{bound}": values[0]}) & condition


def get_rich_text_columns(model):
    """Return the names of the columns of a model that hold rich text, in all languages."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, RichTextField)]
    return [name for name in names if name not in get_translated_fields(model)]


def build_after_filter(ordering, values):
    """Return the condition for rows that come after these values in an ordering, where NULL is the greatest value."""
    after, equal = Q(pk__in=[]), Q()
    for name, value in zip(ordering, values, strict=True):
        column, descending = name.lstrip("-"), name.startswith("-")
        if value is None:
            greater = Q(**{f"{column}__isnull": False}) if descending else Q(pk__in=[])
        elif descending:
            greater = Q(**{f"{column}__lt": value})
        else:
            greater = Q(**{f"{column}__gt": value}) | Q(**{f"{column}__isnull": True})
        after |= equal & greater
        equal &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    return after
