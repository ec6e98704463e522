"""The log of errors: one file a day, shared by all processes and deleted after 30 days, and standard error.

The privacy page promises both the 30 days and that no reader is in the log. What strangers cause is bounded: repeated
errors are counted instead of written, lines are cut, and a file has a largest size.
"""

import datetime
import json
import logging
import os
import threading
import time
from contextvars import ContextVar
from pathlib import Path

RETENTION_DAYS = 30
SECONDS_PER_DAY = 24 * 60 * 60
FOLDER_MODE, FILE_MODE = 0o750, 0o640
MAX_FILE_SIZE = 10 * 2**20  # bytes a day
MAX_MESSAGE_LENGTH, MAX_TRACEBACK_LENGTH = 500, 10_000  # characters
# How often an error of one kind is written, and in what time, in seconds.
MAX_REPEATS, REPEAT_WINDOW = 20, 3600
MAX_KINDS = 1000
# Strangers cause these at will. What is known of them is in the message.
SECURITY_LOGGER = "django.security"

request_id = ContextVar("request_id", default="")


class RepeatFilter(logging.Filter):
    """Let an error of one kind pass a limited number of times an hour; the next one then says how many were left out.

    The kind is the place in the code and the type of the exception.
    """

    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()
        self.kinds = {}  # {kind: [begin of its window, count]}

    def filter(self, record):
        error = record.exc_info[0] if record.exc_info else None
        kind = (record.name, record.pathname, record.lineno, error)
        now = time.monotonic()
        with self.lock:
            if len(self.kinds) >= MAX_KINDS:
                self.kinds.clear()
            window = self.kinds.get(kind)
            if window is None or now - window[0] >= REPEAT_WINDOW:
                left_out = max(0, window[1] - MAX_REPEATS) if window else 0
                window = self.kinds[kind] = [now, 0]
                record.left_out = left_out
            window[1] += 1
            return window[1] <= MAX_REPEATS


def describe(record):
    """Return the message and the traceback of a record, cut and without values of the database."""
    message = record.getMessage()
    if len(message) > MAX_MESSAGE_LENGTH:
        message = f"{message[:MAX_MESSAGE_LENGTH]}…"
    if left_out := getattr(record, "left_out", 0):
        message += f" ({left_out} more of this kind were left out)"
    if not record.exc_info or record.name.startswith(SECURITY_LOGGER):
        return message, ""
    lines = logging.Formatter().formatException(record.exc_info).splitlines()
    # PostgreSQL names the values of a row here.
    traceback = "\n".join(line for line in lines if not line.startswith(("DETAIL:", "CONTEXT:")))
    return message, traceback[-MAX_TRACEBACK_LENGTH:]


class LineFormatter(logging.Formatter):
    """Format a record as one line, with the ID of its request, and its traceback."""

    def format(self, record):
        message, traceback = describe(record)
        request = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}{request}: {message}"
        return f"{line}\n{traceback}" if traceback else line


class JSONFormatter(logging.Formatter):
    """Format a record as a JSON object in one line."""

    def format(self, record):
        message, traceback = describe(record)
        fields = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
            "request_id": request_id.get(),
            "traceback": traceback,
        }
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


class DailyFileHandler(logging.Handler):
    """Write each record to the file of its day, `errors-2026-11-22.log` (UTC), until that is full."""

    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record):
        day = datetime.datetime.fromtimestamp(record.created, datetime.UTC).date()
        try:
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            with open(self.folder / f"errors-{day}.log", "a", encoding="utf-8", opener=open_private) as file:
                if file.tell() < MAX_FILE_SIZE:
                    file.write(self.format(record) + "\n")
        except OSError:
            self.handleError(record)


def open_private(path, flags):
    return os.open(path, flags, FILE_MODE)


def delete_old_logs(folder, today=None):
    """Delete the files of days that are at least RETENTION_DAYS ago."""
    cutoff = (today or datetime.datetime.now(datetime.UTC).date()) - datetime.timedelta(days=RETENTION_DAYS)
    for path in Path(folder).glob("errors-????-??-??.log"):
        if path.stem.removeprefix("errors-") <= cutoff.isoformat():
            path.unlink(missing_ok=True)


def start_log_cleanup(folder):
    """Delete old files now and once a day in a daemon thread, so that they go even if no new error is logged."""

    def run():
        while True:
            delete_old_logs(folder)
            threading.Event().wait(SECONDS_PER_DAY)

    threading.Thread(target=run, name="error log", daemon=True).start()
