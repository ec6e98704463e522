"""An OpenID Connect provider in a thread of its own, as a ministry runs one."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt

CLIENT, SECRET = "portal", "a-secret-of-the-client-of-32-letters"


class Provider:
    """The provider: its address, and the claims of the person who signs in next.

    `failures` are the status and the body with which it answers a step, "discovery", "token" or "person", instead.
    """

    def __init__(self):
        self.claims, self.requests, self.discoveries, self.failures = {}, [], 0, {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            """Answers discovery, token and user information."""

            def do_GET(self):
                if "well-known" in self.path:
                    provider.discoveries += 1
                    self.answer("discovery", provider.discover())
                else:
                    self.answer("person", provider.claims)

            def do_POST(self):
                provider.requests.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.answer(
                    "token", {"access_token": "token", "token_type": "bearer", "id_token": provider.make_token()}
                )

            def answer(self, step, data):
                status, body = provider.failures.get(step, (200, json.dumps(data)))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                """Log nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def discover(self):
        paths = {
            "authorization_endpoint": "/authorize", "token_endpoint": "/token", "userinfo_endpoint": "/me",
            "jwks_uri": "/keys",
        }  # fmt: skip
        return {"issuer": self.url, **{name: self.url + path for name, path in paths.items()}}

    def make_token(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(claims, SECRET, algorithm="HS256")

    def get_settings(self, name, domains):
        """Return the entry of the provider in SOCIALACCOUNT_PROVIDERS."""
        return {
            "provider_id": name, "name": name.upper(), "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": self.url, "domains": domains},
        }  # fmt: skip


@contextmanager
def running_provider():
    provider = Provider()
    thread = Thread(target=provider.server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        thread.join()
        provider.server.server_close()
