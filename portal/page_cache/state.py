"""What a process knows about changes of the tables that pages show, and whether it hears of them."""

import threading
from enum import Enum


class Database(Enum):
    """The database as this process sees it."""

    UNKNOWN = "unknown"  # changes are not heard of: pages are rendered and not kept
    LISTENING = "listening"  # every committed change is heard of
    AWAY = "away"  # there is no server to connect to


class ContentState:
    """Counts the changes of each table since the process started.

    A position is the count of all changes. What was computed at a position still holds if none of the tables that it
    was computed from has changed since.
    """

    def __init__(self):
        self.database = Database.UNKNOWN
        self.position = 0
        self.tables = {}
        self.all_changed_at = 0
        self.lock = threading.Lock()
        self.observers = []

    @property
    def is_listening(self):
        return self.database is Database.LISTENING

    def has_changed(self, tables, since):
        """Return whether one of the tables has changed since a position."""
        if self.all_changed_at > since:
            return True
        return any(self.tables.get(table, 0) > since for table in tables)

    def record_changes(self, tables):
        """Note that these tables have changed, and tell the observers."""
        with self.lock:
            self.position += 1
            self.tables.update(dict.fromkeys(tables, self.position))
        for observer in self.observers:
            observer(frozenset(tables))

    def start_listening(self):
        """Note that changes are heard of from now on. Any table may have changed before."""
        self.record_unknown_changes()
        self.database = Database.LISTENING

    def record_unknown_changes(self):
        """Note that any table may have changed, and tell the observers."""
        with self.lock:
            self.position += 1
            self.all_changed_at = self.position
        for observer in self.observers:
            observer(None)

    def stop_listening(self, database):
        self.database = database


content_state = ContentState()
