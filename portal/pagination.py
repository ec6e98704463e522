"""Pages of public lists."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.functional import cached_property

from portal.counts import count_up_to
from portal.page_cache.memo import remember

# A list of all years ends here: each year has a list of its own.
MAX_PAGES = 50


class NewestPaginator(Paginator):
    """The pages of the newest records, so that counting them costs the same with any number of records."""

    @cached_property
    def counted(self):
        """The number of records on the pages, and whether there are more."""
        return count_up_to(self.object_list, self.per_page * MAX_PAGES)

    @property
    def count(self):
        """The number of records on the pages."""
        return self.counted.number

    @property
    def is_capped(self):
        """Whether there are more records than the pages show."""
        return self.counted.is_more


def get_page(request, records, per_page, paginator=Paginator):
    """Return the requested page of a list, or raise Http404. Without filters, the count of a list is remembered."""
    pages = paginator(records, per_page)
    if isinstance(pages, NewestPaginator) and not request.GET.keys() - {"page"}:
        pages.counted = remember(("count", request.path_info), lambda: pages.counted)
    try:
        return pages.page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None
