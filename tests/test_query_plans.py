"""The database answers public addresses from indexes, so that they cost the same with any number of records."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from news.models import NewsItem
from portal import counts, pagination
from portal.calendars import ical
from portal.feeds.feeds import get_feeds
from portal.publishing.models import publishable_models
from portal.sections import get_sections
from tests.support.bulk_rows import COLUMNS, PARTS, fill_tables
from tests.support.page_kinds import get_list_urls

pytestmark = pytest.mark.django_db

TABLE = "news_newsitem"
ROWS = 1000
# A list has up to four pages of 50 here, a feed 50 entries, and counts end at 100. Candidates of feeds are twice that.
MAX_ROWS_READ = 450
NO_SCANS = "SET LOCAL enable_seqscan = off"
NO_SORTS = "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"


def walk(plan):
    """Yield a node of an execution plan and all nodes below it."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from walk(child)


def explain(sql, *settings, options="FORMAT JSON"):
    """Return the nodes of the plan of a query, which reads a whole table only where no index serves."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join((NO_SCANS, *settings)))
        cursor.execute(f"EXPLAIN ({options}) {sql}")
        (result,) = cursor.fetchone()
    plans = json.loads(result) if isinstance(result, str) else result
    return list(walk(plans[0]["Plan"]))


def capture_queries(client, url):
    """Return the queries of an address in SQL, read to its end."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        assert response.status_code == 200, url
        if response.streaming:
            list(response)
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "("))]


def get_news_plans(client, url):
    """Return the plans of the queries of a page that read news items, which sort only where no index serves."""
    plans = [explain(sql, NO_SORTS) for sql in capture_queries(client, url) if f'FROM "{TABLE}"' in sql]
    assert plans
    return plans


@pytest.mark.parametrize("url", ["/en/", "/es/noticias/", "/fr/nouvelles/2004/", "/en/working-group/"])
def test_list_of_news_reads_no_whole_table(client, url):
    for nodes in get_news_plans(client, url):
        assert not [node for node in nodes if node["Node Type"] == "Seq Scan" and node["Relation Name"] == TABLE]


@pytest.mark.parametrize("url", ["/en/", "/es/noticias/", "/en/working-group/"])
def test_list_of_news_is_not_sorted(client, url):
    for nodes in get_news_plans(client, url):
        sorts = [node for node in nodes if node["Node Type"] == "Sort"]
        assert not [scan for node in sorts for scan in walk(node) if scan.get("Relation Name") == TABLE]


def test_news_item_finds_its_neighbours_by_index(client):
    item = NewsItem.objects.published().newest_first()[1]
    plans = [nodes for nodes in get_news_plans(client, item.get_absolute_url()) if "(date" in str(nodes)]
    assert len(plans) == 2
    assert all("Index Cond" in node for nodes in plans for node in nodes if node.get("Relation Name") == TABLE)


def get_named_urls():
    """Yield the addresses without parameters that are no pages: feeds, calendars, the sitemap."""
    names = [feed.url_name for feed in get_feeds()]
    names += [name for section in get_sections() for _title, name in section.calendars]
    yield from (reverse(name) for name in (*names, "sitemap"))
    yield reverse("feed_country", args=["mx"])


def get_urls(templates):
    """Return public addresses of every kind in English: lists, feeds, calendars, and a page of each model."""
    with override("en"):
        details = [
            record.get_absolute_url()
            for model in publishable_models()
            if (record := templates.get(model._meta.label) or model.objects.published().with_page().first())
        ]
        return [*dict.fromkeys([*get_list_urls("en"), *get_named_urls(), *details])]


def count_rows_read(nodes, tables):
    """Return {table: rows} of the scans of a plan, with those that a filter has left out."""
    read = {}
    for node in nodes:
        if (table := node.get("Relation Name")) in tables:
            rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            read[table] = max(read.get(table, 0), rows)
    return read


def test_no_address_reads_a_whole_table(client, monkeypatch):
    monkeypatch.setattr(pagination, "MAX_PAGES", 4)
    monkeypatch.setattr(counts, "MAX_COUNTED", 100)
    monkeypatch.setattr(ical, "MAX_EVENTS", 100)
    templates = fill_tables(ROWS)
    tables = {f"{label.lower().replace('.', '_')}" for label in (*COLUMNS, *PARTS)}
    excessive = [
        (url, table, rows, sql)
        for url in get_urls(templates)
        for sql in capture_queries(client, url)
        for table, rows in count_rows_read(explain(sql, options="ANALYZE, FORMAT JSON"), tables).items()
        if rows > MAX_ROWS_READ
    ]
    assert excessive == []


def test_public_models_have_the_indexes_of_revisions():
    suffixes = ("changed", "bucket", "publish_at", "withdraw_at")
    for model in publishable_models():
        names = {index.name for index in model._meta.indexes}
        assert names >= {f"{model._meta.model_name}_{suffix}" for suffix in suffixes}
