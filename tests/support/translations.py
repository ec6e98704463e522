"""Whether the texts of a record are translated, and whether the translations follow the source text."""

from portal.i18n.languages import get_translation, localized_field_name
from portal.translations.status import TranslationStatus, get_missing_fields, hash_text


def get_translation_status(record, language):
    """Return the TranslationStatus of a record's own texts, without its parts, in one language."""
    if language == record.source_language:
        return TranslationStatus.ORIGINAL
    if get_missing_fields(record, language):
        return TranslationStatus.MISSING
    for field in record.get_text_fields():
        hashes = record.fingerprints.get(localized_field_name(field, language))
        if hashes and hashes["source"] != hash_text(get_translation(record, field, record.source_language)):
            return TranslationStatus.OUTDATED
    return TranslationStatus.CURRENT
