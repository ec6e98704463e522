"""The log of errors: a file a day, written by all processes, deleted after 30 days as the privacy page promises."""

import datetime
import logging
import threading
from pathlib import Path

DAYS = 30
A_DAY = 24 * 60 * 60


class DailyFiles(logging.Handler):
    """Writes each record to the file of its day, `errors-2026-11-22.log` (UTC)."""

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


def delete_old(folder, today=None):
    """Deletes the files of days that lie 30 days back or more."""
    oldest = (today or datetime.datetime.now(datetime.UTC).date()) - datetime.timedelta(days=DAYS)
    for path in Path(folder).glob("errors-????-??-??.log"):
        if path.stem.removeprefix("errors-") <= oldest.isoformat():
            path.unlink(missing_ok=True)


def delete_old_daily(folder):
    """Deletes old files now and once a day, as long as this process serves; also where no error ever comes."""

    def go_on():
        while True:
            delete_old(folder)
            threading.Event().wait(A_DAY)

    threading.Thread(target=go_on, name="error log", daemon=True).start()
