"""Uploads as readers ask for them, and the command that deletes orphans."""

from django.core.management import call_command
from django.test import Client

from news.models import NewsRelease
from portal.models import Picture


def part_of(record):
    """What of a record holds the file: its first document, or itself."""
    return record.files.get() if isinstance(record, NewsRelease) else record


def get_upload(record, client=None, **headers):
    """The answer at the address that readers are given, read to its end."""
    part = part_of(record)
    path = part.file.url if isinstance(part, Picture) else part.target
    response = (client or Client()).get(path, headers=headers)
    if response.streaming:
        response.read = b"".join(response.streaming_content)
    return response


def sweep(capsys, *options):
    """(the names that the command shows, its last line)."""
    call_command("delete_orphaned_uploads", *options)
    *lines, last = capsys.readouterr().out.splitlines()
    return {line.split()[-1] for line in lines}, last
