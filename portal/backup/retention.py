"""Which of the backups in a folder are kept: the newest, and the last one of so many days, weeks and months."""

from typing import NamedTuple

from portal.backup.places import parse_filename

PERIODS = {"days": "%Y-%m-%d", "weeks": "%G-%V", "months": "%Y-%m"}


class Retention(NamedTuple):
    """How many backups are kept. With no number at all, every one is."""

    newest: int = 0
    days: int = 0
    weeks: int = 0
    months: int = 0

    def select_expired(self, names):
        """Return the names that are no longer kept, oldest first. Only names of generated backups are considered."""
        if not any(self):
            return []
        times = {name: time for name in names if (time := parse_filename(name))}
        newest_first = sorted(times, key=times.get, reverse=True)
        kept = set(newest_first[: max(1, self.newest)])
        for period, pattern in PERIODS.items():
            last = {}
            for name in newest_first:
                last.setdefault(times[name].strftime(pattern), name)
            kept.update(list(last.values())[: getattr(self, period)])
        return [name for name in reversed(newest_first) if name not in kept]


def delete_expired(place, retention):
    """Delete the backups beside a new one that are no longer kept, and return their names."""
    expired = retention.select_expired(place.list_names())
    for name in expired:
        place.delete(name)
    return expired
