"""Run the benchmark of pages: `make bench BENCH=pages`."""

import argparse
import os
import platform
import signal
import sys
from pathlib import Path

import django

from tests.support import database  # noqa: F401 - starts the database server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

# These import models, which need loaded apps.
from tests.benchmarks.archive import LARGE, SMALL, Progress, build, exclusive_archives  # noqa: E402
from tests.benchmarks.pages.freshness import measure_freshness  # noqa: E402
from tests.benchmarks.pages.load import has_wrk  # noqa: E402
from tests.benchmarks.pages.processes import measure_memory, measure_starts  # noqa: E402
from tests.benchmarks.pages.servers import WORKERS, has_nginx, prepare_data  # noqa: E402
from tests.benchmarks.pages.table import Table  # noqa: E402
from tests.benchmarks.pages.throughput import measure_throughput  # noqa: E402

NO_WRK = (
    "There is no wrk (apt-get install wrk): a client in Python takes its place, which is slower than kept pages. Their "
    "figures say how fast the client is."
)
NO_NGINX = "There is no nginx (apt-get install nginx-light), so that kept pages have no reference."


def describe_run():
    """Return notes about the machine and the tools."""
    load = os.getloadavg()[0]
    notes = [
        f"{os.cpu_count()} processors ({platform.machine()}), {WORKERS} workers a server, load average {load:.1f} at"
        " the beginning. Compare only ratios of one run.",
    ]
    return notes + ([] if has_wrk() else [NO_WRK]) + ([] if has_nginx() else [NO_NGINX])


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--rebuild", action="store_true", help="build the archives anew")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    table, report = Table(describe_run()), Progress()
    for note in table.notes:
        report(note)
    with exclusive_archives():
        small, large = (build(size, rebuild=options.rebuild) for size in (SMALL, LARGE))
        prepare_data(small)
        try:
            measure_throughput(table, small, large, report)
            measure_freshness(table, large, report)
            measure_starts(table, large, report)
            measure_memory(table, large, report)
        finally:
            print(table.format())  # also what an interrupted run has measured
    if options.json:
        table.write_json(options.json)


if __name__ == "__main__":
    main()
