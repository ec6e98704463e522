"""Every kind of public page, by the name of its address, with examples of each in each language.

Nobody lists them: the names come from the address patterns, the examples from the records and the links, so that a new
kind of page is tested from its first day.
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
from tests.support.html import Page

NOT_PAGES = {"file", "kept_file", "preview", "robots", "sitemap", "news:feed"}
NOT_FOUND = "not found"


def names(resolver=None, namespace=""):
    """The name of every public address that answers with a page: home, news:year, programs:entry …"""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif (name := f"{namespace}{pattern.name}") not in NOT_PAGES:
            yield name


def factory_of(model):
    """What makes a record of this model that can be published: factories.published_document, or factories.meeting."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()
    return getattr(factories, f"published_{name}", None) or getattr(factories, name)


def make_missing():
    """A public record of each model that has none yet, and news that exist in one language only, so are borrowed."""
    for model in publishable_models():
        if not model.objects.published().exists():
            record = factory_of(model)()
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


def kind_of(path, language):
    """The name of the address that answers here, if any."""
    with override(language):
        try:
            return resolve(path).view_name
        except Resolver404:
            return None


def lists(language):
    """The pages whose address holds nothing that could vary."""
    with override(language):
        for name in names():
            with suppress(NoReverseMatch):
                yield reverse(name)


def richest():
    """Of each model the public records, those with the most in them first."""
    for model in publishable_models():
        yield sorted(model.objects.published().with_related(), key=lambda record: -len(str(take_snapshot(record))))


def chosen(path, page):
    """Where the filters of a page lead, or its further pages: the first link, and the first choice of a form."""
    yield from [link["href"] for link in page.all("a") if link.get("href", "").startswith(f"{path}?")][:1]
    field = None
    for tag, attributes in page.elements:
        field = attributes.get("name") if tag == "select" else field
        if field and tag == "option" and attributes.get("value"):
            yield f"{path}?{field}={attributes['value']}"
            return


def targets(page, language):
    """The portal's own pages that a page leads to, in one language."""
    addresses = (re.split(r"[?#]", link.get("href", ""))[0] for link in page.all("a"))
    return [address for address in addresses if address.startswith(f"/{language}/")]


def examples(languages=LANGUAGES):
    """Addresses of each kind in each language: {"es": {"news:newsitem_list": ["/es/noticias/", …], …}, …}."""
    client, records = Client(), list(richest())
    return {language: examples_in(language, client, records) for language in languages}


def examples_in(language, client, records):
    """The lists, and what their filters lead to; of each kind of record the richest, and the richest borrowed one; and
    where a kind is still missing, the first page of it that a link leads to.
    """
    found = {name: [] for name in names()}
    unread, seen = deque(), set()

    def read(path):
        page = Page(client.get(path).content.decode())
        for target in targets(page, language):
            kind = kind_of(target, language)
            if kind in found and not found[kind]:
                found[kind].append(target)
            unread.append(target)
        return page

    for of_model in records:
        borrowed = [record for record in of_model if language not in record.languages()]
        for path in {record.get_url(language): None for record in (*of_model[:1], *borrowed[:1])}:
            found[kind_of(path, language)].append(path)
            unread.append(path)
    for path in lists(language):
        found[kind_of(path, language)] = [path, *chosen(path, read(path))]
    while unread and not all(found.values()):
        if (path := unread.popleft()) not in seen:
            seen.add(path)
            read(path)
    return {**found, NOT_FOUND: [f"/{language}/there-is-no-such-page/"]}


def one_of_each(examples):
    """An address of each kind, from the examples of one language."""
    return [paths[0] for paths in examples.values()]
