"""Run the benchmarks: all of them, or those that are named (`make bench`, `make bench BENCH=pages`)."""

import argparse
import signal
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PAGES = "pages"
NAMES = (*sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py")), PAGES)
# The whole run takes less, also on a slow machine; in seconds.
PYTEST_TIMEOUT, PAGES_TIMEOUT = 600, 900


def run(command, timeout):
    """Run a command and return its exit status. It is terminated if it takes too long or this process ends."""
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=FOLDER.parents[1])
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        print(f"{' '.join(command)}: stopped after {timeout} seconds.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # the process gets the signal of the terminal, too, and stops its servers
        return process.wait(PYTEST_TIMEOUT)
    finally:
        process.terminate()
        process.wait()


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--rebuild", action="store_true", help="build the archives of the pages anew")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures of the pages to a file, too")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}: choose from {', '.join(NAMES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = options.names or NAMES
    files = [str(FOLDER / f"bench_{name}.py") for name in names if name != PAGES]
    statuses = []
    if files:
        statuses.append(run(["pytest", "--quiet", "-p", "no:cacheprovider", *files], PYTEST_TIMEOUT))
    if PAGES in names:
        arguments = ["--rebuild"] if options.rebuild else []
        arguments += ["--json", str(options.json.absolute())] if options.json else []
        statuses.append(run(["tests.benchmarks.pages", *arguments], PAGES_TIMEOUT))
    sys.exit(max(statuses))


if __name__ == "__main__":
    main()
