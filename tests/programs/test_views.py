"""Public pages of the matrix."""

import pytest

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.clients import get_page

pytestmark = pytest.mark.django_db
MISSING = {"en": "Text not available", "es": "Texto no disponible", "fr": "Texte non disponible"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("has_body", "is_missing"), [(True, False), (False, True)], ids=["body", "nothing"])
def test_entry_with_body_only_is_not_called_missing(language, has_body, is_missing):
    jurisdiction, section = factories.published(factories.jurisdiction()), factories.published(factories.section())
    body = {f"body_{code}": "<p>Text</p>" for code in LANGUAGES} if has_body else {}
    factories.published(factories.entry(jurisdiction=jurisdiction, section=section, **body))
    for record in (jurisdiction, section):
        assert (MISSING[language] in get_page(record.get_url(language))) is is_missing
