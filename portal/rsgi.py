"""RSGI application for a server that faces clients itself. It starts what the WSGI application does."""

from portal.wsgi import page_cache  # isort: split

from portal.server.answers import delete_left_files
from portal.server.application import Server

delete_left_files()
application = Server(page_cache)
