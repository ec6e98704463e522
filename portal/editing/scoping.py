"""Object-level permissions of the admin: each registered model is either country-owned or shared.

The mixins apply portal/permissions.py to lists, forms, choices and filters. A custom admin view that does not start
from `get_object` must check permissions itself.
"""

from itertools import chain, repeat

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.exceptions import PermissionDenied
from django.db import router
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal import permissions
from portal.editing.lookups import FilterLookupsMixin
from portal.i18n.html import mark_language, mark_name
from portal.i18n.languages import LANGUAGES, get_current_language, get_translated_fields
from portal.links.record_links import parse_reference
from portal.publishing.models import Publishable
from portal.publishing.usage import get_usage
from portal.records.admin_urls import get_change_url
from portal.records.models import OwnedMixin
from portal.records.parts import get_root
from portal.richtext.fields import RichTextField
from portal.richtext.html import replace_links


def get_hidden_name():
    """Return the text shown instead of the name of a record that the editor may not see."""
    return gettext("(a record you do not have permission to see)")


def get_visible_name(record, editor):
    """Return the name of a related record or part, or a placeholder if the editor may not see it."""
    root = get_root(record)
    is_visible = not isinstance(root, OwnedMixin) or permissions.can_view(editor, root) or root.is_public()
    return str(record) if is_visible else get_hidden_name()


def render_record_link(record, editor):
    """Return the name of a record as HTML, linked to its form if the editor may view it."""
    if isinstance(record, OwnedMixin) and permissions.can_view(editor, record):
        return format_html('<a href="{}">{}</a>', get_change_url(record), mark_name(record))
    return get_visible_name(record, editor)


def get_form_fields(model):
    """Return the editable fields of a model; of a translated field, only the columns of each language."""
    unsuffixed = set(get_translated_fields(model))
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return [field for field in fields if field.editable and not field.primary_key and field.name not in unsuffixed]


class ReadonlyField:
    """A read-only representation of a model field, as a callable column of a form or list."""

    def __init__(self, field, editor):
        self.field, self.editor = field, editor
        self.__name__ = field.name
        self.short_description = field.verbose_name

    def __eq__(self, other):
        return isinstance(other, ReadonlyField) and self.field == other.field

    def __hash__(self):
        return hash(self.field)


class ReadonlyRichText(ReadonlyField):
    """Formatted rich text. Links to records become plain text, because they are only resolved on public pages."""

    def __call__(self, record):
        html = getattr(record, self.field.attname)
        if not html:
            return "-"
        language = getattr(self.field, "language", "")
        html = SafeString(replace_links(html, self.render_link))  # sanitized at every save: portal/richtext/fields.py
        return format_html('<div class="readonly-text"{}>{}</div>', render_lang_attribute(language), html)

    def render_link(self, words, attributes):
        address = attributes.get("href", "")
        if not address or parse_reference(address):
            return words
        return format_html('<a href="{}" rel="noopener">{}</a>', address, SafeString(words))


def render_lang_attribute(language):
    return format_html(' lang="{}"', language) if language else ""


class ReadonlyRelation(ReadonlyField):
    """The names of related records; a record that the editor may not see is shown as a placeholder."""

    def __init__(self, field, editor):
        super().__init__(field, editor)
        self.admin_order_field = None if field.many_to_many else field.name

    @cached_property
    def public_pks(self):
        """Return the primary keys of all public related records, with one query for a whole list."""
        return set(self.field.related_model.objects.published().values_list("pk", flat=True))

    def is_public(self, record):
        return record.pk in self.public_pks if isinstance(record, Publishable) else record.is_public()

    def get_name(self, record):
        is_visible = permissions.can_view(self.editor, record) or self.is_public(record)
        return mark_name(record) if is_visible else get_hidden_name()

    def __call__(self, record):
        value = getattr(record, self.field.name)
        related = value.all() if self.field.many_to_many else filter(None, [value])
        return format_html_join(", ", "{}", ((self.get_name(related_record),) for related_record in related)) or "-"


class OwnedRelatedFieldListFilter(admin.RelatedFieldListFilter):
    """A list filter by a relation that offers only the records the editor may see."""

    def field_choices(self, field, request, model_admin):
        model = field.remote_field.model
        records = model._default_manager.all()
        if issubclass(model, OwnedMixin):
            records = permissions.filter_visible(request.user, records)
        names = [(record.pk, record.get_localized_name()) for record in records]
        self.languages = [name.language for _pk, name in names]
        return [(pk, name.text) for pk, name in names]

    def choices(self, changelist):
        """Mark each name with its language. The first choice is "All"."""
        languages = chain([get_current_language()], self.languages, repeat(get_current_language()))
        for choice, language in zip(super().choices(changelist), languages, strict=False):
            yield {**choice, "display": mark_language(choice["display"], language)}


class OwnedModelAdminMixin(FilterLookupsMixin):
    """Permissions of a ModelAdmin whose records belong to one country, or to all three."""

    # Fields that are read-only once the record exists, such as those in its URL.
    immutable_fields = ()

    def get_queryset(self, request):
        return self.filter_rows(request, super().get_queryset(request))

    def filter_rows(self, request, rows):
        """Return the rows that the editor may see."""
        return permissions.filter_visible(request.user, rows)

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

    def delete_view(self, request, object_id, extra_context=None):
        refusal = self.get_deletion_refusal(request, object_id)
        return refusal or super().delete_view(request, object_id, extra_context)

    def get_deletion_refusal(self, request, object_id):
        """Return a page that says where a live record is used, None for other records and for editors who only read it.

        If it is not used, raise PermissionDenied with a message that it is live.
        """
        record = self.get_object(request, unquote(object_id))
        if record is None or not permissions.is_live(record) or not permissions.is_writer(request.user, record):
            return None
        *_counts, protected = self.get_deleted_objects([record], request)
        if not protected:
            raise PermissionDenied(gettext("Unpublish “%(record)s” before you delete it.") % {"record": record})
        return self.render_delete_refusal(request, record, protected)

    def render_delete_refusal(self, request, record, protected):
        """Render Django's page for an object that cannot be deleted, with the status 403."""
        title = gettext("“%(record)s” is still in use") % {"record": record}
        context = {"title": title, "subtitle": None, "object": record, "protected": protected}
        site = self.admin_site.each_context(request)
        response = self.render_delete_form(request, {**site, **context, "opts": self.opts, "preserved_filters": ""})
        response.status_code = 403
        return response

    def get_restricted_fields(self, request, obj=None):
        """Return the names of fields the editor may not change: for a translator, all but those of their languages."""
        languages = LANGUAGES if obj is None else permissions.get_writable_languages(request.user, obj)
        if languages == LANGUAGES:
            return ()
        return tuple(
            field.name for field in get_form_fields(self.model) if getattr(field, "language", None) not in languages
        )  # fmt: skip

    def get_exclude(self, request, obj=None):
        """Exclude fields that a `ReadonlyField` replaces."""
        columns = self.get_readonly_fields(request, obj)
        replaced = [column.field.name for column in columns if isinstance(column, ReadonlyField)]
        return (*(super().get_exclude(request, obj) or ()), *replaced)

    def get_list_display(self, request):
        return self.replace_readonly_columns(super().get_list_display(request), request)

    def replace_readonly_columns(self, names, request):
        """Return the names with each relation to owned records and each rich text replaced by a `ReadonlyField`."""
        columns = {}
        for field in get_form_fields(self.model):
            if field.is_relation and issubclass(field.related_model, OwnedMixin):
                columns[field.name] = ReadonlyRelation(field, request.user)
            elif isinstance(field, RichTextField):
                columns[field.name] = ReadonlyRichText(field, request.user)
        return [columns.get(name, name) for name in names]

    def get_readonly_fields(self, request, obj=None):
        restricted = self.get_restricted_fields(request, obj)
        immutable = self.immutable_fields if obj else ()
        always = [name for name in (*super().get_readonly_fields(request, obj), *immutable) if name not in restricted]
        return (*self.replace_readonly_columns(always, request), *self.replace_readonly_columns(restricted, request))

    def get_fieldsets(self, request, obj=None):
        readonly = set(self.get_readonly_fields(request, obj))
        writable = obj is None or self.has_change_permission(request, obj)

        def get_column(name):
            [column] = self.replace_readonly_columns([name], request)
            return column if column in readonly or not writable else name

        return [
            (heading, {**options, "fields": [get_column(name) for name in options["fields"]]})
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def get_deleted_objects(self, objs, request):
        """Report as protected every record that uses these, with a placeholder for those the editor may not see."""
        deleted, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        usage = dict.fromkeys([*map(get_root, collector.protected), *(user for obj in objs for user in get_usage(obj))])
        protected = [
            format_html("{}: {}", capfirst(user._meta.verbose_name), render_record_link(user, request.user))
            for user in usage
        ]
        nested = collector.nested(lambda obj: obj)
        parts = {str(item._meta.verbose_name) for item in nested if not isinstance(item, list)}
        return deleted, counts, {name for name in lacking if str(name) not in parts}, protected


class OwnedInlineMixin(OwnedModelAdminMixin):
    """Permissions of an inline: its rows have the permissions of the record they belong to."""

    def filter_rows(self, request, rows):
        """Return all rows: an editor who may see the record may see its parts."""
        return rows

    def get_restricted_fields(self, request, obj=None):
        to_parent = {field.name for field in get_form_fields(self.model) if field.related_model is self.parent_model}
        return tuple(name for name in super().get_restricted_fields(request, obj) if name not in to_parent)

    def has_add_permission(self, request, obj=None):
        return obj is None or permissions.can_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is None or permissions.can_change(request.user, obj)


class SharedModelAdmin(FilterLookupsMixin):
    """Permissions of a ModelAdmin whose records no country owns: by role, the same for every record."""

    reader_roles = frozenset(permissions.Role)
    manager_roles = frozenset()  # administrators may manage every model

    def has_any_role(self, editor, roles):
        return permissions.is_administrator(editor) or (permissions.is_editor(editor) and bool(editor.roles & roles))

    def has_module_permission(self, request):
        return self.has_any_role(request.user, self.reader_roles | self.manager_roles)

    def has_view_permission(self, request, obj=None):
        return self.has_any_role(request.user, self.reader_roles | self.manager_roles)

    def has_add_permission(self, request):
        return self.has_any_role(request.user, self.manager_roles)

    def has_change_permission(self, request, obj=None):
        return self.has_any_role(request.user, self.manager_roles)

    def has_delete_permission(self, request, obj=None):
        return self.has_any_role(request.user, self.manager_roles)
