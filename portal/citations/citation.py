"""The citation of a record in the active language, and its text in BibTeX and CSL-JSON."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, override

from portal.i18n.languages import LocalizedText
from portal.records.permanent_urls import get_permanent_url
from portal.records.tag_uris import get_tag_uri

# Names of the languages in the packages babel and polyglossia of LaTeX.
LATEX_LANGUAGES = {"en": "english", "es": "spanish", "fr": "french"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{character: f"\\{character}" for character in "{}$&%#_"},
    }
)


class Citation(NamedTuple):
    """What a reader needs to cite the page of a record.

    `date` is that of its last public change, or of its publication in the portal if it was not `modified` since.
    """

    identifier: str
    key: str
    author: str
    title: LocalizedText
    date: date
    modified: bool
    url: str


def build_citation(record, base_url):
    """Return the Citation of a public record."""
    title = record.get_citation_title()
    with override(title.language):
        author = gettext("Tri-National Occupational Safety and Health Working Group")
    changed = timezone.localtime(record.changed_at or record.publish_at).date()
    url = base_url.rstrip("/") + get_permanent_url(record)
    key = f"{record._meta.app_label}-{record._meta.model_name}-{record.pk}"
    return Citation(get_tag_uri(record), key, author, title, changed, bool(record.changed_at), url)


def escape_bibtex(text):
    """Escape the characters that have a meaning in LaTeX. Letters with accents stay."""
    return text.translate(BIBTEX_ESCAPES)


def format_bibtex(citation):
    """Return a citation as an entry of BibTeX."""
    fields = {
        "author": f"{{{{{escape_bibtex(citation.author)}}}}}",
        "title": f"{{{{{escape_bibtex(citation.title.text)}}}}}",
        "year": f"{{{citation.date.year}}}",
        "month": MONTHS[citation.date.month - 1],
        "day": f"{{{citation.date.day}}}",
        "date": f"{{{citation.date.isoformat()}}}",
        "url": f"{{{citation.url}}}",
        "langid": f"{{{LATEX_LANGUAGES[citation.title.language]}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{citation.key},\n{lines}\n}}\n"


def build_csl(citation):
    """Return a citation as the data of a CSL-JSON file: a list with one item."""
    item = {
        "id": citation.identifier,
        "type": "webpage",
        "title": citation.title.text,
        "author": [{"literal": citation.author}],
        "issued": {"date-parts": [[citation.date.year, citation.date.month, citation.date.day]]},
        "URL": citation.url,
        "language": citation.title.language,
    }
    return [item]
