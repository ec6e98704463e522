"""Helpers of the benchmarks: median run time and report lines."""

import time
from statistics import median

REPEATS = 15


def measure_seconds(work):
    """Return the median duration of `work()` after a warm-up run, in seconds."""
    work()
    measured = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        measured.append(time.perf_counter() - begun)
    return median(measured)


def report(capsys, line):
    with capsys.disabled():
        print(f"\n  {line}", end="")  # noqa: T201
