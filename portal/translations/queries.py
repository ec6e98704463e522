"""Which languages lack a text of a record, told by a column of a query: what missing_fields tells of one record.

The texts alone: what else a record must have before it is public, `what_is_missing` says.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, TextField

from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.translations.models import Translated


class Lacking(Func):
    """Of rows of (source language, a text in each language), the languages that have none where their source has."""

    output_field = ArrayField(TextField())
    template = """ARRAY(
        SELECT language FROM (VALUES %(expressions)s) AS field (source, en, es, fr),
        LATERAL (VALUES ('en', en), ('es', es), ('fr', fr)) AS version (language, text)
        WHERE coalesce(text, '') = ''
        AND coalesce(CASE source WHEN 'en' THEN en WHEN 'es' THEN es WHEN 'fr' THEN fr END, '') <> '')"""


def own(model, source):
    """The languages that lack one of a row's own texts."""
    texts = [
        Func(
            source, *(F(localized_field_name(field, language)) for language in LANGUAGES), template="(%(expressions)s)"
        )
        for field in model.texts()
    ]
    return Lacking(*texts)


def lacking_languages(model):
    """The languages that lack a text of a record, its own or that of a part; some of them more than once."""
    found = own(model, F("source_language"))
    for name in getattr(model, "parts", ()):
        relation = model._meta.get_field(name)
        if part := relation.related_model if issubclass(relation.related_model, Translated) else None:
            rows = part._base_manager.filter(**{relation.field.name: OuterRef("pk")}).order_by()
            gaps = Func(own(part, OuterRef("source_language")), function="unnest", output_field=TextField())
            found = Func(found, ArraySubquery(rows.annotate(gap=gaps).values("gap")), function="array_cat")
    return found
