"""Parts of pages that are rendered once show every change of their records."""

import pytest
from django.db import connection

from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.page_cache.state import content_state
from portal.publishing.models import publishable_models
from tests.support import factories
from tests.support.page_cache import request as send

PATHS = (
    "/en/", "/en/news/", "/en/news/2004/", "/en/programs/", "/en/working-group/", "/en/glossary/", "/en/help/",
    "/en/data/", "/en/offices/", "/en/alliances/directory/", "/en/working-group/documents/", "/en/search/?q=safety",
    "/en/working-group/public-communications/", "/en/indicators/", "/en/help/united-states/", "/en/feeds/everything/",
    "/en/alliances/directory/?level=national", "/en/programs/canada/", "/en/working-group/commitments/",
)  # fmt: skip
TEXTS = ("title", "short_title", "summary", "term", "name")


def change_texts(model):
    """Change the first letter of the English texts of a model in SQL, as the process that serves pages hears of it."""
    table = model._meta.db_table
    columns = [localized_field_name(name, "en") for name in TEXTS if name in get_translated_fields(model)]
    changes = ", ".join(f"{column} = 'X' || substr({column}, 2)" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changes}")  # noqa: S608
    content_state.record_changes({table})


@pytest.mark.parametrize("path", PATHS)
def test_changed_texts_reach_every_part_of_a_page(page_cache, path):
    assert send(page_cache, path).status == 200
    for model in publishable_models():
        change_texts(model)
        assert send(page_cache, path).body == send(page_cache.application, path).body, model


def test_first_item_of_a_year_reaches_the_list_of_years(page_cache):
    send(page_cache, "/en/news/")
    titles = {localized_field_name("title", language): "Early" for language in LANGUAGES}
    factories.published(factories.news_item(date="1999-01-01", **titles))
    content_state.record_changes({"news_newsitem"})
    assert 'href="/en/news/1999/"' in send(page_cache, "/en/news/").text


def test_new_choice_of_a_filter_is_counted(page_cache):
    path = "/en/working-group/documents/"
    subgroup = factories.published(factories.subgroup())
    factories.published_document().subgroups.add(subgroup)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workinggroup_subgroup SET status = 'draft' WHERE id = %s", [subgroup.pk])
    content_state.record_changes({"portal_document", "portal_document_subgroups", "workinggroup_subgroup"})
    send(page_cache, path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workinggroup_subgroup SET status = 'published' WHERE id = %s", [subgroup.pk])
    content_state.record_changes({"workinggroup_subgroup"})
    assert send(page_cache, path).body == send(page_cache.application, path).body


def test_synonym_that_is_changed_in_sql_reaches_the_search(page_cache):
    """The words of a search are remembered, too. SQL does not set the time of a change."""
    path = "/en/search/?q=flurbled"
    synonym = factories.synonym(words="quuxed, safety", language="en")
    send(page_cache, path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_synonym SET words = 'flurbled, safety' WHERE id = %s", [synonym.pk])
    content_state.record_changes({"portal_synonym"})
    assert 'href="?q=flurbled&amp;' in send(page_cache, path).text
