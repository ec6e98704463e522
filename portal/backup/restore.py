"""Restore a backup: verify all of it, then replace the tables in one transaction and add the uploads."""

import time
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from portal.backup.archive import (
    DAMAGED,
    DATABASE_FOLDER,
    FOREIGN,
    GZIP_MAGIC,
    UPLOADS_FOLDER,
    read_chunks,
    read_members,
    verify_archive,
)
from portal.backup.encryption import MAGIC, decrypt
from portal.backup.errors import BackupError
from portal.backup.places import open_temporary_file
from portal.backup.schema import check_migrations, list_pending_migrations, migrate_to
from portal.backup.tables import (
    check_columns,
    copy_in,
    disable_triggers,
    drop_tables,
    empty_tables,
    enable_triggers,
    execute,
    has_rows,
    list_tables,
    set_sequences,
)
from portal.backup.uploads import UploadWriter, list_uploads
from portal.change_triggers import DUMPS, get_shown_tables, notify_change
from portal.checks import get_database_errors

# Without a row in any of these tables, nobody has worked with the database yet.
WORK_TABLES = ("portal_editor", "portal_version", "portal_upload")
MANIFEST_KEYS = {"created": str, "portal": str, "migrations": list, "tables": dict, "rows": dict, "sequences": dict}
# A connection that was closed is seen for a moment more.
CLOSING_SECONDS = 2
COUNT_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""


# Reading and verifying


@contextmanager
def open_backup(place, key):
    """Open a backup, decrypted if need be, and yield the file and its manifest once all of it is verified."""
    with place.read() as file:
        magic = file.read(len(MAGIC))
        file.seek(0)
        if not magic:
            raise BackupError(f"{place} is empty.")
        if magic.startswith(GZIP_MAGIC):
            yield file, verify(file)
        elif magic == MAGIC:
            with open_temporary_file() as plain:
                decrypt(file, plain, key)
                yield plain, verify(plain)
        else:
            raise BackupError(FOREIGN)


def verify(file):
    """Return the manifest of an archive, or raise BackupError if this version cannot restore all of it."""
    manifest = verify_archive(file)
    for key, kind in MANIFEST_KEYS.items():
        if not isinstance(manifest.get(key), kind):
            raise BackupError(f"{DAMAGED}: its manifest has no {key}.")
    check_migrations(manifest["migrations"])
    return manifest


def describe_manifest(manifest):
    """Return a line about a backup."""
    return (
        f"Made on {manifest['created']} by version {manifest['portal']}: {sum(manifest['rows'].values())} rows in "
        f"{len(manifest['tables'])} tables, {len(manifest['migrations'])} migrations."
    )


# The target


def find_content():
    """Return a line about what the target has, or "" if it is empty."""
    tables = list_tables()
    used = [table for table in WORK_TABLES if table in tables and has_rows(table)]
    uploads = len(list_uploads())
    parts = [*(["records or editors"] if used else []), *([f"{uploads} uploads"] if uploads else [])]
    return " and ".join(parts)


def check_target():
    """Raise BackupError if the database cannot take the backup: its locale, or somebody who is using it."""
    with connection.cursor() as cursor:
        for error in get_database_errors(cursor.connection):
            raise BackupError(error)
    deadline = time.monotonic() + CLOSING_SECONDS
    while others := execute(COUNT_OTHERS)[0][0]:
        if time.monotonic() > deadline:
            raise BackupError(f"The database has other connections ({others}): stop the portal first.")
        time.sleep(0.1)


def use_one_connection():
    """Give up the connection pool of this process, whose connections would look like somebody else's."""
    connection.close()
    connection.close_pool()
    connection.settings_dict["OPTIONS"].pop("pool", None)


# Writing


class Restore:
    """One verified backup while it is written to the database and the store of uploads."""

    def __init__(self, file, manifest, tell):
        self.file = file
        self.manifest = manifest
        self.tell = tell
        self.rows = dict.fromkeys(manifest["tables"], 0)

    def run(self):
        """Replace everything by the backup. If anything fails, the database and the uploads stay as they are."""
        uploads = UploadWriter()
        try:
            with transaction.atomic(durable=True):
                self.make_tables()
                self.write(uploads)
                self.finish_tables()
        except BaseException:
            uploads.take_back()
            raise
        ContentType.objects.clear_cache()
        self.tell(f"Database: {sum(self.rows.values())} rows in {len(self.rows)} tables restored.")
        deleted = uploads.delete_others()
        self.tell(f"Uploads: {len(uploads.names)} files restored{f', {deleted} others deleted' if deleted else ''}.")
        execute("ANALYZE")

    def make_tables(self):
        """Make empty tables of the version that the backup comes from."""
        execute("SET LOCAL statement_timeout = 0")
        execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        drop_tables()
        self.tell(f"Migrations: {len(self.manifest['migrations'])} of the backup are applied.")
        migrate_to(self.manifest["migrations"])
        check_columns(self.manifest["tables"])
        self.triggers = disable_triggers()
        empty_tables()
        execute("SET CONSTRAINTS ALL DEFERRED")

    def write(self, uploads):
        """Write all rows and files."""
        for name, member in read_members(self.file):
            chunks = read_chunks(member)
            if name.startswith(DATABASE_FOLDER):
                table = PurePosixPath(name).parts[1]
                self.rows[table] += copy_in(table, self.manifest["tables"][table], chunks)
            elif name.startswith(UPLOADS_FOLDER):
                uploads.write(name.removeprefix(UPLOADS_FOLDER), chunks)

    def finish_tables(self):
        """Check what the rows refer to, and make the tables ready for use."""
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        if self.rows != self.manifest["rows"]:
            raise BackupError(f"{DAMAGED}: the number of rows is not what the manifest says.")
        set_sequences(self.manifest["sequences"])
        enable_triggers(self.triggers)
        existing = list_tables()
        for name in sorted({DUMPS, *(get_shown_tables() & existing.keys())}):
            notify_change(name)


def restore_backup(file, manifest, tell, *, migrate=True):
    """Restore a verified backup, and migrate it to this version. Raise BackupError if that fails."""
    check_target()
    try:
        Restore(file, manifest, tell).run()
    except (DatabaseError, OSError) as error:
        raise BackupError(f"Nothing was restored: {' '.join(str(error).split())}") from error
    if migrate:
        pending = list_pending_migrations()
        call_command("migrate", interactive=False, verbosity=0)
        tell(f"Migrations: {len(pending)} newer ones applied.")
