"""Public pages of the news."""

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.http import require_safe

from news.models import NewsItem, NewsRelease
from portal.page_cache.memo import remember
from portal.pagination import NewestPaginator, get_page
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.redirects import get_by_any_slug

PER_PAGE = 20


@require_safe
def newsitem_list(request, year=None):
    """List the news of one year or of all years, newest first."""
    items = NewsItem.objects.published()
    years = remember("years of news", lambda: items.years("date"))
    if year is not None:
        if year not in years:
            raise Http404
        items = items.of_year("date", year)
    paginator = Paginator if year else NewestPaginator
    page = get_page(request, items.with_related().without_texts().newest_first(), PER_PAGE, paginator)
    # No index has the latest change of a year: its page shows that of the items on it.
    # They are not loaded here, so that the fragment of the template reads them itself.
    shown = items.filter(pk__in=page.object_list.values("pk")) if year else items
    return render_list(request, "news/newsitem_list.html", shown, page=page, year=year, years=years)


@require_safe
def newsrelease_list(request):
    """List the national releases, newest first, whether they have a news item or not."""
    releases = NewsRelease.objects.published()
    records = releases.select_related("country").without_texts().newest_first()
    page = get_page(request, records, PER_PAGE, NewestPaginator)
    return render_list(request, "news/newsrelease_list.html", releases, page=page)


@require_safe
def newsitem_detail(request, year, slug):
    item = get_by_any_slug(NewsItem.objects.published().with_related(), slug)
    return render_detail(request, item, **NewsItem.objects.published().oldest_first().neighbours(item))


@require_safe
def newsrelease_detail(request, slug):
    release = get_by_any_slug(NewsRelease.objects.published().with_related(), slug)
    item = release.item if release.item and release.item.is_public() else None
    return render_detail(request, release, item=item)
