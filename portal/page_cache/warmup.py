"""Renders forgotten pages again before a reader asks for them, the most read ones first."""

import logging
import threading
import time

logger = logging.getLogger(__name__)
# How many forgotten pages are rendered again.
MAX_WAITING = 100
# Readers come first after a change: how long the warmer waits, in seconds.
START_DELAY = 0.1


class Warmer:
    """Remembers how often forgotten pages were read, and renders them again in a thread of its own.

    Counts are halved each time, so that what was read long ago gives way. Nothing is known of the readers.
    """

    def __init__(self, warm):
        self.warm = warm
        self.waiting = {}
        self.lock = threading.Lock()
        self.has_work = threading.Event()

    def start(self):
        threading.Thread(target=self.run, name="warmer", daemon=True).start()

    def add(self, forgotten):
        """Render these pages again: [(key, page)]."""
        with self.lock:
            reads = self.waiting | {key: page.reads // 2 for key, page in forgotten if page.reads}
            most_read = sorted(reads, key=reads.get, reverse=True)[:MAX_WAITING]
            self.waiting = {key: reads[key] for key in most_read}
        self.has_work.set()

    def take(self, key):
        """Return how often a page was read before it was forgotten. It needs no more warming."""
        with self.lock:
            return self.waiting.pop(key, 0)

    def get_next(self):
        """Return the key of the most read page that waits, or None."""
        with self.lock:
            return max(self.waiting, key=self.waiting.get, default=None)

    def run(self):
        """Render what waits. Between two pages, readers have the processor for as long as a page takes."""
        while self.has_work.wait():
            time.sleep(START_DELAY)
            # Before the look: a page that is added after it sets the event again.
            self.has_work.clear()
            while key := self.get_next():
                began = time.monotonic()
                self.warm_safely(key)
                time.sleep(time.monotonic() - began)

    def warm_safely(self, key):
        """Render a page, and log any exception."""
        try:
            self.warm(key)
        except Exception:
            logger.exception("The page %s could not be rendered again.", key)
            self.take(key)
