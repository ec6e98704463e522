"""Public pages of the news."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from news.models import NewsItem, NewsRelease
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.redirects import get_by_any_slug

PER_PAGE = 20
# The list of all years ends here: each year has a list of its own.
MAX_PAGES = 50


class NewestPaginator(Paginator):
    """The pages of the newest records, so that counting them costs the same with any number of records."""

    @cached_property
    def count(self):
        """The number of records on the pages."""
        return self.object_list.order_by()[: self.per_page * MAX_PAGES].count()


def get_page(request, records, paginator=NewestPaginator):
    """Return the requested page of a list, or raise Http404."""
    try:
        return paginator(records, PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None


@require_safe
def newsitem_list(request, year=None):
    """List the news of one year or of all years, newest first."""
    items = NewsItem.objects.published()
    years = items.years("date")
    if year is not None:
        if year not in years:
            raise Http404
        items = items.of_year("date", year)
    paginator = Paginator if year else NewestPaginator
    page = get_page(request, items.with_related().without_texts().newest_first(), paginator)
    return render_list(request, "news/newsitem_list.html", items, page=page, year=year, years=years)


@require_safe
def newsrelease_list(request):
    """List the national releases, newest first, whether they have a news item or not."""
    releases = NewsRelease.objects.published()
    page = get_page(request, releases.select_related("country").without_texts().newest_first())
    return render_list(request, "news/newsrelease_list.html", releases, page=page)


@require_safe
def newsitem_detail(request, year, slug):
    item = get_by_any_slug(NewsItem.objects.published().with_related(), slug)
    return render_detail(request, item, **NewsItem.objects.published().without_texts().oldest_first().neighbours(item))


@require_safe
def newsrelease_detail(request, slug):
    release = get_by_any_slug(NewsRelease.objects.published().with_related(), slug)
    item = release.item if release.item and release.item.is_public() else None
    return render_detail(request, release, item=item)
