"""The mirror: what it knows of each address, and how it renders, writes and removes them."""

from http import HTTPStatus
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection

from portal import clock
from portal.mirror.addresses import START, get_file_stem, get_list_paths, get_path
from portal.mirror.changes import get_record_paths
from portal.mirror.documents import build_document
from portal.mirror.errors import DatabaseAwayError
from portal.mirror.queue import AddressQueue, Rank
from portal.mirror.source import Source
from portal.page_cache.rendering import refresh_schedule
from portal.page_cache.schedule import schedule
from portal.page_cache.state import content_state
from portal.revision import get_public_revision
from portal.sitemaps import get_list_addresses

STATIC_PREFIX = "/static/"
ATOM = "application/atom+xml"
# The page that links to the daily dump, of which no table tells.
DUMP_PAGE, DUMP_INTERVAL = "open_data", 3600  # seconds
# How soon a page that fails is tried again, if none of its tables changes.
FAILURE_INTERVAL = 600  # seconds


class Entry(NamedTuple):
    """What the mirror knows of an address.

    `path` is its file, None if the portal does not have the address now. `tables` are those that it was rendered from
    at a position of the ContentState, `end` is the timestamp until which that holds without a change, and `links` are
    the addresses that it leads to.
    """

    path: str | None
    media_type: str
    tables: frozenset
    position: int
    end: float
    links: frozenset

    def is_current(self, now):
        """Return whether the file is as it would be rendered at a timestamp."""
        return self.end > now and not content_state.has_changed(self.tables, self.position)


class Mirror:
    """Keeps the files of a MirrorFolder equal to the public site. `warn` gets a line for each page that fails."""

    def __init__(self, folder, warn):
        self.folder = folder
        self.warn = warn
        self.source = Source()
        self.entries = {}
        self.failed = set()
        self.queue = AddressQueue()
        self.lists = {address.path for address in get_list_addresses()}

    def start(self):
        """Put all addresses into the queue: those that are known, and those where every mirror starts."""
        for address in (*START, *self.entries):
            self.queue.add(address, self.get_rank(address))

    def update_next(self):
        """Render the most important address of the queue. It stays in the queue if the database is away."""
        address, rank = self.queue.pop()
        try:
            self.update(address, rank)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            self.queue.add(address, rank)
            raise DatabaseAwayError from error
        except BaseException:
            self.queue.add(address, rank)
            raise

    def update(self, address, rank):
        """Render an address, and write or remove its file."""
        position = content_state.position
        refresh_schedule()
        since = clock.now()
        with self.source.open(address) as response:
            if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self.keep_failed(address, response, position)
                return
            self.failed.discard(address)
            document = build_document(address, response)
            if document:
                self.folder.write(document.path, document.chunks, document.media_type)
            tables = self.source.get_known(response.read_tables)
        end = self.get_end(address, tables, since)
        path, media_type, links = (document.path, document.media_type, document.links) if document else (None, "", ())
        self.replace_entry(address, Entry(path, media_type, tables, position, end, frozenset(links)))
        for link in links:
            if link not in self.entries:
                self.queue.add(link, Rank.FOUND)
        if content_state.has_changed(tables, position):
            self.queue.add(address, rank)

    def keep_failed(self, address, response, position):
        """Keep the file of a page that fails, and say so once."""
        if address not in self.failed:
            self.warn(f"{address} answers {response.status}: its file stays as it is.")
        self.failed.add(address)
        tables = self.source.get_known(response.read_tables)
        old = self.entries.get(address)
        if old is None:
            path = self.folder.keep_previous(get_file_stem(address))
            old = Entry(path, "", tables, position, 0, frozenset())
        end = clock.get_timestamp() + FAILURE_INTERVAL
        self.entries[address] = old._replace(tables=old.tables | tables, position=position, end=end)

    def get_end(self, address, tables, since):
        """Return the timestamp until which what was rendered since a time holds."""
        if address.startswith(STATIC_PREFIX):
            return float("inf")
        end = schedule.get_end(tables, since)
        return min(end, clock.get_timestamp() + DUMP_INTERVAL) if address in get_list_paths(DUMP_PAGE) else end

    def replace_entry(self, address, entry):
        """Replace the entry of an address, and remove its former file."""
        old = self.entries.get(address)
        self.entries[address] = entry
        if old and old.path and old.path != entry.path:
            self.folder.remove(old.path)

    def get_rank(self, address):
        """Return the rank of an address whose tables have changed."""
        if get_path(address) in self.lists:
            return Rank.OTHER_LIST
        entry = self.entries.get(address)
        return Rank.FEED if entry and entry.media_type == ATOM else Rank.OTHER

    def mark_changed(self, records):
        """Put the addresses into the queue whose tables have changed or whose time has ended.

        The pages of the records that have changed come first, then the lists above them.
        """
        now = clock.get_timestamp()
        for address, entry in self.entries.items():
            if not entry.is_current(now):
                self.queue.add(address, self.get_rank(address))
        for record in records:
            paths = get_record_paths(record)
            if record.is_public() or any(self.has_file(path) for path in paths):
                self.mark_record(paths)

    def mark_record(self, paths):
        """Put the paths of a record into the queue, and the lists above them."""
        for path in paths:
            self.queue.add(path, Rank.RECORD)
            for parent in get_parents(path):
                if parent in self.entries:
                    self.queue.add(parent, Rank.LIST)

    def has_file(self, address):
        """Return whether the mirror has a file of an address."""
        return address in self.entries and self.entries[address].path is not None

    def get_next_end(self):
        """Return the timestamp at which the first address ends."""
        return min((entry.end for entry in self.entries.values()), default=float("inf"))

    def sweep(self):
        """Forget the addresses that nothing leads to any more, and remove their files and unknown ones."""
        reached, waiting = set(), [*START]
        while waiting:
            address = waiting.pop()
            if address not in reached and address in self.entries:
                reached.add(address)
                waiting += self.entries[address].links
        for address in self.entries.keys() - reached:
            entry = self.entries.pop(address)
            self.failed.discard(address)
            if entry.path:
                self.folder.remove(entry.path)

    def finish(self):
        """Remove the files of addresses that are gone, and write the manifest. Call it when the queue is empty."""
        self.sweep()
        paths = {entry.path for entry in self.entries.values()}
        self.folder.files = {path: file for path, file in self.folder.files.items() if path in paths}
        self.folder.remove_unknown()
        self.write_manifest()

    def write_manifest(self):
        try:
            revision, _changed_at = get_public_revision()
        except (OperationalError, InterfaceError) as error:
            raise DatabaseAwayError from error
        self.folder.write_manifest(revision)


def get_parents(path):
    """Return the paths above a path, the nearest first: those of lists, years and the home page."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:number])}/" for number in range(len(parts) - 1, 0, -1)]
