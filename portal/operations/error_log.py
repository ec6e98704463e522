"""The error log: one file a day, shared by all processes and deleted after 30 days, as the privacy page promises."""

import datetime
import logging
import threading
from pathlib import Path

RETENTION_DAYS = 30
SECONDS_PER_DAY = 24 * 60 * 60


class DailyFileHandler(logging.Handler):
    """Write each record to the file of its day, `errors-2026-11-22.log` (UTC)."""

    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record):
        day = datetime.datetime.fromtimestamp(record.created, datetime.UTC).date()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / f"errors-{day}.log").open("a", encoding="utf-8") as file:
                file.write(self.format(record) + "\n")
        except OSError:
            self.handleError(record)


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
