"""Lines about the progress of long commands."""

import io
from time import monotonic

INTERVAL = 2  # seconds


class Progress:
    """Tells how much of something is done, every other second. `tell` gets a line."""

    def __init__(self, tell, label, total=0, *, interval=INTERVAL):
        self.tell = tell
        self.label = label
        self.total = total
        self.interval = interval
        self.last = monotonic()

    def update(self, done, total=None):
        """Note that so many are done; tell it if the last line is some time ago."""
        now = monotonic()
        if now - self.last >= self.interval:
            self.last = now
            self.tell(f"{self.label}: {done} of {total or self.total}")


class MigrationProgress(io.TextIOBase):
    """The output of `migrate`, counted: one migration ends each of its lines with OK."""

    def __init__(self, tell, total):
        self.progress = Progress(tell, "Migrations", total)
        self.done = 0

    def write(self, text):
        if text.rstrip().endswith(" OK"):
            self.done += 1
            self.progress.update(self.done)
        return len(text)
