"""Entries of the glossary as a page in one language shows them."""

from dataclasses import dataclass

from portal.glossary.alphabet import group_by_letter
from portal.glossary.models import Term
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_translation, localize, localized_field_name


@dataclass(frozen=True)
class Wording:
    """The term of a concept in one language. `name` is empty if the language has none."""

    language: str
    name: str
    short_name: str

    @property
    def endonym(self):
        """The name of the language in itself."""
        return ENDONYMS[self.language]

    def __str__(self):
        return f"{self.name} ({self.short_name})" if self.short_name else self.name


def get_wording(term, language):
    """Return the Wording of a term in one language."""
    return Wording(language, get_translation(term, "term", language), get_translation(term, "abbreviation", language))


@dataclass(frozen=True)
class Entry:
    """A concept in the language of the reader, who gets no definition or note in another language."""

    record: Term
    language: str

    @property
    def wording(self):
        return get_wording(self.record, self.language)

    @property
    def equivalents(self):
        """The wordings in the other languages, in a fixed order."""
        return [get_wording(self.record, language) for language in get_other_languages(self.language)]

    @property
    def explanation(self):
        return get_translation(self.record, "definition", self.language)

    @property
    def note(self):
        return get_translation(self.record, "usage_note", self.language)

    @property
    def origin(self):
        """The source as a LocalizedText."""
        return localize(self.record, "citation", self.language)

    @property
    def url_field(self):
        """The column with the URL of the source, which is in the language of the citation; "" if it has no URL."""
        language = self.origin.language
        return (
            localized_field_name("source_url", language) if get_translation(self.record, "source_url", language) else ""
        )


def get_other_languages(language):
    """Return the content languages without one of them."""
    return [other for other in LANGUAGES if other != language]


def get_entries_by_letter(terms, language):
    """Return the entries of each letter of the alphabet, in alphabetical order: `{"A": […], "B": [], …}`."""
    entries = [Entry(term, language) for term in terms]
    return group_by_letter(entries, language, lambda entry: entry.wording.name)
