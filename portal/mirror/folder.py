"""The folder of a mirror: its lock, its files, and the manifest with their checksums."""

import fcntl
import hashlib
import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from portal import clock
from portal.mirror.errors import MirrorError, convert_os_errors

MANIFEST, CHECKSUMS, LOCK = "manifest.json", "SHA256SUMS", ".lock"
# Beginning of the names of files that are being written. No address of the mirror has a hidden file of this name.
TEMPORARY_PREFIX = ".writing-"
KIND = "osh-portal mirror"
FILE_MODE = 0o644  # nginx runs as another user
BLOCK_SIZE = 2**16


class StoredFile(NamedTuple):
    """A file of the mirror, as the manifest describes it."""

    sha256: str
    size: int
    type: str


@contextmanager
def open_folder(path):
    """Lock a folder and yield its MirrorFolder, or raise MirrorError if it holds something else."""
    path = Path(path).resolve()
    with convert_os_errors(path):
        path.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in path.iterdir()} - {LOCK}
        if names and not is_manifest(path / MANIFEST):
            raise MirrorError(f"{path} is not empty, and not a mirror: choose another folder.")
        lock = (path / LOCK).open("a")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MirrorError(f"Another process is writing the mirror in {path}.") from None
        with convert_os_errors(path):
            yield MirrorFolder(path)


def is_manifest(path):
    """Return whether a file is the manifest of a mirror."""
    try:
        return json.loads(path.read_text()).get("kind") == KIND
    except (FileNotFoundError, ValueError, AttributeError):
        return False


class MirrorFolder:
    """Writes files atomically, and only if their bytes change. Counts what it writes and removes."""

    def __init__(self, path):
        self.path = path
        self.files = {}
        self.written = self.removed = 0
        manifest = self.read_manifest()
        self.head = {key: manifest.get(key, "") for key in ("time", "revision")}
        # The files of the last run.
        self.previous = {line.pop("path"): StoredFile(**line) for line in manifest.get("files", ())}
        if not (path / MANIFEST).exists():
            # From now on, an interrupted mirror is known as one.
            self.replace(MANIFEST, self.build_manifest({"time": "", "revision": ""}))

    def read_manifest(self):
        """Return the manifest of the last run, {} if there is none."""
        try:
            return json.loads((self.path / MANIFEST).read_text())
        except FileNotFoundError:
            return {}

    def keep_previous(self, stem):
        """Keep the file of the last run whose path begins with a stem. Return its path, None if there is none."""
        name = next((name for name in self.previous if name.startswith(stem) and (self.path / name).is_file()), None)
        if name:
            self.files.setdefault(name, self.previous[name])
        return name

    def write(self, name, chunks, media_type):
        """Write a file from chunks of bytes, unless it has these bytes already. Return whether it was written."""
        path, digest, size, draft = self.path / name, hashlib.sha256(), 0, None
        existing = path.open("rb") if path.is_file() and not path.is_symlink() else None
        try:
            for chunk in chunks:
                if draft is None and (existing is None or existing.read(len(chunk)) != chunk):
                    draft = self.start_draft(existing, size)
                if draft:
                    draft.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            if draft is None and (existing is None or existing.read(1)):
                draft = self.start_draft(existing, size)
            if draft:
                self.finish_draft(draft, path)
        finally:
            if existing:
                existing.close()
            if draft:
                draft.close()
                Path(draft.name).unlink(missing_ok=True)
        self.files[name] = StoredFile(digest.hexdigest(), size, media_type)
        self.written += draft is not None
        return draft is not None

    def start_draft(self, existing, size):
        """Return a new temporary file with the first bytes of the existing file, which were compared already."""
        draft = tempfile.NamedTemporaryFile(prefix=TEMPORARY_PREFIX, dir=self.path, delete=False)  # noqa: SIM115
        try:
            Path(draft.name).chmod(FILE_MODE)
            if existing:
                existing.seek(0)
                while size > 0 and (block := existing.read(min(size, BLOCK_SIZE))):
                    draft.write(block)
                    size -= len(block)
        except OSError:
            draft.close()
            Path(draft.name).unlink()
            raise
        return draft

    def finish_draft(self, draft, path):
        """Move a temporary file to its place. A file in place of a folder, or a folder in place of it, is removed."""
        draft.close()
        self.make_folder(path.parent)
        if path.is_dir() and not path.is_symlink():
            self.remove_tree(path)
        Path(draft.name).replace(path)

    def make_folder(self, folder):
        """Create a folder of the mirror with those above it."""
        for part in reversed([folder, *folder.parents]):
            if part.is_relative_to(self.path) and part != self.path and (part.is_symlink() or not part.is_dir()):
                part.unlink(missing_ok=True)
                part.mkdir()

    def replace(self, name, text):
        """Write one of the files about the mirror, which are in no manifest, if it changes."""
        files, written = dict(self.files), self.written
        self.write(name, [text.encode()], "")
        self.files, self.written = files, written

    def remove(self, name):
        """Remove a file, and the folders that are empty then."""
        self.files.pop(name, None)
        path = self.path / name
        if path.is_file() or path.is_symlink():
            path.unlink()
            self.removed += 1
        for folder in path.parents:
            if folder == self.path or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def remove_unknown(self):
        """Remove everything that does not belong to the mirror, such as files of addresses that are gone."""
        known = {*self.files, MANIFEST, CHECKSUMS, LOCK}
        for folder, folders, names in os.walk(self.path, topdown=False):
            paths = [Path(folder) / name for name in names]
            paths += [path for name in folders if (path := Path(folder) / name).is_symlink()]
            for path in paths:
                if (name := path.relative_to(self.path).as_posix()) not in known:
                    self.remove(name)
            if Path(folder) != self.path and Path(folder).is_dir() and not any(Path(folder).iterdir()):
                Path(folder).rmdir()

    def remove_tree(self, folder):
        """Remove a folder with everything in it."""
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        folder.rmdir()

    def build_manifest(self, head):
        """Return the manifest: what it is, the time and the revision of the whole, and a line for each file."""
        lines = [json.dumps({"path": name, **file._asdict()}) for name, file in sorted(self.files.items())]
        start = json.dumps({"kind": KIND, **head})[:-1]
        return f'{start}, "files": [\n' + ",\n".join(lines) + "\n]}\n"

    def write_manifest(self, revision):
        """Write the manifest and the checksums. The time changes only with a file or the revision."""
        head = {"time": self.head["time"], "revision": revision}
        manifest = self.path / MANIFEST
        if not head["time"] or self.build_manifest(head) != manifest.read_text():
            head["time"] = clock.now().isoformat(timespec="seconds")
        self.head = head
        self.replace(MANIFEST, self.build_manifest(head))
        sums = {name: file.sha256 for name, file in self.files.items()}
        self.replace(CHECKSUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(sums.items())))
