"""What unpublishing a record, or canceling its schedule, does to a record that was published with it."""

from portal.publishing.workflow import FUNCTIONS


class LinkedWithdrawal:
    """A live record that an editor may unpublish or unschedule together with another one.

    `is_allowed` says whether the editor may do so, and `is_default` whether it happens unless the editor decides
    otherwise. Subclasses write the texts.
    """

    KEEP = "keep"

    label = ""
    help_text = ""
    # Labels of the two choices.
    apply_label = keep_label = ""

    def __init__(self, record, *, is_allowed, is_default, ends_together=False):
        self.record, self.is_allowed, self.is_default = record, is_allowed, is_allowed and is_default
        # Whether the scheduled withdrawals of both records have the same time.
        self.ends_together = ends_together

    @property
    def apply_value(self):
        """The value of the choice to unpublish. It names the record, so that it cannot be taken for another one."""
        return str(self.record.pk)

    @property
    def choices(self):
        return [(self.apply_value, self.apply_label), (self.KEEP, self.keep_label)]

    @property
    def initial(self):
        return self.apply_value if self.is_default else self.KEEP

    def describe_plan(self):
        """Return what will happen to the record by default, as a sentence."""
        raise NotImplementedError

    def describe_result(self, *, applied):
        """Return what has happened to the record, as a sentence."""
        raise NotImplementedError

    def apply(self, transition, *, by, note="", at=None):
        """Carry out a transition, such as "unpublish", on the record, after that of the other record.

        Return whether it changed anything: nothing does if the record ends earlier, or has no schedule in common.
        """
        self.record.lock()
        if transition == "unschedule":
            applies = self.record.is_scheduled or self.ends_together
            options = {}
        else:
            applies = not (at and self.record.withdraw_at and self.record.withdraw_at <= at)
            options = {"at": at}
        if applies:
            FUNCTIONS[transition](self.record, by=by, note=note, **options)
        return applies
