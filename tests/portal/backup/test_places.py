"""Places of backups: the disk, and an S3-compatible store."""

import boto3
import pytest
from moto import mock_aws

from portal.backup.errors import BackupError
from portal.backup.places import FILENAME_PATTERN, open_place
from portal.backup.retention import Retention, delete_expired
from portal.environment import get_backup_store

STORE = {"REGION": "us-east-1", "KEY": "key", "SECRET": "secret"}


@pytest.fixture
def bucket(settings, monkeypatch, tmp_path):
    settings.PORTAL_DATA = tmp_path / "data"
    with mock_aws():
        store = boto3.resource("s3", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret")
        made = store.create_bucket(Bucket="backups")
        for name, value in STORE.items():
            monkeypatch.setenv(f"PORTAL_FILES_{name}", value)
        settings.PORTAL_BACKUP_STORE = get_backup_store()
        yield made


def write(place, content=b"content"):
    with place.create() as file:
        file.write(content)


def read(place):
    with place.read() as file:
        return file.read()


def fail(place):
    with place.create() as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_file_on_disk_is_private_and_complete(tmp_path):
    place = open_place(f"{tmp_path}/new/Copia de año.backup")
    write(place)
    assert read(place) == b"content"
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()] == [0o600]


def test_folder_gets_a_name_with_the_time(tmp_path):
    write(open_place(f"{tmp_path}/"))
    (path,) = tmp_path.iterdir()
    assert FILENAME_PATTERN.fullmatch(path.name)


def test_failed_backup_leaves_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError):
        fail(open_place(f"{tmp_path}/a.backup"))
    assert list(tmp_path.iterdir()) == []


def test_existing_file_is_not_overwritten(tmp_path):
    path = tmp_path / "a.backup"
    path.write_bytes(b"older")
    with pytest.raises(BackupError, match="exists already"):
        write(open_place(str(path)))
    assert path.read_bytes() == b"older"


def test_file_that_appears_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "a.backup"
    with pytest.raises(BackupError, match="exists already"), open_place(str(path)).create():
        path.write_bytes(b"faster")
    assert [other.read_bytes() for other in tmp_path.iterdir()] == [b"faster"]


def test_backup_among_uploads_is_refused(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(BackupError, match="among the uploads"):
        write(open_place(f"{tmp_path}/backups/a.backup"))


@pytest.mark.parametrize(
    ("name", "reason"), [("", "is a folder: name one backup"), ("none.backup", "no such file")], ids=["folder", "none"]
)
def test_missing_file_is_told(tmp_path, name, reason):
    with pytest.raises(BackupError, match=reason):
        read(open_place(f"{tmp_path}/{name}"))


def test_object_is_stored_and_read(bucket, tmp_path):
    place = open_place("s3://backups/daily/a.backup")
    write(place)
    assert [stored.key for stored in bucket.objects.all()] == ["daily/a.backup"]
    assert read(place) == b"content"
    assert list((tmp_path / "data").iterdir()) == []


def test_failed_backup_stores_no_object(bucket):
    with pytest.raises(ZeroDivisionError):
        fail(open_place("s3://backups/a.backup"))
    assert list(bucket.objects.all()) == []


def test_existing_object_is_not_overwritten(bucket):
    bucket.put_object(Key="a.backup", Body=b"older")
    with pytest.raises(BackupError, match="exists already"):
        write(open_place("s3://backups/a.backup"))


def test_bucket_of_uploads_is_refused(bucket, settings):
    options = {"bucket_name": "backups"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    with pytest.raises(BackupError, match="among the uploads"):
        write(open_place("s3://backups/a.backup"))


@pytest.mark.parametrize("address", ["s3://other/a.backup", "s3://backups/none.backup"], ids=["bucket", "object"])
def test_missing_object_is_told(bucket, address):
    with pytest.raises(BackupError, match="cannot be reached, written or read"):
        read(open_place(address))


def test_expired_objects_are_deleted(bucket):
    names = [f"portal-202611{day:02}T030000Z.backup" for day in range(1, 5)]
    for key in [*names, f"deeper/{names[0]}", "notes.txt"]:
        bucket.put_object(Key=f"daily/{key}", Body=b"x")
    bucket.put_object(Key=names[0], Body=b"x")
    assert delete_expired(open_place("s3://backups/daily/"), Retention(newest=1)) == names[:3]
    kept = {f"daily/{names[3]}", f"daily/deeper/{names[0]}", "daily/notes.txt", names[0]}
    assert {stored.key for stored in bucket.objects.all()} == kept


def test_store_of_backups_has_its_own_variables(monkeypatch):
    monkeypatch.setenv("PORTAL_FILES_REGION", "one")
    monkeypatch.setenv("PORTAL_FILES_KEY", "uploads")
    monkeypatch.setenv("PORTAL_BACKUP_STORE_KEY", "backups")
    store = get_backup_store()
    assert (store["region_name"], store["aws_access_key_id"], store["endpoint_url"]) == ("one", "backups", None)
