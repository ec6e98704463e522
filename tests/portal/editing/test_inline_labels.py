"""The button that adds a row to an inline."""

import pytest

from news.models import NewsRelease
from tests.support.clients import superuser_client
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Add another attached document"),
        ("es", "Agregar: documento adjunto"),
        ("fr", "Ajouter\\u00a0: document joint"),
    ],
)
def test_button_names_row_in_lower_case(language, label):
    html = superuser_client(interface_language=language).get(admin_url(NewsRelease, "add")).content.decode()
    assert f"&quot;addText&quot;: &quot;{label}&quot;" in html
