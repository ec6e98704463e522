"""Redirects from old URLs in the same language."""

import pytest
from django.test import Client

from portal.publishing.workflow import unpublish
from portal.records.redirects import FormerAddress
from tests.support import factories
from tests.support.factories import published

pytestmark = pytest.mark.django_db


def answer(path):
    """Return the status of a page and its redirect target."""
    response = Client().get(path)
    return response.status_code, response.headers.get("Location")


class TestRedirects:
    def moved(self, **slugs):
        """Create a public item whose slugs were one, uno and un."""
        record = published(factories.news_item(title_en="One", title_es="Uno", title_fr="Un"))
        for column, slug in slugs.items():
            setattr(record, column, slug)
        record.save()
        return record

    def test_old_url_redirects_in_its_language(self):
        self.moved(slug_es="primero")
        assert answer("/es/noticias/2004/uno/") == (301, "/es/noticias/2004/primero/")
        assert answer("/es/noticias/2004/primero/")[0] == 200
        assert answer("/en/news/2004/one/")[0] == 200
        assert answer("/fr/nouvelles/2004/un/")[0] == 200

    def test_old_url_redirects_with_query(self):
        self.moved(slug_fr="premier")
        assert answer("/fr/nouvelles/2004/un/?a=%C3%A9") == (301, "/fr/nouvelles/2004/premier/?a=%C3%A9")

    def test_every_old_url_redirects_forever(self):
        record = self.moved(slug_en="second")
        record.slug_en = "third"
        record.save()
        for slug in ("one", "second"):
            assert answer(f"/en/news/2004/{slug}/") == (301, "/en/news/2004/third/")

    def test_reused_slug_is_served_again(self):
        record = self.moved(slug_en="second")
        record.slug_en = "one"
        record.save()
        assert answer("/en/news/2004/one/")[0] == 200
        assert answer("/en/news/2004/second/") == (301, "/en/news/2004/one/")

    def test_new_record_overrides_redirect(self):
        old = self.moved(slug_en="second")
        new = published(factories.news_item(title_en="One", title_es="Otro", title_fr="Autre"))
        assert new.slug_en == "one"
        response = Client().get("/en/news/2004/one/")
        assert response.status_code == 200
        assert response.context["record"] == new != old

    def test_old_url_of_other_language_redirects_to_this_language(self):
        self.moved(slug_es="primero")
        assert answer("/fr/nouvelles/2004/uno/") == (301, "/fr/nouvelles/2004/un/")

    def test_old_url_of_withdrawn_record_is_not_found(self):
        unpublish(self.moved(slug_en="second"), by=None)
        assert answer("/en/news/2004/one/")[0] == 404

    def test_redirect_is_stored_once(self):
        record = self.moved(slug_en="second")
        for slug in ("one", "second", "one"):
            record.slug_en = slug
            record.save()
        former = FormerAddress.objects.filter(object_id=record.pk).order_by("slug")
        assert list(former.values_list("language", "slug")) == [("en", "one"), ("en", "second")]

    def test_old_entry_url_redirects_within_jurisdiction(self):
        texts = dict.fromkeys(("summary_en", "summary_es", "summary_fr"), "A text")
        first, second = (
            published(factories.entry(
                jurisdiction=published(factories.jurisdiction()), section=published(factories.section()),
                slug_en="same", **texts
            ))
            for _ in range(2)
        )  # fmt: skip
        for entry, slug in ((first, "one"), (second, "other")):
            entry.slug_en = slug
            entry.save()
        for entry, slug in ((first, "one"), (second, "other")):
            folder = f"/en/programs/{entry.jurisdiction.slug_en}/"
            assert answer(f"{folder}same/") == (301, f"{folder}{slug}/")
