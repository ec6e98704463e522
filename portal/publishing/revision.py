"""The revision of all public records, and conditional responses that are built only if it has changed."""

import hashlib

from django.db.models import Count, Max, Q, Value
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from portal.history.models import Version
from portal.publishing.models import publishable_models
from portal.records.models import Status


def get_public_revision():
    """Return (digest, time) of the latest change to what the public sees, in two queries. The time may be None.

    Every save, transition and deletion records a version. A schedule publishes and withdraws without one, so that the
    times of publication and withdrawal that have passed count, too.
    """
    now = timezone.now()
    is_open = Q(withdraw_at=None) | Q(withdraw_at__gt=now)
    counts = [
        model._base_manager.filter(status=Status.PUBLISHED, publish_at__lte=now)
        .order_by()
        .annotate(revised_model=Value(model._meta.label_lower))
        .values("revised_model")
        .annotate(
            open_count=Count("pk", filter=is_open),
            latest_save=Max("modified_at"),
            latest_start=Max("publish_at"),
            latest_end=Max("withdraw_at", filter=Q(withdraw_at__lte=now)),
        )
        .values_list("revised_model", "open_count", "latest_save", "latest_start", "latest_end")
        for model in publishable_models()
    ]
    rows = sorted(counts[0].union(*counts[1:], all=True))
    version = Version.objects.filter(of_draft=False).order_by("-pk").values_list("pk", "at").first() or (0, None)
    times = [version[1], *(time for row in rows for time in row[2:])]
    digest = hashlib.sha256(repr((version, rows)).encode()).hexdigest()[:20]
    return digest, max(filter(None, times), default=None)


def respond_if_changed(request, build):
    """Return 304 if the client has the current revision, else the response of `build(time of the last change)`.

    Caches must revalidate, so that a record disappears as soon as it is unpublished.
    """
    digest, changed_at = get_public_revision()
    seconds = int(changed_at.timestamp()) if changed_at else None
    etag = quote_etag(digest)
    response = get_conditional_response(request, etag=etag, last_modified=seconds) or build(changed_at)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    if seconds:
        response.headers["Last-Modified"] = http_date(seconds)
    return response
