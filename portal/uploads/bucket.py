"""Uploads in an S3-compatible bucket, whose failures are OSErrors as those of a disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A request must not wait for a store that is away as long as boto3 does, for minutes. In seconds.
CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 3, 20, 2


class BucketError(OSError):
    """The store did not answer, or refused a request."""


@contextmanager
def convert_errors() -> Iterator[None]:
    """Raise what the client of the store raises as BucketError."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise BucketError(f"The store of uploads: {error}") from error


class BucketStorage(S3Storage):
    """Files in a bucket. Everything that asks the store raises an OSError if the store fails."""

    def get_default_settings(self):
        config = Config(
            connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, retries={"total_max_attempts": ATTEMPTS}
        )
        return {**super().get_default_settings(), "client_config": config}

    def _open(self, name, mode="rb"):
        with convert_errors():
            file = super()._open(name, mode)
            if mode == "rb":
                _ = file.file  # fetch it now: once the response has begun, a failure could not be answered
            return file

    def _save(self, name, content):
        with convert_errors():
            return super()._save(name, content)

    def delete(self, name):
        with convert_errors():
            super().delete(name)

    def exists(self, name):
        with convert_errors():
            return super().exists(name)

    def listdir(self, name):
        with convert_errors():
            return super().listdir(name)

    def size(self, name):
        with convert_errors():
            return super().size(name)

    def get_modified_time(self, name):
        with convert_errors():
            return super().get_modified_time(name)
