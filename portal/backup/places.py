"""Where backups are: a file on disk, or an object in an S3-compatible store."""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import boto3
from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from portal.backup.errors import BackupError, convert_os_errors

S3_PREFIX = "s3://"
FILENAME = "portal-%Y%m%dT%H%M%SZ.backup"
# Only files of such a name are ever deleted.
FILENAME_PATTERN = re.compile(r"portal-\d{8}T\d{6}Z\.backup")


def generate_filename():
    """Return a name with the current time."""
    return datetime.now(UTC).strftime(FILENAME)


def parse_filename(name):
    """Return the time in a name that `generate_filename` made, or None for any other."""
    try:
        return datetime.strptime(name, FILENAME).replace(tzinfo=UTC) if FILENAME_PATTERN.fullmatch(name) else None
    except ValueError:
        return None


def open_place(text):
    """Return the place of a backup: a path or s3://bucket/key. A folder, which ends in /, gets a file of a new name."""
    if text.startswith(S3_PREFIX):
        bucket, _slash, key = text.removeprefix(S3_PREFIX).partition("/")
        return S3Place(bucket, key)
    return DiskPlace(text)


class DiskPlace:
    """A file on disk."""

    def __init__(self, text):
        path = Path(text).expanduser()
        self.is_folder = text.endswith("/") or path.is_dir()
        self.folder = path if self.is_folder else path.parent
        self.name = generate_filename() if self.is_folder else path.name
        self.path = self.folder / self.name

    def __str__(self):
        return str(self.path)

    def check_writable(self):
        """Raise BackupError if no backup can be made here."""
        uploads = Path(settings.MEDIA_ROOT).resolve()
        if self.folder.resolve().is_relative_to(uploads):
            raise BackupError(f"{self} is among the uploads: choose a folder elsewhere.")
        if self.path.exists():
            raise BackupError(f"{self} exists already, and no backup is overwritten.")

    @contextmanager
    def create(self):
        """Open a new file to write. It gets its name once it is complete and on the disk."""
        self.check_writable()
        with convert_os_errors(self.path):
            self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(prefix=f".{self.name}.", dir=self.folder)  # created with mode 0600
        try:
            with convert_os_errors(self.path):
                with os.fdopen(descriptor, "wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                self.check_writable()
                Path(draft).rename(self.path)
                sync_folder(self.folder)
        finally:
            Path(draft).unlink(missing_ok=True)

    @contextmanager
    def read(self):
        """Open the file to read."""
        if self.is_folder:
            raise BackupError(f"{self.folder} is a folder: name one backup.")
        with convert_os_errors(self.path), self.path.open("rb") as file:
            yield file

    def list_names(self):
        """Return the names of all files beside this one."""
        return [path.name for path in self.folder.iterdir() if path.is_file()]

    def delete(self, name):
        with convert_os_errors(self.folder / name):
            (self.folder / name).unlink()


def sync_folder(folder):
    """Make sure that a renamed file is found after a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class S3Place:
    """An object in a bucket. It is written to and read from a temporary file in the data folder."""

    def __init__(self, bucket, key):
        if not bucket:
            raise BackupError("The bucket is missing, as in s3://bucket/folder/.")
        self.is_folder = not key or key.endswith("/")
        self.folder = key if self.is_folder else key[: key.rfind("/") + 1]
        self.name = generate_filename() if self.is_folder else key[len(self.folder) :]
        self.bucket, self.key = bucket, self.folder + self.name
        with self.convert_errors():
            self.client = boto3.client("s3", **settings.PORTAL_BACKUP_STORE)

    def __str__(self):
        return f"{S3_PREFIX}{self.bucket}/{self.key}"

    @contextmanager
    def convert_errors(self):
        try:
            yield
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise BackupError(f"{self} cannot be reached, written or read: {error}") from error

    def exists(self):
        """Return whether there is such an object."""
        with self.convert_errors():
            found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=self.key)
        return any(item["Key"] == self.key for item in found.get("Contents", ()))

    def check_writable(self):
        """Raise BackupError if no backup can be made here."""
        if settings.STORAGES["default"].get("OPTIONS", {}).get("bucket_name") == self.bucket:
            raise BackupError(f"{self} is among the uploads: choose another bucket.")
        if self.exists():
            raise BackupError(f"{self} exists already, and no backup is overwritten.")

    @contextmanager
    def create(self):
        """Open a temporary file to write, and store it once it is complete."""
        self.check_writable()
        with open_temporary_file() as file:
            yield file
            file.flush()
            self.check_writable()
            with self.convert_errors():
                self.client.upload_file(file.name, self.bucket, self.key)

    @contextmanager
    def read(self):
        """Open a temporary copy of the object to read."""
        if self.is_folder:
            raise BackupError(f"{S3_PREFIX}{self.bucket}/{self.folder} is a folder: name one backup.")
        with open_temporary_file() as file:
            with self.convert_errors():
                self.client.download_fileobj(self.bucket, self.key, file)
            file.seek(0)
            yield file

    def list_names(self):
        """Return the names of all objects beside this one."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.folder, Delimiter="/"
        )
        with self.convert_errors():
            keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
        return [key.removeprefix(self.folder) for key in keys]

    def delete(self, name):
        with self.convert_errors():
            self.client.delete_object(Bucket=self.bucket, Key=self.folder + name)


@contextmanager
def open_temporary_file():
    """Open a temporary file in the data folder, which only its owner can read and which vanishes at the end."""
    with convert_os_errors(settings.PORTAL_DATA):
        settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="backup-", dir=settings.PORTAL_DATA))  # created with mode 0700
        try:
            with (folder / "copy").open("w+b") as file:
                yield file
        finally:
            shutil.rmtree(folder)
