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
    """Return the nodes of the plan of a query. The planner reads a whole table only where no index serves."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
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
        assert "Sort" not in {node["Node Type"] for node in nodes}


def test_news_item_finds_its_neighbours_by_index(client):
    item = NewsItem.objects.published().newest_first()[1]
    for nodes in get_news_plans(client, item.get_absolute_url()):
        scans = [node for node in nodes if node.get("Relation Name") == TABLE]
        assert {node["Node Type"] for node in scans} <= {"Index Scan", "Index Only Scan"}
        assert all("Index Cond" in node or node["Node Type"] == "Index Only Scan" for node in scans)
