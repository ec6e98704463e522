"""Uploads in an S3-compatible store."""

from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from moto import mock_aws

from portal.models import DocumentFile
from portal.settings import get_uploads_storage
from tests.support import factories
from tests.support.factories import published
from tests.support.processes import PRODUCTION_ENVIRONMENT, run_python
from tests.support.servers import get_free_port
from tests.support.uploads import delete_orphans

pytestmark = pytest.mark.django_db
STORE = {"BUCKET": "uploads", "REGION": "us-east-1", "KEY": "key", "SECRET": "secret"}


@pytest.fixture
def bucket(settings, monkeypatch):
    with mock_aws():
        store = boto3.resource("s3", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret")
        made = store.create_bucket(Bucket="uploads")
        for name, value in STORE.items():
            monkeypatch.setenv(f"PORTAL_FILES_{name}", value)
        settings.STORAGES = {**settings.STORAGES, "default": get_uploads_storage()}
        yield made


def test_document_is_stored_in_bucket_and_served(bucket):
    part = factories.document_file(file=factories.pdf_file(language="es"))
    assert [stored.key for stored in bucket.objects.all()] == [part.file.name]
    assert Client().get(part.target).status_code == 404
    published(part.document)
    response = Client().get(DocumentFile.objects.get(pk=part.pk).target)
    assert b"".join(response) == factories.pdf_bytes(language="es")
    assert response["Content-Type"] == "application/pdf"


def test_file_missing_in_bucket_is_not_found(bucket):
    part = factories.document_file(file=factories.pdf_file())
    published(part.document)
    default_storage.delete(part.file.name)
    assert Client().get(part.target).status_code == 404


@pytest.fixture
def lost_bucket(settings, monkeypatch):
    """A store that does not answer."""
    for name, value in {**STORE, "ENDPOINT": f"http://127.0.0.1:{get_free_port()}"}.items():
        monkeypatch.setenv(f"PORTAL_FILES_{name}", value)
    settings.STORAGES = {**settings.STORAGES, "default": get_uploads_storage()}


@pytest.mark.parametrize("method", ["exists", "open", "size", "get_modified_time", "delete"])
def test_failing_bucket_raises_a_system_error(lost_bucket, method):
    with pytest.raises(OSError, match="The store of uploads: "):
        getattr(default_storage, method)("document/a/b.pdf")


def test_upload_to_a_failing_bucket_raises_a_system_error(lost_bucket):
    with pytest.raises(OSError, match="The store of uploads: "):
        default_storage.save("document/a/b.pdf", factories.pdf_file())


def test_bucket_that_does_not_answer_is_given_up_soon(bucket):
    config = default_storage.client_config
    assert config.connect_timeout <= 5
    assert config.retries["total_max_attempts"] <= 2


def test_recent_orphan_is_not_deleted(bucket, capsys):
    bucket.put_object(Key="documentfile/ab/stray.pdf", Body=b"x")
    assert delete_orphans(capsys)[0] == set()


def test_bucket_folder_is_listed(bucket, capsys, monkeypatch):
    part = factories.document_file(file=factories.pdf_file())
    bucket.put_object(Key="documentfile/ab/stray.pdf", Body=b"x")
    monkeypatch.setattr("portal.uploads.orphans.MIN_AGE", timedelta(days=-1))
    assert delete_orphans(capsys, "--delete")[0] == {"documentfile/ab/stray.pdf"}
    assert [stored.key for stored in bucket.objects.all()] == [part.file.name]


@pytest.mark.parametrize("given", ["KEY", "SECRET"])
def test_incomplete_credentials_are_one_line_error(tmp_path, given):
    environment = {**PRODUCTION_ENVIRONMENT, "PORTAL_FILES_BUCKET": "uploads", f"PORTAL_FILES_{given}": "x"}
    status, error = run_python(tmp_path, "-c", "import portal.settings", **environment)
    assert status == 1
    assert error.startswith("PORTAL_FILES_KEY and PORTAL_FILES_SECRET belong together")
    assert "\n" not in error
