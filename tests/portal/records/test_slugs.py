"""Slugs: from titles, in each language, unique and never empty."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from news.models import NewsItem
from portal.publishing.workflow import publish
from programs.models import Entry
from tests.support import factories
from tests.support.factories import country

pytestmark = pytest.mark.django_db


def reload(record):
    """Return the record from the database."""
    return type(record).objects.get(pk=record.pk)


def slugs(record):
    return [record.slug_en, record.slug_es, record.slug_fr]


class TestSlugs:
    def test_slugs_come_from_titles(self):
        record = factories.news_item(
            title_en="Workers’ Safety!", title_es="¿Año de la niñez?", title_fr="Énoncé : l’été"
        )
        assert slugs(record) == ["workers-safety", "ano-de-la-ninez", "enonce-lete"]

    def test_slug_expands_french_ligatures(self):
        record = factories.news_item(title_fr="Main-d’œuvre et Œuvres", source_language="fr")
        assert record.slug_fr == "main-doeuvre-et-oeuvres"

    @pytest.mark.parametrize(
        ("source", "title", "slug"),
        [("en", "Common ground", "common-ground"), ("es", "Tierra común", "tierra-comun"), ("fr", "Été", "ete")],
    )
    def test_slug_without_translation_comes_from_source(self, source, title, slug):
        record = factories.news_item(**{f"title_{source}": title}, source_language=source)
        assert slugs(record) == [slug] * 3

    def test_given_slugs_are_unchanged(self):
        record = factories.news_item(title_en="One", slug_en="first", slug_es="primero")
        assert slugs(record) == ["first", "primero", "one"]

    def test_slugs_are_unchanged_when_title_changes(self):
        record = factories.news_item(title_en="One", title_es="Uno", title_fr="Un")
        record.title_en = "Two"
        record.save()
        assert slugs(reload(record)) == ["one", "uno", "un"]

    def test_taken_slug_is_numbered(self):
        records = [factories.news_item(title_en="Same", title_fr="Pareil") for _ in range(3)]
        assert [record.slug_en for record in records] == ["same", "same-2", "same-3"]
        assert [record.slug_fr for record in records] == ["pareil", "pareil-2", "pareil-3"]

    def test_slug_uses_lowest_free_number(self):
        factories.news_item(title_en="Same")
        factories.news_item(title_en="Other", slug_en="same-3")
        factories.news_item(title_en="Other", slug_en="same-ground")
        assert factories.news_item(title_en="Same").slug_en == "same-2"

    def test_slug_may_repeat_across_languages(self):
        factories.news_item(title_en="Normal", title_es="Otro", title_fr="Autre")
        record = factories.news_item(title_en="Second", title_es="Normal", title_fr="Normal")
        assert slugs(record) == ["second", "normal", "normal"]

    def test_taken_slug_is_rejected_at_field(self):
        factories.news_item(slug_fr="pris")
        record = factories.news_item()
        record.slug_fr = "pris"
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert list(refusal.value.message_dict) == ["slug_fr"]

    @pytest.mark.parametrize("language", ["en", "es", "fr"])
    def test_taken_slug_is_rejected_by_database(self, language):
        column = f"slug_{language}"
        factories.news_item(**{column: "taken"})
        record = factories.news_item()
        with pytest.raises(IntegrityError), transaction.atomic():
            NewsItem.objects.filter(pk=record.pk).update(**{column: "taken"})

    @pytest.mark.parametrize("language", ["en", "es", "fr"])
    def test_empty_slug_is_rejected_by_database(self, language):
        record = factories.news_item()
        with pytest.raises(IntegrityError), transaction.atomic():
            NewsItem.objects.filter(pk=record.pk).update(**{f"slug_{language}": ""})

    def test_cleared_slug_is_recreated(self):
        record = factories.news_item(title_en="One", slug_en="first")
        record.slug_en = ""
        record.save()
        assert reload(record).slug_en == "one"

    @pytest.mark.parametrize("interface", ["en", "es", "fr"])
    def test_spanish_record_is_saved_in_any_interface_language(self, interface):
        with override(interface):
            for _ in range(2):
                record = NewsItem(title_es="Seguridad", source_language="es", country=country("MX"), date="2026")
                record.full_clean()
                record.save()
                publish(record, by=None, without_approval=True)
        assert slugs(record) == ["seguridad-2"] * 3
        assert (record.title_en, record.title_es, record.title_fr) == (None, "Seguridad", None)
        assert record.languages() == ["es"]
        assert str(record) == "Seguridad"

    @pytest.mark.parametrize("title", ["安全", "!!!", "—"])
    def test_title_without_ascii_gets_slug(self, title):
        assert slugs(factories.news_item(title_en=title)) == ["newsitem"] * 3

    def test_long_title_gets_truncated_slug(self):
        title = "word " * 40
        records = [factories.news_item(title_en=title[:200]) for _ in range(11)]
        assert len({record.slug_en for record in records}) == 11
        for record in records:
            record.full_clean()

    def test_entry_url_is_within_jurisdiction(self):
        section = factories.section(title_en="Training", title_es="Capacitación", title_fr="Formation")
        first, second = factories.entry(section=section), factories.entry(section=section)
        assert slugs(first) == slugs(second) == ["training", "capacitacion", "formation"]
        third = factories.entry(jurisdiction=first.jurisdiction, section=factories.section(title_en="Training"))
        assert third.slug_en == "training-2"

    def test_taken_slug_in_jurisdiction_is_rejected_by_database(self):
        first = factories.entry(slug_fr="pris")
        second = factories.entry(jurisdiction=first.jurisdiction)
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=second.pk).update(slug_fr="pris")
        Entry.objects.filter(pk=factories.entry().pk).update(slug_fr="pris")

    def test_url_is_localized(self):
        record = factories.news_item(title_en="One", title_es="Uno", title_fr="Un", date="2004-04")
        with override("en"):
            assert [record.get_url(language) for language in ("en", "es", "fr")] == [
                "/en/news/2004/one/", "/es/noticias/2004/uno/", "/fr/nouvelles/2004/un/",
            ]  # fmt: skip
        with override("fr"):
            assert record.get_absolute_url() == "/fr/nouvelles/2004/un/"


def test_page_named_like_section_gets_other_slug():
    page = factories.page(title_en="News", title_es="Noticias", title_fr="Bureaux")
    assert (page.slug_en, page.slug_es, page.slug_fr) == ("news-2", "noticias-2", "bureaux-2")
