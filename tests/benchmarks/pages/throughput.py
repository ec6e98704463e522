"""Requests in a second: pages that are kept and not kept, nginx with their bytes, small and large archives."""

import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.archive import get_path
from tests.benchmarks.pages.load import Target, run_load
from tests.benchmarks.pages.searches import measure_searches
from tests.benchmarks.pages.servers import has_nginx, run_nginx, run_portal
from tests.benchmarks.pages.table import Goal, Row
from tests.support.servers import fetch

ROUNDS, SECONDS = 5, 2
KEPT_CONNECTIONS, RENDERED_CONNECTIONS = 16, 4
# What a round leaves running ends before the next one begins.
PAUSE = 0.2
NUMBER = 500  # of the news item
BROTLI = {"Accept-Encoding": "br"}


def get_pages():
    return {"home": "/en/", "list of news": "/en/news/", "news item": get_path("news:newsitem", NUMBER)}


def build_variants(etag):
    """Return the headers of the requests for a page in each variant."""
    return {"br": BROTLI, "identity": {}, "304": {**BROTLI, "If-None-Match": etag}}


class Rounds:
    """Targets that take turns: each one is measured once in each round."""

    def __init__(self):
        self.targets = {}
        self.loads = defaultdict(list)

    def add(self, key, target):
        self.targets[key] = target

    def run(self, report):
        for target in self.targets.values():
            run_load(target, 1)  # warm-up
        for number in range(ROUNDS):
            report(f"round {number + 1} of {ROUNDS}, {len(self.targets)} targets of {SECONDS} seconds each")
            for key, target in self.targets.items():
                time.sleep(PAUSE)
                load = run_load(target, SECONDS)
                if load.errors:
                    sys.stderr.write(f"  {' '.join(key)}: {load.errors} errors\n")
                self.loads[key].append(load)

    def get(self, *key, measure="per_second"):
        """Return the samples of a target, [] if there is none."""
        return [getattr(load, measure) for load in self.loads.get(key, [])]


def read_pages(port):
    """Return each page in each encoding, {(page, encoding): (response, body)}."""
    return {
        (page, encoding): fetch(port, path, Accept_Encoding=encoding)
        for page, path in get_pages().items()
        for encoding in ("br", "identity")
    }


def build_kept_targets(port):
    """Return the targets of the pages that a portal keeps: {(page, variant): Target}."""
    pages = read_pages(port)
    return {
        (page, variant): Target(port, path, headers, KEPT_CONNECTIONS)
        for page, path in get_pages().items()
        for variant, headers in build_variants(pages[page, "br"][0].headers["ETag"]).items()
    }


def build_nginx_targets(pages, folder, stack):
    """Run nginx with pages, {(page, encoding): (response, body)}, and return its targets: {(page, variant): Target}."""
    paths = {key: f"/{number}" for number, key in enumerate(pages)}
    port = stack.enter_context(run_nginx(folder, {paths[key]: response for key, response in pages.items()}))
    targets = {}
    for page, encoding in pages:
        path = paths[page, encoding]
        variants = build_variants(fetch(port, path)[0].headers["ETag"])
        for variant in ("br", "304") if encoding == "br" else ("identity",):
            targets[page, variant] = Target(port, path, variants[variant], KEPT_CONNECTIONS)
    return targets


def measure_throughput(table, small, large, report):
    """Measure all pages in rounds in which the servers take turns."""
    rounds = Rounds()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="osh-portal-nginx-")))
        folder.chmod(0o755)  # for nginx's workers
        kept, kept_small = (stack.enter_context(run_portal(name)) for name in (large, small))
        rendered, rendered_small = (
            stack.enter_context(run_portal(name, PORTAL_PAGE_CACHE_MB="0")) for name in (large, small)
        )
        by_wsgi = stack.enter_context(run_portal(large, by_wsgi=True))
        nginx = build_nginx_targets(read_pages(kept.port), folder, stack) if has_nginx() else {}
        for key, target in build_kept_targets(kept.port).items():
            rounds.add(("kept", *key), target)
            rounds.add(("by WSGI", *key), target._replace(port=by_wsgi.port))
            if key in nginx:
                rounds.add(("nginx", *key), nginx[key])
        for page, path in get_pages().items():
            rounds.add(("kept small", page), Target(kept_small.port, path, BROTLI, KEPT_CONNECTIONS))
            for name, server in (("rendered", rendered), ("rendered small", rendered_small)):
                rounds.add((name, page), Target(server.port, path, BROTLI, RENDERED_CONNECTIONS))
        rounds.run(report)
        add_rows(table, rounds)
        report("search")
        search_rows = measure_searches(rendered.port, rendered_small.port)
        table.add("Search, one after the other; ratio to 1,000 news items", *search_rows)


def add_rows(table, rounds):
    add_kept_rows(table, rounds)
    add_rendered_rows(table, rounds)
    add_size_rows(table, rounds)


def add_kept_rows(table, rounds):
    kept = [key[1:] for key in rounds.targets if key[0] == "kept"]
    for server, name in (("by WSGI", "by WSGI, as behind a proxy"), ("kept", "by make run")):
        for page, variant in kept:
            samples, reference = rounds.get(server, page, variant), rounds.get("nginx", page, variant)
            goals = (Goal("ratio", "≥", 0.6),) if page == "home" and variant != "304" and reference else ()
            section = f"Kept pages {name}, {KEPT_CONNECTIONS} connections; ratio to nginx with the same bytes"
            table.add(section, Row(f"{page}, {variant}", "/s", samples, reference, goals))
    for page, variant in kept:
        samples, reference = (rounds.get(server, page, variant, measure="p99") for server in ("kept", "nginx"))
        goals = (Goal("median", "<", 5),)
        section = "99th percentile of their response times; ratio to nginx"
        table.add(section, Row(f"{page}, {variant}", "ms", samples, reference, goals))


def add_rendered_rows(table, rounds):
    for page in get_pages():
        section = f"Not kept (PORTAL_PAGE_CACHE_MB=0), {RENDERED_CONNECTIONS} connections; ratio to the kept page"
        table.add(section, Row(page, "/s", rounds.get("rendered", page), rounds.get("kept", page, "br")))
        p50 = rounds.get("rendered", page, measure="p50")
        table.add(section, Row(f"{page}, median response", "ms", p50))


def add_size_rows(table, rounds):
    goals = (Goal("ratio", "≥", 0.8),)
    for page in get_pages():
        kept, kept_small = rounds.get("kept", page, "br"), rounds.get("kept small", page)
        rendered, rendered_small = rounds.get("rendered", page), rounds.get("rendered small", page)
        section = "100,000 news items; ratio to 1,000"
        table.add(section, Row(f"{page}, kept", "/s", kept, kept_small, goals))
        table.add(section, Row(f"{page}, not kept", "/s", rendered, rendered_small, goals))
