"""Usage of a record: the records that refer to it, by a relation or by a link in a text."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from portal.drafts.models import Draft
from portal.publishing.models import publishable_models
from portal.record_uses.models import RecordUse, get_uses_of, register_draft_uses, register_uses
from portal.records.parts import get_root, get_root_field


def get_incoming_relations(model):
    """Return the relations from other records to this model, without those from its own parts."""
    own = getattr(model, "parts", ())
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
        if not relation.related_model._meta.auto_created and relation.get_accessor_name() not in own
    ]


def get_join_columns(relation):
    """Return the table that joins both ends of a relation: (model, column of the target, column of the source)."""
    if relation.many_to_many:
        field = relation.field
        return relation.through, field.m2m_reverse_field_name(), field.m2m_field_name()
    return relation.related_model, relation.field.name, "pk"


def build_usage_filter(model, path="pk"):
    """Return a condition that is true if any record refers to the row of `model` with the primary key in `path`."""
    condition = Q(pk=None)
    for relation in get_incoming_relations(model):
        join, target, _ = get_join_columns(relation)
        condition |= Q(Exists(join._base_manager.filter(**{target: OuterRef(path)})))
    return condition


def get_related_usage(model, keys):
    """Return the records that refer by a relation to rows of one model: {pk: [record, …]}. Runs a query a relation."""
    usage = defaultdict(list)
    for relation in get_incoming_relations(model):
        join, target, source = get_join_columns(relation)
        pairs = dict.fromkeys(join._base_manager.filter(**{f"{target}__in": keys}).values_list(source, target))
        rows = relation.related_model._base_manager.filter(pk__in=[source_key for source_key, _ in pairs])
        if whole := get_root_field(relation.related_model):
            rows = rows.select_related(whole.name)
        records = {row.pk: get_root(row) for row in rows}
        for source_key, target_key in pairs:
            if records[source_key] not in usage[target_key]:
                usage[target_key].append(records[source_key])
    return usage


def get_linking_records(record):
    """Return the records whose texts or drafts refer to this one, if that counts (see `protects`)."""
    uses = get_uses_of(record).select_related("draft").prefetch_related("record").order_by("content_type", "object_id")
    users = ((use.record, use.draft is not None) for use in uses if use.draft_id is None or use.draft)
    return [user for user, in_draft in users if user and protects(user, record, in_draft=in_draft)]


def protects(user, record, *, in_draft=False):
    """Return whether a reference in the record `user` keeps another record from being deleted.

    Otherwise an editor could keep records of other governments by linking to them from a draft.
    """
    is_own = getattr(user, "country_id", None) in {None, getattr(record, "country_id", None)}
    return is_own or (not in_draft and getattr(user, "is_published_or_scheduled", True))


def get_usage(record):
    """Return every record that refers to this one, once each."""
    users = [*get_related_usage(type(record), [record.pk])[record.pk], *get_linking_records(record)]
    return [user for user in dict.fromkeys(users) if user != record]


@transaction.atomic
def rebuild_uses():
    """Write the RecordUse rows of all records and drafts anew, and return how many have been read."""
    existing = {model: model._base_manager.values("pk") for model in publishable_models()}
    owners = Q(pk__in=[])
    for model, keys in existing.items():
        owners |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    RecordUse.objects.exclude(owners).delete()
    RecordUse.objects.exclude(draft_id=None).filter(~Exists(Draft.objects.filter(pk=OuterRef("draft_id")))).delete()
    count = 0
    for model in existing:
        for record in model._base_manager.order_by("pk").iterator(chunk_size=200):
            register_uses(record)
            count += 1
    for draft in Draft.objects.order_by("pk").iterator(chunk_size=200):
        register_draft_uses(draft, draft.migrated_changes)
        count += 1
    return count
