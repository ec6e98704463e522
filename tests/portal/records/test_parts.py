"""Parts of records."""

import pytest

from portal.external_links.rendering import get_link_numbers
from portal.records import parts
from portal.records.parts import get_root
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_root_of_part_is_its_record():
    part = factories.release_file()
    assert get_root(part) == part.release
    assert get_root(part.release) == part.release


def test_root_of_nested_part_is_outermost_record(monkeypatch):
    item = factories.news_item()
    part = factories.release_file(release=factories.news_release(item=item))
    fields = {type(part): part._meta.get_field("release"), type(part.release): part.release._meta.get_field("item")}
    monkeypatch.setattr(parts, "get_root_field", fields.get)
    assert get_root(part) == item


def test_part_has_link_numbers_of_its_record():
    part = factories.release_file()
    part.release.outward = {"https://example.org/": 3}
    assert get_link_numbers(part) == get_link_numbers(part.release) == {"https://example.org/": 3}
