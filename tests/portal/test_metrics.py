"""Metrics that monitoring reads on a port of their own."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError
from prometheus_client import generate_latest
from prometheus_client.registry import CollectorRegistry

from portal.metrics import DatabaseCollector
from portal.operations import request_metrics
from tests.support.servers import answers, fetch, get_free_port, run_portal, wait_until


def read_metrics(port):
    """Return {name with labels: value}."""
    body = fetch(port, "/metrics")[1].decode()
    return {name: float(value) for name, value in re.findall(r"^(portal\S+) (\S+)$", body, re.MULTILINE)}


@pytest.mark.slow
@pytest.mark.parametrize("interface", ["rsgi", "wsgi"])
def test_processes_publish_their_numbers(committed_database, tmp_path, interface):
    (tmp_path / "builds").symlink_to(settings.PORTAL_BUILDS)
    port, private = get_free_port(), get_free_port()
    with run_portal(port, interface, PORTAL_METRICS_PORT=str(private), PORTAL_DATA=str(tmp_path)):
        for path in ("/en/news/", "/en/news/", "/en/nowhere/"):
            fetch(port, path)
        assert wait_until(lambda: answers(private, "/metrics"))
        assert wait_until(lambda: read_metrics(private).get("portal_pages_kept", 0) >= 1, 20)
        metrics = read_metrics(private)
        assert metrics['portal_requests_total{status="2xx"}'] >= 2
        assert metrics['portal_requests_total{status="4xx"}'] >= 1
        expected = {"portal_processes": 1, "portal_processes_listening": 1, "portal_scheduler_threads": 3}
        expected |= {"portal_database_up": 1, "portal_publications_held": 0, "portal_publications_overdue": 0}
        assert {name: metrics[name] for name in expected} == expected
        assert fetch(port, "/metrics")[0].status == 404


def test_nothing_is_counted_without_a_port():
    application = object()
    assert request_metrics.count_responses(application) is application


def test_failing_database_is_a_metric(monkeypatch):
    def fail():
        raise OperationalError("away")

    monkeypatch.setattr(DatabaseCollector, "COUNTS", {"portal_publications_held": ("Held.", fail)})
    registry = CollectorRegistry()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.metrics.connection.close", lambda: None)
        registry.register(DatabaseCollector())
        text = generate_latest(registry).decode()
    assert "portal_database_up 0.0" in text
    assert "portal_publications_held" not in text
