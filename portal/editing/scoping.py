"""Whose records the admin shows to whom: every model in it is either Scoped (each record is somebody's) or Everyones.

What is decided here is asked of permissions.py. It holds for lists, forms, choices, filters and everything that starts
from a record; a page of the admin's own that does not start from `get_object` has to ask by itself.
"""

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, quote
from django.db import router
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal import permissions
from portal.i18n.languages import LANGUAGES, get_translated_fields
from portal.links.record_links import parse_reference
from portal.publishing.models import Publishable
from portal.publishing.usage import uses_of
from portal.records.models import OwnedMixin
from portal.records.parts import get_root
from portal.richtext.fields import RichTextField
from portal.richtext.html import replace_links


def unnamed():
    """What stands in the place of a name that is not to be told."""
    return gettext("(a record that you may not see)")


def name_of(record, editor):
    """What an editor is told of a record, or a part of one, that another record leads to: its name, if they may be."""
    whole = get_root(record)
    told = not isinstance(whole, OwnedMixin) or permissions.can_view(editor, whole) or whole.is_public()
    return str(record) if told else unnamed()


def link_to(record, editor):
    """The name of a record, leading to its form where the editor may see that."""
    if isinstance(record, OwnedMixin) and permissions.can_view(editor, record):
        meta = record._meta
        path = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])
        return format_html('<a href="{}">{}</a>', path, record)
    return name_of(record, editor)


def form_fields(model):
    """The fields of a model that forms hold: none without its language that has one."""
    bare = set(get_translated_fields(model))
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return [field for field in fields if field.editable and not field.primary_key and field.name not in bare]


class Told:
    """A column of a form that tells what a field holds, where its reader does not write it."""

    def __init__(self, field, editor):
        self.field, self.editor = field, editor
        self.__name__ = field.name
        self.short_description = field.verbose_name

    def __eq__(self, other):
        return isinstance(other, Told) and self.field == other.field

    def __hash__(self):
        return hash(self.field)


class Formatted(Told):
    """A rich text as readers meet it; a link to a record leaves its words, since it leads on public pages alone."""

    def __call__(self, record):
        html = getattr(record, self.field.attname)
        if not html:
            return "-"
        language = getattr(self.field, "language", "")
        html = SafeString(replace_links(html, self.link))  # sanitised at every save, see portal/richtext/fields.py
        return format_html('<div class="told-text"{}>{}</div>', lang_of(language), html)

    def link(self, words, given):
        address = given.get("href", "")
        if not address or parse_reference(address):
            return words
        return format_html('<a href="{}" rel="noopener">{}</a>', address, SafeString(words))


def lang_of(language):
    return format_html(' lang="{}"', language) if language else ""


class Related(Told):
    """A column of a form or a list that tells what a relation leads to, by names that its reader may be told."""

    def __init__(self, field, editor):
        super().__init__(field, editor)
        self.admin_order_field = None if field.many_to_many else field.name

    @cached_property
    def public(self):
        """The keys of the public records of the other end: asked once, however long the list."""
        return set(self.field.related_model.objects.published().values_list("pk", flat=True))

    def is_public(self, record):
        return record.pk in self.public if isinstance(record, Publishable) else record.is_public()

    def name(self, record):
        told = permissions.can_view(self.editor, record) or self.is_public(record)
        return str(record) if told else unnamed()

    def __call__(self, record):
        value = getattr(record, self.field.name)
        related = value.all() if self.field.many_to_many else filter(None, [value])
        return ", ".join(self.name(one) for one in related) or "-"


class ScopedFilter(admin.RelatedFieldListFilter):
    """A list's filter by a relation: it offers the records that the editor may see."""

    def field_choices(self, field, request, model_admin):
        model = field.remote_field.model
        records = model._default_manager.all()
        if issubclass(model, OwnedMixin):
            records = permissions.visible_to(request.user, records)
        return [(record.pk, str(record)) for record in records]


class Scoped:
    """For the admin of a model whose records are each of one country or of all three."""

    # What a record keeps once it is there, such as what its address is made of.
    lasting_fields = ()

    def get_queryset(self, request):
        return permissions.visible_to(request.user, super().get_queryset(request))

    def has_module_permission(self, request):
        return permissions.is_editor(request.user)

    def has_view_permission(self, request, obj=None):
        return permissions.is_editor(request.user) if obj is None else permissions.can_view(request.user, obj)

    def has_add_permission(self, request):
        return permissions.can_add(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        return permissions.is_editor(request.user) if obj is None else permissions.can_save(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return permissions.is_editor(request.user) if obj is None else permissions.can_delete(request.user, obj)

    def only_told(self, request, obj=None):
        """The fields that the editor reads and does not write: for a translator all but those of their languages."""
        languages = LANGUAGES if obj is None else permissions.languages_to_write(request.user, obj)
        if languages == LANGUAGES:
            return ()
        return tuple(
            field.name for field in form_fields(self.model) if getattr(field, "language", None) not in languages
        )  # fmt: skip

    def get_exclude(self, request, obj=None):
        """A field that is only told has something else in its place."""
        told = [one.field.name for one in self.get_readonly_fields(request, obj) if isinstance(one, Told)]
        return (*(super().get_exclude(request, obj) or ()), *told)

    def get_list_display(self, request):
        return self.told(super().get_list_display(request), request)

    def told(self, names, request):
        """The same names, with what tells of a relation or a rich text in the place of its field."""
        columns = {}
        for field in form_fields(self.model):
            if field.is_relation and issubclass(field.related_model, OwnedMixin):
                columns[field.name] = Related(field, request.user)
            elif isinstance(field, RichTextField):
                columns[field.name] = Formatted(field, request.user)
        return [columns.get(name, name) for name in names]

    def get_readonly_fields(self, request, obj=None):
        told = self.only_told(request, obj)
        lasting = self.lasting_fields if obj else ()
        always = [name for name in (*super().get_readonly_fields(request, obj), *lasting) if name not in told]
        return (*self.told(always, request), *self.told(told, request))

    def get_fieldsets(self, request, obj=None):
        told = set(self.get_readonly_fields(request, obj))
        writable = obj is None or self.has_change_permission(request, obj)

        def shown(name):
            [column] = self.told([name], request)
            return column if column in told or not writable else name

        return [
            (heading, {**options, "fields": [shown(name) for name in options["fields"]]})
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def get_deleted_objects(self, objs, request):
        """What goes with a record, and what keeps it: where it is used. What the editor may not see is not named."""
        deleted, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        users = dict.fromkeys([*map(get_root, collector.protected), *(user for one in objs for user in uses_of(one))])
        told = [format_html("{}: {}", capfirst(one._meta.verbose_name), link_to(one, request.user)) for one in users]
        parts = {str(one._meta.verbose_name) for one in collector.nested(lambda one: one) if not isinstance(one, list)}
        return deleted, counts, {name for name in lacking if str(name) not in parts}, told


class ScopedPart(Scoped):
    """For an inline: what belongs to a record is read and changed by those who may read and change the record."""

    def get_queryset(self, request):
        return super(Scoped, self).get_queryset(request)

    def only_told(self, request, obj=None):
        whole = {field.name for field in form_fields(self.model) if field.related_model is self.parent_model}
        return tuple(name for name in super().only_told(request, obj) if name not in whole)

    def has_add_permission(self, request, obj=None):
        return obj is None or permissions.can_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is None or permissions.can_change(request.user, obj)


class Everyones:
    """For the admin of a model that no country owns: who reads its records, and who keeps them."""

    readers = frozenset(permissions.Role)
    keepers = frozenset()  # administrators keep everything

    def may(self, editor, roles):
        return permissions.is_administrator(editor) or (permissions.is_editor(editor) and bool(editor.roles & roles))

    def has_module_permission(self, request):
        return self.may(request.user, self.readers | self.keepers)

    def has_view_permission(self, request, obj=None):
        return self.may(request.user, self.readers | self.keepers)

    def has_add_permission(self, request):
        return self.may(request.user, self.keepers)

    def has_change_permission(self, request, obj=None):
        return self.may(request.user, self.keepers)

    def has_delete_permission(self, request, obj=None):
        return self.may(request.user, self.keepers)
