"""The dump of all datasets: a dated ZIP file in the storage of uploads, with its SHA-256 in its name.

Only the newest dump is kept, so that a record that is unpublished disappears with the next one. The same data give the
same bytes.
"""

import hashlib
import re
from tempfile import TemporaryFile
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import override

from portal import clock
from portal.change_triggers import DUMPS, notify_change
from portal.i18n.languages import LANGUAGES
from portal.open_data.datasets import get_base_url, get_datasets
from portal.open_data.exports import build_schema, dump_json, get_licence, stream_dataset_json
from portal.page_cache.tracking import add_tables
from portal.uploads.storage import DUMP_FOLDER

NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<sha256>[0-9a-f]{64})\.zip")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: a date of its own would change the checksum
BLOCK_SIZE = 2**16


class Dump(NamedTuple):
    """A stored dump: its day in ISO 8601, and its checksum."""

    day: str
    sha256: str

    @property
    def stored_name(self):
        return f"{DUMP_FOLDER}/{self.day}-{self.sha256}.zip"

    @property
    def file_name(self):
        """The name under which readers save it."""
        return f"register-{self.day}.zip"


def get_dumps():
    """Return the stored dumps, the newest first."""
    add_tables({DUMPS})
    try:
        _folders, files = default_storage.listdir(DUMP_FOLDER)
    except FileNotFoundError:  # a folder on disk is created with its first file
        return []
    return sorted((Dump(**match.groupdict()) for match in map(NAME.fullmatch, files) if match), reverse=True)


def get_newest_dump():
    """Return the newest dump, None if there is none."""
    return next(iter(get_dumps()), None)


def iterate_files(base_url):
    """Yield (name, parts as bytes) of each file: the data and the schema of each dataset in each language."""
    for language in LANGUAGES:
        with override(language):
            licence = get_licence()
            schemas = {name: build_schema(dataset, base_url) for name, dataset in get_datasets().items()}
        for name, dataset in get_datasets().items():
            yield f"{language}/{name}.json", stream_dataset_json(dataset, language, base_url, licence)
            yield f"{language}/{name}.schema.json", [dump_json(schemas[name]).encode()]


def write_member(archive, name, parts):
    """Write a file into a ZIP file and return its SHA-256."""
    info, digest = ZipInfo(name, ZIP_DATE), hashlib.sha256()
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w") as member:
        for part in parts:
            member.write(part)
            digest.update(part)
    return digest.hexdigest()


def write_dump(file):
    """Write a dump into a file and return its SHA-256."""
    with ZipFile(file, "w") as archive:
        sums = [f"{write_member(archive, name, parts)}  {name}\n" for name, parts in iterate_files(get_base_url())]
        write_member(archive, "SHA256SUMS", [line.encode() for line in sums])
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK_SIZE):
        digest.update(block)
    return digest.hexdigest()


def export_register(*, replace=False):
    """Store the dump of today, and delete older ones. Return the newest Dump.

    Nothing is stored if today has one already, unless it is to be replaced, or if the newest one has the same data.
    """
    dumps, today = get_dumps(), clock.get_today().isoformat()
    if dumps and dumps[0].day == today and not replace:
        return dumps[0]
    with TemporaryFile() as file:
        dump = Dump(today, write_dump(file))
        if dumps and dumps[0].sha256 == dump.sha256:
            return dumps[0]
        default_storage.save(dump.stored_name, File(file))
    for former in dumps:
        default_storage.delete(former.stored_name)
    notify_change(DUMPS)
    return dump
