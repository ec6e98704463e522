"""The rules for rich text: each problem in a sentence, with the words of its place, and the fields that are checked.

Takes HTML and its language, returns problems in the order of the text.
"""

from itertools import pairwise
from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES
from portal.richtext.capitals import KNOWN, passages_in_capitals, short_forms_in
from portal.richtext.fields import RichTextField
from portal.richtext.link_text import bare, is_address, says_nothing
from portal.richtext.parser import Reading, visible

MOST = 20  # problems of one text that are told

EXCERPT = 60  # characters

BOLD_HEADING = 80  # characters: a longer paragraph in bold is no heading

HEADINGS = {"h2", "h3"}

BLOCKS = {"p", "h2", "h3", "table", "ul", "ol", "dl", "blockquote"}

CELLS = {"td", "th", "li", "dt", "dd", "caption"}


class Kind(models.TextChoices):
    """Kinds of problems, each with its sentence."""

    HEADING_ORDER = "heading order", _("“%(excerpt)s” is a heading of level 3 with none of level 2 above it.")
    HEADING_EMPTY = "heading empty", _("A heading has no words.")
    HEADING_BOLD = "heading bold", _("“%(excerpt)s” is a paragraph in bold that serves as a heading: make it one.")
    LINK_VAGUE = "link vague", _("The link “%(excerpt)s” does not say where it leads.")
    LINK_ADDRESS = "link address", _("The link “%(excerpt)s” shows an address: say in words where it leads.")
    LINK_EMPTY = "link empty", _("A link has no words.")
    LINK_SAME = "link same", _("The words “%(excerpt)s” lead to two different addresses: give each link its own.")
    TABLE_HEADERS = "table headers", _("The table that begins with “%(excerpt)s” has no header cells.")
    SPACE_PARAGRAPH = "space paragraph", _("An empty paragraph is used as space.")
    SPACE_BREAKS = "space breaks", _("Line breaks are used as space.")
    CAPITALS = "capitals", _("“%(excerpt)s” is written in capitals: write it as other words are.")


# They have no words of their own: the sentence names those that stand before.
WITHOUT_WORDS = {Kind.HEADING_EMPTY, Kind.LINK_EMPTY, Kind.SPACE_PARAGRAPH, Kind.SPACE_BREAKS}


class Problem(NamedTuple):
    """One problem: its kind, and words of the text by which it is found, as they stand there."""

    kind: Kind
    excerpt: str

    @property
    def sentence(self):
        """What is wrong, in the language that holds."""
        said = self.kind.label % {"excerpt": self.excerpt}
        if self.kind in WITHOUT_WORDS and self.excerpt:
            said = gettext("%(sentence)s It stands after “%(excerpt)s”.") % {"sentence": said, "excerpt": self.excerpt}
        return said


def problems_in(html, language, *, below=1):
    """The problems of one text, in its order. `below` is the level of the heading that it stands under on its page."""
    read = Reading(html or "", language)
    found = [*out_of_order(read, below), *(one for judge in JUDGES for one in judge(read))]
    found.sort(key=lambda one: one[1].begins)
    return [Problem(kind, excerpt(read, kind, place)) for kind, place in found[:MOST]]


def excerpt(read, kind, place):
    """The first words of a place that is wrong; the last before it where it has none."""
    if kind in WITHOUT_WORDS:
        words = read.words_before(place)
        return words if len(words) <= EXCERPT else words[-EXCERPT:].split(" ", 1)[-1]
    words = visible(place.words) if kind == Kind.CAPITALS else read.words_of(place)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0]


# Headings
def out_of_order(read, below):
    """The first heading of level 3 that none of level 2 stands above, neither in the text nor on its page."""
    first = next((one for one in read.elements if one.tag in HEADINGS), None)
    if below < 2 and first and first.tag == "h3" and not first.is_empty:
        yield Kind.HEADING_ORDER, first


def empty_headings(read):
    return ((Kind.HEADING_EMPTY, one) for one in read.elements if one.tag in HEADINGS and one.is_empty)


def bold_headings(read):
    """Short paragraphs all in bold, without the end of a sentence, each above something that is not."""
    blocks = [one for one in read.elements if one.depth == 0 and one.tag in BLOCKS and not one.is_empty]
    for one, following in pairwise(blocks):
        if one.tag == "p" and one.is_bold and not following.is_bold and following.tag not in HEADINGS:
            words = read.words_of(one)
            if len(words) <= BOLD_HEADING and not words.endswith((".", "!", "?", "…", ";", ",")):
                yield Kind.HEADING_BOLD, one


# Links
def kind_of(link, words):
    """What is wrong with one link by itself; None where nothing is."""
    if link.is_empty:
        return Kind.LINK_EMPTY
    if is_address(words):
        return Kind.LINK_ADDRESS
    return Kind.LINK_VAGUE if says_nothing(words, link.language) else None


def wrong_links(read):
    """Links that say nothing, and links whose words led elsewhere before, told once for the same words.

    A link whose target is said to be in another language is told apart by that.
    """
    led, told = {}, set()
    for link in read.elements:
        if link.tag != "a" or "href" not in link.attributes:
            continue
        words = read.words_of(link)
        if kind := kind_of(link, words):
            yield kind, link
            continue
        key = bare(words), link.attributes.get("hreflang")
        address = link.attributes["href"].strip().removesuffix("/")
        if key[0] and key not in told and led.setdefault(key, address) != address:
            told.add(key)
            yield Kind.LINK_SAME, link


# Tables and spaces
def tables_without_headers(read):
    tables = (one for one in read.elements if one.tag == "table" and not one.is_empty)
    return ((Kind.TABLE_HEADERS, one) for one in tables if not one.has_headers)


def empty_paragraphs(read):
    """Those that stand as space; one at the beginning of a cell is only what the cell is made of."""
    empty = (one for one in read.elements if one.tag == "p" and one.is_empty)
    return ((Kind.SPACE_PARAGRAPH, one) for one in empty if not (one.parent in CELLS and one.is_first))


def line_breaks(read):
    return ((Kind.SPACE_BREAKS, one) for one in read.elements if one.tag == "br")


# Capitals
def capitals(read):
    """Words in capitals that are there to be seen."""
    known = KNOWN.union(*(short_forms_in(block.words) for block in read.blocks))
    for block in read.blocks:
        for words in passages_in_capitals(block.words, known):
            yield Kind.CAPITALS, block._replace(words=words)


JUDGES = (
    empty_headings, bold_headings, wrong_links, tables_without_headers, empty_paragraphs, line_breaks, capitals,
)  # fmt: skip


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
