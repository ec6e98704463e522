"""Which records have changed since the mirror last looked, by a save or by their schedule."""

from django.db.models import Q

from portal import clock
from portal.history.models import Version
from portal.i18n.languages import LANGUAGES
from portal.publishing.models import publishable_models
from portal.records.models import Status

# Transactions may commit in another order than that of their versions: older ones are looked at again.
VERSION_WINDOW = 100


class ChangedRecords:
    """Finds the public records that have changed since it last looked."""

    def __init__(self):
        self.seen = set(self.get_versions(0).values_list("pk", flat=True)[:VERSION_WINDOW])
        self.looked_at = clock.now()

    def get_versions(self, after):
        return Version.objects.filter(of_draft=False, pk__gt=after).order_by("-pk")

    def find_saved(self):
        """Return the records that have new versions."""
        newest = max(self.seen, default=0)
        versions = self.get_versions(newest - VERSION_WINDOW).select_related("content_type").defer("snapshot")
        fresh = [version for version in versions if version.pk not in self.seen]
        self.seen.update(version.pk for version in fresh)
        newest = max(self.seen, default=0)
        self.seen = {pk for pk in self.seen if pk > newest - 2 * VERSION_WINDOW}
        pks = {}
        for version in fresh:
            pks.setdefault(version.content_type.model_class(), set()).add(version.object_id)
        models = [model for model in pks if model in publishable_models()]
        return [record for model in models for record in model._base_manager.filter(pk__in=pks[model])]

    def find_scheduled(self):
        """Return the records that were published or withdrawn by their schedule since this was called last."""
        since, self.looked_at = self.looked_at, clock.now()
        passed = [Q(**{f"{name}__gt": since, f"{name}__lte": self.looked_at}) for name in ("publish_at", "withdraw_at")]
        condition = (passed[0] | passed[1]) & Q(status=Status.PUBLISHED)
        return [record for model in publishable_models() for record in model._base_manager.filter(condition)]


def get_record_paths(record):
    """Return the paths of the page of a record in all languages, without fragments."""
    return [record.get_url(language).partition("#")[0] for language in LANGUAGES]
