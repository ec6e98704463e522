"""The answers to supervisors, whether this process lives, and to load balancers, whether to send requests to it.

Both answer before Django looks at the host or asks for HTTPS.
"""

from urllib.parse import parse_qs

import psycopg

from portal.page_cache.listener import get_connection_options
from portal.page_cache.state import content_state

LIVENESS_PATH, READINESS_PATH = "/healthz", "/readyz"


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
    """Answer a probe: /healthz with 200, /readyz with 200 if the process is ready for its audience, else 503.

    The audience is readers, or editors with `?for=editors`.
    """
    if environ["PATH_INFO"] == LIVENESS_PATH:
        return respond(start_response, "200 OK", b"alive\n")
    audience = parse_qs(environ["QUERY_STRING"]).get("for", ["readers"])[0]
    if is_ready(audience, has_pages):
        return respond(start_response, "200 OK", b"ready\n")
    return respond(start_response, "503 Service Unavailable", b"not ready\n")


def respond(start_response, status, body):
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, [*headers, ("Cache-Control", "no-store")])
    return [body]
