"""All that was uploaded, pictures and documents together: what an editor may see of it, searched and filtered.

Nothing is kept here: a picture is a record of its own, a document belongs to the record that carries it.
"""

from typing import NamedTuple

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.pictures.models import get_undescribed_q
from portal.publishing.models import Publishable
from portal.publishing.usage import build_usage_filter, get_related_usage
from portal.records.models import Status
from portal.records.parts import get_root_field
from portal.uploads.fields import DocumentFileField
from portal.uploads.storage import get_file_fields

PICTURE, DOCUMENT = "picture", "document"
KINDS = {PICTURE: _("pictures"), DOCUMENT: _("documents")}
USES = {"used": _("used"), "unused": _("used nowhere")}


class Shelf(NamedTuple):
    """One model that holds files: its column, and the path to the record that they belong to."""

    model: type
    column: str
    path: str

    @property
    def kind(self):
        is_document = isinstance(self.model._meta.get_field(self.column), DocumentFileField)
        return DOCUMENT if is_document else PICTURE

    @property
    def owner(self):
        """The model of the record that is somebody's."""
        return self.model._meta.get_field(self.path).related_model if self.path else self.model

    def on(self, name):
        """A column of the record, as the rows of the shelf name it."""
        return f"{self.path}__{name}" if self.path else name

    def rows(self, editor):
        """The rows with a file that an editor may see."""
        seen = permissions.visible_to(editor, self.owner._default_manager.all())
        return self.model._base_manager.exclude(**{self.column: ""}).filter(**{self.on("pk__in"): seen.values("pk")})

    def searched(self):
        """The columns that words are looked for in: names and titles in three languages."""
        texts = [localized_field_name(name, one) for name in get_translated_fields(self.model)[:1] for one in LANGUAGES]
        if self.path:
            texts += [self.on(localized_field_name("title", one)) for one in LANGUAGES]
        return [self.column, *texts]

    def used(self):
        """Whether readers can come to it by a record: one that shows it, or its own, which is public or led to."""
        condition = build_usage_filter(self.owner, self.on("pk"))
        if issubclass(self.owner, Publishable):
            condition |= Q(**{self.on("status"): Status.PUBLISHED})
        return condition


def shelves():
    """Every model that holds files."""
    found = ((model, field.name, get_root_field(model)) for model, field in get_file_fields())
    made = [Shelf(model, column, whole.name if whole else "") for model, column, whole in found]
    return sorted(made, key=lambda shelf: shelf.kind)


class Wanted(NamedTuple):
    """What an editor looks for; what is empty does not matter."""

    words: str = ""
    kind: str = ""
    country: str = ""
    language: str = ""
    use: str = ""
    lacks: str = ""


def matching(shelf, editor, wanted):
    """The rows of one shelf that are looked for."""
    rows = shelf.rows(editor)
    for word in wanted.words.split():
        holds = Q()
        for column in shelf.searched():
            holds |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(holds)
    if wanted.country:
        code = None if wanted.country == "all" else wanted.country
        rows = rows.filter(**{shelf.on("country__code"): code})
    if wanted.language:
        rows = rows.filter(language=wanted.language) if shelf.kind == DOCUMENT else rows.none()
    if wanted.lacks:
        rows = lacking(shelf, rows, wanted.lacks)
    if wanted.use:
        rows = rows.filter(shelf.used()) if wanted.use == "used" else rows.exclude(shelf.used())
    return rows


def lacking(shelf, rows, language):
    """The pictures without a description in a language that are not marked as decorative."""
    return rows.filter(get_undescribed_q(language)) if shelf.kind == PICTURE else rows.none()


def found(editor, wanted):
    """Where what is looked for stands, see `standing_of`, the newest of each shelf first: one query, to be paged."""
    queries = [
        matching(shelf, editor, wanted)
        .order_by()
        .annotate(standing=standing_of(number))
        .values_list("standing", flat=True)
        for number, shelf in enumerate(shelves())
        if wanted.kind in ("", shelf.kind)
    ]
    first, *others = queries
    return first.union(*others, all=True).order_by("-standing")


def standing_of(number):
    """The number of a shelf and the key of its row, as a text that sorts as they do: 0:0000000000000000012."""
    key = LPad(Cast("pk", CharField()), 19, Value("0"))
    return Concat(Value(f"{number}:"), key, output_field=CharField())


class Held(NamedTuple):
    """One upload as the library shows it."""

    shelf: Shelf
    row: object
    record: object
    users: list

    @property
    def kind(self):
        return capfirst(self.shelf.model._meta.verbose_name)

    @property
    def place(self):
        """The fragment of a form where the file is changed, empty where it is the form's own."""
        if not self.shelf.path:
            return ""
        relation = self.shelf.model._meta.get_field(self.shelf.path).remote_field
        return f"#{relation.get_accessor_name()}-group"

    @property
    def lacks(self):
        """The languages that a picture is not described in."""
        if self.shelf.kind == DOCUMENT:
            return []
        return [one for one in LANGUAGES if self.row.get_missing_descriptions([one])]


def held(page):
    """What stands on one page of `found`, with where it is used: a fixed number of queries."""
    known = shelves()
    places = [tuple(map(int, standing.split(":"))) for standing in page]
    rows, users = {}, {}
    for number in {number for number, _key in places}:
        shelf = known[number]
        related = [name for name in (shelf.path, shelf.on("country")) if name]
        rows[number] = shelf.model._base_manager.select_related(*related).in_bulk(
            [key for one, key in places if one == number]
        )
        owners = [getattr(row, f"{shelf.path}_id") if shelf.path else row.pk for row in rows[number].values()]
        users[number] = get_related_usage(shelf.owner, owners)
    for number, key in places:
        shelf, row = known[number], rows[number][key]
        record = getattr(row, shelf.path) if shelf.path else row
        yield Held(shelf, row, record, users[number][record.pk])
