"""Starts the page cache of a serving process."""

from django.conf import settings

from portal.page_cache.application import PageCache
from portal.page_cache.listener import Listener
from portal.page_cache.state import content_state
from portal.page_cache.store import PageStore


def start_page_cache(application):
    """Return the WSGI application that keeps the pages of a Django application, and start to listen for changes."""
    store = PageStore(settings.PORTAL_PAGE_CACHE_MB * 2**20)
    content_state.observers.append(store.forget)
    listener = Listener(content_state)
    page_cache = PageCache(application, store, listener)
    listener.start()
    return page_cache
