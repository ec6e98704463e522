"""Which texts of a record are judged, those of its parts too, and what is wrong in each, with the way to its field.

What a problem is, text_problems.py says; what follows from one, the verbs and the admin.
"""

from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.languages import LANGUAGES
from portal.rich_text import RichTextField
from portal.text_problems import problems_in


class Wrong(NamedTuple):
    """One thing that is wrong: a sentence that names its field, the fragment of that, and the words of the place."""

    sentence: str
    fragment: str
    place: str


def judged_fields(model, languages):
    """The rich texts of a model in some of the languages."""
    fields = model._meta.concrete_fields
    return [one for one in fields if isinstance(one, RichTextField) and getattr(one, "language", None) in languages]


def wrong_in_row(row, languages, *, before="", group=""):
    """What is wrong in the texts of one row. `group` is the fragment of the rows that it stands among in a form."""
    words = gettext("“%(field)s”: %(sentence)s")
    for field in judged_fields(type(row), languages):
        name = f"{before}{field.verbose_name}"
        for problem in problems_in(getattr(row, field.attname), field.language, below=field.below):
            sentence = words % {"field": name, "sentence": problem.sentence}
            yield Wrong(sentence, group or f"id_{field.attname}", problem.excerpt)


def wrong_in(record, languages=LANGUAGES):
    """Everything that is wrong in the texts of a record and of its parts, in these languages, as they stand."""
    yield from wrong_in_row(record, languages)
    for name in getattr(record, "parts", ()):
        model = record._meta.get_field(name).related_model
        if judged_fields(model, languages):
            before = f"{capfirst(model._meta.verbose_name)}, "
            for part in getattr(record, name).order_by("pk"):
                yield from wrong_in_row(part, languages, before=before, group=f"{name}-group")
