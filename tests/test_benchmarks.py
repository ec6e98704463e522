"""The archive that `make bench` measures, at a size of 30 records."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from news.models import NewsItem
from portal.i18n.languages import LANGUAGES
from portal.models import Document
from portal.search_index.models import SearchFacet, SearchRow
from tests.benchmarks.archive import Size, fill, get_day, get_path, get_slug
from tests.support.search import find, get_public_rows, get_published_keys
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db
SIZE, SEEDS = Size(news=20, meetings=5, documents=5), 3
# The numbers of a news item that is copied, and of the generated one that it is a copy of.
COPIED, GENERATED = 19, 1


@pytest.fixture
def archive():
    fill(SIZE, seeds=SEEDS)


def count_records():
    models = {model: model.objects.published().count() for model in (NewsItem, Meeting, Document)}
    return models | {language: SearchRow.objects.filter(language=language).count() for language in LANGUAGES}


def get_row(number, language):
    """Return the row of a news item in the search index."""
    kind = ContentType.objects.get_for_model(NewsItem).pk
    item = NewsItem.objects.get(slug_en=get_slug(number))
    return SearchRow.objects.get(language=language, content_type_id=kind, object_id=item.pk)


def test_archive_adds_records_in_each_language():
    before = count_records()
    fill(SIZE, seeds=SEEDS)
    added = {name: count - before[name] for name, count in count_records().items()}
    assert added == {NewsItem: 20, Meeting: 5, Document: 5, "en": 30, "es": 30, "fr": 30}


def test_archive_records_are_in_the_search_index(archive):
    assert get_public_rows(timezone.now()) == get_published_keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_archive_pages_answer(client, archive, language):
    for name in ("news:newsitem", "workinggroup:meeting", "document"):
        for number in (0, SEEDS):  # generated and copied
            path = get_path(name, number, language)
            assert (client.get(path).status_code, path) == (200, path)


def test_archive_copy_is_indexed_under_its_own_date(archive):
    for language in LANGUAGES:
        generated, copied = get_row(GENERATED, language), get_row(COPIED, language)
        assert copied.text_vector == generated.text_vector
        assert copied.date == get_day(COPIED) != generated.date
        assert SearchFacet.objects.get(pk=copied.facet_id).year == get_day(COPIED).year


def test_archive_copies_are_found_by_their_title(archive):
    title = NewsItem.objects.get(slug_en=get_slug(COPIED)).title_en
    assert find(title).total >= SIZE.news // SEEDS


def test_next_record_has_a_free_primary_key(archive):
    item = NewsItem.objects.create(title_en="A", date="2004")
    assert item.pk > NewsItem.objects.get(slug_en=get_slug(COPIED)).pk
