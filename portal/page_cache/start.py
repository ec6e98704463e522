"""Starts the page cache of a serving process."""

from django.conf import settings

from portal.i18n.languages import LANGUAGES
from portal.page_cache.application import PageCache
from portal.page_cache.listener import Listener
from portal.page_cache.purge import Purger
from portal.page_cache.requests import PageKey
from portal.page_cache.state import content_state
from portal.page_cache.store import PageStore


def start_page_cache(application):
    """Return the WSGI application that keeps the pages of a Django application, and start to listen for changes."""
    purger = Purger(settings.PORTAL_PURGE_URLS)
    listener = Listener(content_state, purger)
    page_cache = PageCache(application, PageStore(settings.PORTAL_PAGE_CACHE_MB * 2**20), listener)
    # A page is forgotten here first, so that a shared cache never gets it again after its purge.
    content_state.observers += [page_cache.forget, purger.purge]
    prepare_first_page(page_cache)
    purger.start()
    listener.start()
    page_cache.warmer.start()
    return page_cache


def prepare_first_page(page_cache):
    """Render the home pages once before readers come, so that templates and catalogs are loaded."""
    host = settings.ALLOWED_HOSTS[0].removeprefix(".").replace("*", "localhost")
    for language in LANGUAGES:
        page_cache.renderer.render(PageKey("http" if settings.PORTAL_EMBEDDED else "https", host, f"/{language}/", ""))
