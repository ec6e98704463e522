"""Orphaned uploads are listed, and deleted on request."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.drafts.models import apply_drafts, dry_run
from portal.history.models import Event
from portal.history.snapshots import take_snapshot
from portal.models import Document
from portal.publishing.draft_changes import save_draft
from portal.publishing.models import finalize_save
from portal.publishing.workflow import discard_draft
from tests.support import factories
from tests.support.uploads import delete_orphans

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def aged(folder):
    """Make all stored files two days old."""
    then = time.time() - timedelta(days=2).total_seconds()
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def drafted_file(document):
    """Replace the file in the draft of a live document and return its stored name."""
    with dry_run():
        live = take_snapshot(document)
        apply_drafts([document])
        part = document.files.get()
        part.file = factories.pdf_file(words="drafted")
        part.save()
        after = take_snapshot(Document.objects.get(pk=document.pk))
    save_draft(document, live, after, by=None)
    return part.file.name


def test_empty_store_lists_nothing(capsys):
    assert delete_orphans(capsys) == (set(), "0 files, 0\xa0bytes, to be deleted with --delete.")


def test_upload_of_discarded_draft_is_listed_then_deleted(folder, capsys):
    document = factories.document()
    part = factories.document_file(document=document, file=factories.pdf_file())
    factories.published(document)
    name = drafted_file(document)
    aged(folder)
    assert delete_orphans(capsys)[0] == set()
    document = Document.objects.get(pk=document.pk)
    discard_draft(document, by=factories.editor(roles=["administrator"]))
    aged(folder)
    assert delete_orphans(capsys)[0] == {name}
    assert delete_orphans(capsys, "--delete")[1].endswith(", deleted.")
    assert not default_storage.exists(name)
    assert default_storage.exists(part.file.name)


def test_orphan_is_deleted_only_on_request_after_a_day(folder, capsys):
    stray = default_storage.save("releasefile/ab/stray.pdf", ContentFile(b"x"))
    assert delete_orphans(capsys)[0] == set()
    aged(folder)
    assert delete_orphans(capsys)[0] == {stray}
    assert default_storage.exists(stray)
    assert delete_orphans(capsys, "--delete")[0] == {stray}
    assert not default_storage.exists(stray)


def test_replaced_file_is_not_deleted_while_versions_use_it(folder, capsys):
    document = factories.document()
    part = factories.document_file(document=document, file=factories.pdf_file())
    old = part.file.name
    finalize_save(document, Event.SAVED, by=None)
    part.file = factories.pdf_file(words="new")
    part.save()
    finalize_save(document, Event.SAVED, by=None)
    aged(folder)
    assert delete_orphans(capsys, "--delete")[0] == set()
    assert default_storage.exists(old)


def test_renditions_of_stored_picture_are_not_deleted(folder, capsys):
    picture = factories.picture()
    beside = default_storage.save(f"{picture.file.name.rpartition('/')[0]}/made.avif", ContentFile(b"x"))
    aged(folder)
    assert delete_orphans(capsys, "--delete")[0] == set()
    assert default_storage.exists(beside)
