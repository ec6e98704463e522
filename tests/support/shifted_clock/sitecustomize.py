"""Shift the clock of a Python process by the seconds in SHIFTED_CLOCK, if its folder is in PYTHONPATH."""

import os
import time

from django.utils import timezone

SHIFT = float(os.environ["SHIFTED_CLOCK"])
real_time, real_datetime = time.time, timezone.datetime


class ShiftedDatetime(real_datetime):
    """The class datetime as Django's timezone module uses it, with a shifted clock."""

    @classmethod
    def now(cls, tz=None):
        return real_datetime.fromtimestamp(real_time() + SHIFT, tz)


def get_shifted_time():
    return real_time() + SHIFT


time.time = get_shifted_time
timezone.datetime = ShiftedDatetime
