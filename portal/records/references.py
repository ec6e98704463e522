"""Abstract models for rows that refer to a record of any model."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import OuterRef, Q


def get_reference(record):
    """Return the primary keys of the content type and of the record."""
    return ContentType.objects.get_for_model(record).pk, record.pk


class ReferenceQuerySet(models.QuerySet):
    """A queryset of rows that refer to a record of any model."""

    def of(self, record):
        """Return the rows of one record."""
        return self.of_model(record).filter(object_id=record.pk)

    def of_model(self, model):
        """Return the rows of all records of a model, which may be given as a class or as one of its records."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def of_any(self, records):
        """Return the rows of any of these records, which may be of several models."""
        condition = Q(pk__in=[])
        for model in {type(record) for record in records}:
            pks = [record.pk for record in records if isinstance(record, model)]
            condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)
        return self.filter(condition)

    def of_outer(self, model):
        """Return the rows of the record that an outer query of this model selects, for a subquery."""
        return self.of_model(model).filter(object_id=OuterRef("pk"))


class ObjectReference(models.Model):
    """Adds the columns that refer to an object of any model, and lookups by that object."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True


class MissingContentType:
    """Stands in for the content type of a model that no longer exists, and has no objects."""

    def model_class(self):
        return ContentType

    def get_object_for_this_type(self, **lookups):
        raise ObjectDoesNotExist

    def get_all_objects_for_this_type(self, **lookups):
        return []


class RecordKey(GenericForeignKey):
    """A generic foreign key that is None if the model no longer exists, as it is if the record does not."""

    def get_content_type(self, **lookups):
        content_type = super().get_content_type(**lookups)
        return content_type if content_type.model_class() else MissingContentType()


class RecordReference(ObjectReference):
    """Adds the record that a row refers to."""

    record = RecordKey("content_type", "object_id")

    class Meta:
        abstract = True
