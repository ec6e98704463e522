"""The first page after the start of a server, and the memory of its workers."""

import threading

from django.conf import settings

from portal.page_cache.stored_page import OVERHEAD
from tests.benchmarks.archive import LARGE, get_path
from tests.benchmarks.pages.load import connect, measure_latency, read
from tests.benchmarks.pages.servers import connect_to_workers, is_kept, read_memory, run_portal
from tests.benchmarks.pages.table import Goal, Row
from tests.support.processes import get_worker_ids

STARTS = 5
STEP = 101
# How much is read, in sizes of the store.
FILL_FACTOR = 1.2
SPACING = 10_000  # between the numbers of the news items that workers are filled with


def iterate_paths(first, step=1):
    """Yield the paths of news items."""
    for number in range(first, LARGE.news, step):
        yield get_path("news:newsitem", number)


def measure_starts(table, large, report):
    """Measure the first page of servers that have just opened their port."""
    samples, paths = [], iterate_paths(0, STEP)
    for number in range(STARTS):
        report(f"start {number + 1} of {STARTS}")
        with run_portal(large, until_ready=False) as server:
            samples.append(measure_latency(connect(server.port), next(paths)))
    table.add("First page after the start", Row("news item", "ms", samples, goals=(Goal("worst", "<", 150),)))


def fill_store(connection, paths):
    """Read pages in two encodings until more was read than the store of a worker holds."""
    size, limit = 0, settings.PORTAL_PAGE_CACHE_MB * 2**20 * FILL_FACTOR
    while size < limit:
        path = next(paths)
        bodies = [read(connection, path, Accept_Encoding=encoding)[1] for encoding in ("br", "identity")]
        size += OVERHEAD + sum(map(len, bodies))


def fill_stores(connections):
    """Fill the store of each worker with pages of its own."""
    numbers = [SPACING // 2 + number * SPACING for number in range(len(connections))]
    threads = [
        threading.Thread(target=fill_store, args=[connection, iterate_paths(number)])
        for connection, number in zip(connections, numbers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for connection, number in zip(connections, numbers, strict=True):
        if is_kept(connection, next(iterate_paths(number))):
            raise RuntimeError("A store is not full: it still has the first page.")


def measure_memory(table, large, report):
    """Measure the workers of a server at its start and with a full store."""
    with run_portal(large) as server:
        connections = connect_to_workers(server.port, iterate_paths(0))
        workers = get_worker_ids(server.process)
        at_start = [read_memory(worker) for worker in workers]
        report("memory: the stores are filled")
        fill_stores(connections)
        full = [read_memory(worker) for worker in workers]
    full_name, goals = f"full store of {settings.PORTAL_PAGE_CACHE_MB} MB", (Goal("worst", "<", 160),)
    for name, measured, goals_of_pss in (("at the start", at_start, ()), (full_name, full, goals)):
        pss, rss = zip(*measured, strict=True)
        table.add("Memory of a worker", Row(f"{name}, PSS", "MB", pss, goals=goals_of_pss))
        table.add("Memory of a worker", Row(f"{name}, RSS", "MB", rss))
