"""Example URLs of every kind of public page (URL name) in each language.

Names come from the URL patterns, examples from records and links, so that a new kind of page is tested at once.
"""

import re
from collections import deque
from contextlib import contextmanager, suppress

from django.db.models.signals import post_save
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import override

from portal.history.snapshots import take_snapshot
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.publishing.models import publishable_models
from tests.support import factories
from tests.support.html import ParsedPage

NOT_PAGES = {
    "file",
    "document_file",
    "former_path",
    "preview",
    "robots",
    "security",
    "sitemap",
    "sitemap_file",
    "feed_country",
    "feed_everything",
    "opensearch",
    "news:feed",
    "programs:feed",
    "alliances:feed",
    "alliances:alliance_feed",
    "workinggroup:feed",
    "workinggroup:meeting_calendar",
    "workinggroup:meeting_event",
    "workinggroup:subgroup_calendar",
    "workinggroup:due_date_calendar",
    "workinggroup:meeting_feed",
    "workinggroup:document_feed",
    "workinggroup:commitment_feed",
    "workinggroup:submission_feed",
    "glossary_csv",
    "glossary_tbx",
    "indicators:indicator_csv",
    "dataset_csv",
    "dataset_json",
    "dataset_schema",
    "permanent",
    "choose_day",
    "as_of",
    "register_dump",
    "register_checksum",
    "citation_bibtex",
    "citation_csl",
}
NOT_FOUND = "unknown"


def get_kind_names(resolver=None, namespace=""):
    """Yield the name of every public URL that returns a page: home, news:newsitem, programs:entry …"""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":
                yield from get_kind_names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif (name := f"{namespace}{pattern.name}") not in NOT_PAGES:
            yield name


def get_factory(model):
    """Return the factory of a publishable record: factories.published_document, or factories.meeting."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()
    return getattr(factories, f"published_{name}", None) or getattr(factories, name)


def make_missing():
    """Create a public record of each model without one, and news items in one language for the fallback."""
    for model in publishable_models():
        if not model.objects.published().exists():
            record = get_factory(model)()
            if not record.is_public():
                factories.published(record)
    for code, language in (("MX", "es"), ("US", "en")):
        texts = {localized_field_name("title", language): f"{factories.WORDS[language]} 2004"}
        texts |= {localized_field_name("body", language): f"<p>{factories.WORDS[language]} 2004.</p>"}
        item = factories.news_item(country=factories.country(code), source_language=language, **texts)
        factories.published(item)


@contextmanager
def every_kind():
    """While it lasts, there is a page of every kind; what was made for it is taken away again."""
    came = []

    def remember(instance, created, **_):
        if created:
            came.append(instance)

    post_save.connect(remember, weak=False)
    try:
        make_missing()
    finally:
        post_save.disconnect(remember)
    try:
        yield
    finally:
        for instance in reversed(came):
            instance.delete()


def get_kind(path, language):
    """Return the URL name of a path, None if it has none."""
    with override(language):
        try:
            return resolve(path).view_name
        except Resolver404:
            return None


def get_list_urls(language):
    """Yield the URLs without parameters."""
    with override(language):
        for name in get_kind_names():
            with suppress(NoReverseMatch):
                yield reverse(name)


def get_richest_records():
    """Yield the public records of each model, those with the most content first."""
    for model in publishable_models():
        yield sorted(model.objects.published().with_related(), key=lambda record: -len(str(take_snapshot(record))))


def get_filter_urls(path, page):
    """Yield the first query link of a page and the URL of the first choice of its filter form."""
    yield from [link["href"] for link in page.all("a") if link.get("href", "").startswith(f"{path}?")][:1]
    field = None
    for tag, attributes in page.elements:
        field = attributes.get("name") if tag == "select" else field
        if field and tag == "option" and attributes.get("value"):
            yield f"{path}?{field}={attributes['value']}"
            return


def get_internal_links(page, language):
    """Return the paths of internal links of a page in one language."""
    addresses = (re.split(r"[?#]", link.get("href", ""))[0] for link in page.all("a"))
    return [address for address in addresses if address.startswith(f"/{language}/")]


def find_examples(languages=LANGUAGES):
    """Return URLs of each kind in each language: {"es": {"news:newsitem_list": ["/es/noticias/", …], …}, …}."""
    client, records = Client(), list(get_richest_records())
    return {language: find_examples_in(language, client, records) for language in languages}


def find_examples_in(language, client, records):
    """Return example URLs in one language: {kind: URLs}.

    These are the lists with one filter each, the richest record of each model and the richest fallback. A kind
    without an example then gets the first linked page.
    """
    examples = {name: [] for name in get_kind_names()}
    unread, seen = deque(), set()

    def read(path):
        page = ParsedPage(client.get(path).content.decode())
        for target in get_internal_links(page, language):
            kind = get_kind(target, language)
            if kind in examples and not examples[kind]:
                examples[kind].append(target)
            unread.append(target)
        return page

    for of_model in records:
        borrowed = [record for record in of_model if language not in record.languages()]
        for path in {record.get_url(language): None for record in (*of_model[:1], *borrowed[:1])}:
            examples[get_kind(path, language)].append(path)
            unread.append(path)
    for path in get_list_urls(language):
        examples[get_kind(path, language)] = [path, *get_filter_urls(path, read(path))]
    while unread and not all(examples.values()):
        if (path := unread.popleft()) not in seen:
            seen.add(path)
            read(path)
    return {**examples, NOT_FOUND: [f"/{language}/there-is-no-such-page/"]}


def pick_one_of_each(examples):
    """Return the first URL of each kind, from the examples of one language."""
    return [paths[0] for paths in examples.values()]
