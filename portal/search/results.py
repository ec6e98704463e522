"""One search: from the typed text to the page of results, the facets and a suggestion."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.translation import override

from portal.i18n.languages import localize
from portal.search.excerpts import Marker, render_excerpt, render_title
from portal.search.expressions import ExpressionBuilder
from portal.search.facets import FacetCounts, get_kind_names
from portal.search.lists import find_lists
from portal.search.query import parse_query
from portal.search.ranking import Ranking, search_transaction
from portal.search.suggestions import find_public_word, replace_words
from portal.search.synonyms import get_vocabulary
from portal.search_index.texts import get_search_texts
from portal.search_index.words import tokenize

PER_PAGE = 10
# Totals above are “more than 1,000”, and pages end there.
MAX_RESULTS = 1000
MAX_PAGE_DIGITS = 12


class Result(NamedTuple):
    """A record as the list shows it. `language` is that of its title if it is not the reader's, else ""."""

    record: Any
    kind: str
    date: str
    url: str
    heading: str
    excerpt: str
    language: str


@dataclass
class SearchResults:
    """The results of a search. `total` counts those with the filters, `page_count` is at most 100."""

    query: Any
    results: list = field(default_factory=list)
    facets: list = field(default_factory=list)
    lists: list = field(default_factory=list)
    total: int = 0
    unfiltered_total: int = 0
    page: int = 1
    suggestion: str = ""
    address: str = ""

    max_results = MAX_RESULTS

    @property
    def has_more(self):
        """Whether there are more results than pages show."""
        return self.total > MAX_RESULTS

    @property
    def page_count(self):
        return -(-min(self.total, MAX_RESULTS) // PER_PAGE)

    @property
    def previous_page(self):
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self):
        return self.page + 1 if self.page < self.page_count else None

    @property
    def first_number(self):
        """The number of the first result of the page among all."""
        return (self.page - 1) * PER_PAGE + 1


def parse_page(value):
    """Return the number of a page, 1 if it is none. There may be no such page."""
    return max(int(value[:MAX_PAGE_DIGITS]), 1) if value.isascii() and value.isdecimal() else 1


def search(text, language, params):
    """Return the SearchResults of a typed text. `params` are the filters and the page of a query string."""
    query = parse_query(text)
    outcome = SearchResults(query)
    if not query.required:
        return outcome
    outcome.lists = find_lists(query, language)
    with search_transaction():
        builder, ranking, counts = run_query(query, language)
        facets = FacetCounts(counts, params)
        outcome.address = facets.build_query(query.text)
        outcome.unfiltered_total, outcome.total = sum(counts.values()), facets.total
        if not counts:
            outcome.suggestion = suggest(query, language)
            return outcome
        outcome.facets = facets.get_facets(query.text)
        outcome.page = min(parse_page(params.get("page", "")), max(outcome.page_count, 1))
        start = (outcome.page - 1) * PER_PAGE
        end = min(start + PER_PAGE, MAX_RESULTS)
        hits = ranking.get_hits(start, end, outcome.unfiltered_total, facets.get_matching()) if outcome.total else []
    outcome.results = build_results(hits, builder, language)
    return outcome


def run_query(query, language):
    """Return (ExpressionBuilder, Ranking, hits by facet). If nothing is found, the last word is taken as a prefix."""
    vocabulary = get_vocabulary(language)
    for is_prefix in (False, True) if query.is_incomplete else (False,):
        builder = ExpressionBuilder(query, language, vocabulary, is_prefix=is_prefix)
        ranking = Ranking(language, builder.build(), builder.build_title())
        if counts := ranking.count_by_facet():
            break
    return builder, ranking, counts


def suggest(query, language):
    """Return a corrected text that finds something, "" if there is none. A word that occurs is never replaced."""
    vocabulary = get_vocabulary(language)
    replacements = {}
    for clause in query.required:
        for token in clause.tokens:
            alone = query._replace(clauses=(clause._replace(tokens=(token,), is_phrase=False),))
            if Ranking(language, ExpressionBuilder(alone, language, vocabulary).build()).occurs():
                continue
            word = find_public_word(token.folded, language)
            if word is None:
                return ""
            replacements[token.folded] = word
    corrected = replace_words(
        query.text,
        [
            (token.start, token.end, replacements[token.folded])
            for token in tokenize(query.text)
            if token.folded in replacements
        ],
    )
    if corrected == query.text:
        return ""
    corrected_query = parse_query(corrected)._replace(is_incomplete=False)
    _, _, counts = run_query(corrected_query, language)
    return corrected if counts else ""


def load_records(hits):
    """Return {(content type, primary key): record} of the hits that are public, with queries for each model."""
    keys_by_type = {}
    for hit in hits:
        keys_by_type.setdefault(hit.content_type_id, []).append(hit.object_id)
    records = {}
    for content_type_id, keys in keys_by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is None:  # an earlier version had it
            continue
        found = list(model.objects.published().with_parents().filter(pk__in=keys))
        prefetch_related_objects(found, *getattr(model, "parts", ()))
        records |= {(content_type_id, record.pk): record for record in found}
    return records


def get_url(record, language, text_language):
    """Return the URL of a record. A term stands only on the pages of languages that have it."""
    with override(language):
        return record.get_url(text_language if hasattr(record, "search_equivalents") else language)


def get_shown_date(record):
    """Return the partial date of a record, "" if it has none."""
    return record.get_fact_date() if hasattr(record, "get_fact_date") else ""


def build_results(hits, builder, language):
    """Return the Results of the hits in their order."""
    records = load_records(hits)
    found = [(hit, records[hit[:2]]) for hit in hits if hit[:2] in records]
    texts = {hit: get_search_texts(record, language) for hit, record in found}
    prefix = builder.query.required[-1].words[0] if builder.is_prefix else ""
    marker = Marker(builder.marked_words, language, prefix)
    marker.prepare([text for record_texts in texts.values() for text in record_texts])
    return [
        Result(
            record,
            get_kind_names(type(record))[0],
            get_shown_date(record),
            get_url(record, language, hit.text_language),
            render_title(texts[hit], marker, localize(record, record.search_titles[-1], language).text),
            render_excerpt(texts[hit], marker),
            "" if hit.text_language == language else hit.text_language,
        )
        for hit, record in found
    ]
