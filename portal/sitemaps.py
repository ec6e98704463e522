"""Sitemaps: public records in the languages that have their text, and lists in all languages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from portal.publishing.models import publishable_models
from portal.sections import get_sections


def get_list_url_names():
    """Return the URL names of the home page and of all lists."""
    names = (name for section in get_sections() for name in section.list_url_names)
    return ["home", "office_list", "glossary", "feed_list", *names]


class RecordSitemap(Sitemap):
    """The public records of a model, in each language that has their title."""

    def __init__(self, model):
        self.model = model

    def items(self):
        records = self.model.objects.published().with_related()
        return [(record, language) for record in records if record.has_page() for language in record.languages()]

    def location(self, item):
        record, language = item
        return record.get_url(language)

    def lastmod(self, item):
        return item[0].changed_at


class ListSitemap(Sitemap):
    """The home page and the lists in each language."""

    def items(self):
        return [(name, language) for name in get_list_url_names() for language in LANGUAGES]

    def location(self, item):
        name, language = item
        with override(language):
            return reverse(name)


SITEMAPS = {
    "lists": ListSitemap(),
    **{model._meta.label_lower.replace(".", "-"): RecordSitemap(model) for model in publishable_models()},
}
