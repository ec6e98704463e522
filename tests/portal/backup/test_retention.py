"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.backup.places import FILENAME, open_place, parse_filename
from portal.backup.retention import Retention, delete_expired

NEWEST = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)  # a Saturday
# Two a day for 100 days.
TIMES = [NEWEST - timedelta(hours=12 * number) for number in range(200)]
NAMES = [time.strftime(FILENAME) for time in TIMES]


def get_kept(**numbers):
    expired = set(Retention(**numbers).select_expired(NAMES))
    return [time for time, name in zip(TIMES, NAMES, strict=True) if name not in expired]


def test_without_numbers_every_backup_is_kept():
    assert get_kept() == TIMES


def test_newest_backups_are_kept():
    assert get_kept(newest=3) == TIMES[:3]


def test_last_backup_of_each_day_is_kept():
    assert get_kept(days=3) == [TIMES[0], TIMES[1], TIMES[3]]


def test_last_backup_of_each_week_and_month_is_kept():
    weeks = get_kept(weeks=3)
    assert [time.strftime("%a %d") for time in weeks] == ["Sat 28", "Sun 22", "Sun 15"]
    months = get_kept(months=3)
    assert [time.strftime("%m-%d %H") for time in months] == ["11-28 03", "10-31 15", "09-30 15"]


def test_periods_add_up():
    assert len(get_kept(newest=2, days=7, weeks=4, months=3)) == 7 + 2 + 2


def test_days_without_backup_do_not_count():
    names = [datetime(2026, month, 1, tzinfo=UTC).strftime(FILENAME) for month in (1, 5, 9)]
    assert Retention(days=2).select_expired(names) == names[:1]


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "portal-latest.backup", "portal-20261128T030000Z.backup.old", "portal-20269999T030000Z.backup",
     ".portal-20261128T030000Z.backup.x1", "old-portal-20261128T030000Z.backup"],
)  # fmt: skip
def test_foreign_file_is_never_deleted(name):
    assert parse_filename(name) is None
    assert name not in Retention(newest=1).select_expired([*NAMES, name])


def test_expired_files_are_deleted_from_disk(tmp_path):
    for name in [*NAMES[:4], "notes.txt"]:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / NAMES[5]).mkdir()
    assert delete_expired(open_place(f"{tmp_path}/"), Retention(newest=2)) == [NAMES[3], NAMES[2]]
    assert {path.name for path in tmp_path.iterdir()} == {NAMES[0], NAMES[1], NAMES[5], "notes.txt"}
