"""The folder of a mirror: refusals, atomic writes, the manifest."""

import hashlib
import json
import subprocess

import pytest

from portal.mirror.errors import MirrorError
from portal.mirror.folder import CHECKSUMS, LOCK, MANIFEST, TEMPORARY_PREFIX, open_folder

TEXT = "text/plain"


def write_files(path, files, revision="1"):
    """Write a mirror with these files: {name: bytes}. Return (written, removed)."""
    with open_folder(path) as folder:
        for name, body in files.items():
            folder.write(name, [body[:3], body[3:]], TEXT)
        folder.remove_unknown()
        folder.write_manifest(revision)
        return folder.written, folder.removed


def get_inodes(path):
    return {file.relative_to(path).as_posix(): file.stat().st_ino for file in path.rglob("*") if file.is_file()}


@pytest.fixture
def mirror(tmp_path):
    write_files(tmp_path / "mirror", {"a/b.txt": b"one two", "c.txt": b""})
    return tmp_path / "mirror"


def test_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(MirrorError, match="not empty, and not a mirror"), open_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("manifest", ["{}", "[]", "x", '{"kind": "other"}'])
def test_folder_with_other_manifest_is_refused(tmp_path, manifest):
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(MirrorError, match="not a mirror"), open_folder(tmp_path):
        pass


def test_file_instead_of_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(MirrorError, match=r"file cannot be written or read: file exists\."),
        open_folder(tmp_path / "file"),
    ):
        pass


def test_second_process_is_refused(mirror):
    with open_folder(mirror), pytest.raises(MirrorError, match="Another process"), open_folder(mirror):
        pass


def test_interrupted_mirror_is_continued(tmp_path):
    with open_folder(tmp_path) as folder:
        folder.write("a.txt", [b"x"], TEXT)
    assert write_files(tmp_path, {"a.txt": b"x"}) == (0, 0)


def test_full_disk_gives_one_line(mirror, monkeypatch):
    def fail(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.mirror.folder.tempfile.NamedTemporaryFile", fail)
    with pytest.raises(MirrorError, match=r"^\S+ cannot be written or read: no space left on device\.$"):
        write_files(mirror, {"new.txt": b"x"})


def test_unchanged_files_are_not_written(mirror):
    before = get_inodes(mirror)
    assert write_files(mirror, {"a/b.txt": b"one two", "c.txt": b""}) == (0, 0)
    assert get_inodes(mirror) == before


@pytest.mark.parametrize("damage", [b"one", b"one two three", b"one tWo", b""])
def test_damaged_file_is_repaired(mirror, damage):
    (mirror / "a/b.txt").write_bytes(damage)
    assert write_files(mirror, {"a/b.txt": b"one two", "c.txt": b""}) == (1, 0)
    assert (mirror / "a/b.txt").read_bytes() == b"one two"


def test_files_that_are_gone_are_removed(mirror):
    (mirror / f"{TEMPORARY_PREFIX}x").write_text("left by a killed process")
    assert write_files(mirror, {"c.txt": b""}) == (0, 2)
    assert {path.name for path in mirror.rglob("*")} == {"c.txt", MANIFEST, CHECKSUMS, LOCK}


def test_file_takes_place_of_folder_and_back(mirror):
    assert write_files(mirror, {"a": b"x"})[0] == 1
    assert write_files(mirror, {"a/b.txt": b"y"})[0] == 1
    assert (mirror / "a/b.txt").read_bytes() == b"y"


def test_symbolic_link_is_replaced(mirror, tmp_path):
    (tmp_path / "outside").mkdir()
    (mirror / "c.txt").unlink()
    (mirror / "c.txt").symlink_to(tmp_path / "outside.txt")
    (mirror / "d").symlink_to(tmp_path / "outside")
    write_files(mirror, {"a/b.txt": b"one two", "c.txt": b"x", "d/e.txt": b"y"})
    assert not (tmp_path / "outside.txt").exists()
    assert not list((tmp_path / "outside").iterdir())
    assert (mirror / "d/e.txt").read_bytes() == b"y"


def test_manifest_describes_files(mirror):
    manifest = json.loads((mirror / MANIFEST).read_text())
    assert manifest["revision"] == "1"
    assert manifest["files"] == [
        {"path": "a/b.txt", "sha256": hashlib.sha256(b"one two").hexdigest(), "size": 7, "type": TEXT},
        {"path": "c.txt", "sha256": hashlib.sha256(b"").hexdigest(), "size": 0, "type": TEXT},
    ]


def test_checksums_are_for_sha256sum(mirror):
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", CHECKSUMS], cwd=mirror, check=True)
    (mirror / "c.txt").write_text("x")
    assert subprocess.run(["sha256sum", "--check", "--status", CHECKSUMS], cwd=mirror, check=False).returncode == 1


def test_manifest_changes_with_revision(mirror):
    write_files(mirror, {"a/b.txt": b"one two", "c.txt": b""}, revision="2")
    assert json.loads((mirror / MANIFEST).read_text())["revision"] == "2"
