"""The load generators of `make bench`, the reference that nginx is, and the table of figures."""

import json

import pytest

from tests.benchmarks.pages.load import Load, Target, parse_wrk, run_client
from tests.benchmarks.pages.servers import OWN_HEADERS, run_nginx
from tests.benchmarks.pages.table import Goal, Row, Table
from tests.support.servers import StubPortal, fetch, require_program

WRK_OUTPUT = """Running 2s test @ http://127.0.0.1:8000/en/
  1 threads and 16 connections
RESULT {"requests": 5000, "microseconds": 2000000, "p50": 1500, "p95": 2500, "p99": 4000, "errors": 3}
"""
CACHE_CONTROL = 'public, max-age=0, note="a\\\\b"'


def test_wrk_output_is_read_in_milliseconds():
    assert parse_wrk(WRK_OUTPUT) == Load(per_second=2500, p50=1.5, p95=2.5, p99=4, errors=3)


@pytest.mark.parametrize("failure", [None, "error"])
def test_client_counts_requests_and_errors(failure):
    with StubPortal(CACHE_CONTROL) as stub:
        stub.failure = failure
        load = run_client(Target(stub.port, "/en/", {}, connections=2), seconds=0.1)
    assert round(load.per_second * 0.1) == stub.count > 0
    assert load.errors == (stub.count if failure else 0)


def test_nginx_sends_the_bytes_and_headers_of_the_portal(tmp_path):
    require_program("nginx", "nginx-light", "PORTAL_REQUIRE_NGINX")
    with StubPortal(CACHE_CONTROL) as stub:
        response, body = fetch(stub.port, "/en/")
    with run_nginx(tmp_path, {"/0": (response, body)}) as port:
        copy, copied_body = fetch(port, "/0")
    assert copied_body == body
    sent = {name: value for name, value in response.getheaders() if name.lower() not in OWN_HEADERS}
    assert sent.items() <= dict(copy.getheaders()).items()
    assert sent["Cache-Control"] == CACHE_CONTROL


@pytest.mark.parametrize(
    ("goal", "is_met"),
    [
        (Goal("median", "<", 4), True),
        (Goal("median", "<", 3), False),
        (Goal("worst", "<", 9), False),
        (Goal("ratio", "≥", 0.6), True),
        (Goal("ratio", "≥", 0.61), False),
    ],
    ids=lambda value: value.format() if isinstance(value, Goal) else str(value),
)
def test_goal_compares_a_measure_of_the_samples(goal, is_met):
    row = Row("home", "ms", samples=[1, 3, 9], reference=[4, 5, 6], goals=(goal,))
    assert goal.is_met(row) is is_met
    assert row.get_missed_goals() == ([] if is_met else [goal])


def test_table_counts_missed_goals(tmp_path):
    table = Table(["A note."])
    table.add("Kept", Row("home", "/s", [300, 100, 200], [400], (Goal("ratio", "≥", 0.6),)), Row("list", "/s", [1]))
    text = table.format()
    assert "200 /s" in text
    assert "100–300" in text
    assert "× 0.50" in text
    assert text.endswith("1 of 1 figures with goals miss one.")
    table.write_json(tmp_path / "figures.json")
    [home, _list] = json.loads((tmp_path / "figures.json").read_text())["sections"]["Kept"]
    assert (home["median"], home["ratio"], home["goals"]) == (200, 0.5, [{"goal": "ratio ≥ 0.6", "met": False}])
