"""Approvals: the sign-off of each country's office on one text of a trinational record, and its transitions."""

import hashlib
import json

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import take_draft_snapshot
from portal.history.models import Event
from portal.notifications import models as notices
from portal.records.models import Status

# What readers never meet: no consent falls with it.
UNSEEN = {"review_due", "joint_languages", "source_language", "fingerprints"}


class Consent(models.Model):
    """One office's consent: asked for, and given for the text with this fingerprint as long as it is that."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    country = models.ForeignKey("portal.Country", models.PROTECT, related_name="+", verbose_name=_("country"))
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    given_at = models.DateTimeField(_("given"), null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    given_for = models.CharField(_("fingerprint of the text"), max_length=16, blank=True)
    fallen_at = models.DateTimeField(_("fallen"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("country__order",)
        constraints = (
            models.UniqueConstraint(fields=("content_type", "object_id", "country"), name="consent_once"),
        )  # fmt: skip

    def __str__(self):
        return f"{self.content_type} {self.object_id}, {self.country}"

    def in_words(self):
        """That it is missing, and of which country."""
        words = gettext("Consent has fallen, since the text changed: %(country)s.")
        if not self.fallen_at:
            words = gettext("Consent is missing: %(country)s.")
        return words % {"country": self.country}


def seen_value(value):
    """A value of a snapshot, without the spaces that no one sees."""
    return " ".join(value.split()) if isinstance(value, str) else value


def fingerprint_of(record):
    """16 hexadecimal digits for all that readers meet of a record, or will meet of its draft: its texts, parts, files
    and relations.
    """
    rows = {
        key: {column: seen_value(value) for column, value in row.items() if value and column not in UNSEEN}
        for key, row in take_draft_snapshot(record).items()
    }
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]


def consents_of(record):
    """The consents that a record has asked for; only what all three governments answer for needs any."""
    if record.pk is None or record.country_id is not None:
        return Consent.objects.none()
    content_type = ContentType.objects.get_for_model(record)
    consents = Consent.objects.filter(content_type=content_type, object_id=record.pk)
    return consents.select_related("country", "asked_by", "given_by")


def consents_today(record):
    """The same, where `is_open` says of each whether it is yet to be given for the text of now."""
    consents = list(consents_of(record))
    text = fingerprint_of(record) if consents else ""
    for consent in consents:
        consent.is_open = consent.given_for != text
    return consents


def open_consents(record):
    """The consents that publishing still waits for."""
    return [consent for consent in consents_today(record) if consent.is_open]


def let_fall(record, *, by, note=""):
    """The consents that were given for another text than that of now. Called in the transaction of the change."""
    fallen = [consent for consent in open_consents(record) if consent.given_at]
    if not fallen:
        return
    told = [*(consent.given_by for consent in fallen), *notices.get_publishers(record)]
    for consent in fallen:
        consent.given_at, consent.given_by, consent.given_for = None, None, ""
        consent.fallen_at = timezone.now()
        consent.save()
    notices.notify(notices.NoticeKind.APPROVAL_REVOKED, record, to=told, by=by, note=note)


CONSENTED_TEXT_STAYS = _(
    "The offices have consented to another text. Save the change as a draft and ask for their consent to it."
)


class ApprovalWorkflow:
    """The transitions of approvals. A base of Publishable that must come before PublicationWorkflow."""

    def what_is_open(self):
        """The sentences of all that publishing waits for: what is missing or wrong, and consents that are not given."""
        consents = (consent.in_words() for consent in open_consents(self))
        return [*self.what_is_missing(), *self.what_is_wrong(), *consents]

    @transaction.atomic
    def request_approval(self, *, by, note=""):
        """Asks the office of each country for its consent; one that is given for this very text stays."""
        self.lock()
        self.refuse_while_live()
        if self.country_id is not None:
            raise ValidationError(_("Consent is asked only for what all three governments answer for."))
        for country in Consent._meta.get_field("country").related_model.objects.all():
            Consent.objects.get_or_create(country=country, **self.in_consents())
        asked = open_consents(self)
        for consent in asked:
            consent.asked_at, consent.asked_by, consent.fallen_at = timezone.now(), by, None
            consent.save()
        offices = [editor for consent in asked for editor in notices.get_approvers(consent.country, self)]
        notices.notify(notices.NoticeKind.APPROVAL_REQUESTED, self, to=offices, by=by, note=note)
        self.settle(Event.APPROVAL_REQUESTED, by=by, note=note)

    @transaction.atomic
    def approve(self, *, by, country, seen, note=""):
        """One office's consent, for the text whose fingerprint the giver has `seen`: refused if it is another now."""
        self.lock()
        self.refuse_while_live()
        consent = next((one for one in open_consents(self) if one.country == country), None)
        if consent is None:
            raise ValidationError(_("This consent is not yours to give, or it is given already."))
        if (text := fingerprint_of(self)) != seen:
            raise ValidationError(
                _("The text has changed since you opened it: read it as it is now, and consent then.")
            )
        consent.given_at, consent.given_by, consent.given_for = timezone.now(), by, text
        consent.fallen_at = None
        consent.save()
        self.settle(Event.APPROVED, by=by, note=": ".join(filter(None, [country.code, note])))

    @transaction.atomic
    def cancel_approval_request(self, *, by, note):
        """Asks for no consent any more, saying why."""
        self.lock()
        self.refuse_while_live()
        if not note.strip():
            raise ValidationError(_("Say why consent is no longer asked for."))
        consents_of(self).delete()
        self.settle(Event.APPROVAL_REQUEST_CANCELED, by=by, note=note)

    def publish_changes(self, **options):
        """A change of a live record, which is refused where the offices have consented to another text."""
        if open_consents(self):
            raise ValidationError(CONSENTED_TEXT_STAYS)
        super().publish_changes(**options)

    def in_consents(self):
        """The columns by which a consent names this record."""
        return {"content_type": ContentType.objects.get_for_model(self), "object_id": self.pk}

    def refuse_while_live(self):
        """Nothing is asked or given for what is public or scheduled, but for its draft: it stands as it was agreed."""
        if self.status == Status.PUBLISHED and not self.has_ended and self.draft is None:
            raise ValidationError(
                _("“%(record)s” is public or scheduled: withdraw it or call it off first."), params={"record": self}
            )
