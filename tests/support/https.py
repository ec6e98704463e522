"""Requests by HTTPS to a web server on this machine, as a reader and an editor make them."""

import http.client
import socket
import ssl
import threading
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.support.html import FormParser, ParsedPage
from tests.support.servers import wait_until


class Browser:
    """Requests to nginx by HTTPS, with cookies."""

    def __init__(self, port, certificate):
        self.port = port
        self.context = ssl.create_default_context(cafile=certificate)
        self.cookies = SimpleCookie()

    def request(self, path, fields=None, host="portal.example", *, is_text=True):
        """Return the status, headers and text of a response. With fields, send a form."""
        channel = self.context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 60), server_hostname=host)
        connection = http.client.HTTPConnection(host, self.port)
        connection.sock = channel
        headers = {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())}
        body = None
        if fields is not None:
            origin = f"https://{host}:{self.port}"
            headers |= {"Origin": origin, "Referer": origin + path, "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(fields, doseq=True)
        with closing(connection):
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", ()):
                self.cookies.load(cookie)
            return response.status, response.headers, response.read().decode(errors="strict" if is_text else "replace")

    def submit(self, path, **values):
        """Fill in the form of a page as a browser does, submit it, and return the status of the response."""
        html = self.request(path)[2]
        html = html[max(html.find('_form" novalidate'), 0) :]  # an admin page has other forms before that of the record
        fields = {name: field for name, field in FormParser(html).fields.items() if not name.startswith("_")}
        return self.request(path, {**fields, **values})[0]

    def sign_in(self):
        assert self.submit("/admin/login/", login="maria", password="a long password") == 302


class Visitors:
    """A reader and an editor who use the portal all the time. `failures` are the requests that did not succeed."""

    def __init__(self, browser, editor):
        self.failures, self.reads, self.saves = [], 0, 0
        self.stopped = threading.Event()
        works = (lambda: self.read(browser), lambda: self.save(editor))
        self.threads = [threading.Thread(target=self.repeat, args=[work]) for work in works]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.wait_for(2)
        return self

    def __exit__(self, *exc_info):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, count):
        """Wait until each has made some more requests."""
        reads, saves = self.reads + count, self.saves + count
        assert wait_until(lambda: self.failures or (self.reads >= reads and self.saves >= saves), 120)

    def repeat(self, work):
        while not self.stopped.is_set():
            try:
                work()
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))

    def read(self, browser):
        """Read a page that no memory has, with its style sheets, scripts and pictures."""
        path = f"/en/news/?page=1&q={self.reads}"
        status, _, html = browser.request(path)
        loaded = [url for url in ParsedPage(html).get_loaded_urls() if url.startswith("/")]
        statuses = {path: status, **{url: browser.request(url, is_text=False)[0] for url in loaded}}
        self.failures += [f"{url}: {status}" for url, status in statuses.items() if status != 200]
        self.reads += 1

    def save(self, editor):
        status = editor.submit("/admin/news/newsitem/add/", title_en="A rule", date="2026-11-28", _save="1")
        if status != 302:
            self.failures.append(f"save: {status}")
        self.saves += 1
