"""Localized text with fallback, and the languages field."""

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


def test_column_name_has_language_suffix():
    assert [localized_field_name("title", language) for language in ("en", "es", "fr")] == [
        "title_en",
        "title_es",
        "title_fr",
    ]


def test_translated_fields_have_no_suffix():
    assert set(get_translated_fields(NewsItem)) == {"title", "slug", "summary", "body", "sources"}
    assert get_translated_fields(LoadedRecord) == ()


@pytest.mark.parametrize(("active", "read"), [("es", "es"), ("fr-ca", "fr"), ("en-us", "en")])
def test_reader_language_is_active_language(active, read):
    with override(active):
        assert get_current_language() == read


def test_reader_language_defaults_to_english():
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
def test_localized_falls_back_to_source_then_any(texts, source, reader, expected):
    item = NewsItem(
        source_language=source, **{localized_field_name("title", language): text for language, text in texts.items()}
    )
    with override(reader):
        localized = localize(item, "title")
        assert (localized.text, localized.language, localized.is_fallback) == expected


def test_localized_in_given_language_marks_fallback():
    item = NewsItem(title_en="One", title_fr="Un")
    with override("en"):
        localized = localize(item, "title", "fr")
        assert (str(localized), localized.language, localized.is_fallback) == ("Un", "fr", True)


def test_localized_needs_no_source_language():
    country = Country(code="MX", name_es="México")
    with override("fr"):
        assert localize(country, "name") == ("México", "es")
        assert str(country) == "México"


def test_text_in_has_no_fallback():
    item = NewsItem(title_en="One")
    with override("en"):
        assert get_translation(item, "title", "es") == ""


class JurisdictionForm(forms.ModelForm):
    class Meta:
        model = Jurisdiction
        fields = ("title_en", "languages_of_its_own", "joint_languages")


def submit(languages):
    return {"title_en": "Canada", "languages_of_its_own": languages}


def test_languages_field_displays_value():
    form = JurisdictionForm(instance=Jurisdiction(languages_of_its_own=["fr", "en"]))
    html = str(form["languages_of_its_own"])
    assert html.count("checked") == 2
    assert 'value="es"' in html


def test_languages_field_accepts_form_input():
    form = JurisdictionForm(submit(["es", "fr"]), instance=Jurisdiction(joint_languages=["en"]))
    assert form.is_valid()
    assert form.instance.languages_of_its_own == ["es", "fr"]
    assert form.instance.joint_languages == []


def test_languages_field_is_unchanged_by_same_input():
    form = JurisdictionForm(
        submit(["en", "fr"]), instance=Jurisdiction(title_en="Canada", languages_of_its_own=["en", "fr"])
    )
    assert form.changed_data == []


@pytest.mark.parametrize("languages", [[], ["de"], ["en", "de"], ["en\x00"]])
def test_languages_field_rejects_empty_and_unknown(languages):
    form = JurisdictionForm(submit(languages))
    assert "languages_of_its_own" in form.errors


@pytest.mark.parametrize("value", [["de"], ["en", "xx"], [""]])
def test_languages_field_rejects_unknown_from_code(value):
    with pytest.raises(ValidationError):
        LanguagesField().clean(value, None)


@pytest.mark.django_db
def test_languages_field_keeps_order_in_database():
    country = Country.objects.create(code="XX", languages=["fr", "en"])
    assert Country.objects.get(pk=country.pk).languages == ["fr", "en"]
    assert country.joint_languages == []
