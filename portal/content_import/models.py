"""The model LoadedRecord, which tells imported values from those that an editor has changed."""

from django.db import models


class LoadedRecord(models.Model):
    """A record of a content file and the database row that it was loaded into, with a fingerprint of each field."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    object_id = models.BigIntegerField()
    fingerprints = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("model", "key"), name="loadedrecord_once"),)

    def __str__(self):
        return f"{self.model} {self.key}"
