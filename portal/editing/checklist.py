"""The publishing checklist: what a record lacks or has wrong before it can be public, with the way to each field, and
the warnings about its texts after a save. It refuses nothing.
"""

from typing import NamedTuple

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.drafts.models import apply_drafts, undone
from portal.editing.transitions import pressed
from portal.history.apply import InTheWay
from portal.i18n.languages import ENDONYMS, LANGUAGES, localized_field_name
from portal.pictures.models import ShowsPictures
from portal.richtext.linter import lint_record
from portal.translations.models import Translated

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
            ENDONYMS[language],
            language,
            [(fragment, words) for column, fragment, words in found if column.endswith(f"_{language}")],
        )
        for language in LANGUAGES
        if language in record.required_languages()
    ]


class Way(NamedTuple):
    """A sentence of what publishing waits for, and where it leads: a field or a group of rows, and words in it.

    `page` is the address of another form than the record's.
    """

    sentence: str
    fragment: str
    place: str = ""
    page: str = ""

    def link(self, page=""):
        """The sentence as a link, from another page than the form where its address is given."""
        place = format_html(' data-place="{}"', self.place) if self.place else ""
        return format_html('<a href="{}#{}"{}>{}</a>', self.page or page, self.fragment, place, self.sentence)


def missing_texts(record):
    """The Way to each text that lacks, in the order of `what_is_missing`."""
    for column, sentence in record.missing_in(record).items():
        yield Way(sentence, f"id_{column}")
    for name in getattr(record, "parts", ()):
        for part in getattr(record, name).order_by("pk"):
            if isinstance(part, Translated):
                yield from (Way(sentence, f"{name}-group") for sentence in record.missing_in(part).values())


def undescribed_pictures(record):
    """The Way to each picture that is not described: on its own form, where it can be."""
    for sentence, picture in record.undescribed() if isinstance(record, ShowsPictures) else ():
        column = picture.missing_descriptions(record.required_languages())[0]
        yield Way(sentence, f"id_{column}", page=reverse("admin:portal_picture_change", args=[picture.pk]))


def wrong_texts(record):
    """The Way to each thing that is wrong in a text, in the order of `what_is_wrong`."""
    return (Way(*error) for error in lint_record(record))


def other_gaps(record, form):
    """What publishing waits for beside texts that lack, such as a file, a picture or a consent, each leading to where
    it can be mended.
    """
    texts = {way.sentence for way in missing_texts(record)}
    shown = [way for way in wrong_texts(record) if is_shown(way, form)]
    ways = [*shown, *undescribed_pictures(record)]
    return leading(ways, [sentence for sentence in record.what_is_open() if sentence not in texts])


def is_shown(way, form):
    """Whether a form has the field; of a group of rows, every form has at least the words."""
    return way.fragment.endswith("-group") or way.fragment.removeprefix("id_") in form.fields


def leading(ways, sentences):
    """The same sentences, each leading to the field that it speaks of, where one of the ways does."""
    left = list(ways)
    for sentence in sentences:
        way = next((one for one in left if one.sentence == sentence), None)
        if way:
            left.remove(way)
        yield way.link() if way else sentence


def ways_as_drafted(record):
    """Every Way of a record as its draft has it, or as it stands where it has none; none where the draft cannot be
    applied. The record is read anew: a transition that was refused may have left it otherwise than it is.
    """
    record = type(record)._base_manager.get(pk=record.pk)
    with undone():
        try:
            apply_drafts([record])
        except InTheWay:
            return []
        record.refresh_from_db()
        return [*missing_texts(record), *undescribed_pictures(record), *wrong_texts(record)]


def mark_needed(form, record):
    """Says at each field that it is needed: the titles of the languages that must be complete, and what lacks."""
    titles = {localized_field_name("title", language) for language in record.required_languages()}
    for column in titles | set(record.missing_in(record)):
        if column in form.fields:
            field = form.fields[column]
            field.help_text = format_html("{} {}", NEEDED, field.help_text) if field.help_text else NEEDED


MOST = 5

# What they refuse, they say themselves.
REFUSING = {"publish", "schedule", "publish_draft", "schedule_draft", "publish_language"}


class TextWarnings:
    """For the admin of a public record, before all else that saves it or its draft."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if ways := getattr(request, "wrong_texts", ()):
            self.warn(request, ways, response)
        return response

    def warn(self, request, ways, response):
        form = self.address("change", request.judged.pk)
        page = "" if response.headers.get("Location") == form else form
        for way in ways[:MOST]:
            messages.warning(request, way.link(page))
        if left := len(ways[MOST:]):
            text = ngettext("%(left)s more thing in its texts.", "%(left)s more things in its texts.", left)
            messages.warning(request, text % {"left": left})

    def judge_texts(self, request, form):
        """Called while what was saved is there, since a draft is taken back: the texts that its editor may write, and
        the pictures that it shows.
        """
        if pressed(request.POST) not in REFUSING:
            request.judged = form.instance
            texts = [way for way in wrong_texts(form.instance) if is_shown(way, form)]
            request.wrong_texts = [*texts, *undescribed_pictures(form.instance)]
