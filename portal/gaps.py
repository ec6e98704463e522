"""What a record still lacks before it can be public, and the way to each field that lacks it. It refuses nothing."""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGES, OWN_NAMES, suffixed
from portal.publishing import Translated

NEEDED = _("Needed before it can be public.")


class LanguageGaps(NamedTuple):
    """One language that must be complete: (fragment of the field, empty where one may not write it; words)."""

    name: str
    code: str
    fields: list


def rows_of(form, inlines):
    """The forms of a page whose texts must be complete, each with the words that name its row."""
    yield "", form
    for inline in inlines:
        if issubclass(inline.formset.model, Translated):
            kept = [one for one in inline.formset.forms if one.instance.pk]
            yield from (
                (f"{capfirst(inline.opts.verbose_name)} {number}, ", one) for number, one in enumerate(kept, start=1)
            )


def gaps_by_language(record, form, inlines):
    """What each language that must be complete lacks, in the record and in its parts."""
    found = [
        (
            column,
            form[column].auto_id if column in form.fields else "",
            f"{before}{form.instance._meta.get_field(column).verbose_name}",
        )
        for before, form in rows_of(form, inlines)
        for column in record.missing_in(form.instance)
    ]
    return [
        LanguageGaps(
            OWN_NAMES[language],
            language,
            [(fragment, words) for column, fragment, words in found if column.endswith(f"_{language}")],
        )
        for language in LANGUAGES
        if language in record.required_languages()
    ]


def ways(record):
    """(sentence, fragment) of each text that lacks, in the order of `what_is_missing`: a field, or a group of rows."""
    for column, sentence in record.missing_in(record).items():
        yield sentence, f"id_{column}"
    for name in getattr(record, "parts", ()):
        for part in getattr(record, name).order_by("pk"):
            if isinstance(part, Translated):
                yield from ((sentence, f"{name}-group") for sentence in record.missing_in(part).values())


def other_gaps(record):
    """The sentences of what publishing waits for beside texts, such as a file or a consent."""
    texts = {sentence for sentence, _ in ways(record)}
    return [sentence for sentence in record.what_is_open() if sentence not in texts]


def leading(record, sentences):
    """The same sentences, each leading to the field that it speaks of, where it speaks of one."""
    left = list(ways(record))
    for sentence in sentences:
        way = next((one for one in left if one[0] == sentence), None)
        if way:
            left.remove(way)
            yield format_html('<a href="#{}">{}</a>', way[1], sentence)
        else:
            yield sentence


def mark_needed(form, record):
    """Says at each field that it is needed: the titles of the languages that must be complete, and what lacks."""
    titles = {suffixed("title", language) for language in record.required_languages()}
    for column in titles | set(record.missing_in(record)):
        if column in form.fields:
            field = form.fields[column]
            field.help_text = format_html("{} {}", NEEDED, field.help_text) if field.help_text else NEEDED
