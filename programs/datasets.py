"""Datasets of the national programs: comparison, help and indicators. Facts that wait to be confirmed stay out."""

from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import get_translation, localize
from portal.open_data.columns import (
    Column,
    choice_column,
    country_column,
    field_column,
    identity_columns,
    partial_date_columns,
    text_column,
    text_columns,
)
from portal.open_data.datasets import Dataset, get_title_language
from programs.help import HelpEntry, HelpPlace
from programs.indicators import Indicator, IndicatorDefinition, IndicatorValue
from programs.models import Answer, Entry

NUMERATOR, DENOMINATOR = IndicatorDefinition.Topic.CASES, IndicatorDefinition.Topic.DENOMINATOR


def get_answers():
    """Return the confirmed answers of public entries, by section, question and jurisdiction."""
    answers = Answer.objects.confirmed().filter(entry__in=Entry.objects.published())
    answers = answers.select_related("question__section", "entry__section", "entry__jurisdiction__country")
    order = ("entry__section__order", "question__order", "question", "entry__jurisdiction__order", "pk")
    return answers.prefetch_related("entry__links").order_by(*order)


def get_help_entries():
    """Return the confirmed entries of public places, by place."""
    entries = HelpEntry.objects.filter(confirmed=True, place_id__in=HelpPlace.objects.published().values("pk"))
    order = ("place__order", "place_id", "order", "pk")
    return entries.prefetch_related("place__country").order_by(*order)


def get_indicator_values():
    """Return the confirmed values of public indicators, by indicator and year."""
    values = IndicatorValue.objects.filter(confirmed=True, indicator__in=Indicator.objects.published())
    values = values.select_related("indicator__country").prefetch_related("indicator__definitions")
    return values.order_by("indicator__order", "indicator", "year", "pk")


def get_entry_language(entry):
    """Return the language of a help entry, which may lack the language of its place."""
    title = localize(entry, "title")
    return title.language if title.text else get_title_language(entry.place)


def source_columns(model):
    """Return the columns with the source of a fact and the day of its check."""
    return (
        text_column(model, "source_title"),
        text_column(model, "source_address"),
        *partial_date_columns(model, "source_date"),
        *partial_date_columns(model, "checked_on"),
    )


def definition_columns(name, topic):
    """Return the columns with a definition of the indicator of a value, in all languages."""

    def get_definition(value):
        return value.indicator.get_confirmed_definitions().get(topic)

    return text_columns(IndicatorDefinition, "text", get_owner=get_definition, name=name)


def get_indicator(value):
    return value.indicator


# Programs of readers name these columns: add new ones at the end.
INDICATOR_COLUMNS = (
    Column("series", _("series"), lambda value, context: get_translation(value.indicator, "slug", "en")),
    field_column(Indicator, "kind", path="indicator", name="measure"),
    country_column(Indicator, "indicator.country", name="country", label=_("country")),
    field_column(IndicatorValue, "year", "integer"),
    field_column(IndicatorValue, "value", "integer"),
    choice_column(IndicatorValue, "status"),
    field_column(IndicatorValue, "earlier_value", "integer"),
    field_column(IndicatorValue, "rate", "number"),
    field_column(IndicatorValue, "break_before", "boolean"),
    *text_columns(Indicator, "title", get_owner=get_indicator),
    *text_columns(Indicator, "unit", get_owner=get_indicator),
    *text_columns(IndicatorValue, "rate_unit"),
    *definition_columns("numerator", NUMERATOR),
    *definition_columns("denominator", DENOMINATOR),
    *text_columns(IndicatorValue, "break_note"),
    *text_columns(IndicatorValue, "source_title", name="source"),
    *text_columns(IndicatorValue, "source_address", name="source_url"),
    *partial_date_columns(IndicatorValue, "source_date")[:1],
    *partial_date_columns(IndicatorValue, "checked_on")[:1],
    *partial_date_columns(IndicatorValue, "source_date")[1:],
    *partial_date_columns(IndicatorValue, "checked_on")[1:],
    *identity_columns(record_path="indicator", multilingual=True),
)

DATASETS = (
    Dataset(
        "comparisons",
        _("Comparisons of national programs"),
        _("A row for each answer of a jurisdiction to a question, with its source."),
        get_answers,
        (
            *identity_columns(record_path="entry"),
            text_column(Entry, "title", path="entry.section", name="section", label=_("section")),
            text_column(Answer, "title", path="question", name="question", label=_("question")),
            text_column(Entry, "title", path="entry.jurisdiction", name="jurisdiction", label=_("jurisdiction")),
            country_column(Entry, "entry.jurisdiction.country", name="country", label=_("country")),
            text_column(Answer, "body", name="answer", label=_("answer")),
            *source_columns(Answer),
        ),
        "programs:matrix",
        lambda answer: localize(answer, "body").language,
    ),
    Dataset(
        "help",
        _("Get help"),
        _("A row for each body to call and each rule about help, by place of work."),
        get_help_entries,
        (
            *identity_columns(record_path="place"),
            text_column(HelpPlace, "title", path="place", name="place", label=_("place")),
            country_column(HelpPlace, "place.country", name="country", label=_("country")),
            choice_column(HelpEntry, "need"),
            text_column(HelpEntry, "title"),
            text_column(HelpEntry, "body"),
            field_column(HelpEntry, "telephone"),
            text_column(HelpEntry, "telephone_label"),
            field_column(HelpEntry, "other_telephone"),
            text_column(HelpEntry, "other_telephone_label"),
            field_column(HelpEntry, "tty"),
            text_column(HelpEntry, "hours"),
            text_column(HelpEntry, "spoken_languages"),
            text_column(HelpEntry, "web_address"),
            *source_columns(HelpEntry),
        ),
        "help:place_list",
        get_entry_language,
    ),
    Dataset(
        "indicators",
        _("Figures"),
        _("A row for each value of an indicator, with its unit, definitions and source in all three languages."),
        get_indicator_values,
        INDICATOR_COLUMNS,
        "indicators:indicator_list",
        multilingual=True,
    ),
)
