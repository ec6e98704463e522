"""Index records: `index_record` writes the rows of one record in the transaction of its save."""

from datetime import UTC, date, datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from portal.i18n.dates import parse_partial_date
from portal.i18n.languages import LANGUAGES
from portal.records.models import Status
from portal.search_index.models import SearchFacet, SearchWord
from portal.search_index.table import delete_rows, write_rows
from portal.search_index.texts import TITLE, get_search_texts, get_title_language
from portal.search_index.vectors import build_vectors
from portal.search_index.words import get_content_words

MIN_SUGGESTED_LENGTH = 4
# The date of a record without any, which comes last.
NO_DATE = date(1, 1, 1)
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def get_search_models():
    """Return the models whose records are searched: those that name their titles."""
    return [model for model in apps.get_models() if getattr(model, "search_titles", None)]


def get_own_date(record):
    """Return the date of a record, its first day if it is partial; None if the record has no date of its own."""
    value = record.get_fact_date() if hasattr(record, "get_fact_date") else ""
    if not value:
        return None
    partial = parse_partial_date(value)
    return date(partial.year, partial.month or 1, partial.day or 1)


def get_public_period(record):
    """Return from when until when the record is public, as (from, until); `from` is NEVER if it is not published.

    A record that is public only together with others, such as an entry of the matrix, has the time that all share.
    """
    if not hasattr(record, "publish_at"):  # without a status
        return ALWAYS, NEVER
    records = [record, *record.get_required_records()]
    if any(required.status != Status.PUBLISHED for required in records):
        return NEVER, NEVER
    ends = [required.withdraw_at for required in records if required.withdraw_at]
    return max(required.publish_at for required in records), min(ends, default=NEVER)


def get_or_create_facet(content_type_id, country_id, year):
    """Return the primary key of a facet. Nothing is cached, because a facet may be rolled back."""
    values = {"content_type_id": content_type_id, "country_id": country_id, "year": year}
    facets = SearchFacet.objects.filter(**values).values_list("pk", flat=True)
    if (facet := facets.first()) is None:
        SearchFacet.objects.bulk_create([SearchFacet(**values)], ignore_conflicts=True)
        facet = facets.get()
    return facet


def build_rows(record):
    """Return (rows, words of titles): the values of COLUMNS for each language, and a SearchWord for each word."""
    content_type = ContentType.objects.get_for_model(record).pk
    period, own_date = get_public_period(record), get_own_date(record)
    facet = get_or_create_facet(
        content_type, getattr(record, "country_id", None) or 0, own_date.year if own_date else 0
    )
    start = getattr(record, "publish_at", None)
    day = own_date or (start.astimezone(UTC).date() if start else NO_DATE)
    rows, words = [], {}
    for language in LANGUAGES:
        texts = get_search_texts(record, language)
        title_language = get_title_language(record, language)
        rows.append(
            (language, content_type, record.pk, *period, day, facet, title_language, *build_vectors(texts, language))
        )
        for text in texts:
            if text.tier == TITLE and text.language == language:
                words |= {(language, token.accented): token.folded for token in get_content_words(text.words)}
    return rows, words


def save_words(words):
    """Store words of titles, {(language, word): word without accents}, in a fixed order that prevents deadlocks."""
    new = [
        SearchWord(language=language, word=word, folded=folded)
        for (language, word), folded in sorted(words.items())
        if len(folded) >= MIN_SUGGESTED_LENGTH and not folded.isdecimal()
    ]
    SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def index_record(record):
    """Write the search rows of a record of any model, and of the records that are public only with it.

    Call it in the transaction of the save, after the parts are saved.
    """
    if not getattr(record, "search_titles", None):
        return
    rows, words = build_rows(record)
    write_rows(rows)
    save_words(words)
    for dependent in record.get_dependent_records() if hasattr(record, "get_dependent_records") else ():
        update_public_period(dependent)


def update_public_period(record):
    """Update from when until when the rows of a record are public."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_searchrow SET public_from = %s, public_until = %s, indexed_at = clock_timestamp()"
            " WHERE language = ANY(%s) AND content_type_id = %s AND object_id = %s",
            [
                *get_public_period(record),
                list(LANGUAGES),
                ContentType.objects.get_for_model(record).pk,
                record.pk,
            ],
        )


def unindex_record(record):
    """Delete the rows of a record that is about to be deleted."""
    if getattr(record, "search_titles", None):
        delete_rows(ContentType.objects.get_for_model(record).pk, record.pk)
