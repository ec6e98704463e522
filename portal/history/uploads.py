"""The model Upload: to which row and record an uploaded file belongs, also while only a version or a draft names it."""

from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.db import models

from portal.history.snapshots import get_columns, get_model_for_key, get_object_key, get_pk_from_key, get_rows_of
from portal.records.parts import get_root
from portal.records.references import RecordReference


class Upload(RecordReference):
    """The folder of one upload, with the row that it was uploaded for and the record of that row."""

    folder = models.CharField(max_length=200, unique=True)
    # The object key of the row, as in snapshots. The row of a draft does not exist yet.
    row_key = models.CharField(max_length=100)

    def __str__(self):
        return self.folder

    def get_row(self):
        """Return the row that the file was uploaded for, or None if it does not exist."""
        model = get_model_for_key(self.row_key)
        return model and model._base_manager.filter(pk=get_pk_from_key(self.row_key)).first()


def get_upload_folder(name):
    """Return the folder of one upload, such as picture/9f3c…, which also holds its renditions."""
    return str(PurePosixPath(*PurePosixPath(name).parts[:2]))


def get_upload(name):
    """Return the Upload of a file name, or None."""
    return Upload.objects.filter(folder=get_upload_folder(name)).first()


def get_file_columns(model):
    """Return the names of the columns of a model that hold files."""
    return [column for column, field in get_columns(model).items() if isinstance(field, models.FileField)]


def get_names_in_rows(rows, get_values):
    """Yield (object key, file name) for the files in the rows of a draft or version.

    `get_values` returns the names in the value of one column.
    """
    for key, row in get_rows_of(rows).items():
        model = get_model_for_key(key)
        for column in get_file_columns(model) if model else ():
            yield from ((key, name) for name in get_values(row.get(column)) if name and isinstance(name, str))


def register_row(row):
    """Register the file of a row that is saved. The row has it from now on."""
    if not row.file:
        return
    record = get_root(row)
    upload = Upload(record=record, folder=get_upload_folder(row.file.name), row_key=get_object_key(row))
    owner_columns = ["content_type", "object_id", "row_key"]
    Upload.objects.bulk_create([upload], update_conflicts=True, unique_fields=["folder"], update_fields=owner_columns)


def register_snapshot(record, snapshot):
    """Register the files of a version, unless they are registered: a draft names files that no stored row has."""
    content_type = ContentType.objects.get_for_model(record)
    uploads = [
        Upload(content_type=content_type, object_id=record.pk, folder=get_upload_folder(name), row_key=key)
        for key, name in get_names_in_rows(snapshot, lambda name: (name,))
    ]
    if uploads:
        Upload.objects.bulk_create(uploads, ignore_conflicts=True)
