"""Requests for uploaded files, and the command that deletes orphans."""

from django.core.management import call_command
from django.test import Client

from news.models import NewsRelease
from portal.models import Picture


def get_file_row(record):
    """Return the row that has the file: the attachment of a release, else the record itself."""
    return record.files.get() if isinstance(record, NewsRelease) else record


def get_upload(record, client=None, **headers):
    """Return the response for the public URL of a file, with the content in `response.read`."""
    part = get_file_row(record)
    path = part.file.url if isinstance(part, Picture) else part.target
    response = (client or Client()).get(path, headers=headers)
    if response.streaming:
        response.read = b"".join(response.streaming_content)
    return response


def delete_orphans(capsys, *options):
    """Run the command and return the listed file names and the last line."""
    call_command("delete_orphaned_uploads", *options)
    *lines, last = capsys.readouterr().out.splitlines()
    return {line.split()[-1] for line in lines}, last
