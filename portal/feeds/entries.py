"""The entries of feeds: the newest records of several querysets, with their dates, authors and full texts."""

import datetime
import re
from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Cast, Coalesce, Concat, Least, Left, NullIf
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import override

from portal.external_links.rendering import LinkRenderer, get_link_numbers
from portal.i18n.dates import get_first_day
from portal.i18n.languages import get_translated_fields, localize
from portal.links.record_links import resolve_record_links
from portal.richtext.fields import RichTextField

MAX_ENTRIES = 50
ROOT_RELATIVE = re.compile(r'((?:href|src)=")/(?!/)')
# Texts cannot contain it, so that the contents of all entries can be joined and split again.
SEPARATOR = "\x00"


class Entry(NamedTuple):
    """One record in a feed. `language` is that of its texts, `published` is None if the record has no date."""

    record: object
    language: str
    title: str
    summary: str
    content: str
    published: datetime.datetime | None
    updated: datetime.datetime


def with_update_time(queryset):
    """Annotate `feed_updated`, the date of modification or else that of the fact, and leave out records without one.

    The initial content has no date of modification. The day on which it was loaded is never used.
    """
    # Completes a partial date: 2004-04 becomes 2004-04-01.
    first_day = Left(Concat(F("fact_date"), Value("-01-01")), 10)
    day = Cast(NullIf(first_day, Value("-01-01")), DateTimeField())
    dated = queryset.with_fact_date().annotate(feed_day=day)
    dated = dated.exclude(changed_at=None, feed_day=None)
    return dated.annotate(feed_updated=Coalesce("changed_at", Least("feed_day", "publish_at")))


def get_candidates(queryset):
    """Yield querysets of which one has each of the newest records, in orders that indexes have.

    Records without a date of modification come from the initial content. They are sorted by the day of the fact, which
    is their time of update unless it is later than their publication: hence more of them than a feed has.
    """
    dated, date = with_update_time(queryset), queryset.model.fact_date_field
    yield dated.filter(changed_at__isnull=False).order_by("-changed_at", "-pk")[:MAX_ENTRIES]
    unchanged = dated.filter(changed_at=None)
    yield unchanged.order_by(f"-{date}", "-pk")[: 2 * MAX_ENTRIES] if date else unchanged.order_by()


def select_newest(querysets):
    """Return [(model, pk, time of the update)] of the newest records, latest update first, in one query."""
    dated = [
        candidates.annotate(feed_model=Value(queryset.model._meta.label_lower)).values_list(
            "feed_model", "pk", "feed_updated"
        )
        for queryset in querysets
        for candidates in get_candidates(queryset.with_page())
    ]
    rows = dated[0].union(*dated[1:], all=True).order_by("-feed_updated", "feed_model", "-pk")[:MAX_ENTRIES]
    return [(apps.get_model(label), pk, updated) for label, pk, updated in rows]


def load_records(rows):
    """Return {(model, pk): record} of these rows, with a fixed number of queries for each model."""
    pks = defaultdict(list)
    for model, pk, _updated in rows:
        pks[model].append(pk)
    return {
        (model, record.pk): record
        for model, keys in pks.items()
        for record in model.objects.published().with_parents().with_fact_date().filter(pk__in=keys)
    }


def get_published_time(record):
    """Return the first day of the fact as a time, but no time after its publication; None without a date."""
    if not record.fact_date:
        return None
    day = datetime.datetime.combine(get_first_day(record.fact_date), datetime.time.min, datetime.UTC)
    return min(day, record.publish_at)


def get_rich_text_fields(model):
    """Return the names of the rich text fields of a model in reading order, with the sources last."""
    names = [name for name in get_translated_fields(model) if isinstance(model._meta.get_field(name), RichTextField)]
    return sorted(names, key=lambda name: name == "sources")


def render_content(record, language, renderer):
    """Return the rich texts of a record as HTML in `language`, each but the body under a heading.

    Links to records are still placeholders. A text that exists only in another language is marked with `lang`.
    """
    sections = []
    with override(language):
        for field in get_rich_text_fields(type(record)):
            text = localize(record, field)
            if not text.text:
                continue
            if field != "body":
                sections.append(format_html("<h2>{}</h2>", capfirst(record._meta.get_field(field).verbose_name)))
            html = renderer.render_richtext(text.text, language=text.language, numbers=get_link_numbers(record))
            sections.append(format_html('<div lang="{}">{}</div>', text.language, html) if text.is_fallback else html)
    return SafeString("".join(sections))


def build_entries(rows, base_url):
    """Return the Entry of each of these rows, in the active language or else in the source language of the record.

    `rows` are those of `select_newest()`. `base_url` is put before the paths of links, as in https://portal.example.
    """
    records = load_records(rows)
    found = [(records[model, pk], updated) for model, pk, updated in rows if (model, pk) in records]
    renderer = LinkRenderer()
    languages = [localize(record, "title").language for record, _updated in found]
    pairs = zip(found, languages, strict=True)
    contents = [render_content(record, language, renderer) for (record, _updated), language in pairs]
    resolved = resolve_record_links(SafeString(SEPARATOR.join(contents))).split(SEPARATOR) if found else []
    return [
        Entry(
            record,
            language,
            localize(record, "title", language).text,
            localize(record, "summary", language).text,
            ROOT_RELATIVE.sub(rf"\g<1>{base_url}/", content),
            get_published_time(record),
            updated,
        )
        for (record, updated), language, content in zip(found, languages, resolved, strict=True)
    ]
