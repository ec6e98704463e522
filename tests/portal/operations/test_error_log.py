"""The error log: content and retention."""

import datetime
import json
import logging
import sys

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
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "log" / "errors-2004-11-09.log").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "log" / "errors-2004-11-09.log").read_text(encoding="utf-8") == "Été\nÉté\n"


def test_file_of_a_day_has_a_largest_size(tmp_path, monkeypatch):
    monkeypatch.setattr(error_log, "MAX_FILE_SIZE", 10)
    handler = error_log.DailyFileHandler(tmp_path)
    for _ in range(100):
        handler.emit(logging.makeLogRecord({"msg": "seven b", "created": 1_100_000_000.0}))
    assert (tmp_path / "errors-2004-11-09.log").stat().st_size == 16


def get_security_record(message="Invalid HTTP_HOST header"):
    try:
        raise ValueError(message)
    except ValueError:
        record = {"name": "django.security.DisallowedHost", "msg": message, "exc_info": sys.exc_info()}
        return logging.makeLogRecord({**record, "levelname": "ERROR", "pathname": "x.py", "lineno": 1})


def test_repeated_errors_are_counted_and_not_written(monkeypatch):
    repeats, now = error_log.RepeatFilter(), 1000.0
    monkeypatch.setattr(error_log.time, "monotonic", lambda: now)
    passed = [repeats.filter(get_security_record(f"Host {number}")) for number in range(50)]
    assert sum(passed) == error_log.MAX_REPEATS
    assert repeats.filter(logging.makeLogRecord({"name": "portal", "pathname": "y.py", "lineno": 2}))
    now += error_log.REPEAT_WINDOW
    record = get_security_record()
    assert repeats.filter(record)
    assert "(30 more of this kind were left out)" in error_log.LineFormatter().format(record)


def test_line_that_a_stranger_causes_is_short():
    line = error_log.LineFormatter().format(get_security_record("Invalid HTTP_HOST header: " + "x" * 10_000))
    assert "\n" not in line
    assert len(line) < 650


@pytest.mark.parametrize("formatter", [error_log.LineFormatter, error_log.JSONFormatter])
def test_values_of_the_database_are_not_logged(formatter):
    message = "duplicate key\nDETAIL:  Key (email)=(ana@example.org) already exists."
    try:
        raise ValueError(message)
    except ValueError:
        record = logging.makeLogRecord({"name": "django.request", "msg": "Failed", "exc_info": sys.exc_info()})
    text = formatter().format(record)
    assert "duplicate key" in text
    assert "ana@example.org" not in text


def test_json_line_has_the_request_id():
    token = error_log.request_id.set("0123456789abcdef")
    try:
        line = error_log.JSONFormatter().format(get_security_record("Été"))
    finally:
        error_log.request_id.reset(token)
    fields = json.loads(line)
    assert (fields["message"], fields["request_id"], fields["level"]) == ("Été", "0123456789abcdef", "ERROR")
    assert "traceback" not in fields
    assert fields["time"].endswith("+00:00")


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
@pytest.mark.parametrize(("given", "is_accepted"), [("", False), ("0123-abcdef", True), ("x\nERROR", False)])
def test_error_is_logged_without_client_address(given, is_accepted, monkeypatch, tmp_path):
    def fail(*args, **kwargs):
        raise RuntimeError("a cause")

    handler = next(
        handler for handler in logging.getLogger("django").handlers if isinstance(handler, error_log.DailyFileHandler)
    )
    assert handler.folder == settings.PORTAL_DATA / "log"
    monkeypatch.setattr(handler, "folder", tmp_path)
    monkeypatch.setattr("portal.publishing.shortcuts.TemplateResponse", fail)
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.7")
    response = client.get("/es/oficinas/?name=Ana", headers={"X-Request-ID": given})
    assert response.status_code == 500
    assert (response.headers["X-Request-ID"] == given) == is_accepted
    text = next(tmp_path.glob("errors-*.log")).read_text()
    assert "/es/oficinas/" in text
    assert response.headers["X-Request-ID"] in text
    assert "a cause" in text
    assert "203.0.113.7" not in text
    assert "Ana" not in text
