"""Which tables a rendering reads."""

import pytest
from django.db import connection

from news.models import NewsItem
from portal.page_cache.tracking import add_tables, is_tracking, parse_tables, record_query, track_tables


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        (
            'SELECT 1 FROM "news_newsitem" LEFT OUTER JOIN "portal_country" ON (1=1)',
            {"news_newsitem", "portal_country"},
        ),
        ("SELECT * FROM portal_searchrow_en WHERE true", {"portal_searchrow_en"}),
        ("select 1\nfrom\n  portal_page", {"portal_page"}),
        ('SELECT "from" AS "join" WHERE 1', set()),
        ('(SELECT 1 FROM "a") UNION ALL (SELECT 2 FROM "b")', {"a", "b"}),
    ],
)
def test_parse_tables(sql, tables):
    assert parse_tables(sql) == tables


@pytest.mark.django_db
def test_queries_are_collected_in_their_context():
    with track_tables() as outer, connection.execute_wrapper(record_query):
        with track_tables() as inner:
            list(NewsItem.objects.all()[:1])
        assert inner == {"news_newsitem"}
        add_tables({"portal_page"})
    assert outer == {"news_newsitem", "portal_page"}
    assert inner == {"news_newsitem"}
    assert not is_tracking()
