"""The database answers public pages from indexes, so that they cost the same with any number of news items."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsItem

pytestmark = pytest.mark.django_db

TABLE = "news_newsitem"


def walk(plan):
    """Yield a node of an execution plan and all nodes below it."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from walk(child)


def explain(sql):
    """Return the nodes of the plan of a query, which reads a whole table or sorts only where no index serves."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (result,) = cursor.fetchone()
    plans = json.loads(result) if isinstance(result, str) else result
    return list(walk(plans[0]["Plan"]))


def get_news_plans(client, url):
    """Return the plans of the queries of a page that read news items."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    plans = [explain(query["sql"]) for query in captured if f'FROM "{TABLE}"' in query["sql"]]
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
