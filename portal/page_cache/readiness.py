"""The answer to load balancers that ask whether to send requests to this process."""

from urllib.parse import parse_qs

import psycopg

from portal.page_cache.listener import get_connection_options
from portal.page_cache.state import content_state

READINESS_PATH = "/readyz"


def can_reach_database():
    """Return whether the database answers within two seconds, on a connection of its own: no pool can hold it up."""
    try:
        with psycopg.connect(**get_connection_options(), autocommit=True) as probe:
            probe.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def is_ready(audience, has_pages):
    """Return whether this process can serve an audience: readers from memory, too, editors with the database only."""
    if audience == "editors":
        return can_reach_database()
    return content_state.is_listening or has_pages or can_reach_database()


def respond_to_probe(environ, start_response, has_pages):
    """Answer 200 if the process is ready for readers, or for editors with `?for=editors`, else 503."""
    audience = parse_qs(environ["QUERY_STRING"]).get("for", ["readers"])[0]
    ready = is_ready(audience, has_pages)
    body = b"ready\n" if ready else b"not ready\n"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK" if ready else "503 Service Unavailable", [*headers, ("Cache-Control", "no-store")])
    return [body]
