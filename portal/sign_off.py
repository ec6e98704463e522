"""The verbs of sign-off: a record asks the three offices for consent, each gives its own, and publishing waits for all.

What a consent is, and when it falls, is in consents.py.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import notices
from portal.consents import Consent, consents_of, fingerprint_of, open_consents
from portal.status import Status
from portal.versions import Event

CONSENTED_TEXT_STAYS = _(
    "The offices have consented to another text. Save the change as a draft and ask for their consent to it."
)


class SignedOff:
    """What may need the consent of the offices before it is public. A base of Publishable, before the other verbs."""

    def what_is_open(self):
        """The sentences of all that publishing waits for: what is missing or wrong, and consents that are not given."""
        consents = (consent.in_words() for consent in open_consents(self))
        return [*self.what_is_missing(), *self.what_is_wrong(), *consents]

    @transaction.atomic
    def ask_consent(self, *, by, note=""):
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
        offices = [editor for consent in asked for editor in notices.office_of(consent.country, self)]
        notices.tell(notices.Occasion.CONSENT_ASKED, self, to=offices, by=by, note=note)
        self.settle(Event.CONSENT_ASKED, by=by, note=note)

    @transaction.atomic
    def consent(self, *, by, country, seen, note=""):
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
        self.settle(Event.CONSENTED, by=by, note=": ".join(filter(None, [country.code, note])))

    @transaction.atomic
    def drop_consent(self, *, by, note):
        """Asks for no consent any more, saying why."""
        self.lock()
        self.refuse_while_live()
        if not note.strip():
            raise ValidationError(_("Say why consent is no longer asked for."))
        consents_of(self).delete()
        self.settle(Event.CONSENT_DROPPED, by=by, note=note)

    def amend(self, **options):
        """A change of a live record, which is refused where the offices have consented to another text."""
        if open_consents(self):
            raise ValidationError(CONSENTED_TEXT_STAYS)
        super().amend(**options)

    def in_consents(self):
        """The columns by which a consent names this record."""
        return {"content_type": ContentType.objects.get_for_model(self), "object_id": self.pk}

    def refuse_while_live(self):
        """Nothing is asked or given for what is public or scheduled, but for its draft: it stands as it was agreed."""
        if self.status == Status.PUBLISHED and not self.has_ended and self.draft is None:
            raise ValidationError(
                _("“%(record)s” is public or scheduled: withdraw it or call it off first."), params={"record": self}
            )
