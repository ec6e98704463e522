"""AuditEvent: an entry of the audit log. The database refuses to change or delete entries (see the migrations).

Triggers add an entry for each change of an account, its rights or its factors about which the same transaction has not
added one: SQL, the shell and management commands.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal import clock

# An integer of 64 bits without sign, which PostgreSQL only casts to text.
CURRENT_TRANSACTION = Cast(models.Func(function="pg_current_xact_id"), models.TextField())


class EventKind(models.TextChoices):
    """What happened."""

    SIGNED_IN = "signed in", _("signed in")
    SIGN_IN_FAILED = "sign-in failed", _("sign-in failed")
    SIGN_IN_REFUSED = "sign-in refused", _("sign-in refused after too many attempts")
    SESSIONS_ENDED = "sessions ended", _("sessions ended")
    PASSWORD_CHANGED = "password changed", _("password changed")
    PASSWORD_MAIL = "password mail", _("mail to set a password sent")
    FACTOR_ADDED = "factor added", _("second factor added")
    FACTOR_REMOVED = "factor removed", _("second factor removed")
    CODES_RENEWED = "codes renewed", _("recovery codes renewed")
    ACCOUNT_CREATED = "account created", _("account created")
    MINISTRY_CONNECTED = "ministry connected", _("account of a ministry connected")
    ADDRESS_CHANGED = "address changed", _("username or email address changed")
    RIGHTS_CHANGED = "rights changed", _("rights changed")
    ACCOUNT_DELETED = "account deleted", _("account deleted")
    DRAFTS_HANDED_OVER = "drafts handed over", _("drafts handed over")
    PUBLICATION = "publication", _("publication")
    EXPORT = "export", _("export")


class AuditEvent(models.Model):
    """Something that a person did, or that was tried with an account.

    Names are stored as they were at the time. The columns of accounts are no constraints of the database, because an
    entry outlives the account and is never changed.
    """

    at = models.DateTimeField(_("time"), default=clock.now, db_index=True)
    kind = models.CharField(_("event"), max_length=20, choices=EventKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+",
        verbose_name=_("person"),
    )  # fmt: skip
    person_name = models.CharField(_("person"), max_length=150)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+",
        verbose_name=_("account"),
    )  # fmt: skip
    subject = models.TextField(_("concerns"))
    detail = models.TextField(_("details"))
    address = models.GenericIPAddressField(_("network address"), null=True)
    # The transaction that has added the entry, for the triggers; None for their own entries.
    transaction = models.BigIntegerField(null=True, db_default=Cast(CURRENT_TRANSACTION, models.BigIntegerField()))

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log entries")
        ordering = ("-at", "-pk")

    def __str__(self):
        return f"{self.person_name or self.subject}: {self.get_kind_display()}"


def record_event(kind, *, person=None, account=None, record=None, detail="", address=None):
    """Add an entry to the audit log, in English.

    `person` is the editor who acts; `account` is the editor and `record` the record whom it concerns.
    """
    with translation.override("en"):
        subject = f"{record._meta.label} {record.pk}: {record}" if record else ""
        return AuditEvent.objects.create(
            kind=kind,
            person_id=person and person.pk,
            person_name=person.get_username() if person else "",
            account_id=account and account.pk,
            subject=account.get_username() if account else subject,
            detail=str(detail),
            address=address,
        )
