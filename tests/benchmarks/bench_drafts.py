"""Cost of drafts: opening one compared with a plain form, and how long a preview holds its locks (`make bench`)."""

import gc
import time
from contextlib import contextmanager
from statistics import median

import pytest
from django.db import transaction

from portal.history import apply
from portal.previews import models as previews
from portal.previews import views as preview_views
from portal.previews.models import create_shared_preview
from tests.support import factories
from tests.support.benchmarks import REPEATS, measure_seconds, report
from tests.support.clients import client_for
from tests.support.forms import change_url, get_record_form_data
from tests.support.policy_walk import LeanClient
from workinggroup.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    """Freeze the heap as the server does, see portal/wsgi.py."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def meeting(people=12):
    made = factories.meeting(agenda_en="<p>Agenda</p>", agenda_es="<p>Agenda</p>", agenda_fr="<p>Ordre du jour</p>")
    for number in range(people):
        made.participants.create(name=f"Someone {number}", order=number)
    return made


def test_draft_opening_time_against_plain_form(capsys):
    client = client_for(factories.editor(roles=["administrator"]))
    plain, live = meeting(), factories.published(meeting())
    place = next(name for name in get_record_form_data(client, live) if name.endswith("0-name"))
    sent = {"date_note_en": "A", "date_note_es": "B", "date_note_fr": "C", place: "Renamed"}
    client.post(change_url(live), get_record_form_data(client, live) | sent)
    assert Meeting.objects.get(pk=live.pk).draft
    keen = LeanClient()  # which copies nothing of what the templates were given
    keen.cookies = client.cookies
    form, draft = (measure_seconds(lambda record=record: keen.get(change_url(record))) for record in (plain, live))
    report(capsys, f"open a form {form * 1000:.0f} ms, a draft {draft * 1000:.0f} ms: × {draft / form:.2f} (at most 2)")


def test_preview_lock_time(capsys, monkeypatch):
    """Measures from the first locked row to the end of the rolled-back transaction."""
    editor = factories.editor(roles=["administrator"])
    live = factories.published(meeting())
    client = client_for(editor)
    client.post(
        change_url(live),
        get_record_form_data(client, live) | {"date_note_en": "A", "date_note_es": "B", "date_note_fr": "C"},
    )
    lock_times = []
    lock_rows = apply.lock_rows

    def record_lock(those):
        lock_times.append(time.perf_counter())
        return lock_rows(those)

    @contextmanager
    def measured_context(records):
        with previews.preview_context(records):
            yield
        lock_times[-1] = time.perf_counter() - lock_times[-1]

    monkeypatch.setattr(apply, "lock_rows", record_lock)
    monkeypatch.setattr(preview_views, "preview_context", measured_context)
    preview = create_shared_preview(live, editor, days=1)
    path = f"{preview.prefix.rstrip('/')}{live.get_url('en')}"
    for _ in range(REPEATS):
        assert LeanClient().get(path).status_code == 200
    assert not transaction.get_rollback()
    report(
        capsys,
        f"a preview holds its locks {median(lock_times[1:]) * 1000:.0f} ms, "
        f"at most {max(lock_times[1:]) * 1000:.0f} (under 100)",
    )
