"""The pages that a process keeps, bounded in bytes."""

import threading
from collections import OrderedDict

from portal.page_cache.state import content_state


class PageStore:
    """Pages by key. Pages that were not read are removed first, so that a flood of addresses displaces no others.

    Reading takes no lock. A page that has been read since it was last considered for removal gets a second chance.
    """

    def __init__(self, max_bytes):
        self.max_bytes = max_bytes
        self.size = 0
        self.pages = OrderedDict()
        self.lock = threading.Lock()

    def __len__(self):
        return len(self.pages)

    def get(self, key):
        return self.pages.get(key)

    def put(self, key, page, position):
        """Keep a page, unless one of its tables has changed since a position or it takes an eighth of the store.

        Changes are recorded before pages are forgotten. Under the lock, either the change is seen here, or `forget`
        comes later and sees the page.
        """
        if page.size > self.max_bytes // 8:
            return
        with self.lock:
            if content_state.has_changed(page.tables, position):
                return
            self.remove(key)
            self.pages[key] = page
            self.size += page.size
            self.make_room()

    def get_variant(self, key, page, encoding):
        """Return a page in an encoding, which is made once."""
        with self.lock:
            size = page.size
            variant = page.variants.get(encoding) or page.add_variant(encoding)
            if self.pages.get(key) is page:
                self.size += page.size - size
                self.make_room()
        return variant

    def forget(self, tables=None):
        """Remove the pages that were rendered from one of these tables, or all pages. Return them: [(key, page)]."""
        with self.lock:
            forgotten = [(key, page) for key, page in self.pages.items() if tables is None or page.tables & tables]
            for key, _ in forgotten:
                self.remove(key)
        return forgotten

    def remove(self, key):
        if page := self.pages.pop(key, None):
            self.size -= page.size

    def make_room(self):
        while self.size > self.max_bytes:
            key, page = next(iter(self.pages.items()))
            if page.was_read:
                page.was_read = False
                self.pages.move_to_end(key)
            else:
                self.remove(key)
