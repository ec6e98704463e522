"""A page of each kind that the portal has, the fullest of each; a new section's pages are among them by themselves."""

from django.urls import reverse
from django.utils.translation import override

from portal.languages import suffixed
from portal.models import Page
from portal.sitemaps import LISTS, publishable_models


def one_of_each_kind(language):
    """The addresses: the welcome, every list, every page that opens a section, a record of every model."""
    with override(language):
        lists = [reverse(name) for name in LISTS]
    opening = [page.address_in(language) for page in Page.objects.published().filter(key__in=Page.SECTIONS)]
    records = filter(None, (fullest(model, language) for model in publishable_models()))
    return list(dict.fromkeys(["/", *lists, *opening, *records]))


def fullest(model, language):
    """The address of the public record of that model whose text is the longest."""
    records = [record for record in model.objects.published() if language in record.languages()]
    text = [suffixed(name, language) for name in ("title", "summary", "body")]
    longest = max(records, key=lambda record: sum(len(getattr(record, name) or "") for name in text), default=None)
    return longest and longest.address_in(language)
