"""Tells shared caches in front of the portal to forget the pages of tables that have changed.

Of all processes of the portal, the one that holds an advisory lock sends the purges. Each cache has a thread of its
own, so that a slow one delays neither the listener nor the other caches.
"""

import logging
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from portal.page_cache.tags import ALL_PAGES, get_purge_tags

logger = logging.getLogger(__name__)
# An arbitrary number that no other advisory lock of the portal uses.
ADVISORY_LOCK_ID = 732_016
# How long a cache may take to answer, in seconds.
TIMEOUT = 2
# A page that was rendered before a commit can reach a cache after the purge. The second purge comes this much later,
# in seconds.
REPEAT_DELAY = 2
# If the network fails, PostgreSQL ends the session of the elected process, and so frees the lock, within 15 seconds.
KEEPALIVE_SETTINGS = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "2"}


def send_purge(url, tags):
    """Ask a cache to forget all pages with one of these tags.

    Raise OSError, HTTPException, or ValueError for an impossible host name or header, if it does not confirm that.
    """
    address = urlsplit(url)
    connection_class = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connection_class(address.hostname, address.port, timeout=TIMEOUT)
    try:
        connection.request("PURGE", address.path or "/", headers={"xkey-purge": " ".join(sorted(tags))})
        response = connection.getresponse()
        if response.status != 200:
            raise HTTPException(f"it answered {response.status} {response.reason}")
    finally:
        connection.close()


class CachePurger:
    """Purges one cache: at once what waits, and the same once more after REPEAT_DELAY.

    What could not be purged is added to the next purge.
    """

    def __init__(self, url):
        self.url = url
        self.waiting = set()
        self.repeats = []  # [(time of the monotonic clock, tags)], the next first
        self.missed = set()
        self.condition = threading.Condition()

    def start(self):
        threading.Thread(target=self.run, name="purger", daemon=True).start()

    def add(self, tags):
        """Let the thread purge these tags. Tags that wait are purged together."""
        with self.condition:
            self.waiting |= tags
            self.condition.notify()

    def run(self):
        while True:
            new, repeated = self.wait()
            self.purge(new | repeated)
            if new:
                self.repeats.append((time.monotonic() + REPEAT_DELAY, new))

    def wait(self):
        """Return the tags to purge now as two sets, one of which may be empty: new ones and repeated ones."""
        with self.condition:
            while not self.waiting and not self.is_repeat_due():
                self.condition.wait(self.repeats[0][0] - time.monotonic() if self.repeats else None)
            new, self.waiting = self.waiting, set()
        repeated = set()
        while self.is_repeat_due():
            repeated |= self.repeats.pop(0)[1]
        return new, repeated

    def is_repeat_due(self):
        return bool(self.repeats) and self.repeats[0][0] <= time.monotonic()

    def purge(self, tags):
        """Send a purge with what was missed before, and log the first of several failures in succession."""
        tags = tags | self.missed
        try:
            send_purge(self.url, {ALL_PAGES} if ALL_PAGES in tags else tags)
        except (OSError, HTTPException, ValueError) as error:
            if not self.missed:
                logger.error("The cache %s cannot be purged: %s", self.url, error)
            self.missed = tags
        else:
            self.missed = set()


class Purger:
    """Passes changes on to all caches while this process is the elected one."""

    def __init__(self, urls):
        self.caches = [CachePurger(url) for url in urls]
        self.is_elected = False

    def start(self):
        for cache in self.caches:
            cache.start()

    def stand_for_election(self, listening):
        """Try to become the process that purges, for as long as the listener's connection lasts.

        The winner purges all pages, because the process before it may have missed a change.
        """
        if self.is_elected or not self.caches:
            return
        cursor = listening.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK_ID])
        if cursor.fetchone()[0]:
            for name, value in KEEPALIVE_SETTINGS.items():
                listening.execute("SELECT set_config(%s, %s, false)", [name, value])
            self.is_elected = True
            self.purge(None)

    def resign(self):
        """Note that the connection with the lock is lost."""
        self.is_elected = False

    def purge(self, tables):
        """Purge the pages of some tables, or all for None: an observer of ContentState."""
        if self.is_elected:
            for cache in self.caches:
                cache.add(get_purge_tags(tables))
