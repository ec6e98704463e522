"""Every kind of public page has an example in each language."""

import pytest

from portal.i18n.languages import LANGUAGES
from tests.support import page_kinds
from workinggroup.models import Commitment

pytestmark = pytest.mark.django_db


def test_every_public_url_has_page_in_each_language():
    with page_kinds.every_kind():
        examples = page_kinds.find_examples()
    for language in LANGUAGES:
        assert [name for name, paths in examples[language].items() if not paths] == []
    assert set(page_kinds.get_kind_names()) > {"home", "page", "office", "news:newsitem_year", "programs:entry"}
    assert {len(examples["fr"][name]) for name in ("news:newsitem", "workinggroup:meeting_list")} == {2}


def test_missing_kind_of_record_is_created_and_removed():
    Commitment._base_manager.all().delete()
    with page_kinds.every_kind():
        assert Commitment.objects.published().count() == 1
    assert not Commitment._base_manager.exists()
