"""The model ScheduleCheck: the last check of a scheduled publication, so that it is not repeated every minute."""

from django.db import models

from portal.records.references import RecordReference


class ScheduleCheck(RecordReference):
    """The last check of a record or a release before its publication time."""

    due_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    # A hash of the checked state: see `compute_state` in warnings.py.
    state = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "due_at"), name="schedulecheck_once"),
        )

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.due_at:%Y-%m-%d %H:%M}"
