"""LoadedRecord: what the first content wrote into which record."""

from django.db import models


class LoadedRecord(models.Model):
    """What the first content wrote: one row a record of its files, with a fingerprint a field."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    object_id = models.BigIntegerField()
    fingerprints = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("model", "key"), name="loadedrecord_once"),)

    def __str__(self):
        return f"{self.model} {self.key}"
