"""Runs a mirror once, or follows the database until it is stopped."""

from threading import Event
from time import monotonic, sleep

from django.db import InterfaceError, OperationalError, connection

from portal import clock
from portal.mirror.changes import ChangedRecords
from portal.mirror.errors import DatabaseAwayError, MirrorError
from portal.mirror.folder import open_folder
from portal.mirror.mirror import Mirror
from portal.page_cache.listener import Listener
from portal.page_cache.state import content_state

# How long a one-off mirror waits for the database, how often it tells how far it is, and how often the manifest is
# written while there is more to do, in seconds.
CONNECT_TIMEOUT, PROGRESS_INTERVAL, MANIFEST_INTERVAL = 10, 5, 10
# PostgreSQL tells of the tables of a transaction one after the other, within this time in seconds.
GATHER_SECONDS = 0.01
# How long a follower sleeps at most, and how often it looks for the database, in seconds.
MAX_SLEEP, RETRY_INTERVAL = 3600, 0.25


class MirrorRun:
    """One process that writes a mirror. `tell` gets a line at a time."""

    def __init__(self, folder, tell):
        self.tell = tell
        self.folder = folder
        self.changed = Event()
        self.mirror = Mirror(folder, tell)
        self.records = None
        # Whether the manifest describes the whole site, and not a part of the first pass.
        self.is_complete = False

    def run_once(self):
        """Write the whole mirror, with what changes meanwhile. Raise MirrorError if a page fails."""
        self.wait_for_database(CONNECT_TIMEOUT)
        self.run_pass()
        if self.mirror.failed:
            raise MirrorError(f"Pages that failed: {len(self.mirror.failed)}. Their files are old or missing.")

    def run_pass(self):
        """Render all addresses, and tell how it goes."""
        started = self.reset_counts()
        self.look()
        self.mirror.start()
        self.empty_queue()
        seconds = monotonic() - started
        self.tell(f"The mirror is complete: {len(self.folder.files)} files, {self.describe_counts()}, {seconds:.0f} s.")

    def follow(self):
        """Write the whole mirror, and keep it current until the process is stopped."""
        while True:
            try:
                self.wait_for_database()
                self.run_pass()
                self.follow_changes()
            except DatabaseAwayError:
                self.tell("The database cannot be reached. The mirror stays as it is until it is back.")
                self.records = None
                sleep(RETRY_INTERVAL)

    def follow_changes(self):
        """Render what changes until the connection to the database is lost."""
        while content_state.is_listening:
            self.changed.wait(min(MAX_SLEEP, max(0, self.mirror.get_next_end() - clock.get_timestamp())))
            started = self.reset_counts()
            self.look()
            if not len(self.mirror.queue):
                continue
            count = len(self.mirror.queue)
            self.empty_queue()
            seconds = monotonic() - started
            self.tell(f"{self.describe_counts()}, {count} pages looked at, {seconds:.1f} s.")
        raise DatabaseAwayError

    def empty_queue(self):
        """Render until the queue is empty, and take what changes meanwhile into account."""
        told = saved = monotonic()
        while True:
            while len(self.mirror.queue):
                self.mirror.update_next()
                if self.changed.is_set():
                    self.look()
                now = monotonic()
                if now - told > PROGRESS_INTERVAL:
                    told = now
                    self.tell(f"{len(self.mirror.entries)} addresses, {len(self.mirror.queue)} waiting")
                if now - saved > MANIFEST_INTERVAL and self.is_complete:
                    saved = now
                    self.mirror.write_manifest()
            self.mirror.finish()
            self.is_complete = True
            if not self.changed.is_set():
                return
            self.look()

    def note_change(self, tables):
        """Note that tables have changed: an observer of a ContentState."""
        self.changed.set()

    def look(self):
        """Put what has changed into the queue."""
        sleep(GATHER_SECONDS)
        self.changed.clear()
        try:
            if self.records is None:
                self.records = ChangedRecords()
            records = self.records.find_saved()
            if self.mirror.get_next_end() <= clock.get_timestamp():
                records += self.records.find_scheduled()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            self.changed.set()
            raise DatabaseAwayError from error
        self.mirror.mark_changed(records)

    def reset_counts(self):
        """Count files from now on. Return the time."""
        self.folder.written = self.folder.removed = 0
        return monotonic()

    def describe_counts(self):
        return f"{self.folder.written} written, {self.folder.removed} removed"

    def wait_for_database(self, timeout=float("inf")):
        """Wait until changes are heard of, at most so many seconds. Raise DatabaseAwayError after that."""
        deadline = monotonic() + timeout
        while not content_state.is_listening:
            if monotonic() > deadline:
                raise DatabaseAwayError
            sleep(0.05)


def run_mirror(path, tell, *, follow=False):
    """Write the mirror in a folder. Raise MirrorError if it cannot be written.

    With `follow`, keep it current until the process is stopped.
    """
    with open_folder(path) as folder:
        run = MirrorRun(folder, tell)
        listener = Listener(content_state)
        content_state.observers.append(run.note_change)
        listener.start()
        try:
            run.follow() if follow else run.run_once()
        finally:
            listener.stop()
            content_state.observers.remove(run.note_change)
