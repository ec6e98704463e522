"""The model RecordUse: what the texts of a record refer to, and what its draft adds to it.

Relations of a record have columns with indexes of their own. The references in its texts, and in the JSON data of its
draft, have their index here.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from portal.history.snapshots import get_columns, get_model_for_key
from portal.links.record_links import parse_reference
from portal.records.parts import get_root_field, get_rows
from portal.records.references import RecordReference, get_reference
from portal.richtext.fields import RichTextField
from portal.richtext.html import get_links


class RecordUse(RecordReference):
    """A reference from a record to another one. With a draft, the record only refers to it once that is published."""

    # No constraint of the database: the release before this model deletes drafts, too.
    draft = models.ForeignKey("portal.Draft", models.CASCADE, null=True, db_constraint=False, related_name="+")
    target_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", db_index=False)
    target_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "draft", "target_type", "target_id"),
                nulls_distinct=False,
                name="recorduse_once",
            ),
        )
        indexes = (models.Index(fields=("target_type", "target_id"), name="recorduse_target"),)

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.target_type} {self.target_id}"


def get_uses_of(target):
    """Return the RecordUse rows that refer to a record, as a queryset."""
    content_type, pk = get_reference(target)
    return RecordUse.objects.filter(target_type=content_type, target_id=pk)


def find_linked(html):
    """Yield (model, primary key) of the records that a rich text links to."""
    for attributes in get_links(html):
        if reference := parse_reference(attributes["href"]):
            yield tuple(reference)


def find_linked_by_record(record):
    """Yield (model, primary key) of what the texts of a record and its parts link to."""
    for row in get_rows(record):
        for field in row._meta.concrete_fields:
            if isinstance(field, RichTextField) and (html := getattr(row, field.attname)):
                yield from find_linked(html)


def find_added_by_changes(changes):
    """Yield (model, primary key) of what the changes of a draft link or relate to."""
    for key, columns in changes.items():
        model = get_model_for_key(key)
        fields = get_columns(model) if model else {}
        for column, change in columns.items():
            field, value = fields.get(column), change["now"]
            if isinstance(field, RichTextField) and isinstance(value, str):
                yield from find_linked(value)
            elif field and field.is_relation and not get_root_field(field.related_model):
                keys = value if isinstance(value, list) else [value]
                yield from ((field.related_model, pk) for pk in keys if isinstance(pk, int))


def save_uses(owner, found):
    """Replace the rows of a record, or of its draft, by those of the targets that were found.

    `owner` has the values of the columns that both have in common.
    """
    own = (owner["content_type_id"], owner["object_id"])
    targets = {(ContentType.objects.get_for_model(model).pk, pk) for model, pk in found} - {own}
    stored = {(row.target_type_id, row.target_id): row.pk for row in RecordUse.objects.filter(**owner)}
    if outdated := [pk for target, pk in stored.items() if target not in targets]:
        RecordUse.objects.filter(pk__in=outdated).delete()
    if missing := sorted(targets - set(stored)):
        rows = [RecordUse(**owner, target_type_id=content_type, target_id=pk) for content_type, pk in missing]
        RecordUse.objects.bulk_create(rows, ignore_conflicts=True)


def register_uses(record):
    """Update the rows of a record. Call it in the transaction of the save, after the parts are saved."""
    content_type, pk = get_reference(record)
    owner = {"content_type_id": content_type, "object_id": pk, "draft_id": None}
    save_uses(owner, find_linked_by_record(record))


def register_draft_uses(draft, changes):
    """Update the rows of a draft with these changes. They are deleted with the draft."""
    owner = {"content_type_id": draft.content_type_id, "object_id": draft.object_id, "draft_id": draft.pk}
    save_uses(owner, find_added_by_changes(changes))


def unregister_uses(record):
    """Delete the rows of a record that is about to be deleted. Those that refer to it stay, as their texts do."""
    RecordUse.objects.of(record).delete()
