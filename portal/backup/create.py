"""Make a backup: all tables as one snapshot shows them, then the uploads."""

import tomllib
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

from portal.backup.archive import DATABASE_FOLDER, UPLOADS_FOLDER, build_archive, make_member
from portal.backup.encryption import encrypt, parse_recipient
from portal.backup.errors import BackupError
from portal.backup.schema import list_pending_migrations, read_migrations
from portal.backup.tables import copy_out, execute, list_tables, read_sequences
from portal.backup.uploads import list_uploads, read_uploads
from portal.uploads.orphans import get_referenced_names

# A backup may take longer than a request.
START_SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)


class Backup:
    """One backup while it is made. Its manifest is complete once all members are read."""

    def __init__(self, tell):
        self.tell = tell
        self.tables, self.rows, self.sequences, self.migrations = {}, {}, {}, []
        # The names of files that rows, drafts and versions refer to, less those that are in the backup.
        self.missing = set()
        self.uploads = 0
        self.created = datetime.now(UTC).isoformat(timespec="seconds")

    def read_members(self):
        """Yield the members of the archive. Uploads come last: a file is stored before a row names it."""
        yield from self.read_database()
        for member in read_uploads(list_uploads()):
            self.uploads += 1
            self.missing.discard(member.name.removeprefix(UPLOADS_FOLDER))
            yield member
        self.tell(f"Uploads: {self.uploads} files.")
        for name in sorted(self.missing):
            self.tell(f"Missing in the store of uploads: {name}")

    def read_database(self):
        """Yield the tables in parts, all as they are at one moment."""
        with transaction.atomic(durable=True):
            for statement in START_SNAPSHOT:
                execute(statement)
            self.migrations = read_migrations()
            self.tables = list_tables()
            if not self.migrations or not self.tables:
                raise BackupError("The database has no tables of the portal: there is nothing to back up.")
            for table, columns in self.tables.items():
                self.rows[table] = 0
                for number, part in enumerate(copy_out(table, columns)):
                    self.rows[table] += part.count(b"\n")
                    yield make_member(f"{DATABASE_FOLDER}{table}/{number:06}", part)
            if not list_pending_migrations():  # the tables are those of the models
                self.missing = set(get_referenced_names()) - {""}
            # Sequences are not part of a snapshot. Read last, they are ahead of every row.
            self.sequences = read_sequences(self.tables)
        self.tell(f"Database: {sum(self.rows.values())} rows in {len(self.tables)} tables.")

    def describe(self):
        """Return the manifest."""
        return {
            "created": self.created,
            "portal": read_version(),
            "postgresql": connection.pg_version // 10000,
            "migrations": self.migrations,
            "tables": self.tables,
            "rows": self.rows,
            "sequences": self.sequences,
            "missing": sorted(self.missing),
        }


def read_version():
    """Return the version of the portal."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def create_backup(place, key, tell):
    """Make a backup at a place, encrypted if there is a key, and return its size in bytes.

    Raise BackupError if that fails; then there is no file.
    """
    if key:
        parse_recipient(key)
    backup = Backup(tell)
    try:
        with place.create() as file:
            encrypt(build_archive(backup.read_members(), backup.describe), file, key)
            size = file.tell()
    except DatabaseError as error:
        raise BackupError(f"The database cannot be read: {' '.join(str(error).split())}") from error
    return size
