"""A source and its translation side by side: text by text, with what changed in the source after it was translated."""

from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.text import capfirst

from portal.drafts.models import take_draft_snapshot
from portal.editing.history.presenter import Telling
from portal.editing.history.text_diff import compared, shown
from portal.history.models import get_versions
from portal.history.snapshots import get_model_for_key
from portal.i18n.languages import localized_field_name
from portal.richtext.fields import RichTextField, html_to_text
from portal.translations.models import Translated
from portal.translations.status import TranslationStatus, hash_text


class Pair(NamedTuple):
    """One text in both languages, as HTML. `source` marks what changed since the translation was made, if it did."""

    row: str
    field: str
    source: str
    translation: str
    state: TranslationStatus
    marked: bool

    @property
    def state_in_words(self):
        return self.state.label


class SideBySide:
    """All texts of a record and its parts in one language beside their source, as its draft has them."""

    def __init__(self, record, language, editor):
        self.record, self.language, self.source_language = record, language, record.source_language
        self.rows = take_draft_snapshot(record)
        self.telling = Telling(record, editor, self.rows)

    @cached_property
    def versions(self):
        """Earlier states, newest first: read only where a translation follows an earlier source."""
        return [version.rows for version in get_versions(self.record)]

    def pairs(self):
        for key in self.telling.in_order(self.rows):
            model = get_model_for_key(key)
            if issubclass(model, Translated):
                for field in model.get_text_fields():
                    if pair := self.pair(key, model, field):
                        yield pair

    def pair(self, key, model, field):
        """One text; None where neither language has it."""
        row = self.rows[key]
        source, text = (
            row.get(localized_field_name(field, one)) or "" for one in (self.source_language, self.language)
        )
        if not (html_to_text(source) or html_to_text(text)):
            return None
        noted = row.get("fingerprints", {}).get(localized_field_name(field, self.language), {})
        follows = noted.get("source", hash_text(source))
        then = None if follows == hash_text(source) else self.source_then(key, field, follows)
        rich = isinstance(model._meta.get_field(localized_field_name(field, self.language)), RichTextField)
        return Pair(
            self.telling.name(key, row), capfirst(model._meta.get_field(field).verbose_name),
            shown(source, rich=rich) if then is None else compared(then, source, rich=rich),
            shown(text, rich=rich), self.state(source, text, follows), then is not None,
        )  # fmt: skip

    def state(self, source, text, follows):
        if html_to_text(source) and not html_to_text(text):
            return TranslationStatus.MISSING
        return TranslationStatus.CURRENT if follows == hash_text(source) else TranslationStatus.OUTDATED

    def source_then(self, key, field, follows):
        """The source that the translation was made from, None where no version has it any more."""
        column = localized_field_name(field, self.source_language)
        for rows in self.versions:
            text = rows.get(key, {}).get(column) or ""
            if hash_text(text) == follows:
                return text
        return None
