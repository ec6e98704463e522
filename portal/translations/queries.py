"""A query expression for the languages in which texts of a record are missing.

It agrees with `get_missing_fields` of status.py. Other requirements for publication are not part of it.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, TextField

from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.translations.models import Translated


class MissingLanguages(Func):
    """An array of the languages without a text where the source language has one.

    Each argument is a row (source language, text in English, in Spanish, in French).
    """

    output_field = ArrayField(TextField())
    template = """ARRAY(
        SELECT language FROM (VALUES %(expressions)s) AS field (source, en, es, fr),
        LATERAL (VALUES ('en', en), ('es', es), ('fr', fr)) AS version (language, text)
        WHERE coalesce(text, '') = ''
        AND coalesce(CASE source WHEN 'en' THEN en WHEN 'es' THEN es WHEN 'fr' THEN fr END, '') <> '')"""


def build_own_expression(model, source):
    """Return the MissingLanguages of a row's own texts; `source` is an expression for its source language."""
    rows = [
        Func(
            source, *(F(localized_field_name(field, language)) for language in LANGUAGES), template="(%(expressions)s)"
        )
        for field in model.get_text_fields()
    ]
    return MissingLanguages(*rows)


def build_missing_languages(model):
    """Return an expression for the languages in which a record or one of its parts lacks a text.

    Its value is a list that may contain duplicates.
    """
    expression = build_own_expression(model, F("source_language"))
    for name in getattr(model, "parts", ()):
        relation = model._meta.get_field(name)
        if part := relation.related_model if issubclass(relation.related_model, Translated) else None:
            rows = part._base_manager.filter(**{relation.field.name: OuterRef("pk")}).order_by()
            own = build_own_expression(part, OuterRef("source_language"))
            language = Func(own, function="unnest", output_field=TextField())
            languages = ArraySubquery(rows.annotate(missing_language=language).values("missing_language"))
            expression = Func(expression, languages, function="array_cat")
    return expression
