"""The publishing checklist of a record, with a link to each field, and the warnings about texts after a save.

Nothing here prevents publishing; the model does.
"""

from operator import attrgetter
from typing import NamedTuple

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.drafts.models import apply_drafts, dry_run
from portal.history.apply import ConflictError
from portal.i18n.languages import ENDONYMS, LANGUAGES, localized_field_name
from portal.pictures.models import PicturesMixin
from portal.publishing.approvals import get_publish_blockers
from portal.publishing.transitions import TRANSITIONS
from portal.records.admin_urls import get_change_url
from portal.records.parts import get_parts_of
from portal.richtext.linter import lint_record
from portal.translations.models import Translated

REQUIRED_HELP_TEXT = _("Required to publish.")


class LanguageChecklist(NamedTuple):
    """A required language and its missing fields, [(fragment, name)]. A field not in the form has no fragment."""

    name: str
    code: str
    missing: list


def iter_row_forms(form, inlines):
    """Yield (prefix for field names, form) for the record and each saved row of its translated parts."""
    yield "", form
    for inline in inlines:
        if issubclass(inline.formset.model, Translated):
            saved = [row_form for row_form in inline.formset.forms if row_form.instance.pk]
            for number, row_form in enumerate(saved, start=1):
                yield f"{inline.opts.verbose_name} {number}, ", row_form


def get_language_checklists(record, form, inlines):
    """Return a `LanguageChecklist` for each required language, over the record and its parts."""
    missing = [
        (
            column,
            row_form[column].auto_id if column in row_form.fields else "",
            f"{prefix}{row_form.instance._meta.get_field(column).verbose_name}",
        )
        for prefix, row_form in iter_row_forms(form, inlines)
        for column in record.missing_translation_errors(row_form.instance)
    ]
    return [
        LanguageChecklist(
            ENDONYMS[language],
            language,
            [(fragment, name) for column, fragment, name in missing if column.endswith(f"_{language}")],
        )
        for language in LANGUAGES
        if language in record.required_languages()
    ]


class ChecklistItem(NamedTuple):
    """A publish blocker and the place where it can be fixed.

    `fragment` is the HTML id of a field or a group of rows, `excerpt` the words in it that are wrong, and `form_url`
    the URL of the form if it is not the record's own.
    """

    message: str
    fragment: str
    excerpt: str = ""
    form_url: str = ""

    def render_link(self, form_url=""):
        """Return the message as a link. `form_url` is the URL of the record's form, for links from another page."""
        excerpt = format_html(' data-place="{}"', self.excerpt) if self.excerpt else ""
        return format_html('<a href="{}#{}"{}>{}</a>', self.form_url or form_url, self.fragment, excerpt, self.message)


def get_missing_texts(record):
    """Yield an item for each missing text, in the order of `missing_content`."""
    for column, message in record.missing_translation_errors(record).items():
        yield ChecklistItem(message, f"id_{column}")
    for name in getattr(record, "parts", ()):
        for part in get_parts_of(record, name):
            if isinstance(part, Translated):
                for message in record.missing_translation_errors(part).values():
                    yield ChecklistItem(message, f"{name}-group")


def get_undescribed_pictures(record):
    """Yield an item for each picture without a description, linked to the picture's own form."""
    for message, picture in record.get_undescribed_pictures() if isinstance(record, PicturesMixin) else ():
        column = picture.get_missing_descriptions(record.required_languages())[0]
        form_url = get_change_url(picture)
        yield ChecklistItem(message, f"id_{column}", form_url=form_url)


def get_content_errors(record):
    """Yield an item for each content error in a text, in the order of `content_errors`."""
    return (build_item(error) for error in lint_record(record) if not error.is_warning)


def build_item(error):
    """Return the item of a LintError."""
    return ChecklistItem(error.message, error.fragment, error.excerpt)


def get_other_blockers(record, form):
    """Yield publish blockers other than missing texts, such as a file, a picture or a approval, linked if possible."""
    missing = {item.message for item in get_missing_texts(record)}
    items = [item for item in get_content_errors(record) if is_in_form(item, form)]
    items += get_undescribed_pictures(record)
    return link_messages(items, [message for message in get_publish_blockers(record) if message not in missing])


def is_in_form(item, form):
    """Return whether a form has the field of an item. Every form shows the groups of rows."""
    return item.fragment.endswith("-group") or item.fragment.removeprefix("id_") in form.fields


def link_messages(items, texts):
    """Yield each text as the link of the item with that message, or unchanged if there is none."""
    remaining = list(items)
    for text in texts:
        item = next((candidate for candidate in remaining if candidate.message == text), None)
        if item:
            remaining.remove(item)
        yield item.render_link() if item else text


def get_draft_checklist(record):
    """Return all items of a record with its draft applied, or [] if the draft cannot be applied.

    The record is read again, because a refused transition may have left the instance changed.
    """
    record = type(record)._base_manager.get(pk=record.pk)
    with dry_run():
        try:
            apply_drafts([record])
        except ConflictError:
            return []
        record.refresh_from_db()
        return [*get_missing_texts(record), *get_undescribed_pictures(record), *get_content_errors(record)]


def mark_required_fields(form, record):
    """Mark in its help text each field that must be filled in before the record can be published."""
    titles = {localized_field_name("title", language) for language in record.required_languages()}
    for column in titles | set(record.missing_translation_errors(record)):
        if column in form.fields:
            field = form.fields[column]
            field.help_text = (
                format_html("{} {}", REQUIRED_HELP_TEXT, field.help_text) if field.help_text else REQUIRED_HELP_TEXT
            )


# The most warnings shown after a save.
MAX_WARNINGS = 5


def get_text_warnings(form, transition):
    """Return the problems of the texts in a form and of the pictures of its record, for warnings after a save.

    Called before the save of a draft is rolled back, because the saved rows are read. The requested transition, if it
    reports content errors itself, leaves only what it does not check.
    """
    checks_content = bool(transition) and TRANSITIONS[transition].checks_content
    problems = [error for error in lint_record(form.instance) if error.is_warning or not checks_content]
    items = [build_item(error) for error in sorted(problems, key=attrgetter("is_warning"))]
    pictures = [] if checks_content else get_undescribed_pictures(form.instance)
    return [*(item for item in items if is_in_form(item, form)), *pictures]


def add_warnings(request, items, form_url, response):
    """Add a message for each problem, linked to its field. `form_url` is the form of the record."""
    link_url = "" if response.headers.get("Location") == form_url else form_url
    for item in items[:MAX_WARNINGS]:
        messages.warning(request, item.render_link(link_url))
    if left := len(items[MAX_WARNINGS:]):
        text = ngettext("%(left)s more problem in its texts.", "%(left)s more problems in its texts.", left)
        messages.warning(request, text % {"left": left})
