"""Mail about accounts that waits to be sent: requests only store it, and a thread of the scheduler sends it.

The answer to a request to reset a password therefore takes the same time for every address, and no request waits for a
mail server. Links are made when the mail is written, so that the database holds none that works.
"""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.operations.wakeup import scheduler_wakeup


class AccountMail(models.Model):
    """A mail that is deleted once it is sent, or once it is clear that nobody gets it."""

    class Kind(models.TextChoices):
        """What the mail is about."""

        RESET = "reset"
        INVITATION = "invitation"
        NOTICE = "notice"

    kind = models.CharField(max_length=10, choices=Kind)
    # As it was typed (a reset), or where the account was reached at the time (a notice).
    email = models.CharField(max_length=254)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    event = models.CharField(max_length=20, blank=True)  # an EventKind
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("mail about an account")
        verbose_name_plural = _("mail about accounts")
        ordering = ("at", "pk")

    def __str__(self):
        return f"{self.kind} {self.at}"


def is_mail_sent():
    """Return whether there is a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def queue_mail(kind, email, **columns):
    """Store a mail, in the transaction of its cause, and wake the thread that sends it."""
    AccountMail.objects.create(kind=kind, email=email, **columns)
    transaction.on_commit(scheduler_wakeup.set)
