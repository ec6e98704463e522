"""A TCP proxy in front of the test database, which can be closed and opened: the loss and return of a database."""

import socket
import threading
from contextlib import suppress

from django.conf import settings
from django.db import connection

from tests.support.servers import get_free_port

BUFFER_SIZE = 65_536


class DatabaseProxy:
    """Forwards connections to the database while it is open. Closing it breaks all of them, as a lost server does."""

    def __init__(self):
        self.port = get_free_port()
        self.listening = None
        self.sockets = []

    @property
    def url(self):
        role = settings.PORTAL_SERVER_DATABASE
        account = f"{role['USER']}:{role['PASSWORD']}"
        return f"postgresql://{account}@127.0.0.1:{self.port}/{connection.settings_dict['NAME']}"

    def open(self):
        """Accept connections, until the proxy is closed."""
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=[self.listening], daemon=True).start()

    def close(self):
        """Refuse connections, and break those that are open."""
        for opened in (self.listening, *self.sockets):
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)
            opened.close()
        self.sockets = []

    def accept(self, listening):
        with suppress(OSError):  # the proxy was closed
            while True:
                client = listening.accept()[0]
                server = connect_to_database()
                self.sockets += [client, server]
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=forward, args=[source, target], daemon=True).start()


def connect_to_database():
    """Return a socket that is connected to the server of the test database."""
    options = connection.settings_dict
    if options["HOST"].startswith("/"):
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{options['HOST']}/.s.PGSQL.{options['PORT'] or 5432}")
        return server
    return socket.create_connection((options["HOST"] or "localhost", int(options["PORT"] or 5432)))


def forward(source, target):
    """Copy bytes until one side closes."""
    with suppress(OSError):
        while data := source.recv(BUFFER_SIZE):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
