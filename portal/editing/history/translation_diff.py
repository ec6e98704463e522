"""A translation beside its source, text by text, with the changes of the source since it was translated marked."""

from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.text import capfirst

from portal.drafts.models import take_draft_snapshot
from portal.editing.history.presenter import SnapshotPresenter
from portal.editing.history.text_diff import diff_texts, render_text
from portal.history.models import get_versions
from portal.history.snapshots import get_model_for_key
from portal.i18n.languages import localized_field_name
from portal.richtext.fields import RichTextField, html_to_text
from portal.translations.models import Translated
from portal.translations.status import TranslationStatus, hash_text


class TranslationPair(NamedTuple):
    """A text and its translation, as HTML. `is_marked` says whether `source` has marks of later changes."""

    row: str
    field: str
    source: str
    translation: str
    state: TranslationStatus
    is_marked: bool

    @property
    def state_label(self):
        return self.state.label


class TranslationDiff:
    """The texts of a record and its parts in one language beside their source, with the draft applied."""

    def __init__(self, record, language, editor):
        self.record, self.language, self.source_language = record, language, record.source_language
        self.rows = take_draft_snapshot(record)
        self.presenter = SnapshotPresenter(record, editor, self.rows)

    @cached_property
    def versions(self):
        """Return the rows of all versions, newest first. Only read if a translation is outdated."""
        return [version.rows for version in get_versions(self.record)]

    def get_pairs(self):
        for key in self.presenter.sort_keys(self.rows):
            model = get_model_for_key(key)
            if issubclass(model, Translated):
                for field in model.get_text_fields():
                    if pair := self.get_pair(key, model, field):
                        yield pair

    def get_pair(self, key, model, field):
        """Return the TranslationPair of one field, or None if it is empty in both languages."""
        row = self.rows[key]
        source, text = (
            row.get(localized_field_name(field, code)) or "" for code in (self.source_language, self.language)
        )
        if not (html_to_text(source) or html_to_text(text)):
            return None
        hashes = row.get("fingerprints", {}).get(localized_field_name(field, self.language), {})
        source_hash = hashes.get("source", hash_text(source))
        old_source = None if source_hash == hash_text(source) else self.get_old_source(key, field, source_hash)
        rich = isinstance(model._meta.get_field(localized_field_name(field, self.language)), RichTextField)
        return TranslationPair(
            self.presenter.get_row_name(key, row), capfirst(model._meta.get_field(field).verbose_name),
            render_text(source, rich=rich) if old_source is None else diff_texts(old_source, source, rich=rich),
            render_text(text, rich=rich), self.get_state(source, text, source_hash), old_source is not None,
        )  # fmt: skip

    def get_state(self, source, text, source_hash):
        if html_to_text(source) and not html_to_text(text):
            return TranslationStatus.MISSING
        return TranslationStatus.CURRENT if source_hash == hash_text(source) else TranslationStatus.OUTDATED

    def get_old_source(self, key, field, source_hash):
        """Return the source that the translation was made from, or None if no version contains it."""
        column = localized_field_name(field, self.source_language)
        for rows in self.versions:
            text = rows.get(key, {}).get(column) or ""
            if hash_text(text) == source_hash:
                return text
        return None
