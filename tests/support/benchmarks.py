"""What benchmarks share: the median of some runs, and a line of the report."""

import time
from statistics import median

TIMES = 15


def seconds(work):
    """The median of some runs, after one that warms up."""
    work()
    measured = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        measured.append(time.perf_counter() - begun)
    return median(measured)


def report(capsys, line):
    with capsys.disabled():
        print(f"\n  {line}", end="")  # noqa: T201
