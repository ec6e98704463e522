"""A text in the reader's language, or the one that stands in for it; and the field that holds some of the languages."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import deactivate_all, override

from news.models import NewsItem
from portal.i18n.fields import LanguagesField
from portal.i18n.languages import (
    get_current_language,
    get_translated_fields,
    get_translation,
    localize,
    localized_field_name,
)
from portal.models import Country, LoadedRecord
from programs.models import Jurisdiction


def test_column_is_named_by_its_language():
    assert [localized_field_name("title", language) for language in ("en", "es", "fr")] == [
        "title_en",
        "title_es",
        "title_fr",
    ]


def test_translated_fields_are_named_without_a_language():
    assert set(get_translated_fields(NewsItem)) == {"title", "slug", "summary", "body", "sources"}
    assert get_translated_fields(LoadedRecord) == ()


@pytest.mark.parametrize(("active", "read"), [("es", "es"), ("fr-ca", "fr"), ("en-us", "en")])
def test_reader_language_is_that_of_the_page(active, read):
    with override(active):
        assert get_current_language() == read


def test_reader_language_is_english_where_none_is_active():
    with override("fr"):
        deactivate_all()
        assert get_current_language() == "en"


@pytest.mark.parametrize(
    ("texts", "source", "reader", "expected"),
    [
        ({"en": "One", "es": "Uno", "fr": "Un"}, "en", "fr", ("Un", "fr", False)),
        ({"en": "One", "es": "Uno"}, "en", "fr", ("One", "en", True)),
        ({"en": "One", "es": "Uno"}, "es", "fr", ("Uno", "es", True)),
        ({"es": "Uno"}, "es", "en", ("Uno", "es", True)),
        ({"fr": "Un"}, "es", "en", ("Un", "fr", True)),
        ({"es": "Uno", "fr": "Un"}, "en", "en", ("Uno", "es", True)),
        ({"en": "One", "fr": ""}, "en", "fr", ("One", "en", True)),
        ({"es": "Uno"}, "es", "es", ("Uno", "es", False)),
        ({}, "en", "fr", ("", "fr", False)),
    ],
)
def test_localized_borrows_from_the_source_and_then_from_any(texts, source, reader, expected):
    item = NewsItem(
        source_language=source, **{localized_field_name("title", language): text for language, text in texts.items()}
    )
    with override(reader):
        found = localize(item, "title")
        assert (found.text, found.language, found.is_fallback) == expected


def test_localized_in_a_named_language_is_borrowed_on_a_page_of_another():
    item = NewsItem(title_en="One", title_fr="Un")
    with override("en"):
        found = localize(item, "title", "fr")
        assert (str(found), found.language, found.is_fallback) == ("Un", "fr", True)


def test_localized_works_without_a_source_language():
    country = Country(code="MX", name_es="México")
    with override("fr"):
        assert localize(country, "name") == ("México", "es")
        assert str(country) == "México"


def test_text_in_one_language_is_never_borrowed():
    item = NewsItem(title_en="One")
    with override("en"):
        assert get_translation(item, "title", "es") == ""


class JurisdictionForm(forms.ModelForm):
    class Meta:
        model = Jurisdiction
        fields = ("title_en", "languages_of_its_own", "joint_languages")


def sent(languages):
    return {"title_en": "Canada", "languages_of_its_own": languages}


def test_languages_field_shows_what_it_holds():
    form = JurisdictionForm(instance=Jurisdiction(languages_of_its_own=["fr", "en"]))
    html = str(form["languages_of_its_own"])
    assert html.count("checked") == 2
    assert 'value="es"' in html


def test_languages_field_takes_what_a_form_sends():
    form = JurisdictionForm(sent(["es", "fr"]), instance=Jurisdiction(joint_languages=["en"]))
    assert form.is_valid()
    assert form.instance.languages_of_its_own == ["es", "fr"]
    assert form.instance.joint_languages == []


def test_languages_field_that_is_sent_back_as_it_was_has_not_changed():
    form = JurisdictionForm(
        sent(["en", "fr"]), instance=Jurisdiction(title_en="Canada", languages_of_its_own=["en", "fr"])
    )
    assert form.changed_data == []


@pytest.mark.parametrize("languages", [[], ["de"], ["en", "de"], ["en\x00"]])
def test_languages_field_refuses_none_and_unknown_ones(languages):
    form = JurisdictionForm(sent(languages))
    assert "languages_of_its_own" in form.errors


@pytest.mark.parametrize("value", [["de"], ["en", "xx"], [""]])
def test_languages_field_refuses_unknown_ones_from_code(value):
    with pytest.raises(ValidationError):
        LanguagesField().clean(value, None)


@pytest.mark.django_db
def test_languages_field_comes_back_from_the_database_in_its_order():
    country = Country.objects.create(code="XX", languages=["fr", "en"])
    assert Country.objects.get(pk=country.pk).languages == ["fr", "en"]
    assert country.joint_languages == []
