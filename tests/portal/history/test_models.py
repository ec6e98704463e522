"""Versions as editors read them."""

import pytest
from django.utils.translation import override

from portal.history.models import Event, Version


@pytest.mark.parametrize(
    ("language", "event", "note", "shown"),
    [
        ("en", Event.APPROVED, "US", "United States"),
        ("es", Event.APPROVED, "US: Con gusto", "Estados Unidos: Con gusto"),
        ("fr", Event.APPROVAL_REFUSED, "MX: Non: pas encore", "Mexique\xa0: Non: pas encore"),
        ("fr", Event.SAVED, "US: Correction", "US: Correction"),
    ],
    ids=["approved", "with-note", "refused", "other-event"],
)
def test_note_of_approval_names_country(language, event, note, shown):
    with override(language):
        assert Version(event=event, note=note).localized_note == shown
