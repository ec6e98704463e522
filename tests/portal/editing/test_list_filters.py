"""List filters and titles of the lists of records."""

import re

import pytest

from news.models import NewsItem
from portal.models import Picture
from tests.support.clients import superuser_client
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "All three governments"), ("es", "Los tres gobiernos"), ("fr", "Les trois gouvernements")],
)
@pytest.mark.parametrize("model", [NewsItem, Picture], ids=lambda model: model.__name__)
def test_country_filter_names_three_governments(model, language, label):
    client = superuser_client(interface_language=language)
    html = client.get(admin_url(model, "changelist")).content.decode()
    assert re.search(rf'<a href="\?country__isnull=True">\s*{label}\s*</a>', html)


def test_planned_status_says_it_is_not_approved():
    html = superuser_client().get(admin_url(NewsItem, "changelist")).content.decode()
    assert "planned, not approved yet</a>" in html


@pytest.mark.parametrize(("language", "title"), [("en", "News items"), ("es", "Noticias"), ("fr", "Nouvelles")])
def test_title_of_list_is_plural_name(language, title):
    html = superuser_client(interface_language=language).get(admin_url(NewsItem, "changelist")).content.decode()
    assert f"<h1>{title}</h1>" in html
    assert html.partition("<title>")[2].strip().startswith(f"{title} |")
