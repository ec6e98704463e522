"""A process that follows the database, and nginx that serves its files afterwards."""

import signal
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from portal.mirror.folder import TEMPORARY_PREFIX
from tests.support import factories
from tests.support.mirror import find_file
from tests.support.processes import start_process

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOMES = ("/en/", "/es/", "/fr/")
LISTS = ("/en/news/", "/es/noticias/", "/fr/nouvelles/")
# "$" after an address: nothing below it.
SITE = (*LISTS, *(f"{home}$" for home in HOMES), "/en/404.html", "/404.html", "/static/", "/robots.txt")
PASS_TIMEOUT = 400  # seconds; the first pass on a busy machine
# How long after its commit a change may take to be in the mirror, in seconds, and how often it is tried. The time in
# which the process waits for a processor does not count: on a busy machine it says nothing about the mirror.
LIMIT, ATTEMPTS = 1, 3


class Follower:
    """`manage.py mirror FOLDER --follow` for the news, in a process of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.process = start_process("-m", "tests.support.mirror", ",".join(SITE), folder, "--follow")
        self.lines = []
        self.reader = Thread(target=lambda: self.lines.extend(iter(self.process.stdout.readline, "")), daemon=True)
        self.reader.start()

    def wait_for_line(self, words):
        wait_until(lambda: any(words in line for line in self.lines) or self.process.poll() is not None, PASS_TIMEOUT)
        assert any(words in line for line in self.lines), self.lines

    def wait_until_idle(self):
        """Wait until it has told of the end of a batch after this moment."""
        count = len(self.lines)
        wait_until(lambda: any("looked at" in line for line in self.lines[count:]), PASS_TIMEOUT)

    def get_processor_wait(self):
        """Return for how long its main thread was ready to run and had to wait for a processor, in seconds."""
        schedule = Path(f"/proc/{self.process.pid}/schedstat")
        return int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0

    def read(self, path):
        """Return the text of the page of a path, "" if there is none."""
        file = find_file(self.folder, path)
        return file.read_text() if file else ""

    def stop(self):
        """Press Ctrl-C unless the process has ended, and return the exit status."""
        if self.process.poll() is not None:
            return self.process.returncode
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=60)
        self.reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
        return status


def wait_until(is_true, timeout):
    """Wait until a condition holds, and return how long that took, in seconds."""
    started = time.monotonic()
    while not is_true():
        assert time.monotonic() - started < timeout
        time.sleep(0.03)
    return time.monotonic() - started


@pytest.fixture
def follower(tmp_path):
    follower = Follower(tmp_path / "mirror")
    try:
        follower.wait_for_line("The mirror is complete")
        yield follower
    finally:
        follower.stop()


def publish_item(**fields):
    return factories.published(factories.news_item(country=factories.country("MX"), date="2026-11-01", **fields))


def is_everywhere(follower, item):
    """Return whether a news item is in its pages, in the list and on the home page of each language."""
    for language, home, path in zip(LANGUAGES, HOMES, LISTS, strict=True):
        title = getattr(item, f"title_{language}")
        paths = (item.get_url(language), path, f"{path}2026/", home)
        if not all(title in follower.read(path) for path in paths):
            return False
    return True


def test_changes_are_in_the_mirror_within_a_second(follower):
    delays = []
    while not delays or (delays[-1] >= LIMIT and len(delays) < ATTEMPTS):
        item = publish_item()
        waited = follower.get_processor_wait()
        delay = wait_until(partial(is_everywhere, follower, item), PASS_TIMEOUT)
        delays.append(delay - (follower.get_processor_wait() - waited))
        follower.wait_until_idle()
    assert delays[-1] < LIMIT, delays
    type(item).objects.filter(pk=item.pk).update(withdraw_at=timezone.now() + timedelta(seconds=3))
    wait_until(lambda: not follower.read(item.get_url("es")), PASS_TIMEOUT)
    drop_listener()
    item = publish_item()
    wait_until(lambda: is_everywhere(follower, item), PASS_TIMEOUT)
    assert follower.stop() == 0
    assert follower.lines[-1] == "Stopped.\n"
    assert not list(follower.folder.glob(f"{TEMPORARY_PREFIX}*"))


def drop_listener():
    """Break the connection on which the follower hears of changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'portal pages'")
        assert cursor.fetchall() == [(True,)]
