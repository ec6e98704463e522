"""Middleware for the time when there is no database."""

from portal.error_views import unavailable
from portal.page_cache.state import Database, content_state


def respond_while_database_is_away(get_response):
    """Answer 503 at once while there is no database, so that no request waits for a connection.

    Runs after URLLanguageMiddleware, so that the page is in the language of the URL.
    """

    def middleware(request):
        if content_state.database is Database.AWAY:
            return unavailable(request)
        return get_response(request)

    return middleware
