"""Where a record is used: which others lead to it, by a relation or by a link in a text. Nothing is changed here."""

from collections import defaultdict

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from portal.links.record_links import build_reference
from portal.records.parts import get_root, get_root_field
from portal.richtext.fields import RichTextField


def relations_to(model):
    """The relations by which records lead to those of this model, without those to its own parts."""
    own = getattr(model, "parts", ())
    return [
        one
        for one in model._meta.get_fields(include_hidden=True)
        if one.auto_created and one.is_relation and not one.concrete
        if not one.related_model._meta.auto_created and one.get_accessor_name() not in own
    ]


def pairs(relation):
    """What joins both ends of a relation: (model of the rows, column of the one led to, column of the one leading)."""
    if relation.many_to_many:
        field = relation.field
        return relation.through, field.m2m_reverse_field_name(), field.m2m_field_name()
    return relation.related_model, relation.field.name, "pk"


def is_used(model, path="pk"):
    """A condition of a query: whether any record leads to the one of `model` whose key stands in `path`."""
    condition = Q(pk=None)
    for relation in relations_to(model):
        rows, column, _ = pairs(relation)
        condition |= Q(Exists(rows._base_manager.filter(**{column: OuterRef(path)})))
    return condition


def users_of(model, keys):
    """The records that lead to each of these of one model: {key: [record, …]}; one query a relation."""
    found = defaultdict(list)
    for relation in relations_to(model):
        rows, column, leading = pairs(relation)
        joined = dict.fromkeys(rows._base_manager.filter(**{f"{column}__in": keys}).values_list(leading, column))
        users = relation.related_model._base_manager.filter(pk__in=[key for key, _ in joined])
        if whole := get_root_field(relation.related_model):
            users = users.select_related(whole.name)
        by_key = {one.pk: get_root(one) for one in users}
        for key, used in joined:
            if by_key[key] not in found[used]:
                found[used].append(by_key[key])
    return found


def linking_to(record):
    """The records with a text that links to this one."""
    reference = f'"{build_reference(record)}"'
    for model in apps.get_models():
        columns = [one.attname for one in model._meta.concrete_fields if isinstance(one, RichTextField)]
        if columns:
            holds = Q(pk=None)
            for column in columns:
                holds |= Q(**{f"{column}__contains": reference})
            yield from (get_root(row) for row in model._base_manager.filter(holds))


def uses_of(record):
    """Every record that leads to this one, once each."""
    users = [*users_of(type(record), [record.pk])[record.pk], *linking_to(record)]
    return [one for one in dict.fromkeys(users) if one != record]
