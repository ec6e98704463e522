"""Check stored uploads against the rules of this version, which may be newer than the uploads."""

import sys
from contextlib import closing
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import BaseCommand
from django.utils.translation import override

from portal.history.uploads import get_upload
from portal.pictures.fields import PictureField
from portal.pictures.recheck import recheck_picture
from portal.uploads.fields import DocumentFileField
from portal.uploads.orphans import list_stored_names, storage_exists
from portal.uploads.storage import get_file_fields
from portal.uploads.validators.documents import validate_document


def check_document(name):
    """Raise ValidationError if a stored document is not accepted any more. Return False: it is never changed."""
    with closing(default_storage.open(name)) as file:
        validate_document(file, name)
    return False


def get_checks():
    """Return {first folder of the name: function that checks a stored file}."""
    checks = {PictureField: recheck_picture, DocumentFileField: check_document}
    return {model._meta.model_name: checks[type(field)] for model, field in get_file_fields() if type(field) in checks}


def describe_upload(name):
    """Return whose file it is, and whether the public can read it."""
    upload = get_upload(name)
    if upload is None:
        return "no record"
    row = upload.get_row()
    is_public = bool(row) and name in row.file_names and row.is_public()
    return f"{upload.content_type.model} {upload.object_id}, {'public' if is_public else 'not public'}"


class Command(BaseCommand):
    help = (
        "Checks all stored uploads against the rules of this version. Pictures with metadata are sanitized. What would "
        "be refused today is listed, for editors to replace it; the command ends with an error if there is any."
    )

    def handle(self, **options):
        checks, counts = get_checks(), {"sanitized": 0, "refused": 0}
        names = list(list_stored_names()) if storage_exists() else []
        uploads = [name for name in names if name.split("/")[0] in checks and "sizes" not in PurePosixPath(name).parts]
        for name in uploads:
            if outcome := self.check(checks[name.split("/")[0]], name):
                counts[outcome] += 1
        self.stdout.write(
            f"{len(uploads)} uploads checked: {counts['sanitized']} pictures sanitized, {counts['refused']} refused."
        )
        if counts["refused"]:
            sys.exit(1)

    def check(self, check, name):
        """Check one upload, and return "sanitized", "refused" or None."""
        try:
            with override("en"):
                outcome = "sanitized" if check(name) else None
        except ValidationError as error:
            self.stdout.write(f"refused    {name} ({describe_upload(name)}): {' '.join(error.messages)}")
            return "refused"
        if outcome:
            self.stdout.write(f"sanitized  {name} ({describe_upload(name)})")
        return outcome
