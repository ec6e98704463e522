"""Content linter for rich text: checks headings, links, tables, spacing and capitals.

`lint_html` checks one text. `lint_record` checks all rich texts of a record and names the field of each problem.
"""

from itertools import pairwise
from typing import NamedTuple

from django.db import models
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES
from portal.records.parts import get_parts_of
from portal.richtext.capitals import find_acronyms, find_all_caps, has_capitals
from portal.richtext.fields import RichTextField
from portal.richtext.link_text import is_url, is_vague, normalize_words
from portal.richtext.models import get_known_acronyms
from portal.richtext.parser import ParsedText, get_visible_text

MAX_PROBLEMS = 20  # problems reported per text

MAX_EXCERPT_LENGTH = 60  # characters

MAX_BOLD_HEADING_LENGTH = 80  # characters; a longer bold paragraph is no heading

HEADINGS = {"h2", "h3"}

BLOCKS = {"p", "h2", "h3", "table", "ul", "ol", "dl", "blockquote"}

CELLS = {"td", "th", "li", "dt", "dd", "caption"}


class Rule(models.TextChoices):
    """Rules and their messages."""

    HEADING_ORDER = "heading order", _("“%(excerpt)s” is a level 3 heading without a level 2 heading above it.")
    HEADING_EMPTY = "heading empty", _("A heading is empty.")
    HEADING_BOLD = "heading bold", _("“%(excerpt)s” is a bold paragraph used as a heading. Make it a heading.")
    LINK_VAGUE = "link vague", _("The link text “%(excerpt)s” does not say where the link leads.")
    LINK_ADDRESS = "link address", _("The link “%(excerpt)s” shows a URL. Describe in words where it leads.")
    LINK_EMPTY = "link empty", _("A link has no text.")
    LINK_SAME = "link same", _("“%(excerpt)s” links to two different URLs. Give each link its own text.")
    TABLE_HEADERS = "table headers", _("The table that begins with “%(excerpt)s” has no header cells.")
    SPACE_PARAGRAPH = "space paragraph", _("An empty paragraph is used for spacing. Delete it.")
    SPACE_BREAKS = "space breaks", _("Line breaks are used for spacing. Delete them.")
    CAPITALS = "capitals", _("“%(excerpt)s” is in capital letters. Use normal capitalization, unless it is an acronym.")


# The problem has no text of its own, so the message quotes the text before it.
RULES_WITHOUT_EXCERPT = {Rule.HEADING_EMPTY, Rule.LINK_EMPTY, Rule.SPACE_PARAGRAPH, Rule.SPACE_BREAKS}
# The editor decides, because no list of acronyms is complete: these rules do not prevent publication.
WARNING_RULES = {Rule.CAPITALS}


class Problem(NamedTuple):
    """A violated rule, and an excerpt of the text by which an editor finds it."""

    rule: Rule
    excerpt: str

    @property
    def message(self):
        """The error message in the active language."""
        message = self.rule.label % {"excerpt": self.excerpt}
        if self.rule in RULES_WITHOUT_EXCERPT and self.excerpt:
            values = {"sentence": message, "excerpt": self.excerpt}
            message = gettext("%(sentence)s Place: after “%(excerpt)s”.") % values
        return message


def load_acronyms():
    """Return the known acronyms, read with one query when they are first needed."""
    return SimpleLazyObject(get_known_acronyms)


def lint_html(html, language, *, parent_heading_level=1, acronyms=None):
    """Return the problems of one text, in text order, at most MAX_PROBLEMS.

    `parent_heading_level` is the level of the heading above the text on its page. `acronyms` is the result of
    `load_acronyms`, for several texts that are checked together.
    """
    parsed = ParsedText(html or "", language)
    violations = [*find_misplaced_headings(parsed, parent_heading_level)]
    violations += find_capitals(parsed, load_acronyms() if acronyms is None else acronyms)
    violations += [violation for check in CHECKS for violation in check(parsed)]
    violations.sort(key=lambda violation: violation[1].start)
    return [Problem(rule, get_excerpt(parsed, rule, element)) for rule, element in violations[:MAX_PROBLEMS]]


def get_excerpt(parsed, rule, element):
    """Return the beginning of an element's text, or the end of the text before it if it has none."""
    if rule in RULES_WITHOUT_EXCERPT:
        text = parsed.get_text_before(element)
        return text if len(text) <= MAX_EXCERPT_LENGTH else text[-MAX_EXCERPT_LENGTH:].split(" ", 1)[-1]
    text = get_visible_text(element.text) if rule == Rule.CAPITALS else parsed.get_text(element)
    return text if len(text) <= MAX_EXCERPT_LENGTH else text[:MAX_EXCERPT_LENGTH].rsplit(" ", 1)[0]


# Checks take a ParsedText and yield (rule, element or text block).


# Headings
def find_misplaced_headings(parsed, parent_heading_level):
    """Find an `<h3>` that is the first heading, if the heading above the text is not an `<h2>`."""
    first = next((element for element in parsed.elements if element.tag in HEADINGS), None)
    if parent_heading_level < 2 and first and first.tag == "h3" and not first.is_empty:
        yield Rule.HEADING_ORDER, first


def find_empty_headings(parsed):
    headings = (element for element in parsed.elements if element.tag in HEADINGS)
    return ((Rule.HEADING_EMPTY, heading) for heading in headings if heading.is_empty)


def find_bold_headings(parsed):
    """Find short bold paragraphs without final punctuation that precede a block that is not bold."""
    blocks = [
        element for element in parsed.elements if element.depth == 0 and element.tag in BLOCKS and not element.is_empty
    ]
    for block, following in pairwise(blocks):
        if block.tag == "p" and block.is_bold and not following.is_bold and following.tag not in HEADINGS:
            text = parsed.get_text(block)
            if len(text) <= MAX_BOLD_HEADING_LENGTH and not text.endswith((".", "!", "?", "…", ";", ",")):
                yield Rule.HEADING_BOLD, block


# Links
def get_violated_link_rule(link, text):
    """Return the rule that a link violates on its own, or None."""
    if link.is_empty:
        return Rule.LINK_EMPTY
    if is_url(text):
        return Rule.LINK_ADDRESS
    return Rule.LINK_VAGUE if is_vague(text, link.language) else None


def find_unclear_links(parsed):
    """Find links with an unclear text, and links whose text already links to another URL (once for each text).

    Links with the same text may differ in `hreflang`: the language is shown beside them.
    """
    urls, reported = {}, set()
    for link in parsed.elements:
        if link.tag != "a" or "href" not in link.attributes:
            continue
        text = parsed.get_text(link)
        if rule := get_violated_link_rule(link, text):
            yield rule, link
            continue
        key = normalize_words(text), link.attributes.get("hreflang")
        url = link.attributes["href"].strip().removesuffix("/")
        if key[0] and key not in reported and urls.setdefault(key, url) != url:
            reported.add(key)
            yield Rule.LINK_SAME, link


# Tables and spacing
def find_tables_without_headers(parsed):
    tables = (element for element in parsed.elements if element.tag == "table" and not element.is_empty)
    return ((Rule.TABLE_HEADERS, table) for table in tables if not table.has_headers)


def find_empty_paragraphs(parsed):
    """Find empty paragraphs, except the first one in a cell, which the rich text editor inserts."""
    paragraphs = (element for element in parsed.elements if element.tag == "p" and element.is_empty)
    return (
        (Rule.SPACE_PARAGRAPH, paragraph)
        for paragraph in paragraphs
        if not (paragraph.parent in CELLS and paragraph.is_first)
    )


def find_line_breaks(parsed):
    return ((Rule.SPACE_BREAKS, element) for element in parsed.elements if element.tag == "br")


# Capitals
def find_capitals(parsed, acronyms):
    """Find passages in all caps, except acronyms that are known or introduced in the text."""
    blocks = [block for block in parsed.blocks if has_capitals(block.text)]
    known = acronyms.union(*(find_acronyms(block.text) for block in blocks)) if blocks else ()
    for block in blocks:
        for passage in find_all_caps(block.text, known):
            yield Rule.CAPITALS, block._replace(text=passage)


CHECKS = (
    find_empty_headings, find_bold_headings, find_unclear_links, find_tables_without_headers, find_empty_paragraphs,
    find_line_breaks,
)  # fmt: skip


class LintError(NamedTuple):
    """A problem in a field: a message with the field name, the fragment of the form field, and the excerpt.

    A warning does not prevent publication.
    """

    message: str
    fragment: str
    excerpt: str
    is_warning: bool


def get_linted_fields(model, languages):
    """Return the rich text fields of a model in these languages."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, RichTextField) and getattr(field, "language", None) in languages
    ]


def lint_row(row, languages, acronyms, *, prefix="", group=""):
    """Yield the LintErrors of one row. `acronyms` is the result of `load_acronyms`.

    `prefix` precedes the field names in messages. `group` is the fragment of the formset, for parts of a record.
    """
    template = gettext("“%(field)s”: %(sentence)s")
    for field in get_linted_fields(type(row), languages):
        name = f"{prefix}{field.verbose_name}"
        options = {"parent_heading_level": field.parent_heading_level, "acronyms": acronyms}
        for problem in lint_html(getattr(row, field.attname), field.language, **options):
            message = template % {"field": name, "sentence": problem.message}
            fragment = group or f"id_{field.attname}"
            yield LintError(message, fragment, problem.excerpt, problem.rule in WARNING_RULES)


def lint_record(record, languages=LANGUAGES):
    """Yield the LintErrors of a record and its parts in these languages."""
    acronyms = load_acronyms()
    yield from lint_row(record, languages, acronyms)
    for name in getattr(record, "parts", ()):
        model = record._meta.get_field(name).related_model
        if get_linted_fields(model, languages):
            prefix = f"{capfirst(model._meta.verbose_name)}, "
            for part in get_parts_of(record, name):
                yield from lint_row(part, languages, acronyms, prefix=prefix, group=f"{name}-group")
