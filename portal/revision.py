"""The revision of all public records, and conditional responses that are built only if it has changed."""

import hashlib

from django.db.models import F, Value
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from portal import clock
from portal.history.models import Version
from portal.page_cache.memo import remember
from portal.publishing.models import publishable_models
from portal.records.models import Status

# Versions whose transactions may have committed in another order than that of their keys.
NEWEST_VERSIONS = 100


def get_newest_versions():
    """Return [(primary key, time)] of the newest versions of records, newest first.

    A transaction that began earlier may commit later, so that the newest key alone does not tell what has changed.
    """
    versions = Version.objects.filter(of_draft=False).order_by("-pk")
    return list(versions.values_list("pk", "at")[:NEWEST_VERSIONS])


def get_latest_moments():
    """Return [(name, time)]: when a record of each model last began or ended to be public by its schedule.

    The names are those of columns, as in news.newsitem.publish_at.
    """
    now = clock.now()
    latest = [
        model._base_manager.filter(status=Status.PUBLISHED, **{f"{column}__lte": now})
        .order_by(f"-{column}")
        .annotate(moment_of=Value(f"{model._meta.label_lower}.{column}"), moment=F(column))
        .values_list("moment_of", "moment")[:1]
        for model in publishable_models()
        for column in ("publish_at", "withdraw_at")
    ]
    return sorted(latest[0].union(*latest[1:], all=True))


def get_public_revision():
    """Return (digest, time) of the latest change to what the public sees, in two queries. The time may be None.

    Every save, transition, deletion and restoration records a version. A schedule publishes and withdraws without one,
    so that the times of publication and withdrawal that have passed count, too. A change in SQL, or a data migration,
    counts only if it records a version.
    """
    versions, moments = get_newest_versions(), get_latest_moments()
    times = [*(at for _pk, at in versions), *(at for _name, at in moments)]
    digest = hashlib.sha256(repr((versions, moments)).encode()).hexdigest()[:20]
    return digest, max(times, default=None)


def respond_if_changed(request, build):
    """Return 304 if the client has the current revision, else the response of `build(time of the last change)`.

    Caches must revalidate, so that a record disappears as soon as it is unpublished.
    """
    digest, changed_at = remember("revision", get_public_revision)
    seconds = int(changed_at.timestamp()) if changed_at else None
    etag = quote_etag(digest)
    response = get_conditional_response(request, etag=etag, last_modified=seconds) or build(changed_at)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    if seconds:
        response.headers["Last-Modified"] = http_date(seconds)
    return response
