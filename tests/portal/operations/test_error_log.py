"""The error log: content and retention."""

import datetime
import logging

import pytest
from django.conf import settings
from django.test import Client

from portal.operations import error_log


def list_files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_error_is_logged_to_daily_file(tmp_path):
    handler = error_log.DailyFileHandler(tmp_path / "log")
    record = logging.makeLogRecord({"msg": "Été", "created": 1_100_000_000.0})
    handler.emit(record)
    handler.emit(record)
    assert (tmp_path / "log" / "errors-2004-11-09.log").read_text(encoding="utf-8") == "Été\nÉté\n"


def test_files_are_deleted_after_thirty_days(tmp_path):
    today = datetime.date(2026, 11, 22)
    for age in (0, 1, 29, 30, 31, 400):
        (tmp_path / f"errors-{today - datetime.timedelta(days=age)}.log").touch()
    (tmp_path / "something-else.log").touch()
    error_log.delete_old_logs(tmp_path, today)
    assert list_files(tmp_path) == [
        "errors-2026-10-24.log", "errors-2026-11-21.log", "errors-2026-11-22.log", "something-else.log",
    ]  # fmt: skip


def test_missing_folder_is_no_error(tmp_path):
    error_log.delete_old_logs(tmp_path / "nothing")


def test_serving_process_deletes_old_files(tmp_path):
    (tmp_path / "errors-2004-04-08.log").touch()
    error_log.start_log_cleanup(tmp_path)
    deadline = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=10)
    while list_files(tmp_path) and datetime.datetime.now(datetime.UTC) < deadline:
        pass
    assert list_files(tmp_path) == []


@pytest.mark.django_db
def test_error_is_logged_without_client_address(monkeypatch, tmp_path):
    def fail(*args, **kwargs):
        raise RuntimeError("a cause")

    handler = next(
        handler for handler in logging.getLogger("django").handlers if isinstance(handler, error_log.DailyFileHandler)
    )
    assert handler.folder == settings.PORTAL_DATA / "log"
    monkeypatch.setattr(handler, "folder", tmp_path)
    monkeypatch.setattr("portal.publishing.shortcuts.TemplateResponse", fail)
    response = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.7").get("/es/oficinas/?name=Ana")
    assert response.status_code == 500
    text = next(tmp_path.glob("errors-*.log")).read_text()
    assert "/es/oficinas/" in text
    assert "a cause" in text
    assert "203.0.113.7" not in text
    assert "Ana" not in text
