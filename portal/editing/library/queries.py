"""The media library: the uploads of all models that an editor may see, searched and filtered.

A picture is a record of its own; a document belongs to a record.
"""

from typing import NamedTuple

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.i18n.search import FoldedContains
from portal.pictures.models import get_undescribed_q
from portal.publishing.models import Publishable
from portal.publishing.usage import build_usage_filter, get_related_usage
from portal.records.models import Status
from portal.records.parts import get_root_field
from portal.uploads.fields import DocumentFileField
from portal.uploads.storage import get_file_fields

PICTURE, DOCUMENT = "picture", "document"
KINDS = {PICTURE: _("images"), DOCUMENT: _("documents")}
USES = {"used": _("in use"), "unused": _("not used")}


class LibrarySource(NamedTuple):
    """A model with files: its file column, and the name of its relation to the record that owns the file, if any."""

    model: type
    column: str
    path: str

    @property
    def kind(self):
        is_document = isinstance(self.model._meta.get_field(self.column), DocumentFileField)
        return DOCUMENT if is_document else PICTURE

    @property
    def owner_model(self):
        """The model of the records that own the files."""
        return self.model._meta.get_field(self.path).related_model if self.path else self.model

    def get_lookup(self, name):
        """Return the lookup of a column of the owner."""
        return f"{self.path}__{name}" if self.path else name

    def get_rows(self, editor):
        """Return the rows with a file that an editor may see."""
        visible = permissions.filter_visible(editor, self.owner_model._default_manager.all())
        rows = self.model._base_manager.exclude(**{self.column: ""})
        return rows.filter(**{self.get_lookup("pk__in"): visible.values("pk")})

    def get_search_columns(self):
        """Return the columns that a search looks at: file names and titles in all languages."""
        columns = [
            localized_field_name(name, code) for name in get_translated_fields(self.model)[:1] for code in LANGUAGES
        ]
        if self.path:
            columns += [self.get_lookup(localized_field_name("title", code)) for code in LANGUAGES]
        return [self.column, *columns]

    def make_usage_condition(self):
        """Return a condition for files that a record shows, or whose own record is public or referred to."""
        condition = build_usage_filter(self.owner_model, self.get_lookup("pk"))
        if issubclass(self.owner_model, Publishable):
            condition |= Q(**{self.get_lookup("status"): Status.PUBLISHED})
        return condition


def get_sources():
    """Return a LibrarySource for every model with files, sorted by kind."""
    fields = ((model, field.name, get_root_field(model)) for model, field in get_file_fields())
    sources = [LibrarySource(model, column, relation.name if relation else "") for model, column, relation in fields]
    return sorted(sources, key=lambda source: source.kind)


class LibraryQuery(NamedTuple):
    """A search of the library. The names are those of the form fields; empty values do not filter."""

    words: str = ""
    kind: str = ""
    country: str = ""
    language: str = ""
    use: str = ""
    lacks: str = ""


def filter_source(source, editor, query):
    """Return the rows of one source that match a query."""
    rows = source.get_rows(editor)
    for word in query.words.split():
        condition = Q()
        for column in source.get_search_columns():
            condition |= Q(**{f"{column}__{FoldedContains.lookup_name}": word})
        rows = rows.filter(condition)
    if query.country:
        code = None if query.country == "all" else query.country
        rows = rows.filter(**{source.get_lookup("country__code"): code})
    if query.language:
        rows = rows.filter(language=query.language) if source.kind == DOCUMENT else rows.none()
    if query.lacks:
        rows = filter_undescribed(source, rows, query.lacks)
    if query.use:
        condition = source.make_usage_condition()
        rows = rows.filter(condition) if query.use == "used" else rows.exclude(condition)
    return rows


def filter_undescribed(source, rows, language):
    """Return the pictures without a description in a language that are not marked as decorative."""
    return rows.filter(get_undescribed_q(language)) if source.kind == PICTURE else rows.none()


def search_library(editor, query):
    """Return the sort keys (see `make_sort_key`) of all matches, newest of each source first, as one query."""
    querysets = [
        filter_source(source, editor, query)
        .order_by()
        .annotate(sort_key=make_sort_key(number))
        .values_list("sort_key", flat=True)
        for number, source in enumerate(get_sources())
        if query.kind in ("", source.kind)
    ]
    first, *others = querysets
    return first.union(*others, all=True).order_by("-sort_key")


def make_sort_key(number):
    """Return the number of a source and the padded key of a row as sortable text: `0:0000000000000000012`."""
    key = LPad(Cast("pk", CharField()), 19, Value("0"))
    return Concat(Value(f"{number}:"), key, output_field=CharField())


class LibraryItem(NamedTuple):
    """An upload with the record that owns it and the records that use it."""

    source: LibrarySource
    row: object
    record: object
    users: list

    @property
    def kind(self):
        return capfirst(self.source.model._meta.verbose_name)

    @property
    def fragment(self):
        """The fragment of the inline with the file in the form of the record; empty if the form itself has it."""
        if not self.source.path:
            return ""
        relation = self.source.model._meta.get_field(self.source.path).remote_field
        return f"#{relation.get_accessor_name()}-group"

    @property
    def missing_descriptions(self):
        """The languages in which a picture has no description."""
        if self.source.kind == DOCUMENT:
            return []
        return [code for code in LANGUAGES if self.row.get_missing_descriptions([code])]


def load_items(sort_keys):
    """Yield the LibraryItem of each sort key, with a fixed number of queries."""
    sources = get_sources()
    positions = [tuple(map(int, sort_key.split(":"))) for sort_key in sort_keys]
    rows, users = {}, {}
    for number in {number for number, _key in positions}:
        source = sources[number]
        related = [name for name in (source.path, source.get_lookup("country")) if name]
        rows[number] = source.model._base_manager.select_related(*related).in_bulk(
            [key for source_number, key in positions if source_number == number]
        )
        owner_keys = [getattr(row, f"{source.path}_id") if source.path else row.pk for row in rows[number].values()]
        users[number] = get_related_usage(source.owner_model, owner_keys)
    for number, key in positions:
        source, row = sources[number], rows[number][key]
        record = getattr(row, source.path) if source.path else row
        yield LibraryItem(source, row, record, users[number][record.pk])
